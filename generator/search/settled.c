// SPDX-License-Identifier: EUPL-1.2
#include "search/settled.h"

#include "base/bisect.h"
#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

static struct fingerprint state_key(void)
{
    return fingerprint_of(STR("settled names"));
}

struct settled settled_open(struct cache *cache, struct arena *arena)
{
    struct settled settled = { .cache = cache };
    str value;
    if (cache_get(cache, CACHE_STATE, state_key(), arena, &value) &&
        (uintptr_t)value.at % sizeof *settled.known == 0) {
        settled.known = (uint64_t *)(void *)(uintptr_t)value.at;
        settled.known_count = value.len / sizeof *settled.known;
    }
    return settled;
}

enum { ANSWER = 1 };

// What is asked, without the answer; 0 when it has no name.
static uint64_t question(struct settled *settled, const struct entries *entries,
                         const struct best *best, str word)
{
    const struct document *documents[PLACES_READ];
    const struct told *told[PLACES_READ];
    size_t count = places_read(entries, best, documents, told);
    buf_clear(&settled->room);
    buf_add(&settled->room, word);
    for (size_t i = 0; i < count; i++) {
        if (documents[i] == NULL)
            continue;
        if (fingerprint_empty(documents[i]->key))
            return 0;
        buf_add(&settled->room, FINGERPRINT_VIEW(documents[i]->key));
        buf_add_char(&settled->room, (char)told[i]->count);
        buf_add(&settled->room, (str){ (const char *)told[i]->at, told[i]->count });
    }
    uint64_t hash = hash_64(buf_view(&settled->room)) & ~(uint64_t)ANSWER;
    return hash == 0 ? 2 * ANSWER : hash;
}

// The place of the first number that is not below.
static size_t place_of(const struct settled *settled, uint64_t number)
{
    size_t at;
    BISECT(at, 0, settled->known_count, settled->known[at] < number);
    return at;
}

static void asked_add(struct settled *settled, uint64_t number)
{
    if (settled->asked_count == settled->asked_capacity) {
        settled->asked_capacity = settled->asked_capacity * 2 + 256;
        settled->asked =
            memory_realloc(settled->asked, settled->asked_capacity * sizeof *settled->asked);
    }
    settled->asked[settled->asked_count++] = number;
}

bool settled_ask(struct settled *settled, const struct entries *entries, const struct best *best,
                 str word)
{
    uint64_t asked = settled->cache == NULL ? 0 : question(settled, entries, best, word);
    if (asked == 0)
        return places_write(entries, best, word);
    size_t place = place_of(settled, asked);
    bool known =
        place < settled->known_count && (settled->known[place] | ANSWER) == (asked | ANSWER);
    bool answer = known ? (settled->known[place] & ANSWER) > 0 : places_write(entries, best, word);
    settled->is_changed |= !known;
    asked_add(settled, asked | (answer ? ANSWER : 0u));
    return answer;
}

static int number_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

void settled_close(struct settled *settled)
{
    if (settled->is_changed) {
        qsort(settled->asked, settled->asked_count, sizeof *settled->asked, number_order);
        cache_put(
            settled->cache, CACHE_STATE, state_key(),
            (str){ (const char *)settled->asked, settled->asked_count * sizeof *settled->asked });
    }
    free(settled->asked);
    buf_release(&settled->room);
}
