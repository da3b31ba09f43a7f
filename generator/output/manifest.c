// SPDX-License-Identifier: EUPL-1.2
#include "output/manifest.h"

#include "base/bisect.h"
#include "base/hash.h"
#include "base/list.h"
#include "output/place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MANIFEST ".doorleefd-manifest"
#define PREPARED ".doorleefd-prepared"
#define WRITTEN ".doorleefd-written"
// Beside a list of format 1.
#define OLD_JOURNAL ".doorleefd-journal"

// Format 1 was a list of paths.
static const str old_first_line = { "doorleefd-manifest 1", 20 };

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

size_t manifest_find_near(const struct manifest *manifest, str path, size_t *near)
{
    size_t next = *near + 1;
    bool after = next < manifest->files.count && str_equal(path_of(manifest, next), path);
    size_t number = after ? next : manifest_find(manifest, path);
    if (number != MANIFEST_NONE)
        *near = number;
    return number;
}

// At most half of the slots are taken.
static void fill_slots(struct manifest *manifest)
{
    size_t count = 16;
    while (count < manifest->files.count * 2)
        count *= 2;
    // Memory that is read before it is written costs twice.
    manifest->slots = arena_room_array(manifest->arena, count, sizeof *manifest->slots);
    memset(manifest->slots, 0, count * sizeof *manifest->slots);
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
    size_t at;
    BISECT(at, 0, manifest->files.count, str_compare(path_of(manifest, at), path) < 0);
    return at;
}

// ---- Reading ----

// A last line without end belongs to a file that was never made.
static void learn_lines(struct manifest *manifest, str text, struct noted_list *list)
{
    str line;
    while (str_cut(text, '\n', &line, &text))
        if (place_allowed(line))
            LIST_ADD(manifest->arena, *list, noted_path_only(manifest->arena, line));
}

static int noted_compare(const void *left, const void *right)
{
    const struct noted *const *a = left;
    const struct noted *const *b = right;
    return str_compare(noted_path(*a), noted_path(*b));
}

static bool is_sorted(const struct noted_list *list)
{
    for (size_t i = 1; i < list->count; i++)
        if (noted_compare(&list->at[i - 1], &list->at[i]) >= 0)
            return false;
    return true;
}

// As it was written, but for what someone else made of it.
static void sort(struct noted_list *list)
{
    if (is_sorted(list))
        return;
    size_t kept = 1;
    qsort(list->at, list->count, sizeof *list->at, noted_compare);
    for (size_t i = 1; i < list->count; i++)
        if (noted_compare(&list->at[i], &list->at[kept - 1]) != 0)
            list->at[kept++] = list->at[i];
    list->count = kept;
}

// Reads the list `name`, of either format, and sets `print` to that of its build.
// Sets `there` to whether there is such a file.
static enum list_state read_list(struct manifest *manifest, str name, struct buf *text,
                                 struct noted_list *list, struct fingerprint *print, bool *there)
{
    str rest;
    str line;
    if (!(*there = place_read(manifest->top, name, text)))
        return LIST_NONE;
    enum list_state state = noted_read(manifest->arena, buf_view(text), list, print);
    if (state == LIST_NONE && str_cut(buf_view(text), '\n', &line, &rest) &&
        str_equal(line, old_first_line)) {
        learn_lines(manifest, rest, list);
        state = LIST_WHOLE;
    }
    sort(list);
    return state;
}

// ---- Finding again ----

// What is looked for where the list is lost or damaged.
struct search {
    struct manifest *manifest;
    const struct noted_list *known[2]; // sorted
    struct noted_list found;
    struct buf bytes;
};

static bool holds(const struct noted_list *list, str path)
{
    size_t from = 0;
    size_t to = list->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_compare(noted_path(list->at[middle]), path);
        if (order == 0)
            return true;
        from = order < 0 ? middle + 1 : from;
        to = order < 0 ? to : middle;
    }
    return false;
}

// Whether a build may have written a file that stands so, before it is read.
static bool may_be_ours(const struct search *search, str path, struct stamp stamp)
{
    return stamp.nanosecond != 0 && stamp.nanosecond % 1000 == 0 && place_allowed(path) &&
           !holds(search->known[0], path) && !holds(search->known[1], path);
}

static void look(void *context, int folder, str name, str path)
{
    struct search *search = context;
    struct arena *arena = search->manifest->arena;
    struct stamp stamp;
    buf_clear(&search->bytes);
    if (!place_stamp(folder, name, &stamp) || !may_be_ours(search, path, stamp) ||
        !place_read(folder, name, &search->bytes))
        return;
    str bytes = buf_view(&search->bytes);
    struct note note = { .bytes = fingerprint_of(bytes), .size = bytes.len };
    if (note_fits(&note, stamp))
        LIST_ADD(arena, search->found, noted_bytes_only(arena, path, &note));
}

// What is noted of a file of which no list of changes tells.
static const struct noted *untold(struct manifest *manifest, const struct noted *noted)
{
    size_t size = sizeof *noted + noted->len;
    struct noted *copy = arena_alloc(manifest->arena, size);
    memcpy(copy, noted, size);
    copy->flags = NOTED_UNTOLD;
    return copy;
}

// A page of which no list tells would stay, also when its story was withdrawn.  But
// what a build wrote tells so itself, by the time of change.  The folder of another
// website, which has a list of its own, is left to that.  What a killed build put there
// early, no list of changes told of.
static void find_again(struct manifest *manifest, struct noted_list *list,
                       const struct noted_list *coming, bool killed)
{
    struct search search = { .manifest = manifest, .known = { list, coming } };
    place_walk(manifest->top, STR(MANIFEST), look, &search);
    for (size_t i = 0; i < search.found.count; i++)
        LIST_ADD(manifest->arena, *list,
                 killed ? untold(manifest, search.found.at[i]) : search.found.at[i]);
    sort(list);
    buf_release(&search.bytes);
}

// Whether the killed build came to write the file.
static bool is_written(const struct manifest *manifest, const struct noted *noted)
{
    struct stamp stamp;
    return place_stamp(manifest->top, noted_path(noted), &stamp) && note_fits(&noted->note, stamp);
}

// Joins what the last whole build noted with what the killed build was to leave.
static void join(struct manifest *manifest, struct noted_list old, struct noted_list coming)
{
    struct arena *arena = manifest->arena;
    struct noted_list *all = &manifest->files;
    *all = (struct noted_list){ 0 };
    for (size_t i = 0, j = 0; i < old.count || j < coming.count;) {
        int order = i == old.count      ? 1
                    : j == coming.count ? -1
                                        : noted_compare(&old.at[i], &coming.at[j]);
        bool same =
            order == 0 && memcmp(&old.at[i]->note, &coming.at[j]->note, sizeof(struct note)) == 0;
        bool written = order >= 0 && !same && is_written(manifest, coming.at[j]);
        if (written || (order > 0 && (coming.at[j]->flags & NOTED_FOREIGN) == 0))
            LIST_ADD(arena, *all, untold(manifest, coming.at[j]));
        else if (order <= 0)
            LIST_ADD(arena, *all, old.at[i]);
        i += order <= 0;
        j += order >= 0;
    }
}

// Whether every file is noted in the text, one behind the other, and without a flag.
static bool is_clean(const struct manifest *manifest)
{
    size_t len = NOTED_HEAD;
    for (size_t i = 0; i < manifest->files.count; i++) {
        const struct noted *noted = manifest->files.at[i];
        if ((const char *)noted != manifest->text.at + len || noted->flags != 0)
            return false;
        len += noted_view(noted).len;
    }
    return true;
}

void manifest_open(struct manifest *manifest, int top, bool killed)
{
    *manifest = (struct manifest){ .arena = arena_new(), .top = top };
    struct noted_list old = { 0 };
    struct noted_list coming = { 0 };
    struct fingerprint print;
    struct buf journal = { 0 };
    bool there;
    unlinkat(top, WRITTEN, 0); // that a killed build did not come to rename
    enum list_state state =
        read_list(manifest, STR(MANIFEST), &manifest->text, &old, &manifest->print, &there);
    read_list(manifest, STR(PREPARED), &manifest->coming_text, &coming, &print,
              &manifest->unfinished);
    if (place_read(top, STR(OLD_JOURNAL), &journal)) {
        manifest->unfinished = true;
        learn_lines(manifest, buf_view(&journal), &coming);
        sort(&coming);
    }
    buf_release(&journal);
    if (state != LIST_WHOLE || killed)
        find_again(manifest, &old, &coming, killed);
    manifest->files = old;
    manifest->clean = state == LIST_WHOLE && !killed && !manifest->unfinished && is_clean(manifest);
    if (manifest->unfinished)
        join(manifest, old, coming);
    if (manifest->unfinished || killed)
        manifest->print = (struct fingerprint){ 0 };
    fill_slots(manifest);
}

bool manifest_may_be(int top, struct fingerprint print)
{
    char head[NOTED_HEAD];
    struct fingerprint noted;
    str bytes = { head, place_read_start(top, STR(MANIFEST), head, sizeof head) };
    return noted_read_head(bytes, &noted) && fingerprint_equal(noted, print);
}

bool manifest_look(int top, str path, struct note *note)
{
    struct manifest manifest = { .arena = arena_new(), .top = top };
    bool there;
    read_list(&manifest, STR(MANIFEST), &manifest.text, &manifest.files, &manifest.print, &there);
    fill_slots(&manifest);
    size_t number = manifest_find(&manifest, path);
    if (number != MANIFEST_NONE)
        *note = manifest.files.at[number]->note;
    manifest_close(&manifest);
    return number != MANIFEST_NONE;
}

void manifest_close(struct manifest *manifest)
{
    if (manifest->arena == NULL)
        return;
    buf_release(&manifest->text);
    buf_release(&manifest->coming_text);
    arena_free(manifest->arena);
    *manifest = (struct manifest){ 0 };
}

// ---- Writing ----

static bool write_as(const struct manifest *manifest, const char *name, str list)
{
    return place_write(manifest->top, WRITTEN, list, NULL) &&
           renameat(manifest->top, WRITTEN, manifest->top, name) == 0;
}

// Notes all that builds wrote so far as of one that was whole, so that nothing is lost
// when what a killed build was to leave gives way to another.
static bool absorb(struct manifest *manifest)
{
    struct buf list = { 0 };
    noted_write_head(&list, (struct fingerprint){ 0 }, manifest->files.count);
    for (size_t i = 0; i < manifest->files.count; i++) {
        const struct noted *noted = manifest->files.at[i];
        noted_write(&list, noted_path(noted), &noted->note, noted->flags);
    }
    bool well = write_as(manifest, MANIFEST, buf_view(&list));
    buf_release(&list);
    return well;
}

// A stretch of the new list.
struct piece {
    const char *old; // where in the old one it stands; NULL: in `fresh`
    size_t from;     // where in that
    size_t len;
};

struct manifest_list manifest_list_new(const struct manifest *manifest, struct arena *arena,
                                       struct fingerprint print, size_t count)
{
    struct manifest_list list = { .manifest = manifest, .arena = arena };
    noted_write_head(&list.fresh, print, count);
    LIST_ADD(arena, list.pieces, ((struct piece){ .len = list.fresh.len }));
    return list;
}

void manifest_list_add(struct manifest_list *list, str path, const struct note *note,
                       uint32_t flags)
{
    size_t from = list->fresh.len;
    struct piece *last = &list->pieces.at[list->pieces.count - 1];
    noted_write(&list->fresh, path, note, flags);
    if (last->old == NULL)
        last->len = list->fresh.len - last->from;
    else
        LIST_ADD(list->arena, list->pieces,
                 ((struct piece){ .from = from, .len = list->fresh.len - from }));
}

void manifest_list_keep(struct manifest_list *list, const struct noted *noted)
{
    str view = noted_view(noted);
    struct piece *last = &list->pieces.at[list->pieces.count - 1];
    if (last->old != NULL && last->old + last->len == view.at)
        last->len += view.len;
    else
        LIST_ADD(list->arena, list->pieces, ((struct piece){ .old = view.at, .len = view.len }));
}

bool manifest_prepare(struct manifest *manifest, struct manifest_list *list)
{
    bool well = !manifest->unfinished || manifest->absorbed || absorb(manifest);
    manifest->absorbed = well;
    str *parts = ARENA_ARRAY(list->arena, str, list->pieces.count);
    for (size_t i = 0; i < list->pieces.count; i++) {
        const struct piece *piece = &list->pieces.at[i];
        parts[i] =
            (str){ piece->old != NULL ? piece->old : list->fresh.at + piece->from, piece->len };
    }
    well = well && place_write_parts(manifest->top, WRITTEN, parts, list->pieces.count) &&
           renameat(manifest->top, WRITTEN, manifest->top, PREPARED) == 0;
    int error = errno;
    buf_release(&list->fresh);
    errno = error;
    return well;
}

bool manifest_commit(struct manifest *manifest)
{
    if (renameat(manifest->top, PREPARED, manifest->top, MANIFEST) != 0)
        return false;
    return unlinkat(manifest->top, OLD_JOURNAL, 0) == 0 || errno == ENOENT;
}

void manifest_forget(struct manifest *manifest)
{
    unlinkat(manifest->top, PREPARED, 0);
}
