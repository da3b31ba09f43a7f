// SPDX-License-Identifier: EUPL-1.2
// The shorter forms that forms end with.

#pragma once

#include "collection/lexicon.h"

// Letters of a part.
enum { PART_LEAST = 4 };

// Whether there is nothing but a to z in it.
bool all_letters(str word);

// Of each form the longest other one that it ends with, or NO_FORM; only those of letters,
// and as many of them as a part has, count.  In `arena`.
uint32_t *endings_of(struct arena *arena, const struct lexicon *lexicon);
