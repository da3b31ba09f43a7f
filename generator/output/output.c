// SPDX-License-Identifier: EUPL-1.2
#include "output/output.h"

#include "base/memory.h"
#include "base/path.h"
#include "output/compress.h"
#include "output/failure.h"
#include "output/opened.h"
#include "output/order.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

DIAGNOSTIC(output_path, ERROR, "'{1}' kan geen pad van een website zijn",
           "'{1}' cannot be a path of a website", "dit is een fout in doorleefd: meld hem",
           "this is a mistake in doorleefd: report it");
DIAGNOSTIC(output_long, ERROR, "de naam '{1}' is te lang voor een bestand van de website",
           "the name '{1}' is too long for a file of the website",
           "geef het bestand een kortere naam", "give the file a shorter name");
DIAGNOSTIC(output_twice, ERROR, "'{1}' wordt twee keer gemaakt", "'{1}' is made twice",
           "dit is een fout in doorleefd: meld hem", "this is a mistake in doorleefd: report it");
// Of one file or folder, and of a whole path, on all file systems that matter.
enum { NAME_BYTES_MAX = 255, PATH_BYTES_MAX = 2048 };

// ---- Files ----

// The number of the file that an earlier build wrote at `path`, or MANIFEST_NONE.
static size_t number_of(struct output *output, str path, size_t *near)
{
    opening_await(output);
    return output->top < 0 ? MANIFEST_NONE : manifest_find_near(&output->manifest, path, near);
}

// What is noted of the file at `path`, when it still stands so; else NULL.
static const struct note *standing(struct output *output, str path)
{
    size_t number = number_of(output, path, &(size_t){ 0 });
    bool fits = number != MANIFEST_NONE && standing_sees(&output->standing, number);
    return fits ? &output->manifest.files.at[number]->note : NULL;
}

static bool begin(struct output *output, const char *folder)
{
    output->folder = arena_copy(output->arena, str_from_c(folder));
    while (output->folder.len > 1 && str_ends(output->folder, STR("/")))
        output->folder.len--;
    if (opening_begin(output, folder))
        return true;
    failure_say(output->diagnostics, output->folder, STR(""), errno);
    return false;
}

// ---- The face ----

static bool is_too_long(str path)
{
    if (path.len > PATH_BYTES_MAX)
        return true;
    for (bool more = true; more;) {
        str name;
        more = str_cut(path, '/', &name, &path);
        if (name.len > NAME_BYTES_MAX)
            return true;
    }
    return false;
}

struct output *output_open(const char *folder, struct diagnostics *diagnostics)
{
    struct output *output = memory_alloc(sizeof *output);
    memset(output, 0, sizeof *output);
    output->diagnostics = diagnostics;
    output->arena = arena_new();
    made_init(&output->made, diagnostics);
    opening_init(&output->opening);
    stage_init(&output->stage);
    output->top = -1;
    output->folder = STR("");
    if (folder == NULL || begin(output, folder))
        return output;
    output_free(output);
    return NULL;
}

static void say_of(const struct output *output, const struct diagnostic_kind *kind, str path)
{
    diagnose(output->diagnostics, kind, (struct place){ 0 }, VALUES(path));
}

// Enters the path of a file.  Returns NULL, and says why, when it is none.
static struct made *enter(struct output *output, str path)
{
    struct made *made = NULL;
    opening_await(output);
    if (!place_allowed(path))
        say_of(output, &output_path, path);
    else if (is_too_long(path))
        say_of(output, &output_long, path);
    else if ((made = made_enter(&output->made, path)) == NULL)
        say_of(output, &output_twice, path);
    return made;
}

// Where the bytes of a file wait: in a tree on a site that no build wrote before, when
// other files go to their places at the same time.
static enum tree tree_of(const struct output *output, const struct made *made)
{
    bool is_new = output->manifest.files.count == 0 && made->fresh;
    if (!is_new || str_find_char(made->path, '/', 0) == STR_NONE)
        return TREE_NONE;
    enum writing rank = order_of_writing(made->path, true);
    return rank == NEW_PART ? TREE_PARTS : rank == NEW_PAGE ? TREE_PAGES : TREE_NONE;
}

static void wait_for_others(struct output *output, struct made *made, str bytes,
                            const struct stamp *stamp)
{
    made->tree = tree_of(output, made);
    if (made->tree == TREE_NONE && early_put(output, made, bytes, stamp))
        return;
    if (made->tree != TREE_NONE)
        made->waiting = stage_put_below(&output->stage, made->tree, made->path, bytes, stamp);
    if (made->waiting != 0)
        return;
    made->tree = TREE_NONE;
    made->waiting = stage_put(&output->stage, bytes, stamp);
    if (made->waiting == 0)
        output_fail(output, made->path, errno);
}

// What stands at the place of a file that is made.  `before` is what is noted of it when
// it stands so, and then it has other bytes: only how it stands may count, and seldom.
static enum found look(const struct output *output, const struct made *made, str bytes,
                       const struct note *before, struct stamp *there)
{
    if (output->is_new)
        return FOUND_NOTHING;
    if (before == NULL)
        return place_look(output->top, made->path, bytes, there);
    if (before->size == bytes.len && !place_stamp(output->top, made->path, there))
        return FOUND_NOTHING;
    return FOUND_OTHER;
}

// Puts bytes where they wait, unless they stand in their place already.  A file that
// changes must not have the size and the second of the one before: by these, servers
// and copying programs tell whether it changed.
static void put(struct output *output, struct made *made, str bytes, const struct note *before)
{
    struct stamp there = { 0 };
    struct stamp stamp = { .nanosecond = note_nanosecond(&made->note) };
    enum found found = look(output, made, bytes, before, &there);
    if (found == FOUND_SAME) {
        place_set_nanosecond(output->top, made->path, there, stamp.nanosecond);
        return;
    }
    made->fresh = found == FOUND_NOTHING;
    made->folder = found == FOUND_FOLDER;
    made->foreign =
        found == FOUND_OTHER && manifest_find(&output->manifest, made->path) == MANIFEST_NONE;
    if (found == FOUND_OTHER && there.size == bytes.len)
        stamp.second = there.second + 1;
    wait_for_others(output, made, bytes, &stamp);
}

// Adds a file as it is.  Returns false when it was left out.
static bool add(struct output *output, str path, str bytes, struct note note)
{
    struct made *made = atomic_load(&output->failed) ? NULL : enter(output, path);
    if (made == NULL || output->top < 0)
        return false;
    made->note = note;
    const struct note *before = standing(output, path);
    if (before == NULL || !fingerprint_equal(before->bytes, note.bytes))
        put(output, made, bytes, before);
    return true;
}

// Whoever trusts is told the same each time, whatever was seen meanwhile.
static bool stands(struct output *output, size_t number)
{
    return output->trusting || standing_fits(&output->standing, number);
}

// The number of the file at `path` when it was made from `print`, and stands; else
// MANIFEST_NONE.
static size_t find_standing(struct output *output, str path, struct fingerprint print, size_t *near)
{
    size_t number = number_of(output, path, near);
    if (number == MANIFEST_NONE || fingerprint_empty(print) ||
        !fingerprint_equal(output->manifest.files.at[number]->note.print, print) ||
        !stands(output, number))
        return MANIFEST_NONE;
    return number;
}

// The same; enters it.
static size_t keep(struct output *output, str path, struct fingerprint print, size_t *near)
{
    size_t number = find_standing(output, path, print, near);
    if (number != MANIFEST_NONE && !made_keep(&output->made, number))
        say_of(output, &output_twice, path);
    return number;
}

// A file of the website whose other forms are made; `bytes` are read when needed.
struct original {
    str path;
    str bytes; // no `at`: as they stand
    struct note note;
};

static bool read_original(struct output *output, const struct original *original, struct buf *room)
{
    int folder = place_open(output->top, path_folder(original->path));
    bool well = folder >= 0 && place_read(folder, path_name(original->path), room);
    if (!well)
        output_fail(output, original->path, errno);
    if (folder >= 0)
        close(folder);
    return well;
}

static void add_form(struct output *output, enum form form, const struct original *original)
{
    struct arena *arena = arena_new();
    struct buf room = { 0 };
    struct buf made = { 0 };
    str path = arena_join(arena, (str[]){ original->path, form_endings[form], { 0 } });
    struct fingerprint print = form_print(form, original->note.bytes);
    size_t near = 0;
    bool needed = !is_too_long(path) && keep(output, path, print, &near) == MANIFEST_NONE;
    if (needed && (original->bytes.at != NULL || read_original(output, original, &room))) {
        str bytes = original->bytes.at != NULL ? original->bytes : buf_view(&room);
        if (form_make(form, bytes, &made)) {
            str view = buf_view(&made);
            add(output, path, view, (struct note){ print, fingerprint_of(view), view.len });
        }
    }
    buf_release(&room);
    buf_release(&made);
    arena_free(arena);
}

static void add_forms(struct output *output, const struct original *original)
{
    if (!output->compress || !form_wanted(original->path, original->note.size))
        return;
    for (enum form form = 0; form < FORM_COUNT; form++)
        add_form(output, form, original);
}

void output_add_print(struct output *output, str path, str bytes, struct fingerprint print)
{
    struct note note = { print, { 0 }, bytes.len };
    if (output->top >= 0)
        note.bytes = fingerprint_of(bytes);
    if (add(output, path, bytes, note))
        add_forms(output, &(struct original){ path, bytes, note });
}

void output_add(struct output *output, str path, str bytes)
{
    output_add_print(output, path, bytes, (struct fingerprint){ 0 });
}

bool output_keep_near(struct output *output, str path, struct fingerprint print, size_t *near)
{
    size_t number = keep(output, path, print, near);
    if (number == MANIFEST_NONE)
        return false;
    add_forms(output, &(struct original){ path, { 0 }, output->manifest.files.at[number]->note });
    return true;
}

bool output_keep(struct output *output, str path, struct fingerprint print)
{
    return output_keep_near(output, path, print, &(size_t){ 0 });
}

bool output_has(struct output *output, str path, struct fingerprint print)
{
    return find_standing(output, path, print, &(size_t){ 0 }) != MANIFEST_NONE;
}

void output_trust(struct output *output)
{
    output->trusting = true;
}

bool output_holds(struct output *output)
{
    if (!output->trusting || output->stands || output->top < 0)
        return true;
    standing_look(&output->standing);
    for (size_t i = 0; i < output->manifest.files.count; i++)
        if (made_keeps(&output->made, i) && !standing_fits(&output->standing, i))
            return false;
    return true;
}

void output_compress(struct output *output)
{
    output->compress = output->top >= 0;
}

void output_list_changes(struct output *output, const char *file, bool added)
{
    output->changes.added = added;
    output->changes.file = output->top < 0 ? NULL : file;
}

// What stands beside the files follows from the options as well.
static struct fingerprint whole_print(const struct output *output, struct fingerprint print)
{
    str forms = output->compress ? STR("forms") : STR("");
    return fingerprint_of_parts((str[]){ FINGERPRINT_VIEW(print), forms, { 0 } });
}

void output_set_print(struct output *output, struct fingerprint print)
{
    if (!fingerprint_empty(print))
        output->print = whole_print(output, print);
}

bool output_stands(struct output *output, struct fingerprint print)
{
    struct fingerprint whole = whole_print(output, print);
    if (output->top < 0 || fingerprint_empty(print) || !manifest_may_be(output->top, whole))
        return false;
    opening_await(output);
    const struct manifest *manifest = &output->manifest;
    output->stands = !manifest->unfinished && fingerprint_equal(manifest->print, whole) &&
                     standing_whole(&output->standing);
    return output->stands;
}

static size_t count_files(const struct output *output)
{
    size_t count = 0;
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk);)
        count++;
    return count;
}

// Takes away what was not published, and lets go of the folder.
static void leave(struct output *output)
{
    if (output->top < 0)
        return;
    early_drop(output);
    stage_close(&output->stage);
    close(output->top); // and so unlocks
    output->top = -1;
}

bool output_publish(struct output *output)
{
    opening_await(output);
    output->published = true;
    if (output->stands) {
        output->files = output->manifest.files.count;
        publish_nothing(output);
    } else {
        made_settle(&output->made);
        if (output->top >= 0 && !atomic_load(&output->failed))
            publish(output);
        else
            output->files = count_files(output);
    }
    return !atomic_load(&output->failed);
}

bool output_close(struct output *output)
{
    if (!output->published)
        output_publish(output);
    opening_end(output);
    leave(output);
    return !atomic_load(&output->failed);
}

struct output_counts output_counts(const struct output *output)
{
    return (struct output_counts){
        .files = output->files,
        .written = atomic_load(&output->written),
        .removed = atomic_load(&output->removed),
        .pages_written = atomic_load(&output->pages_written),
        .pages_removed = atomic_load(&output->pages_removed),
    };
}

bool output_made(const struct output *output, str path)
{
    if (output->stands)
        return manifest_find(&output->manifest, path) != MANIFEST_NONE;
    for (struct made_walk walk = { 0 }; made_next(&output->made, &walk);)
        if (str_equal(walk.path, path))
            return true;
    return false;
}

bool output_noted(const char *folder, str path, struct fingerprint *print)
{
    struct note note;
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool known = top >= 0 && manifest_look(top, path, &note);
    if (known)
        *print = note.print;
    if (top >= 0)
        close(top);
    return known;
}

void output_free(struct output *output)
{
    if (output == NULL)
        return;
    opening_end(output);
    leave(output);
    stage_release(&output->stage);
    changes_release(&output->changes);
    made_release(&output->made);
    opening_release(&output->opening);
    manifest_close(&output->manifest);
    arena_free(output->arena);
    free(output);
}
