// SPDX-License-Identifier: EUPL-1.2
// Takes files and folders away.
#include "output/door.h"
#include "output/place.h"

#include "base/path.h"

#include <dirent.h>

bool place_unlink(int folder, str name)
{
    struct name room;
    return name_set(&room, name) && unlinkat(folder, room.at, 0) == 0;
}

// What says that there is no such file: nothing, a folder, or a link on the way.
static bool is_absence(int error)
{
    return error == ENOENT || error == ENOTDIR || error == ELOOP || error == EISDIR ||
           error == ENAMETOOLONG;
}

bool place_remove_name(int folder, str name)
{
    bool removed = folder >= 0 && place_unlink(folder, name);
    if (!removed && is_absence(errno))
        errno = 0;
    return removed;
}

bool place_remove(int top, str path)
{
    int folder = place_open(top, path_folder(path));
    bool removed = place_remove_name(folder, path_name(path));
    if (folder >= 0)
        let_go(folder);
    return removed;
}

void place_remove_empty(int top, str path, str keep)
{
    bool removed = true;
    while (removed && path.len > keep.len) {
        struct name room;
        int folder = place_open(top, path_folder(path));
        removed = folder >= 0 && name_set(&room, path_name(path)) &&
                  unlinkat(folder, room.at, AT_REMOVEDIR) == 0;
        if (folder >= 0)
            close(folder);
        path = path_folder(path);
    }
}

void place_sweep(int folder, str prefix)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    if (names == NULL) {
        if (again >= 0)
            close(again);
        return;
    }
    struct dirent *entry;
    unsigned number;
    while ((entry = readdir(names)) != NULL) {
        str name = str_from_c(entry->d_name);
        if (str_starts(name, prefix) && str_to_number(str_after(name, prefix.len), &number))
            unlinkat(folder, entry->d_name, 0);
    }
    closedir(names);
}

// Empties the open folder, which is closed.
static void clear_open(int folder)
{
    DIR *names = fdopendir(folder);
    if (names == NULL) {
        close(folder);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(names)) != NULL) {
        str name = str_from_c(entry->d_name);
        if (!str_equal(name, STR(".")) && !str_equal(name, STR("..")) &&
            unlinkat(folder, entry->d_name, 0) != 0 && errno == EISDIR)
            place_clear(folder, name);
    }
    closedir(names);
}

void place_clear(int folder, str name)
{
    struct name room;
    int inner = open_folder(folder, name);
    if (inner >= 0)
        clear_open(inner);
    if (name_set(&room, name))
        unlinkat(folder, room.at, inner >= 0 ? AT_REMOVEDIR : 0);
}
