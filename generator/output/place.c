// SPDX-License-Identifier: EUPL-1.2
#define _DEFAULT_SOURCE // for syscall: the C library has no openat2
#include "output/place.h"

#include "base/path.h"
#include "output/door.h"

#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>

enum { CHUNK = 32 * 1024 };

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

// One call for the whole path, where the system knows it; else fails with ENOSYS.
static int open_at_once(int top, str path)
{
    struct name room;
    struct open_how how = { .flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
                            .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
    char *at = path_set(&room, path);
    long folder = syscall(SYS_openat2, top, at, &how, sizeof how);
    // Some sandboxes forbid what they do not know.
    if (folder < 0 && (errno == EPERM || errno == EAGAIN || errno == EINVAL))
        errno = ENOSYS;
    if (at != room.at)
        free(at);
    return (int)folder;
}

static int open_by_steps(int top, str path)
{
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

int place_open(int top, str path)
{
    if (path.len == 0)
        return openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder = open_at_once(top, path);
    return folder < 0 && errno == ENOSYS ? open_by_steps(top, path) : folder;
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

static bool look_at(int top, str path, struct stat *about)
{
    struct name room;
    char *at = path_set(&room, path);
    bool there = fstatat(top, at, about, AT_SYMLINK_NOFOLLOW) == 0;
    if (at != room.at)
        free(at);
    return there;
}

static struct stamp stamp_of(const struct stat *about)
{
    return (struct stamp){ (uint64_t)about->st_size, about->st_mtim.tv_sec,
                           (uint32_t)about->st_mtim.tv_nsec };
}

bool place_stamp(int top, str path, struct stamp *stamp)
{
    struct stat about;
    if (!look_at(top, path, &about) || !S_ISREG(about.st_mode))
        return false;
    *stamp = stamp_of(&about);
    return true;
}

bool place_folder_ready(int top, str path, uint64_t *device)
{
    struct stat about;
    struct name room;
    if (path.len > 0 && (!look_at(top, path, &about) || !S_ISDIR(about.st_mode))) {
        errno = ENOENT;
        return false;
    }
    char *at = path_set(&room, path.len > 0 ? path : STR("."));
    bool well =
        faccessat(top, at, W_OK | X_OK, AT_EACCESS) == 0 && fstatat(top, at, &about, 0) == 0;
    if (at != room.at)
        free(at);
    *device = (uint64_t)about.st_dev;
    return well;
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

static int open_file(int folder, str name)
{
    struct name room;
    int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    return name_set(&room, name) ? openat(folder, room.at, flags) : -1;
}

static bool same_file(int folder, str name, str bytes)
{
    int file = open_file(folder, name);
    bool same = file >= 0 && same_bytes(file, bytes);
    if (file >= 0)
        close(file);
    return same;
}

enum found place_look(int top, str path, str bytes, struct stamp *stamp)
{
    struct stat about;
    // Behind a link or a file there is nothing of the website.
    bool there = look_at(top, path, &about);
    int folder = there ? place_open(top, path_folder(path)) : -1;
    if (folder < 0)
        return FOUND_NOTHING;
    enum found found = FOUND_OTHER;
    *stamp = stamp_of(&about);
    if (S_ISDIR(about.st_mode))
        found = FOUND_FOLDER;
    else if (S_ISREG(about.st_mode) && (size_t)about.st_size == bytes.len &&
             same_file(folder, path_name(path), bytes))
        found = FOUND_SAME;
    close(folder);
    return found;
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

size_t place_read_start(int folder, str name, char *to, size_t size)
{
    int file = open_file(folder, name);
    ssize_t got = file < 0 ? -1 : read(file, to, size);
    if (file >= 0)
        close(file);
    return got < 0 ? 0 : (size_t)got;
}

bool place_read(int folder, str name, struct buf *bytes)
{
    int file = open_file(folder, name);
    if (file < 0)
        return false;
    bool well = read_all(file, bytes);
    let_go(file);
    return well;
}
