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
           (word->len <= WORD_START || memcmp(form->text, word->text, word->len) == 0);
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
    const char *at = word->len > WORD_START ? word->text : (const char *)word->start;
    str text = arena_copy(table->texts, (str){ at, word->len });
    struct form *form = form_new(table);
    form->text = text.at;
    form->len = (uint8_t)word->len;
    memcpy(form->start, word->start, sizeof form->start);
    *slot_of(table, word) = (struct slot){ word->hash, table->count };
    return form;
}

static uint32_t form_number(struct table *table, const struct waiting *word)
{
    uint32_t number = slot_of(table, word)->form;
    return number > 0 ? number - 1 : (uint32_t)(form_add(table, word) - table->forms);
}

// ---- Counting ----

static void met_reserve(struct table *table, size_t more)
{
    if (table->met_count + more <= table->met_capacity)
        return;
    table->met_capacity = table->met_capacity * 2 + 256;
    table->met = memory_realloc(table->met, table->met_capacity * sizeof *table->met);
}

// What stands where the form says may be of another: so nothing need be cleared
// between entries.  There is room for one more.
static struct met *met_of(struct table *table, uint32_t number)
{
    struct form *form = &table->forms[number];
    if (form->met < table->met_count && table->met[form->met].form == number)
        return &table->met[form->met];
    form->met = (uint32_t)table->met_count;
    struct met *met = &table->met[table->met_count++];
    *met = (struct met){ .form = number };
    return met;
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

static void forms_prefetch(const struct table *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number = table->slots[table->waiting[i].hash & (table->capacity - 1)].form;
        if (number > 0)
            __builtin_prefetch(&table->forms[number - 1], 1);
    }
}

// The forms of the words that wait, but for those that do not count.  Words that mean
// nothing by themselves are found by titles and the like, not in running text, where
// every page has them.
static size_t waiting_forms(struct table *table, uint32_t forms[static WAITING_MOST])
{
    bool is_body = table->part == PART_BODY;
    size_t count = 0;
    for (size_t i = 0; i < table->waiting_count; i++) {
        uint32_t number = form_number(table, &table->waiting[i]);
        forms[count] = number;
        count += !(is_body & table->forms[number].is_stop);
    }
    return count;
}

static void count_waiting(struct table *table)
{
    uint32_t forms[WAITING_MOST];
    forms_prefetch(table, table->waiting_count);
    size_t count = waiting_forms(table, forms);
    met_reserve(table, count);
    for (size_t i = 0; i < count; i++) {
        struct met *met = met_of(table, forms[i]);
        if (met->counts[table->part] < UINT16_MAX)
            met->counts[table->part]++;
        tell(&met->told, table->passage);
    }
    table->lengths[table->part] += (uint32_t)count;
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
static uint64_t low_of(str word)
{
    const char *at = word.at;
    size_t len = word.len;
    if (len >= 8)
        return load(at, 8);
    if (len >= 4)
        return load(at, 4) | load(at + len - 4, 4) << 8 * (len - 4);
    return load(at, 1) | load(at + len / 2, 1) << 8 * (len / 2) |
           load(at + len - 1, 1) << 8 * (len - 1);
}

static uint64_t high_of(str word)
{
    size_t len = word.len < WORD_START ? word.len : WORD_START;
    return len <= 8 ? 0 : load(word.at + len - 8, 8) >> 8 * (WORD_START - len);
}

// Only within the table; never in what is written.
static uint32_t word_hash(str word, uint64_t low, uint64_t high)
{
    if (word.len > WORD_START)
        return (uint32_t)hash_64(word);
    uint64_t hash = (low ^ 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    hash = (hash ^ hash >> 32 ^ high) * 0xCA9B0C7EBA1DA115u;
    return (uint32_t)(hash >> 32);
}

static void waiting_set(struct waiting *waiting, str word, uint64_t low, uint64_t high)
{
    if (word.len > WORD_START)
        memcpy(waiting->text, word.at, word.len);
    waiting->start[0] = low;
    waiting->start[1] = high;
    waiting->len = (uint32_t)word.len;
    waiting->hash = word_hash(word, low, high);
}

static void take_word(void *context, str word, uint64_t low, uint64_t high)
{
    struct table *table = context;
    struct waiting *waiting = &table->waiting[table->waiting_count++];
    waiting_set(waiting, word, low, high);
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
            str text = texts[from + i];
            waiting_set(word, text, low_of(text), high_of(text));
            __builtin_prefetch(&table->slots[word->hash & (table->capacity - 1)]);
        }
        forms_prefetch(table, some);
        for (size_t i = 0; i < some; i++)
            forms[from + i] = form_number(table, &table->waiting[i]);
    }
}

uint32_t table_hash(str word)
{
    return word_hash(word, low_of(word), high_of(word));
}

uint32_t table_form_hash(const struct form *form)
{
    return word_hash((str){ form->text, form->len }, form->start[0], form->start[1]);
}

static void stops_add(struct table *table, str stops)
{
    struct waiting waiting;
    str word;
    for (bool more = stops.len > 0; more;) {
        more = str_cut(stops, ' ', &word, &stops);
        waiting_set(&waiting, word, low_of(word), high_of(word));
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
