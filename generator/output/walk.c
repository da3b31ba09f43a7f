// SPDX-License-Identifier: EUPL-1.2
// What is in a folder, at any depth.
#include "output/door.h"
#include "output/place.h"

#include <dirent.h>
#include <sys/stat.h>

// Whether the open folder, which is closed, holds nothing but what is known.
static bool only_known(int folder, struct buf *path, place_known *known, void *context)
{
    DIR *names = fdopendir(folder);
    if (names == NULL)
        return false;
    bool all = true;
    size_t len = path->len;
    struct dirent *entry;
    while (all && (entry = readdir(names)) != NULL) {
        str name = str_from_c(entry->d_name);
        if (str_equal(name, STR(".")) || str_equal(name, STR("..")))
            continue;
        buf_add_char(path, '/');
        buf_add(path, name);
        int inner = open_folder(dirfd(names), name);
        all = inner >= 0 ? only_known(inner, path, known, context) : known(context, buf_view(path));
        path->len = len;
    }
    closedir(names);
    return all;
}

bool place_holds_only(int top, str path, place_known *known, void *context)
{
    struct buf room = { 0 };
    int folder = place_open(top, path);
    buf_add(&room, path);
    bool all = folder < 0 || only_known(folder, &room, known, context);
    buf_release(&room);
    return all;
}

struct walk {
    str mark;
    place_visit *visit;
    void *context;
    struct buf path;
};

// Deeper folders are none of a website, whose paths are shorter.
enum { WALK_DEPTH_MAX = 200 };

static bool is_marked(int folder, str mark)
{
    struct name room;
    struct stat about;
    return name_set(&room, mark) && fstatat(folder, room.at, &about, AT_SYMLINK_NOFOLLOW) == 0;
}

static void walk_folder(struct walk *walk, int folder, int depth)
{
    DIR *names = fdopendir(folder);
    if (names == NULL) {
        close(folder);
        return;
    }
    size_t len = walk->path.len;
    struct dirent *entry;
    while ((entry = readdir(names)) != NULL) {
        str name = str_from_c(entry->d_name);
        if (str_starts(name, STR(".")))
            continue;
        buf_add(&walk->path, len > 0 ? STR("/") : STR(""));
        buf_add(&walk->path, name);
        int inner = open_folder(dirfd(names), name);
        if (inner < 0)
            walk->visit(walk->context, dirfd(names), name, buf_view(&walk->path));
        else if (depth == WALK_DEPTH_MAX || is_marked(inner, walk->mark))
            close(inner);
        else
            walk_folder(walk, inner, depth + 1);
        walk->path.len = len;
    }
    closedir(names);
}

void place_walk(int top, str mark, place_visit *visit, void *context)
{
    struct walk walk = { .mark = mark, .visit = visit, .context = context };
    int folder = place_open(top, STR(""));
    if (folder >= 0)
        walk_folder(&walk, folder, 0);
    buf_release(&walk.path);
}
