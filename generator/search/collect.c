// SPDX-License-Identifier: EUPL-1.2
#include "search/collect.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// Sightings are kept as bytes, in pieces that grow with the word: the next
// entry as a difference; how often in the body when that is all; else which
// parts, and how often in each; then the passages that are told.
enum { PIECE_LEAST = 12, PIECE_MOST = 244, ONLY_BODY_MAX = 127 };
enum { SIGHTING_BYTES = 5 + 1 + 3 * 5 + 1 + PASSAGES_TOLD };

struct piece {
    struct piece *next;
    uint16_t size;
    uint16_t used;
    unsigned char at[];
};

// A form while it is being collected: one line of a processor's cache, so that
// a word costs one look into the table and one here.
enum { INLINE_TEXT = 16 };

struct form {
    struct piece *pieces;
    struct piece *last;
    const char *rest;        // of the text, after the bytes that are inline
    char start[INLINE_TEXT]; // of the text
    uint32_t last_entry;     // plus one
    uint32_t entries;
    uint32_t note;               // the last one in table.notes, plus one
    uint16_t counts[PART_COUNT]; // in the entry that is being read
    uint8_t len;
    bool is_stop;
};

// That a form was seen in a passage of the entry that is being read.
struct note {
    uint32_t before; // the form's note before this one, plus one
    uint32_t passage;
};

// `form` is a number in table.forms plus one; 0 is a free slot.
struct slot {
    uint32_t hash;
    uint32_t form;
};

// Words wait for a moment until there are some: meanwhile the memory fetches
// their slots and forms, which are all over the place.
enum { WAITING_MOST = 32 };

struct waiting {
    uint32_t hash;
    uint32_t len;
    char text[WORD_BYTES]; // at least INLINE_TEXT bytes, zeros behind the word
};

// What a worker keeps to itself.
struct table {
    struct arena *arena;
    struct arena *scratch;
    struct slot *slots; // open addressing, at most half full
    size_t capacity;    // a power of two
    struct form *forms;
    uint32_t count;
    uint32_t form_capacity;
    uint32_t *touched; // forms that the entry being read has
    size_t touched_count;
    size_t touched_capacity;
    struct note *notes;
    size_t note_count;
    size_t note_capacity;
    struct waiting waiting[WAITING_MOST];
    size_t waiting_count;
    str stops;
    enum part part;
    unsigned passage;
    uint32_t *lengths; // of the entry that is being read
};

static uint32_t word_hash(str word)
{
    uint64_t hash = hash_64(word);
    return (uint32_t)(hash ^ hash >> 32);
}

static bool form_is(const struct form *form, const struct waiting *word)
{
    if (form->len != word->len || memcmp(form->start, word->text, INLINE_TEXT) != 0)
        return false;
    return word->len <= INLINE_TEXT ||
           memcmp(form->rest, word->text + INLINE_TEXT, word->len - INLINE_TEXT) == 0;
}

// The slot of the word, or the free one where it would go.
static struct slot *slot_of(const struct table *table, const struct waiting *word)
{
    size_t i = word->hash & (table->capacity - 1);
    while (table->slots[i].form != 0) {
        if (table->slots[i].hash == word->hash &&
            form_is(&table->forms[table->slots[i].form - 1], word))
            break;
        i = (i + 1) & (table->capacity - 1);
    }
    return &table->slots[i];
}

static void slots_grow(struct table *table)
{
    struct slot *old = table->slots;
    size_t count = table->capacity;
    table->capacity *= 2;
    table->slots = memory_alloc(table->capacity * sizeof *table->slots);
    memset(table->slots, 0, table->capacity * sizeof *table->slots);
    for (size_t i = 0; i < count; i++) {
        if (old[i].form == 0)
            continue;
        size_t at = old[i].hash & (table->capacity - 1);
        while (table->slots[at].form != 0)
            at = (at + 1) & (table->capacity - 1);
        table->slots[at] = old[i];
    }
    free(old);
}

static struct form *form_new(struct table *table)
{
    if (table->count == table->form_capacity) {
        table->form_capacity = table->form_capacity / 2 * 3 + 1024;
        table->forms = memory_realloc(table->forms, table->form_capacity * sizeof *table->forms);
    }
    struct form *form = &table->forms[table->count++];
    *form = (struct form){ 0 };
    return form;
}

static struct form *form_add(struct table *table, const struct waiting *word)
{
    if (((size_t)table->count + 1) * 2 > table->capacity)
        slots_grow(table);
    str text = { word->text, word->len };
    struct form *form = form_new(table);
    form->len = (uint8_t)word->len;
    form->is_stop = stop_word(table->stops, text);
    memcpy(form->start, word->text, INLINE_TEXT);
    if (word->len > INLINE_TEXT)
        form->rest = arena_copy(table->arena, str_after(text, INLINE_TEXT)).at;
    *slot_of(table, word) = (struct slot){ word->hash, table->count };
    return form;
}

static str form_text(struct arena *arena, const struct form *form)
{
    char *text = arena_alloc(arena, form->len);
    memcpy(text, form->start, form->len < INLINE_TEXT ? form->len : INLINE_TEXT);
    if (form->len > INLINE_TEXT)
        memcpy(text + INLINE_TEXT, form->rest, (size_t)form->len - INLINE_TEXT);
    return (str){ text, form->len };
}

static void touch(struct table *table, struct form *form)
{
    if (table->touched_count == table->touched_capacity) {
        table->touched_capacity = table->touched_capacity * 2 + 256;
        table->touched =
            memory_realloc(table->touched, table->touched_capacity * sizeof *table->touched);
    }
    table->touched[table->touched_count++] = (uint32_t)(form - table->forms);
}

static bool is_untouched(const struct form *form)
{
    for (size_t i = 0; i < PART_COUNT; i++)
        if (form->counts[i] > 0)
            return false;
    return true;
}

static void note_passage(struct table *table, struct form *form)
{
    if (table->passage == NO_PASSAGE ||
        (form->note > 0 && table->notes[form->note - 1].passage == table->passage))
        return;
    if (table->note_count == table->note_capacity) {
        table->note_capacity = table->note_capacity * 2 + 256;
        table->notes = memory_realloc(table->notes, table->note_capacity * sizeof *table->notes);
    }
    table->notes[table->note_count++] = (struct note){ form->note, table->passage };
    form->note = (uint32_t)table->note_count;
}

// Words that mean nothing by themselves are found by titles and the like, not
// in running text, where every page has them.
static void count_word(struct table *table, const struct waiting *word)
{
    uint32_t number = slot_of(table, word)->form;
    struct form *form = number == 0 ? form_add(table, word) : &table->forms[number - 1];
    if (form->is_stop && table->part == PART_BODY)
        return;
    table->lengths[table->part]++;
    if (is_untouched(form))
        touch(table, form);
    if (form->counts[table->part] < UINT16_MAX)
        form->counts[table->part]++;
    note_passage(table, form);
}

static void count_waiting(struct table *table)
{
    for (size_t i = 0; i < table->waiting_count; i++) {
        uint32_t number = table->slots[table->waiting[i].hash & (table->capacity - 1)].form;
        if (number > 0)
            __builtin_prefetch(&table->forms[number - 1], 1);
    }
    for (size_t i = 0; i < table->waiting_count; i++)
        count_word(table, &table->waiting[i]);
    table->waiting_count = 0;
}

static void take_word(void *context, str word)
{
    struct table *table = context;
    struct waiting *waiting = &table->waiting[table->waiting_count++];
    memset(waiting->text, 0, INLINE_TEXT);
    memcpy(waiting->text, word.at, word.len);
    waiting->len = (uint32_t)word.len;
    waiting->hash = word_hash(word);
    __builtin_prefetch(&table->slots[waiting->hash & (table->capacity - 1)]);
    if (table->waiting_count == WAITING_MOST)
        count_waiting(table);
}

static void take_text(void *context, enum part part, unsigned passage, str text)
{
    struct table *table = context;
    table->part = part;
    table->passage = passage;
    words_each(text, table->scratch, take_word, table);
    count_waiting(table);
}

static size_t put_varint(unsigned char *to, uint32_t number)
{
    size_t len = 0;
    for (; number >= 0x80; number >>= 7)
        to[len++] = (unsigned char)(0x80 | (number & 0x7F));
    to[len++] = (unsigned char)number;
    return len;
}

static size_t put_counts(unsigned char *to, const uint16_t counts[PART_COUNT])
{
    unsigned parts = 0;
    for (unsigned i = 0; i < PART_COUNT; i++)
        parts |= (unsigned)(counts[i] > 0) << i;
    if (parts == 1u << PART_BODY && counts[PART_BODY] <= ONLY_BODY_MAX) {
        to[0] = (unsigned char)counts[PART_BODY];
        return 1;
    }
    size_t len = 0;
    to[len++] = (unsigned char)(0x80 | parts);
    for (unsigned i = 0; i < PART_COUNT; i++)
        if (counts[i] > 0)
            len += put_varint(to + len, counts[i]);
    return len;
}

// Notes lead from the last passage to the first; the first ones are told.
static size_t put_told(unsigned char *to, const struct table *table, uint32_t note)
{
    size_t count = 0;
    for (uint32_t at = note; at > 0; at = table->notes[at - 1].before)
        count++;
    size_t told = count < PASSAGES_TOLD ? count : PASSAGES_TOLD;
    to[0] = (unsigned char)(told + (count > told));
    for (size_t i = count; i-- > 0; note = table->notes[note - 1].before)
        if (i < told)
            to[1 + i] = (unsigned char)table->notes[note - 1].passage;
    return 1 + told;
}

static void form_store(struct table *table, struct form *form, const unsigned char *bytes,
                       size_t len)
{
    while (len > 0) {
        struct piece *piece = form->last;
        if (piece == NULL || piece->used == piece->size) {
            size_t size = piece == NULL ? PIECE_LEAST : (size_t)piece->size * 2 + PIECE_LEAST;
            size = size < PIECE_MOST ? size : PIECE_MOST;
            struct piece *next = arena_alloc(table->arena, sizeof *next + size);
            next->size = (uint16_t)size;
            *(piece == NULL ? &form->pieces : &piece->next) = next;
            form->last = piece = next;
        }
        size_t room = (size_t)(piece->size - piece->used);
        size_t part = len < room ? len : room;
        memcpy(piece->at + piece->used, bytes, part);
        piece->used = (uint16_t)(piece->used + part);
        bytes += part;
        len -= part;
    }
}

static void entry_finish(struct table *table, uint32_t entry)
{
    for (size_t i = 0; i < table->touched_count; i++) {
        struct form *form = &table->forms[table->touched[i]];
        unsigned char bytes[SIGHTING_BYTES];
        size_t len = put_varint(bytes, entry + 1 - form->last_entry);
        len += put_counts(bytes + len, form->counts);
        len += put_told(bytes + len, table, form->note);
        form_store(table, form, bytes, len);
        form->last_entry = entry + 1;
        form->entries++;
        form->note = 0;
        memset(form->counts, 0, sizeof form->counts);
    }
    table->touched_count = 0;
    table->note_count = 0;
}

struct piece_reader {
    const struct piece *piece;
    size_t at;
};

static unsigned char next_byte(struct piece_reader *reader)
{
    if (reader->at == reader->piece->used) {
        reader->piece = reader->piece->next;
        reader->at = 0;
    }
    return reader->piece->at[reader->at++];
}

static uint32_t next_varint(struct piece_reader *reader)
{
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = next_byte(reader);
        number |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
}

static void next_told(struct piece_reader *reader, struct told *told)
{
    unsigned char count = next_byte(reader);
    told->more = count > PASSAGES_TOLD;
    told->count = count > PASSAGES_TOLD ? PASSAGES_TOLD : count;
    for (size_t i = 0; i < told->count; i++)
        told->at[i] = next_byte(reader);
}

void form_sightings(const struct form_seen *form, struct sighting *sightings)
{
    struct piece_reader reader = { form->pieces, 0 };
    uint32_t after = 0;
    for (uint32_t i = 0; i < form->entries; i++) {
        after += next_varint(&reader);
        struct sighting sighting = { .entry = after - 1 };
        unsigned char head = next_byte(&reader);
        if (head <= ONLY_BODY_MAX)
            sighting.counts[PART_BODY] = head;
        else
            for (unsigned part = 0; part < PART_COUNT; part++)
                if (head >> part & 1)
                    sighting.counts[part] = (uint16_t)next_varint(&reader);
        next_told(&reader, &sighting.told);
        sightings[i] = sighting;
    }
}

// ---- All entries ----

enum { FIRST_CAPACITY = 4096 };

static void table_init(struct table *table, str stops)
{
    *table = (struct table){
        .arena = arena_new(), .scratch = arena_new(), .capacity = FIRST_CAPACITY, .stops = stops
    };
    table->slots = memory_alloc(FIRST_CAPACITY * sizeof *table->slots);
    memset(table->slots, 0, FIRST_CAPACITY * sizeof *table->slots);
}

struct collecting {
    const struct entries *entries;
    struct table *tables;
    struct collection *collection;
};

static void collect_entry(void *context, size_t item, unsigned worker)
{
    struct collecting *collecting = context;
    struct table *table = &collecting->tables[worker];
    const struct entries *entries = collecting->entries;
    table->lengths = collecting->collection->lengths[item];
    entry_texts(entries->at[item], entries->site->taxonomy_count, take_text, table);
    entry_finish(table, (uint32_t)item);
}

static int form_order(const void *a, const void *b)
{
    const struct form_seen *x = a;
    const struct form_seen *y = b;
    return str_compare(x->text, y->text);
}

static void table_finish(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct collecting *collecting = context;
    struct table *table = &collecting->tables[item];
    struct form_seen *forms = ARENA_ARRAY(table->arena, struct form_seen, table->count);
    size_t count = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        const struct form *form = &table->forms[i];
        if (form->entries > 0)
            forms[count++] =
                (struct form_seen){ form_text(table->arena, form), form->entries, form->pieces };
    }
    qsort(forms, count, sizeof *forms, form_order);
    free(table->forms);
    collecting->collection->workers[item] = (struct collected){ table->arena, forms, count };
    arena_free(table->scratch);
    free(table->slots);
    free(table->touched);
    free(table->notes);
}

struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs)
{
    struct arena *arena = arena_new();
    struct collection *collection = ARENA_NEW(arena, struct collection);
    collection->arena = arena;
    collection->worker_count = jobs < 1 ? 1 : jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX : jobs;
    collection->workers = ARENA_ARRAY(arena, struct collected, collection->worker_count);
    collection->lengths = arena_array(arena, entries->count, sizeof *collection->lengths);
    collection->entry_count = entries->count;

    struct table *tables = ARENA_ARRAY(arena, struct table, collection->worker_count);
    for (unsigned i = 0; i < collection->worker_count; i++)
        table_init(&tables[i], stops);
    struct collecting collecting = { entries, tables, collection };
    parallel_each(collection->worker_count, entries->count, collect_entry, &collecting);
    parallel_each(collection->worker_count, collection->worker_count, table_finish, &collecting);
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
