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

// Whether anything stands at `path` below `top`, or a link leads there.
bool place_taken(int top, str path);

enum found { FOUND_NOTHING, FOUND_SAME, FOUND_OTHER, FOUND_FOLDER };

// What stands at `name` in `folder`, compared with `bytes`; of what is the same,
// how it stands.
enum found place_look(int folder, str name, str bytes, struct stamp *stamp);

// Writes a file under a temporary name with that number, and gives it its name
// when it is whole.  Sets `stamp`, unless that is NULL.
bool place_write(int folder, str name, str bytes, unsigned number, struct stamp *stamp);

// How the regular file `path` below `top` stands; false when there is none.  Links
// to folders are followed: nothing is read.
bool place_stamp(int top, str path, struct stamp *stamp);

// Removes temporary files that a killed build left in `folder`.
void place_tidy(int folder);

// Removes one name, which is no folder.
bool place_unlink(int folder, str name);

// Removes the file `path` below `top`; false with errno 0 when there is none.
bool place_remove(int top, str path);

// Removes the folder `path` and those around it, as far as they are empty and
// below the folder `keep`.
void place_remove_empty(int top, str path, str keep);

// Adds the bytes of the regular file `name`; false when there is none.
bool place_read(int folder, str name, struct buf *bytes);
