// SPDX-License-Identifier: EUPL-1.2
// The words of the entries with neighbouring numbers, turned around: of each
// form the entries that have it.

#pragma once

#include "collection/table.h"

// How often an entry has a word, and in which passages of its body.
struct sighting {
    uint32_t number; // of the entry
    uint16_t counts[PART_COUNT];
    struct told told;
};

struct segment {
    uint32_t count;          // of forms
    const uint32_t *forms;   // in the table of the worker
    const uint32_t *entries; // that have the form
    const uint64_t *plains;  // of how often which entry has the form, and where
    const uint64_t *prints;  // of this and of how long those entries are
    const uint32_t *starts;  // where in `bytes` its sightings begin; one more at the end
    const unsigned char *bytes;
    unsigned worker;
};

// What a segment is made with; { .table = table } begins one.
struct segment_maker {
    struct table *table;
    struct logged *log; // of each sighting its form and where its bytes begin
    size_t logged;
    size_t log_capacity;
    struct buf bytes;
    struct form_sum *sums; // of each form of the table
    size_t sum_count;
    uint32_t *forms; // that were added
    size_t form_count;
    size_t form_capacity;
};

// Adds the entry that the table has read, and clears the table.
void segment_add(struct segment_maker *maker, uint32_t number);

// The segment of what was added, in `arena`; the maker is ready for the next one.
struct segment segment_finish(struct segment_maker *maker, struct arena *arena);

// Of an entry: how much a word says depends on the length of its parts as well.
uint64_t lengths_print(const uint32_t lengths[PART_COUNT], uint32_t number);

// One print of two.
uint64_t print_mixed(uint64_t a, uint64_t b);

void segment_maker_release(struct segment_maker *maker);

// Reads the sightings of a form, of `count` entries, in their order.  Each count is
// multiplied by `share`.
void segment_read(const unsigned char *at, uint32_t count, unsigned share,
                  struct sighting *sightings);
