// SPDX-License-Identifier: EUPL-1.2
#include "output/manifest.h"

#include "base/hash.h"
#include "base/list.h"
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

// Format 1 was a list of paths.
static const str old_first_line = { "doorleefd-manifest 1", 20 };

// The number of the manifest's own temporary file; see place_write.
enum { NUMBER_OF_MANIFEST = 0 };

// ---- Finding ----

static str path_of(const struct manifest *manifest, size_t number)
{
    return noted_path(manifest->files.at[number]);
}

size_t manifest_find(const struct manifest *manifest, str path)
{
    for (size_t i = hash_64(path) & manifest->slot_mask;; i++) {
        uint32_t slot = manifest->slots[i & manifest->slot_mask];
        if (slot == 0)
            return MANIFEST_NONE;
        if (str_equal(path_of(manifest, slot - 1), path))
            return slot - 1;
    }
}

// At most half of the slots are taken.
static void fill_slots(struct manifest *manifest)
{
    size_t count = 16;
    while (count < manifest->files.count * 2)
        count *= 2;
    manifest->slots = ARENA_ARRAY(manifest->arena, uint32_t, count);
    manifest->slot_mask = count - 1;
    for (size_t number = 0; number < manifest->files.count; number++) {
        size_t i = hash_64(path_of(manifest, number)) & manifest->slot_mask;
        while (manifest->slots[i] != 0)
            i = (i + 1) & manifest->slot_mask;
        manifest->slots[i] = (uint32_t)number + 1;
    }
}

size_t manifest_from(const struct manifest *manifest, str path)
{
    size_t from = 0;
    size_t to = manifest->files.count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(path_of(manifest, middle), path) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

// ---- Reading ----

// A last line without end belongs to a file that was never made.
static void learn_lines(struct manifest *manifest, str text)
{
    str line;
    while (str_cut(text, '\n', &line, &text))
        if (place_allowed(line))
            LIST_ADD(manifest->arena, manifest->files, noted_path_only(manifest->arena, line));
}

static void read_list(struct manifest *manifest)
{
    str rest;
    str line;
    if (!place_read(manifest->top, STR(MANIFEST), &manifest->text))
        return;
    str text = buf_view(&manifest->text);
    if (!noted_read(manifest->arena, text, &manifest->files, &manifest->print) &&
        str_cut(text, '\n', &line, &rest) && str_equal(line, old_first_line))
        learn_lines(manifest, rest);
}

static void read_journal(struct manifest *manifest)
{
    struct buf text = { 0 };
    manifest->unfinished = place_read(manifest->top, STR(JOURNAL), &text);
    learn_lines(manifest, buf_view(&text));
    buf_release(&text);
}

// Of the same path, the one first of which more is known.
static int noted_compare(const void *left, const void *right)
{
    const struct noted *const *a = left;
    const struct noted *const *b = right;
    int order = str_compare(noted_path(*a), noted_path(*b));
    bool known = !fingerprint_empty((*a)->note.bytes);
    return order != 0 ? order : (int)!known - (int)fingerprint_empty((*b)->note.bytes);
}

static bool is_sorted(const struct noted_list *files)
{
    for (size_t i = 1; i < files->count; i++)
        if (str_compare(noted_path(files->at[i - 1]), noted_path(files->at[i])) >= 0)
            return false;
    return true;
}

static void sort(struct noted_list *files)
{
    if (is_sorted(files))
        return;
    size_t kept = 1;
    qsort(files->at, files->count, sizeof(struct noted *), noted_compare);
    for (size_t i = 1; i < files->count; i++)
        if (!str_equal(noted_path(files->at[i]), noted_path(files->at[kept - 1])))
            files->at[kept++] = files->at[i];
    files->count = kept;
}

void manifest_open(struct manifest *manifest, int top)
{
    *manifest = (struct manifest){ .arena = arena_new(), .top = top, .journal = -1 };
    read_list(manifest);
    read_journal(manifest);
    sort(&manifest->files);
    fill_slots(manifest);
}

void manifest_close(struct manifest *manifest)
{
    if (manifest->arena == NULL)
        return;
    if (manifest->journal >= 0)
        close(manifest->journal);
    buf_release(&manifest->text);
    arena_free(manifest->arena);
    *manifest = (struct manifest){ .journal = -1 };
}

// ---- Writing ----

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

bool manifest_begin(struct manifest *manifest)
{
    manifest->journal = open_journal(manifest->top);
    // What a killed build wrote last may be half a line; an empty one is passed over.
    return manifest->journal >= 0 &&
           (!manifest->unfinished || write_line(manifest->journal, STR("\n")));
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

bool manifest_prepare(struct manifest *manifest, str list)
{
    return place_write(manifest->top, STR(PREPARED), list, NUMBER_OF_MANIFEST, NULL);
}

bool manifest_commit(struct manifest *manifest)
{
    return renameat(manifest->top, PREPARED, manifest->top, MANIFEST) == 0 &&
           unlinkat(manifest->top, JOURNAL, 0) == 0;
}
