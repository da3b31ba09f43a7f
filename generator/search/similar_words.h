// SPDX-License-Identifier: EUPL-1.2
// The words of a file of similar words as they are now, from those that it had.

#pragma once

#include "collection/likeness.h"

// How common a word is, as it stands in a file: the logarithm to base 2.
unsigned char magnitude(uint32_t number);

// A word that came, went or is on many more or fewer pages.
struct similar_change {
    str key;
    uint32_t entries; // that have it now; 0: it is gone
};

// By key; each word has one of either order.
struct similar_changes {
    const struct similar_change *at;
    size_t count;
};

// Those since the last time, of an index that follows from that one.
struct similar_changes similar_changes_of(struct arena *arena, const struct meant *meant);

// The changes from `from` to before `to`; empty ones: from the first, to the last.
struct similar_changes similar_changes_within(const struct similar_changes *changes, str from,
                                              str to);

// Adds the words that a slice had, as they are after the first of the changes, which are
// taken off.  Returns false when the slice is none.
bool similar_words_add(struct likeness_list *list, struct arena *arena, str slice,
                       struct similar_changes *changes);

// Adds those of the changes that are left.
void similar_changes_add(struct likeness_list *list, const struct similar_changes *changes);
