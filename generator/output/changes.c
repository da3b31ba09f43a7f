// SPDX-License-Identifier: EUPL-1.2
#include "output/changes.h"

#include "base/map.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const endings[CHANGE_COUNT] = { ".new", "", ".removed" };

void changes_add(struct changes *changes, enum change change, str path)
{
    struct buf *list = &changes->lists[change];
    // Both copying programs take these for a comment, and that slash for nothing.
    if (path.at[0] == '#' || path.at[0] == ';' || path.at[0] == ' ')
        buf_add_char(list, '/');
    buf_add(list, path);
    buf_add_char(list, '\n');
}

// The name of a list, or of its temporary file, ending with NUL.
static const char *name_of(const struct changes *changes, enum change change, const char *more,
                           struct buf *room)
{
    buf_clear(room);
    buf_add_format(room, "%s%s%s", changes->file, endings[change], more);
    buf_add_char(room, '\0');
    return room->at;
}

#define TEMPORARY ".tmp"

// ---- What earlier builds listed ----

static void note_lines(struct map *map, str lines)
{
    str line;
    while (str_cut(lines, '\n', &line, &lines))
        map_put(map, line, map);
}

// Adds those lines that none of both lists has.
static void add_others(struct arena *arena, str lines, str one, str other, struct buf *to)
{
    struct map *had = map_new(arena);
    str line;
    note_lines(had, one);
    note_lines(had, other);
    while (str_cut(lines, '\n', &line, &lines)) {
        if (map_get(had, line) != NULL)
            continue;
        buf_add(to, line);
        buf_add_char(to, '\n');
    }
}

// The list as it stands, without what is told again or was undone since, and then this one.
// Returns false, with errno, where it cannot be read.
static bool add_earlier(struct changes *changes, enum change change, struct buf *to)
{
    struct buf name = { 0 };
    struct buf earlier = { 0 };
    str undone =
        buf_view(&changes->lists[change == CHANGE_REMOVED ? CHANGE_WRITTEN : CHANGE_REMOVED]);
    str own = buf_view(&changes->lists[change]);
    errno = 0;
    bool well = place_read(AT_FDCWD, str_from_c(name_of(changes, change, "", &name)), &earlier) ||
                errno == ENOENT;
    if (well) {
        struct arena *arena = arena_new();
        add_others(arena, buf_view(&earlier), own, undone, to);
        buf_add(to, own);
        arena_free(arena);
    }
    int error = errno;
    buf_release(&earlier);
    buf_release(&name);
    errno = error;
    return well;
}

static bool take_earlier(struct changes *changes)
{
    struct buf lists[CHANGE_COUNT] = { 0 };
    bool well = true;
    for (enum change change = 0; well && change < CHANGE_COUNT; change++)
        well = add_earlier(changes, change, &lists[change]);
    int error = errno;
    for (enum change change = 0; change < CHANGE_COUNT; change++) {
        buf_release(well ? &changes->lists[change] : &lists[change]);
        if (well)
            changes->lists[change] = lists[change];
    }
    errno = error;
    return well;
}

// ---- Writing ----

// Whether a list may come there: in the place of a file, not of a folder, nor of a device
// ("/dev/null"), which would be gone.  Else errno tells why.
static bool is_free(const char *name)
{
    struct stat there;
    if (stat(name, &there) != 0)
        return errno == ENOENT;
    errno = S_ISDIR(there.st_mode) ? EISDIR : EEXIST;
    return S_ISREG(there.st_mode);
}

static bool are_free(const struct changes *changes)
{
    struct buf name = { 0 };
    bool well = true;
    for (enum change change = 0; well && changes->file != NULL && change < CHANGE_COUNT; change++)
        well = is_free(name_of(changes, change, "", &name));
    int error = errno;
    buf_release(&name);
    errno = error;
    return well;
}

bool changes_prepare(struct changes *changes)
{
    struct buf name = { 0 };
    bool well =
        are_free(changes) && (changes->file == NULL || !changes->added || take_earlier(changes));
    for (enum change change = 0; well && changes->file != NULL && change < CHANGE_COUNT; change++)
        well = place_write(AT_FDCWD, name_of(changes, change, TEMPORARY, &name),
                           buf_view(&changes->lists[change]), NULL);
    int error = errno;
    buf_release(&name);
    if (!well)
        changes_drop(changes);
    errno = error;
    return well;
}

bool changes_commit(const struct changes *changes)
{
    struct buf from = { 0 };
    struct buf to = { 0 };
    bool well = true;
    for (enum change change = 0; well && changes->file != NULL && change < CHANGE_COUNT; change++)
        well = rename(name_of(changes, change, TEMPORARY, &from),
                      name_of(changes, change, "", &to)) == 0;
    int error = errno;
    buf_release(&from);
    buf_release(&to);
    errno = error;
    return well;
}

void changes_drop(const struct changes *changes)
{
    struct buf name = { 0 };
    for (enum change change = 0; changes->file != NULL && change < CHANGE_COUNT; change++)
        unlink(name_of(changes, change, TEMPORARY, &name));
    buf_release(&name);
}

void changes_release(struct changes *changes)
{
    for (enum change change = 0; change < CHANGE_COUNT; change++)
        buf_release(&changes->lists[change]);
}
