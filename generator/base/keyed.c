// SPDX-License-Identifier: EUPL-1.2
// By the first byte into 256 heaps, each of these by the next byte, and so on; few are
// sorted as they stand.
#include "base/keyed.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 16, BYTES_OF_ONE = 8, HEAPS = 256, FEW = 24 };

struct sort {
    struct keyed *room; // for as many as are sorted
    int (*order)(const void *, const void *);
};

uint64_t key_of(str text)
{
    unsigned char bytes[BYTES_OF_ONE] = { 0 };
    uint64_t key = 0;
    memcpy(bytes, text.at, text.len < sizeof bytes ? text.len : sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        key = key << 8 | bytes[i];
    return key;
}

static unsigned byte_of(const struct keyed *one, unsigned number)
{
    unsigned shift = 8 * (BYTES_OF_ONE - 1 - number % BYTES_OF_ONE);
    return one->key[number / BYTES_OF_ONE] >> shift & 0xFF;
}

static bool is_before(const struct sort *sort, const struct keyed *a, const struct keyed *b)
{
    if (a->key[0] != b->key[0])
        return a->key[0] < b->key[0];
    if (a->key[1] != b->key[1])
        return a->key[1] < b->key[1];
    return sort->order(a, b) < 0;
}

static void few_sort(const struct sort *sort, struct keyed *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct keyed one = list[i];
        size_t at = i;
        for (; at > 0 && is_before(sort, &one, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = one;
    }
}

// Puts them into heaps by a byte; `ends` becomes where each heap ends.
static void heaps_make(const struct sort *sort, struct keyed *list, size_t count, unsigned byte,
                       size_t ends[static HEAPS])
{
    size_t before = 0;
    memset(ends, 0, HEAPS * sizeof *ends);
    for (size_t i = 0; i < count; i++)
        ends[byte_of(&list[i], byte)]++;
    for (size_t i = 0; i < HEAPS; i++) {
        size_t size = ends[i];
        ends[i] = before;
        before += size;
    }
    for (size_t i = 0; i < count; i++)
        sort->room[ends[byte_of(&list[i], byte)]++] = list[i];
    memcpy(list, sort->room, count * sizeof *list);
}

// There are no more than KEY_BYTES bytes, so this may call itself.
static void sort_from(const struct sort *sort, struct keyed *list, size_t count, unsigned byte)
{
    size_t ends[HEAPS];
    if (count <= FEW) {
        few_sort(sort, list, count);
        return;
    }
    if (byte == KEY_BYTES) {
        qsort(list, count, sizeof *list, sort->order);
        return;
    }
    heaps_make(sort, list, count, byte, ends);
    for (size_t i = 0, from = 0; i < HEAPS; from = ends[i++])
        sort_from(sort, list + from, ends[i] - from, byte + 1);
}

void keyed_sort(struct keyed *list, size_t count, int (*order)(const void *, const void *))
{
    struct sort sort = { memory_alloc((count + 1) * sizeof *list), order };
    sort_from(&sort, list, count, 0);
    free(sort.room);
}
