// SPDX-License-Identifier: EUPL-1.2
// All forms of the site in order, and which are forms of one word.

#pragma once

#include "search/collect.h"

#define NO_FORM UINT32_MAX

struct form_entry {
    str text;
    uint32_t entries; // that have this form
    uint32_t head;    // the first form of its class; itself for a head
    uint32_t next;    // form of the class, or NO_FORM
    uint32_t seen;    // where in lexicon.seen the workers' sightings begin
    uint32_t seen_count;
};

struct lexicon {
    struct form_entry *forms; // by their bytes
    size_t count;
    const struct form_seen **seen;
    struct map *index; // from a text to its form_entry
};

// Forms are joined to classes where the rules of their language are known.
struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs);

// The sightings of some forms, in the order of the entries, each entry once.
struct sightings {
    struct sighting *at;
    struct sighting *spare;
    size_t count;
    size_t capacity;
};

// How often a word is there is counted in quarters: the word itself for whole,
// a compound that it is a part of for half.
enum { COUNT_WHOLE = 4, COUNT_PART = 2 };

// Adds the sightings of a form, each count times `share`.
void sightings_add(struct sightings *room, const struct lexicon *lexicon, size_t form,
                   unsigned share);

// Brings them in order, those of one entry together.
void sightings_join(struct sightings *room);

void sightings_release(struct sightings *room);
