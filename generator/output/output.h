// SPDX-License-Identifier: EUPL-1.2
// The website on disk.  Together with `source` the only part that touches the
// world.
//
// A file gets its name, or changes places with the one before, when it is whole, so no
// one ever reads half a file; a file that already has the same bytes is left alone.
// Nothing waits for the disk: after a power failure files may be empty, which the next
// build sees by their sizes and mends.
// What an earlier build wrote and this one does not make is removed at the end.
// Files that no build wrote are never touched, save one in the very place of a
// file of the site: that is replaced, with a warning.

#pragma once

#include "base/fingerprint.h"
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

// Like output_add; `print` names everything that the bytes follow from.
void output_add_print(struct output *output, str path, str bytes, struct fingerprint print);

// Whether the file at `path` stands as an earlier build made it from the same
// `print`.  Then it is a file of this build too, and need not be made.  It is not
// read: that its size and time of change are as they were is enough.  Any thread.
bool output_keep(struct output *output, str path, struct fingerprint print);

// The same, quicker for who asks in the order of paths: `near` tells where the file
// that was asked for before is noted, and is set.  Begin with 0.
bool output_keep_near(struct output *output, str path, struct fingerprint print, size_t *near);

// Whether output_keep would keep it; who keeps several files or none asks this first.
// Any thread.
bool output_has(struct output *output, str path, struct fingerprint print);

// Has output_keep take for granted that nobody changed a file since it was written: then
// no one waits until all are looked at.  Before anything is added.
void output_trust(struct output *output);

// Whether what was taken for granted is so: that is seen when all is published, so that nobody
// waits for what nobody changed.  When it is not, all is to be made again by one that trusts
// nobody.  Between output_publish and output_close.
bool output_holds(struct output *output);

// Puts other forms (`.gz`, `.br`) beside all text files.  Before anything is added.
void output_compress(struct output *output);

// Has output_publish write lists of what changed since the last build that was whole, to
// `file` and to files beside it: changes.h says which.  Where they are `added`, lists that
// stand there go on, without what was undone since.  Before output_publish.
void output_list_changes(struct output *output, const char *file, bool added);

// What the file at `path` was made from, as the last build of `folder` noted it;
// empty where that is not known.  Returns false when it made no such file.  For
// looking: nothing is locked.
bool output_noted(const char *folder, str path, struct fingerprint *print);

// Names everything that the whole website follows from, for output_stands of a
// later build.  Before output_publish.
void output_set_print(struct output *output, struct fingerprint print);

// Whether the whole website stands as a build with this print left it.  To be asked
// before anything is added; then output_publish leaves all as it is.
bool output_stands(struct output *output, struct fingerprint print);

// Brings what was added into the website, and removes what earlier builds left.  After a
// failure nothing is removed.  Returns false when anything failed.
bool output_publish(struct output *output);

// Publishes, if that was not done yet, and lets go of the folder.  Returns the same.
bool output_close(struct output *output);

struct output_counts {
    size_t files;   // that make up the site
    size_t written; // of these, new or changed
    size_t removed;
    size_t pages_written; // of both, those that people read
    size_t pages_removed;
};
struct output_counts output_counts(const struct output *output);

// Whether the website of this build, which is closed, has a file at `path`.
bool output_made(const struct output *output, str path);

void output_free(struct output *output);

// ---- Beside the website ----

// Puts a file into the folder that is no part of the website: no build counts or
// removes it.  `mark` is a text in `bytes`; what stands there without it belongs to
// someone else and stays, with a message.
bool output_put_beside(const char *folder, str path, str bytes, str mark,
                       struct diagnostics *diagnostics);

// Removes such a file, and its folder when that is empty.
void output_remove_beside(const char *folder, str path, str mark);

// Whether builds write here, or nothing is there that could be lost.
bool output_is_ours(const char *folder);

// Removes all that builds wrote into the folder, and the folder itself when
// nothing else is in it.
bool output_remove(const char *folder, struct diagnostics *diagnostics);
