// SPDX-License-Identifier: EUPL-1.2
// Whether the words of a phrase stand one after the other, on the pages where
// they all are.

#pragma once

#include "ask/rank.h"

// Looks in the texts of the likeliest pages; takes the phrases away from those
// that have them not, and leaves out those that have an excluded one.  The
// pages must have been ranked, and are ranked again.  Returns whether there are
// pages that were not looked at.
bool phrases_check(struct ranking *ranking, bool has_words);
