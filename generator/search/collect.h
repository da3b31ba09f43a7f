// SPDX-License-Identifier: EUPL-1.2
// Reads every entry and notes which words it has, how often and in which part.

#pragma once

#include "search/former.h"
#include "search/segment.h"

// What one worker saw, its forms in order.  What was known before counts for one
// more, behind the others; of its forms some may be nowhere by now.
struct collected {
    struct arena *arena;
    const struct form_seen *forms;
    size_t count;
    size_t table_count; // of all forms in its table
};

// Entries whose numbers are near each other are in one segment.
struct collection {
    struct arena *arena;
    struct collected *workers;
    unsigned worker_count;
    const struct former *former; // or NULL
    struct segment *segments;
    struct fingerprint *keys; // of the segments; empty for one that has none
    size_t segment_count;
    size_t numbers_per_segment;      // a power of two
    uint32_t (*lengths)[PART_COUNT]; // of each number: words in each part
    size_t entry_count;
    size_t space;
};

enum { SEGMENT_NUMBERS_LEAST = 512, SEGMENTS_MOST = 64 };

// Entries whose segment is remembered are not read.  `former` may be NULL.
struct collection *collection_of(const struct entries *entries, str stops, unsigned jobs,
                                 struct cache *cache, struct former *former);
void collection_free(struct collection *collection);
