// SPDX-License-Identifier: EUPL-1.2
// The shards of words and their lists.

#pragma once

#include "search/lexicon.h"
#include "search/weights.h"

// How a form of the dictionary leads to its list.
enum form_way {
    FORM_INLINE,   // the list follows
    FORM_PACKED,   // it is in a pack, together with others
    FORM_TIERED,   // it has shards of its own, the best pages in the first
    FORM_OF_CLASS, // it is the list of the class's first form
};

// Adds the shards; the tree leads to them.
struct tree dictionary_write(const struct shelf *shelf, const struct lexicon *lexicon,
                             const struct weights *weights, unsigned jobs);
