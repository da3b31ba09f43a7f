// SPDX-License-Identifier: EUPL-1.2
#include "source/source.h"

#include "base/memory.h"
#include "base/path.h"
#include "source/disk.h"
#include "source/history.h"
#include "source/listing.h"
#include "source/reader.h"
#include "source/tree.h"
#include "source/versions.h"

#include <stdlib.h>
#include <unistd.h>

DIAGNOSTIC(object_missing, ERROR, "de inhoud van dit bestand ontbreekt in de repository",
           "the contents of this file are missing from the repository",
           "haal de repository opnieuw op met 'git clone'",
           "fetch the repository anew with 'git clone'");
DIAGNOSTIC(file_unreadable, ERROR, "dit bestand is niet te lezen", "this file cannot be read",
           "kijk of het bestand heel is en of je het mag lezen",
           "see whether the file is whole and whether you may read it");
DIAGNOSTIC(file_changed, ERROR, "dit bestand veranderde terwijl de website werd gebouwd",
           "this file changed while the website was built", "bouw nog een keer", "build once more");
DIAGNOSTIC(text_large, ERROR, "dit bestand is {1} kB; meer dan {2} kB mag niet",
           "this file is {1} kB; the limit is {2} kB", "verdeel de tekst over meer bestanden",
           "divide the text over more files");
DIAGNOSTIC(file_large, ERROR, "dit bestand is {1} kB; meer dan {2} kB mag niet",
           "this file is {1} kB; the limit is {2} kB",
           "maak het bestand kleiner, of maak een link naar de plek waar het staat",
           "make the file smaller, or link to the place that has it");
DIAGNOSTIC(revision_unreadable, FAILURE, "de bestanden van '{1}' ontbreken in de repository '{2}'",
           "the files of '{1}' are missing from the repository '{2}'",
           "haal de repository opnieuw op met 'git clone'",
           "fetch the repository anew with 'git clone'");
DIAGNOSTIC(source_missing, FAILURE, "de map '{1}' kan niet worden geopend",
           "the folder '{1}' cannot be opened", "kijk of de naam klopt en of je hem mag lezen",
           "see whether the name is right and whether you may read it");
DIAGNOSTIC(content_missing, FAILURE, "er is geen map '{1}' in '{2}'",
           "there is no folder '{1}' in '{2}'", "noem met --content de map waar de teksten staan",
           "name the folder that holds the texts with --content");
DIAGNOSTIC(worktree_missing, FAILURE, "de repository '{1}' heeft geen bestanden op de schijf",
           "the repository '{1}' has no files on disk", "laat --worktree weg",
           "leave out --worktree");

// What is known of a file.  Markdown in git, nearly all there is, is first looked
// at when someone asks for its bytes: what is remembered from an earlier build is
// not looked at at all.
enum sight { SEEN, UNSEEN, LEFT_OUT };

struct source {
    struct source_options options;
    struct arena *arena;
    struct source_file *files;
    struct stamp *stamps;  // of files on disk
    unsigned char *sights; // an enum sight for each file
    size_t count;
    size_t markdown_limit; // of files that are unseen
    const str *left_out;   // names at the top of the content folder
    size_t left_out_count;
    str revision;
    str git_folder;
    const char *top;    // of files on disk: the folder that `folder` is in
    str folder;         // of the content
    git_oid commit;     // of a revision
    struct life *lives; // of the files; NULL when not known
    unsigned jobs;
    struct readers readers;
};

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
    if (source->lives != NULL)
        source->lives[to] = source->lives[from];
}

// Looks at the files, on all cores, and keeps those that can be read.
static void take(struct source *source, struct listing *listing)
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

// ---- Where the content is ----

static bool fail(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                 const char *first, const char *second)
{
    diagnose(diagnostics, kind, (struct place){ 0 }, VALUES(str_from_c(first), str_from_c(second)));
    return false;
}

// `./inhoud/` -> `inhoud`; empty for all.  Returns false when it leads out of
// the repository.
static bool folder_of(struct arena *arena, const char *content, str *folder)
{
    str given = str_from_c(content);
    return !str_starts(given, STR("/")) && path_resolve(arena, STR(""), given, folder);
}

static bool tree_at(struct arena *arena, const git_tree *root, str folder, git_oid *id)
{
    if (folder.len == 0) {
        *id = *git_tree_id(root);
        return true;
    }
    git_tree_entry *entry = NULL;
    bool found = git_tree_entry_bypath(&entry, root, arena_c_string(arena, folder)) == 0 &&
                 git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE;
    if (found)
        *id = *git_tree_entry_id(entry);
    git_tree_entry_free(entry);
    return found;
}

// Finds the tree of the content and what it is called.
static bool find_tree(struct arena *arena, const char *content, const git_tree *root, git_oid *id,
                      str *folder)
{
    if (content != NULL)
        return folder_of(arena, content, folder) && tree_at(arena, root, *folder, id);
    *folder = STR("content");
    if (tree_at(arena, root, *folder, id))
        return true;
    *folder = STR("");
    return tree_at(arena, root, *folder, id);
}

// Opens the folder of the content and finds what it is called; -1 for none.
static int find_folder(struct arena *arena, const char *content, int top, str *folder)
{
    if (content != NULL)
        return folder_of(arena, content, folder) ? disk_open_folder(top, *folder) : -1;
    *folder = STR("content");
    int found = disk_open_folder(top, *folder);
    if (found >= 0)
        return found;
    *folder = STR("");
    return disk_open_folder(top, *folder);
}

// ---- From git ----

static void keep_folder(struct source *source, const struct repository *repository)
{
    const char *folder = git_repository_commondir(repository->git);
    source->git_folder = folder == NULL ? STR("") : arena_copy(source->arena, str_from_c(folder));
}

static bool read_tree(struct source *source, const struct source_options *options,
                      const git_tree *root, struct diagnostics *diagnostics)
{
    git_oid id;
    struct listing listing = { .arena = source->arena, .diagnostics = diagnostics };
    if (!find_tree(source->arena, options->content, root, &id, &listing.folder))
        return fail(diagnostics, &content_missing, options->content, options->repository);
    tree_list(&source->readers.at[0].repository, &id, &listing);
    source->folder = listing.folder;
    take(source, &listing);
    return true;
}

static bool list_revision(struct source *source, struct diagnostics *diagnostics)
{
    const struct source_options *options = &source->options;
    git_repository *git = source->readers.at[0].repository.git;
    git_commit *commit = NULL;
    git_tree *root = NULL;
    bool well = git_commit_lookup(&commit, git, &source->commit) == 0 &&
                git_commit_tree(&root, commit) == 0;
    if (well)
        well = read_tree(source, options, root, diagnostics);
    else
        fail(diagnostics, &revision_unreadable, options->revision, options->repository);
    git_tree_free(root);
    git_commit_free(commit);
    return well;
}

static void note_commit(struct source *source, const git_oid *commit)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, commit);
    source->revision = arena_copy(source->arena, str_from_c(hex));
    source->commit = *commit;
}

static bool find_revision(struct source *source, struct diagnostics *diagnostics)
{
    const struct source_options *options = &source->options;
    struct reader *reader = &source->readers.at[0];
    if (!repository_open(&reader->repository, options->repository, diagnostics))
        return false;
    keep_folder(source, &reader->repository);
    source->readers.packs = packs_open(
        arena_join(source->arena, (str[]){ source->git_folder, STR("/objects/pack"), { 0 } }));
    git_commit *commit =
        repository_commit(&reader->repository, options->repository, options->revision, diagnostics);
    if (commit == NULL)
        return false;
    note_commit(source, git_commit_id(commit));
    git_commit_free(commit);
    return true;
}

// ---- From disk ----

// Whether the folder itself has the content, so that we need not look further up.
static bool holds_content(struct arena *arena, const char *folder, const char *content)
{
    int top = disk_open_top(folder);
    str name;
    int found = top < 0 || !folder_of(arena, content == NULL ? "content" : content, &name)
                    ? -1
                    : disk_open_folder(top, name);
    if (top >= 0)
        close(top);
    if (found >= 0)
        close(found);
    return found >= 0;
}

// Opens the top of the files on disk: the folder itself when it has the content
// or stands outside git, else the top of the work tree around it.
static int open_top(struct source *source, const struct source_options *options,
                    struct diagnostics *diagnostics)
{
    struct repository repository;
    const char *top = options->repository;
    if (!holds_content(source->arena, top, options->content) &&
        repository_open(&repository, top, NULL)) {
        const char *worktree = git_repository_workdir(repository.git);
        top = worktree == NULL ? NULL : arena_c_string(source->arena, str_from_c(worktree));
        repository_close(&repository);
    }
    if (top == NULL) {
        fail(diagnostics, &worktree_missing, options->repository, "");
        return -1;
    }
    int opened = disk_open_top(top);
    if (opened < 0)
        fail(diagnostics, &source_missing, top, "");
    source->top = top;
    return opened;
}

static bool find_git_folder(struct source *source)
{
    struct repository repository;
    if (repository_open(&repository, source->options.repository, NULL)) {
        keep_folder(source, &repository);
        repository_close(&repository);
    }
    return true;
}

static bool list_worktree(struct source *source, struct diagnostics *diagnostics)
{
    const struct source_options *options = &source->options;
    struct listing listing = { .arena = source->arena, .diagnostics = diagnostics };
    int top = open_top(source, options, diagnostics);
    if (top < 0)
        return false;
    int folder = find_folder(source->arena, options->content, top, &listing.folder);
    close(top);
    if (folder < 0)
        return fail(diagnostics, &content_missing,
                    options->content == NULL ? "." : options->content, options->repository);
    source->readers.folder = folder;
    source->folder = listing.folder;
    disk_list(folder, &listing);
    take(source, &listing);
    return true;
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

// ---- History ----

// What the repository calls the folder of the content on disk.  Returns false
// when that is not in its work tree.
static bool folder_in(const struct repository *repository, const struct source *source, str *folder)
{
    const char *worktree = git_repository_workdir(repository->git);
    int top = worktree == NULL ? -1 : disk_open_top(worktree);
    if (top < 0)
        return false;
    str above = disk_folder_path(source->arena, top);
    str path = disk_folder_path(source->arena, source->readers.folder);
    close(top);
    if (above.len == 0 || !str_starts(path, above) ||
        (path.len > above.len && path.at[above.len] != '/'))
        return false;
    *folder = str_after(path, above.len + 1);
    return true;
}

// Of files on disk the history is that of HEAD, where there is one.
static struct life *read_head_history(struct source *source, struct history_options options,
                                      struct diagnostics *diagnostics)
{
    struct repository repository;
    git_oid head;
    struct life *lives = NULL;
    if (!repository_open(&repository, source->top, NULL))
        return NULL;
    options.repository = &repository;
    options.commit = &head;
    options.on_disk = true;
    if (git_reference_name_to_id(&head, repository.git, "HEAD") == 0 &&
        folder_in(&repository, source, &options.folder))
        lives = history_read(source->arena, &options, source->files, source->count, diagnostics);
    repository_close(&repository);
    return lives;
}

void source_history(struct source *source, struct cache *cache, source_withheld *withheld,
                    const bool *known, struct diagnostics *diagnostics)
{
    struct history_options options = {
        .repository = &source->readers.at[0].repository,
        .commit = &source->commit,
        .folder = source->folder,
        .cache = cache,
        .withheld = withheld,
        .known = { source->files, source->count, source->stamps != NULL ? NULL : known },
    };
    source->lives = source->stamps != NULL ? read_head_history(source, options, diagnostics)
                                           : history_read(source->arena, &options, source->files,
                                                          source->count, diagnostics);
}

static struct date date_of(uint32_t day)
{
    return day == DAY_UNKNOWN ? (struct date){ 0 } : date_after_days(day - 1);
}

struct file_dates source_dates(const struct source *source, size_t file)
{
    if (source->lives == NULL)
        return (struct file_dates){ .first = { 0 } };
    const struct life *life = &source->lives[file];
    return (struct file_dates){ date_of(life->first), date_of(life->last) };
}

// ---- The face ----

struct source *source_open(const struct source_options *options, struct diagnostics *diagnostics)
{
    repository_start();
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
    if (options->worktree ? find_git_folder(source) : find_revision(source, diagnostics))
        return source;
    source_free(source);
    return NULL;
}

bool source_list(struct source *source, struct diagnostics *diagnostics)
{
    return source->options.worktree ? list_worktree(source, diagnostics)
                                    : list_revision(source, diagnostics);
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
    repository_stop();
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

bool source_bytes(struct source *source, size_t file, unsigned worker, str *bytes,
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

str source_revision(const struct source *source)
{
    return source->revision;
}

str source_git_folder(const struct source *source)
{
    return source->git_folder;
}

const char *source_repository(const struct source *source)
{
    return source->readers.repository;
}
