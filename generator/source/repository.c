// SPDX-License-Identifier: EUPL-1.2
#include "source/repository.h"

#include "base/buf.h"
#include "base/nearest.h"
#include "libgit/libgit.h"

#include <unistd.h>

DIAGNOSTIC(repository_empty, FAILURE, "in de repository '{1}' is nog niets vastgelegd",
           "the repository '{1}' has no commit yet",
           "leg je werk vast met 'git add' en 'git commit', of bouw met --worktree",
           "commit your work with 'git add' and 'git commit', or build with --worktree");
DIAGNOSTIC(revision_missing, FAILURE, "'{1}' is geen commit, tag of branch van deze repository",
           "'{1}' is no commit, tag or branch of this repository", "bedoel je '{2}'?",
           "did you mean '{2}'?");

static void fail(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                 const str *values)
{
    diagnose(diagnostics, kind, (struct place){ 0 }, values);
}

bool repository_open(struct repository *repository, const char *path,
                     struct diagnostics *diagnostics)
{
    *repository = (struct repository){ 0 };
    int error = libgit_open(&repository->git, path);
    if (error == 0)
        error = git_repository_odb(&repository->objects, repository->git);
    if (error == 0)
        return true;
    if (diagnostics != NULL)
        libgit_say_unopened(diagnostics, error, path);
    repository_close(repository);
    return false;
}

void repository_close(struct repository *repository)
{
    git_odb_free(repository->objects);
    git_repository_free(repository->git);
    *repository = (struct repository){ 0 };
}

// libgit2 looks beside HEAD: of a work tree that stands beside its repository it sees nothing.
bool repository_is_shallow(const struct repository *repository)
{
    struct buf path = { 0 };
    buf_add(&path, str_from_c(git_repository_commondir(repository->git)));
    buf_add(&path, STR("shallow\0"));
    bool there = git_repository_is_shallow(repository->git) == 1 || access(path.at, F_OK) == 0;
    buf_release(&path);
    return there;
}

// refs/heads/main -> main
static str short_name(str reference)
{
    static const char *const prefixes[] = { "refs/heads/", "refs/tags/", "refs/remotes/" };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        str prefix = str_from_c(prefixes[i]);
        if (str_starts(reference, prefix))
            return str_after(reference, prefix.len);
    }
    return reference;
}

static void say_nearest(struct repository *repository, const char *revision,
                        struct diagnostics *diagnostics)
{
    struct nearest nearest = nearest_start(str_from_c(revision));
    git_strarray names = { 0 };
    if (git_reference_list(&names, repository->git) == 0)
        for (size_t i = 0; i < names.count; i++)
            nearest_try(&nearest, short_name(str_from_c(names.strings[i])));
    fail(diagnostics, &revision_missing, VALUES(str_from_c(revision), nearest.found));
    git_strarray_dispose(&names);
}

static void say_no_commit(struct repository *repository, const char *path, const char *revision,
                          struct diagnostics *diagnostics)
{
    bool head = str_equal(str_from_c(revision), STR("HEAD"));
    if (head && git_repository_head_unborn(repository->git) == 1)
        fail(diagnostics, &repository_empty, VALUES(str_from_c(path)));
    else if (head) // it is there, but not what it names
        libgit_say_unopened(diagnostics, GIT_ERROR, path);
    else
        say_nearest(repository, revision, diagnostics);
}

// libgit2 1.5 loses memory where a reference names what is not there: HEAD is read by hand.
static int find_named(struct repository *repository, const char *revision, git_object **named)
{
    git_oid id;
    if (!str_equal(str_from_c(revision), STR("HEAD")))
        return git_revparse_single(named, repository->git, revision);
    int error = git_reference_name_to_id(&id, repository->git, "HEAD");
    return error == 0 ? git_object_lookup(named, repository->git, &id, GIT_OBJECT_ANY) : error;
}

git_commit *repository_commit(struct repository *repository, const char *path, const char *revision,
                              struct diagnostics *diagnostics)
{
    git_object *named = NULL;
    git_object *commit = NULL;
    if (find_named(repository, revision, &named) != 0 ||
        git_object_peel(&commit, named, GIT_OBJECT_COMMIT) != 0)
        say_no_commit(repository, path, revision, diagnostics);
    git_object_free(named);
    return (git_commit *)commit;
}
