// SPDX-License-Identifier: EUPL-1.2
#include "source/opened.h"

#include "base/memory.h"
#include "base/path.h"
#include "libgit/libgit.h"
#include "source/versions.h"

#include <stdlib.h>
#include <unistd.h>

PASSING_DIAGNOSTIC(object_missing, ERROR, "de inhoud van dit bestand ontbreekt in de repository",
                   "the contents of this file are missing from the repository",
                   "haal de repository opnieuw op met 'git clone', zonder '--filter'",
                   "fetch the repository anew with 'git clone', without '--filter'");
PASSING_DIAGNOSTIC(file_unreadable, ERROR, "dit bestand is niet te lezen",
                   "this file cannot be read", "kijk of het bestand heel is en of je het mag lezen",
                   "see whether the file is whole and whether you may read it");
PASSING_DIAGNOSTIC(file_changed, ERROR, "dit bestand veranderde terwijl de website werd gebouwd",
                   "this file changed while the website was built", "bouw nog een keer",
                   "build once more");
DIAGNOSTIC(text_large, ERROR, "dit bestand is {1} kB; meer dan {2} kB mag niet",
           "this file is {1} kB; the limit is {2} kB", "verdeel de tekst over meer bestanden",
           "divide the text over more files");
DIAGNOSTIC(file_large, ERROR, "dit bestand is {1} kB; meer dan {2} kB mag niet",
           "this file is {1} kB; the limit is {2} kB",
           "maak het bestand kleiner, of maak een link naar de plek waar het staat",
           "make the file smaller, or link to the place that has it");
DIAGNOSTIC(file_elsewhere, ERROR, "dit bestand staat niet in git zelf: Git LFS bewaart het elders",
           "this file is not in git itself: Git LFS keeps it elsewhere",
           "zet het bestand zelf in de repository, zonder Git LFS",
           "put the file itself into the repository, without Git LFS");

// ---- What a file is ----

static bool is_text(str path)
{
    return path_is_markdown(path) || path_has_extension(path, ".yaml") ||
           path_has_extension(path, ".yml");
}

static void say(const struct source_file *file, enum reading reading,
                struct diagnostics *diagnostics)
{
    const struct diagnostic_kind *kind = reading == READ_MISSING   ? &object_missing
                                         : reading == READ_CHANGED ? &file_changed
                                                                   : &file_unreadable;
    diagnose(diagnostics, kind, (struct place){ .path = file->full_path }, NULL);
}

// Whole kB, upwards.
static size_t in_kb(size_t bytes)
{
    return bytes / 1024 + (bytes % 1024 != 0);
}

static bool within_limit(const struct source_file *file, size_t limit,
                         struct diagnostics *diagnostics)
{
    if (file->size <= limit)
        return true;
    diagnose(diagnostics, is_text(file->path) ? &text_large : &file_large,
             (struct place){ .path = file->full_path },
             VALUES(NUMBER(in_kb(file->size)), NUMBER(in_kb(limit))));
    return false;
}

// ---- Taking over a list of files ----

struct look {
    struct source *source;
    enum reading *readings; // one a file
};

static void look_at(void *context, size_t item, unsigned worker)
{
    struct look *look = context;
    struct source *source = look->source;
    struct source_file *file = &source->files[item];
    if (source->stamps != NULL)
        look->readings[item] =
            reader_identify(&source->readers, worker, file, &source->stamps[item]);
    else if (path_is_markdown(file->path))
        source->sights[item] = UNSEEN;
    else
        look->readings[item] = reader_measure(&source->readers, worker, file);
}

static void keep(struct source *source, size_t from, size_t to)
{
    source->files[to] = source->files[from];
    source->sights[to] = source->sights[from];
    if (source->lives != NULL)
        source->lives[to] = source->lives[from];
    if (source->stamps != NULL)
        source->stamps[to] = source->stamps[from];
}

void source_take(struct source *source, struct listing *listing)
{
    listing_finish(listing);
    source->files = listing->files.at;
    size_t count = listing->files.count;
    source->sights = ARENA_ARRAY(source->arena, unsigned char, count);
    if (source->readers.folder >= 0)
        source->stamps = ARENA_ARRAY(source->arena, struct stamp, count);
    struct look look = { source, memory_alloc(count * sizeof *look.readings) };
    for (size_t i = 0; i < count; i++)
        look.readings[i] = READ_WELL;
    parallel_each(source->jobs, count, look_at, &look);

    for (size_t i = 0; i < count; i++) {
        if (look.readings[i] == READ_WELL) {
            keep(source, i, source->count++);
        } else {
            say(&source->files[i], look.readings[i], listing->diagnostics);
            if (str_find_char(source->files[i].path, '/', 0) == STR_NONE)
                LIST_ADD(source->arena, listing->left_out, source->files[i].path);
        }
    }
    free(look.readings);
    source->left_out = listing->left_out.at;
    source->left_out_count = listing->left_out.count;
}

// ---- Limits ----

void source_limit(struct source *source, size_t markdown_limit, size_t asset_limit,
                  struct diagnostics *diagnostics)
{
    source->markdown_limit = markdown_limit;
    size_t kept = 0;
    for (size_t i = 0; i < source->count; i++) {
        const struct source_file *file = &source->files[i];
        size_t limit = is_text(file->path) ? markdown_limit : asset_limit;
        if (source->sights[i] == UNSEEN || within_limit(file, limit, diagnostics))
            keep(source, i, kept++);
    }
    source->count = kept;
}

void source_settle(struct source *source, const void **items)
{
    size_t kept = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (source->sights[i] == LEFT_OUT)
            continue;
        items[kept] = items[i];
        keep(source, i, kept++);
    }
    source->count = kept;
    packs_forget(source->readers.packs);
}

// ---- The face ----

struct source *source_open(const struct source_options *options, struct diagnostics *diagnostics)
{
    libgit_start();
    struct source *source = memory_alloc(sizeof *source);
    *source = (struct source){
        .options = *options,
        .arena = arena_new(),
        .revision = STR(""),
        .git_folder = STR(""),
        .markdown_limit = (size_t)-1,
    };
    source->jobs = options->jobs == 0                  ? 1
                   : options->jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX
                                                       : options->jobs;
    source->readers.folder = -1;
    source->readers.repository = arena_c_string(source->arena, str_from_c(options->repository));
    if (options->worktree ? worktree_find(source) : revision_find(source, diagnostics))
        return source;
    source_free(source);
    return NULL;
}

bool source_list(struct source *source, struct diagnostics *diagnostics)
{
    return source->options.worktree ? worktree_list(source, diagnostics)
                                    : revision_list(source, diagnostics);
}

struct source *source_read(const struct source_options *options, struct diagnostics *diagnostics)
{
    struct source *source = source_open(options, diagnostics);
    if (source == NULL || source_list(source, diagnostics))
        return source;
    source_free(source);
    return NULL;
}

void source_free(struct source *source)
{
    if (source == NULL)
        return;
    readers_release(&source->readers);
    arena_free(source->arena);
    free(source);
    libgit_stop();
}

const struct source_file *source_files(const struct source *source, size_t *count)
{
    *count = source->count;
    return source->files;
}

void source_withhold(struct source *source, size_t file)
{
    source->files[file].withheld = true;
}

size_t source_place(const struct source_file *files, size_t count, str path)
{
    size_t from = 0;
    size_t to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_compare(path, files[middle].path);
        if (order == 0)
            return middle;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return STR_NONE;
}

size_t source_find(const struct source *source, str path)
{
    return source_place(source->files, source->count, path);
}

bool source_left_out(const struct source *source, str name)
{
    for (size_t i = 0; i < source->left_out_count; i++)
        if (str_equal(source->left_out[i], name))
            return true;
    return false;
}

// Looks at a file that no one looked at, and leaves it out when it is not well.
// Mostly that gives its bytes too.
static void look_first(struct source *source, size_t file, unsigned worker, str *bytes,
                       struct diagnostics *diagnostics)
{
    struct source_file *unseen = &source->files[file];
    enum reading reading = READ_WELL;
    if (!reader_unpack(&source->readers, worker, unseen, source->markdown_limit, bytes))
        reading = reader_measure(&source->readers, worker, unseen);
    if (reading != READ_WELL)
        say(unseen, reading, diagnostics);
    bool well = reading == READ_WELL && within_limit(unseen, source->markdown_limit, diagnostics);
    source->sights[file] = well ? SEEN : LEFT_OUT;
}

static bool read_bytes(struct source *source, size_t file, unsigned worker, str *bytes,
                       struct diagnostics *diagnostics)
{
    *bytes = (str){ 0 };
    if (source->sights[file] == UNSEEN)
        look_first(source, file, worker, bytes, diagnostics);
    if (source->sights[file] == LEFT_OUT)
        return false;
    if (bytes->at != NULL)
        return true;
    const struct stamp *stamp = source->stamps == NULL ? NULL : &source->stamps[file];
    enum reading reading =
        reader_bytes(&source->readers, worker, &source->files[file], stamp, bytes);
    if (reading == READ_WELL)
        return true;
    say(&source->files[file], reading, diagnostics);
    return false;
}

// What Git LFS puts in the place of a file.
static bool stands_for_another(str bytes)
{
    enum { POINTER_MOST = 1024 };
    return bytes.len < POINTER_MOST &&
           str_starts(bytes, STR("version https://git-lfs.github.com/spec/"));
}

bool source_bytes(struct source *source, size_t file, unsigned worker, str *bytes,
                  struct diagnostics *diagnostics)
{
    const struct source_file *read = &source->files[file];
    if (!read_bytes(source, file, worker, bytes, diagnostics))
        return false;
    if (!stands_for_another(*bytes))
        return true;
    diagnose(diagnostics, &file_elsewhere, (struct place){ .path = read->full_path }, NULL);
    if (path_is_markdown(read->path))
        source->sights[file] = LEFT_OUT;
    return false;
}

str source_revision(const struct source *source)
{
    return source->revision;
}

str source_git_folder(const struct source *source)
{
    return source->git_folder;
}

struct cache *source_cache(const struct source *source)
{
    return source->cache;
}

const char *source_repository(const struct source *source)
{
    return source->readers.repository;
}
