// SPDX-License-Identifier: EUPL-1.2
// Reads every entry and notes which words it has, how often and in which part.

#pragma once

#include "format/codec.h"
#include "search/entries.h"

#include <stdint.h>

// How often an entry has a word, and in which passages of its body.
struct sighting {
    uint32_t entry;
    uint16_t counts[PART_COUNT];
    struct told told;
};

struct piece;

// A form of a word, as one worker saw it.
struct form_seen {
    str text;
    uint32_t entries; // that have it
    struct piece *pieces;
};

// What one worker saw, its forms in order.
struct collected {
    struct arena *arena;
    const struct form_seen *forms;
    size_t count;
};

struct collection {
    struct arena *arena;
    struct collected *workers;
    unsigned worker_count;
    uint32_t (*lengths)[PART_COUNT]; // of each entry: words in each part
    size_t entry_count;
};

struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs);
void collection_free(struct collection *collection);

// Reads the sightings of a form, in the order of the entries; room for
// `form->entries` of them.
void form_sightings(const struct form_seen *form, struct sighting *sightings);
