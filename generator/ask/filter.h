// SPDX-License-Identifier: EUPL-1.2
// Leaves out the pages that filters leave out, and counts what there is to
// filter by.

#pragma once

#include "ask/ask.h"
#include "ask/catalog.h"

// A page that was found.
struct hit {
    uint64_t rank;
    uint32_t page;
    size_t slot; // where the words that it has are kept; STR_NONE for none
};

struct hits {
    struct hit *at; // by page
    size_t count;
};

// The values of one group of which a page must have one.
struct wanted {
    size_t group;
    const size_t *numbers;
    size_t count;
};

struct filtering {
    struct index *index;
    struct arena *arena;
    const struct wanted *wanted;
    size_t wanted_count;
    bool all_pages;             // there are no words: every page is a hit,
    const uint32_t *dead_pages; // but these
    size_t dead_count;
    bool facets; // are wished for
    bool more;   // pages were left out because there was no room to look
};

// Keeps those hits that pass; where `all_pages`, fills them in.  Counts the
// facets when they are wished for: `counts` has one for each number of the
// vocabulary.
void hits_filter(struct filtering *filtering, struct hits *hits, size_t *counts);

// How many numbers the vocabulary has.
size_t vocabulary_size(const struct index *index);

// The facets of an answer: of every group the values that occur or are wanted,
// most pages first.
const struct search_facet *facets_shown(const struct filtering *filtering, const size_t *counts);
