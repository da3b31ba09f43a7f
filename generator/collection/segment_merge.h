// SPDX-License-Identifier: EUPL-1.2
// A segment of which a few entries have changed: the sightings of the others are
// taken as they are.

#pragma once

#include "collection/segment.h"

struct merging {
    const struct segment *before;          // all entries, as they were
    const struct segment *more;            // those that changed, as they are
    const bool *changed;                   // of each number of the segment
    uint32_t first;                        // of these numbers
    const uint32_t (*lengths)[PART_COUNT]; // of each of them, now
};

// The segment that reading all its entries gives, but for the order of its forms.
// Both have the forms of that table.
struct segment segment_merge(const struct merging *merging, const struct table *table,
                             struct arena *arena);
