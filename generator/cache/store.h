// SPDX-License-Identifier: EUPL-1.2
// Files that may be cut short at any moment, so that they are never mapped:
// private to this folder.

#pragma once

#include "base/str.h"

#include <stdint.h>

// Makes the folder, for nobody else; in a repository that a group shares, for the group.
// Returns false when it cannot be had.
bool store_folder(const char *folder);

// Opens the regular file `name` in `folder`; -1 when there is none.  Anything
// else of that name (a pipe, a link) is none.
int store_open(int folder, const char *name, bool write);

// The number of bytes in an open file; 0 when that cannot be told.
uint64_t store_size(int file);

// Reads or writes all `len` bytes at `offset`, or returns false.
bool store_read(int file, void *to, size_t len, uint64_t offset);
bool store_write(int file, str bytes, uint64_t offset);

// Copies `len` bytes at `offset` of one file to `to_offset` of another.
bool store_copy(int from, uint64_t offset, uint64_t len, int to, uint64_t to_offset);

// A new file without a name: in `folder` when that can be (-1: it is not
// tried), and then store_name can give it one; else among the temporary files.
// -1 when neither can be.
int store_anonymous(int folder, bool *nameable);

// Gives it a name; what had that name goes.
bool store_name(int file, int folder, const char *name);

// Makes an empty file in `folder`; what had that name goes.  -1 for failure.
int store_create(int folder, const char *name);

// Removes the files in `folder` whose names start with `prefix`, but for those to be kept.
typedef bool store_keeps(const void *context, const char *name);
void store_remove(int folder, const char *prefix, store_keeps *keeps, const void *context);

// Takes the lock that lets one process at a time commit; closing what is
// returned gives it back.  -1 when it cannot be had within some seconds.
int store_lock(int folder);
