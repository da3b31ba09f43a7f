// SPDX-License-Identifier: EUPL-1.2
#include "output/stage.h"

#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER ".doorleefd-new"
#define BESIDE ".doorleefd-"

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
    stage->folder = -1;
    atomic_init(&stage->last, 0);
    pthread_mutex_init(&stage->lock, NULL);
}

static void empty(struct stage *stage)
{
    place_sweep(stage->folder, STR(""));
    close(stage->folder);
    stage->folder = -1;
    unlinkat(stage->top, FOLDER, AT_REMOVEDIR);
}

void stage_open(struct stage *stage, int top)
{
    stage->top = top;
    stage->folder = openat(top, FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (stage->folder >= 0)
        empty(stage);
}

void stage_close(struct stage *stage)
{
    if (stage->folder >= 0)
        empty(stage);
}

void stage_release(struct stage *stage)
{
    pthread_mutex_destroy(&stage->lock);
}

// Makes the folder when it is not there.
static bool begin(struct stage *stage)
{
    if (atomic_load_explicit(&stage->folder, memory_order_acquire) >= 0)
        return true;
    pthread_mutex_lock(&stage->lock);
    int folder = stage->folder;
    if (folder < 0) {
        folder = place_make(stage->top, STR(FOLDER));
        // A file or link of that name is of no one else.
        if (folder < 0 && (errno == ENOTDIR || errno == ELOOP) &&
            unlinkat(stage->top, FOLDER, 0) == 0)
            folder = place_make(stage->top, STR(FOLDER));
        atomic_store_explicit(&stage->folder, folder, memory_order_release);
    }
    pthread_mutex_unlock(&stage->lock);
    return folder >= 0;
}

unsigned stage_put(struct stage *stage, str bytes, const struct stamp *stamp)
{
    char name[NAME_ROOM];
    if (!begin(stage))
        return 0;
    unsigned number = atomic_fetch_add(&stage->last, 1) + 1;
    return place_write(stage->folder, name_of(name, number), bytes, stamp) ? number : 0;
}

bool stage_move(struct stage *stage, unsigned number, int folder, str name)
{
    char from[NAME_ROOM];
    char between[NAME_ROOM];
    return place_move(stage->folder, name_of(from, number), folder, name,
                      name_beside(between, number));
}

bool stage_copy_beside(struct stage *stage, unsigned number, int folder)
{
    char from[NAME_ROOM];
    char to[NAME_ROOM];
    return place_copy(stage->folder, name_of(from, number), folder, name_beside(to, number));
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
