// SPDX-License-Identifier: EUPL-1.2
// Where a list is cut into tiers, of which readers need only the first, the best pages.
// A tier ends where what stands there says so, not after so many postings: a page more
// moves no end but, now and then, that of its own tier.

#pragma once

#include "format/codec.h"

// About how many postings a tier has: 256, 2,048, then 4,096 each.
size_t tier_usual(size_t tier);

// None has more than `most`, and only the last has fewer than `least`.
size_t tier_least(size_t tier);
size_t tier_most(size_t tier);

// How many are in the tier that begins with these postings, of the `left` that the list has
// from there on.  0 when it does not follow from the first `known` of them.
size_t tier_end(size_t tier, const struct posting *postings, size_t known, size_t left);

// Tells how many are in a tier, where that does not go without saying.
void tier_count_add(struct buf *to, size_t tier, size_t count, size_t left);

// Reads it: never more than there are left.
size_t tier_count_read(struct cursor *from, size_t tier, size_t left);
