// SPDX-License-Identifier: EUPL-1.2
// What a commit knows of all files there ever were, kept between builds.
//
// Of a commit that was built before it is remembered whole, as a base and some
// changes on it.  A commit that follows it in one line needs no more of the past.

#pragma once

#include "cache/cache.h"
#include "source/past.h"

// What became of a file.
struct fate {
    str path;
    struct life life;
};

struct stand {
    struct cache *cache;
    struct fingerprint base; // names what follows up to `paths`
    size_t count;
    const struct life *lives;  // in the order of their paths
    const uint32_t *ends;      // of the paths
    str paths;                 // one after the other
    LIST(struct fate) changes; // since, in the order of their paths
    uint64_t work;             // of all commits up to this one
    uint64_t commits;          // since the base was made
    struct fingerprint tip;    // what the history needs that does not go on from here:
    struct fingerprint log;    // see remembered.h
};

// Finds what is remembered of a commit, in memory of `arena`.
bool stand_read(struct stand *stand, struct past *past, uint32_t number);

// What is known of a path.  Returns false when it never was there.
bool stand_ask(const struct stand *stand, str path, struct life *life);

// Calls `take` for each of the files, which are sorted by path, that is known.
typedef void stand_take(void *context, size_t file, struct life life);
void stand_each(const struct stand *stand, const struct source_file *files, size_t count,
                stand_take *take, void *context);

// Adds what a commit that follows it noted.
void stand_change(struct stand *stand, struct past *past, const struct noted *notes, size_t count);

// Remembers it as what the commit knows.
void stand_write(const struct stand *stand, const struct past *past, uint32_t number);

// Makes and remembers a base of what the commit knows: fates in any order, each path once.
void stand_begin(struct stand *stand, const struct past *past, uint32_t number, struct fate *fates,
                 size_t count);
