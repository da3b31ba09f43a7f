// SPDX-License-Identifier: EUPL-1.2
// What is noted of the files that a build wrote, as bytes in the manifest.
//
//     head     "doorleefd-manifest 2\n", zeros up to 24; check; a number that tells
//              the order of bytes; how many; print of the whole build
//     noted    check; print; bytes; size; length; flags; path; zeros up to 8
//     noted    ...
//
// Each part has a check of its own, so that damage costs no more than what it hits.

#pragma once

#include "base/buf.h"
#include "base/fingerprint.h"

// How a file stands on disk, or is to stand there: its size, and the time of its last
// change in two parts.
struct stamp {
    uint64_t size;
    int64_t second;
    uint32_t nanosecond;
};

struct note {
    struct fingerprint print; // of what the bytes follow from; zero when not given
    struct fingerprint bytes; // zero when nothing is known but the path
    uint64_t size;
};

// The part of a second that a file with these bytes has in its time of change.  So
// whether a file is still the one that was written can be seen without reading it and
// without noting times, which are never twice the same: whoever changes it, changes that.
uint32_t note_nanosecond(const struct note *note);

// Whether a file that stands so is the one that was noted.
bool note_fits(const struct note *note, struct stamp stamp);

// One file; in memory just as in the manifest.
struct noted {
    uint64_t check; // of all that follows
    struct note note;
    uint32_t len; // of the path
    uint32_t flags;
    char path[];
};

enum {
    NOTED_FOREIGN = 1, // something that no build had written stood there
    NOTED_UNTOLD = 2,  // no list of changes has it yet: a build was killed before
};

str noted_path(const struct noted *noted);

// All its bytes in the manifest that it was read from.
str noted_view(const struct noted *noted);

// Of which no more is known than the path.
const struct noted *noted_path_only(struct arena *arena, str path);

// Of which no more is known than the bytes.
const struct noted *noted_bytes_only(struct arena *arena, str path, const struct note *note);

struct noted_list {
    const struct noted **at;
    size_t count;
    size_t capacity;
};

// Adds what is whole in `bytes`, which are aligned as malloc does and live as long
// as the list, and tells whether that was all.  LIST_NONE, with nothing added, when
// this is no list of a build.  Sets the print of the build; it is zero when anything
// is damaged.
enum list_state { LIST_NONE, LIST_DAMAGED, LIST_WHOLE };
enum list_state noted_read(struct arena *arena, str bytes, struct noted_list *list,
                           struct fingerprint *print);

// The beginning of a list alone: sets the print of its build.
enum { NOTED_HEAD = 64 };
bool noted_read_head(str bytes, struct fingerprint *print);

// Writes the beginning of a list, and one of its files.
void noted_write_head(struct buf *to, struct fingerprint print, size_t count);
void noted_write(struct buf *to, str path, const struct note *note, uint32_t flags);
