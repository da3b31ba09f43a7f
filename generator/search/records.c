// SPDX-License-Identifier: EUPL-1.2
#include "search/records.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "format/codec.h"
#include "search/record_print.h"

#include <stdlib.h>
#include <string.h>

// What a worker writes one shard with.
struct bench {
    struct press *press;
    struct arena *scratch;
    struct buf data;
    struct buf shard;
};

static void bench_open(struct bench *bench)
{
    if (bench->press == NULL) {
        bench->press = press_new();
        bench->scratch = arena_new();
    }
    arena_reset(bench->scratch);
    buf_clear(&bench->data);
}

static void benches_release(struct bench *benches)
{
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++) {
        press_free(benches[i].press);
        arena_free(benches[i].scratch);
        buf_release(&benches[i].data);
        buf_release(&benches[i].shard);
    }
}

// ---- Records ----

static uint64_t date_number(struct entry entry)
{
    if (entry.page == NULL || !date_given(entry.page->date))
        return 0;
    struct date date = entry.page->date;
    return (uint64_t)date.year << 9 | date.month << 5 | date.day;
}

enum { FLAG_FICTIONAL = 1 << 3, FLAG_QUIET = 1 << 4 };

static void notes_add(struct buf *to, const struct page *page)
{
    size_t count = page == NULL ? 0 : page->note_count;
    varint_add(to, count);
    for (size_t i = 0; i < count; i++)
        text_add(to, page->notes[i]);
}

static void headings_add(struct buf *to, const struct document *document, struct arena *scratch)
{
    size_t count = 0;
    size_t heading = document->heading_count;
    for (size_t i = 0; i < document->passage_count; i++) {
        count += document->passages[i].heading != heading;
        heading = document->passages[i].heading;
    }
    varint_add(to, count);
    heading = document->heading_count;
    size_t before = 0;
    for (size_t i = 0; i < document->passage_count; i++) {
        if (document->passages[i].heading == heading)
            continue;
        heading = document->passages[i].heading;
        const struct heading *at = &document->headings[heading];
        text_add(to, at->text);
        text_add(to, str_equal(at->anchor, word_slug(scratch, at->text)) ? STR("") : at->anchor);
        varint_add(to, i - before);
        before = i;
    }
}

static void passages_of_page_add(struct buf *to, const struct body_places *places)
{
    size_t count = places == NULL ? 0 : places->count;
    varint_add(to, count);
    if (count > 0)
        varint_add(to, places->at[0]);
    for (size_t i = 0; i < count; i++) {
        varint_add(to, places->at[2 * i + 1] - places->at[2 * i]);
        buf_add_char(to, (char)places->checks[i]);
        if (i + 1 < count)
            varint_add(to, places->at[2 * i + 2] - places->at[2 * i + 1]);
    }
}

static void record_fill(const struct catalogue *catalogue, struct entry entry, struct bench *bench)
{
    struct buf *to = &bench->data;
    size_t count;
    const size_t *numbers =
        entry_numbers(bench->scratch, catalogue->entries->site, catalogue->groups, entry, &count);
    bool quiet = entry_is_quiet(entry);
    unsigned flags = entry.page != NULL ? entry.page->base : BASE_TERM;
    flags |= entry.page != NULL && entry.page->fictional ? FLAG_FICTIONAL : 0u;
    flags |= quiet ? FLAG_QUIET : 0u;
    buf_clear(to);
    text_add(to, entry_address(entry));
    text_add(to, entry_title(entry));
    text_add(to, quiet ? STR("") : entry_summary(entry));
    varint_add(to, flags);
    varint_add(to, date_number(entry));
    notes_add(to, entry.page);
    varint_add(to, count);
    for (size_t i = 0; i < count; i++)
        varint_add(to, numbers[i] - (i > 0 ? numbers[i - 1] : 0));
    const struct body_places *places = NULL;
    if (entry.page != NULL && catalogue->places != NULL && !quiet)
        places = &catalogue->places[entry.page->number];
    if (places != NULL && places->count > 0 && places->count == entry.page->document->passage_count)
        headings_add(to, entry.page->document, bench->scratch);
    else
        varint_add(to, 0);
    passages_of_page_add(to, places);
}

struct record_writing {
    const struct catalogue *catalogue;
    struct bench *benches;
    struct shard_name *names;
    uint16_t *lengths; // of each number's slice, in units
};

static void records_make(struct record_writing *writing, struct bench *bench, size_t item,
                         size_t from, size_t to)
{
    const struct entries *entries = writing->catalogue->entries;
    shard_start(&bench->shard, SHARD_RECORDS);
    for (size_t at = from; at < to; at++) {
        record_fill(writing->catalogue, entries->at[at], bench);
        size_t len = slice_add(&bench->shard, bench->press, buf_view(&bench->data), RECORD_UNIT);
        writing->lengths[entries->numbers[at]] = (uint16_t)(len / RECORD_UNIT);
    }
    writing->names[item] = shard_finish(writing->catalogue->shelf, &bench->shard);
}

// What is remembered of a shard: its name, the print of its bytes, and how long
// each record is.
static void records_remember(const struct record_writing *writing, struct bench *bench, size_t item,
                             struct fingerprint key)
{
    struct fingerprint print = fingerprint_of(buf_view(&bench->shard));
    const uint16_t *lengths = &writing->lengths[item * RECORDS_PER_SHARD];
    buf_clear(&bench->data);
    shard_name_add(&bench->data, writing->names[item]);
    buf_add(&bench->data, FINGERPRINT_VIEW(print));
    buf_add(&bench->data, (str){ (const char *)lengths, RECORDS_PER_SHARD * sizeof *lengths });
    cache_put(writing->catalogue->shelf->cache, CACHE_INDEX, key, buf_view(&bench->data));
}

// Whether the shard is known and its file stands.
static bool records_recall(struct record_writing *writing, struct bench *bench, size_t item,
                           struct fingerprint key)
{
    const struct shelf *shelf = writing->catalogue->shelf;
    uint16_t *lengths = &writing->lengths[item * RECORDS_PER_SHARD];
    size_t size = RECORDS_PER_SHARD * sizeof *lengths;
    struct fingerprint print;
    str value;
    if (!cache_get(shelf->cache, CACHE_INDEX, key, bench->scratch, &value) ||
        value.len != SHARD_NAME + sizeof print + size)
        return false;
    struct shard_name name;
    memcpy(name.bytes, value.at, SHARD_NAME);
    memcpy(&print, value.at + SHARD_NAME, sizeof print);
    if (!shard_keep(shelf, SHARD_RECORDS, name, print))
        return false;
    memcpy(lengths, value.at + SHARD_NAME + sizeof print, size);
    writing->names[item] = name;
    return true;
}

static void records_part(void *context, size_t item, unsigned worker)
{
    struct record_writing *writing = context;
    const struct catalogue *catalogue = writing->catalogue;
    struct bench *bench = &writing->benches[worker];
    size_t to = entries_from(catalogue->entries, (item + 1) * RECORDS_PER_SHARD);
    size_t from = entries_from(catalogue->entries, item * RECORDS_PER_SHARD);
    if (from == to)
        return;
    bench_open(bench);
    struct fingerprint key;
    bool named = catalogue->shelf->cache != NULL &&
                 records_print(catalogue, from, to, &bench->data, bench->scratch, &key);
    if (named && records_recall(writing, bench, item, key))
        return;
    records_make(writing, bench, item, from, to);
    if (named)
        records_remember(writing, bench, item, key);
}

static struct tree directories_write(const struct record_writing *writing, struct arena *arena)
{
    const struct catalogue *catalogue = writing->catalogue;
    size_t space = catalogue->entries->space;
    size_t count = (space + RECORDS_PER_DIRECTORY - 1) / RECORDS_PER_DIRECTORY;
    struct shard_name *names = ARENA_ARRAY(arena, struct shard_name, count);
    struct bench *bench = &writing->benches[0];
    for (size_t i = 0; i < count; i++) {
        bench_open(bench);
        for (size_t k = 0; k < SHARDS_PER_DIRECTORY; k++)
            shard_name_add(&bench->data, writing->names[i * SHARDS_PER_DIRECTORY + k]);
        for (size_t k = 0; k < RECORDS_PER_DIRECTORY; k++)
            varint_add(&bench->data, writing->lengths[i * RECORDS_PER_DIRECTORY + k]);
        names[i] = shard_write(catalogue->shelf, bench->press, SHARD_DIRECTORY, &bench->data);
    }
    return tree_of_numbers(catalogue->shelf, names, count);
}

struct tree records_write(const struct catalogue *catalogue)
{
    struct arena *arena = arena_new();
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    size_t shards = (catalogue->entries->space + RECORDS_PER_SHARD - 1) / RECORDS_PER_SHARD;
    size_t room = shards + SHARDS_PER_DIRECTORY;
    struct record_writing writing = {
        .catalogue = catalogue,
        .benches = benches,
        .names = ARENA_ARRAY(arena, struct shard_name, room),
        .lengths = ARENA_ARRAY(arena, uint16_t, room * RECORDS_PER_SHARD),
    };
    parallel_each(catalogue->jobs, shards, records_part, &writing);
    struct tree tree = { .count = 0 };
    if (catalogue->entries->count > 0)
        tree = directories_write(&writing, arena);
    benches_release(benches);
    arena_free(arena);
    return tree;
}

// ---- Dates ----

static size_t block_count(const struct entries *entries)
{
    return (entries->space + NUMBERS_PER_BLOCK - 1) / NUMBERS_PER_BLOCK;
}

struct tree dates_write(const struct catalogue *catalogue)
{
    const struct entries *entries = catalogue->entries;
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    struct bench *bench = &benches[0];
    size_t blocks = entries->count == 0 ? 0 : block_count(entries);
    struct shard_name *names = memory_alloc((blocks + 1) * sizeof *names);
    for (size_t i = 0; i < blocks; i++) {
        size_t from = entries_from(entries, i * NUMBERS_PER_BLOCK);
        size_t to = entries_from(entries, (i + 1) * NUMBERS_PER_BLOCK);
        bench_open(bench);
        varint_add(&bench->data, i);
        varint_add(&bench->data, to - from);
        size_t next = i * NUMBERS_PER_BLOCK;
        for (size_t k = from; k < to; k++) {
            varint_add(&bench->data, entries->numbers[k] - next);
            next = entries->numbers[k] + 1u;
        }
        for (size_t k = from; k < to; k++)
            varint_add(&bench->data, date_number(entries->at[k]));
        names[i] = shard_write(catalogue->shelf, bench->press, SHARD_DATES, &bench->data);
    }
    struct tree tree = tree_of_numbers(catalogue->shelf, names, blocks);
    benches_release(benches);
    free(names);
    return tree;
}

// ---- Facets ----

// That an entry has a number of the vocabulary.
struct holding {
    size_t value;
    size_t number; // of the entry
};

static int holding_order(const void *a, const void *b)
{
    const struct holding *x = a;
    const struct holding *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

struct holdings {
    struct holding *at;
    size_t count;
    size_t capacity;
};

static void holding_add(struct holdings *to, struct holding holding)
{
    if (to->count == to->capacity) {
        to->capacity = to->capacity * 2 + 256;
        to->at = memory_realloc(to->at, to->capacity * sizeof *to->at);
    }
    to->at[to->count++] = holding;
}

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
            next = first[i].number + 1;
        }
        before = first->value;
        at += len;
    }
}

struct facet_writing {
    const struct catalogue *catalogue;
    struct bench *benches;
    struct shard_name *names;
    size_t **totals; // of each worker
};

static struct holdings holdings_of(const struct catalogue *catalogue, size_t block,
                                   struct arena *scratch, size_t *totals)
{
    const struct entries *entries = catalogue->entries;
    struct holdings holdings = { 0 };
    size_t to = entries_from(entries, (block + 1) * NUMBERS_PER_BLOCK);
    for (size_t i = entries_from(entries, block * NUMBERS_PER_BLOCK); i < to; i++) {
        size_t count;
        const size_t *values =
            entry_numbers(scratch, entries->site, catalogue->groups, entries->at[i], &count);
        for (size_t v = 0; v < count; v++) {
            holding_add(&holdings, (struct holding){ values[v], entries->numbers[i] });
            totals[values[v]]++;
        }
    }
    if (holdings.count > 0)
        qsort(holdings.at, holdings.count, sizeof *holdings.at, holding_order);
    return holdings;
}

static void facets_part(void *context, size_t block, unsigned worker)
{
    struct facet_writing *writing = context;
    const struct groups *groups = writing->catalogue->groups;
    struct bench *bench = &writing->benches[worker];
    bench_open(bench);
    struct holdings holdings =
        holdings_of(writing->catalogue, block, bench->scratch, writing->totals[worker]);
    for (size_t group = 0, at = 0; group < groups->count; group++) {
        size_t end = at;
        while (end < holdings.count &&
               holdings.at[end].value < groups->at[group].first + groups->at[group].count)
            end++;
        size_t leaf = block * groups->count + group;
        buf_clear(&bench->data);
        varint_add(&bench->data, leaf);
        holdings_fill(&bench->data, holdings.at + at, end - at, block * NUMBERS_PER_BLOCK);
        writing->names[leaf] =
            shard_write(writing->catalogue->shelf, bench->press, SHARD_FACETS, &bench->data);
        at = end;
    }
    free(holdings.at);
}

struct tree facets_write(const struct catalogue *catalogue, size_t *totals)
{
    const struct groups *groups = catalogue->groups;
    struct arena *arena = arena_new();
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    size_t *worker_totals[PARALLEL_JOBS_MAX];
    for (unsigned i = 0; i < catalogue->jobs; i++)
        worker_totals[i] = ARENA_ARRAY(arena, size_t, groups->number_count);
    size_t blocks = catalogue->entries->count == 0 ? 0 : block_count(catalogue->entries);
    size_t leaves = blocks * groups->count;
    struct facet_writing writing = { catalogue, benches,
                                     ARENA_ARRAY(arena, struct shard_name, leaves + 1),
                                     worker_totals };
    parallel_each(catalogue->jobs, blocks, facets_part, &writing);
    struct tree tree = tree_of_numbers(catalogue->shelf, writing.names, leaves);
    for (unsigned i = 0; i < catalogue->jobs; i++)
        for (size_t n = 0; n < groups->number_count; n++)
            totals[n] += worker_totals[i][n];
    benches_release(benches);
    arena_free(arena);
    return tree;
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
