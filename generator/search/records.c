// SPDX-License-Identifier: EUPL-1.2
#include "search/records.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>

// Writes entries [from, to) into the shard that has been started.
struct column;
typedef void part_write(struct column *column, size_t from, size_t to, struct buf *shard,
                        struct arena *scratch);

// Something about each entry, in shards of `per`.
struct column {
    const struct shelf *shelf;
    const struct entries *entries;
    const struct groups *groups;
    enum shard_kind kind;
    size_t per;
    part_write *write;
    struct shard_name *names;
    size_t **totals; // of each worker, for facets
    unsigned worker; // for which a copy of this is made
};

static void column_shard(void *context, size_t item, unsigned worker)
{
    struct column column = *(const struct column *)context;
    column.worker = worker;
    size_t from = item * column.per;
    size_t left = column.entries->count - from;
    struct arena *scratch = arena_new();
    struct buf shard = { 0 };
    shard_start(&shard, column.kind);
    varint_add(&shard, item);
    column.write(&column, from, from + (left < column.per ? left : column.per), &shard, scratch);
    column.names[item] = shard_finish(column.shelf, &shard);
    buf_release(&shard);
    arena_free(scratch);
}

static struct tree column_write(struct column *column, unsigned jobs)
{
    size_t shards = (column->entries->count + column->per - 1) / column->per;
    column->names = memory_alloc((shards + 1) * sizeof *column->names);
    parallel_each(jobs, shards, column_shard, column);
    struct tree tree = tree_of_numbers(column->shelf, column->names, shards);
    free(column->names);
    return tree;
}

// ---- Records ----

static uint64_t date_number(struct entry entry)
{
    if (entry.page == NULL || !date_given(entry.page->date))
        return 0;
    struct date date = entry.page->date;
    return (uint64_t)date.year << 9 | date.month << 5 | date.day;
}

enum { BASE_BITS = 3 };

static void notes_add(struct buf *shard, const struct page *page)
{
    size_t count = page == NULL ? 0 : page->note_count;
    varint_add(shard, count);
    for (size_t i = 0; i < count; i++)
        text_add(shard, page->notes[i]);
}

static void record_add(const struct column *column, struct entry entry, struct buf *shard,
                       struct arena *scratch)
{
    size_t count;
    const size_t *numbers =
        entry_numbers(scratch, column->entries->site, column->groups, entry, &count);
    enum base_kind base = entry.page != NULL ? entry.page->base : BASE_TERM;
    bool fictional = entry.page != NULL && entry.page->fictional;
    text_add(shard, entry_address(entry));
    text_add(shard, entry_title(entry));
    text_add(shard, entry_summary(entry));
    varint_add(shard, (uint64_t)fictional << BASE_BITS | base);
    varint_add(shard, date_number(entry));
    notes_add(shard, entry.page);
    varint_add(shard, count);
    for (size_t i = 0; i < count; i++)
        varint_add(shard, numbers[i] - (i > 0 ? numbers[i - 1] : 0));
}

static void records_part(struct column *column, size_t from, size_t to, struct buf *shard,
                         struct arena *scratch)
{
    for (size_t i = from; i < to; i++)
        record_add(column, column->entries->at[i], shard, scratch);
}

struct tree records_write(const struct shelf *shelf, const struct entries *entries,
                          const struct groups *groups, unsigned jobs)
{
    struct column column = { .shelf = shelf,
                             .entries = entries,
                             .groups = groups,
                             .kind = SHARD_RECORDS,
                             .per = RECORDS_PER_SHARD,
                             .write = records_part };
    return column_write(&column, jobs);
}

// ---- Dates ----

static void dates_part(struct column *column, size_t from, size_t to, struct buf *shard,
                       struct arena *scratch)
{
    (void)scratch;
    for (size_t i = from; i < to; i++)
        varint_add(shard, date_number(column->entries->at[i]));
}

struct tree dates_write(const struct shelf *shelf, const struct entries *entries, unsigned jobs)
{
    struct column column = { .shelf = shelf,
                             .entries = entries,
                             .kind = SHARD_DATES,
                             .per = DATES_PER_SHARD,
                             .write = dates_part };
    return column_write(&column, jobs);
}

// ---- Facets ----

// That an entry has a number.
struct holding {
    size_t number;
    size_t entry;
};

static int holding_order(const void *a, const void *b)
{
    const struct holding *x = a;
    const struct holding *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
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

static size_t same_number(const struct holding *at, size_t count)
{
    size_t len = 1;
    while (len < count && at[len].number == at[0].number)
        len++;
    return len;
}

// Number after number, the entries that have it.
static void holdings_write(const struct holdings *holdings, size_t from, struct buf *shard,
                           size_t *totals)
{
    size_t before = 0;
    for (size_t at = 0; at < holdings->count;) {
        const struct holding *first = holdings->at + at;
        size_t len = same_number(first, holdings->count - at);
        varint_add(shard, first->number - before);
        varint_add(shard, len);
        for (size_t i = 0; i < len; i++)
            varint_add(shard, first[i].entry - (i > 0 ? first[i - 1].entry + 1 : from));
        totals[first->number] += len;
        before = first->number;
        at += len;
    }
}

static size_t distinct(const struct holdings *holdings)
{
    size_t count = 0;
    for (size_t at = 0; at < holdings->count; count++)
        at += same_number(holdings->at + at, holdings->count - at);
    return count;
}

static void facets_part(struct column *column, size_t from, size_t to, struct buf *shard,
                        struct arena *scratch)
{
    struct holdings holdings = { 0 };
    for (size_t i = from; i < to; i++) {
        size_t count;
        const size_t *numbers = entry_numbers(scratch, column->entries->site, column->groups,
                                              column->entries->at[i], &count);
        for (size_t n = 0; n < count; n++)
            holding_add(&holdings, (struct holding){ numbers[n], i });
    }
    qsort(holdings.at, holdings.count, sizeof *holdings.at, holding_order);
    varint_add(shard, distinct(&holdings));
    holdings_write(&holdings, from, shard, column->totals[column->worker]);
    free(holdings.at);
}

struct tree facets_write(const struct shelf *shelf, const struct entries *entries,
                         const struct groups *groups, unsigned jobs, size_t *totals)
{
    struct arena *arena = arena_new();
    size_t *worker_totals[PARALLEL_JOBS_MAX];
    jobs = jobs < 1 ? 1 : jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX : jobs;
    for (unsigned i = 0; i < jobs; i++)
        worker_totals[i] = ARENA_ARRAY(arena, size_t, groups->number_count);
    struct column column = { .shelf = shelf,
                             .entries = entries,
                             .groups = groups,
                             .kind = SHARD_FACETS,
                             .per = FACETS_PER_SHARD,
                             .write = facets_part,
                             .totals = worker_totals };
    struct tree tree = column_write(&column, jobs);
    for (unsigned i = 0; i < jobs; i++)
        for (size_t n = 0; n < groups->number_count; n++)
            totals[n] += worker_totals[i][n];
    arena_free(arena);
    return tree;
}

// ---- Vocabulary ----

struct tree vocabulary_write(const struct shelf *shelf, const struct site *site,
                             const struct groups *groups, const size_t *totals)
{
    size_t shards = (groups->number_count + VOCABULARY_PER_SHARD - 1) / VOCABULARY_PER_SHARD;
    struct shard_name *names = memory_alloc((shards + 1) * sizeof *names);
    struct buf shard = { 0 };
    for (size_t i = 0; i < shards; i++) {
        shard_start(&shard, SHARD_VOCABULARY);
        varint_add(&shard, i);
        size_t end = (i + 1) * VOCABULARY_PER_SHARD;
        for (size_t n = i * VOCABULARY_PER_SHARD; n < end && n < groups->number_count; n++) {
            text_add(&shard, number_name(site, groups, n));
            text_add(&shard, number_label(site, groups, n));
            varint_add(&shard, totals[n]);
        }
        names[i] = shard_finish(shelf, &shard);
    }
    struct tree tree = tree_of_numbers(shelf, names, shards);
    free(names);
    buf_release(&shard);
    return tree;
}
