// SPDX-License-Identifier: EUPL-1.2
// What each commit knows of each path (by its number), told by what it changes alone.
//
// A commit knows what its first parent knows, but for what it notes itself.
// First parents make a tree of commits.  It is cut into chains so that from any
// commit few steps from chain to chain lead to the first one; on a chain, the
// last note on a path before a commit is found by leaps.

#pragma once

#include "base/arena.h"

#include <stdint.h>

enum { NO_NUMBER = UINT32_MAX };

// A day: one more than the days since 1970; or not known; or not yet.
enum { DAY_UNKNOWN = 0 };
#define DAY_PENDING UINT32_MAX

// What is known of a file.
struct life {
    uint32_t first; // since when it may be read: DAY_PENDING while it says that it may not
    uint32_t last;  // when it was changed last
    uint64_t gone;  // 0 while it is there; else a part of the id that it had
};

struct lineage;

// `parents[i]` is the number of the first parent of commit i, which is lower
// than i, or NO_NUMBER.
// So many notes are known to come.
struct lineage *lineage_new(struct arena *arena, const uint32_t *parents, uint32_t count,
                            size_t notes);

// Notes what `commit` knows of a path.  Commits note in the order of their numbers.
void lineage_note(struct lineage *lineage, uint32_t commit, uint32_t path, struct life life);

// What `commit` knows of a path.  Returns false when it knows nothing.
bool lineage_ask(const struct lineage *lineage, uint32_t commit, uint32_t path, struct life *life);
