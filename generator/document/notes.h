// SPDX-License-Identifier: EUPL-1.2
// Footnotes, in the text.
//
// cmark does not know them, and would take `[^1]: word` for the address of a
// link.  So before cmark reads the text, each definition becomes an item of a
// list, whose content is indented by four as that of a note is; a comment
// before it keeps it apart from other lists.
//
//     [^1]: Zie *Van Os*.            <!---->
//                               ->   01) Zie *Van Os*.
//         Tweede alinea.
//                                        Tweede alinea.
//
// The items are found back in the tree by their lines (rewrite.h).  Where
// cmark saw no item, it was no definition (an example in a block of code), and
// the text is read again without it.

#pragma once

#include "base/buf.h"
#include "base/list.h"
#include "base/map.h"
#include "document/lines.h"

struct note {
    str label; // what stands between `[^` and `]`
    unsigned line;
    void *item;    // its node in the tree
    bool rejected; // cmark sees something else there
    bool repeated; // an earlier note has the same label
    size_t number; // in the order of the references; 0 before the first
    size_t references;
    str id;
    str reference_id; // of the first reference; of others with _2, _3 behind it
};

struct notes {
    struct note *at;
    size_t count;
    size_t capacity;
};

// Whether `text` starts with `[^label]:`, and what follows.
bool note_definition(str text, str *label, str *rest);

// Finds what looks like definitions; `in_code` says of each line whether it is
// inside a fence.
struct notes notes_find(struct arena *arena, const struct lines *lines, const bool *in_code);

// How a label is looked up: `[^Bron]` refers to `[^bron]:`.
str note_key(struct arena *arena, str label);
