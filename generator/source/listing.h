// SPDX-License-Identifier: EUPL-1.2
// The list of files while it is made, from git or from disk, and the rules for
// what may be on it.

#pragma once

#include "base/list.h"
#include "source/source.h"

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_SUBMODULE, ENTRY_OTHER };

// A path of more bytes is left out: the website could not be written.
enum { LISTING_PATH_MAX = 1024, LISTING_LEFT_OUT_MAX = 1000 };

struct listing {
    struct arena *arena;
    struct diagnostics *diagnostics; // NULL: leaves out in silence
    str folder;                      // of the content, as the repository names it; empty for all
    LIST(struct source_file) files;
    LIST(str) left_out; // paths at the top that are not read, LISTING_LEFT_OUT_MAX at most
    bool overfull;      // both have one message
    bool too_deep;
};

// Gives the message `kind` for a file or folder that is left out.
void listing_leave_out(struct listing *listing, const struct diagnostic_kind *kind, str path,
                       const str *values);

// Whether the entry `path`, with the fault of its name, is read; says why when not.
bool listing_accepts(struct listing *listing, str path, const struct diagnostic_kind *fault,
                     enum entry_kind kind);

// Whether a folder with so many folders above it is read.
bool listing_accepts_depth(struct listing *listing, str path, size_t depth);

// Adds a file; copies path and id.  Returns false when the list is full.
bool listing_add(struct listing *listing, str path, const unsigned char *id, size_t size);

// Says that the list is full, once.
void listing_overfull(struct listing *listing, str path);

// Sorts by path, and leaves out what differs from an earlier path in case or
// Unicode form alone.
void listing_finish(struct listing *listing);
