// SPDX-License-Identifier: EUPL-1.2
#include "output/output.h"

#include "base/buf.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/path.h"
#include "output/made.h"
#include "output/manifest.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

DIAGNOSTIC(output_full, FAILURE, "de schijf is vol: '{1}' kan niet worden geschreven",
           "the disk is full: '{1}' cannot be written",
           "maak ruimte en bouw opnieuw; er is nog niets weggehaald",
           "make room and build again; nothing was removed yet");
DIAGNOSTIC(output_denied, FAILURE, "je mag hier niet schrijven: '{1}'",
           "you may not write here: '{1}'", "kies met --output een map die van jou is",
           "choose a folder of yours with --output");
DIAGNOSTIC(output_failed, FAILURE, "'{1}' kan niet worden geschreven: {2}",
           "'{1}' cannot be written: {2}",
           "kijk wat daar staat, of kies een andere map met --output",
           "see what stands there, or choose another folder with --output");
DIAGNOSTIC(output_blocked, FAILURE,
           "op de plaats van '{1}' staat een map met bestanden van iemand anders",
           "in the place of '{1}' is a folder with files of someone else",
           "zet die map ergens anders neer", "move that folder elsewhere");
DIAGNOSTIC(output_path, ERROR, "'{1}' kan geen pad van een website zijn",
           "'{1}' cannot be a path of a website", "dit is een fout in doorleefd: meld hem",
           "this is a mistake in doorleefd: report it");
DIAGNOSTIC(output_long, ERROR, "de naam '{1}' is te lang voor een bestand van de website",
           "the name '{1}' is too long for a file of the website",
           "geef het bestand een kortere naam", "give the file a shorter name");
DIAGNOSTIC(output_twice, ERROR, "'{1}' wordt twee keer gemaakt", "'{1}' is made twice",
           "dit is een fout in doorleefd: meld hem", "this is a mistake in doorleefd: report it");
DIAGNOSTIC(output_replaced, WARNING,
           "{2} bestand(en) in de map van de website zijn vervangen, maar waren daar niet door "
           "een bouw gezet; het eerste is '{1}'",
           "{2} file(s) in the website's folder were replaced, but no build had put them there; "
           "the first is '{1}'",
           "bewaar eigen bestanden niet in deze map",
           "do not keep files of your own in this folder");

// Of one file or folder, on all file systems that matter.
enum { NAME_BYTES_MAX = 255 };

struct output {
    struct diagnostics *diagnostics;
    str folder; // as it was named; nothing is written when empty
    int top;    // locked while the build lasts
    struct manifest manifest;
    atomic_bool failed;
    atomic_uint temporary; // the last number of a temporary file
    atomic_size_t written;
    size_t files;
    size_t removed;
    struct made_set made;

    bool stands; // nothing is to be done
    struct fingerprint print;

    pthread_mutex_t lock; // guards what follows
    bool begun;           // the journal stands
    struct arena *arena;
    str replaced; // the first file of someone else, in byte order
    size_t replaced_count;
};

// ---- Failures ----

static const struct diagnostic_kind *kind_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return &output_full;
    case EACCES:
    case EPERM:
    case EROFS:
        return &output_denied;
    case EISDIR:
        return &output_blocked;
    default:
        return &output_failed;
    }
}

static void say(struct diagnostics *diagnostics, const struct diagnostic_kind *kind, str folder,
                str path, int error)
{
    char reason[128] = "";
    if (strerror_r(error, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "%d", error);
    struct arena *arena = arena_new();
    str whole = arena_join(arena, (str[]){ folder, STR("/"), path, { 0 } });
    if (folder.len == 0 || path.len == 0)
        whole = folder.len == 0 ? path : folder;
    diagnose(diagnostics, kind, (struct place){ 0 }, VALUES(whole, str_from_c(reason)));
    arena_free(arena);
}

// Only the first failure is told: it explains the others.
static void fail(struct output *output, const struct diagnostic_kind *kind, str path, int error)
{
    if (!atomic_exchange(&output->failed, true))
        say(output->diagnostics, kind, output->folder, path, error);
}

static void fail_by(struct output *output, str path, int error)
{
    fail(output, kind_of(error), path, error);
}

// ---- Writing ----

// Remembers that something was replaced that no build wrote.
static void note_replaced(struct output *output, str path)
{
    if (manifest_find(&output->manifest, path) != MANIFEST_NONE)
        return;
    pthread_mutex_lock(&output->lock);
    if (output->replaced_count == 0 || str_compare(path, output->replaced) < 0)
        output->replaced = arena_copy(output->arena, path);
    output->replaced_count++;
    pthread_mutex_unlock(&output->lock);
}

// Opens the folder `path`, whose name is `name` in `folder`; what is there and is
// no folder gives way.
static int step_into(struct output *output, int folder, str path, str name)
{
    enum { TRIES = 3 }; // other threads make the same folder
    for (int i = 0; i < TRIES; i++) {
        int next = place_make(folder, name);
        if (next >= 0 || (errno != ENOTDIR && errno != ELOOP))
            return next;
        if (place_unlink(folder, name))
            note_replaced(output, path);
    }
    return place_make(folder, name);
}

// Opens the folder `path`, and makes it when it is not there.
static int open_folder(struct output *output, str path)
{
    if (path.len == 0)
        return place_open(output->top, path);
    int folder = output->top;
    for (size_t from = 0; from < path.len && folder >= 0;) {
        size_t slash = str_find_char(path, '/', from);
        size_t to = slash == STR_NONE ? path.len : slash;
        int next = step_into(output, folder, str_slice(path, 0, to), str_slice(path, from, to));
        int error = errno;
        if (folder != output->top)
            close(folder);
        errno = error;
        folder = next;
        from = to + 1;
    }
    return folder;
}

// Takes away the folder `path` where now a file must come: what is in it was
// written by an earlier build, or it stays.  Returns false when this build wants
// a folder there after all.
static bool clear_folder(struct output *output, str path)
{
    const struct manifest *manifest = &output->manifest;
    str keep = path_folder(path);
    struct buf below = { 0 };
    buf_add(&below, path);
    buf_add_char(&below, '/');
    bool wanted = made_hold_file(&output->made, path);
    for (size_t i = manifest_from(manifest, buf_view(&below)); wanted; i++) {
        str file = i < manifest->files.count ? noted_path(manifest->files.at[i]) : STR("");
        if (!str_starts(file, buf_view(&below)))
            break;
        place_remove(output->top, file);
        place_remove_empty(output->top, path_folder(file), keep);
    }
    if (wanted)
        place_remove_empty(output->top, path, keep);
    made_let_go(&output->made);
    buf_release(&below);
    return wanted;
}

// Puts a file in its open folder.  Returns false, with errno, when it cannot.
static bool put(struct output *output, int folder, str path, str bytes, struct stamp *stamp)
{
    str name = path_name(path);
    enum found found = place_look(folder, name, bytes, stamp);
    if (found == FOUND_SAME)
        return true;
    if (found == FOUND_FOLDER && !clear_folder(output, path))
        return true;
    if (!place_write(folder, name, bytes, atomic_fetch_add(&output->temporary, 1) + 1, stamp))
        return false;
    atomic_fetch_add(&output->written, 1);
    if (found == FOUND_OTHER)
        note_replaced(output, path);
    return true;
}

static bool begin_journal(struct output *output)
{
    pthread_mutex_lock(&output->lock);
    bool begun = output->begun || manifest_begin(&output->manifest);
    output->begun = begun;
    pthread_mutex_unlock(&output->lock);
    return begun;
}

// New paths go into the journal before they are made, so that a later build knows
// them; but where something of another stands, only when it has given way: else
// a build that fails would have the next one remove it.
static bool write_file(struct output *output, str path, str bytes, struct stamp *stamp)
{
    bool known = manifest_find(&output->manifest, path) != MANIFEST_NONE;
    bool later = !known && place_taken(output->top, path);
    if (!begin_journal(output) || (!known && !later && !manifest_note(&output->manifest, path)))
        return false;
    int folder = open_folder(output, path_folder(path));
    bool well = folder >= 0 && put(output, folder, path, bytes, stamp);
    int error = errno;
    if (folder >= 0)
        close(folder);
    errno = error;
    return well && (!later || manifest_note(&output->manifest, path));
}

// What is noted of the file at `path`, when it still stands so; else NULL.
static const struct note *standing(const struct output *output, str path)
{
    struct stamp stamp;
    size_t number = output->top < 0 ? MANIFEST_NONE : manifest_find(&output->manifest, path);
    if (number == MANIFEST_NONE)
        return NULL;
    const struct note *note = &output->manifest.files.at[number]->note;
    bool stands = !fingerprint_empty(note->bytes) && place_stamp(output->top, path, &stamp) &&
                  stamp.size == note->stamp.size && stamp.mtime == note->stamp.mtime;
    return stands ? note : NULL;
}

// ---- Opening and closing ----

// Makes the folder and those around it; the last failure shows in opening it.
static void make_folders(const char *folder)
{
    struct arena *arena = arena_new();
    char *path = arena_alloc(arena, strlen(folder) + 1);
    for (size_t i = 0; folder[i] != '\0'; i++) {
        if (folder[i] == '/' && i > 0)
            mkdir(path, 0777);
        path[i] = folder[i];
    }
    mkdir(path, 0777);
    arena_free(arena);
}

static int lock(int top)
{
    int result;
    do
        result = flock(top, LOCK_EX);
    while (result != 0 && errno == EINTR);
    return result;
}

// Opens and locks the folder; a second build waits here for the first.  Someone
// may replace the folder meanwhile: then the lock is on what is no longer there.
static int open_locked(const char *folder)
{
    enum { TRIES = 100 };
    for (int i = 0; i < TRIES; i++) {
        make_folders(folder);
        int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (top < 0)
            return -1;
        // Some file systems know no locks; then two builds are on their own.
        lock(top);
        struct stat locked;
        struct stat there;
        if (fstat(top, &locked) != 0 || stat(folder, &there) != 0 ||
            (locked.st_ino == there.st_ino && locked.st_dev == there.st_dev))
            return top;
        close(top);
    }
    errno = ENOENT;
    return -1;
}

// A killed build leaves at most one temporary file a thread, in a folder of one
// of its paths.
static void tidy(struct output *output)
{
    const struct manifest *manifest = &output->manifest;
    str last = { "/", 1 };
    for (size_t i = 0; i <= manifest->files.count; i++) {
        bool last_one = i == manifest->files.count;
        str next = last_one ? STR("") : path_folder(noted_path(manifest->files.at[i]));
        int folder = str_equal(next, last) ? -1 : place_open(output->top, next);
        if (folder >= 0) {
            place_tidy(folder);
            close(folder);
        }
        last = next;
    }
}

static bool begin(struct output *output, const char *folder)
{
    output->folder = arena_copy(output->arena, str_from_c(folder));
    while (output->folder.len > 1 && str_ends(output->folder, STR("/")))
        output->folder.len--;
    output->top = open_locked(folder);
    if (output->top < 0 || faccessat(output->top, ".", W_OK | X_OK, AT_EACCESS) != 0) {
        say(output->diagnostics, kind_of(errno), output->folder, STR(""), errno);
        return false;
    }
    manifest_open(&output->manifest, output->top);
    if (output->manifest.unfinished)
        tidy(output);
    return true;
}

// Removes what is known from earlier builds and not made in this one.
static bool remove_stale(struct output *output)
{
    const struct manifest *manifest = &output->manifest;
    str emptied = STR("");
    for (size_t i = 0; i < manifest->files.count; i++) {
        str path = noted_path(manifest->files.at[i]);
        if (made_is_file(&output->made, path) || !place_allowed(path))
            continue;
        // A folder is looked at when the last of its files is gone.
        if (!str_equal(path_folder(path), emptied))
            place_remove_empty(output->top, emptied, STR(""));
        emptied = path_folder(path);
        if (place_remove(output->top, path))
            output->removed++;
        else if (errno != 0) {
            fail_by(output, path, errno);
            return false;
        }
    }
    place_remove_empty(output->top, emptied, STR(""));
    return true;
}

// The same files, made from the same, stand as noted already.
static bool is_as_before(const struct output *output, const struct made **files)
{
    const struct manifest *manifest = &output->manifest;
    if (manifest->unfinished || output->files != manifest->files.count ||
        !fingerprint_equal(output->print, manifest->print))
        return false;
    for (size_t i = 0; i < output->files; i++)
        if (memcmp(&files[i]->note, &manifest->files.at[i]->note, sizeof(struct note)) != 0 ||
            !str_equal(files[i]->path, noted_path(manifest->files.at[i])))
            return false;
    return true;
}

static bool prepare(struct output *output, const struct made **files)
{
    struct buf list = { 0 };
    noted_write_head(&list, output->print, output->files);
    for (size_t i = 0; i < output->files; i++)
        noted_write(&list, files[i]->path, files[i]->note, 0);
    bool well = begin_journal(output) && manifest_prepare(&output->manifest, buf_view(&list));
    buf_release(&list);
    return well;
}

static bool finish(struct output *output, const struct made **files)
{
    if (!output->begun && is_as_before(output, files))
        return true;
    // The new list stands ready before anything goes: from here on, nothing
    // needs room on the disk.
    if (!prepare(output, files)) {
        fail_by(output, STR(".doorleefd-manifest"), errno);
        return false;
    }
    if (!remove_stale(output))
        return false;
    if (manifest_commit(&output->manifest))
        return true;
    fail_by(output, STR(".doorleefd-manifest"), errno);
    return false;
}

// ---- The face ----

static bool has_long_name(str path)
{
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
    output->top = -1;
    output->folder = STR("");
    pthread_mutex_init(&output->lock, NULL);
    if (folder == NULL || begin(output, folder))
        return output;
    output_free(output);
    return NULL;
}

// Enters the path of a file.  Returns NULL, and says why, when it is none.
static struct made *enter(struct output *output, str path)
{
    struct made *made = NULL;
    if (!place_allowed(path)) {
        say(output->diagnostics, &output_path, output->folder, path, 0);
        return NULL;
    }
    if (has_long_name(path)) {
        diagnose(output->diagnostics, &output_long, (struct place){ 0 }, VALUES(path));
        return NULL;
    }
    enum entering entered = made_enter(&output->made, path, &made);
    if (entered == ENTERED_TWICE)
        say(output->diagnostics, &output_twice, output->folder, path, 0);
    return entered == ENTERED ? made : NULL;
}

static void write_made(struct output *output, struct made *made, str bytes)
{
    int error = 0;
    // A path that became a folder meanwhile has had its message.
    for (int tries = 0; tries < 2; tries++) {
        if (write_file(output, made->path, bytes, &made->note.stamp))
            return;
        error = errno;
        if (made_is_folder(&output->made, made->path))
            return;
    }
    fail_by(output, made->path, error);
}

void output_add_print(struct output *output, str path, str bytes, struct fingerprint print)
{
    struct made *made = atomic_load(&output->failed) ? NULL : enter(output, path);
    if (made == NULL || output->top < 0)
        return;
    const struct note *note = standing(output, path);
    made->note.print = print;
    made->note.bytes = fingerprint_of(bytes);
    if (note != NULL && fingerprint_equal(note->bytes, made->note.bytes))
        made->note.stamp = note->stamp;
    else
        write_made(output, made, bytes);
}

void output_add(struct output *output, str path, str bytes)
{
    output_add_print(output, path, bytes, (struct fingerprint){ 0 });
}

bool output_keep(struct output *output, str path, struct fingerprint print)
{
    const struct note *note = standing(output, path);
    if (note == NULL || fingerprint_empty(print) || !fingerprint_equal(note->print, print))
        return false;
    struct made *made = enter(output, path);
    if (made != NULL)
        made->note = *note;
    return true;
}

void output_set_print(struct output *output, struct fingerprint print)
{
    output->print = print;
}

struct standing_check {
    struct output *output;
    atomic_bool failed;
};

enum { FILES_AT_ONCE = 1024, JOBS = 2 };

static void check_standing(void *context, size_t item, unsigned worker)
{
    struct standing_check *check = context;
    const struct noted_list *files = &check->output->manifest.files;
    size_t end = (item + 1) * FILES_AT_ONCE;
    (void)worker;
    for (size_t i = item * FILES_AT_ONCE; i < files->count && i < end; i++) {
        if (atomic_load_explicit(&check->failed, memory_order_relaxed))
            return;
        if (standing(check->output, noted_path(files->at[i])) == NULL)
            atomic_store(&check->failed, true);
    }
}

bool output_stands(struct output *output, struct fingerprint print)
{
    const struct manifest *manifest = &output->manifest;
    if (output->top < 0 || manifest->unfinished || fingerprint_empty(print) ||
        !fingerprint_equal(manifest->print, print))
        return false;
    struct standing_check check = { output, false };
    parallel_each(JOBS, manifest->files.count / FILES_AT_ONCE + 1, check_standing, &check);
    output->stands = !atomic_load(&check.failed);
    return output->stands;
}

bool output_close(struct output *output)
{
    const struct made **files = made_files(&output->made, &output->files);
    if (output->replaced_count > 0)
        diagnose(output->diagnostics, &output_replaced, (struct place){ 0 },
                 VALUES(output->replaced, NUMBER(output->replaced_count)));
    bool well = !atomic_load(&output->failed);
    if (output->top < 0)
        return well;
    if (output->stands)
        output->files = output->manifest.files.count;
    well = well && (output->stands || finish(output, files));
    manifest_close(&output->manifest);
    close(output->top); // and so unlocks
    output->top = -1;
    return well;
}

struct output_counts output_counts(const struct output *output)
{
    return (struct output_counts){ output->files, atomic_load(&output->written), output->removed };
}

void output_free(struct output *output)
{
    if (output == NULL)
        return;
    manifest_close(&output->manifest);
    if (output->top >= 0)
        close(output->top);
    made_release(&output->made);
    pthread_mutex_destroy(&output->lock);
    arena_free(output->arena);
    free(output);
}
