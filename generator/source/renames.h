// SPDX-License-Identifier: EUPL-1.2
// Which file that came in a commit is one that went, under another name.
//
// First those of the same bytes; then texts that have most of their words in
// common.  Costs in line with the number and the size of the files, also where
// a commit moves thousands.

#pragma once

#include "source/compare.h"

// A file that came or went.
struct moved {
    str path;
    const git_oid *id;
    uint32_t from; // of one that came: which that went it was; NO_NUMBER for none
    bool taken;    // of one that went: it is somewhere else now
};

struct moves {
    struct trees *trees;
    struct arena *arena;
    LIST(struct moved) came; // by path, as git orders them
    LIST(struct moved) went;
};

// The bytes of a text in git: NULL when it is larger than anyone writes, or
// cannot be read.  The caller frees the object.
git_odb_object *text_open(struct trees *trees, const git_oid *id);

// Finds those of the same bytes, of the same file name if there is a choice.
void renames_exact(struct moves *moves);

// Finds those that are alike, among what is left.
void renames_alike(struct moves *moves);
