// SPDX-License-Identifier: EUPL-1.2
// Names for what entries say, made without looking at their texts: what the title
// and the summary of a page are follows from its document, which has a name already.

#pragma once

#include "site/site.h"

#include <stdint.h>

// Of a page or a term.  Zero: nobody can tell, for its document has no name.
struct entry_prints {
    uint64_t words;  // of all that its words follow from
    uint64_t record; // of its record, but for where its passages stand
};

// Of the words of each term, by its taxonomy and its number.
struct term_prints {
    const uint64_t *const *at;
};

struct term_prints term_prints_of(struct arena *arena, const struct site *site);

// `address` is the hash of its address.
struct entry_prints page_prints(const struct site *site, const struct term_prints *terms,
                                const struct page *page, uint64_t address);
struct entry_prints prints_of_term(const struct term_prints *terms, const struct term *term,
                                   uint64_t address);
