// SPDX-License-Identifier: EUPL-1.2
// What each commit makes of the lives of its files.
//
// What a file was in a commit follows from what it was in the commit's parents:
//
// - A file that is the same in a parent has its life there; of several parents,
//   in the first of them.
// - A file that differs from what it is in all parents that have it was changed
//   on this day; it came when it came to the first of these.
// - A file that no parent has is one that went from a parent under another
//   name, or one that went earlier and came back unchanged, or else it came on
//   this day.
// - As long as a text says of itself that it is not to be read yet, it has not
//   come.

#pragma once

#include "source/past.h"
#include "source/stand.h"

struct lives {
    struct past *past;
    struct lineage *lineage;
    const uint32_t *numbers; // of the commits of `past` in `lineage`
    source_withheld *withheld;
    struct source_known known;
    const struct stand *stand; // of the commit that all others follow; NULL: all are there
    struct arena *scratch;     // for one commit at a time
};

// Adds to past->notes, and to the lineage, what commit `number` knows else than
// its first parent.  Its parents must be there.
void lives_find(struct lives *lives, uint32_t number);
