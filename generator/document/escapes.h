// SPDX-License-Identifier: EUPL-1.2
// Whether a character of a text was written with a backslash: cmark's tree
// does not tell, so text and source are walked side by side.

#pragma once

#include "base/str.h"

struct escapes {
    str source; // of the line, from where the text begins
    str text;
    size_t source_at;
    size_t text_at;
    bool lost; // they do not match: nothing counts as escaped any more
};

// Whether byte `index` of the text is escaped.  Ask in rising order.
bool escapes_at(struct escapes *escapes, size_t index);
