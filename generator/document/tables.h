// SPDX-License-Identifier: EUPL-1.2
// Tables of GitHub Flavored Markdown, in the text.
//
// cmark does not know tables.  So before cmark reads the text, each cell of a
// table becomes a line of its own: a level-6 heading in the same list or
// quote, for that is one line of inline text that ends a paragraph and asks
// for no blank line.
//
//     > | Wie   | Wat  |            > ###### Wie ######
//     > | ----- | ---- |    ->      > ###### Wat ######
//     > | Anna  | *ja* |            > ###### Anna ######
//                                   > ###### *ja* ######
//
// The headings are found back in the tree by their lines (rewrite.h).  Where
// cmark did not see them all side by side, it was no table (an example in a
// block of code), and the text is read again without it.

#pragma once

#include "base/buf.h"
#include "base/list.h"
#include "document/lines.h"

// Cells in all tables of one file, the empty ones at the ends of rows too.
enum { TABLE_CELLS_MAX = 200000 };

enum alignment { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct table {
    unsigned first; // the line of its head
    unsigned last;
    size_t columns;
    unsigned char *alignments; // enum alignment of each column
    str head;                  // what stands before the head: "> - "
    str body;                  // and before the other rows: ">   "
    size_t cells;              // lines that stand for it, and
    size_t seen;               // those of them in the tree
    bool too_large;            // it stays text
    bool rejected;             // cmark sees something else there
};

struct tables {
    struct table *at;
    size_t count;
    size_t capacity;
};

// Finds what looks like tables; `arena` holds them.  `in_code` says of each
// line whether it is inside a fence.
struct tables tables_find(struct arena *arena, const struct lines *lines, const bool *in_code);

// Walks over the cells of a row.
struct row {
    str text;
    size_t at;
};

struct row row_start(str text);

// The next cell as written, without the white space around it.
bool row_cell(struct row *row, str *cell);
