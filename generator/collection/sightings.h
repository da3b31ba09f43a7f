// SPDX-License-Identifier: EUPL-1.2
// The entries that have one of several forms.

#pragma once

#include "collection/lexicon.h"

// How often a word is there is counted in quarters: the word itself for whole,
// a compound that it is a part of for half.
enum { COUNT_WHOLE = 4, COUNT_PART = 2 };

// Sightings of a form in a segment, each count times `share`.
struct share {
    const unsigned char *at;
    uint32_t entries;
    uint32_t segment;
    unsigned share;
};

// In the order of the entries, each entry once.
struct sightings {
    struct sighting *at;
    size_t count;
    size_t capacity;
    struct share *shares; // what is to be read
    size_t share_count;
    size_t share_capacity;
    struct sighting *joint; // one for each number of a segment
    uint64_t *taken;        // a bit for each of them
    struct share *sorted;
};

// Begins anew.
void sightings_clear(struct sightings *room);

// Adds the sightings of a form: those in some segments, a bit for each.
#define ALL_SEGMENTS UINT64_MAX
void sightings_add(struct sightings *room, const struct lexicon *lexicon, size_t form,
                   unsigned share, uint64_t segments);

// The same of what it was, in the segments that are not what they were.
void sightings_add_before(struct sightings *room, const struct lexicon *lexicon, size_t form,
                          unsigned share);

// Has the memory fetch the sightings of a form that is soon to be added: they lie all
// over the place.
void sightings_fetch(const struct lexicon *lexicon, size_t form);

// Reads what was added.
void sightings_read(struct sightings *room, const struct collection *collection);

void sightings_release(struct sightings *room);
