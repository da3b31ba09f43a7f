// SPDX-License-Identifier: EUPL-1.2
// How much a word says about a page: BM25, each part of a page apart, and then
// added.  README.md says why.

#pragma once

#include "collection/collect.h"
#include "format/codec.h"

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

// In how many entries a word is, by parts.
void found_count(const struct sighting *sightings, size_t count, uint32_t found[PART_COUNT]);

// What one entry of a word counts for in each part, by how rare the word is there.
struct rarity {
    double of[PART_COUNT];
};

struct rarity rarity_of(const struct weights *weights, const uint32_t found[PART_COUNT]);

// The level of an entry of such lengths.
unsigned sighting_level(const struct weights *weights, const struct rarity *rarity,
                        const struct sighting *sighting, const uint32_t lengths[PART_COUNT]);

// The postings of a word, ordered for postings_add; there is room for `count` of
// them and of their levels.
void weigh(const struct weights *weights, const struct rarity *rarity,
           const struct sighting *sightings, size_t count, struct posting *postings,
           unsigned char *levels);
