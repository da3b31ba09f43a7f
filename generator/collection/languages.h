// SPDX-License-Identifier: EUPL-1.2
// The languages of a site's pages: each has an index of its own.  There is an end to
// their number, for every index names all others: pages in a language that few are in
// stand in that of the site's own language then.

#pragma once

#include "site/site.h"

struct languages {
    const str *codes; // the site's own first, then the others by their codes
    size_t count;
    bool more; // there are others, without an index
};

enum { LANGUAGES_MOST = 24 };

struct languages languages_of(struct arena *arena, const struct site *site);

// Whether a page in that language stands in the index with this number.
bool language_belongs(const struct languages *languages, size_t number, str language);

// Its name in the language itself, or the code where that is not known.
str language_label(str code);

// The file of its index, below search/.
str language_root(struct arena *arena, const struct languages *languages, size_t number);
