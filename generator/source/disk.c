// SPDX-License-Identifier: EUPL-1.2
#include "source/disk.h"

#include "base/path.h"
#include "source/name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

PASSING_DIAGNOSTIC(folder_closed, ERROR, "deze map kan niet worden geopend",
                   "this folder cannot be opened", "kijk of je de map mag lezen",
                   "see whether you may read the folder");

enum { CHUNK = 16 * 1024 };

// Folders to read, and how many folders each is in.
struct pending {
    str path;
    size_t depth;
};

struct search {
    int top;
    struct listing *listing;
    struct arena *arena;
    LIST(struct pending) pending;
};

int disk_open_top(const char *folder)
{
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// Opens one step of a path.
static int open_step(int folder, str name, int flags)
{
    char room[256];
    if (name.len >= sizeof room) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(room, name.at, name.len);
    room[name.len] = '\0';
    return openat(folder, room, flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

int disk_open_folder(int top, str path)
{
    if (path.len == 0)
        return openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder = top;
    for (bool more = true; more && folder >= 0;) {
        str name;
        more = str_cut(path, '/', &name, &path);
        int next = open_step(folder, name, O_DIRECTORY);
        int error = errno;
        if (folder != top)
            close(folder);
        errno = error;
        folder = next;
    }
    return folder;
}

str disk_folder_path(struct arena *arena, int folder)
{
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t len = readlink(link, path, sizeof path);
    return len <= 0 || len == sizeof path ? STR("") : arena_copy(arena, (str){ path, (size_t)len });
}

int disk_open_file(int folder, str name, struct stat *about)
{
    // Without O_NONBLOCK a pipe would keep us waiting.
    int file = open_step(folder, name, O_NONBLOCK);
    if (file >= 0 && (fstat(file, about) != 0 || !S_ISREG(about->st_mode))) {
        close(file);
        return -1;
    }
    return file;
}

bool disk_read(int file, size_t size, struct buf *bytes)
{
    buf_clear(bytes);
    if (size > DISK_FILE_MAX)
        return false;
    // One byte more than expected shows the end in the same read.
    for (size_t room = size + 1; bytes->len <= DISK_FILE_MAX; room = CHUNK) {
        ssize_t got = read(file, buf_reserve(bytes, room), room);
        if (got < 0 && errno != EINTR)
            return false;
        bytes->len += got > 0 ? (size_t)got : 0;
        if (got == 0 || (got > 0 && bytes->len == size))
            return true;
    }
    return false;
}

static enum entry_kind kind_of(const struct stat *about)
{
    if (S_ISREG(about->st_mode))
        return ENTRY_FILE;
    if (S_ISDIR(about->st_mode))
        return ENTRY_FOLDER;
    return S_ISLNK(about->st_mode) ? ENTRY_LINK : ENTRY_OTHER;
}

static void visit(struct search *search, int folder, const struct pending *in, str name)
{
    // Git's own folder belongs on the disk; only its look-alikes are suspect.
    const struct diagnostic_kind *fault = str_equal(name, STR(".git")) ? NULL : name_fault(name);
    struct stat about;
    if ((fault == NULL && name_hidden(name)) ||
        fstatat(folder, name.at, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return;

    str path = in->path.len == 0
                   ? arena_copy(search->arena, name)
                   : arena_join(search->arena, (str[]){ in->path, STR("/"), name, { 0 } });
    enum entry_kind kind = kind_of(&about);
    if (!listing_accepts(search->listing, path, fault, kind))
        return;
    if (kind == ENTRY_FILE)
        listing_add(search->listing, path, NULL, (size_t)about.st_size);
    else if (listing_accepts_depth(search->listing, path, in->depth))
        LIST_ADD(search->arena, search->pending, ((struct pending){ path, in->depth + 1 }));
}

// A folder below the top that has a `.git` is another repository.
static bool is_submodule(int folder, const struct pending *pending)
{
    struct stat about;
    return pending->depth > 0 && fstatat(folder, ".git", &about, AT_SYMLINK_NOFOLLOW) == 0;
}

static void read_folder(struct search *search, const struct pending *pending)
{
    int folder = disk_open_folder(search->top, pending->path);
    if (folder >= 0 && is_submodule(folder, pending)) {
        listing_accepts(search->listing, pending->path, NULL, ENTRY_SUBMODULE);
        close(folder);
        return;
    }
    DIR *names = folder < 0 ? NULL : fdopendir(folder);
    if (names == NULL) {
        listing_leave_out(search->listing, &folder_closed, pending->path, NULL);
        if (folder >= 0)
            close(folder);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(names)) != NULL && !search->listing->overfull)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            visit(search, folder, pending, str_from_c(entry->d_name));
    closedir(names);
}

void disk_list(int top, struct listing *listing)
{
    struct search search = { .top = top, .listing = listing, .arena = arena_new() };
    LIST_ADD(search.arena, search.pending, ((struct pending){ STR(""), 0 }));
    while (search.pending.count > 0 && !listing->overfull) {
        struct pending next = search.pending.at[--search.pending.count];
        read_folder(&search, &next);
    }
    arena_free(search.arena);
}
