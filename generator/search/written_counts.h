// SPDX-License-Identifier: EUPL-1.2
// How often words of titles and headings are written how: added up, and taken off
// again.

#pragma once

#include "base/arena.h"
#include "format/codec.h"
#include "search/written.h"

// One way to write a form; how often may be less than zero while something is taken
// off.
struct written_way {
    str text;
    uint32_t form;
    uint32_t next;  // of the form, plus one
    int64_t sure;   // how often where a capital is its own
    int64_t unsure; // at the start of a sentence, or where every word has one
    bool small;     // begins without a capital
};

struct written_form {
    str text;
    int64_t pages; // that have it in their titles and headings
    uint32_t ways; // the first one, plus one
    uint32_t last; // entry that was counted in `pages`
};

struct written_slot {
    uint32_t hash;
    uint32_t number; // plus one; 0: it is free
};

struct written_slots {
    struct written_slot *at;
    size_t capacity; // a power of two
};

// { .arena = arena } has none yet; texts that are added are copied there.
struct written_counts {
    struct arena *arena;
    struct written_form *forms;
    struct written_way *ways;
    uint32_t form_count;
    uint32_t form_capacity;
    uint32_t way_count;
    uint32_t way_capacity;
    struct written_slots form_slots;
    struct written_slots way_slots;
};

// Adds a word of an entry, whose number is not that of the entry before.
void written_counts_add(struct written_counts *counts, uint32_t entry,
                        const struct written *written);

// As bytes, and from them: `sign` is 1, or -1 to take them off.  Returns false when
// the bytes are no such thing.
void written_counts_store(const struct written_counts *counts, struct buf *to);
bool written_counts_read(struct written_counts *counts, str bytes, int sign);

// The numbers of all forms by their texts, in `arena`.
const uint32_t *written_counts_sorted(struct arena *arena, const struct written_counts *counts);

// Forgets all, but for its arena, and keeps its room.
void written_counts_clear(struct written_counts *counts);

void written_counts_release(struct written_counts *counts);
