// SPDX-License-Identifier: EUPL-1.2
// Lists that are in slices: their tiers, written and read.

#pragma once

#include "search/class_list.h"

// A tier of a list.
struct list_tier {
    size_t count;
    struct posting first;
    str postings; // their slice
    str passages;
};

// Begins a list of so many postings in slices; tiers come next, and then the end.
void list_slices_start(struct class_list *list, size_t total);

// Adds a tier with these postings, and what is told of their passages.
void list_tier_add(struct class_list *list, const struct posting *postings, size_t count,
                   str passages);

// Adds a tier that was made before.
void list_tier_copy(struct class_list *list, const struct list_tier *tier);

void list_slices_end(struct class_list *list);

// Reads the tiers of a list in slices, in the scratch arena.  NULL when they are none.
struct list_tier *list_tiers(struct class_list *list, size_t *count);

// How many bytes the first tier of a list in slices takes.
size_t list_first_tier(const struct class_list *list);

// All of the image but what kind it is.
void image_add(struct buf *to, const struct list_image *image);
void image_read(struct cursor *from, struct list_image *image);
