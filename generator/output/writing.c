// SPDX-License-Identifier: EUPL-1.2
// Puts files there, and gives them their names.
#define _GNU_SOURCE // O_TMPFILE, renameat2
#include "output/door.h"
#include "output/place.h"

#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { CHUNK = 32 * 1024 };

static bool write_all(int file, str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(file, bytes.at, bytes.len);
        if (written < 0 && errno != EINTR)
            return false;
        bytes = str_after(bytes, written < 0 ? 0 : (size_t)written);
    }
    return true;
}

static int create(int folder, const char *name)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int file = openat(folder, name, flags, 0666);
    // The one who locked the folder writes here: what stands in the way is left
    // by a build that was killed.
    if (file < 0 && errno == EEXIST && unlinkat(folder, name, 0) == 0)
        file = openat(folder, name, flags, 0666);
    return file;
}

// Closes a file that was written, and removes it when that did not go well.
static bool complete(int file, int folder, const char *name, bool well)
{
    if (!well)
        let_go(file);
    else
        well = close(file) == 0;
    int error = errno;
    if (!well)
        unlinkat(folder, name, 0);
    errno = error;
    return well;
}

// The time of change as the system wants it; that of reading stays.
struct times {
    struct timespec at[2];
};

static struct times times_of(int64_t second, uint32_t nanosecond)
{
    return (struct times){ { { .tv_nsec = UTIME_OMIT }, { second, nanosecond } } };
}

static bool set_stamp(int file, const struct stamp *stamp)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return false;
    int64_t second = about.st_mtim.tv_sec > stamp->second ? about.st_mtim.tv_sec : stamp->second;
    return futimens(file, times_of(second, stamp->nanosecond).at) == 0;
}

bool place_write(int folder, const char *name, str bytes, const struct stamp *stamp)
{
    int file = create(folder, name);
    if (file < 0)
        return false;
    bool well = write_all(file, bytes) && (stamp == NULL || set_stamp(file, stamp));
    return complete(file, folder, name, well);
}

bool place_write_whole(int folder, str name, str bytes, const struct stamp *stamp)
{
    struct name room;
    char nameless[64];
    int file = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    snprintf(nameless, sizeof nameless, "/proc/self/fd/%d", file);
    bool well = name_set(&room, name) && write_all(file, bytes) && set_stamp(file, stamp) &&
                linkat(AT_FDCWD, nameless, folder, room.at, AT_SYMLINK_FOLLOW) == 0;
    let_go(file);
    return well;
}

// Makes the folders around the file `path`, which is changed and restored.
static bool make_around(int top, char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL)
        return true;
    *slash = '\0';
    bool made = mkdirat(top, path, 0777) == 0 || errno == EEXIST ||
                (errno == ENOENT && make_around(top, path) &&
                 (mkdirat(top, path, 0777) == 0 || errno == EEXIST));
    *slash = '/';
    return made;
}

bool place_write_below(int top, str path, str bytes, const struct stamp *stamp)
{
    struct name room;
    char *at = path_set(&room, path);
    // A page is mostly the first file in its folder.
    bool well = (!str_ends(path, STR("/index.html")) || make_around(top, at)) &&
                place_write(top, at, bytes, stamp);
    if (!well && errno == ENOENT)
        well = make_around(top, at) && place_write(top, at, bytes, stamp);
    int error = errno;
    if (at != room.at)
        free(at);
    errno = error;
    return well;
}

// Small parts are written together.
static bool write_parts(int file, const str *parts, size_t count)
{
    struct buf small = { 0 };
    bool well = true;
    for (size_t i = 0; well && i < count; i++) {
        if (parts[i].len < CHUNK)
            buf_add(&small, parts[i]);
        if (parts[i].len >= CHUNK || small.len >= CHUNK) {
            well = write_all(file, buf_view(&small));
            buf_clear(&small);
        }
        if (parts[i].len >= CHUNK)
            well = well && write_all(file, parts[i]);
    }
    well = well && write_all(file, buf_view(&small));
    int error = errno;
    buf_release(&small);
    errno = error;
    return well;
}

bool place_write_parts(int folder, const char *name, const str *parts, size_t count)
{
    int file = create(folder, name);
    return file >= 0 && complete(file, folder, name, write_parts(file, parts, count));
}

void place_set_nanosecond(int top, str path, struct stamp stamp, uint32_t nanosecond)
{
    struct name room;
    int folder = place_open(top, path_folder(path));
    if (folder >= 0 && name_set(&room, path_name(path)))
        utimensat(folder, room.at, times_of(stamp.second, nanosecond).at, AT_SYMLINK_NOFOLLOW);
    if (folder >= 0)
        close(folder);
}

bool place_copy(int folder, const char *from, int into, const char *to)
{
    struct buf bytes = { 0 };
    struct stamp stamp;
    bool well = place_stamp(folder, str_from_c(from), &stamp) &&
                place_read(folder, str_from_c(from), &bytes) &&
                place_write(into, to, buf_view(&bytes), &stamp);
    int error = errno;
    buf_release(&bytes);
    errno = error;
    return well;
}

bool place_exchange(int folder, const char *from, int into, str to)
{
    struct name room;
    struct stat about;
    if (!name_set(&room, to) || fstatat(into, room.at, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    return !S_ISDIR(about.st_mode) && renameat2(folder, from, into, room.at, RENAME_EXCHANGE) == 0;
}

bool place_move(int folder, const char *from, int into, str to, const char *between)
{
    struct name room;
    if (!name_set(&room, to))
        return false;
    if (renameat(folder, from, into, room.at) == 0)
        return true;
    if (errno != EXDEV || !place_copy(folder, from, into, between))
        return false;
    if (renameat(into, between, into, room.at) == 0)
        return unlinkat(folder, from, 0) == 0;
    int error = errno;
    unlinkat(into, between, 0);
    errno = error;
    return false;
}
