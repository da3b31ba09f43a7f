// SPDX-License-Identifier: EUPL-1.2
// Brings what was made into the website, in an order that at no moment leaves a
// link, an asset or a part of the index missing.
#include "base/buf.h"
#include "base/list.h"
#include "base/parallel.h"
#include "base/path.h"
#include "output/opened.h"
#include "output/order.h"
#include "output/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

DIAGNOSTIC(output_replaced, WARNING,
           "{2} bestand(en) in de map van de website zijn vervangen, maar waren daar niet door "
           "een bouw gezet; het eerste is '{1}'",
           "{2} file(s) in the website's folder were replaced, but no build had put them there; "
           "the first is '{1}'",
           "bewaar eigen bestanden niet in deze map",
           "do not keep files of your own in this folder");

enum { JOBS = 2, ITEMS_AT_ONCE = 32 };

// What is to be done with one path.
struct item {
    str path;
    unsigned rank;
    bool fresh;        // it was not there before
    struct made *made; // NULL when it is to be removed
};

struct items {
    struct item *at;
    size_t count;
    size_t capacity;
};

struct publication {
    struct output *output;
    struct items written;
    struct items removed;
    struct items told; // what the lists of changes have: also what a killed build wrote
    bool is_as_before; // nothing is to be noted anew

    pthread_mutex_t lock; // guards what follows
    struct arena *arena;
    str replaced; // the first file of someone else, in byte order
    size_t replaced_count;
};

// ---- What is to be done ----

static int item_compare(const void *left, const void *right)
{
    const struct item *a = left;
    const struct item *b = right;
    return a->rank != b->rank ? (a->rank < b->rank ? -1 : 1) : str_compare(a->path, b->path);
}

static void sort(struct items *items)
{
    if (items->count > 1)
        qsort(items->at, items->count, sizeof *items->at, item_compare);
}

static bool is_noted(const struct made_walk *walk)
{
    return walk->noted != NULL && memcmp(walk->note, &walk->noted->note, sizeof(struct note)) == 0;
}

static bool is_new(const struct noted *noted)
{
    return noted == NULL || (noted->flags & NOTED_UNTOLD) != 0;
}

static bool is_changed(const struct made_walk *walk)
{
    return is_new(walk->noted) || !fingerprint_equal(walk->note->bytes, walk->noted->note.bytes) ||
           (walk->made != NULL && walk->made->waiting != 0);
}

static void collect_told(struct publication *publication, const struct made_walk *walk)
{
    bool fresh = is_new(walk->noted);
    struct item item = { walk->path, order_of_writing(walk->path, fresh), fresh, NULL };
    if (publication->output->changes.file != NULL && is_changed(walk))
        LIST_ADD(publication->arena, publication->told, item);
}

static void collect_written(struct publication *publication)
{
    struct output *output = publication->output;
    const struct manifest *manifest = &output->manifest;
    publication->is_as_before =
        !manifest->unfinished && fingerprint_equal(output->print, manifest->print);
    size_t count = 0;
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk); count++) {
        struct made *made = walk.made;
        if (made != NULL && made->waiting != 0) {
            struct item item = { made->path, order_of_writing(made->path, made->fresh), made->fresh,
                                 made };
            LIST_ADD(publication->arena, publication->written, item);
        }
        publication->is_as_before = publication->is_as_before && is_noted(&walk);
        collect_told(publication, &walk);
    }
    output->files = count;
    sort(&publication->written);
    sort(&publication->told);
}

static bool makes(const struct output *output, str path)
{
    size_t number = manifest_find(&output->manifest, path);
    return number != MANIFEST_NONE && made_knows(&output->made, number);
}

static void collect_removed(struct publication *publication)
{
    const struct output *output = publication->output;
    const struct manifest *manifest = &output->manifest;
    for (size_t i = 0; i < manifest->files.count; i++) {
        str path = noted_path(manifest->files.at[i]);
        if (made_knows(&output->made, i) || !place_allowed(path))
            continue;
        bool stays = makes(output, order_plain_path(path));
        struct item item = { path, order_of_removing(path, stays), false, NULL };
        LIST_ADD(publication->arena, publication->removed, item);
    }
    sort(&publication->removed);
}

// ---- Whether it can be done ----

static bool is_known(void *context, str path)
{
    return manifest_find(context, path) != MANIFEST_NONE;
}

// The folder that was last found fit to be written in, and the one in it that is to
// be made.
struct ready {
    str folder;
    str missing;
    uint64_t device;
};

static bool is_below(str path, str folder)
{
    return str_starts(path, folder) && (path.len == folder.len || path.at[folder.len] == '/');
}

// Looks whether the folder of a file can be written, or the one that it will be made
// in.  Where that is on another device, the file will wait there.
static bool check_folder(struct output *output, const struct item *item, uint64_t device,
                         struct ready *ready)
{
    str folder = path_folder(item->path);
    str missing = { 0 };
    if (ready->missing.len > 0 && is_below(folder, ready->missing)) {
        missing = ready->missing;
        folder = ready->folder;
    }
    while (ready->folder.at == NULL || !str_equal(folder, ready->folder)) {
        if (place_folder_ready(output->top, folder, &ready->device)) {
            ready->folder = folder;
        } else if (errno == ENOENT && folder.len > 0) {
            missing = folder;
            folder = path_folder(folder);
        } else {
            output_fail(output, folder, errno);
            return false;
        }
    }
    ready->missing = missing;
    if (ready->device != device && item->made != NULL)
        item->made->beside = folder;
    return true;
}

static bool check(struct output *output, const struct items *items)
{
    uint64_t device = 0;
    struct ready ready = { 0 };
    if (!place_folder_ready(output->top, STR(""), &device)) {
        output_fail(output, STR(""), errno);
        return false;
    }
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        if (item->made != NULL && item->made->folder &&
            !place_holds_only(output->top, item->path, is_known, &output->manifest)) {
            output_fail_blocked(output, item->path);
            return false;
        }
        if (!check_folder(output, item, device, &ready))
            return false;
    }
    return true;
}

// ---- Taking room ----

// Writes the list of the build; what stands of others in its places is flagged until it
// has given way.
static bool prepare(struct output *output, uint32_t flag)
{
    struct buf list = { 0 };
    noted_write_head(&list, output->print, output->files);
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk);) {
        bool foreign = walk.made != NULL && walk.made->foreign;
        noted_write(&list, walk.path, walk.note, foreign ? flag : 0);
    }
    bool well = manifest_prepare(&output->manifest, buf_view(&list));
    int error = errno;
    buf_release(&list);
    if (!well)
        output_fail(output, STR(".doorleefd-manifest"), error);
    return well;
}

static bool copy_beside(struct output *output, const struct made *made)
{
    int folder = place_open(output->top, made->beside);
    bool well = folder >= 0 && stage_copy_beside(&output->stage, made->waiting, folder);
    if (!well)
        output_fail(output, made->path, errno);
    if (folder >= 0)
        close(folder);
    return well;
}

static void drop_beside(struct output *output, const struct items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct made *made = items->at[i].made;
        int folder = made->beside.at == NULL ? -1 : place_open(output->top, made->beside);
        if (folder < 0)
            continue;
        stage_drop_beside(made->waiting, folder);
        close(folder);
    }
}

static bool list_changes(const struct publication *publication)
{
    struct changes *changes = &publication->output->changes;
    const struct items *told = &publication->told;
    const struct items *removed = &publication->removed;
    for (size_t i = 0; i < told->count; i++) {
        changes_add(changes, CHANGE_WRITTEN, told->at[i].path);
        if (told->at[i].fresh)
            changes_add(changes, CHANGE_NEW, told->at[i].path);
    }
    for (size_t i = 0; i < removed->count; i++)
        changes_add(changes, CHANGE_REMOVED, removed->at[i].path);
    if (changes_prepare(changes))
        return true;
    output_fail_changes(publication->output, errno);
    return false;
}

// After this nothing needs room on the disk, but for folders.
static bool take_room(struct publication *publication)
{
    struct output *output = publication->output;
    const struct items *items = &publication->written;
    if (!list_changes(publication) || !prepare(output, NOTED_FOREIGN))
        return false;
    bool well = true;
    for (size_t i = 0; well && i < items->count; i++)
        if (items->at[i].made->beside.at != NULL)
            well = copy_beside(output, items->at[i].made);
    if (well)
        return true;
    drop_beside(output, items);
    manifest_forget(&output->manifest);
    return false;
}

// ---- Writing ----

static bool is_page(str path)
{
    return str_ends(path, STR(".html"));
}

// Remembers that something gave way; what no build wrote is told.
static void note_replaced(struct publication *publication, str path)
{
    if (manifest_find(&publication->output->manifest, path) != MANIFEST_NONE) {
        atomic_fetch_add(&publication->output->removed, 1);
        return;
    }
    pthread_mutex_lock(&publication->lock);
    if (publication->replaced_count == 0 || str_compare(path, publication->replaced) < 0)
        publication->replaced = path;
    publication->replaced_count++;
    pthread_mutex_unlock(&publication->lock);
}

// Opens the folder `path`, whose name is `name` in `folder`; what is there and is
// no folder gives way.
static int step_into(struct publication *publication, int folder, str path, str name)
{
    enum { TRIES = 3 }; // other threads make the same folder
    for (int i = 0; i < TRIES; i++) {
        int next = place_make(folder, name);
        if (next >= 0 || (errno != ENOTDIR && errno != ELOOP))
            return next;
        if (place_unlink(folder, name))
            note_replaced(publication, path);
    }
    return place_make(folder, name);
}

// Opens the folder `path`, and makes it when it is not there.
static int open_folder(struct publication *publication, str path)
{
    int top = publication->output->top;
    int folder = place_open(top, path);
    if (folder >= 0 || (errno != ENOENT && errno != ENOTDIR && errno != ELOOP))
        return folder;
    int around = place_open(top, path_folder(path));
    folder = around < 0 ? -1 : place_make(around, path_name(path));
    if (around >= 0)
        close(around);
    if (folder >= 0)
        return folder;
    folder = top;
    for (size_t from = 0; from < path.len && folder >= 0;) {
        size_t slash = str_find_char(path, '/', from);
        size_t to = slash == STR_NONE ? path.len : slash;
        int next =
            step_into(publication, folder, str_slice(path, 0, to), str_slice(path, from, to));
        int error = errno;
        if (folder != top)
            close(folder);
        errno = error;
        folder = next;
        from = to + 1;
    }
    return folder;
}

// Takes away the folder `path` where now a file must come: what is in it was
// written by an earlier build, and is none of this one.
static void clear_folder(struct output *output, str path)
{
    const struct manifest *manifest = &output->manifest;
    str keep = path_folder(path);
    struct buf below = { 0 };
    buf_add(&below, path);
    buf_add_char(&below, '/');
    for (size_t i = manifest_from(manifest, buf_view(&below)); i < manifest->files.count; i++) {
        str file = noted_path(manifest->files.at[i]);
        if (!str_starts(file, buf_view(&below)))
            break;
        if (place_remove(output->top, file))
            atomic_fetch_add(&output->removed, 1);
        place_remove_empty(output->top, path_folder(file), keep);
    }
    place_remove_empty(output->top, path, keep);
    buf_release(&below);
}

static bool move(struct output *output, const struct made *made, int folder)
{
    str name = path_name(made->path);
    if (made->beside.at == NULL)
        return stage_move(&output->stage, made->waiting, folder, name);
    int beside = place_open(output->top, made->beside);
    bool well = beside >= 0 && stage_move_beside(made->waiting, beside, folder, name);
    int error = errno;
    if (beside >= 0)
        close(beside);
    errno = error;
    return well;
}

static void write_item(struct publication *publication, const struct item *item)
{
    struct output *output = publication->output;
    if (item->made->folder)
        clear_folder(output, item->path);
    int folder = open_folder(publication, path_folder(item->path));
    if (folder >= 0 && move(output, item->made, folder)) {
        atomic_fetch_add(&output->written, 1);
        if (is_page(item->path))
            atomic_fetch_add(&output->pages_written, 1);
        if (item->made->foreign)
            note_replaced(publication, item->path);
    } else {
        output_fail(output, item->path, errno);
    }
    if (folder >= 0)
        close(folder);
}

// ---- Removing ----

static void remove_item(struct publication *publication, const struct item *item)
{
    struct output *output = publication->output;
    if (place_remove(output->top, item->path)) {
        atomic_fetch_add(&output->removed, 1);
        if (is_page(item->path))
            atomic_fetch_add(&output->pages_removed, 1);
    } else if (errno != 0)
        output_fail(output, item->path, errno);
}

static void remove_folders(struct output *output, const struct items *removed)
{
    str last = STR("");
    for (size_t i = 0; i < removed->count; i++) {
        str folder = path_folder(removed->at[i].path);
        if (!str_equal(folder, last))
            place_remove_empty(output->top, folder, STR(""));
        last = folder;
    }
}

// ---- In order ----

// Items of one rank, whose order among themselves does not matter.
struct run {
    struct publication *publication;
    const struct item *from;
    size_t count;
};

static void do_some(void *context, size_t number, unsigned worker)
{
    const struct run *run = context;
    size_t end = (number + 1) * ITEMS_AT_ONCE;
    (void)worker;
    for (size_t i = number * ITEMS_AT_ONCE; i < run->count && i < end; i++) {
        if (atomic_load(&run->publication->output->failed))
            return;
        if (run->from[i].made != NULL)
            write_item(run->publication, &run->from[i]);
        else
            remove_item(run->publication, &run->from[i]);
    }
}

static void do_all(struct publication *publication, const struct items *items)
{
    for (size_t i = 0; i < items->count;) {
        struct run run = { publication, &items->at[i], 0 };
        for (; i < items->count && items->at[i].rank == run.from->rank; i++)
            run.count++;
        parallel_each(JOBS, (run.count + ITEMS_AT_ONCE - 1) / ITEMS_AT_ONCE, do_some, &run);
    }
}

static bool do_everything(struct publication *publication)
{
    struct output *output = publication->output;
    if (!check(output, &publication->written) || !check(output, &publication->removed) ||
        !take_room(publication))
        return false;
    do_all(publication, &publication->written);
    do_all(publication, &publication->removed);
    if (publication->replaced_count > 0)
        diagnose(output->diagnostics, &output_replaced, (struct place){ 0 },
                 VALUES(publication->replaced, NUMBER(publication->replaced_count)));
    if (atomic_load(&output->failed))
        return false;
    remove_folders(output, &publication->removed);
    if (publication->replaced_count > 0 && !prepare(output, 0))
        return false;
    // First the lists: what a build that is killed here changed is told by the next.
    if (!changes_commit(&output->changes))
        output_fail_changes(output, errno);
    else if (!manifest_commit(&output->manifest))
        output_fail(output, STR(".doorleefd-manifest"), errno);
    return !atomic_load(&output->failed);
}

bool publish_nothing(struct output *output)
{
    if (!changes_prepare(&output->changes) || !changes_commit(&output->changes))
        output_fail_changes(output, errno);
    return !atomic_load(&output->failed);
}

bool publish(struct output *output)
{
    struct publication publication = { .output = output, .arena = arena_new() };
    pthread_mutex_init(&publication.lock, NULL);
    collect_written(&publication);
    collect_removed(&publication);
    bool nothing = publication.is_as_before && publication.written.count == 0 &&
                   publication.removed.count == 0;
    bool well = nothing ? publish_nothing(output) : do_everything(&publication);
    changes_drop(&output->changes);
    pthread_mutex_destroy(&publication.lock);
    arena_free(publication.arena);
    return well;
}
