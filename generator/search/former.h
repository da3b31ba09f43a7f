// SPDX-License-Identifier: EUPL-1.2
// What an index was made of the last time: which forms there were, and where.
//
// What is the same as then need not be found out again.  Nothing that is written
// follows from it: another one, or none, gives the same index.

#pragma once

#include "cache/cache.h"
#include "search/table.h"

// A form of a word, as one worker saw it.
struct form_seen {
    str text;
    uint32_t form;    // in the worker's table
    uint32_t entries; // that have it
};

struct former_segment {
    struct fingerprint key;
    const uint32_t *forms; // of each form in the segment: its number among all
    uint32_t count;
};

// That a list goes by the name of an earlier one, because its bytes are the same.
struct alias {
    uint64_t form; // the first one of its class
    struct fingerprint own;
    struct fingerprint name;
};

struct former {
    size_t space;
    size_t numbers_per_segment;
    size_t segment_count;
    const struct former_segment *segments;
    const uint32_t (*lengths)[PART_COUNT];
    size_t count;
    struct form_seen *forms; // in order; how many entries have each is to be counted
    const uint32_t *entries; // that had each
    const uint32_t *endings; // the longest other form that each ends with; or NULL
    const uint64_t *prints;
    const uint64_t *plains;
    const struct alias *aliases; // by form
    size_t alias_count;
};

// Where it is remembered: for each language there is one.
struct fingerprint former_key(str language, str stops);

// In `arena`; NULL when nothing is remembered.
struct former *former_load(struct arena *arena, struct cache *cache, struct fingerprint key);

// Remembers what this index is made of, for the next one.
struct listing;
void former_store(struct cache *cache, struct fingerprint key, const struct listing *listing);

// The name that a list with this one of its own goes by.
struct fingerprint former_name(const struct former *former, uint32_t form, struct fingerprint own);
