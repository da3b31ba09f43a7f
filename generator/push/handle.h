// SPDX-License-Identifier: EUPL-1.2
// What is behind a struct push: private to this folder.

#pragma once

#include "push/push.h"

#include <git2.h>

struct push {
    struct arena *arena;
    git_repository *git;
    git_odb *objects;
    git_config *settings;
    str folder;
};

// The object that an id in hexadecimal names, or NULL.
git_object *push_object(struct push *push, str id);

// The commit that an object is or names, or NULL.
git_commit *push_commit(struct push *push, str id);

// Whether the file holds text, as far as its first part tells; one that cannot be read
// does not.
bool push_is_text(struct push *push, const git_oid *id);
