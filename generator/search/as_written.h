// SPDX-License-Identifier: EUPL-1.2
// How the site writes the forms of the dictionary, for readers to be told.

#pragma once

#include "search/spelling_sum.h"

// What is added up for it.
extern const struct spelling_source distinct_source;

// Of `count` forms from `from` on, in order: how each is written, or empty where that is its
// own text.
void written_list(const struct spelling_sum *distinct, const struct lexicon *lexicon, size_t from,
                  size_t count, str *written);
