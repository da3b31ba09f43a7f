// SPDX-License-Identifier: EUPL-1.2
#include "output/noted.h"

#include "base/hash.h"
#include "base/list.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

struct head {
    char name[24];
    uint64_t check; // of all that follows
    uint64_t order;
    uint64_t count;
    struct fingerprint print;
};

static_assert(sizeof(struct head) == NOTED_HEAD, "the head has a size of its own");

static const char name_of_format[24] = "doorleefd-manifest 2\n";

enum { ALIGNMENT = 8, PATH_BYTES_MAX = 4096 };

// Reads otherwise where bytes go the other way round.
static const uint64_t order_of_bytes = 0x0102030405060708;

// Whole microseconds: more is not kept everywhere.
uint32_t note_nanosecond(const struct note *note)
{
    return (uint32_t)(note->bytes.low % 1000000) * 1000;
}

bool note_fits(const struct note *note, struct stamp stamp)
{
    return !fingerprint_empty(note->bytes) && stamp.size == note->size &&
           stamp.nanosecond == note_nanosecond(note);
}

str noted_path(const struct noted *noted)
{
    return (str){ noted->path, noted->len };
}

static size_t padded(size_t len)
{
    return (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

str noted_view(const struct noted *noted)
{
    return (str){ (const char *)noted, sizeof *noted + padded(noted->len) };
}

const struct noted *noted_bytes_only(struct arena *arena, str path, const struct note *note)
{
    struct noted *noted = arena_alloc(arena, sizeof *noted + path.len);
    noted->note = *note;
    noted->len = (uint32_t)path.len;
    memcpy(noted->path, path.at, path.len);
    return noted;
}

const struct noted *noted_path_only(struct arena *arena, str path)
{
    return noted_bytes_only(arena, path, &(struct note){ .size = 0 });
}

// ---- Reading ----

static uint64_t check_of(const void *from, size_t skipped, size_t len)
{
    return hash_64((str){ (const char *)from + skipped, len - skipped });
}

static bool head_valid(const struct head *head)
{
    return head->order == order_of_bytes &&
           head->check == check_of(head, offsetof(struct head, order), sizeof *head);
}

// The bytes that the file noted at `at` takes, or 0 when nothing whole is there.
static size_t noted_size(str bytes, size_t at)
{
    const struct noted *noted = (const void *)(bytes.at + at);
    size_t room = bytes.len - at;
    if (room < sizeof *noted || noted->len == 0 || noted->len > PATH_BYTES_MAX ||
        padded(noted->len) > room - sizeof *noted)
        return 0;
    size_t size = sizeof *noted + padded(noted->len);
    return noted->check == check_of(noted, sizeof noted->check, size) ? size : 0;
}

bool noted_read_head(str bytes, struct fingerprint *print)
{
    struct head head;
    if (bytes.len < sizeof head)
        return false;
    memcpy(&head, bytes.at, sizeof head);
    *print = head.print;
    return memcmp(head.name, name_of_format, sizeof head.name) == 0 && head_valid(&head);
}

enum list_state noted_read(struct arena *arena, str bytes, struct noted_list *list,
                           struct fingerprint *print)
{
    const struct head *head = (const void *)bytes.at;
    *print = (struct fingerprint){ 0 };
    if (bytes.len < sizeof *head || memcmp(head->name, name_of_format, sizeof head->name) != 0)
        return LIST_NONE;
    size_t before = list->count;
    bool whole = head_valid(head);
    // Behind what is damaged, the next that is whole is looked for.
    for (size_t at = sizeof *head; at < bytes.len;) {
        size_t size = noted_size(bytes, at);
        if (size > 0)
            LIST_ADD(arena, *list, (const void *)(bytes.at + at));
        whole = whole && size > 0;
        at += size > 0 ? size : ALIGNMENT;
    }
    if (!whole || list->count - before != head->count)
        return LIST_DAMAGED;
    *print = head->print;
    return LIST_WHOLE;
}

// ---- Writing ----

static void add_bytes(struct buf *to, const void *from, size_t len)
{
    buf_add(to, (str){ from, len });
}

void noted_write_head(struct buf *to, struct fingerprint print, size_t count)
{
    struct head head = { .order = order_of_bytes, .count = count, .print = print };
    memcpy(head.name, name_of_format, sizeof head.name);
    head.check = check_of(&head, offsetof(struct head, order), sizeof head);
    add_bytes(to, &head, sizeof head);
}

void noted_write(struct buf *to, str path, const struct note *note, uint32_t flags)
{
    struct noted noted = { .note = *note, .len = (uint32_t)path.len, .flags = flags };
    size_t size = sizeof noted + padded(path.len);
    char *at = buf_reserve(to, size);
    memset(at + size - ALIGNMENT, 0, ALIGNMENT);
    memcpy(at, &noted, sizeof noted);
    memcpy(at + sizeof noted, path.at, path.len);
    noted.check = check_of(at, sizeof noted.check, size);
    memcpy(at, &noted.check, sizeof noted.check);
    to->len += size;
}
