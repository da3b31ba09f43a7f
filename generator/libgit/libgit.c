// SPDX-License-Identifier: EUPL-1.2
#include "libgit/libgit.h"

#include "base/arena.h"

#include <git2.h>
#include <stdlib.h>

DIAGNOSTIC(repository_missing, FAILURE, "in '{1}' is geen git-repository gevonden",
           "no git repository was found in '{1}'",
           "ga naar de map van de website, of bouw een map zonder git met --worktree",
           "go to the folder of the website, or build a folder without git by --worktree");
DIAGNOSTIC(repository_owner, FAILURE, "de repository in '{1}' is van een andere gebruiker",
           "the repository in '{1}' belongs to another user",
           "als je die vertrouwt: git config --global --add safe.directory '{2}'",
           "if you trust it: git config --global --add safe.directory '{2}'");
DIAGNOSTIC(
    repository_settings, FAILURE, "de instellingen van git zijn niet te lezen: {1}",
    "the settings of git cannot be read: {1}",
    "verbeter dat bestand ('git config --list' wijst de plek aan), en kijk of HOME van jou is",
    "mend that file ('git config --list' tells where), and see whether HOME is yours");
DIAGNOSTIC(
    repository_form, FAILURE,
    "de repository in '{1}' heeft een vorm die dit programma niet kent: {2}",
    "the repository in '{1}' has a form that this program does not know: {2}",
    "sha256 en reftable leest het niet; zet de inhoud in een gewone: git init --object-format=sha1",
    "it reads no sha256 and no reftable; put the content into an ordinary one: git init --object-format=sha1");
DIAGNOSTIC(repository_unreadable, FAILURE, "de repository in '{1}' is niet te lezen: {2}",
           "the repository in '{1}' cannot be read: {2}",
           "kijk met 'git fsck' of de repository heel is",
           "see with 'git fsck' whether the repository is whole");

enum { WINDOW_SIZE = 1024 * 1024 };

// What git may have noted of a repository and that changes nothing of how it is read.
static void allow_extensions(void)
{
    const char *names[] = { "worktreeconfig", "preciousobjects", "relativeworktrees" };
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, sizeof names / sizeof *names);
}

void libgit_start(void)
{
    // Later others may be reading this list.
    if (git_libgit2_init() == 1)
        allow_extensions();
    // A pushed object was verified when it came in; doing that again for each
    // read takes as long as the reading itself.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
    // Packs are looked at through small windows: what is mapped counts as memory.
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)WINDOW_SIZE);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)WINDOW_SIZE * 4);
}

void libgit_stop(void)
{
    git_libgit2_shutdown();
}

// Inside a hook, git's environment names the repository and the quarantine that
// holds the pushed objects.  It counts only for the repository that one is in:
// one that is named by its path is another.
static bool is_in_hook(const char *path)
{
    return str_equal(str_from_c(path), STR(".")) && getenv("GIT_DIR") != NULL;
}

int libgit_open(struct git_repository **git, const char *path)
{
    if (is_in_hook(path) &&
        git_repository_open_ext(git, NULL, GIT_REPOSITORY_OPEN_FROM_ENV, NULL) == 0)
        return 0;
    return git_repository_open_ext(git, path, 0, NULL);
}

str libgit_reason(void)
{
    const git_error *error = git_error_last();
    return error == NULL || error->message == NULL ? STR("?") : str_from_c(error->message);
}

// libgit2 1.5 answers "no such setting" when safe.directory was never set.
bool libgit_foreign(int error)
{
    const git_error *last = git_error_last();
    return error == GIT_EOWNER ||
           (error == GIT_ENOTFOUND && last != NULL && last->klass == GIT_ERROR_CONFIG);
}

str libgit_folder(struct arena *arena, const char *path)
{
    git_buf found = { 0 };
    str folder = str_from_c(path);
    if (git_repository_discover(&found, path, 0, NULL) == 0)
        folder = (str){ found.ptr, found.size };
    if (str_ends(folder, STR("/.git/")))
        folder.len -= STR(".git/").len;
    while (folder.len > 1 && str_ends(folder, STR("/")))
        folder.len--;
    folder = arena_copy(arena, folder);
    git_buf_dispose(&found);
    return folder;
}

// ---- Saying why ----

static void fail(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
                 const str *values)
{
    diagnose(diagnostics, kind, (struct place){ 0 }, values);
}

static void say_foreign(struct diagnostics *diagnostics, const char *path)
{
    struct arena *arena = arena_new();
    fail(diagnostics, &repository_owner, VALUES(str_from_c(path), libgit_folder(arena, path)));
    arena_free(arena);
}

// Whether it is those of the user or the machine, which libgit2 reads before the repository.
static bool are_settings_broken(void)
{
    git_config *settings = NULL;
    bool broken = git_config_open_default(&settings) != 0;
    git_config_free(settings);
    return broken;
}

static bool is_form(str reason)
{
    return str_starts(reason, STR("unsupported "));
}

void libgit_say_unopened(struct diagnostics *diagnostics, int error, const char *path)
{
    struct arena *arena = arena_new();
    const git_error *last = git_error_last();
    bool settings = last != NULL && last->klass == GIT_ERROR_CONFIG;
    str reason = arena_copy(arena, libgit_reason());
    str name = str_from_c(path);
    if (libgit_foreign(error))
        say_foreign(diagnostics, path);
    else if (error == GIT_ENOTFOUND)
        fail(diagnostics, &repository_missing, VALUES(name));
    else if (is_form(reason))
        fail(diagnostics, &repository_form, VALUES(name, reason));
    else if (settings || are_settings_broken())
        fail(diagnostics, &repository_settings, VALUES(reason));
    else
        fail(diagnostics, &repository_unreadable, VALUES(name, reason));
    arena_free(arena);
}
