// SPDX-License-Identifier: EUPL-1.2
#include "output/manifest.h"

#include "base/buf.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST ".doorleefd-manifest"
#define PREPARED ".doorleefd-prepared"
#define JOURNAL ".doorleefd-journal"

static const str first_line = { "doorleefd-manifest 1", 20 };

// The number of the manifest's own temporary file; see place_write.
enum { NUMBER_OF_MANIFEST = 0 };

static void learn(struct manifest *manifest, str path)
{
    if (!place_allowed(path) || manifest_knows(manifest, path))
        return;
    map_put(manifest->known, path, manifest);
    LIST_ADD(manifest->arena, manifest->paths, path);
}

// A last line without end belongs to a file that was never made.
static void learn_lines(struct manifest *manifest, str text)
{
    str line;
    while (str_cut(text, '\n', &line, &text))
        learn(manifest, line);
}

static int path_compare(const void *left, const void *right)
{
    return str_compare(*(const str *)left, *(const str *)right);
}

static void read_both(struct manifest *manifest)
{
    str text;
    str line;
    if (place_read(manifest->arena, manifest->top, STR(MANIFEST), &text) &&
        str_cut(text, '\n', &line, &text) && str_equal(line, first_line))
        learn_lines(manifest, text);
    manifest->unfinished = place_read(manifest->arena, manifest->top, STR(JOURNAL), &text);
    if (manifest->unfinished)
        learn_lines(manifest, text);
    if (manifest->paths.count > 1)
        qsort(manifest->paths.at, manifest->paths.count, sizeof(str), path_compare);
}

static int open_journal(int top)
{
    int flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    struct stat about;
    int journal = openat(top, JOURNAL, flags, 0666);
    if (journal >= 0 && fstat(journal, &about) == 0 && S_ISREG(about.st_mode))
        return journal;
    // What stands there is not ours to write through.
    if (journal >= 0)
        close(journal);
    else if (errno != ELOOP && errno != ENXIO)
        return -1;
    return unlinkat(top, JOURNAL, 0) == 0 ? openat(top, JOURNAL, flags | O_EXCL, 0666) : -1;
}

static bool write_line(int file, str line)
{
    ssize_t written;
    do
        written = write(file, line.at, line.len);
    while (written < 0 && errno == EINTR);
    if (written >= 0 && (size_t)written < line.len)
        errno = ENOSPC;
    return written == (ssize_t)line.len;
}

bool manifest_open(struct manifest *manifest, int top)
{
    *manifest = (struct manifest){ .arena = arena_new(), .top = top };
    manifest->known = map_new(manifest->arena);
    read_both(manifest);
    manifest->journal = open_journal(top);
    // What a killed build wrote last may be half a line; an empty one is passed over.
    return manifest->journal >= 0 &&
           (!manifest->unfinished || write_line(manifest->journal, STR("\n")));
}

void manifest_close(struct manifest *manifest)
{
    if (manifest->arena == NULL)
        return;
    if (manifest->journal >= 0)
        close(manifest->journal);
    arena_free(manifest->arena);
    *manifest = (struct manifest){ .journal = -1 };
}

bool manifest_knows(const struct manifest *manifest, str path)
{
    return map_get(manifest->known, path) != NULL;
}

size_t manifest_from(const struct manifest *manifest, str path)
{
    size_t from = 0;
    size_t to = manifest->paths.count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(manifest->paths.at[middle], path) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

// One write, so that lines of two threads do not mix.
bool manifest_note(struct manifest *manifest, str path)
{
    struct buf line = { 0 };
    buf_add(&line, path);
    buf_add_char(&line, '\n');
    bool noted = write_line(manifest->journal, buf_view(&line));
    buf_release(&line);
    return noted;
}

bool manifest_prepare(struct manifest *manifest, const str *paths, size_t count)
{
    struct buf text = { 0 };
    buf_add(&text, first_line);
    buf_add_char(&text, '\n');
    for (size_t i = 0; i < count; i++) {
        buf_add(&text, paths[i]);
        buf_add_char(&text, '\n');
    }
    bool well = place_write(manifest->top, STR(PREPARED), buf_view(&text), NUMBER_OF_MANIFEST);
    buf_release(&text);
    return well;
}

bool manifest_commit(struct manifest *manifest)
{
    return renameat(manifest->top, PREPARED, manifest->top, MANIFEST) == 0 &&
           unlinkat(manifest->top, JOURNAL, 0) == 0;
}
