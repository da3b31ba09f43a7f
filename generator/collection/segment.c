// SPDX-License-Identifier: EUPL-1.2
#include "collection/segment.h"

#include "base/hash.h"
#include "base/memory.h"
#include "collection/sighted.h"

#include <stdlib.h>
#include <string.h>

struct logged {
    uint32_t form;
    uint32_t start;
};

// ---- Making ----

static void log_reserve(struct segment_maker *maker, size_t more)
{
    if (maker->logged + more <= maker->log_capacity)
        return;
    maker->log_capacity = maker->log_capacity * 2 + more;
    maker->log = memory_realloc(maker->log, maker->log_capacity * sizeof *maker->log);
}

static void forms_reserve(struct segment_maker *maker, size_t more)
{
    if (maker->form_count + more <= maker->form_capacity)
        return;
    maker->form_capacity = maker->form_capacity * 2 + more;
    maker->forms = memory_realloc(maker->forms, maker->form_capacity * sizeof *maker->forms);
}

uint64_t lengths_print(const uint32_t lengths[PART_COUNT], uint32_t number)
{
    uint32_t told[PART_COUNT + 1] = { number };
    memcpy(told + 1, lengths, PART_COUNT * sizeof *lengths);
    return hash_64((str){ (const char *)told, sizeof told });
}

uint64_t print_mixed(uint64_t a, uint64_t b)
{
    uint64_t sum = (a ^ b) * 0x9FB21C651E98DF25u;
    return sum ^ sum >> 35;
}

void segment_add(struct segment_maker *maker, uint32_t number)
{
    struct table *table = maker->table;
    uint64_t print = lengths_print(table->lengths, number);
    log_reserve(maker, table->touched_count);
    forms_reserve(maker, table->touched_count);
    unsigned char *bytes = (unsigned char *)buf_reserve(
        &maker->bytes, table->touched_count * (VARINT_BYTES + SIGHTED_BYTES));
    size_t len = 0;
    for (size_t i = 0; i < table->touched_count; i++) {
        struct form *form = &table->forms[table->touched[i]];
        size_t start = len;
        if (form->entries++ == 0)
            maker->forms[maker->form_count++] = table->touched[i];
        maker->log[maker->logged++] =
            (struct logged){ table->touched[i], (uint32_t)(maker->bytes.len + start) };
        len += put_varint(bytes + len, number + 1 - form->last);
        len += put_counts(bytes + len, form->counts);
        len += put_told(bytes + len, table_told(table, form));
        form->last = number + 1;
        form->bytes += (uint32_t)(len - start);
        form->print = print_mixed(form->print, print);
    }
    maker->bytes.len += len;
    table_clear(table);
}

// The sightings, form after form; forms leave their `bytes` where theirs end.
static unsigned char *sightings_place(const struct segment_maker *maker, struct arena *arena,
                                      uint32_t *starts)
{
    struct form *forms = maker->table->forms;
    unsigned char *bytes = arena_alloc(arena, maker->bytes.len + PASSAGES_TOLD);
    uint32_t start = 0;
    for (size_t i = 0; i < maker->form_count; i++) {
        struct form *form = &forms[maker->forms[i]];
        starts[i] = start;
        start += form->bytes;
        form->bytes = starts[i];
    }
    starts[maker->form_count] = start;
    for (size_t i = 0; i < maker->logged; i++) {
        const struct logged *logged = &maker->log[i];
        size_t end = i + 1 < maker->logged ? maker->log[i + 1].start : maker->bytes.len;
        struct form *form = &forms[logged->form];
        for (size_t at = logged->start; at < end; at++)
            bytes[form->bytes++] = (unsigned char)maker->bytes.at[at];
    }
    return bytes;
}

struct segment segment_finish(struct segment_maker *maker, struct arena *arena)
{
    size_t count = maker->form_count;
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, 3 * count + 1);
    uint32_t *forms = numbers;
    uint32_t *entries = numbers + count;
    uint32_t *starts = numbers + 2 * count;
    uint64_t *plains = ARENA_ARRAY(arena, uint64_t, count);
    uint64_t *prints = ARENA_ARRAY(arena, uint64_t, count);
    const unsigned char *bytes = sightings_place(maker, arena, starts);
    for (size_t i = 0; i < count; i++) {
        struct form *form = &maker->table->forms[maker->forms[i]];
        str of_form = { (const char *)bytes + starts[i], starts[i + 1] - starts[i] };
        forms[i] = maker->forms[i];
        entries[i] = form->entries;
        plains[i] = hash_64(of_form);
        prints[i] = print_mixed(form->print, plains[i]);
        form->entries = form->bytes = form->last = 0;
        form->print = 0;
    }
    maker->logged = 0;
    maker->form_count = 0;
    buf_clear(&maker->bytes);
    return (struct segment){ .count = (uint32_t)count,
                             .forms = forms,
                             .entries = entries,
                             .plains = plains,
                             .prints = prints,
                             .starts = starts,
                             .bytes = bytes };
}

void segment_maker_release(struct segment_maker *maker)
{
    buf_release(&maker->bytes);
    free(maker->log);
    free(maker->forms);
}

// ---- Reading ----

void segment_read(const unsigned char *at, uint32_t count, unsigned share,
                  struct sighting *sightings)
{
    uint32_t after = 0;
    for (uint32_t i = 0; i < count; i++) {
        after += next_varint(&at);
        struct sighting sighting = { .number = after - 1 };
        next_counts(&at, sighting.counts, share);
        sighting.told = next_told(&at);
        sightings[i] = sighting;
    }
}
