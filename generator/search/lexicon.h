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
};

struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str stops,
                           unsigned jobs);

// The sightings of all forms of the class whose head is `head`, in the order
// of the entries, each entry once.  `room` is freed with free() and grows.
struct sightings {
    struct sighting *at;
    struct sighting *spare;
    size_t count;
    size_t capacity;
};

void class_sightings(const struct lexicon *lexicon, size_t head, struct sightings *room);
void sightings_release(struct sightings *room);
