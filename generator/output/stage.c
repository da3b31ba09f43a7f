// SPDX-License-Identifier: EUPL-1.2
#include "output/stage.h"

#include "base/path.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER ".doorleefd-new"
#define BESIDE ".doorleefd-"

static const str tree_names[] = {
    [TREE_NONE] = { FOLDER, sizeof FOLDER - 1 },
    [TREE_PARTS] = { "parts", 5 },
    [TREE_PAGES] = { "pages", 5 },
};

// Room for either name of a file.
enum { NAME_ROOM = sizeof BESIDE + 16 };

static const char *name_of(char room[NAME_ROOM], unsigned number)
{
    snprintf(room, NAME_ROOM, "%u", number);
    return room;
}

static const char *name_beside(char room[NAME_ROOM], unsigned number)
{
    snprintf(room, NAME_ROOM, BESIDE "%u", number);
    return room;
}

void stage_init(struct stage *stage)
{
    stage->top = -1;
    for (enum tree tree = 0; tree < TREE_COUNT; tree++)
        atomic_init(&stage->folders[tree], -1);
    atomic_init(&stage->last, 0);
    pthread_mutex_init(&stage->lock, NULL);
}

static void empty(struct stage *stage)
{
    int folder = stage->folders[TREE_NONE];
    place_sweep(folder, STR(""));
    for (enum tree tree = TREE_PARTS; tree < TREE_COUNT; tree++) {
        place_clear(folder, tree_names[tree]);
        if (stage->folders[tree] >= 0)
            close(stage->folders[tree]);
        stage->folders[tree] = -1;
    }
}

void stage_open(struct stage *stage, int top)
{
    stage->top = top;
    stage->folders[TREE_NONE] =
        openat(top, FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    stage->killed = stage->folders[TREE_NONE] >= 0;
    if (stage->killed)
        empty(stage);
}

void stage_close(struct stage *stage)
{
    if (stage->folders[TREE_NONE] < 0)
        return;
    empty(stage);
    close(stage->folders[TREE_NONE]);
    stage->folders[TREE_NONE] = -1;
    if (!stage->killed)
        unlinkat(stage->top, FOLDER, AT_REMOVEDIR);
}

void stage_release(struct stage *stage)
{
    pthread_mutex_destroy(&stage->lock);
}

// Makes the folder when it is not there; with the lock.
static int make(struct stage *stage, enum tree tree)
{
    int around = tree == TREE_NONE ? stage->top : stage->folders[TREE_NONE];
    str name = tree_names[tree];
    int folder = place_make(around, name);
    // A file or link of that name is of no one else.
    if (folder < 0 && (errno == ENOTDIR || errno == ELOOP) && place_unlink(around, name))
        folder = place_make(around, name);
    return folder;
}

static int begin(struct stage *stage, enum tree tree)
{
    _Atomic int *folders = stage->folders;
    int folder = atomic_load_explicit(&folders[tree], memory_order_acquire);
    if (folder >= 0 || (tree != TREE_NONE && begin(stage, TREE_NONE) < 0))
        return folder;
    pthread_mutex_lock(&stage->lock);
    folder = folders[tree];
    if (folder < 0) {
        folder = make(stage, tree);
        atomic_store_explicit(&folders[tree], folder, memory_order_release);
    }
    pthread_mutex_unlock(&stage->lock);
    return folder;
}

bool stage_begin(struct stage *stage)
{
    return begin(stage, TREE_NONE) >= 0;
}

unsigned stage_put(struct stage *stage, str bytes, const struct stamp *stamp)
{
    char name[NAME_ROOM];
    int folder = begin(stage, TREE_NONE);
    if (folder < 0)
        return 0;
    unsigned number = atomic_fetch_add(&stage->last, 1) + 1;
    return place_write(folder, name_of(name, number), bytes, stamp) ? number : 0;
}

unsigned stage_put_below(struct stage *stage, enum tree tree, str path, str bytes,
                         const struct stamp *stamp)
{
    int folder = begin(stage, tree);
    if (folder < 0)
        return 0;
    unsigned number = atomic_fetch_add(&stage->last, 1) + 1;
    return place_write_below(folder, path, bytes, stamp) ? number : 0;
}

void stage_drop_below(struct stage *stage, enum tree tree, str path)
{
    if (place_remove(stage->folders[tree], path))
        place_remove_empty(stage->folders[tree], path_folder(path), STR(""));
}

bool stage_move(struct stage *stage, unsigned number, int folder, str name)
{
    char from[NAME_ROOM];
    char between[NAME_ROOM];
    return place_move(stage->folders[TREE_NONE], name_of(from, number), folder, name,
                      name_beside(between, number));
}

bool stage_exchange(struct stage *stage, unsigned number, int folder, str name)
{
    char from[NAME_ROOM];
    return place_exchange(stage->folders[TREE_NONE], name_of(from, number), folder, name);
}

void stage_drop(struct stage *stage, unsigned number)
{
    char name[NAME_ROOM];
    unlinkat(stage->folders[TREE_NONE], name_of(name, number), 0);
}

bool stage_move_name(int from, const char *name, int folder)
{
    return place_move(from, name, folder, str_from_c(name), BESIDE "0");
}

bool stage_copy_beside(struct stage *stage, unsigned number, int folder)
{
    char from[NAME_ROOM];
    char to[NAME_ROOM];
    return place_copy(stage->folders[TREE_NONE], name_of(from, number), folder,
                      name_beside(to, number));
}

bool stage_copy_below(struct stage *stage, enum tree tree, const char *path, unsigned number,
                      int folder)
{
    char to[NAME_ROOM];
    return place_copy(stage->folders[tree], path, folder, name_beside(to, number));
}

bool stage_move_beside(unsigned number, int beside, int folder, str name)
{
    char from[NAME_ROOM];
    return place_move(beside, name_beside(from, number), folder, name, from);
}

void stage_drop_beside(unsigned number, int folder)
{
    char name[NAME_ROOM];
    unlinkat(folder, name_beside(name, number), 0);
}

void stage_tidy(int folder)
{
    place_sweep(folder, STR(BESIDE));
}
