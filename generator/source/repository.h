// SPDX-License-Identifier: EUPL-1.2
// A git repository: opening it, finding the revision, reading objects.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

#include <git2.h>

// One thread at a time uses a handle.
struct repository {
    git_repository *git;
    git_odb *objects;
};

// Opens the repository that `path` is in.  Returns false, with a message (none
// when `diagnostics` is NULL), when that is impossible.
bool repository_open(struct repository *repository, const char *path,
                     struct diagnostics *diagnostics);
void repository_close(struct repository *repository);

// Whether only a part of the history was fetched.
bool repository_is_shallow(const struct repository *repository);

// The commit that `revision` names, or NULL with a message.
git_commit *repository_commit(struct repository *repository, const char *path, const char *revision,
                              struct diagnostics *diagnostics);
