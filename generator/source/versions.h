// SPDX-License-Identifier: EUPL-1.2
// What versions and their source need of each other: private to this folder.

#pragma once

#include "source/source.h"

#include <git2.h>

// The day on which it was made, by the clock on that wall; { 0 } before 1970.
struct date commit_day(const git_commit *commit);

// The repository as its user names it.
const char *source_repository(const struct source *source);

// Where the history is remembered, or NULL.
struct cache *source_cache(const struct source *source);
