// SPDX-License-Identifier: EUPL-1.2
// What differs between two commits.  A small tree may stand for a world of files:
// what is walked is bounded, and nothing here nests with its depth.
#include "push/handle.h"

#include "base/list.h"

#include <stdlib.h>

// Deeper files are no part of a website; more work than this is no push of people.
enum { DEPTH_MOST = 100, STEP_WORK = 32, WORK_MOST = 64 * 1024 * 1024 };

// Two folders of the same path, either of which may not be there.
struct pair {
    const git_oid *old;
    const git_oid *new;
    str path; // with a slash at its end, but for the top
    size_t depth;
};

struct walk {
    struct push *push;
    struct arena *arena;
    bool gone; // only what is no longer there
    size_t work;
    LIST(struct pair) pairs;
    LIST(str) names;
};

static bool is_tree(const git_tree_entry *entry)
{
    return entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static bool is_file(const git_tree_entry *entry)
{
    return entry != NULL && git_tree_entry_type(entry) != GIT_OBJECT_TREE;
}

static const git_oid *tree_id(struct walk *walk, const git_tree_entry *entry)
{
    if (!is_tree(entry))
        return NULL;
    git_oid *id = ARENA_NEW(walk->arena, git_oid);
    git_oid_cpy(id, git_tree_entry_id(entry));
    return id;
}

static void note(struct walk *walk, const struct pair *pair, const git_tree_entry *old,
                 const git_tree_entry *new)
{
    str name = str_from_c(git_tree_entry_name(old != NULL ? old : new));
    bool folder = is_tree(old) || (is_tree(new) && !walk->gone);
    bool file = walk->gone ? is_file(old) && !is_file(new) : is_file(old) || is_file(new);
    walk->work += pair->path.len + name.len + STEP_WORK;
    if (file)
        LIST_ADD(walk->arena, walk->names,
                 arena_join(walk->arena, (str[]){ pair->path, name, { 0 } }));
    if (!folder || pair->depth == DEPTH_MOST)
        return;
    struct pair below = {
        .old = tree_id(walk, old),
        .new = tree_id(walk, new),
        .path = arena_join(walk->arena, (str[]){ pair->path, name, STR("/"), { 0 } }),
        .depth = pair->depth + 1,
    };
    LIST_ADD(walk->arena, walk->pairs, below);
}

static const git_tree_entry *entry_of(const git_tree *tree, const git_tree_entry *like)
{
    return tree == NULL ? NULL : git_tree_entry_byname(tree, git_tree_entry_name(like));
}

static bool is_same(const git_tree_entry *old, const git_tree_entry *new)
{
    return old != NULL && git_oid_equal(git_tree_entry_id(old), git_tree_entry_id(new)) != 0 &&
           git_tree_entry_filemode(old) == git_tree_entry_filemode(new);
}

static git_tree *tree_open(struct walk *walk, const git_oid *id)
{
    git_tree *tree = NULL;
    if (id == NULL || git_tree_lookup(&tree, walk->push->git, id) != 0)
        return NULL;
    walk->work += git_tree_entrycount(tree) * STEP_WORK;
    return tree;
}

static void visit(struct walk *walk, const struct pair *pair)
{
    git_tree *old = tree_open(walk, pair->old);
    git_tree *new = tree_open(walk, pair->new);
    for (size_t i = 0; new != NULL &&i < git_tree_entrycount(new); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(new, i);
        const git_tree_entry *before = entry_of(old, entry);
        if (!is_same(before, entry))
            note(walk, pair, before, entry);
    }
    for (size_t i = 0; old != NULL && i < git_tree_entrycount(old); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(old, i);
        if (entry_of(new, entry) == NULL)
            note(walk, pair, entry, NULL);
    }
    git_tree_free(new);
    git_tree_free(old);
}

static const git_oid *top_of(struct walk *walk, str commit_id)
{
    git_commit *commit = push_commit(walk->push, commit_id);
    if (commit == NULL)
        return NULL;
    git_oid *id = ARENA_NEW(walk->arena, git_oid);
    git_oid_cpy(id, git_commit_tree_id(commit));
    git_commit_free(commit);
    return id;
}

static struct push_names compare(struct push *push, struct arena *arena, str before, str after,
                                 bool gone)
{
    struct walk walk = { .push = push, .arena = arena, .gone = gone };
    struct pair top = { top_of(&walk, before), top_of(&walk, after), STR(""), 0 };
    bool same = top.old != NULL && top.new != NULL &&git_oid_equal(top.old, top.new) != 0;
    if (top.new != NULL && !same)
        LIST_ADD(arena, walk.pairs, top);
    while (walk.pairs.count > 0 && walk.work < WORK_MOST) {
        struct pair pair = walk.pairs.at[--walk.pairs.count];
        visit(&walk, &pair);
    }
    if (walk.names.count > 1)
        qsort(walk.names.at, walk.names.count, sizeof(str), str_order);
    return (struct push_names){ walk.names.at, walk.names.count, walk.pairs.count > 0 };
}

struct push_names push_changed(struct push *push, struct arena *arena, str before, str after)
{
    return compare(push, arena, before, after, false);
}

struct push_names push_gone(struct push *push, struct arena *arena, str before, str after)
{
    return compare(push, arena, before, after, true);
}
