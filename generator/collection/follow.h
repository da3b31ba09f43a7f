// SPDX-License-Identifier: EUPL-1.2
// The forms of the last index, and what has come, gone and changed since.

#pragma once

#include "collection/lexicon.h"

// Sets the forms of a lexicon whose collection has a former one.
void forms_follow(struct arena *arena, struct lexicon *lexicon, unsigned jobs);
