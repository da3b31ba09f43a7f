// SPDX-License-Identifier: EUPL-1.2
// The text as cmark gets it, and where each of its lines comes from.

#pragma once

#include "base/buf.h"
#include "document/lines.h"
#include "document/notes.h"
#include "document/survey.h"
#include "document/tables.h"

enum line_role {
    LINE_TEXT,
    LINE_CELL,   // of table `index`
    LINE_NOTE,   // the first of note `index`
    LINE_FILLER, // ours; nothing of it is shown
};

struct origin {
    unsigned line; // in the text before it was rewritten
    int shift;     // what to add to a column (in bytes) to get the one there
    enum line_role role;
    unsigned index;
};

struct rewritten {
    str text;
    struct origin *origins; // of each line; NULL when nothing was rewritten
    size_t count;
};

// Tables and notes that were rejected stay as they are.
struct rewritten rewrite(struct arena *arena, const struct lines *lines,
                         const struct tables *tables, const struct notes *notes,
                         const struct survey *survey);

// Where line `number` of the rewritten text comes from.
struct origin rewritten_origin(const struct rewritten *rewritten, int number);
