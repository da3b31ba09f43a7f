// SPDX-License-Identifier: EUPL-1.2
// The tiers of a list from those that it had, and what a few entries say now.

#pragma once

#include "search/class_list.h"

// A posting that goes out of a list, or comes into it.
struct list_edit {
    struct posting posting; // of one that goes, only the place counts
    bool goes;
};

// Whether the place of a posting in a list is before that of another.
static inline bool posting_is_before(const struct posting *a, const struct posting *b)
{
    return a->level != b->level ? a->level > b->level : a->page < b->page;
}

// Makes slices of what the list, which is one in slices, has in them: of `total` postings then.
// Edits are in the order of their places; of the same place, the one that goes comes first.
// Returns false when the list is to be made anew: then nothing can be said of its bytes.
bool list_tiers_follow(struct class_list *list, size_t space, const struct list_edit *edits,
                       size_t edit_count, size_t total);
