// SPDX-License-Identifier: EUPL-1.2
// Numbers of entries that stay with them while others come and go.

#pragma once

#include "base/date.h"

#include <stddef.h>
#include <stdint.h>

// What the number of an entry follows from.
struct wish {
    uint64_t hash;     // of its address
    struct date since; // when it was published; none: it was always there
};

// How many numbers there are for so many entries: at most four of five are taken; how
// many there are changes only where the site has grown by half.
size_t numbers_space(size_t count);

// Gives every entry a number below `space`.  Of two that wish the same, the one that was
// published first has it: a page that is published today leaves the numbers of all others
// as they are, and a page that goes lets move only those that it kept from their number.
// Returns `space` places, each with the index in `wishes` of the entry that has that number,
// or NO_WISH; to be freed by the caller.
#define NO_WISH UINT32_MAX
uint32_t *numbers_give(const struct wish *wishes, size_t count, size_t space);
