// SPDX-License-Identifier: EUPL-1.2
// Where the content is: in git, or on disk.
#include "source/opened.h"

#include "base/path.h"
#include "source/disk.h"
#include "source/tree.h"

#include <unistd.h>

DIAGNOSTIC(revision_unreadable, FAILURE, "de bestanden van '{1}' ontbreken in de repository '{2}'",
           "the files of '{1}' are missing from the repository '{2}'",
           "haal de repository opnieuw op met 'git clone', zonder '--filter'",
           "fetch the repository anew with 'git clone', without '--filter'");
DIAGNOSTIC(source_missing, FAILURE, "de map '{1}' kan niet worden geopend",
           "the folder '{1}' cannot be opened", "kijk of de naam klopt en of je hem mag lezen",
           "see whether the name is right and whether you may read it");
DIAGNOSTIC(content_missing, FAILURE, "er is geen map '{1}' in '{2}'",
           "there is no folder '{1}' in '{2}'", "noem met --content de map waar de teksten staan",
           "name the folder that holds the texts with --content");
DIAGNOSTIC(worktree_missing, FAILURE, "de repository '{1}' heeft geen bestanden op de schijf",
           "the repository '{1}' has no files on disk", "laat --worktree weg",
           "leave out --worktree");

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
    source_take(source, &listing);
    return true;
}

bool revision_list(struct source *source, struct diagnostics *diagnostics)
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

bool revision_find(struct source *source, struct diagnostics *diagnostics)
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

bool worktree_find(struct source *source)
{
    struct repository repository;
    if (repository_open(&repository, source->options.repository, NULL)) {
        keep_folder(source, &repository);
        repository_close(&repository);
    }
    return true;
}

bool worktree_list(struct source *source, struct diagnostics *diagnostics)
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
    source_take(source, &listing);
    return true;
}
