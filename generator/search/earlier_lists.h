// SPDX-License-Identifier: EUPL-1.2
// The lists of a stretch of the dictionary, remembered together: when one of them
// changes, the others need not be made again.  Long ones are remembered by themselves;
// of these it is known how many entries have the word.  The slices of its leaves are
// remembered with them.

#pragma once

#include "search/class_list.h"

// A list by its name.
struct earlier_list {
    struct fingerprint name;
    str value;
};

// Those of some stretches that stand next to each other; zeros are none.
struct earlier_lists {
    struct arena *arena;
    size_t first; // the stretches that were read
    size_t end;
    struct earlier_list *at;
    size_t count;
    size_t capacity;
    size_t likely; // to be asked for next
};

void earlier_lists_release(struct earlier_lists *lists);

// Reads the lists of the stretches where some forms were the last time.
void earlier_lists_read(struct earlier_lists *lists, const struct listing *listing,
                        uint32_t from_former, uint32_t to_former);

// In how many entries the list of that name is, by parts.
bool earlier_list_found(struct earlier_lists *lists, struct fingerprint name,
                        uint32_t found[PART_COUNT]);

// Sets the list of that name, if it is a short one that is there, and what is told of it.
bool earlier_list_take(struct earlier_lists *lists, struct fingerprint name,
                       struct class_list *list, str *value);

// Finds the slice of a leaf by the fingerprint of what is in it.
bool earlier_leaf(struct earlier_lists *lists, struct fingerprint print, str *slice);

// Adds a list of which the same is told as before to those of its stretch; or a leaf.
void earlier_list_keep(struct buf *to, struct fingerprint name, str value);

// Adds a list to those of its stretch; a long one without its bytes.
void earlier_list_add(struct buf *to, struct fingerprint name, const struct class_list *list,
                      bool is_long, struct buf *room);

// Remembers those of the stretch of that key, or keeps them.
void earlier_lists_remember(struct cache *cache, struct fingerprint stretch, str lists);
void earlier_lists_keep(struct cache *cache, struct fingerprint stretch);
