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

// What the segment has of a form so far.
struct form_sum {
    uint64_t print;
    uint32_t entries;
    uint32_t bytes;
    uint32_t last; // entry, plus one
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

static void sums_reserve(struct segment_maker *maker)
{
    size_t count = maker->table->form_capacity;
    if (maker->sum_count >= count)
        return;
    maker->sums = memory_realloc(maker->sums, count * sizeof *maker->sums);
    memset(maker->sums + maker->sum_count, 0, (count - maker->sum_count) * sizeof *maker->sums);
    maker->sum_count = count;
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

static void sighting_add(struct segment_maker *maker, uint32_t number, const struct met *met,
                         uint64_t print)
{
    struct form_sum *sum = &maker->sums[met->form];
    unsigned char *start = (unsigned char *)maker->bytes.at + maker->bytes.len;
    unsigned char *end = start + put_varint(start, number + 1 - sum->last);
    if (sum->entries++ == 0)
        maker->forms[maker->form_count++] = met->form;
    maker->log[maker->logged++] = (struct logged){ met->form, (uint32_t)maker->bytes.len };
    end += put_counts(end, met->counts);
    end += put_told(end, &met->told);
    sum->last = number + 1;
    sum->bytes += (uint32_t)(end - start);
    sum->print = print_mixed(sum->print, print);
    maker->bytes.len += (size_t)(end - start);
}

void segment_add(struct segment_maker *maker, uint32_t number)
{
    enum { SOON = 8 };
    struct table *table = maker->table;
    uint64_t print = lengths_print(table->lengths, number);
    log_reserve(maker, table->met_count);
    forms_reserve(maker, table->met_count);
    sums_reserve(maker);
    buf_reserve(&maker->bytes, table->met_count * (VARINT_BYTES + SIGHTED_BYTES));
    for (size_t i = 0; i < table->met_count; i++) {
        if (i + SOON < table->met_count)
            __builtin_prefetch(&maker->sums[table->met[i + SOON].form], 1);
        sighting_add(maker, number, &table->met[i], print);
    }
    table_clear(table);
}

// Copies what is most often from four to eight bytes long.
static void copy_short(unsigned char *to, const char *from, size_t len)
{
    uint32_t start;
    uint32_t end;
    if (len < sizeof start || len > sizeof start + sizeof end) {
        memcpy(to, from, len);
        return;
    }
    memcpy(&start, from, sizeof start);
    memcpy(&end, from + len - sizeof end, sizeof end);
    memcpy(to, &start, sizeof start);
    memcpy(to + len - sizeof end, &end, sizeof end);
}

// The sightings, form after form; sums leave their `bytes` where theirs end.
static unsigned char *sightings_place(const struct segment_maker *maker, struct arena *arena,
                                      uint32_t *starts)
{
    unsigned char *bytes = arena_alloc(arena, maker->bytes.len + PASSAGES_TOLD);
    uint32_t start = 0;
    for (size_t i = 0; i < maker->form_count; i++) {
        struct form_sum *sum = &maker->sums[maker->forms[i]];
        starts[i] = start;
        start += sum->bytes;
        sum->bytes = starts[i];
    }
    starts[maker->form_count] = start;
    for (size_t i = 0; i < maker->logged; i++) {
        const struct logged *logged = &maker->log[i];
        size_t end = i + 1 < maker->logged ? maker->log[i + 1].start : maker->bytes.len;
        struct form_sum *sum = &maker->sums[logged->form];
        copy_short(bytes + sum->bytes, maker->bytes.at + logged->start, end - logged->start);
        sum->bytes += (uint32_t)(end - logged->start);
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
        struct form_sum *sum = &maker->sums[maker->forms[i]];
        str of_form = { (const char *)bytes + starts[i], starts[i + 1] - starts[i] };
        forms[i] = maker->forms[i];
        entries[i] = sum->entries;
        plains[i] = hash_64(of_form);
        prints[i] = print_mixed(sum->print, plains[i]);
        *sum = (struct form_sum){ 0 };
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
    free(maker->sums);
    free(maker->forms);
}

// ---- Reading ----

void segment_read(const unsigned char *at, uint32_t count, unsigned share,
                  struct sighting *sightings)
{
    uint32_t after = 0;
    for (uint32_t i = 0; i < count; i++) {
        after += next_varint(&at);
        next_sighted(&at, after - 1, share, &sightings[i]);
    }
}
