// SPDX-License-Identifier: EUPL-1.2
// The short way to the contents of a file: straight from git's packs, in half
// the time that libgit2 takes.  It goes no further than what nearly all objects
// are; what is unusual or damaged is not found here, and left to libgit2.

#pragma once

#include "base/buf.h"
#include "source/source.h"

struct libdeflate_decompressor;
struct packs;
struct pack;

// What one thread unpacks with; { 0 } at first.
struct unpacker {
    struct libdeflate_decompressor *inflater;
    struct buf packed; // of the object at `offset` of `pack`; NULL: of none
    const struct pack *pack;
    uint64_t offset;
    struct buf delta;
    struct buf bytes;
    struct buf other;
};

// The packs in the folder `objects/pack` of a repository; any thread may use them.
struct packs *packs_open(str folder);
void packs_close(struct packs *packs);

// Forgets what was kept because others may be changes of it: most was read.
void packs_forget(struct packs *packs);

void unpacker_release(struct unpacker *unpacker);

// Finds the size of a blob and, unless it is larger than `limit`, its bytes,
// which are valid until the unpacker is used again.
bool packs_read(struct packs *packs, struct unpacker *unpacker, const unsigned char *id,
                size_t limit, size_t *size, str *bytes);
