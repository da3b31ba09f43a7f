// SPDX-License-Identifier: EUPL-1.2
// Facets and dates, by blocks of numbers, and the vocabulary.
#include "base/memory.h"
#include "base/parallel.h"
#include "format/codec.h"
#include "search/bench.h"
#include "search/record_print.h"

#include <stdlib.h>
#include <string.h>

// ---- Who has what ----

// That an entry has a number of the vocabulary.
struct holding {
    uint32_t value;
    uint32_t number; // of the entry
};

struct holdings {
    struct holding *at; // by value, then by entry
    size_t count;
    size_t capacity;
    struct holding *room; // as they come; as long
    size_t *values;       // of one entry
    size_t values_capacity;
    size_t *ends; // of each value
};

static void holdings_reserve(struct holdings *holdings, size_t more)
{
    if (more > holdings->values_capacity) {
        holdings->values_capacity = 2 * more;
        holdings->values = memory_realloc(holdings->values, 2 * more * sizeof *holdings->values);
    }
    if (holdings->count + more <= holdings->capacity)
        return;
    holdings->capacity = holdings->capacity * 2 + more;
    holdings->at = memory_realloc(holdings->at, holdings->capacity * sizeof *holdings->at);
    holdings->room = memory_realloc(holdings->room, holdings->capacity * sizeof *holdings->room);
}

static void holdings_gather(struct holdings *holdings, const struct catalogue *catalogue,
                            const struct record_range *range)
{
    const struct entries *entries = catalogue->entries;
    holdings->count = 0;
    for (size_t i = range->from; i < range->to; i++) {
        holdings_reserve(holdings, entry_numbers_most(entries->site, entries->at[i]));
        size_t len =
            entry_numbers_list(entries->site, catalogue->groups, entries->at[i], holdings->values);
        for (size_t v = 0; v < len; v++)
            holdings->room[holdings->count++] =
                (struct holding){ (uint32_t)holdings->values[v], entries->numbers[i] };
    }
}

// By counting, so that those of one value stay in the order of the entries; what is
// there twice is left out.
static void holdings_sort(struct holdings *holdings, size_t value_count)
{
    size_t *ends = holdings->ends;
    memset(ends, 0, (value_count + 1) * sizeof *ends);
    for (size_t i = 0; i < holdings->count; i++)
        ends[holdings->room[i].value + 1]++;
    for (size_t i = 1; i <= value_count; i++)
        ends[i] += ends[i - 1];
    for (size_t i = 0; i < holdings->count; i++)
        holdings->at[ends[holdings->room[i].value]++] = holdings->room[i];
    size_t count = 0;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *last = count == 0 ? NULL : &holdings->at[count - 1];
        if (last == NULL || last->value != holdings->at[i].value ||
            last->number != holdings->at[i].number)
            holdings->at[count++] = holdings->at[i];
    }
    holdings->count = count;
}

static void holdings_release(struct holdings *holdings)
{
    free(holdings->at);
    free(holdings->room);
    free(holdings->values);
    free(holdings->ends);
}

// ---- Blocks ----

// What a worker keeps to itself.
struct facet_worker {
    struct holdings holdings;
    size_t *totals;
};

struct facet_writing {
    const struct catalogue *catalogue;
    struct bench *benches;
    struct facet_worker *workers;
    struct shard_name *facets; // of each block those of each group
    struct shard_name *dates;
};

static size_t same_value(const struct holding *at, size_t count)
{
    size_t len = 1;
    while (len < count && at[len].value == at[0].value)
        len++;
    return len;
}

static size_t distinct(const struct holding *at, size_t count)
{
    size_t values = 0;
    for (size_t i = 0; i < count; values++)
        i += same_value(at + i, count - i);
    return values;
}

// Value after value, the entries that have it.
static void holdings_fill(struct buf *to, const struct holding *holdings, size_t count, size_t from)
{
    size_t before = 0;
    varint_add(to, distinct(holdings, count));
    for (size_t at = 0; at < count;) {
        const struct holding *first = holdings + at;
        size_t len = same_value(first, count - at);
        varint_add(to, first->value - before);
        varint_add(to, len);
        size_t next = from;
        for (size_t i = 0; i < len; i++) {
            varint_add(to, first[i].number - next);
            next = first[i].number + 1u;
        }
        before = first->value;
        at += len;
    }
}

// Writes what is in bench->data; `value` gets what is remembered of the file.
static struct shard_name block_shard(const struct facet_writing *writing, struct bench *bench,
                                     enum shard_kind kind)
{
    shard_start(&bench->shard, kind);
    slice_add(&bench->shard, bench->press, buf_view(&bench->data), 1);
    struct shard_name name = shard_finish(writing->catalogue->shelf, &bench->shard);
    struct fingerprint print = fingerprint_of(buf_view(&bench->shard));
    shard_name_add(&bench->value, name);
    buf_add(&bench->value, FINGERPRINT_VIEW(print));
    return name;
}

static void dates_fill(struct buf *to, const struct entries *entries, size_t block,
                       const struct record_range *range)
{
    buf_clear(to);
    varint_add(to, block);
    varint_add(to, range->to - range->from);
    size_t next = block * NUMBERS_PER_BLOCK;
    for (size_t i = range->from; i < range->to; i++) {
        varint_add(to, entries->numbers[i] - next);
        next = entries->numbers[i] + 1u;
    }
    for (size_t i = range->from; i < range->to; i++)
        varint_add(to, date_number(entries->at[i]));
}

static void totals_add(const struct holdings *holdings, size_t *totals, struct buf *value)
{
    varint_add(value, distinct(holdings->at, holdings->count));
    for (size_t at = 0, len; at < holdings->count; at += len) {
        len = same_value(holdings->at + at, holdings->count - at);
        totals[holdings->at[at].value] += len;
        varint_add(value, holdings->at[at].value);
        varint_add(value, len);
    }
}

static void block_make(const struct facet_writing *writing, size_t block, unsigned worker,
                       const struct record_range *range)
{
    const struct catalogue *catalogue = writing->catalogue;
    const struct groups *groups = catalogue->groups;
    struct bench *bench = &writing->benches[worker];
    struct holdings *holdings = &writing->workers[worker].holdings;
    buf_clear(&bench->value);
    dates_fill(&bench->data, catalogue->entries, block, range);
    writing->dates[block] = block_shard(writing, bench, SHARD_DATES);
    holdings_gather(holdings, catalogue, range);
    holdings_sort(holdings, groups->number_count);
    for (size_t group = 0, at = 0; group < groups->count; group++) {
        size_t end = at;
        while (end < holdings->count &&
               holdings->at[end].value < groups->at[group].first + groups->at[group].count)
            end++;
        size_t leaf = block * groups->count + group;
        buf_clear(&bench->data);
        varint_add(&bench->data, leaf);
        holdings_fill(&bench->data, holdings->at + at, end - at, block * NUMBERS_PER_BLOCK);
        writing->facets[leaf] = block_shard(writing, bench, SHARD_FACETS);
        at = end;
    }
    totals_add(holdings, writing->workers[worker].totals, &bench->value);
}

// ---- Blocks that are remembered ----

static bool shard_recall(const struct shelf *shelf, struct cursor *cursor, enum shard_kind kind,
                         bool keep, struct shard_name *name)
{
    struct fingerprint print;
    str name_bytes = cursor_bytes(cursor, SHARD_NAME);
    str print_bytes = cursor_bytes(cursor, sizeof print);
    if (cursor->broken)
        return false;
    memcpy(name->bytes, name_bytes.at, SHARD_NAME);
    memcpy(&print, print_bytes.at, sizeof print);
    return keep ? shard_keep(shelf, kind, *name, print) : shard_stands(shelf, kind, *name, print);
}

// Whether all files of the block stand; then they are kept, if so wished.
static bool shards_recall(const struct facet_writing *writing, size_t block, struct cursor *cursor,
                          bool keep)
{
    const struct shelf *shelf = writing->catalogue->shelf;
    size_t groups = writing->catalogue->groups->count;
    bool all = shard_recall(shelf, cursor, SHARD_DATES, keep, &writing->dates[block]);
    for (size_t i = 0; i < groups && all; i++)
        all = shard_recall(shelf, cursor, SHARD_FACETS, keep, &writing->facets[block * groups + i]);
    return all;
}

// Adds up what is remembered; nothing where it makes no sense.
static bool totals_recall(struct cursor cursor, size_t value_count, size_t *totals)
{
    for (int adding = 0; adding <= 1; adding++) {
        struct cursor reading = cursor;
        size_t count = (size_t)cursor_varint(&reading);
        for (size_t i = 0; i < count && !reading.broken; i++) {
            size_t value = (size_t)cursor_varint(&reading);
            size_t total = (size_t)cursor_varint(&reading);
            reading.broken |= value >= value_count;
            if (adding == 1)
                totals[value] += total;
        }
        if (reading.broken)
            return false;
    }
    return true;
}

static bool block_recall(const struct facet_writing *writing, size_t block, unsigned worker,
                         struct fingerprint key)
{
    const struct catalogue *catalogue = writing->catalogue;
    const struct groups *groups = catalogue->groups;
    const struct shelf *shelf = catalogue->shelf;
    str value;
    if (!cache_get(shelf->cache, CACHE_INDEX, key, writing->benches[worker].scratch, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    struct cursor again = { .bytes = value };
    return shards_recall(writing, block, &cursor, false) &&
           totals_recall(cursor, groups->number_count, writing->workers[worker].totals) &&
           shards_recall(writing, block, &again, true);
}

static void block_part(void *context, size_t block, unsigned worker)
{
    const struct facet_writing *writing = context;
    const struct catalogue *catalogue = writing->catalogue;
    const struct entries *entries = catalogue->entries;
    struct bench *bench = &writing->benches[worker];
    struct record_range range = {
        .what = STR("block"),
        .from = entries_from(entries, block * NUMBERS_PER_BLOCK),
        .to = entries_from(entries, (block + 1) * NUMBERS_PER_BLOCK),
    };
    struct fingerprint key;
    bench_open(bench);
    bool named = catalogue->shelf->cache != NULL &&
                 range_print(catalogue, range, &bench->key, bench->scratch, &key);
    if (named && block_recall(writing, block, worker, key))
        return;
    block_make(writing, block, worker, &range);
    if (named)
        cache_put(catalogue->shelf->cache, CACHE_INDEX, key, buf_view(&bench->value));
}

// ---- All blocks ----

static size_t block_count(const struct entries *entries)
{
    return entries->count == 0 ? 0 : (entries->space + NUMBERS_PER_BLOCK - 1) / NUMBERS_PER_BLOCK;
}

static const size_t *totals_sum(const struct facet_writing *writing, struct arena *arena)
{
    size_t values = writing->catalogue->groups->number_count;
    size_t *totals = ARENA_ARRAY(arena, size_t, values + 1);
    for (unsigned i = 0; i < writing->catalogue->jobs; i++)
        for (size_t value = 0; value < values; value++)
            totals[value] += writing->workers[i].totals[value];
    return totals;
}

struct facets facets_write(const struct catalogue *catalogue, struct arena *arena)
{
    const struct groups *groups = catalogue->groups;
    struct arena *own = arena_new();
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    struct facet_worker workers[PARALLEL_JOBS_MAX] = { 0 };
    size_t blocks = block_count(catalogue->entries);
    size_t leaves = blocks * groups->count;
    struct facet_writing writing = { catalogue, benches, workers,
                                     ARENA_ARRAY(own, struct shard_name, leaves + 1),
                                     ARENA_ARRAY(own, struct shard_name, blocks + 1) };
    for (unsigned i = 0; i < catalogue->jobs; i++) {
        workers[i].totals = ARENA_ARRAY(own, size_t, groups->number_count + 1);
        workers[i].holdings.ends = memory_alloc((groups->number_count + 1) * sizeof(size_t));
    }
    parallel_each(catalogue->jobs, blocks, block_part, &writing);
    struct facets facets = {
        .facets = tree_of_numbers(catalogue->shelf, writing.facets, leaves),
        .dates = tree_of_numbers(catalogue->shelf, writing.dates, blocks),
        .totals = totals_sum(&writing, arena),
    };
    for (unsigned i = 0; i < catalogue->jobs; i++)
        holdings_release(&workers[i].holdings);
    benches_release(benches);
    arena_free(own);
    return facets;
}

// ---- Vocabulary ----

struct tree vocabulary_write(const struct catalogue *catalogue, const size_t *totals)
{
    const struct groups *groups = catalogue->groups;
    const struct site *site = catalogue->entries->site;
    size_t shards = (groups->number_count + VOCABULARY_PER_SHARD - 1) / VOCABULARY_PER_SHARD;
    struct shard_name *names = memory_alloc((shards + 1) * sizeof *names);
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    struct bench *bench = &benches[0];
    for (size_t i = 0; i < shards; i++) {
        bench_open(bench);
        varint_add(&bench->data, i);
        size_t end = (i + 1) * VOCABULARY_PER_SHARD;
        for (size_t n = i * VOCABULARY_PER_SHARD; n < end && n < groups->number_count; n++) {
            text_add(&bench->data, number_name(bench->scratch, site, groups, n));
            text_add(&bench->data, number_label(bench->scratch, site, groups, n));
            varint_add(&bench->data, totals[n]);
        }
        names[i] = shard_write(catalogue->shelf, bench->press, SHARD_VOCABULARY, &bench->data);
    }
    struct tree tree = tree_of_numbers(catalogue->shelf, names, shards);
    benches_release(benches);
    free(names);
    return tree;
}
