// SPDX-License-Identifier: EUPL-1.2
#include "search/written_counts.h"

#include "base/hash.h"
#include "base/keyed.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

// ---- Looking up ----

static void slots_clear(struct written_slots *slots)
{
    if (slots->capacity > 0)
        memset(slots->at, 0, slots->capacity * sizeof *slots->at);
}

static void slots_put(struct written_slots *slots, struct written_slot slot)
{
    size_t at = slot.hash & (slots->capacity - 1);
    while (slots->at[at].number != 0)
        at = (at + 1) & (slots->capacity - 1);
    slots->at[at] = slot;
}

// Room for one more than `count`; at most half is taken.
static void slots_reserve(struct written_slots *slots, size_t count)
{
    struct written_slots old = *slots;
    if ((count + 1) * 2 <= old.capacity)
        return;
    slots->capacity = old.capacity == 0 ? FIRST_SLOTS : old.capacity * 2;
    slots->at = memory_alloc(slots->capacity * sizeof *slots->at);
    slots_clear(slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.at[i].number != 0)
            slots_put(slots, old.at[i]);
    free(old.at);
}

static uint32_t form_find(const struct written_counts *counts, uint32_t hash, str text)
{
    const struct written_slots *slots = &counts->form_slots;
    for (size_t at = hash & (slots->capacity - 1); slots->at[at].number != 0;
         at = (at + 1) & (slots->capacity - 1))
        if (slots->at[at].hash == hash &&
            str_equal(counts->forms[slots->at[at].number - 1].text, text))
            return slots->at[at].number - 1;
    return UINT32_MAX;
}

static uint32_t form_of(struct written_counts *counts, str text)
{
    uint32_t hash = (uint32_t)hash_64(text);
    slots_reserve(&counts->form_slots, counts->form_count);
    uint32_t found = form_find(counts, hash, text);
    if (found != UINT32_MAX)
        return found;
    if (counts->form_count == counts->form_capacity) {
        counts->form_capacity = counts->form_capacity * 2 + FIRST_SLOTS;
        counts->forms =
            memory_realloc(counts->forms, counts->form_capacity * sizeof *counts->forms);
    }
    uint32_t number = counts->form_count++;
    counts->forms[number] =
        (struct written_form){ .text = arena_copy(counts->arena, text), .last = UINT32_MAX };
    slots_put(&counts->form_slots, (struct written_slot){ hash, number + 1 });
    return number;
}

static struct written_way *way_find(const struct written_counts *counts, uint32_t hash,
                                    uint32_t form, str text)
{
    const struct written_slots *slots = &counts->way_slots;
    for (size_t at = hash & (slots->capacity - 1); slots->at[at].number != 0;
         at = (at + 1) & (slots->capacity - 1)) {
        if (slots->at[at].hash != hash)
            continue;
        struct written_way *way = &counts->ways[slots->at[at].number - 1];
        if (way->form == form && str_equal(way->text, text))
            return way;
    }
    return NULL;
}

static struct written_way *way_of(struct written_counts *counts, uint32_t form, str text)
{
    uint32_t hash = (uint32_t)hash_64_seeded(text, form);
    slots_reserve(&counts->way_slots, counts->way_count);
    struct written_way *found = way_find(counts, hash, form, text);
    if (found != NULL)
        return found;
    if (counts->way_count == counts->way_capacity) {
        counts->way_capacity = counts->way_capacity * 2 + FIRST_SLOTS;
        counts->ways = memory_realloc(counts->ways, counts->way_capacity * sizeof *counts->ways);
    }
    struct written_form *of = &counts->forms[form];
    bool same = str_equal(of->text, text);
    counts->ways[counts->way_count] = (struct written_way){
        .text = same ? of->text : arena_copy(counts->arena, text), .form = form, .next = of->ways
    };
    of->ways = ++counts->way_count;
    slots_put(&counts->way_slots, (struct written_slot){ hash, counts->way_count });
    return &counts->ways[counts->way_count - 1];
}

// ---- Adding up ----

void written_counts_add(struct written_counts *counts, uint32_t entry,
                        const struct written *written)
{
    uint32_t number = form_of(counts, written->form);
    struct written_form *form = &counts->forms[number];
    form->pages += form->last != entry;
    form->last = entry;
    struct written_way *way = way_of(counts, number, written->text);
    way->small = written->small;
    way->sure += written->sure;
    way->unsure += !written->sure;
}

// A form, how many pages have it and how many ways there are; of each way how often,
// and its text, which is empty for that of the form.
void written_counts_store(const struct written_counts *counts, struct buf *to)
{
    varint_add(to, counts->form_count);
    for (uint32_t i = 0; i < counts->form_count; i++) {
        const struct written_form *form = &counts->forms[i];
        size_t ways = 0;
        for (uint32_t way = form->ways; way != 0; way = counts->ways[way - 1].next)
            ways++;
        text_add(to, form->text);
        varint_add(to, (uint64_t)form->pages);
        varint_add(to, ways);
        for (uint32_t way = form->ways; way != 0; way = counts->ways[way - 1].next) {
            const struct written_way *at = &counts->ways[way - 1];
            varint_add(to, (uint64_t)at->sure << 1 | at->small);
            varint_add(to, (uint64_t)at->unsure);
            text_add(to, str_equal(at->text, form->text) ? STR("") : at->text);
        }
    }
}

bool written_counts_read(struct written_counts *counts, str bytes, int sign)
{
    struct cursor cursor = { .bytes = bytes };
    uint64_t forms = cursor_varint(&cursor);
    for (uint64_t i = 0; i < forms && !cursor.broken; i++) {
        str text = cursor_text(&cursor);
        int64_t pages = (int64_t)cursor_varint(&cursor);
        uint64_t ways = cursor_varint(&cursor);
        uint32_t form = form_of(counts, text);
        counts->forms[form].pages += sign * pages;
        for (uint64_t k = 0; k < ways && !cursor.broken; k++) {
            uint64_t sure = cursor_varint(&cursor);
            int64_t unsure = (int64_t)cursor_varint(&cursor);
            str written = cursor_text(&cursor);
            struct written_way *way = way_of(counts, form, written.len > 0 ? written : text);
            way->small = sure & 1;
            way->sure += sign * (int64_t)(sure >> 1);
            way->unsure += sign * unsure;
        }
    }
    return !cursor.broken && cursor.at == bytes.len;
}

// ---- In order ----

static int text_order(const void *a, const void *b)
{
    const struct written_form *x = ((const struct keyed *)a)->of;
    const struct written_form *y = ((const struct keyed *)b)->of;
    return str_compare(x->text, y->text);
}

const uint32_t *written_counts_sorted(struct arena *arena, const struct written_counts *counts)
{
    struct keyed *sorting = memory_alloc((counts->form_count + 1) * sizeof *sorting);
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, counts->form_count + 1);
    for (uint32_t i = 0; i < counts->form_count; i++) {
        str text = counts->forms[i].text;
        sorting[i] =
            (struct keyed){ { key_of(text), key_of(str_after(text, 8)) }, &counts->forms[i] };
    }
    keyed_sort(sorting, counts->form_count, text_order);
    for (uint32_t i = 0; i < counts->form_count; i++)
        numbers[i] = (uint32_t)((const struct written_form *)sorting[i].of - counts->forms);
    free(sorting);
    return numbers;
}

// Room for very many is not kept: emptying it takes time each time.
static void slots_forget(struct written_slots *slots, size_t count)
{
    enum { ROOMY = 32 };
    if (slots->capacity > FIRST_SLOTS && slots->capacity > ROOMY * count) {
        free(slots->at);
        *slots = (struct written_slots){ 0 };
    }
    slots_clear(slots);
}

void written_counts_clear(struct written_counts *counts)
{
    slots_forget(&counts->form_slots, counts->form_count);
    slots_forget(&counts->way_slots, counts->way_count);
    counts->form_count = 0;
    counts->way_count = 0;
}

void written_counts_release(struct written_counts *counts)
{
    free(counts->forms);
    free(counts->ways);
    free(counts->form_slots.at);
    free(counts->way_slots.at);
    *counts = (struct written_counts){ .arena = counts->arena };
}
