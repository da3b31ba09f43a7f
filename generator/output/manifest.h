// SPDX-License-Identifier: EUPL-1.2
// What builds wrote into a folder, kept in that folder.
//
//     .doorleefd-manifest    doorleefd-manifest 1
//                            index.html
//                            verhalen/v-1/index.html
//     .doorleefd-journal     verhalen/v-2/index.html
//
// The manifest lists the files of the last whole build, sorted.  The journal
// gets each path that is new before its file is made, and goes away when the
// build is whole.  So at any moment the two together name every file that a
// build wrote, and a build that is killed leaves nothing that a later one does
// not find.

#pragma once

#include "base/list.h"
#include "base/map.h"

struct manifest {
    struct arena *arena;
    LIST(str) paths;   // of both files, sorted, each once
    struct map *known; // the same
    int top;
    int journal;
    bool unfinished; // an earlier build did not come to its end
};

// Reads what is there and begins the journal.  Lines that are no path of a
// website are passed over.  Returns false, with errno, when it cannot be written.
bool manifest_open(struct manifest *manifest, int top);
void manifest_close(struct manifest *manifest);

bool manifest_knows(const struct manifest *manifest, str path);

// Index of the first known path at or after `path`.
size_t manifest_from(const struct manifest *manifest, str path);

// Notes a path that is not known, before its file is made.  Any thread.
bool manifest_note(struct manifest *manifest, str path);

// Writes the list of the build that is now whole beside the old one ..
bool manifest_prepare(struct manifest *manifest, const str *paths, size_t count);

// .. and puts it in its place, when all that is on neither is removed.
bool manifest_commit(struct manifest *manifest);
