// SPDX-License-Identifier: EUPL-1.2
// Files below one folder: no function here leaves it, whatever symbolic links
// stand in it.  All return false or -1 with errno set.

#pragma once

#include "output/noted.h"

// Whether `path` is one that a website may have: relative, without `..`, hidden
// names (but `.well-known`), control characters and backslashes.
bool place_allowed(str path);

// Opens the folder `path` below `top`.
int place_open(int top, str path);

// Opens the folder `name` in `folder`, and makes it when there is none.
int place_make(int folder, str name);

// How the regular file `path` below `top` stands; false when there is none.  Links
// to folders are followed: nothing is read.
bool place_stamp(int top, str path, struct stamp *stamp);

enum found { FOUND_NOTHING, FOUND_SAME, FOUND_OTHER, FOUND_FOLDER };

// What stands at `path` below `top`, compared with `bytes`; of a regular file also
// how it stands.
enum found place_look(int top, str path, str bytes, struct stamp *stamp);

// Writes a new file; what stands there gives way.  With a `stamp`, its time of change
// has that part of a second, and is not before that second.
bool place_write(int folder, const char *name, str bytes, const struct stamp *stamp);

// The same in one go: it is there whole or not at all.  Fails where something stands
// there, and on systems that cannot do so.
bool place_write_whole(int folder, str name, str bytes, const struct stamp *stamp);

// Writes a new file at `path` below `top`, a folder that no one else writes in, and
// makes the folders around it.
bool place_write_below(int top, str path, str bytes, const struct stamp *stamp);

// Writes a new file that consists of parts, one behind the other.
bool place_write_parts(int folder, const char *name, const str *parts, size_t count);

// Gives the regular file `path`, which stands as `stamp` says, this part of a second
// as well, where that can be.
void place_set_nanosecond(int top, str path, struct stamp stamp, uint32_t nanosecond);

// Gives the file `from` in `folder` the name `to` in `into`, in place of what is
// there.  Across devices the file is copied, as `between`.
bool place_move(int folder, const char *from, int into, str to, const char *between);

// Lets the files `from` in `folder` and `to` in `into` change places: so what was `to` can
// be removed when there is time.  Fails where the system cannot, and where one is no file.
bool place_exchange(int folder, const char *from, int into, str to);

// Copies the file `from` in `folder` to `to` in `into`, with its time of change.
bool place_copy(int folder, const char *from, int into, const char *to);

// Removes the files in `folder` that are called `prefix` and a number.
void place_sweep(int folder, str prefix);

// Removes `name` in `folder`, and when that is a folder all that is in it.
void place_clear(int folder, str name);

// Whether there is a folder at `path` below `top` that one may write in, and on which
// device; errno is ENOENT when there is none.
bool place_folder_ready(int top, str path, uint64_t *device);

// Whether the folder at `path` holds, at any depth, only files that are known.
typedef bool place_known(void *context, str path);
bool place_holds_only(int top, str path, place_known *known, void *context);

// Calls `visit` for all that is no folder below `top`.  Folders that are links or
// hidden, and those that hold something called `mark`, are passed over.
typedef void place_visit(void *context, int folder, str name, str path);
void place_walk(int top, str mark, place_visit *visit, void *context);

// Removes one name, which is no folder.
bool place_unlink(int folder, str name);

// Removes the file `path` below `top`; false with errno 0 when there is none.
bool place_remove(int top, str path);

// The same of `name` in `folder`; -1 where opening it failed, and errno says why.
bool place_remove_name(int folder, str name);

// Removes the folder `path` and those around it, as far as they are empty and
// below the folder `keep`.
void place_remove_empty(int top, str path, str keep);

// Adds the bytes of the regular file `name`; false when there is none.
bool place_read(int folder, str name, struct buf *bytes);

// Reads the first bytes of the regular file `name`, and returns how many.
size_t place_read_start(int folder, str name, char *to, size_t size);
