// SPDX-License-Identifier: EUPL-1.2
// The files below a tree of git.
//
// A few small trees that name each other ten times over stand for 10^10 files.
// So each tree is read once, whatever the number of places it is in, and
// weighed: the entries in it and below it, as often as they are named.  A tree
// that outweighs by far all that was read is a bomb.  Folders that a bomb holds
// more than once are left out, and so are all repeated folders when together
// they come above the same limit; honest repetition, such as a folder of
// pictures that is copied a hundred times, stays below it.

#pragma once

#include "base/buf.h"
#include "source/listing.h"
#include "source/repository.h"

// Adds all files below `root` to the listing, and gives messages for what is
// left out.
void tree_list(struct repository *repository, const git_oid *root, struct listing *listing);
