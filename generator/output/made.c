// SPDX-License-Identifier: EUPL-1.2
#include "output/made.h"

#include "base/path.h"

#include <stdlib.h>

DIAGNOSTIC(output_conflict, ERROR,
           "'{1}' is in de website een bestand en ook een map; het bestand is weggelaten",
           "'{1}' is a file and also a folder in the website; the file is left out",
           "geef het bestand een andere naam, bijvoorbeeld '{1}.txt'",
           "rename the file, for example to '{1}.txt'");

void made_init(struct made_set *set, struct diagnostics *diagnostics)
{
    set->diagnostics = diagnostics;
    set->arena = arena_new();
    set->known = map_new(set->arena);
    pthread_mutex_init(&set->lock, NULL);
}

void made_release(struct made_set *set)
{
    pthread_mutex_destroy(&set->lock);
    arena_free(set->arena);
}

static struct made *add(struct made_set *set, str path, bool folder)
{
    struct made *made = ARENA_NEW(set->arena, struct made);
    *made = (struct made){ .path = arena_copy(set->arena, path), .folder = folder };
    map_put(set->known, made->path, made);
    LIST_ADD(set->arena, set->all, made);
    return made;
}

static void say_conflict(struct made_set *set, str path)
{
    diagnose(set->diagnostics, &output_conflict, (struct place){ 0 }, VALUES(path));
}

static void enter_folders(struct made_set *set, str path)
{
    for (str folder = path_folder(path); folder.len > 0; folder = path_folder(folder)) {
        struct made *made = map_get(set->known, folder);
        if (made != NULL && made->folder)
            return;
        if (made == NULL) {
            add(set, folder, true);
        } else {
            made->folder = true;
            say_conflict(set, folder);
        }
    }
}

static enum entering enter(struct made_set *set, str path, struct made **made)
{
    *made = map_get(set->known, path);
    if (*made == NULL) {
        *made = add(set, path, false);
        enter_folders(set, path);
        return ENTERED;
    }
    if (!(*made)->folder)
        return ENTERED_TWICE;
    say_conflict(set, path);
    return ENTERED_AS_FOLDER;
}

enum entering made_enter(struct made_set *set, str path, struct made **made)
{
    pthread_mutex_lock(&set->lock);
    enum entering entered = enter(set, path, made);
    pthread_mutex_unlock(&set->lock);
    return entered;
}

bool made_hold_file(struct made_set *set, str path)
{
    pthread_mutex_lock(&set->lock);
    const struct made *made = map_get(set->known, path);
    return made != NULL && !made->folder;
}

void made_let_go(struct made_set *set)
{
    pthread_mutex_unlock(&set->lock);
}

bool made_is_file(struct made_set *set, str path)
{
    bool file = made_hold_file(set, path);
    made_let_go(set);
    return file;
}

bool made_is_folder(struct made_set *set, str path)
{
    pthread_mutex_lock(&set->lock);
    const struct made *made = map_get(set->known, path);
    bool folder = made != NULL && made->folder;
    pthread_mutex_unlock(&set->lock);
    return folder;
}

static int made_compare(const void *left, const void *right)
{
    const struct made *const *a = left;
    const struct made *const *b = right;
    return str_compare((*a)->path, (*b)->path);
}

const struct made **made_files(struct made_set *set, size_t *count)
{
    const struct made **files = ARENA_ARRAY(set->arena, const struct made *, set->all.count);
    *count = 0;
    for (size_t i = 0; i < set->all.count; i++)
        if (!set->all.at[i]->folder)
            files[(*count)++] = set->all.at[i];
    if (*count > 1)
        qsort(files, *count, sizeof *files, made_compare);
    return files;
}
