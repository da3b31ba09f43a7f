// SPDX-License-Identifier: EUPL-1.2
#include "search/collect.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "search/counted.h"
#include "search/segment_image.h"

#include <stdlib.h>
#include <string.h>

// What a worker keeps to itself.
struct collector {
    struct table table;
    struct segment_maker maker;
    struct buf room;
    struct buf prints;
};

struct collecting {
    const struct entries *entries;
    struct former *former;
    struct collector *collectors;
    struct collection *collection;
    struct cache *cache;
    str stops;
};

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
        counted_read(table, document, collecting->cache);
    entry_texts(entries->at[item], entries->site->taxonomy_count, take_text, table);
    memcpy(collecting->collection->lengths[number], table->lengths, sizeof table->lengths);
    segment_add(&collector->maker, number);
}

// The name of the segment of entries [from, to).  Returns false when one of them
// has none.
static bool segment_key(const struct collecting *collecting, size_t from, size_t to,
                        struct collector *collector, struct fingerprint *key)
{
    buf_clear(&collector->prints);
    buf_add(&collector->prints, STR("segment "));
    buf_add(&collector->prints, collecting->stops);
    for (size_t i = from; i < to; i++) {
        uint64_t print = collecting->entries->prints[i].words;
        if (print == 0)
            return false;
        buf_add(&collector->prints, (str){ (const char *)&print, sizeof print });
    }
    *key = fingerprint_of(buf_view(&collector->prints));
    return collecting->cache != NULL;
}

// The forms of a segment that was there the last time have their numbers; those of
// another are looked up.
static bool segment_recall(const struct collecting *collecting, size_t item,
                           const struct segment_entries *entries, struct table *table,
                           struct segment *segment)
{
    const struct former *former = collecting->former;
    struct fingerprint key = collecting->collection->keys[item];
    str image;
    if (!cache_get(collecting->cache, CACHE_INDEX, key, table->arena, &image) ||
        !segment_load(image, entries, segment))
        return false;
    bool known = former != NULL && fingerprint_equal(former->segments[item].key, key) &&
                 former->segments[item].count == segment->count;
    if (known) {
        segment->forms = former->segments[item].forms;
        segment->worker = collecting->collection->worker_count - 1;
    } else {
        segment->forms = segment_forms(image, table, table->arena);
    }
    return true;
}

static void collect_segment(void *context, size_t item, unsigned worker)
{
    struct collecting *collecting = context;
    struct collection *collection = collecting->collection;
    struct collector *collector = &collecting->collectors[worker];
    struct segment *segment = &collection->segments[item];
    size_t from = entries_from(collecting->entries, item * collection->numbers_per_segment);
    size_t to = entries_from(collecting->entries, (item + 1) * collection->numbers_per_segment);
    struct segment_entries entries = { collecting->entries->numbers + from, to - from,
                                       collection->lengths };
    struct fingerprint *key = &collection->keys[item];
    bool named = segment_key(collecting, from, to, collector, key);
    segment->worker = worker;
    if (named && segment_recall(collecting, item, &entries, &collector->table, segment))
        return;
    for (size_t i = from; i < to; i++)
        collect_entry(collecting, i, collector);
    *segment = segment_finish(&collector->maker, collector->table.arena);
    segment->worker = worker;
    if (!named)
        return;
    buf_clear(&collector->room);
    segment_store(&collector->room, segment, &collector->table, &entries);
    cache_put(collecting->cache, CACHE_INDEX, *key, buf_view(&collector->room));
}

// ---- The forms of each worker, in order ----

// The first bytes as a number, so that most texts need no other look.
struct sorting {
    uint64_t start;
    const struct form *form;
};

static uint64_t start_of(const struct form *form)
{
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < form->len ? (unsigned char)form->text[i] : 0u);
    return start;
}

static int sorting_order(const void *a, const void *b)
{
    const struct sorting *x = a;
    const struct sorting *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return str_compare((str){ x->form->text, x->form->len }, (str){ y->form->text, y->form->len });
}

// In how many entries of the worker's segments each form is.
static uint32_t *entries_counted(const struct collection *collection, unsigned worker, size_t count)
{
    uint32_t *entries = memory_alloc((count + 1) * sizeof *entries);
    memset(entries, 0, (count + 1) * sizeof *entries);
    for (size_t i = 0; i < collection->segment_count; i++) {
        const struct segment *segment = &collection->segments[i];
        for (uint32_t f = 0; segment->worker == worker && f < segment->count; f++)
            entries[segment->forms[f]] += segment->entries[f];
    }
    return entries;
}

static void forms_finish(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct collecting *collecting = context;
    struct table *table = &collecting->collectors[item].table;
    uint32_t *entries = entries_counted(collecting->collection, (unsigned)item, table->count);
    struct sorting *sorting = memory_alloc((table->count + 1) * sizeof *sorting);
    size_t count = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        const struct form *form = &table->forms[i];
        if (entries[i] > 0)
            sorting[count++] = (struct sorting){ start_of(form), form };
    }
    qsort(sorting, count, sizeof *sorting, sorting_order);
    struct form_seen *forms = ARENA_ARRAY(table->arena, struct form_seen, count);
    for (size_t i = 0; i < count; i++) {
        const struct form *form = sorting[i].form;
        uint32_t number = (uint32_t)(form - table->forms);
        forms[i] = (struct form_seen){ { form->text, form->len }, number, entries[number] };
    }
    collecting->collection->workers[item] =
        (struct collected){ table->arena, forms, count, table->count };
    free(sorting);
    free(entries);
    segment_maker_release(&collecting->collectors[item].maker);
    buf_release(&collecting->collectors[item].room);
    buf_release(&collecting->collectors[item].prints);
    table_release(table);
}

static void former_finish(struct collecting *collecting)
{
    struct former *former = collecting->former;
    struct collection *collection = collecting->collection;
    unsigned last = collection->worker_count - 1;
    if (former == NULL)
        return;
    for (size_t i = 0; i < collection->segment_count; i++) {
        const struct segment *segment = &collection->segments[i];
        for (uint32_t f = 0; segment->worker == last && f < segment->count; f++)
            former->forms[segment->forms[f]].entries += segment->entries[f];
    }
    collection->workers[last] =
        (struct collected){ NULL, former->forms, former->count, former->count };
}

// ---- All entries ----

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
        .worker_count = jobs + 1,
        .segment_count = (entries->space + size - 1) / size,
        .numbers_per_segment = size,
        .lengths = arena_array(arena, entries->space, sizeof *collection->lengths),
        .entry_count = entries->count,
        .space = entries->space,
    };
    collection->workers = ARENA_ARRAY(arena, struct collected, collection->worker_count);
    collection->segments = ARENA_ARRAY(arena, struct segment, collection->segment_count);
    collection->keys = ARENA_ARRAY(arena, struct fingerprint, collection->segment_count);
    return collection;
}

// Segments that were cut otherwise say nothing about these.
static struct former *former_fitting(const struct collection *collection, struct former *former)
{
    bool fits = former != NULL && former->space == collection->space &&
                former->segment_count == collection->segment_count &&
                former->numbers_per_segment == collection->numbers_per_segment;
    return fits ? former : NULL;
}

struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs,
                                 struct cache *cache, struct former *former)
{
    jobs = jobs < 1 ? 1 : jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX : jobs;
    struct collection *collection = collection_new(entries, jobs);
    struct collector *collectors = ARENA_ARRAY(collection->arena, struct collector, jobs);
    collection->former = former = former_fitting(collection, former);
    for (unsigned i = 0; i < jobs; i++) {
        table_init(&collectors[i].table, stops);
        collectors[i].maker.table = &collectors[i].table;
    }
    struct collecting collecting = {
        .entries = entries,
        .former = former,
        .collectors = collectors,
        .collection = collection,
        .cache = cache,
        .stops = stops,
    };
    parallel_each(jobs, collection->segment_count, collect_segment, &collecting);
    parallel_each(jobs, jobs, forms_finish, &collecting);
    former_finish(&collecting);
    return collection;
}

void collection_free(struct collection *collection)
{
    if (collection == NULL)
        return;
    for (unsigned i = 0; i < collection->worker_count; i++)
        arena_free(collection->workers[i].arena);
    arena_free(collection->arena);
}
