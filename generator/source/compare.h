// SPDX-License-Identifier: EUPL-1.2
// What differs between the trees of a commit and of its parents.  Folders that
// are the same in both are not entered, so this costs what was changed.

#pragma once

#include "base/buf.h"
#include "base/list.h"
#include "source/repository.h"
#include "source/source.h"

// More parents of one commit are not looked at; git itself stops at 16.
enum { COMPARE_PARENTS_MAX = 64 };

// A history of more work than this is given up: a few objects can stand for
// more than anyone lives to see.  Linux is at half of it.
enum { HISTORY_WORK_MAX = 1 << 24 };

enum { TREES_KEPT = 24 };

// Trees that were read last: what a commit is compared with is mostly the
// commit that was looked at before.
struct trees {
    struct repository *repository;
    git_odb_object *kept[TREES_KEPT];
    size_t kept_bytes;
    size_t next;
    uint64_t work;   // done so far; follows from what was compared alone
    bool incomplete; // an object is missing or is not what it should be
};

void trees_release(struct trees *trees);

// A tree's bytes, as long as the caller keeps the object, which is the caller's
// to free; NULL when it cannot be read.
git_odb_object *trees_open(struct trees *trees, const git_oid *id);

// The folder `path` below the tree `root`.  Returns false when there is none.
bool trees_find(struct trees *trees, const git_oid *root, str path, git_oid *id);

// A file that is not the same in the commit and in its first parent.
struct change {
    str path;
    const git_oid *ids; // in the commit, in its parents; one that is zero is not there
};

struct changes {
    struct arena *arena;
    LIST(struct change) list; // in git's order
};

// Adds the files that differ between ids[0] and ids[1], with what they are in
// all `count` trees; a zero id is an empty tree.  Symbolic links, submodules and
// names that start with a dot are no files.
void trees_compare(struct trees *trees, const git_oid *ids, size_t count, struct changes *changes);

// Calls `entry` for each entry of the tree `id`, until it returns false.
typedef bool trees_entry(void *context, str name, bool folder, const git_oid *id);
void trees_each(struct trees *trees, const git_oid *id, trees_entry *entry, void *context);
