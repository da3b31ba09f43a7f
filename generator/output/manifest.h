// SPDX-License-Identifier: EUPL-1.2
// What builds wrote into a folder, kept in that folder.
//
//     .doorleefd-manifest    the files of the last whole build, as noted.h says
//     .doorleefd-prepared    the same, of the build that is being published
//
// The second is written before anything changes in the website, and takes the place
// of the first when nothing remains to be done.  So at any moment the two together
// name every file that a build wrote, and a build that is killed leaves nothing that
// a later one does not find.  A manifest of format 1 was a list of paths, one a line,
// with a journal of new ones beside it.

#pragma once

#include "output/noted.h"

struct manifest {
    struct arena *arena;
    struct noted_list files; // of both, sorted by path, each once
    uint32_t *slots;         // 1 + number of a file, by the hash of its path
    size_t slot_mask;
    struct fingerprint print; // of the last build; zero when that is not known
    struct buf text;          // the lists, as they were read
    struct buf coming_text;
    int top;
    bool unfinished; // a build was killed while it published
    bool absorbed;   // and what it did is noted as that of a whole one
    bool clean;      // all files stand in `text` as they would be noted again
};

// Reads what is there; a part that is damaged is passed over.  After a build that was
// killed while files went to their places early, files of no list are looked for.
void manifest_open(struct manifest *manifest, int top, bool killed);
void manifest_close(struct manifest *manifest);

// Whether the last build may have had this print: a look at the beginning of its list.
bool manifest_may_be(int top, struct fingerprint print);

// What the last whole build noted of one file, without a word to a build that is
// under way.  Returns false when it made no such file.
bool manifest_look(int top, str path, struct note *note);

#define MANIFEST_NONE ((size_t)-1)

// The number of the file `path`, or MANIFEST_NONE.
size_t manifest_find(const struct manifest *manifest, str path);

// The same, quicker for the file after number `near`, which is set to the one found.
size_t manifest_find_near(const struct manifest *manifest, str path, size_t *near);

// Number of the first file at or after `path`.
size_t manifest_from(const struct manifest *manifest, str path);

// A list that is being put together: what stays as it is noted is told by where it
// stands in the text of the old one, since of a large website that is nearly all.
struct manifest_list {
    const struct manifest *manifest;
    struct buf fresh;
    struct {
        struct piece *at;
        size_t count;
        size_t capacity;
    } pieces;
    struct arena *arena; // for the pieces
};

struct manifest_list manifest_list_new(const struct manifest *manifest, struct arena *arena,
                                       struct fingerprint print, size_t count);
void manifest_list_add(struct manifest_list *list, str path, const struct note *note,
                       uint32_t flags);

// Adds a file just as the manifest, which is clean, notes it.
void manifest_list_keep(struct manifest_list *list, const struct noted *noted);

// Writes the list of the build that is to be published beside the old one, and lets go
// of its memory; with errno ..
bool manifest_prepare(struct manifest *manifest, struct manifest_list *list);

// .. and puts it in its place, when all is done; or removes it, when nothing is.
bool manifest_commit(struct manifest *manifest);
void manifest_forget(struct manifest *manifest);
