// SPDX-License-Identifier: EUPL-1.2
#include "collection/segment_merge.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/memory.h"
#include "collection/sighted.h"

#include <stdlib.h>

// The segment while it is made.
struct merged {
    const struct merging *merging;
    uint32_t count;
    uint32_t *forms;
    uint32_t *entries;
    uint64_t *plains;
    uint64_t *prints;
    uint32_t *starts;
    struct buf bytes;
};

// The sightings of a form, one after the other.
struct reader {
    const unsigned char *at;
    uint32_t left;
    uint32_t after;            // the number before, plus one
    uint32_t number;           // of the sighting that was read
    const unsigned char *told; // the rest of its bytes
};

static struct reader reader_of(const struct segment *segment, uint32_t index)
{
    return (struct reader){ .at = segment->bytes + segment->starts[index],
                            .left = segment->entries[index] };
}

static bool reader_next(struct reader *reader)
{
    struct sighting sighting;
    if (reader->left == 0)
        return false;
    reader->left--;
    reader->after += next_varint(&reader->at);
    reader->number = reader->after - 1;
    reader->told = reader->at;
    next_sighted(&reader->at, reader->number, 1, &sighting);
    return true;
}

static bool is_changed(const struct merging *merging, const struct reader *reader)
{
    return merging->changed[reader->number - merging->first];
}

// Whether all its sightings stay.
static bool stays(const struct merging *merging, uint32_t index)
{
    struct reader reader = reader_of(merging->before, index);
    while (reader_next(&reader))
        if (is_changed(merging, &reader))
            return false;
    return true;
}

// ---- Writing ----

static void form_begin(struct merged *merged, uint32_t form)
{
    merged->forms[merged->count] = form;
    merged->entries[merged->count] = 0;
    merged->prints[merged->count] = 0;
    merged->starts[merged->count] = (uint32_t)merged->bytes.len;
}

static void form_copy(struct merged *merged, const struct segment *from, uint32_t index)
{
    form_begin(merged, from->forms[index]);
    uint32_t start = from->starts[index];
    buf_add(&merged->bytes,
            (str){ (const char *)from->bytes + start, from->starts[index + 1] - start });
    merged->entries[merged->count] = from->entries[index];
    merged->plains[merged->count] = from->plains[index];
    merged->prints[merged->count] = from->prints[index];
    merged->count++;
}

static void sighting_write(struct merged *merged, uint32_t *after, const struct reader *reader)
{
    const struct merging *merging = merged->merging;
    unsigned char *room = (unsigned char *)buf_reserve(&merged->bytes, VARINT_BYTES);
    merged->bytes.len += put_varint(room, reader->number + 1 - *after);
    buf_add(&merged->bytes,
            (str){ (const char *)reader->told, (size_t)(reader->at - reader->told) });
    *after = reader->number + 1;
    merged->entries[merged->count]++;
    merged->prints[merged->count] = print_mixed(
        merged->prints[merged->count],
        lengths_print(merging->lengths[reader->number - merging->first], reader->number));
}

// Those of `before` that stay, and all of `more`, by number.
static void form_join(struct merged *merged, uint32_t form, struct reader before,
                      struct reader more)
{
    const struct merging *merging = merged->merging;
    uint32_t after = 0;
    form_begin(merged, form);
    bool is_more = reader_next(&more);
    while (reader_next(&before)) {
        if (is_changed(merging, &before))
            continue;
        for (; is_more && more.number < before.number; is_more = reader_next(&more))
            sighting_write(merged, &after, &more);
        sighting_write(merged, &after, &before);
    }
    for (; is_more; is_more = reader_next(&more))
        sighting_write(merged, &after, &more);
    uint32_t start = merged->starts[merged->count];
    if (merged->entries[merged->count] == 0)
        return;
    merged->plains[merged->count] = hash_64(str_after(buf_view(&merged->bytes), start));
    merged->prints[merged->count] =
        print_mixed(merged->prints[merged->count], merged->plains[merged->count]);
    merged->count++;
}

// ---- All ----

static void merge_all(struct merged *merged, const struct table *table)
{
    const struct segment *before = merged->merging->before;
    const struct segment *more = merged->merging->more;
    const struct reader none = { .left = 0 };
    uint32_t *places = memory_alloc((table->count + 1) * sizeof *places); // in `more`, plus one
    memset(places, 0, (table->count + 1) * sizeof *places);
    for (uint32_t i = 0; i < more->count; i++)
        places[more->forms[i]] = i + 1;
    for (uint32_t i = 0; i < before->count; i++) {
        uint32_t *place = &places[before->forms[i]];
        if (*place == 0 && stays(merged->merging, i))
            form_copy(merged, before, i);
        else
            form_join(merged, before->forms[i], reader_of(before, i),
                      *place > 0 ? reader_of(more, *place - 1) : none);
        *place = 0;
    }
    for (uint32_t i = 0; i < more->count; i++)
        if (places[more->forms[i]] > 0)
            form_copy(merged, more, i);
    free(places);
}

struct segment segment_merge(const struct merging *merging, const struct table *table,
                             struct arena *arena)
{
    size_t most = (size_t)merging->before->count + merging->more->count;
    struct merged merged = { .merging = merging,
                             .forms = ARENA_ARRAY(arena, uint32_t, most),
                             .entries = ARENA_ARRAY(arena, uint32_t, most),
                             .plains = ARENA_ARRAY(arena, uint64_t, most),
                             .prints = ARENA_ARRAY(arena, uint64_t, most),
                             .starts = ARENA_ARRAY(arena, uint32_t, most + 1) };
    merge_all(&merged, table);
    merged.starts[merged.count] = (uint32_t)merged.bytes.len;
    memset(buf_reserve(&merged.bytes, PASSAGES_TOLD), 0, PASSAGES_TOLD);
    merged.bytes.len += PASSAGES_TOLD;
    const char *bytes = arena_copy(arena, buf_view(&merged.bytes)).at;
    buf_release(&merged.bytes);
    return (struct segment){ .count = merged.count,
                             .forms = merged.forms,
                             .entries = merged.entries,
                             .plains = merged.plains,
                             .prints = merged.prints,
                             .starts = merged.starts,
                             .bytes = (const unsigned char *)bytes };
}
