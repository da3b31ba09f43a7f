// SPDX-License-Identifier: EUPL-1.2
#include "commands/hook.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

DIAGNOSTIC(hook_foreign, FAILURE, "in '{1}' staat al een andere hook; die is niet veranderd",
           "'{1}' is another hook; it was not changed",
           "laat die hook deze regel uitvoeren, met wat hij van git leest: '{2}' hook {3}",
           "have that hook run this line, with what it reads from git: '{2}' hook {3}");
DIAGNOSTIC(hook_elsewhere, FAILURE, "git zoekt de hooks van deze repository in '{1}'",
           "git looks for the hooks of this repository in '{1}'",
           "haal die instelling weg: git config --unset core.hooksPath",
           "remove that setting: git config --unset core.hooksPath");
DIAGNOSTIC(hook_unwritten, FAILURE, "'{1}' kan niet worden geschreven: {2}",
           "'{1}' cannot be written: {2}", "voer dit uit als de eigenaar van de repository",
           "run this as the owner of the repository");
DIAGNOSTIC(hook_output, FAILURE, "er is niet gezegd waar de website komt",
           "it is not said where the website goes", "noem die map met --output",
           "name that folder with --output");

// Whoever has this line in his hook has it from us.
#define MARK "# doorleefd hook 1: 'doorleefd hook install' replaces this file"

static const char *program_path(struct arena *arena)
{
    char program[4096];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program);
    return arena_c_string(arena, len < 0 ? STR("doorleefd") : (str){ program, (size_t)len });
}

// 'it'\''s': as a shell reads it.
static void add_quoted(struct buf *to, str text)
{
    buf_add_char(to, '\'');
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\'')
            buf_add(to, STR("'\\''"));
        else
            buf_add_char(to, text.at[i]);
    buf_add_char(to, '\'');
}

// Without the program nobody looks at what must stay out, and nobody builds.
static void add_farewell(struct buf *to, const struct hook *hook, bool before)
{
    const char *reason =
        hook_said(hook, "het programma '$program' is weg", "the program '$program' is gone");
    if (before)
        buf_add(to, STR("git config --get-regexp '^doorleefd\\.(allow-|max-file)' >/dev/null || "
                        "exit 0\n"));
    buf_add_format(to,
                   before
                       ? hook_said(hook, "echo \"Geweigerd: er is niets veranderd. Reden: %s\"\n",
                                   "echo \"Refused: nothing was changed. Reason: %s\"\n")
                       : hook_said(hook,
                                   "echo \"Niet gelukt, de site blijft zoals hij was. "
                                   "Reden: %s\"\n",
                                   "echo \"It failed, the site stays as it was. Reason: %s\"\n"),
                   reason);
    buf_add_format(to, "echo \"  %s\"\n",
                   hook_said(hook, "Dit ligt niet aan jou. Zeg het tegen wie de server beheert.",
                             "This is not your fault. Tell who runs the server."));
    if (before)
        buf_add(to, STR("exit 1\n"));
}

static void add_script(struct buf *to, const struct hook *hook, const char *name,
                       const char *program)
{
    buf_add_format(to, "#!/bin/sh\n%s\nprogram=", MARK);
    add_quoted(to, str_from_c(program));
    buf_add_format(to,
                   "\nif [ -x \"$program\" ]; then\n"
                   "    exec \"$program\" hook %s\n"
                   "fi\n",
                   name);
    add_farewell(to, hook, strcmp(name, "pre-receive") == 0);
}

// ---- Writing ----

static bool has_mark(const char *path)
{
    char text[256];
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = file < 0 ? -1 : read(file, text, sizeof text);
    if (file >= 0)
        close(file);
    return got > 0 && str_find((str){ text, (size_t)got }, STR(MARK), 0) != STR_NONE;
}

static bool say_unwritten(struct hook *hook, const char *path)
{
    char reason[128] = "";
    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    diagnose(hook->diagnostics, &hook_unwritten, (struct place){ 0 },
             VALUES(str_from_c(path), str_from_c(reason)));
    return false;
}

static bool write_script(struct hook *hook, const char *path, str script)
{
    const char *beside =
        arena_join(hook->arena, (str[]){ str_from_c(path), STR(".new"), { 0 } }).at;
    unlink(beside);
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0777);
    bool well = file >= 0 && write(file, script.at, script.len) == (ssize_t)script.len;
    if (file >= 0)
        well = close(file) == 0 && well;
    if (well && rename(beside, path) == 0)
        return true;
    say_unwritten(hook, path);
    unlink(beside);
    return false;
}

// Forges keep a hook of their own that runs all that is in the folder beside it.
static bool forge_folder(struct hook *hook, const char *path, const char **inside)
{
    struct stat about;
    str folder = arena_join(hook->arena, (str[]){ str_from_c(path), STR(".d"), { 0 } });
    *inside = arena_join(hook->arena, (str[]){ folder, STR("/doorleefd"), { 0 } }).at;
    return stat(folder.at, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool install_one(struct hook *hook, const char *name, const char *program)
{
    struct stat about;
    str folder = arena_join(hook->arena, (str[]){ push_folder(hook->push), STR("/hooks"), { 0 } });
    const char *path =
        arena_join(hook->arena, (str[]){ folder, STR("/"), str_from_c(name), { 0 } }).at;
    if (mkdir(folder.at, 0777) != 0 && errno != EEXIST)
        return say_unwritten(hook, folder.at);
    const char *place = path;
    if (lstat(path, &about) == 0 && !has_mark(path) &&
        (!forge_folder(hook, path, &place) || (lstat(place, &about) == 0 && !has_mark(place)))) {
        diagnose(hook->diagnostics, &hook_foreign, (struct place){ 0 },
                 VALUES(str_from_c(path), str_from_c(program), str_from_c(name)));
        return false;
    }
    struct buf script = { 0 };
    add_script(&script, hook, name, program);
    bool well = write_script(hook, place, buf_view(&script));
    buf_release(&script);
    if (well)
        printf("  %s\n", place);
    return well;
}

// ---- Settings ----

// Hooks run in another folder than who installs them.
static const char *absolute(struct arena *arena, const char *path)
{
    char here[4096];
    if (path[0] == '/' || getcwd(here, sizeof here) == NULL)
        return path;
    return arena_join(arena, (str[]){ str_from_c(here), STR("/"), str_from_c(path), { 0 } }).at;
}

// The name of a theme is no path, but where a folder has that name.
static bool is_path(const struct hook_key *key, const char *value)
{
    return key->sort == KEY_PATH && (strcmp(key->name, "theme") != 0 ||
                                     strchr(value, '/') != NULL || access(value, F_OK) == 0);
}

static bool keep_settings(struct hook *hook)
{
    size_t count;
    const struct hook_key *keys = hook_keys(&count);
    for (size_t i = 0; i < count; i++) {
        const char *value = options_given(hook->options, keys[i].name);
        if (value == NULL)
            continue;
        if (is_path(&keys[i], value))
            value = absolute(hook->arena, value);
        if (!push_set(hook->push, keys[i].name, value, hook->diagnostics))
            return false;
    }
    if (push_setting(hook->push, hook->arena, "output").len > 0)
        return true;
    diagnose(hook->diagnostics, &hook_output, (struct place){ 0 }, NULL);
    return false;
}

// ---- The command ----

static void say_installed(struct hook *hook)
{
    str output = push_setting(hook->push, hook->arena, "output");
    str branch = hook_branch(hook, push_branch(hook->push, hook->arena));
    printf(hook_said(hook, "Bij elke push naar '%.*s' komt de website in %.*s\n",
                     "On each push to '%.*s' the website goes to %.*s\n"),
           STR_ARGS(branch), STR_ARGS(output));
    if (!push_bare(hook->push))
        puts(hook_said(hook,
                       "Deze repository heeft ook bestanden op schijf (hij is niet 'bare'). Die "
                       "veranderen niet mee,\nen git weigert een push naar de branch die daar "
                       "openstaat. Beter is: git clone --bare",
                       "This repository has files on disk as well (it is not bare). They do not "
                       "follow, and git\nrefuses a push to the branch that is checked out there. "
                       "Better is: git clone --bare"));
    puts(hook_said(hook, "Wat er al staat, bouw je met: doorleefd hook publish REPOSITORY",
                   "What is there already is built by: doorleefd hook publish REPOSITORY"));
}

static bool hooks_elsewhere(struct hook *hook)
{
    str path = push_setting_of_git(hook->push, hook->arena, "core.hookspath");
    if (path.len > 0)
        diagnose(hook->diagnostics, &hook_elsewhere, (struct place){ 0 }, VALUES(path));
    return path.len > 0;
}

static bool is_nothing(const char *folder)
{
    size_t names = 0;
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return errno == ENOENT;
    while (readdir(listing) != NULL)
        names++;
    closedir(listing);
    return names <= 2; // itself and the one above
}

int hook_install(struct hook *hook)
{
    const struct options *options = hook->options;
    const char *repository = options->argument_count > 1 ? options->arguments[1] : ".";
    const char *program = program_path(hook->arena);
    if (is_nothing(repository) && push_make(repository))
        printf(hook_said(hook, "Nieuwe repository: %s\n", "New repository: %s\n"), repository);
    if (!hook_open(hook, repository) || hooks_elsewhere(hook) || !keep_settings(hook))
        return EXIT_WORLD;
    bool before = install_one(hook, "pre-receive", program);
    bool after = install_one(hook, "post-receive", program);
    if (!before || !after)
        return EXIT_WORLD;
    say_installed(hook);
    return EXIT_DONE;
}
