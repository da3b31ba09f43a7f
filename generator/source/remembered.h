// SPDX-License-Identifier: EUPL-1.2
// What commits noted, kept between builds.
//
// For each revision that was built there is a tip: which log it goes on from,
// and the commits since.  The log holds all commits before.  When a tip grows
// large it becomes a log.  What a commit noted follows from the commit alone, so
// that a log of another line, also of one that was pushed away by force, serves
// for what both have in common.

#pragma once

#include "cache/cache.h"
#include "source/past.h"

struct remembered {
    struct cache *cache;
    struct fingerprint log;      // that was read; empty for none
    const uint32_t *log_commits; // their numbers in the past
    size_t log_commit_count;
    const uint32_t *log_paths; // their numbers in the past
    size_t log_path_count;
};

// Adds to the past what is remembered of the commit and those before it.
// Returns whether there was something; then the commit is joined, and its notes
// are there.
bool remembered_read(struct remembered *remembered, struct past *past, uint32_t number);

// Names the tip of a commit.
struct fingerprint remembered_tip(const struct past *past, uint32_t number);

// Remembers `count` commits: `order` holds their numbers, parents first, and
// the revision last.  `log` is then the one that they go on from.
void remembered_write(struct remembered *remembered, const struct past *past, const uint32_t *order,
                      size_t count);
