// SPDX-License-Identifier: EUPL-1.2
#include "commands/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

DIAGNOSTIC(scratch_failed, FAILURE, "er kan geen tijdelijke map worden gemaakt in '{1}': {2}",
           "no temporary folder can be made in '{1}': {2}",
           "maak daar ruimte, of noem met TMPDIR een andere map",
           "make room there, or name another folder with TMPDIR");

struct scratch_folder {
    char *path;
};

struct scratch_folder *scratch_folder_new(struct arena *arena, struct diagnostics *diagnostics)
{
    const char *named = getenv("TMPDIR");
    str parent = named != NULL && named[0] == '/' ? str_from_c(named) : STR("/tmp");
    str path = arena_join(arena, (str[]){ parent, STR("/doorleefd-XXXXXX"), { 0 } });
    struct scratch_folder *folder = ARENA_NEW(arena, struct scratch_folder);
    // The copy is ours to write in.
    folder->path = (char *)arena_c_string(arena, path);
    if (mkdtemp(folder->path) != NULL)
        return folder;
    char reason[128] = "";
    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    diagnose(diagnostics, &scratch_failed, (struct place){ 0 }, VALUES(parent, str_from_c(reason)));
    return NULL;
}

const char *scratch_folder_path(const struct scratch_folder *folder)
{
    return folder->path;
}

static void folder_empty(int folder, unsigned depth);

static void name_remove(int folder, const char *name, unsigned depth)
{
    enum { DEPTH_MOST = 256 };
    if (unlinkat(folder, name, 0) == 0 || depth == DEPTH_MOST)
        return;
    int below = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (below >= 0)
        folder_empty(below, depth + 1);
    unlinkat(folder, name, AT_REMOVEDIR);
}

// Closes the folder as well.
static void folder_empty(int folder, unsigned depth)
{
    DIR *listing = fdopendir(folder);
    if (listing == NULL) {
        close(folder);
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(listing)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            name_remove(folder, entry->d_name, depth);
    closedir(listing);
}

void scratch_folder_remove(struct scratch_folder *folder)
{
    if (folder == NULL)
        return;
    int opened = open(folder->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (opened >= 0)
        folder_empty(opened, 0);
    rmdir(folder->path);
}
