// SPDX-License-Identifier: EUPL-1.2
// Where a word stands among those that are like it: by how it begins, or ends, and by its length.

#pragma once

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>

// How many letters such words have.
enum { LIKENESS_LEAST = 3, LIKENESS_MOST = 25, LIKENESS_KEY_MOST = LIKENESS_MOST + 1 };

// Of words up to this long one letter stands before the sign of their length, of longer ones
// three: so those that begin alike and are a letter longer or shorter are near.
enum { LIKENESS_SHORT = 8, LIKENESS_HEAD_SHORT = 1, LIKENESS_HEAD_LONG = 3 };

// The letters before the sign of that length.
size_t likeness_head(size_t length);

// The key of the small letters of `word`, as if it had that length: from the first on, which
// becomes a capital, or from the last on.  They are more than its head.
str likeness_key_fill(char room[static LIKENESS_KEY_MOST], str word, size_t length, bool by_end);

// The word of a key.
str likeness_word(struct arena *arena, str key, bool by_end);
