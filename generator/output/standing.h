// SPDX-License-Identifier: EUPL-1.2
// How the files stand that earlier builds wrote: private to this folder.
//
// All are looked at once, in the order of their paths: by the threads that ask, while
// there is something left, or at the end.

#pragma once

#include "output/manifest.h"

#include <stdatomic.h>

struct standing {
    const struct manifest *manifest;
    atomic_uchar *seen; // by number in the manifest
    atomic_size_t next; // of the stretches, the first that nobody began with
};

// Begins, when the manifest is read; memory of its arena.
void standing_begin(struct standing *standing, const struct manifest *manifest);

// Looks at all files that nobody looked at, with several threads.
void standing_look(struct standing *standing);

// Whether file `number` of the manifest stands as it is noted: looks at it alone, or at
// others first, as it is to be asked of them too.  Any thread.
bool standing_sees(struct standing *standing, size_t number);
bool standing_fits(struct standing *standing, size_t number);

// Whether all files stand so.
bool standing_whole(struct standing *standing);
