// SPDX-License-Identifier: EUPL-1.2
// The bytes of one file, from git's objects or from disk.

#pragma once

#include "base/buf.h"
#include "base/parallel.h"
#include "source/pack.h"
#include "source/repository.h"
#include "source/source.h"

#include <sys/stat.h>
#include <time.h>

enum reading { READ_WELL, READ_MISSING, READ_FAILED, READ_CHANGED };

// What writing to a file changes.  Ids of files on disk are computed at the
// start; the bytes that a later reading gives must be those the id stands for.
struct stamp {
    ino_t inode;
    off_t size;
    struct timespec modified;
    struct timespec changed;
};

// What one thread reads with: a handle of its own, because threads that share
// one wait for each other.
struct reader {
    struct repository repository;
    git_odb_object *object;
    struct unpacker unpacker;
    struct buf bytes;
    struct buf folder_path; // of the folder that stays open: the next file is in it, mostly
    int folder;
    bool started;
};

struct readers {
    const char *repository;                  // for handles that are opened when first needed
    int folder;                              // the content on disk; -1 for git
    struct packs *packs;                     // of the repository, or NULL
    struct reader at[PARALLEL_JOBS_MAX + 1]; // one is for SOURCE_WORKER_ALONE
};

void readers_release(struct readers *readers);

// Finds the size of a file in git.
enum reading reader_measure(struct readers *readers, unsigned worker, struct source_file *file);

// Finds the size of a file in git and, unless it is larger than `limit`, its
// bytes, the short way.  Returns false where there is none.
bool reader_unpack(struct readers *readers, unsigned worker, struct source_file *file, size_t limit,
                   str *bytes);

// Finds the size and the id of a file on disk, and notes how it stands.
enum reading reader_identify(struct readers *readers, unsigned worker, struct source_file *file,
                             struct stamp *stamp);

// Valid until the same worker reads again.  `stamp` is for disk only.
enum reading reader_bytes(struct readers *readers, unsigned worker, const struct source_file *file,
                          const struct stamp *stamp, str *bytes);
