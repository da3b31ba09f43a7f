// SPDX-License-Identifier: EUPL-1.2
// The languages of a site's pages: each has an index of its own.

#pragma once

#include "site/site.h"

struct languages {
    const str *codes; // the site's own first, then the others by their codes
    size_t count;
};

struct languages languages_of(struct arena *arena, const struct site *site);

// Its name in the language itself, or the code where that is not known.
str language_label(str code);

// The file of its index, below search/.
str language_root(struct arena *arena, const struct languages *languages, size_t number);
