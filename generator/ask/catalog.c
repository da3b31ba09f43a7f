// SPDX-License-Identifier: EUPL-1.2
#include "ask/catalog.h"

#include <string.h>

// Room for so many things of at least a byte each; NULL when there cannot be so
// many.
static void *room_for(struct arena *arena, struct cursor *cursor, uint64_t count, size_t size)
{
    if (count > cursor->bytes.len - cursor->at) {
        cursor->broken = true;
        return NULL;
    }
    return arena_array(arena, (size_t)count, size);
}

struct date date_of_number(uint64_t number)
{
    return date_of((unsigned)(number >> 9 & 0x3FFF), (unsigned)(number >> 5 & 15),
                   (unsigned)(number & 31));
}

// ---- Records ----

struct record_place {
    str file; // empty: there is no page of this number
    size_t at;
    size_t len;
    size_t number; // of the record in the slice
};

// How long the slices of a directory are, in units; returns how many there are.
static size_t lengths_read(struct cursor *cursor, size_t lengths[static RECORDS_PER_DIRECTORY])
{
    size_t count = 0;
    while (cursor->at < cursor->bytes.len && count < RECORDS_PER_DIRECTORY && !cursor->broken) {
        uint64_t units = cursor_varint(cursor);
        cursor->broken |= units > SLICE_DATA_MAX;
        lengths[count++] = (size_t)units * RECORD_UNIT;
    }
    cursor->broken |=
        count == 0 || RECORDS_PER_DIRECTORY % count != 0 || count < SHARDS_PER_DIRECTORY;
    return count;
}

static struct record_place record_find(struct index *index, size_t page)
{
    struct record_place place = { .file = STR(""), .at = SHARD_HEAD };
    str directory = index_numbered(index, &index->records, page / RECORDS_PER_DIRECTORY);
    if (directory.len == 0)
        return place;
    struct cursor cursor = index_shard(index, SHARD_DIRECTORY, directory);
    size_t within = page % RECORDS_PER_DIRECTORY;
    size_t file = within / RECORDS_PER_SHARD;
    for (size_t i = 0; i < SHARDS_PER_DIRECTORY; i++) {
        str name = index_name(index, &cursor);
        if (i == file)
            place.file = name;
    }
    size_t lengths[RECORDS_PER_DIRECTORY];
    size_t count = lengths_read(&cursor, lengths);
    if (cursor.broken) {
        index_spoiled(index, directory);
        return place;
    }
    size_t together = RECORDS_PER_DIRECTORY / count;
    for (size_t i = file * RECORDS_PER_SHARD / together; i < within / together; i++)
        place.at += lengths[i];
    place.len = lengths[within / together];
    place.number = within % together;
    if (place.len == 0)
        place.file = STR("");
    return place;
}

static const str *texts_read(struct arena *arena, struct cursor *cursor, size_t *count)
{
    uint64_t wanted = cursor_varint(cursor);
    str *texts = room_for(arena, cursor, wanted, sizeof *texts);
    for (uint64_t i = 0; i < wanted && !cursor->broken; i++)
        texts[i] = cursor_text(cursor);
    *count = cursor->broken ? 0 : (size_t)wanted;
    return texts;
}

static void numbers_read(struct arena *arena, struct cursor *cursor, struct record *record)
{
    uint64_t count = cursor_varint(cursor);
    size_t *numbers = room_for(arena, cursor, count, sizeof *numbers);
    size_t number = 0;
    for (uint64_t i = 0; i < count && !cursor->broken; i++)
        numbers[i] = number += (size_t)cursor_varint(cursor);
    record->numbers = numbers;
    record->number_count = cursor->broken ? 0 : (size_t)count;
}

static void headings_read(struct arena *arena, struct cursor *cursor, struct record *record)
{
    uint64_t count = cursor_varint(cursor);
    struct heading_at *headings = room_for(arena, cursor, count, sizeof *headings);
    size_t first = 0;
    for (uint64_t i = 0; i < count && !cursor->broken; i++) {
        headings[i].text = cursor_text(cursor);
        headings[i].anchor = cursor_text(cursor);
        headings[i].first = first += (size_t)cursor_varint(cursor);
    }
    record->headings = headings;
    record->heading_count = cursor->broken ? 0 : (size_t)count;
}

static void passages_find(struct arena *arena, struct cursor *cursor, struct record *record)
{
    uint64_t count = cursor_varint(cursor);
    struct passage_at *passages = room_for(arena, cursor, count, sizeof *passages);
    uint64_t at = count > 0 ? cursor_varint(cursor) : 0;
    for (uint64_t i = 0; i < count && !cursor->broken; i++) {
        uint64_t len = cursor_varint(cursor);
        str check = cursor_bytes(cursor, 1);
        uint64_t gap = i + 1 < count ? cursor_varint(cursor) : 0;
        passages[i] = (struct passage_at){ (size_t)at, (size_t)len,
                                           check.len > 0 ? (uint8_t)check.at[0] : 0 };
        cursor->broken |= at > UINT32_MAX || len > UINT32_MAX || gap > UINT32_MAX;
        at += len + gap;
    }
    record->passages = passages;
    record->passage_count = cursor->broken ? 0 : (size_t)count;
}

static void record_fill(struct arena *arena, struct cursor *cursor, struct record *record)
{
    record->address = cursor_text(cursor);
    record->title = cursor_text(cursor);
    record->summary = cursor_text(cursor);
    uint64_t flags = cursor_varint(cursor);
    record->base = (unsigned)(flags & 7);
    record->fictional = (flags & 8) != 0;
    record->quiet = (flags & 16) != 0;
    record->date = date_of_number(cursor_varint(cursor));
    record->notes = texts_read(arena, cursor, &record->note_count);
    numbers_read(arena, cursor, record);
    headings_read(arena, cursor, record);
    passages_find(arena, cursor, record);
}

bool record_read(struct index *index, struct arena *arena, size_t page, struct record *record)
{
    *record = (struct record){ .address = STR("") };
    struct record_place place = record_find(index, page);
    if (place.file.len == 0)
        index_spoiled(index, STR("search/root.json"));
    if (index->failed)
        return false;
    struct cursor slice = { .bytes = index_slice(index, SHARD_RECORDS, place.file, place.at,
                                                 place.len) };
    struct cursor cursor = { .bytes = STR("") };
    for (size_t i = 0; i <= place.number; i++)
        cursor.bytes = cursor_text(&slice);
    cursor.broken = slice.broken;
    if (!index->failed)
        record_fill(arena, &cursor, record);
    if (!index->failed && cursor.broken)
        index_spoiled(index, place.file);
    return !index->failed;
}

// ---- Vocabulary ----

struct vocable vocabulary_at(struct index *index, size_t number)
{
    struct vocable vocable = { STR(""), STR(""), 0 };
    str file = index_numbered(index, &index->vocabulary, number / VOCABULARY_PER_SHARD);
    if (file.len == 0) {
        index_spoiled(index, STR("search/root.json"));
        return vocable;
    }
    struct cursor cursor = index_shard(index, SHARD_VOCABULARY, file);
    cursor_varint(&cursor);
    for (size_t i = 0; i <= number % VOCABULARY_PER_SHARD && !cursor.broken; i++) {
        vocable.name = cursor_text(&cursor);
        vocable.label = cursor_text(&cursor);
        vocable.count = (size_t)cursor_varint(&cursor);
    }
    if (cursor.broken)
        index_spoiled(index, file);
    return vocable;
}

size_t group_of_number(const struct index *index, size_t number)
{
    size_t group = index->group_count > 0 ? index->group_count - 1 : 0;
    while (group > 0 && index->groups[group].first > number)
        group--;
    return group;
}

// ---- Facets and dates ----

// Pages of a block: the first, then how far each is from the one before.
static size_t page_next(struct cursor *cursor, size_t page, bool is_first)
{
    uint64_t gap = cursor_varint(cursor);
    page = is_first ? (size_t)gap : page + (size_t)gap + 1;
    if (gap >= NUMBERS_PER_BLOCK || page >= NUMBERS_PER_BLOCK)
        cursor->broken = true;
    return page;
}

static void facet_read(struct arena *arena, struct cursor *cursor, struct facet *facet)
{
    uint64_t count = cursor_varint(cursor);
    facet->pages = room_for(arena, cursor, count, sizeof *facet->pages);
    size_t page = 0;
    for (uint64_t i = 0; i < count && !cursor->broken; i++)
        facet->pages[i] = (uint32_t)(page = page_next(cursor, page, i == 0));
    facet->count = cursor->broken ? 0 : (size_t)count;
}

struct facets facets_of(struct index *index, struct arena *arena, size_t block, size_t group)
{
    str file = index_numbered(index, &index->facets, block * index->group_count + group);
    if (file.len == 0)
        return (struct facets){ 0 };
    struct cursor cursor = index_shard(index, SHARD_FACETS, file);
    cursor_varint(&cursor);
    uint64_t count = cursor_varint(&cursor);
    struct facet *facets = room_for(arena, &cursor, count, sizeof *facets);
    size_t number = 0;
    for (uint64_t i = 0; i < count && !cursor.broken; i++) {
        facets[i].number = number += (size_t)cursor_varint(&cursor);
        facet_read(arena, &cursor, &facets[i]);
    }
    if (cursor.broken)
        index_spoiled(index, file);
    return (struct facets){ facets, index->failed ? 0 : (size_t)count };
}

void dates_of(struct index *index, size_t block, uint32_t *dates)
{
    memset(dates, 0, NUMBERS_PER_BLOCK * sizeof *dates);
    str file = index_numbered(index, &index->dates, block);
    if (file.len == 0)
        return;
    struct cursor cursor = index_shard(index, SHARD_DATES, file);
    cursor_varint(&cursor);
    uint64_t count = cursor_varint(&cursor);
    uint16_t pages[NUMBERS_PER_BLOCK];
    cursor.broken |= count > NUMBERS_PER_BLOCK;
    size_t page = 0;
    for (uint64_t i = 0; i < count && !cursor.broken; i++)
        pages[i] = (uint16_t)(page = page_next(&cursor, page, i == 0));
    for (uint64_t i = 0; i < count && !cursor.broken; i++)
        dates[pages[i]] = (uint32_t)cursor_varint(&cursor);
    if (cursor.broken)
        index_spoiled(index, file);
}
