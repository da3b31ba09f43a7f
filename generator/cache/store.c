// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // O_TMPFILE
#include "cache/store.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1024 * 1024 };

// Who waits longer for another process remembers nothing.
enum { LOCK_TRIES = 500, LOCK_PAUSE_MS = 10 };

int store_open(int folder, const char *name, bool write)
{
    struct stat about;
    int mode = write ? O_RDWR : O_RDONLY;
    int file = openat(folder, name, mode | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0 || (fstat(file, &about) == 0 && S_ISREG(about.st_mode)))
        return file;
    close(file);
    return -1;
}

uint64_t store_size(int file)
{
    struct stat about;
    return file >= 0 && fstat(file, &about) == 0 ? (uint64_t)about.st_size : 0;
}

bool store_read(int file, void *to, size_t len, uint64_t offset)
{
    for (char *at = to; len > 0;) {
        ssize_t got = pread(file, at, len, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        offset += (uint64_t)got;
        len -= (size_t)got;
    }
    return true;
}

bool store_write(int file, str bytes, uint64_t offset)
{
    while (bytes.len > 0) {
        ssize_t written = pwrite(file, bytes.at, bytes.len, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        offset += (uint64_t)written;
        bytes = str_after(bytes, (size_t)written);
    }
    return true;
}

// As far as the system can do it itself; returns how far.
static uint64_t copy_within(int from, uint64_t offset, uint64_t len, int to, uint64_t to_offset)
{
    off_t source = (off_t)offset;
    off_t target = (off_t)to_offset;
    uint64_t left = len;
    while (left > 0) {
        ssize_t copied = copy_file_range(from, &source, to, &target, (size_t)left, 0);
        if (copied < 0 && errno == EINTR)
            continue;
        if (copied <= 0)
            break;
        left -= (uint64_t)copied;
    }
    return len - left;
}

bool store_copy(int from, uint64_t offset, uint64_t len, int to, uint64_t to_offset)
{
    uint64_t done = copy_within(from, offset, len, to, to_offset);
    offset += done;
    to_offset += done;
    len -= done;
    char *chunk = memory_alloc(CHUNK);
    bool well = true;
    while (well && len > 0) {
        size_t part = len < CHUNK ? (size_t)len : CHUNK;
        well = store_read(from, chunk, part, offset) &&
               store_write(to, (str){ chunk, part }, to_offset);
        offset += part;
        to_offset += part;
        len -= part;
    }
    free(chunk);
    return well;
}

// Where the file system has no files without names, one is made and unlinked.
static int temporary(void)
{
    char path[4096];
    const char *named = getenv("TMPDIR");
    const char *parent = named != NULL && named[0] == '/' ? named : "/tmp";
    int file = open(parent, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        return file;
    int len = snprintf(path, sizeof path, "%s/doorleefd-XXXXXX", parent);
    if (len < 0 || (size_t)len >= sizeof path || (file = mkostemp(path, O_CLOEXEC)) < 0)
        return -1;
    unlink(path);
    return file;
}

// Whether the group may write to the folder, as it may in a repository that it shares.
static bool is_shared(int folder)
{
    struct stat about;
    return fstat(folder, &about) == 0 && (about.st_mode & S_IWGRP) != 0;
}

// What is remembered is for nobody else, but where others share the folder.
static int opened_for(int folder, int file)
{
    if (file >= 0 && is_shared(folder))
        fchmod(file, 0660);
    return file;
}

bool store_folder(const char *folder)
{
    char around[4096];
    struct stat above;
    if (mkdir(folder, 0700) != 0)
        return errno == EEXIST;
    const char *slash = strrchr(folder, '/');
    int len = slash == NULL ? 1 : (int)(slash - folder) + 1;
    if (snprintf(around, sizeof around, "%.*s", len, slash == NULL ? "." : folder) == len &&
        stat(around, &above) == 0 && (above.st_mode & S_ISGID) != 0 &&
        (above.st_mode & S_IWGRP) != 0)
        chmod(folder, 02770);
    return true;
}

int store_anonymous(int folder, bool *nameable)
{
    int file = folder < 0 ? -1 : openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, (mode_t)0600);
    *nameable = file >= 0;
    return file >= 0 ? opened_for(folder, file) : temporary();
}

bool store_name(int file, int folder, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    unlinkat(folder, name, 0);
    return linkat(AT_FDCWD, path, folder, name, AT_SYMLINK_FOLLOW) == 0;
}

int store_create(int folder, const char *name)
{
    unlinkat(folder, name, 0);
    int file = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)0600);
    return opened_for(folder, file);
}

void store_remove(int folder, const char *prefix, store_keeps *keeps, const void *context)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (listing == NULL)
        return;
    for (const struct dirent *found; (found = readdir(listing)) != NULL;)
        if (strncmp(found->d_name, prefix, strlen(prefix)) == 0 && !keeps(context, found->d_name))
            unlinkat(folder, found->d_name, 0);
    closedir(listing);
}

int store_lock(int folder)
{
    int file = openat(folder, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                      (mode_t)0600);
    opened_for(folder, file); // refused where another made it, who did the same
    for (int tries = 0; file >= 0 && tries < LOCK_TRIES; tries++) {
        if (flock(file, LOCK_EX | LOCK_NB) == 0)
            return file;
        if (errno != EWOULDBLOCK && errno != EINTR)
            break;
        nanosleep(&(struct timespec){ .tv_nsec = LOCK_PAUSE_MS * 1000000L }, NULL);
    }
    if (file >= 0)
        close(file);
    return -1;
}
