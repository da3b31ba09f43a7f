// SPDX-License-Identifier: EUPL-1.2
#include "commands/new.h"

#include "base/path.h"
#include "commands/start.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

DIAGNOSTIC(new_occupied, FAILURE, "in de map '{1}' staat al iets: '{2}'",
           "the folder '{1}' has something in it: '{2}'",
           "noem een map die leeg is, of die er nog niet is",
           "name a folder that is empty, or is not there yet");
DIAGNOSTIC(new_unwritten, FAILURE, "'{1}' kan niet worden geschreven: {2}",
           "'{1}' cannot be written: {2}", NULL, NULL);

struct making {
    struct arena *arena;
    str folder;
    struct diagnostics *diagnostics;
    size_t made;
};

// What git and forges put into a repository before anybody has written anything.
static bool is_expected(str name)
{
    return str_starts(name, STR(".")) || str_starts(name, STR("README")) ||
           str_starts(name, STR("LICENSE"));
}

// A folder that is not there is empty as well.
static bool is_empty(struct making *making)
{
    str found = STR("");
    DIR *folder = opendir(making->folder.at);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        if (!is_expected(str_from_c(entry->d_name)))
            found = arena_copy(making->arena, str_from_c(entry->d_name));
    if (folder != NULL)
        closedir(folder);
    if (found.len > 0)
        diagnose(making->diagnostics, &new_occupied, (struct place){ 0 },
                 VALUES(making->folder, found));
    return found.len == 0;
}

static bool say_unwritten(struct making *making, str path)
{
    char reason[128] = "";
    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    diagnose(making->diagnostics, &new_unwritten, (struct place){ 0 },
             VALUES(path, str_from_c(reason)));
    return false;
}

// Makes the folder and those around it that are not there.
static bool make_folder(struct arena *arena, str path)
{
    struct stat about;
    const char *name = arena_c_string(arena, path);
    if (path.len == 0 || (stat(name, &about) == 0 && S_ISDIR(about.st_mode)))
        return true;
    return make_folder(arena, path_folder(path)) && (mkdir(name, 0777) == 0 || errno == EEXIST);
}

static bool write_all(int file, str bytes)
{
    while (bytes.len > 0) {
        ssize_t done = write(file, bytes.at, bytes.len);
        if (done < 0)
            return false;
        bytes = str_after(bytes, (size_t)done);
    }
    return true;
}

// What is there already stays as it is.
static bool make_file(struct making *making, struct file start)
{
    str path = arena_join(making->arena, (str[]){ making->folder, STR("/"), start.path, { 0 } });
    if (!make_folder(making->arena, path_folder(path)))
        return say_unwritten(making, path_folder(path));
    int file = open(path.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return errno == EEXIST || say_unwritten(making, path);
    bool well = write_all(file, start.bytes);
    if (close(file) != 0 || !well)
        return say_unwritten(making, path);
    making->made++;
    return true;
}

static void say_next(const struct making *making, enum language language)
{
    printf(
        language == DUTCH
            ? "Nieuwe website in '%.*s': %zu bestanden. Zo ga je verder:\n\n"
              "  cd %.*s\n"
              "  doorleefd build --worktree --drafts    maakt hem in public/, met wat nog concept "
              "is\n"
              "  python3 -m http.server -d public       toont hem op http://localhost:8000\n\n"
              "Vul dan content/site.yaml in. Leg de map daarna vast met git; 'doorleefd build' "
              "bouwt\nwat vastgelegd is. README.md is voor wie meeschrijft.\n"
            : "A new website in '%.*s': %zu files. What comes next:\n\n"
              "  cd %.*s\n"
              "  doorleefd build --worktree --drafts    makes it in public/, drafts included\n"
              "  python3 -m http.server -d public       shows it on http://localhost:8000\n\n"
              "Then fill in content/site.yaml, and commit the folder with git: 'doorleefd build' "
              "builds\nwhat is committed. README.md is for who writes; all texts are Dutch.\n",
        STR_ARGS(making->folder), making->made, STR_ARGS(making->folder));
}

static str without_slashes(str folder)
{
    while (folder.len > 1 && folder.at[folder.len - 1] == '/')
        folder.len--;
    return folder;
}

int new_run(const struct options *options)
{
    struct arena *arena = arena_new();
    str folder = arena_copy(arena, without_slashes(str_from_c(options->arguments[0])));
    struct making making = { arena, folder, diagnostics_new(), 0 };
    bool well = is_empty(&making);
    for (size_t i = 0; well && i < start_count(); i++)
        well = make_file(&making, start_file(i));
    if (well)
        say_next(&making, options->language);
    diagnostics_print(making.diagnostics, options->messages, options->language, stdout);
    diagnostics_free(making.diagnostics);
    arena_free(arena);
    return well ? EXIT_DONE : EXIT_WORLD;
}
