// SPDX-License-Identifier: EUPL-1.2
#include "collection/sightings.h"

#include "base/memory.h"
#include "collection/sighted.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };

void sightings_clear(struct sightings *room)
{
    room->count = 0;
    room->share_count = 0;
}

static void shares_reserve(struct sightings *room, size_t more)
{
    if (room->share_count + more <= room->share_capacity)
        return;
    room->share_capacity = room->share_capacity * 2 + more;
    room->shares = memory_realloc(room->shares, room->share_capacity * sizeof *room->shares);
    room->sorted = memory_realloc(room->sorted, room->share_capacity * sizeof *room->sorted);
}

void sightings_fetch(const struct lexicon *lexicon, size_t number)
{
    const struct form_entry *form = &lexicon->forms[number];
    if (lexicon->collection->former != NULL)
        return;
    const struct seen *seen = lexicon->seen + form->seen;
    for (uint64_t left = form->segments; left != 0; left &= left - 1, seen++)
        __builtin_prefetch(lexicon->collection->segments[__builtin_ctzll(left)].bytes +
                           seen->start);
}

// Of a form that was seen when the collection was made.
static void seen_add(struct sightings *room, const struct lexicon *lexicon,
                     const struct form_entry *form, unsigned times, uint64_t segments)
{
    const struct seen *seen = lexicon->seen + form->seen;
    for (uint64_t left = form->segments; left != 0; left &= left - 1, seen++) {
        uint32_t segment = (uint32_t)__builtin_ctzll(left);
        if ((segments >> segment & 1) == 0)
            continue;
        const unsigned char *at = lexicon->collection->segments[segment].bytes + seen->start;
        __builtin_prefetch(at);
        room->shares[room->share_count++] = (struct share){ at, seen->entries, segment, times };
    }
}

// Of one that is to be looked up.  Where it may be in all segments is fetched first.
static void kept_add(struct sightings *room, const struct lexicon *lexicon,
                     const struct form_entry *form, unsigned times, uint64_t segments)
{
    const struct bucket *buckets[SEGMENTS_MOST];
    uint32_t numbers[SEGMENTS_MOST];
    uint32_t hash = table_hash(form->text);
    unsigned bucket = bucket_of(form->text);
    size_t count = 0;
    for (uint64_t left = form->segments & segments; left != 0; left &= left - 1) {
        uint32_t segment = (uint32_t)__builtin_ctzll(left);
        buckets[count] = kept_bucket(lexicon->collection->kept, segment, bucket);
        numbers[count] = segment;
        __builtin_prefetch(&buckets[count]->slots[hash & buckets[count]->mask]);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t place = bucket_find(buckets[i], form->text, hash);
        if (place == NO_FORM)
            continue;
        const struct bucket_form *found = &buckets[i]->forms[place];
        const unsigned char *at = buckets[i]->bytes + found->start;
        __builtin_prefetch(at);
        room->shares[room->share_count++] = (struct share){ at, found->entries, numbers[i], times };
    }
}

void sightings_add(struct sightings *room, const struct lexicon *lexicon, size_t number,
                   unsigned share, uint64_t segments)
{
    const struct form_entry *form = &lexicon->forms[number];
    if ((form->segments & segments) == 0)
        return;
    shares_reserve(room, (size_t)__builtin_popcountll(form->segments));
    if (lexicon->collection->former == NULL)
        seen_add(room, lexicon, form, share, segments);
    else
        kept_add(room, lexicon, form, share, segments);
}

void sightings_add_before(struct sightings *room, const struct lexicon *lexicon, size_t number,
                          unsigned share)
{
    const struct collection *collection = lexicon->collection;
    str text = lexicon->forms[number].text;
    uint32_t hash = table_hash(text);
    unsigned at = bucket_of(text);
    shares_reserve(room, (size_t)__builtin_popcountll(collection->changed_segments));
    for (uint64_t left = collection->changed_segments; left != 0; left &= left - 1) {
        uint32_t segment = (uint32_t)__builtin_ctzll(left);
        const struct bucket *bucket = &collection->buckets_before[segment][at];
        uint32_t place = bucket_find(bucket, text, hash);
        if (place == NO_FORM)
            continue;
        const struct bucket_form *found = &bucket->forms[place];
        room->shares[room->share_count++] =
            (struct share){ bucket->bytes + found->start, found->entries, segment, share };
    }
}

static void sightings_reserve(struct sightings *room, const struct collection *collection)
{
    size_t count = 0;
    for (size_t i = 0; i < room->share_count; i++)
        count += room->shares[i].entries;
    if (count > room->capacity) {
        room->capacity = count * 2;
        free(room->at);
        room->at = memory_alloc(room->capacity * sizeof *room->at);
    }
    if (room->taken != NULL)
        return;
    size_t most = collection->numbers_per_segment;
    room->joint = memory_alloc(most * sizeof *room->joint);
    room->taken = memory_alloc(most / BITS * sizeof *room->taken);
    memset(room->taken, 0, most / BITS * sizeof *room->taken);
}

// Those of one form are in the order of the segments already.
static void shares_sort(struct sightings *room)
{
    size_t starts[SEGMENTS_MOST + 1] = { 0 };
    for (size_t i = 0; i < room->share_count; i++)
        starts[room->shares[i].segment + 1]++;
    for (size_t i = 1; i < SEGMENTS_MOST; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < room->share_count; i++)
        room->sorted[starts[room->shares[i].segment]++] = room->shares[i];
    struct share *sorted = room->sorted;
    room->sorted = room->shares;
    room->shares = sorted;
}

// The first passages of both, in order.
static void add_told(struct told *to, const struct told *more)
{
    struct told sum = { .more = to->more || more->more };
    size_t a = 0;
    size_t b = 0;
    while (a < to->count || b < more->count) {
        bool first = b == more->count || (a < to->count && to->at[a] <= more->at[b]);
        uint8_t passage = first ? to->at[a++] : more->at[b++];
        if (sum.count > 0 && sum.at[sum.count - 1] == passage)
            continue;
        if (sum.count == PASSAGES_TOLD) {
            sum.more = true;
            break;
        }
        sum.at[sum.count++] = passage;
    }
    *to = sum;
}

static void add_sighting(struct sighting *to, const struct sighting *more)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        unsigned sum = (unsigned)to->counts[i] + more->counts[i];
        to->counts[i] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
    }
    if (more->told.count > 0)
        add_told(&to->told, &more->told);
}

static void join(struct sightings *room, const struct collection *collection, struct share share)
{
    size_t mask = collection->numbers_per_segment - 1;
    uint32_t after = 0;
    for (uint32_t i = 0; i < share.entries; i++) {
        after += next_varint(&share.at);
        size_t place = (after - 1) & mask;
        uint64_t bit = 1ull << place % BITS;
        bool is_taken = (room->taken[place / BITS] & bit) != 0;
        struct sighting more;
        next_sighted(&share.at, after - 1, share.share, is_taken ? &more : &room->joint[place]);
        if (is_taken)
            add_sighting(&room->joint[place], &more);
        room->taken[place / BITS] |= bit;
    }
}

static void joint_take(struct sightings *room, size_t numbers)
{
    for (size_t i = 0; i < numbers / BITS; i++) {
        for (uint64_t left = room->taken[i]; left != 0; left &= left - 1)
            room->at[room->count++] = room->joint[i * BITS + (size_t)__builtin_ctzll(left)];
        room->taken[i] = 0;
    }
}

// Shares are short and lie all over the place: the memory fetches what comes next.
static void shares_fetch(const struct share *shares, size_t left)
{
    enum { SOON = 4 };
    if (left > SOON)
        __builtin_prefetch(shares[SOON].at);
}

// Those that are in one segment.
static void shares_read(struct sightings *room, const struct collection *collection,
                        const struct share *shares, size_t count)
{
    if (count == 1) {
        segment_read(shares[0].at, shares[0].entries, shares[0].share, room->at + room->count);
        room->count += shares[0].entries;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        shares_fetch(shares + i, count - i);
        join(room, collection, shares[i]);
    }
    joint_take(room, collection->numbers_per_segment);
}

void sightings_read(struct sightings *room, const struct collection *collection)
{
    sightings_reserve(room, collection);
    shares_sort(room);
    for (size_t i = 0, end; i < room->share_count; i = end) {
        end = i + 1;
        while (end < room->share_count && room->shares[end].segment == room->shares[i].segment)
            end++;
        shares_read(room, collection, room->shares + i, end - i);
    }
}

void sightings_release(struct sightings *room)
{
    free(room->at);
    free(room->shares);
    free(room->sorted);
    free(room->joint);
    free(room->taken);
    *room = (struct sightings){ 0 };
}
