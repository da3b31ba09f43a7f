// SPDX-License-Identifier: EUPL-1.2
#include "source/repository.h"

#include "base/nearest.h"

#include <stdlib.h>

DIAGNOSTIC(repository_missing, FAILURE, "in '{1}' is geen git-repository gevonden",
           "no git repository was found in '{1}'",
           "ga naar de map van de website, of bouw een map zonder git met --worktree",
           "go to the folder of the website, or build a folder without git by --worktree");
DIAGNOSTIC(repository_owner, FAILURE, "de repository in '{1}' is van een andere gebruiker",
           "the repository in '{1}' belongs to another user",
           "als je die vertrouwt: git config --global --add safe.directory '{2}'",
           "if you trust it: git config --global --add safe.directory '{2}'");
DIAGNOSTIC(repository_unreadable, FAILURE, "de repository in '{1}' is niet te lezen: {2}",
           "the repository in '{1}' cannot be read: {2}",
           "kijk met 'git fsck' of de repository heel is",
           "see with 'git fsck' whether the repository is whole");
DIAGNOSTIC(repository_empty, FAILURE, "in de repository '{1}' is nog niets vastgelegd",
           "the repository '{1}' has no commit yet",
           "leg je werk vast met 'git add' en 'git commit', of bouw met --worktree",
           "commit your work with 'git add' and 'git commit', or build with --worktree");
DIAGNOSTIC(revision_missing, FAILURE, "'{1}' is geen commit, tag of branch van deze repository",
           "'{1}' is no commit, tag or branch of this repository", "bedoel je '{2}'?",
           "did you mean '{2}'?");

enum { WINDOW_SIZE = 1024 * 1024 };

void repository_start(void)
{
    git_libgit2_init();
    // A pushed object was verified when it came in; doing that again for each
    // read takes as long as the reading itself.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
    // Packs are looked at through small windows: what is mapped counts as memory.
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)WINDOW_SIZE);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)WINDOW_SIZE * 4);
}

void repository_stop(void)
{
    git_libgit2_shutdown();
}

static str last_error(void)
{
    const git_error *error = git_error_last();
    return error == NULL || error->message == NULL ? STR("?") : str_from_c(error->message);
}

static void fail(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                 const str *values)
{
    if (diagnostics != NULL)
        diagnose(diagnostics, kind, (struct place){ 0 }, values);
}

// Whether the repository is there, but not ours.  libgit2 1.5 answers "no such
// setting" when safe.directory was never set.
static bool is_foreign(int error)
{
    const git_error *last = git_error_last();
    return error == GIT_EOWNER ||
           (error == GIT_ENOTFOUND && last != NULL && last->klass == GIT_ERROR_CONFIG);
}

static void say_foreign(struct diagnostics *diagnostics, const char *path)
{
    git_buf found = { 0 };
    str folder = str_from_c(path);
    if (git_repository_discover(&found, path, 0, NULL) == 0)
        folder = (str){ found.ptr, found.size };
    if (str_ends(folder, STR("/.git/")))
        folder.len -= STR(".git/").len;
    while (folder.len > 1 && str_ends(folder, STR("/")))
        folder.len--;
    fail(diagnostics, &repository_owner, VALUES(str_from_c(path), folder));
    git_buf_dispose(&found);
}

static void say_why(struct diagnostics *diagnostics, int error, const char *path)
{
    str name = str_from_c(path);
    if (is_foreign(error))
        say_foreign(diagnostics, path);
    else if (error == GIT_ENOTFOUND)
        fail(diagnostics, &repository_missing, VALUES(name));
    else
        fail(diagnostics, &repository_unreadable, VALUES(name, last_error()));
}

// Inside a hook, git's environment names the repository and the quarantine that
// holds the pushed objects.  It counts only for the repository that one is in:
// one that is named by its path is another.
static bool is_in_hook(const char *path)
{
    return str_equal(str_from_c(path), STR(".")) && getenv("GIT_DIR") != NULL;
}

static int open_somehow(git_repository **git, const char *path)
{
    if (is_in_hook(path) &&
        git_repository_open_ext(git, NULL, GIT_REPOSITORY_OPEN_FROM_ENV, NULL) == 0)
        return 0;
    return git_repository_open_ext(git, path, 0, NULL);
}

bool repository_open(struct repository *repository, const char *path,
                     struct diagnostics *diagnostics)
{
    *repository = (struct repository){ 0 };
    int error = open_somehow(&repository->git, path);
    if (error == 0)
        error = git_repository_odb(&repository->objects, repository->git);
    if (error == 0)
        return true;
    say_why(diagnostics, error, path);
    repository_close(repository);
    return false;
}

void repository_close(struct repository *repository)
{
    git_odb_free(repository->objects);
    git_repository_free(repository->git);
    *repository = (struct repository){ 0 };
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
    else
        say_nearest(repository, revision, diagnostics);
}

git_commit *repository_commit(struct repository *repository, const char *path, const char *revision,
                              struct diagnostics *diagnostics)
{
    git_object *named = NULL;
    git_object *commit = NULL;
    if (git_revparse_single(&named, repository->git, revision) != 0 ||
        git_object_peel(&commit, named, GIT_OBJECT_COMMIT) != 0)
        say_no_commit(repository, path, revision, diagnostics);
    git_object_free(named);
    return (git_commit *)commit;
}
