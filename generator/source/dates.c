// SPDX-License-Identifier: EUPL-1.2
// When files were published and changed, and whether one was there at all.
#include "source/opened.h"

#include "source/disk.h"
#include "source/versions.h"

#include <unistd.h>

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

// Of files on disk the history is that of HEAD, where there is one.  The caller closes the
// repository.
static bool find_head(struct source *source, struct repository *repository, git_oid *head,
                      str *folder)
{
    *repository = (struct repository){ NULL, NULL };
    return repository_open(repository, source->top, NULL) &&
           git_reference_name_to_id(head, repository->git, "HEAD") == 0 &&
           folder_in(repository, source, folder);
}

static struct life *read_head_history(struct source *source, struct history_options options,
                                      struct diagnostics *diagnostics)
{
    struct repository repository;
    git_oid head;
    struct life *lives = NULL;
    options.repository = &repository;
    options.commit = &head;
    options.on_disk = true;
    if (find_head(source, &repository, &head, &options.folder))
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
    source->cache = cache;
    source->lives = source->stamps != NULL ? read_head_history(source, options, diagnostics)
                                           : history_read(source->arena, &options, source->files,
                                                          source->count, diagnostics);
}

static struct date date_of_day(uint32_t day)
{
    return day == DAY_UNKNOWN ? (struct date){ 0 } : date_after_days(day - 1);
}

struct file_dates source_dates(const struct source *source, size_t file)
{
    if (source->lives == NULL)
        return (struct file_dates){ .first = { 0 } };
    const struct life *life = &source->lives[file];
    return (struct file_dates){ date_of_day(life->first), date_of_day(life->last) };
}

struct date source_day(const struct source *source)
{
    git_commit *commit = NULL;
    git_repository *git = source->readers.at[0].repository.git;
    if (source->revision.len == 0 || git_commit_lookup(&commit, git, &source->commit) != 0)
        return (struct date){ 0 };
    struct date day = commit_day(commit);
    git_commit_free(commit);
    return day;
}

// ---- What is no longer there ----

static bool commit_has(git_repository *git, const git_oid *id, const char *path)
{
    git_commit *commit = NULL;
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    bool has = git_commit_lookup(&commit, git, id) == 0 && git_commit_tree(&tree, commit) == 0 &&
               git_tree_entry_bypath(&entry, tree, path) == 0;
    git_tree_entry_free(entry);
    git_tree_free(tree);
    git_commit_free(commit);
    return has;
}

static bool history_has(git_repository *git, const git_oid *tip, const char *path)
{
    git_revwalk *walk = NULL;
    git_oid id;
    bool has = false;
    if (git_revwalk_new(&walk, git) == 0 && git_revwalk_push(walk, tip) == 0)
        while (!has && git_revwalk_next(&id, walk) == 0)
            has = commit_has(git, &id, path);
    git_revwalk_free(walk);
    return has;
}

str source_once(struct source *source, str name)
{
    struct repository own = { NULL, NULL };
    const struct repository *repository = &source->readers.at[0].repository;
    git_oid tip = source->commit;
    str folder = source->folder;
    if (source->stamps != NULL) {
        repository = &own;
        if (!find_head(source, &own, &tip, &folder))
            repository = NULL;
    }
    str above =
        arena_join(source->arena, (str[]){ folder, folder.len > 0 ? STR("/") : STR(""), { 0 } });
    // Where the folder of the content is gone, its name is the usual one.
    str paths[] = { arena_join(source->arena, (str[]){ above, name, { 0 } }),
                    arena_join(source->arena, (str[]){ STR("content/"), name, { 0 } }) };
    size_t count = folder.len > 0 ? 1 : 2;
    str found = STR("");
    for (size_t i = 0; i < count && repository != NULL && found.len == 0; i++)
        if (history_has(repository->git, &tip, paths[i].at))
            found = paths[i];
    repository_close(&own);
    return found;
}
