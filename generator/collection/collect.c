// SPDX-License-Identifier: EUPL-1.2
#include "collection/collect.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "collection/collected.h"
#include "collection/segment_image.h"
#include "collection/segment_merge.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// What a worker keeps to itself.
struct collector {
    struct table table;
    struct segment_maker maker;
    struct buf room;
    struct buf prints;
    struct bucket_images images;
    struct form_changes changes;
    uint32_t (*lengths)[PART_COUNT]; // of each number: where those of entries go
    uint64_t made;                   // its segments, a bit for each
};

struct collecting {
    const struct entries *entries;
    struct former *former;
    struct collector *collectors;
    struct collection *collection;
    struct cache *cache;
    str stops;
    uint64_t *prints; // of each number: of the words of its entry; 0: unknown, or none
    size_t *changed;  // segments that are not what they were
    size_t changed_count;
    atomic_size_t next; // segment that nobody has begun with
    atomic_bool failed;
};

// ---- Reading entries ----

static void take_text(void *context, enum part part, unsigned passage, str text)
{
    table_read(context, part, passage, text);
}

static void collect_entry(const struct collecting *collecting, size_t item,
                          struct collector *collector)
{
    const struct entries *entries = collecting->entries;
    uint32_t number = entries->numbers[item];
    struct table *table = &collector->table;
    const struct document *document = entry_document(entries->at[item]);
    if (document != NULL)
        document_texts(document, take_text, table);
    entry_texts(entries->at[item], entries->site->taxonomy_count, take_text, table);
    memcpy(collector->lengths[number], table->lengths, sizeof table->lengths);
    segment_add(&collector->maker, number);
}

static void collector_init(struct collector *collector, str stops, uint32_t (*lengths)[PART_COUNT])
{
    *collector = (struct collector){ .lengths = lengths };
    table_init(&collector->table, stops);
    collector->maker.table = &collector->table;
}

// Leaves the arena of the table.
static void collector_release(struct collector *collector)
{
    segment_maker_release(&collector->maker);
    buf_release(&collector->room);
    buf_release(&collector->prints);
    buf_release(&collector->images.bytes);
    form_changes_release(&collector->changes);
    table_release(&collector->table);
}

// The entries of a segment.
struct range {
    size_t from;
    size_t to;
};

static struct range range_of(const struct collecting *collecting, size_t segment)
{
    size_t size = collecting->collection->numbers_per_segment;
    return (struct range){ entries_from(collecting->entries, segment * size),
                           entries_from(collecting->entries, (segment + 1) * size) };
}

// Entries with neighbouring numbers lie all over the place: the memory fetches what is
// read next.
static void entry_fetch(const struct entries *entries, size_t next, size_t end)
{
    enum { SOON = 2 };
    if (next + SOON < end && entries->at[next + SOON].page != NULL)
        __builtin_prefetch(&entries->at[next + SOON].page->document);
    const struct document *document = next < end ? entry_document(entries->at[next]) : NULL;
    for (size_t at = 0; document != NULL && at < sizeof *document; at += 64)
        __builtin_prefetch((const char *)document + at);
}

static struct segment collect_range(const struct collecting *collecting, struct range range,
                                    struct collector *collector)
{
    for (size_t i = range.from; i < range.to; i++) {
        entry_fetch(collecting->entries, i + 1, range.to);
        collect_entry(collecting, i, collector);
    }
    return segment_finish(&collector->maker, collector->table.arena);
}

size_t segment_size(const struct collection *collection, size_t segment)
{
    size_t from = segment * collection->numbers_per_segment;
    size_t left = collection->space - from;
    return left < collection->numbers_per_segment ? left : collection->numbers_per_segment;
}

static uint32_t (*lengths_of(const struct collection *collection, size_t segment))[PART_COUNT]
{
    return collection->lengths + segment * collection->numbers_per_segment;
}

// ---- Names of segments ----

// The name of the segment of some entries.  Returns false when one of them has none.
static bool segment_key(const struct collecting *collecting, struct range range,
                        struct collector *collector, struct fingerprint *key)
{
    buf_clear(&collector->prints);
    buf_add(&collector->prints, STR("segment "));
    buf_add(&collector->prints, collecting->stops);
    for (size_t i = range.from; i < range.to; i++) {
        uint64_t print = collecting->entries->prints[i].words;
        if (print == 0)
            return false;
        collecting->prints[collecting->entries->numbers[i]] = print;
        buf_add(&collector->prints, (str){ (const char *)&print, sizeof print });
    }
    *key = fingerprint_of(buf_view(&collector->prints));
    return collecting->cache != NULL;
}

static void name_segment(void *context, size_t item, unsigned worker)
{
    struct collecting *collecting = context;
    struct fingerprint *key = &collecting->collection->keys[item];
    if (!segment_key(collecting, range_of(collecting, item), &collecting->collectors[worker], key))
        *key = (struct fingerprint){ 0 };
}

// ---- Segments from nothing ----

// Looks up what is remembered, the lengths of its entries too.
static bool segment_known(const struct collecting *collecting, size_t item, struct arena *arena,
                          struct bucket buckets[BUCKETS])
{
    const struct collection *collection = collecting->collection;
    struct fingerprint key = collection->keys[item];
    size_t size = segment_size(collection, item);
    struct segment_numbers numbers;
    if (!numbers_recall(collecting->cache, key, arena, size, &numbers) ||
        !segment_recall(collecting->cache, key, arena, buckets))
        return false;
    memcpy(lengths_of(collection, item), numbers.lengths, size * sizeof *numbers.lengths);
    return true;
}

static void segment_tell(const struct collecting *collecting, size_t item,
                         struct collector *collector)
{
    const struct collection *collection = collecting->collection;
    struct fingerprint key = collection->keys[item];
    struct segment_numbers numbers = {
        collecting->prints + item * collection->numbers_per_segment,
        (const uint32_t(*)[PART_COUNT])lengths_of(collection, item),
    };
    segment_remember(collecting->cache, key, &collector->images);
    numbers_remember(collecting->cache, key, &numbers, segment_size(collection, item),
                     &collector->room);
}

static void collect_segment(struct collecting *collecting, size_t item, unsigned worker)
{
    struct collection *collection = collecting->collection;
    struct collector *collector = &collecting->collectors[worker];
    struct segment *segment = &collection->segments[item];
    struct bucket buckets[BUCKETS];
    bool named = !fingerprint_empty(collection->keys[item]);
    if (named && segment_known(collecting, item, collector->table.arena, buckets)) {
        *segment = segment_load(buckets, &collector->table);
    } else {
        *segment = collect_range(collecting, range_of(collecting, item), collector);
        if (named) {
            segment_store(&collector->images, segment, &collector->table);
            segment_tell(collecting, item, collector);
        }
    }
    segment->worker = worker;
    collector->made |= 1ull << item;
}

// Takes segments while there are any; whoever finds none left puts its forms in order
// while others are still at their last one.
static void collect_some(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct collecting *collecting = context;
    size_t segment;
    while ((segment = atomic_fetch_add(&collecting->next, 1)) <
           collecting->collection->segment_count)
        collect_segment(collecting, segment, (unsigned)item);
    struct collector *collector = &collecting->collectors[item];
    collecting->collection->workers[item] =
        collected_of(collecting->collection, &collector->table, collector->made);
}

// ---- What has changed since the last index ----

static bool lengths_take(const struct collecting *collecting, size_t item, struct arena *arena)
{
    const struct collection *collection = collecting->collection;
    size_t size = segment_size(collection, item);
    struct segment_numbers numbers;
    if (!numbers_recall(collecting->cache, collection->keys[item], arena, size, &numbers))
        return false;
    memcpy(lengths_of(collection, item), numbers.lengths, size * sizeof *numbers.lengths);
    return true;
}

// Makes a segment whose buckets cannot be read after all; all by itself, as others are
// at work meanwhile.
static void segment_again(void *context, size_t item, struct bucket_images *images)
{
    const struct collecting *collecting = context;
    struct arena *arena = arena_new();
    struct collector collector;
    collector_init(&collector, collecting->stops,
                   arena_array(arena, collecting->collection->space, sizeof *collector.lengths));
    struct segment segment = collect_range(collecting, range_of(collecting, item), &collector);
    segment_store(images, &segment, &collector.table);
    collector_release(&collector);
    arena_free(collector.table.arena);
    arena_free(arena);
}

// Which numbers have another entry than they had.
static bool *changed_numbers(const struct collecting *collecting, size_t item, struct arena *arena)
{
    const struct collection *collection = collecting->collection;
    const uint64_t *then = collection->before[item].prints;
    const uint64_t *now = collecting->prints + item * collection->numbers_per_segment;
    size_t size = segment_size(collection, item);
    bool *changed = ARENA_ARRAY(arena, bool, size);
    for (size_t i = 0; i < size; i++)
        changed[i] = then[i] != now[i];
    return changed;
}

// The segment of what it was and of the entries that changed.
static struct segment segment_follow(const struct collecting *collecting, size_t item,
                                     struct collector *collector,
                                     const struct bucket before[BUCKETS])
{
    struct collection *collection = collecting->collection;
    struct arena *arena = collector->table.arena;
    struct range range = range_of(collecting, item);
    size_t first = item * collection->numbers_per_segment;
    const bool *changed = changed_numbers(collecting, item, arena);
    for (size_t i = 0; i < segment_size(collection, item); i++)
        if (!changed[i])
            memcpy(collection->lengths[first + i], collection->before[item].lengths[i],
                   sizeof *collection->lengths);
    for (size_t i = range.from; i < range.to; i++)
        if (changed[collecting->entries->numbers[i] - first])
            collect_entry(collecting, i, collector);
    struct segment more = segment_finish(&collector->maker, arena);
    struct segment then = segment_load(before, &collector->table);
    struct merging merging = { &then, &more, changed, (uint32_t)first,
                               (const uint32_t(*)[PART_COUNT])lengths_of(collection, item) };
    return segment_merge(&merging, &collector->table, arena);
}

// The segment as it is now.
static void segment_renew(const struct collecting *collecting, size_t item,
                          struct collector *collector, const struct bucket before[BUCKETS],
                          struct bucket after[BUCKETS])
{
    struct collection *collection = collecting->collection;
    if (!segment_known(collecting, item, collector->table.arena, after)) {
        struct segment segment = segment_follow(collecting, item, collector, before);
        segment_store(&collector->images, &segment, &collector->table);
        segment_tell(collecting, item, collector);
        kept_set(collection->kept, item, &collector->images);
    }
    for (unsigned i = 0; i < BUCKETS; i++)
        after[i] = *kept_bucket(collection->kept, item, i);
}

static void compare_segment(struct collecting *collecting, size_t item, struct collector *collector)
{
    struct collection *collection = collecting->collection;
    struct fingerprint then = collecting->former->keys[item];
    struct arena *arena = collector->table.arena;
    struct bucket *before = ARENA_ARRAY(arena, struct bucket, BUCKETS);
    struct bucket after[BUCKETS];
    if (!numbers_recall(collecting->cache, then, arena, segment_size(collection, item),
                        &collection->before[item]) ||
        !segment_recall(collecting->cache, then, arena, before)) {
        atomic_store(&collecting->failed, true);
        return;
    }
    collection->buckets_before[item] = before;
    segment_renew(collecting, item, collector, before, after);
    form_changes_add(&collector->changes, before, after, item);
}

// Segments that changed, all segments, chunks: the longest work first.
static void compare_item(void *context, size_t item, unsigned worker)
{
    struct collecting *collecting = context;
    struct collection *collection = collecting->collection;
    struct former *former = collecting->former;
    struct arena *arena = collecting->collectors[worker].table.arena;
    bool there = true;
    if (item < collecting->changed_count) {
        compare_segment(collecting, collecting->changed[item], &collecting->collectors[worker]);
        return;
    }
    item -= collecting->changed_count;
    if (item >= collection->segment_count) {
        there =
            former_chunk_load(former, collecting->cache, item - collection->segment_count, arena);
    } else if (fingerprint_equal(collection->keys[item], former->keys[item])) {
        segment_keep(collecting->cache, collection->keys[item]);
        there = lengths_take(collecting, item, arena);
    }
    if (!there)
        atomic_store(&collecting->failed, true);
}

// Whether the last index was of segments that were cut the same, and all can be
// compared.
static bool former_fits(const struct collection *collection, const struct former *former)
{
    bool fits = former != NULL && former->count > 0 && former->space == collection->space &&
                former->segment_count == collection->segment_count &&
                former->numbers_per_segment == collection->numbers_per_segment;
    for (size_t i = 0; fits && i < collection->segment_count; i++)
        fits = !fingerprint_empty(collection->keys[i]) && !fingerprint_empty(former->keys[i]);
    return fits;
}

static void changed_find(struct collecting *collecting)
{
    const struct collection *collection = collecting->collection;
    collecting->changed = ARENA_ARRAY(collection->arena, size_t, collection->segment_count);
    for (size_t i = 0; i < collection->segment_count; i++)
        if (!fingerprint_equal(collection->keys[i], collecting->former->keys[i]))
            collecting->changed[collecting->changed_count++] = i;
}

static void changes_take(struct collecting *collecting, unsigned jobs)
{
    struct form_changes *all = &collecting->collection->changes;
    for (unsigned i = 0; i < jobs; i++)
        form_changes_join(all, &collecting->collectors[i].changes);
    form_changes_sort(all);
}

// Notes the entries that are not what they were.
static void changed_note(struct collecting *collecting)
{
    struct collection *collection = collecting->collection;
    collection->changed = ARENA_ARRAY(collection->arena, uint64_t, collection->space / 64 + 1);
    for (size_t i = 0; i < collecting->changed_count; i++) {
        size_t segment = collecting->changed[i];
        size_t first = segment * collection->numbers_per_segment;
        const uint64_t *then = collection->before[segment].prints;
        collection->changed_segments |= 1ull << segment;
        for (size_t n = 0; n < segment_size(collection, segment); n++)
            if (then[n] != collecting->prints[first + n])
                collection->changed[(first + n) / 64] |= 1ull << (first + n) % 64;
    }
}

// Finds what is different from the last index.  Returns false when that cannot be told.
static bool compare_all(struct collecting *collecting, unsigned jobs)
{
    struct collection *collection = collecting->collection;
    if (!former_fits(collection, collecting->former))
        return false;
    changed_find(collecting);
    collection->kept = kept_new(collecting->cache, collection->keys, collection->segment_count,
                                segment_again, collecting);
    parallel_each(jobs,
                  collecting->changed_count + collection->segment_count +
                      collecting->former->chunk_count,
                  compare_item, collecting);
    if (collecting->failed)
        return false;
    changes_take(collecting, jobs);
    changed_note(collecting);
    collection->former = collecting->former;
    return true;
}

// ---- All ----

static size_t numbers_per_segment(size_t space)
{
    size_t numbers = SEGMENT_NUMBERS_LEAST;
    while (numbers * SEGMENTS_MOST < space)
        numbers *= 2;
    return numbers;
}

static struct collection *collection_new(const struct entries *entries, unsigned jobs)
{
    struct arena *arena = arena_new();
    struct collection *collection = ARENA_NEW(arena, struct collection);
    size_t size = numbers_per_segment(entries->space);
    *collection = (struct collection){
        .arena = arena,
        .worker_count = jobs,
        .segment_count = (entries->space + size - 1) / size,
        .numbers_per_segment = size,
        .lengths = arena_array(arena, entries->space, sizeof *collection->lengths),
        .entry_count = entries->count,
        .space = entries->space,
    };
    collection->workers = ARENA_ARRAY(arena, struct collected, collection->worker_count);
    collection->segments = ARENA_ARRAY(arena, struct segment, collection->segment_count);
    collection->before = arena_array(arena, collection->segment_count, sizeof *collection->before);
    collection->buckets_before =
        arena_array(arena, collection->segment_count, sizeof *collection->buckets_before);
    collection->keys = ARENA_ARRAY(arena, struct fingerprint, collection->segment_count);
    return collection;
}

struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs,
                                 struct cache *cache, struct former *former)
{
    jobs = jobs < 1 ? 1 : jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX : jobs;
    struct collection *collection = collection_new(entries, jobs);
    struct collecting *collecting = ARENA_NEW(collection->arena, struct collecting);
    collecting->entries = entries;
    collecting->former = former;
    collecting->collectors = ARENA_ARRAY(collection->arena, struct collector, jobs);
    collecting->collection = collection;
    collecting->cache = cache;
    collecting->stops = stops;
    collecting->prints = ARENA_ARRAY(collection->arena, uint64_t, collection->space);
    for (unsigned i = 0; i < jobs; i++) {
        collector_init(&collecting->collectors[i], stops, collection->lengths);
        collection->workers[i].arena = collecting->collectors[i].table.arena;
    }
    if (cache != NULL)
        parallel_each(jobs, collection->segment_count, name_segment, collecting);
    if (!compare_all(collecting, jobs))
        parallel_each(jobs, jobs, collect_some, collecting);
    for (unsigned i = 0; i < jobs; i++)
        collector_release(&collecting->collectors[i]);
    return collection;
}

void collection_forget_workers(struct collection *collection)
{
    for (unsigned i = 0; i < collection->worker_count; i++) {
        free(collection->workers[i].forms);
        collection->workers[i].forms = NULL;
    }
}

void collection_free(struct collection *collection)
{
    if (collection == NULL)
        return;
    collection_forget_workers(collection);
    form_changes_release(&collection->changes);
    kept_free(collection->kept);
    for (unsigned i = 0; i < collection->worker_count; i++)
        arena_free(collection->workers[i].arena);
    arena_free(collection->arena);
}
