// SPDX-License-Identifier: EUPL-1.2
// Where a keyword leads, and how the pages there write it.

#pragma once

#include "search/dictionary.h"

// Sets the places of a keyword to the best pages of its class, and its total;
// `places` has room for KEYWORD_PLACES_MOST.
void places_of_class(const struct entries *entries, const struct best *best,
                     struct keyword *keyword, struct keyword_place *places);

// To pages that carry its term: stories and guidelines before others.
void places_of_term(struct keyword *keyword, struct keyword_place *places);

// The documents of the best pages that are read to see how a word is written, and the
// passages that are told of them.
enum { PLACES_READ = 3 };
size_t places_read(const struct entries *entries, const struct best *best,
                   const struct document *documents[PLACES_READ],
                   const struct told *told[PLACES_READ]);

// Whether passages of the best pages have `word` as a word; or, when it is long,
// at the start of another.
bool places_write(const struct entries *entries, const struct best *best, str word);
