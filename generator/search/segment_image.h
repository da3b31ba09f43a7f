// SPDX-License-Identifier: EUPL-1.2
// Segments as bytes, to be remembered between builds on the same machine.

#pragma once

#include "search/segment.h"

// Of entries [from, to) of `numbers`, whose parts have so many words.
struct segment_entries {
    const uint32_t *numbers;
    size_t count;
    uint32_t (*lengths)[PART_COUNT]; // by number
};

void segment_store(struct buf *to, const struct segment *segment, const struct table *table,
                   const struct segment_entries *entries);

// Sets what segment_store told, but for the forms; the segment points into `image`.
// Returns false when the bytes are no such image.
bool segment_load(str image, const struct segment_entries *entries, struct segment *segment);

// The numbers of its forms in the table.
const uint32_t *segment_forms(str image, struct table *table, struct arena *arena);
