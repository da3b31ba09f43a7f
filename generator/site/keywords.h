// SPDX-License-Identifier: EUPL-1.2
// The words worth looking up, as in the register at the back of a book: what the
// search index tells of them, for pages that show it.

#pragma once

#include "base/str.h"

#include <stdint.h>

struct page;
struct term;

// Where a keyword leads: to a page, or to a term.
struct keyword_place {
    const struct page *page; // or NULL
    const struct term *term;
};

enum { KEYWORD_PLACES_MOST = 5, KEYWORD_ALSO_MOST = 5 };

struct keyword {
    str name;                        // as people write it: cliënt, Wmo, e-health
    str key;                         // its words made plain: no other keyword has it
    const struct term *const *terms; // that have this name
    size_t term_count;
    const struct term *const *see; // that it is another word for
    size_t see_count;
    const struct keyword_place *places; // the best first, without the terms above
    size_t place_count;                 // at most KEYWORD_PLACES_MOST
    size_t total;                       // how many pages have the word
    size_t shown;                       // of these, as places or as terms above
    const uint32_t *also;               // numbers in the list: compounds, terms of more words
    size_t also_count;                  // at most KEYWORD_ALSO_MOST
};

// In the order of the alphabet, what does not begin with a letter of a to z last.
struct keyword_list {
    const struct keyword *at;
    size_t count;
};
