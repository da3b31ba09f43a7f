// SPDX-License-Identifier: EUPL-1.2
// Files on disk, read so that no symbolic link below the folder is followed,
// also not one that appears while we read.

#pragma once

#include "base/buf.h"
#include "source/listing.h"

#include <sys/stat.h>

// A larger file is not read at all.
#define DISK_FILE_MAX ((size_t)1 << 30)

// Opens a folder as its user names it; links are followed.  -1 when there is none.
int disk_open_top(const char *folder);

// Opens the folder `path` below `top`.  -1, with errno, when that is impossible.
int disk_open_folder(int top, str path);

// The path of an open folder, without links.  Empty when the system does not tell.
str disk_folder_path(struct arena *arena, int folder);

// Opens the regular file `name` in `folder`.
int disk_open_file(int folder, str name, struct stat *about);

// Reads an open file of about `size` bytes to its end, or returns false.
bool disk_read(int file, size_t size, struct buf *bytes);

// Adds all files below `top`, without ids.
void disk_list(int top, struct listing *listing);
