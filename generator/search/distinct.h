// SPDX-License-Identifier: EUPL-1.2
// Words of an entry that people write otherwise than the index has them: with
// diacritics, capitals of their own, hyphens.

#pragma once

#include "search/written.h"

// Calls `take` for each of them.  The capital that a sentence begins with is none of the
// word's own.
void distinct_each(const struct entries *entries, size_t entry, struct arena *scratch,
                   written_take *take, void *context);
