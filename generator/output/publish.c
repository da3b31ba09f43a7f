// SPDX-License-Identifier: EUPL-1.2
// Brings what was made into the website, in an order that at no moment leaves a
// link, an asset or a part of the index missing.
#include "base/buf.h"
#include "base/list.h"
#include "base/parallel.h"
#include "base/path.h"
#include "output/order.h"
#include "output/place.h"
#include "output/publication.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Who removes mostly waits for the disk.
enum { WRITERS = 2, REMOVERS = 8, ITEMS_AT_ONCE = 32 };

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
    return walk->made == NULL || (walk->noted != NULL &&
                                  memcmp(walk->note, &walk->noted->note, sizeof(struct note)) == 0);
}

static bool is_new(const struct noted *noted)
{
    return noted == NULL || (noted->flags & NOTED_UNTOLD) != 0;
}

static bool is_changed(const struct made_walk *walk)
{
    return is_new(walk->noted) || !fingerprint_equal(walk->note->bytes, walk->noted->note.bytes) ||
           (walk->made != NULL && made_is_new(walk->made));
}

static void collect_told(struct publication *publication, const struct made_walk *walk)
{
    if (publication->output->changes.file == NULL || !is_changed(walk))
        return;
    bool fresh = is_new(walk->noted);
    struct item item = { walk->path, order_of_writing(walk->path, fresh), fresh, NULL };
    LIST_ADD(publication->arena, publication->told, item);
}

static void collect_written(struct publication *publication)
{
    struct output *output = publication->output;
    const struct manifest *manifest = &output->manifest;
    publication->is_as_before = !manifest->unfinished && !output->stage.killed &&
                                fingerprint_equal(output->print, manifest->print);
    size_t count = 0;
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk); count++) {
        struct made *made = walk.made;
        if (made != NULL && made_is_new(made)) {
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

// ---- Taking room ----

// Writes the list of the build; what stands of others in its places is flagged until it
// has given way.
static bool prepare(struct output *output, uint32_t flag)
{
    struct arena *arena = arena_new();
    struct manifest *manifest = &output->manifest;
    struct manifest_list list = manifest_list_new(manifest, arena, output->print, output->files);
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk);) {
        bool foreign = walk.made != NULL && walk.made->foreign;
        if (walk.made == NULL && manifest->clean)
            manifest_list_keep(&list, walk.noted);
        else
            manifest_list_add(&list, walk.path, walk.note, foreign ? flag : 0);
    }
    bool well = manifest_prepare(manifest, &list);
    int error = errno;
    arena_free(arena);
    if (!well)
        output_fail(output, STR(".doorleefd-manifest"), error);
    return well;
}

static bool copy_beside(struct output *output, const struct made *made)
{
    int folder = place_open(output->top, made->beside);
    struct stage *stage = &output->stage;
    bool well = folder >= 0;
    if (well && made->tree != TREE_NONE)
        well = stage_copy_below(stage, made->tree, made->path.at, made->waiting, folder);
    else if (well)
        well = stage_copy_beside(stage, made->waiting, folder);
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

// Files that are left out, and those that wait elsewhere now, must not go along with the
// folders of the trees.
static void drop_from_trees(struct output *output)
{
    const struct made_set *set = &output->made;
    for (size_t i = 0; i < set->new.count; i++) {
        struct made *made = set->new.at[i];
        if (made->tree == TREE_NONE || (!made->left_out && made->beside.at == NULL))
            continue;
        stage_drop_below(&output->stage, made->tree, made->path);
        made->tree = TREE_NONE;
    }
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
    drop_from_trees(output);
    output->early.listed = well;
    if (well)
        return true;
    drop_beside(output, items);
    manifest_forget(&output->manifest);
    return false;
}

// ---- In order ----

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
    struct near near = { .folder = -1 };
    (void)worker;
    for (size_t i = number * ITEMS_AT_ONCE; i < run->count && i < end; i++) {
        if (atomic_load(&run->publication->output->failed))
            break;
        item_do(run->publication, &run->from[i], &near);
    }
    item_leave(&near);
}

// What gave way to a file waits under its number.
static void drop_some(void *context, size_t number, unsigned worker)
{
    const struct publication *publication = context;
    const struct items *items = &publication->written;
    size_t end = (number + 1) * ITEMS_AT_ONCE;
    (void)worker;
    for (size_t i = number * ITEMS_AT_ONCE; i < items->count && i < end; i++) {
        const struct made *made = items->at[i].made;
        if (made->waiting != 0 && made->tree == TREE_NONE && !made->fresh)
            stage_drop(&publication->output->stage, made->waiting);
    }
}

static size_t chunks(size_t count)
{
    return (count + ITEMS_AT_ONCE - 1) / ITEMS_AT_ONCE;
}

static void do_all(struct publication *publication, const struct items *items, unsigned jobs)
{
    for (size_t i = 0; i < items->count;) {
        struct run run = { publication, &items->at[i], 0 };
        for (; i < items->count && items->at[i].rank == run.from->rank; i++)
            run.count++;
        trees_publish(publication, run.from->rank);
        parallel_each(jobs, chunks(run.count), do_some, &run);
    }
}

static bool do_everything(struct publication *publication)
{
    struct output *output = publication->output;
    if (!items_fit(output, &publication->written) || !items_fit(output, &publication->removed) ||
        !take_room(publication))
        return false;
    do_all(publication, &publication->written, WRITERS);
    parallel_each(REMOVERS, chunks(publication->written.count), drop_some, publication);
    do_all(publication, &publication->removed, REMOVERS);
    publication_tell_replaced(publication);
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
    early_drop_left_out(output);
    collect_written(&publication);
    collect_removed(&publication);
    bool nothing = publication.is_as_before && publication.written.count == 0 &&
                   publication.removed.count == 0;
    bool well = nothing ? publish_nothing(output) : do_everything(&publication);
    if (well)
        output->stage.killed = false;
    changes_drop(&output->changes);
    pthread_mutex_destroy(&publication.lock);
    arena_free(publication.arena);
    return well;
}
