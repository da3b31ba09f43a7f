// SPDX-License-Identifier: EUPL-1.2
// Where new files wait until all are made: `.doorleefd-new` in the folder of the
// website, so on the same device, with files that are called by numbers.  What a
// build that was killed left there is removed when the next begins.

#pragma once

#include "output/noted.h"

#include <pthread.h>
#include <stdatomic.h>

struct stage {
    int top;
    pthread_mutex_t lock;
    _Atomic int folder; // -1 while nothing was put there
    atomic_uint last;
};

void stage_init(struct stage *stage);
void stage_release(struct stage *stage);

// Begins below `top`: empties what a build before left.
void stage_open(struct stage *stage, int top);

// Removes all that still waits.
void stage_close(struct stage *stage);

// Puts `bytes` there, as place_write does, and returns the number, or 0 with errno
// set.  Any thread.
unsigned stage_put(struct stage *stage, str bytes, const struct stamp *stamp);

// Moves the file of that number to `name` in `folder`.
bool stage_move(struct stage *stage, unsigned number, int folder, str name);

// Copies it to a hidden name in `folder`, which may be on another device, and
// moves or removes that.
bool stage_copy_beside(struct stage *stage, unsigned number, int folder);
bool stage_move_beside(unsigned number, int beside, int folder, str name);
void stage_drop_beside(unsigned number, int folder);

// Removes such copies that a killed build left in `folder`.
void stage_tidy(int folder);
