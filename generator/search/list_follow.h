// SPDX-License-Identifier: EUPL-1.2
// The list of a class from what it was the last time: what it says of entries that
// changed is taken out and put in, and all else stays.

#pragma once

#include "search/class_list.h"

// Makes the list from the one that the class had.  Returns false when it has to be found
// from what all entries say: when the class is on so many more or fewer pages that it says
// less or more of each, too.
bool list_follow(struct class_list *list, const struct listing *listing, uint32_t head);
