// SPDX-License-Identifier: EUPL-1.2
#include "collection/table.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

// `form` is a number in table.forms plus one; 0 is a free slot.
struct slot {
    uint32_t hash;
    uint32_t form;
};

enum { FIRST_CAPACITY = 4096 };

static struct slot *slots_new(size_t capacity)
{
    struct slot *slots = memory_alloc(capacity * sizeof *slots);
    memset(slots, 0, capacity * sizeof *slots);
    return slots;
}

void table_release(struct table *table)
{
    arena_free(table->texts);
    arena_free(table->scratch);
    free(table->slots);
    free(table->forms);
    free(table->met);
}

// ---- Looking up ----

static bool form_is(const struct form *form, const struct waiting *word)
{
    return form->len == word->len && form->start[0] == word->start[0] &&
           form->start[1] == word->start[1] &&
           (word->len <= INLINE_TEXT || memcmp(form->text, word->text, word->len) == 0);
}

// The slot of the word, or the free one where it would go.
static struct slot *slot_of(const struct table *table, const struct waiting *word)
{
    struct slot *slots = table->slots;
    size_t mask = table->capacity - 1;
    size_t i = word->hash & mask;
    while (slots[i].form != 0 &&
           !(slots[i].hash == word->hash && form_is(&table->forms[slots[i].form - 1], word)))
        i = (i + 1) & mask;
    return &slots[i];
}

static void slots_grow(struct table *table)
{
    struct slot *old = table->slots;
    size_t count = table->capacity;
    table->capacity *= 2;
    table->slots = slots_new(table->capacity);
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

// Stop words are there from the start: what comes later is none.
static struct form *form_add(struct table *table, const struct waiting *word)
{
    if (((size_t)table->count + 1) * 2 > table->capacity)
        slots_grow(table);
    const char *at = word->len > INLINE_TEXT ? word->text : (const char *)word->start;
    str text = arena_copy(table->texts, (str){ at, word->len });
    struct form *form = form_new(table);
    form->text = text.at;
    form->len = (uint8_t)word->len;
    memcpy(form->start, word->start, INLINE_TEXT);
    *slot_of(table, word) = (struct slot){ word->hash, table->count };
    return form;
}

static uint32_t form_number(struct table *table, const struct waiting *word)
{
    uint32_t number = slot_of(table, word)->form;
    return number > 0 ? number - 1 : (uint32_t)(form_add(table, word) - table->forms);
}

// ---- Counting ----

static struct met *met_add(struct table *table, uint32_t number)
{
    if (table->met_count == table->met_capacity) {
        table->met_capacity = table->met_capacity * 2 + 256;
        table->met = memory_realloc(table->met, table->met_capacity * sizeof *table->met);
    }
    table->forms[number].met = (uint32_t)table->met_count;
    struct met *met = &table->met[table->met_count++];
    *met = (struct met){ .form = number };
    return met;
}

// What stands where the form says may be of another: so nothing need be cleared
// between entries.
static struct met *met_of(struct table *table, uint32_t number)
{
    uint32_t at = table->forms[number].met;
    bool is_met = at < table->met_count && table->met[at].form == number;
    return is_met ? &table->met[at] : met_add(table, number);
}

// Passages come in order.
static void tell(struct told *told, unsigned passage)
{
    if (passage == NO_PASSAGE || (told->count > 0 && told->at[told->count - 1] == passage))
        return;
    if (told->count < PASSAGES_TOLD)
        told->at[told->count++] = (uint8_t)passage;
    else
        told->more = true;
}

// Words that mean nothing by themselves are found by titles and the like, not
// in running text, where every page has them.
static void count_word(struct table *table, const struct waiting *word)
{
    uint32_t number = form_number(table, word);
    if (table->forms[number].is_stop && table->part == PART_BODY)
        return;
    struct met *met = met_of(table, number);
    table->lengths[table->part]++;
    if (met->counts[table->part] < UINT16_MAX)
        met->counts[table->part]++;
    tell(&met->told, table->passage);
}

static void forms_prefetch(const struct table *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number = table->slots[table->waiting[i].hash & (table->capacity - 1)].form;
        if (number > 0)
            __builtin_prefetch(&table->forms[number - 1], 1);
    }
}

static void count_waiting(struct table *table)
{
    forms_prefetch(table, table->waiting_count);
    for (size_t i = 0; i < table->waiting_count; i++)
        count_word(table, &table->waiting[i]);
    table->waiting_count = 0;
}

static uint64_t load(const char *at, size_t len)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, len);
    return bytes;
}

// The first 16 bytes, with zeros behind a shorter word, as two numbers.  Of an
// odd length the two ends are read, which overlap.
static void start_read(uint64_t start[static 2], str word)
{
    const char *at = word.at;
    size_t len = word.len < INLINE_TEXT ? word.len : INLINE_TEXT;
    start[1] = 0;
    if (len >= 8) {
        start[0] = load(at, 8);
        if (len > 8)
            start[1] = load(at + len - 8, 8) >> 8 * (INLINE_TEXT - len);
    } else if (len >= 4) {
        start[0] = load(at, 4) | load(at + len - 4, 4) << 8 * (len - 4);
    } else {
        start[0] = load(at, 1) | load(at + len / 2, 1) << 8 * (len / 2) |
                   load(at + len - 1, 1) << 8 * (len - 1);
    }
}

// Only within the table; never in what is written.
static uint32_t word_hash(const uint64_t start[2], str word)
{
    if (word.len > INLINE_TEXT)
        return (uint32_t)hash_64(word);
    uint64_t hash = (start[0] ^ 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    hash = (hash ^ hash >> 32 ^ start[1]) * 0xCA9B0C7EBA1DA115u;
    return (uint32_t)(hash >> 32);
}

// A word whose start is set already.
static void waiting_set(struct waiting *waiting, str word)
{
    if (word.len > INLINE_TEXT)
        memcpy(waiting->text, word.at, word.len);
    waiting->len = (uint32_t)word.len;
    waiting->hash = word_hash(waiting->start, word);
}

static void take_word(void *context, str word)
{
    struct table *table = context;
    struct waiting *waiting = &table->waiting[table->waiting_count++];
    memcpy(waiting->start, word.at, sizeof waiting->start);
    waiting_set(waiting, word);
    __builtin_prefetch(&table->slots[waiting->hash & (table->capacity - 1)]);
    if (table->waiting_count == WAITING_MOST)
        count_waiting(table);
}

void table_read(struct table *table, enum part part, unsigned passage, str text)
{
    table->part = part;
    table->passage = passage;
    words_each(text, table->scratch, take_word, table);
    count_waiting(table);
}

void table_forms(struct table *table, const str *texts, size_t count, uint32_t *forms)
{
    for (size_t from = 0; from < count; from += WAITING_MOST) {
        size_t some = count - from < WAITING_MOST ? count - from : WAITING_MOST;
        for (size_t i = 0; i < some; i++) {
            struct waiting *word = &table->waiting[i];
            start_read(word->start, texts[from + i]);
            waiting_set(word, texts[from + i]);
            __builtin_prefetch(&table->slots[word->hash & (table->capacity - 1)]);
        }
        forms_prefetch(table, some);
        for (size_t i = 0; i < some; i++)
            forms[from + i] = form_number(table, &table->waiting[i]);
    }
}

uint32_t table_hash(str word)
{
    uint64_t start[INLINE_TEXT / 8];
    start_read(start, word);
    return word_hash(start, word);
}

uint32_t table_form_hash(const struct form *form)
{
    return word_hash(form->start, (str){ form->text, form->len });
}

static void stops_add(struct table *table, str stops)
{
    struct waiting waiting;
    str word;
    for (bool more = stops.len > 0; more;) {
        more = str_cut(stops, ' ', &word, &stops);
        start_read(waiting.start, word);
        waiting_set(&waiting, word);
        uint32_t form = form_number(table, &waiting);
        table->forms[form].is_stop = true;
    }
}

void table_init(struct table *table, str stops)
{
    *table = (struct table){ .arena = arena_new(),
                             .texts = arena_new(),
                             .scratch = arena_new(),
                             .slots = slots_new(FIRST_CAPACITY),
                             .capacity = FIRST_CAPACITY };
    stops_add(table, stops);
}

void table_clear(struct table *table)
{
    memset(table->lengths, 0, sizeof table->lengths);
    table->met_count = 0;
}
