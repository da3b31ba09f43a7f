// SPDX-License-Identifier: EUPL-1.2
#include "output/changes.h"

#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

bool changes_prepare(const struct changes *changes)
{
    struct buf name = { 0 };
    bool well = true;
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
