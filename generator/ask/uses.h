// SPDX-License-Identifier: EUPL-1.2
// The lists that a query reads: how much of each, and which pages are on them.

#pragma once

#include "ask/query.h"

// What is known of a word on a page: where it stands.
struct spot {
    const struct use *use;
    const struct posting *posting;
    const struct spot *next; // of the same page
};

// A class of words that the query has, in one or more of its groups.
struct use {
    struct index_entry *entry;
    enum search_how how; // the best of the ways in which the query has it
    uint32_t groups;     // as bits
    size_t taken;        // tiers that are read
    bool *placed;        // of each of these, whether its spots are known
    uint32_t **slots;    // of each of these, the slots of its postings
};

// What is read for one query.  Every page on the lists has a slot; slots are in
// the order of the pages.
struct lists {
    struct index *index;
    struct arena *arena;
    struct use **uses; // in the order in which the query has them
    size_t use_count;
    size_t use_capacity;
    uint32_t *pages; // of each slot
    size_t slot_count;
    const struct spot **spots;  // of each slot
    struct index_entry *single; // the query is this one word, and nothing else
    bool more;                  // there are parts of lists that are not read
};

enum { TIERS_EXCLUDED = 10, PASSAGES_SMALL = 512 };

// How much a word counts that was met so, in quarters.
uint32_t how_weight(enum search_how how);

// What a value is worth when the word was met so.
uint32_t value_weighted(uint32_t value, enum search_how how);

// Notes the words of a choice, for those groups.
void lists_use(struct lists *lists, const struct choice *choice, uint32_t groups);

struct reading_wish {
    bool may_be_single; // one group, nothing else asked for
    bool facets;
    size_t results;
    size_t spots; // of so many tiers of each list the spots are wanted
};

// Decides how much to read of the lists that are noted so far, then notes the
// excluded ones and reads all.  Returns false when the index is damaged.
bool lists_read(struct lists *lists, const struct query *query, const struct reading_wish *wish);

// Calls take(context, slot, posting) for the postings of an entry that were read.
typedef void posting_take(void *context, uint32_t slot, const struct posting *posting);
void lists_each(const struct lists *lists, const struct index_entry *entry, posting_take *take,
                void *context);

// The slot of a page, or STR_NONE.
size_t lists_slot(const struct lists *lists, uint32_t page);

// Reads where words stand on these pages: of each word as far as that takes
// little, else only for the pages of which nothing is known yet.
bool lists_place(struct lists *lists, const uint32_t *slots, size_t count);
