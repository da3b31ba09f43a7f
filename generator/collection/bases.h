// SPDX-License-Identifier: EUPL-1.2
// Which forms are forms of another one.

#pragma once

#include "collection/lexicon.h"

// Sets the bases of all forms, which are in order, with their beginnings: by the rules of
// the language, or, where little enough changed, from those of the last time.
void bases_set(struct arena *arena, struct lexicon *lexicon, unsigned jobs);
