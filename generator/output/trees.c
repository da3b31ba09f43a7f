// SPDX-License-Identifier: EUPL-1.2
// Brings the trees of the stage to their places: a folder as a whole where there is
// none yet, and else what is in it.
#include "output/order.h"
#include "output/place.h"
#include "output/publication.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

// A folder of the tree, and the one that its names go to.
struct merge {
    struct publication *publication;
    int from;
    int into;
    struct buf *path; // of both
};

static bool merge_all(const struct merge *merge);

// Below a folder that stands already.
static bool merge_below(const struct merge *merge, int from, int into)
{
    struct merge below = { merge->publication, from, into, merge->path };
    return merge_all(&below);
}

static bool move(const struct merge *merge, const char *name)
{
    return renameat(merge->from, name, merge->into, name) == 0;
}

// Something that is no folder stands where a folder must come.
static bool replace(const struct merge *merge, const char *name)
{
    struct publication *publication = merge->publication;
    if (!place_unlink(merge->into, str_from_c(name)))
        return false;
    publication_note_replaced(publication, arena_copy(publication->arena, buf_view(merge->path)));
    return move(merge, name);
}

static bool merge_folder(const struct merge *merge, const char *name, int from)
{
    int into = openat(merge->into, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool well = false;
    if (into < 0 && errno == ENOENT)
        well = move(merge, name);
    else if (into < 0 && (errno == ENOTDIR || errno == ELOOP))
        well = replace(merge, name);
    // The device may be the same, and yet no folder can go there.
    if (!well && into < 0 && errno == EXDEV)
        into = place_make(merge->into, str_from_c(name));
    if (into >= 0)
        well = merge_below(merge, from, into);
    int error = errno;
    if (into >= 0)
        close(into);
    errno = error;
    return well;
}

static bool merge_name(const struct merge *merge, const char *name)
{
    int from = openat(merge->from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return errno == ENOTDIR && stage_move_name(merge->from, name, merge->into);
    bool well = merge_folder(merge, name, from);
    int error = errno;
    close(from);
    errno = error;
    return well;
}

// Only the first thing that fails is told, with its path.
static bool merge_told(const struct merge *merge, const char *name)
{
    size_t len = merge->path->len;
    buf_add(merge->path, len > 0 ? STR("/") : STR(""));
    buf_add(merge->path, str_from_c(name));
    bool well = merge_name(merge, name);
    if (!well)
        output_fail(merge->publication->output, buf_view(merge->path), errno);
    merge->path->len = len;
    return well;
}

// Adds the names in a folder, each with a zero behind it.
static bool read_names(int folder, struct buf *names)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) {
        if (again >= 0)
            close(again);
        return false;
    }
    const struct dirent *entry;
    while ((entry = readdir(entries)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            buf_add(names, (str){ entry->d_name, strlen(entry->d_name) + 1 });
    closedir(entries);
    return true;
}

// Not every file system goes on where it was when names go while they are read.
static bool merge_all(const struct merge *merge)
{
    struct buf names = { 0 };
    bool well = read_names(merge->from, &names);
    int error = errno;
    for (size_t at = 0; well && at < names.len; at += strlen(names.at + at) + 1) {
        well = merge_told(merge, names.at + at);
        error = errno;
    }
    buf_release(&names);
    errno = error;
    return well;
}

void trees_publish(struct publication *publication, unsigned rank)
{
    struct output *output = publication->output;
    enum tree tree = rank == NEW_PART ? TREE_PARTS : rank == NEW_PAGE ? TREE_PAGES : TREE_NONE;
    int from = tree == TREE_NONE ? -1 : output->stage.folders[tree];
    struct buf path = { 0 };
    if (from >= 0 && !atomic_load(&output->failed) &&
        !merge_all(&(struct merge){ publication, from, output->top, &path }))
        output_fail(output, STR(""), errno);
    buf_release(&path);
}
