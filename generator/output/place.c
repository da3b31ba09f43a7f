// SPDX-License-Identifier: EUPL-1.2
#include "output/place.h"

#include "base/memory.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Temporary files are called this and a number.
#define TEMPORARY ".doorleefd-"

enum { NAME_ROOM = 256, CHUNK = 32 * 1024 };

// A name for the system's door.
struct name {
    char at[NAME_ROOM];
};

static bool name_set(struct name *name, str text)
{
    if (text.len >= NAME_ROOM) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(name->at, text.at, text.len);
    name->at[text.len] = '\0';
    return true;
}

static bool name_allowed(str name)
{
    if (name.len == 0 || (name.at[0] == '.' && !str_equal(name, STR(".well-known"))))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        if (c < 0x20 || c == 0x7F || c == '\\')
            return false;
    }
    return true;
}

bool place_allowed(str path)
{
    for (bool more = true; more;) {
        str name;
        more = str_cut(path, '/', &name, &path);
        if (!name_allowed(name))
            return false;
    }
    return true;
}

// Closes a file and keeps errno.
static void let_go(int file)
{
    int error = errno;
    close(file);
    errno = error;
}

static int open_folder(int folder, str name)
{
    struct name room;
    if (!name_set(&room, name))
        return -1;
    return openat(folder, room.at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int place_open(int top, str path)
{
    if (path.len == 0)
        return openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder = top;
    for (bool more = true; more && folder >= 0;) {
        str name;
        more = str_cut(path, '/', &name, &path);
        int next = open_folder(folder, name);
        if (folder != top)
            let_go(folder);
        folder = next;
    }
    return folder;
}

int place_make(int folder, str name)
{
    struct name room;
    int made = open_folder(folder, name);
    if (made >= 0 || errno != ENOENT || !name_set(&room, name))
        return made;
    // Another thread may be first.
    if (mkdirat(folder, room.at, 0777) != 0 && errno != EEXIST)
        return -1;
    return open_folder(folder, name);
}

// A path for the system's door: in `room` where it fits, and else made, to be freed.
static char *path_set(struct name *room, str path)
{
    char *at = path.len < NAME_ROOM ? room->at : memory_alloc(path.len + 1);
    memcpy(at, path.at, path.len);
    at[path.len] = '\0';
    return at;
}

static bool look_at(int top, str path, struct stat *about)
{
    struct name room;
    char *at = path_set(&room, path);
    bool there = fstatat(top, at, about, AT_SYMLINK_NOFOLLOW) == 0;
    if (at != room.at)
        free(at);
    return there;
}

bool place_taken(int top, str path)
{
    struct stat about;
    return look_at(top, path, &about);
}

static struct stamp stamp_of(const struct stat *about)
{
    return (struct stamp){ (uint64_t)about->st_size,
                           (int64_t)about->st_mtim.tv_sec * 1000000000 + about->st_mtim.tv_nsec };
}

bool place_stamp(int top, str path, struct stamp *stamp)
{
    struct stat about;
    if (!look_at(top, path, &about) || !S_ISREG(about.st_mode))
        return false;
    *stamp = stamp_of(&about);
    return true;
}

static bool same_bytes(int file, str bytes)
{
    char chunk[CHUNK];
    while (bytes.len > 0) {
        ssize_t got = read(file, chunk, sizeof chunk);
        if (got <= 0 || (size_t)got > bytes.len || memcmp(chunk, bytes.at, (size_t)got) != 0)
            return false;
        bytes = str_after(bytes, (size_t)got);
    }
    return true;
}

enum found place_look(int folder, str name, str bytes, struct stamp *stamp)
{
    struct name room;
    struct stat about;
    if (!name_set(&room, name))
        return FOUND_NOTHING;
    int file = openat(folder, room.at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? FOUND_NOTHING : FOUND_OTHER;
    enum found found = FOUND_OTHER;
    if (fstat(file, &about) == 0 && S_ISDIR(about.st_mode))
        found = FOUND_FOLDER;
    else if (S_ISREG(about.st_mode) && (size_t)about.st_size == bytes.len &&
             same_bytes(file, bytes))
        found = FOUND_SAME;
    if (found == FOUND_SAME)
        *stamp = stamp_of(&about);
    close(file);
    return found;
}

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

bool place_write(int folder, str name, str bytes, unsigned number, struct stamp *stamp)
{
    struct name room;
    struct stat about;
    char temporary[sizeof TEMPORARY + 16];
    if (!name_set(&room, name))
        return false;
    snprintf(temporary, sizeof temporary, TEMPORARY "%u", number);
    int file = create(folder, temporary);
    if (file < 0)
        return false;
    bool written = write_all(file, bytes) && fstat(file, &about) == 0;
    if (!written)
        let_go(file);
    else
        written = close(file) == 0;
    if (written && stamp != NULL)
        *stamp = stamp_of(&about);
    if (written && renameat(folder, temporary, folder, room.at) == 0)
        return true;
    int error = errno;
    unlinkat(folder, temporary, 0);
    errno = error;
    return false;
}

static bool is_temporary(str name)
{
    unsigned number;
    str digits = str_after(name, sizeof TEMPORARY - 1);
    return str_starts(name, STR(TEMPORARY)) && str_to_number(digits, &number);
}

void place_tidy(int folder)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    if (names == NULL) {
        if (again >= 0)
            close(again);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(names)) != NULL)
        if (is_temporary(str_from_c(entry->d_name)))
            unlinkat(folder, entry->d_name, 0);
    closedir(names);
}

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

bool place_remove(int top, str path)
{
    int folder = place_open(top, path_folder(path));
    bool removed = folder >= 0 && place_unlink(folder, path_name(path));
    if (!removed && is_absence(errno))
        errno = 0;
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

// Room for the whole file at once, and one byte more to see its end.
static bool read_all(int file, struct buf *bytes)
{
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        return false;
    buf_reserve(bytes, (size_t)about.st_size + 1);
    ssize_t got;
    do {
        size_t room = bytes->capacity - bytes->len;
        got = read(file, buf_reserve(bytes, room > 0 ? room : CHUNK), room > 0 ? room : CHUNK);
        bytes->len += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    return got == 0;
}

bool place_read(int folder, str name, struct buf *bytes)
{
    struct name room;
    if (!name_set(&room, name))
        return false;
    int file = openat(folder, room.at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return false;
    bool well = read_all(file, bytes);
    let_go(file);
    return well;
}
