// SPDX-License-Identifier: EUPL-1.2
// How much a word says about a page: BM25, each part of a page apart, and then
// added.  README.md says why.

#pragma once

#include "format/codec.h"
#include "search/collect.h"

struct weights {
    double entries;
    struct part_weight {
        double base;  // of the length that a count is held against
        double slope; // times the words of that part
    } parts[PART_COUNT];
    const uint32_t (*lengths)[PART_COUNT]; // of each number
    struct fingerprint print;              // of all but the lengths
};

struct weights weights_of(const struct collection *collection);

// The postings of a word, ordered for postings_add; there is room for `count` of
// them and of their levels.
void weigh(const struct weights *weights, const struct sighting *sightings, size_t count,
           struct posting *postings, unsigned char *levels);
