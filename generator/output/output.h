// SPDX-License-Identifier: EUPL-1.2
// The website on disk.  Together with `source` the only part that touches the
// world.
//
// A file is written to a temporary name beside its place and renamed, so no one
// ever reads half a file; a file that already has the same bytes is left alone.
// What an earlier build wrote and this one does not make is removed at the end.
// Files that no build wrote are never touched, save one in the very place of a
// file of the site: that is replaced, with a warning.

#pragma once

#include "base/str.h"
#include "diagnostics/diagnostics.h"

struct output;

// Opens `folder` for a build, and makes it when it is not there.  A NULL folder
// takes files and counts them, but writes nothing (for `check`).  Returns NULL,
// with a message, when that is impossible.  While another build has the folder
// open, this waits.
struct output *output_open(const char *folder, struct diagnostics *diagnostics);

// Puts `bytes` at `path` (relative, `/`-separated).  Any thread.  A path that no
// website has, a path that was made before, a name above 255 bytes, and a file
// where other paths need a folder, are left out with a message, and all else is
// made: what was withdrawn must go whatever one page does.  The first failure of
// the disk gives a message, and nothing is written after it.
void output_add(struct output *output, str path, str bytes);

// Removes what earlier builds left and closes.  After a failure nothing is
// removed.  Returns false when anything failed.
bool output_close(struct output *output);

struct output_counts {
    size_t files;   // that make up the site
    size_t written; // of these, new or changed
    size_t removed;
};
struct output_counts output_counts(const struct output *output);

void output_free(struct output *output);
