// SPDX-License-Identifier: EUPL-1.2
// Names for the lists of classes: two lists of one name have the same bytes.
//
// A list's own name says all that it follows from.  When a page gets longer or
// shorter, every word of it says a little less or more about it, and gets another
// own name; but as levels are steps, most lists stay as they are.  They go by the
// name that they had.

#pragma once

#include "search/class_list.h"

// Finds those that go by an earlier name; in `arena`.
const struct class_names *class_names_of(struct arena *arena, const struct listing *listing,
                                         unsigned jobs);
