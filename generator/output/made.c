// SPDX-License-Identifier: EUPL-1.2
#include "output/made.h"

#include "base/list.h"
#include "base/path.h"

#include <stdlib.h>

DIAGNOSTIC(output_conflict, ERROR,
           "'{1}' is in de website een bestand en ook een map; het bestand is weggelaten",
           "'{1}' is a file and also a folder in the website; the file is left out",
           "geef het bestand een andere naam, bijvoorbeeld '{1}.txt'",
           "rename the file, for example to '{1}.txt'");

bool made_is_new(const struct made *made)
{
    return made->waiting != 0 || made->early;
}

void made_init(struct made_set *set, struct diagnostics *diagnostics)
{
    set->diagnostics = diagnostics;
    set->arena = arena_new();
    set->by_path = map_new(set->arena);
    pthread_mutex_init(&set->lock, NULL);
}

void made_release(struct made_set *set)
{
    pthread_mutex_destroy(&set->lock);
    arena_free(set->arena);
}

void made_begin(struct made_set *set, const struct manifest *manifest)
{
    size_t count = manifest->files.count;
    set->manifest = manifest;
    set->known = ARENA_ARRAY(set->arena, atomic_uchar, count);
    set->known_made = ARENA_ARRAY(set->arena, struct made *, count);
}

bool made_keep(struct made_set *set, size_t number)
{
    return atomic_exchange(&set->known[number], 1) == 0;
}

// With the lock.
static struct made *add(struct made_set *set, str path)
{
    struct made *made = ARENA_NEW(set->arena, struct made);
    made->path = arena_copy(set->arena, path);
    return made;
}

static struct made *enter_known(struct made_set *set, size_t number)
{
    if (!made_keep(set, number))
        return NULL;
    struct made *made = ARENA_NEW(set->arena, struct made);
    made->path = noted_path(set->manifest->files.at[number]);
    set->known_made[number] = made;
    return made;
}

static struct made *enter_new(struct made_set *set, str path)
{
    if (map_get(set->by_path, path) != NULL)
        return NULL;
    struct made *made = add(set, path);
    map_put(set->by_path, made->path, made);
    LIST_ADD(set->arena, set->new, made);
    return made;
}

static size_t number_of(const struct made_set *set, str path)
{
    return set->manifest == NULL ? MANIFEST_NONE : manifest_find(set->manifest, path);
}

struct made *made_enter(struct made_set *set, str path)
{
    size_t number = number_of(set, path);
    pthread_mutex_lock(&set->lock);
    struct made *made = number != MANIFEST_NONE ? enter_known(set, number) : enter_new(set, path);
    pthread_mutex_unlock(&set->lock);
    return made;
}

// ---- When no thread enters any more ----

static void leave_out_new(struct made_set *set, struct made *made)
{
    if (!made->left_out)
        diagnose(set->diagnostics, &output_conflict, (struct place){ 0 }, VALUES(made->path));
    made->left_out = true;
}

static void leave_out_known(struct made_set *set, size_t number)
{
    str path = noted_path(set->manifest->files.at[number]);
    if (atomic_exchange(&set->known[number], 0) != 0)
        diagnose(set->diagnostics, &output_conflict, (struct place){ 0 }, VALUES(path));
}

// The folders of a new file are no files; `seen` has those that were looked at.
static void settle_folders(struct made_set *set, str path, struct map *seen)
{
    for (str folder = path_folder(path); folder.len > 0; folder = path_folder(folder)) {
        if (map_get(seen, folder) != NULL)
            return;
        map_put(seen, folder, set);
        size_t number = number_of(set, folder);
        struct made *made = map_get(set->by_path, folder);
        if (number != MANIFEST_NONE)
            leave_out_known(set, number);
        if (made != NULL)
            leave_out_new(set, made);
    }
}

// A new file is no folder of a file that was known.
static void settle_file(struct made_set *set, struct made *made)
{
    const struct manifest *manifest = set->manifest;
    str below = arena_join(set->arena, (str[]){ made->path, STR("/"), { 0 } });
    size_t i = manifest_from(manifest, below);
    for (; i < manifest->files.count; i++) {
        if (!str_starts(noted_path(manifest->files.at[i]), below))
            return;
        if (made_knows(set, i)) {
            leave_out_new(set, made);
            return;
        }
    }
}

static int made_compare(const void *left, const void *right)
{
    const struct made *const *a = left;
    const struct made *const *b = right;
    return str_compare((*a)->path, (*b)->path);
}

void made_settle(struct made_set *set)
{
    struct map *seen = map_new(set->arena);
    if (set->new.count == 0)
        return;
    qsort(set->new.at, set->new.count, sizeof *set->new.at, made_compare);
    for (size_t i = 0; i < set->new.count; i++)
        settle_folders(set, set->new.at[i]->path, seen);
    for (size_t i = 0; set->manifest != NULL && i < set->new.count; i++)
        settle_file(set, set->new.at[i]);
}

bool made_knows(const struct made_set *set, size_t number)
{
    return atomic_load_explicit(&set->known[number], memory_order_relaxed) != 0;
}

bool made_keeps(const struct made_set *set, size_t number)
{
    return made_knows(set, number) && set->known_made[number] == NULL;
}

static void walk_known(const struct made_set *set, struct made_walk *walk)
{
    size_t number = walk->known++;
    walk->noted = set->manifest->files.at[number];
    walk->made = set->known_made[number];
    walk->path = noted_path(walk->noted);
    walk->note = walk->made != NULL ? &walk->made->note : &walk->noted->note;
}

static void walk_new(const struct made_set *set, struct made_walk *walk)
{
    walk->made = set->new.at[walk->new ++];
    walk->noted = NULL;
    walk->path = walk->made->path;
    walk->note = &walk->made->note;
}

bool made_next(const struct made_set *set, struct made_walk *walk)
{
    size_t known_count = set->manifest == NULL ? 0 : set->manifest->files.count;
    while (walk->known < known_count && !made_knows(set, walk->known))
        walk->known++;
    while (walk->new < set->new.count && set->new.at[walk->new]->left_out)
        walk->new ++;
    bool is_known = walk->known < known_count;
    bool is_new = walk->new < set->new.count;
    if (is_known && is_new)
        is_known = str_compare(noted_path(set->manifest->files.at[walk->known]),
                               set->new.at[walk->new]->path) < 0;
    if (is_known)
        walk_known(set, walk);
    else if (is_new)
        walk_new(set, walk);
    return is_known || is_new;
}
