// SPDX-License-Identifier: EUPL-1.2
// The files of one build: private to this folder.

#pragma once

#include "source/history.h"
#include "source/listing.h"
#include "source/reader.h"
#include "source/source.h"

// What is known of a file.  Markdown in git, nearly all there is, is first looked
// at when someone asks for its bytes: what is remembered from an earlier build is
// not looked at at all.
enum sight { SEEN, UNSEEN, LEFT_OUT };

struct source {
    struct source_options options;
    struct arena *arena;
    struct source_file *files;
    struct stamp *stamps;  // of files on disk
    unsigned char *sights; // an enum sight for each file
    size_t count;
    size_t markdown_limit; // of files that are unseen
    const str *left_out;   // names at the top of the content folder
    size_t left_out_count;
    str revision;
    str git_folder;
    const char *top;     // of files on disk: the folder that `folder` is in
    str folder;          // of the content
    git_oid commit;      // of a revision
    struct life *lives;  // of the files; NULL when not known
    struct cache *cache; // where the history is remembered, or NULL
    unsigned jobs;
    struct readers readers;
};

// Looks at the files, on all cores, and keeps those that can be read.
void source_take(struct source *source, struct listing *listing);

// Finds the repository and the commit; lists its files.  These and those below return
// false where that is impossible; all but worktree_find say why.
bool revision_find(struct source *source, struct diagnostics *diagnostics);
bool revision_list(struct source *source, struct diagnostics *diagnostics);

// The same of files on disk, of which the repository need not be there.
bool worktree_find(struct source *source);
bool worktree_list(struct source *source, struct diagnostics *diagnostics);
