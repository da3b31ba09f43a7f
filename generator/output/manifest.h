// SPDX-License-Identifier: EUPL-1.2
// What builds wrote into a folder, kept in that folder.
//
//     .doorleefd-manifest    the files of the last whole build, as noted.h says
//     .doorleefd-journal     verhalen/v-2/index.html
//
// The journal gets each path that is new before its file is made, and goes away
// when the build is whole.  So at any moment the two together name every file that
// a build wrote, and a build that is killed leaves nothing that a later one does
// not find.  A manifest of format 1 was a list of paths, one a line.

#pragma once

#include "output/noted.h"

struct manifest {
    struct arena *arena;
    struct noted_list files; // of both, sorted by path, each once
    uint32_t *slots;         // 1 + number of a file, by the hash of its path
    size_t slot_mask;
    struct fingerprint print; // of the last build; zero when that is not known
    struct buf text;          // the last list, as it was read
    int top;
    int journal;
    bool unfinished; // an earlier build did not come to its end
};

// Reads what is there; a part that is damaged is passed over.
void manifest_open(struct manifest *manifest, int top);
void manifest_close(struct manifest *manifest);

#define MANIFEST_NONE ((size_t)-1)

// The number of the file `path`, or MANIFEST_NONE.
size_t manifest_find(const struct manifest *manifest, str path);

// Number of the first file at or after `path`.
size_t manifest_from(const struct manifest *manifest, str path);

// Begins the journal.  Returns false, with errno, when it cannot be written.
bool manifest_begin(struct manifest *manifest);

// Notes a path that is not known, before its file is made.  Any thread.
bool manifest_note(struct manifest *manifest, str path);

// Writes `list`, of the build that is now whole, beside the old one ..
bool manifest_prepare(struct manifest *manifest, str list);

// .. and puts it in its place, when all that is on neither is removed.
bool manifest_commit(struct manifest *manifest);
