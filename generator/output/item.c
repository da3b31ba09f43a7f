// SPDX-License-Identifier: EUPL-1.2
// One file that goes to its place, or away.
#include "base/buf.h"
#include "base/path.h"
#include "output/place.h"
#include "output/publication.h"

#include <errno.h>
#include <unistd.h>

LASTING_DIAGNOSTIC(
    output_replaced, WARNING,
    "{2} bestand(en) in de map van de website zijn vervangen, maar waren daar niet door "
    "een bouw gezet; het eerste is '{1}'",
    "{2} file(s) in the website's folder were replaced, but no build had put them there; "
    "the first is '{1}'",
    "stond hier al een website? maak de map leeg en bouw opnieuw: wat er niet meer bij hoort, "
    "blijft anders staan; en bewaar eigen bestanden niet in deze map",
    "did a website stand here? empty the folder and build again, or what no longer belongs to it "
    "stays; and do not keep files of your own in this folder");

static bool is_page(str path)
{
    return str_ends(path, STR(".html"));
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
            publication_note_replaced(publication, path);
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
        return (!made->fresh && stage_exchange(&output->stage, made->waiting, folder, name)) ||
               stage_move(&output->stage, made->waiting, folder, name);
    int beside = place_open(output->top, made->beside);
    bool well = beside >= 0 && stage_move_beside(made->waiting, beside, folder, name);
    int error = errno;
    if (beside >= 0)
        close(beside);
    errno = error;
    return well;
}

static void count_written(struct publication *publication, const struct item *item)
{
    struct output *output = publication->output;
    atomic_fetch_add(&output->written, 1);
    if (is_page(item->path))
        atomic_fetch_add(&output->pages_written, 1);
    if (item->made->foreign)
        publication_note_replaced(publication, item->path);
}

// The folder that the item is in, which stays open for the next; made when it is to be
// written in.
static int enter(struct publication *publication, const struct item *item, struct near *near)
{
    str path = path_folder(item->path);
    if (near->folder >= 0 && str_equal(path, near->path))
        return near->folder;
    item_leave(near);
    near->path = path;
    near->folder = item->made != NULL ? open_folder(publication, path)
                                      : place_open(publication->output->top, path);
    return near->folder;
}

static void write_item(struct publication *publication, const struct item *item, struct near *near)
{
    struct output *output = publication->output;
    if (item->made->folder) {
        item_leave(near);
        clear_folder(output, item->path);
    }
    int folder = enter(publication, item, near);
    if (folder >= 0 && move(output, item->made, folder))
        count_written(publication, item);
    else
        output_fail(output, item->path, errno);
}

// ---- Removing ----

static void remove_item(struct publication *publication, const struct item *item, struct near *near)
{
    struct output *output = publication->output;
    if (place_remove_name(enter(publication, item, near), path_name(item->path))) {
        atomic_fetch_add(&output->removed, 1);
        if (is_page(item->path))
            atomic_fetch_add(&output->pages_removed, 1);
    } else if (errno != 0)
        output_fail(output, item->path, errno);
}

// ---- The face ----

void item_leave(struct near *near)
{
    if (near->folder >= 0)
        close(near->folder);
    near->folder = -1;
}

void item_do(struct publication *publication, const struct item *item, struct near *near)
{
    if (item->made == NULL)
        remove_item(publication, item, near);
    else if (item->made->early || item->made->tree != TREE_NONE)
        count_written(publication, item);
    else
        write_item(publication, item, near);
}

void publication_note_replaced(struct publication *publication, str path)
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

void publication_tell_replaced(const struct publication *publication)
{
    if (publication->replaced_count > 0)
        diagnose(publication->output->diagnostics, &output_replaced, (struct place){ 0 },
                 VALUES(publication->replaced, NUMBER(publication->replaced_count)));
}
