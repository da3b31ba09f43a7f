// SPDX-License-Identifier: EUPL-1.2
#include "base/parallel.h"
#include "format/codec.h"
#include "search/bench.h"
#include "search/record_print.h"

#include <string.h>

// ---- Records ----

uint64_t date_number(struct entry entry)
{
    if (entry.page == NULL || !date_given(entry.page->date))
        return 0;
    struct date date = entry.page->date;
    return (uint64_t)date.year << 9 | (uint64_t)date.month << 5 | date.day;
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
    const struct document_parts *parts = document_parts(document);
    const struct passage *passages = parts->passages;
    size_t count = 0;
    size_t heading = document->heading_count;
    for (size_t i = 0; i < document->passage_count; i++) {
        count += passages[i].heading != heading;
        heading = passages[i].heading;
    }
    varint_add(to, count);
    heading = document->heading_count;
    size_t before = 0;
    for (size_t i = 0; i < document->passage_count; i++) {
        if (passages[i].heading == heading)
            continue;
        heading = passages[i].heading;
        const struct heading *at = &parts->headings[heading];
        text_add(to, at->text);
        text_add(to, str_equal(at->anchor, word_slug(scratch, at->text)) ? STR("") : at->anchor);
        varint_add(to, i - before);
        before = i;
    }
}

static void passages_of_page_add(struct buf *to, const struct body_places *places)
{
    size_t count = places->count;
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
    struct buf *to = &bench->value;
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
    struct body_places places = { 0 };
    if (entry.page != NULL && catalogue->placer != NULL && !quiet)
        places = places_of(catalogue->placer, entry.page, bench->scratch);
    if (places.count > 0 && places.count == entry.page->document->passage_count)
        headings_add(to, entry.page->document, bench->scratch);
    else
        varint_add(to, 0);
    passages_of_page_add(to, &places);
}

// A file that stands, or will.
struct written_shard {
    struct shard_name name;
    struct fingerprint print; // of its bytes
    struct fingerprint key;   // under which it is remembered; empty: it is not, or by others
};

struct record_writing {
    const struct catalogue *catalogue;
    struct bench *benches;
    struct written_shard *shards;
    size_t together;   // numbers of a slice
    uint16_t *lengths; // of each slice, in units
    struct written_shard *directories;
    bool *is_recalled; // of each directory
};

static struct record_range range_of(const struct record_writing *writing, str what, size_t item,
                                    size_t numbers)
{
    const struct entries *entries = writing->catalogue->entries;
    return (struct record_range){ .what = what,
                                  .from = entries_from(entries, item * numbers),
                                  .to = entries_from(entries, (item + 1) * numbers),
                                  .placed = true };
}

static void written_add(struct buf *to, const struct written_shard *shard)
{
    shard_name_add(to, shard->name);
    buf_add(to, FINGERPRINT_VIEW(shard->print));
    buf_add(to, FINGERPRINT_VIEW(shard->key));
}

enum { WRITTEN_BYTES = SHARD_NAME + 2 * sizeof(struct fingerprint) };

static struct written_shard written_at(const char *at)
{
    struct written_shard shard;
    memcpy(shard.name.bytes, at, SHARD_NAME);
    memcpy(&shard.print, at + SHARD_NAME, sizeof shard.print);
    memcpy(&shard.key, at + SHARD_NAME + sizeof shard.print, sizeof shard.key);
    return shard;
}

// ---- One shard ----

size_t records_together(size_t space)
{
    enum { SMALL_SITE = 4096, TOGETHER = 4 };
    return space <= SMALL_SITE ? TOGETHER : 1;
}

// The records of the numbers from `first` on, up to the end of a slice; those of no page are
// empty.  Returns the entry after the last of them.
static size_t together_fill(const struct record_writing *writing, struct bench *bench,
                            const struct record_range *range, size_t at, size_t first)
{
    const struct entries *entries = writing->catalogue->entries;
    buf_clear(&bench->data);
    for (size_t number = first; number < first + writing->together; number++) {
        buf_clear(&bench->value);
        if (at < range->to && entries->numbers[at] == number)
            record_fill(writing->catalogue, entries->at[at++], bench);
        text_add(&bench->data, buf_view(&bench->value));
    }
    return at;
}

static void records_make(struct record_writing *writing, struct bench *bench, size_t item,
                         const struct record_range *range)
{
    const struct entries *entries = writing->catalogue->entries;
    struct written_shard *shard = &writing->shards[item];
    shard_start(&bench->shard, SHARD_RECORDS);
    for (size_t at = range->from; at < range->to;) {
        size_t slice = entries->numbers[at] / writing->together;
        at = together_fill(writing, bench, range, at, slice * writing->together);
        size_t len = slice_add(&bench->shard, bench->press, buf_view(&bench->data), RECORD_UNIT);
        writing->lengths[slice] = (uint16_t)(len / RECORD_UNIT);
    }
    shard->name = shard_finish(writing->catalogue->shelf, &bench->shard);
    shard->print = fingerprint_of(buf_view(&bench->shard));
}

// What is remembered of a shard: its name, the print of its bytes, and how long
// each slice is.
static void records_remember(const struct record_writing *writing, struct bench *bench, size_t item,
                             struct fingerprint key)
{
    size_t count = RECORDS_PER_SHARD / writing->together;
    const uint16_t *lengths = &writing->lengths[item * count];
    buf_clear(&bench->value);
    written_add(&bench->value, &writing->shards[item]);
    buf_add(&bench->value, (str){ (const char *)lengths, count * sizeof *lengths });
    cache_put(writing->catalogue->shelf->cache, CACHE_INDEX, key, buf_view(&bench->value));
}

// Whether the shard is known and its file stands.
static bool records_recall(struct record_writing *writing, struct bench *bench, size_t item,
                           struct fingerprint key)
{
    const struct shelf *shelf = writing->catalogue->shelf;
    size_t count = RECORDS_PER_SHARD / writing->together;
    uint16_t *lengths = &writing->lengths[item * count];
    size_t size = count * sizeof *lengths;
    str value;
    if (!cache_get(shelf->cache, CACHE_INDEX, key, bench->scratch, &value) ||
        value.len != WRITTEN_BYTES + size)
        return false;
    struct written_shard shard = written_at(value.at);
    if (!shard_keep(shelf, SHARD_RECORDS, shard.name, shard.print))
        return false;
    memcpy(lengths, value.at + WRITTEN_BYTES, size);
    writing->shards[item] = shard;
    return true;
}

// A page may have been made anew, and its passages stand where they stood.
static void records_find(struct record_writing *writing, struct bench *bench, size_t item,
                         const struct record_range *range)
{
    const struct catalogue *catalogue = writing->catalogue;
    struct fingerprint key;
    bool named = catalogue->shelf->cache != NULL &&
                 records_print(catalogue, *range, &bench->key, bench->scratch, &key);
    if (named && records_recall(writing, bench, item, key))
        return;
    records_make(writing, bench, item, range);
    if (named)
        records_remember(writing, bench, item, key);
}

static void records_part(void *context, size_t item, unsigned worker)
{
    struct record_writing *writing = context;
    const struct catalogue *catalogue = writing->catalogue;
    struct bench *bench = &writing->benches[worker];
    struct record_range range = range_of(writing, STR("shard"), item, RECORDS_PER_SHARD);
    if (writing->is_recalled[item / SHARDS_PER_DIRECTORY] || range.from == range.to)
        return;
    bench_open(bench);
    struct fingerprint key;
    bool named = catalogue->shelf->cache != NULL &&
                 range_print(catalogue, range, &bench->key, bench->scratch, &key);
    if (!named || !records_recall(writing, bench, item, key)) {
        records_find(writing, bench, item, &range);
        if (named)
            records_remember(writing, bench, item, key);
    }
    writing->shards[item].key = named ? key : (struct fingerprint){ 0 };
}

// ---- One directory ----

static bool directory_key(const struct record_writing *writing, struct bench *bench, size_t item,
                          struct fingerprint *key)
{
    const struct catalogue *catalogue = writing->catalogue;
    struct record_range range = range_of(writing, STR("directory"), item, RECORDS_PER_DIRECTORY);
    return catalogue->shelf->cache != NULL &&
           range_print(catalogue, range, &bench->key, bench->scratch, key);
}

// What is remembered of a directory: its shards and itself.
static bool directory_each(const struct shelf *shelf, const char *at,
                           bool (*does)(const struct shelf *, enum shard_kind, struct shard_name,
                                        struct fingerprint))
{
    for (size_t i = 0; i < SHARDS_PER_DIRECTORY; i++) {
        struct written_shard shard = written_at(at + i * WRITTEN_BYTES);
        if (!shard_is_none(shard.name) && !does(shelf, SHARD_RECORDS, shard.name, shard.print))
            return false;
    }
    struct written_shard directory = written_at(at + SHARDS_PER_DIRECTORY * WRITTEN_BYTES);
    return does(shelf, SHARD_DIRECTORY, directory.name, directory.print);
}

// Nobody asks for a shard while all of its directory stays.
static void directory_remembered(const struct shelf *shelf, const char *at)
{
    for (size_t i = 0; i < SHARDS_PER_DIRECTORY; i++) {
        struct written_shard shard = written_at(at + i * WRITTEN_BYTES);
        if (!fingerprint_empty(shard.key))
            cache_knows(shelf->cache, CACHE_INDEX, shard.key);
    }
}

// All of them or none: what is kept may not be made again.
static bool directory_keep(const struct record_writing *writing, size_t item, const char *at)
{
    const struct shelf *shelf = writing->catalogue->shelf;
    if (!directory_each(shelf, at, shard_stands))
        return false;
    writing->directories[item] = written_at(at + SHARDS_PER_DIRECTORY * WRITTEN_BYTES);
    directory_remembered(shelf, at);
    return directory_each(shelf, at, shard_keep);
}

// Whether the directory is known, and stands with all its shards.
static void directory_recall(void *context, size_t item, unsigned worker)
{
    struct record_writing *writing = context;
    struct bench *bench = &writing->benches[worker];
    struct fingerprint key;
    str value;
    bench_open(bench);
    writing->is_recalled[item] =
        directory_key(writing, bench, item, &key) &&
        cache_get(writing->catalogue->shelf->cache, CACHE_INDEX, key, bench->scratch, &value) &&
        value.len == (SHARDS_PER_DIRECTORY + 1) * WRITTEN_BYTES &&
        directory_keep(writing, item, value.at);
}

static void directory_write(void *context, size_t item, unsigned worker)
{
    struct record_writing *writing = context;
    const struct shelf *shelf = writing->catalogue->shelf;
    struct bench *bench = &writing->benches[worker];
    struct written_shard *directory = &writing->directories[item];
    struct fingerprint key;
    if (writing->is_recalled[item])
        return;
    bench_open(bench);
    for (size_t k = 0; k < SHARDS_PER_DIRECTORY; k++)
        shard_name_add(&bench->data, writing->shards[item * SHARDS_PER_DIRECTORY + k].name);
    size_t slices = RECORDS_PER_DIRECTORY / writing->together;
    for (size_t k = 0; k < slices; k++)
        varint_add(&bench->data, writing->lengths[item * slices + k]);
    shard_start(&bench->shard, SHARD_DIRECTORY);
    slice_add(&bench->shard, bench->press, buf_view(&bench->data), 1);
    directory->name = shard_finish(shelf, &bench->shard);
    directory->print = fingerprint_of(buf_view(&bench->shard));
    if (!directory_key(writing, bench, item, &key))
        return;
    buf_clear(&bench->value);
    for (size_t k = 0; k < SHARDS_PER_DIRECTORY; k++)
        written_add(&bench->value, &writing->shards[item * SHARDS_PER_DIRECTORY + k]);
    written_add(&bench->value, directory);
    cache_put(shelf->cache, CACHE_INDEX, key, buf_view(&bench->value));
}

// ---- All ----

static struct tree directories_tree(const struct record_writing *writing, struct arena *arena,
                                    size_t count)
{
    struct shard_name *names = ARENA_ARRAY(arena, struct shard_name, count);
    for (size_t i = 0; i < count; i++)
        names[i] = writing->directories[i].name;
    return tree_of_numbers(writing->catalogue->shelf, names, count);
}

struct tree records_write(const struct catalogue *catalogue)
{
    struct arena *arena = arena_new();
    struct bench benches[PARALLEL_JOBS_MAX] = { 0 };
    size_t space = catalogue->entries->space;
    size_t count = (space + RECORDS_PER_DIRECTORY - 1) / RECORDS_PER_DIRECTORY;
    size_t shards = count * SHARDS_PER_DIRECTORY;
    struct tree tree = { .count = 0 };
    struct record_writing writing = {
        .catalogue = catalogue,
        .benches = benches,
        .shards = ARENA_ARRAY(arena, struct written_shard, shards),
        .together = records_together(space),
        .lengths = ARENA_ARRAY(arena, uint16_t, shards * RECORDS_PER_SHARD),
        .directories = ARENA_ARRAY(arena, struct written_shard, count),
        .is_recalled = ARENA_ARRAY(arena, bool, count),
    };
    if (catalogue->entries->count > 0) {
        parallel_each(catalogue->jobs, count, directory_recall, &writing);
        parallel_each(catalogue->jobs, shards, records_part, &writing);
        parallel_each(catalogue->jobs, count, directory_write, &writing);
        tree = directories_tree(&writing, arena, count);
    }
    benches_release(benches);
    arena_free(arena);
    return tree;
}
