// SPDX-License-Identifier: EUPL-1.2
// Folders and files on disk that are no content: themes, settings.
#include "base/path.h"
#include "source/disk.h"

#include <fcntl.h>
#include <unistd.h>

static bool read_below(int top, str path, struct buf *bytes)
{
    struct stat about;
    int folder = disk_open_folder(top, path_folder(path));
    int file = folder < 0 ? -1 : disk_open_file(folder, path_name(path), &about);
    bool read = file >= 0 && disk_read(file, (size_t)about.st_size, bytes);
    if (file >= 0)
        close(file);
    if (folder >= 0)
        close(folder);
    return read;
}

bool source_folder(struct arena *arena, const char *folder, struct file_list *files)
{
    int top = disk_open_top(folder);
    if (top < 0)
        return false;
    struct listing listing = { .arena = arena };
    disk_list(top, &listing);
    listing_finish(&listing);

    LIST(struct file) list = { 0 };
    struct buf bytes = { 0 };
    for (size_t i = 0; i < listing.files.count; i++) {
        str path = listing.files.at[i].path;
        if (read_below(top, path, &bytes))
            LIST_ADD(arena, list, ((struct file){ path, arena_copy(arena, buf_view(&bytes)) }));
    }
    buf_release(&bytes);
    close(top);
    *files = (struct file_list){ .at = list.at, .count = list.count };
    return true;
}

bool source_disk_file(struct arena *arena, const char *path, str *bytes)
{
    struct buf read = { 0 };
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool well = file >= 0 && disk_read(file, 0, &read);
    if (well)
        *bytes = arena_copy(arena, buf_view(&read));
    buf_release(&read);
    if (file >= 0)
        close(file);
    return well;
}
