// SPDX-License-Identifier: EUPL-1.2
// Reads every entry and notes which words it has, how often and in which part.

#pragma once

#include "collection/form_changes.h"
#include "collection/former.h"
#include "collection/kept.h"
#include "collection/segment.h"

// A form of a word, as one worker saw it.
struct form_seen {
    str text;
    uint32_t form;     // in the worker's table
    uint32_t entries;  // that have it
    uint64_t segments; // that it is in, a bit for each
};

// What one worker saw, its forms in order.
struct collected {
    struct arena *arena;
    struct form_seen *forms;
    size_t count;
    size_t table_count; // of all forms in its table
};

// Entries whose numbers are near each other are in one segment.
struct collection {
    struct arena *arena;
    struct collected *workers;
    unsigned worker_count;
    struct fingerprint *keys; // of the segments; empty for one that has none
    size_t segment_count;
    size_t numbers_per_segment;      // a power of two
    uint32_t (*lengths)[PART_COUNT]; // of each number: words in each part
    size_t entry_count;
    size_t space;

    // All that was seen, or, when what the last index was made of is known, what has
    // changed since then:
    struct segment *segments;
    const struct former *former; // with its chunks; NULL: `segments` tells all
    struct kept *kept;
    struct form_changes changes;
    struct segment_numbers *before;       // of each segment that changed
    const struct bucket **buckets_before; // of it, too
    uint64_t changed_segments;            // a bit for each
    uint64_t *changed;                    // a bit for each number whose entry is not what it was
};

enum { SEGMENT_NUMBERS_LEAST = 512, SEGMENTS_MOST = 64 };

// Whether the entry of a number is not what it was.
static inline bool is_changed_number(const struct collection *collection, uint32_t number)
{
    return collection->changed[number / 64] >> number % 64 & 1;
}

// How long an entry of a changed segment was.
static inline const uint32_t *lengths_before(const struct collection *collection, uint32_t number)
{
    size_t segment = number / collection->numbers_per_segment;
    return collection->before[segment].lengths[number % collection->numbers_per_segment];
}

// How many numbers the segment has.
size_t segment_size(const struct collection *collection, size_t segment);

// Entries whose segment is remembered are not read.  `former` may be NULL.
struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs,
                                 struct cache *cache, struct former *former);
void collection_free(struct collection *collection);

// Forgets which worker saw which forms, once a lexicon is made of them.
void collection_forget_workers(struct collection *collection);
