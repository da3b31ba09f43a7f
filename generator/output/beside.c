// SPDX-License-Identifier: EUPL-1.2
// Files beside those of the website, and folders that go as a whole.
#include "output/output.h"

#include "base/buf.h"
#include "base/path.h"
#include "output/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

DIAGNOSTIC(beside_taken, WARNING, "'{1}' is niet gemaakt: daar staat al iets van iemand anders",
           "'{1}' was not made: something of someone else stands there",
           "zet dat ergens anders neer, of laat de hook zonder statuspagina werken: git config "
           "doorleefd.no-status true",
           "move that elsewhere, or have the hook do without a status page: git config "
           "doorleefd.no-status true");
DIAGNOSTIC(beside_failed, WARNING, "'{1}' kan niet worden geschreven: {2}",
           "'{1}' cannot be written: {2}", "kijk of je in die map mag schrijven",
           "see whether you may write to that folder");

// What builds keep for themselves in the folder of a website.
#define OWN ".doorleefd-"

// The name while it is written.
#define TEMPORARY OWN "beside"

// Waits for a build that is under way: it removes temporary names.
static int open_top(const char *folder)
{
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (top >= 0 && flock(top, LOCK_EX) != 0 && errno == EINTR)
        continue;
    return top;
}

static int make_folder(int top, str path)
{
    return path.len == 0 ? place_open(top, path) : place_make(top, path);
}

static bool has_mark(int folder, str name, str mark)
{
    struct buf bytes = { 0 };
    bool marked =
        place_read(folder, name, &bytes) && str_find(buf_view(&bytes), mark, 0) != STR_NONE;
    buf_release(&bytes);
    return marked;
}

static void say(struct diagnostics *diagnostics, const struct diagnostic_kind *kind, str path,
                int error)
{
    char reason[128] = "";
    if (strerror_r(error, reason, sizeof reason) != 0)
        reason[0] = '\0';
    diagnose(diagnostics, kind, (struct place){ 0 }, VALUES(path, str_from_c(reason)));
}

static bool put(int folder, str path, str bytes, str mark, struct diagnostics *diagnostics)
{
    str name = path_name(path);
    struct stamp stamp;
    enum found found = place_look(folder, name, bytes, &stamp);
    if (found == FOUND_SAME)
        return true;
    if (found != FOUND_NOTHING && !has_mark(folder, name, mark)) {
        say(diagnostics, &beside_taken, path, 0);
        return false;
    }
    if (place_write(folder, TEMPORARY, bytes, NULL) &&
        place_move(folder, TEMPORARY, folder, name, TEMPORARY))
        return true;
    say(diagnostics, &beside_failed, path, errno);
    return false;
}

bool output_put_beside(const char *folder, str path, str bytes, str mark,
                       struct diagnostics *diagnostics)
{
    int top = open_top(folder);
    int below = top < 0 ? -1 : make_folder(top, path_folder(path));
    bool well = below >= 0 && put(below, path, bytes, mark, diagnostics);
    if (below < 0)
        say(diagnostics, &beside_failed, path, errno);
    if (below >= 0)
        close(below);
    if (top >= 0)
        close(top);
    return well;
}

void output_remove_beside(const char *folder, str path, str mark)
{
    int top = open_top(folder);
    int below = top < 0 ? -1 : place_open(top, path_folder(path));
    if (below >= 0 && has_mark(below, path_name(path), mark))
        place_unlink(below, path_name(path));
    if (below >= 0)
        close(below);
    if (top >= 0) {
        place_remove_empty(top, path_folder(path), STR(""));
        close(top);
    }
}

// How many names are in the folder: those of builds, and others.
struct census {
    size_t own;
    size_t others;
};

static struct census count_names(int top)
{
    struct census census = { 0 };
    int again = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    while (names != NULL && (entry = readdir(names)) != NULL) {
        str name = str_from_c(entry->d_name);
        if (str_equal(name, STR(".")) || str_equal(name, STR("..")))
            continue;
        census.own += str_starts(name, STR(OWN));
        census.others += !str_starts(name, STR(OWN));
    }
    if (names != NULL)
        closedir(names);
    else if (again >= 0)
        close(again);
    return census;
}

bool output_is_ours(const char *folder)
{
    int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (top < 0)
        return errno == ENOENT;
    struct census census = count_names(top);
    close(top);
    return census.own > 0 || census.others == 0;
}

static void remove_own(int top)
{
    int again = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    while (names != NULL && (entry = readdir(names)) != NULL)
        if (str_starts(str_from_c(entry->d_name), STR(OWN)))
            unlinkat(top, entry->d_name, 0);
    if (names != NULL)
        closedir(names);
    else if (again >= 0)
        close(again);
}

bool output_remove(const char *folder, struct diagnostics *diagnostics)
{
    if (access(folder, F_OK) != 0)
        return true;
    // A build that makes nothing removes all that earlier ones made.
    struct output *output = output_open(folder, diagnostics);
    bool well = output != NULL && output_close(output);
    output_free(output);
    int top = well ? open_top(folder) : -1;
    if (top < 0)
        return false;
    remove_own(top);
    rmdir(folder);
    close(top);
    return true;
}
