// SPDX-License-Identifier: EUPL-1.2
// The forms that one worker saw, in order.

#pragma once

#include "collection/collect.h"
#include "collection/table.h"

// The forms of a worker's table that an entry has, as they are in the segments that it
// made (a bit for each).  They are the caller's to free; their texts are in the arena of
// the table.
struct collected collected_of(const struct collection *collection, const struct table *table,
                              uint64_t made);
