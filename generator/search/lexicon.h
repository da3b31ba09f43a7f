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
    uint32_t seen;    // where in lexicon.seen the places of its sightings begin
    uint32_t seen_count;
    uint32_t former; // its number the last time, or NO_FORM
    uint64_t plain;  // of all its sightings
    uint64_t print;  // and of how long their entries are
    bool is_stop;
    bool is_fixed; // never a form of another
};

// Where sightings of a form are: in a segment, under a number.
struct seen {
    uint32_t segment;
    uint32_t index;
};

struct lexicon {
    const struct collection *collection;
    struct form_entry *forms; // by their bytes
    size_t count;
    const uint32_t **numbers;   // of each segment: those of its forms
    const uint32_t *renumbered; // of each form of the last time: its number now, or NO_FORM
    size_t new_count;           // of forms that were not there then
    struct seen *seen;          // of each form by segment
    struct lexicon_slot *slots; // open addressing, at most half full
    size_t capacity;            // a power of two
    uint64_t *sieve;
    uint32_t *beginnings; // of each form: the longest other one that it begins with, or NO_FORM
};

// The form with that text, or NULL.
const struct form_entry *lexicon_find(const struct lexicon *lexicon, str text);

// Forms are joined to classes where the rules of their language are known.
struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs);
