// SPDX-License-Identifier: EUPL-1.2
// Names for all that an entry's words follow from.

#pragma once

#include "base/fingerprint.h"
#include "search/entries.h"

// Of every term of the site, made once.
struct term_prints {
    const struct fingerprint *const *at; // of each taxonomy, by the term's number
};

struct term_prints term_prints_of(struct arena *arena, const struct site *site);

// Whether the entry can be named: its document is.
bool entry_print(const struct entries *entries, const struct term_prints *terms, size_t item,
                 struct buf *room, struct fingerprint *print);
