// SPDX-License-Identifier: EUPL-1.2
// One name of a file, as the system wants it: private to place.h's functions.

#pragma once

#include "base/memory.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { NAME_ROOM = 256 };

// A name for the system's door.
struct name {
    char at[NAME_ROOM];
};

// Fails with ENAMETOOLONG.
static inline bool name_set(struct name *name, str text)
{
    if (text.len >= NAME_ROOM) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(name->at, text.at, text.len);
    name->at[text.len] = '\0';
    return true;
}

// A path for the system's door: in `room` where it fits, and else made, to be freed.
static inline char *path_set(struct name *room, str path)
{
    char *at = path.len < NAME_ROOM ? room->at : memory_alloc(path.len + 1);
    memcpy(at, path.at, path.len);
    at[path.len] = '\0';
    return at;
}

// Closes a file and keeps errno.
static inline void let_go(int file)
{
    int error = errno;
    close(file);
    errno = error;
}

// Opens the folder of that name; one that is a link fails.
static inline int open_folder(int folder, str name)
{
    struct name room;
    if (!name_set(&room, name))
        return -1;
    return openat(folder, room.at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}
