// SPDX-License-Identifier: EUPL-1.2
// Where new files wait until all are made: `.doorleefd-new` in the folder of the
// website, so on the same device, with files that are called by numbers.  What a
// build that was killed left there is removed when the next begins.
//
// On a new site, files that go to their places together wait in a tree, under their
// own paths: so whole folders can go, instead of each file by itself.

#pragma once

#include "output/noted.h"

#include <pthread.h>
#include <stdatomic.h>

enum tree { TREE_NONE, TREE_PARTS, TREE_PAGES, TREE_COUNT };

struct stage {
    int top;
    pthread_mutex_t lock;
    _Atomic int folders[TREE_COUNT]; // -1 while nothing was put there; the first holds the others
    atomic_uint last;
    bool killed; // a build that had it was: what it put in places is still to be found
};

void stage_init(struct stage *stage);
void stage_release(struct stage *stage);

// Begins below `top`: empties what a build before left.
void stage_open(struct stage *stage, int top);

// Removes all that still waits, and the folder, which stays while `killed` does.
void stage_close(struct stage *stage);

// Makes the folder; false with errno.  Any thread.
bool stage_begin(struct stage *stage);

// Puts `bytes` there, as place_write does, and returns the number, or 0 with errno
// set.  Any thread.
unsigned stage_put(struct stage *stage, str bytes, const struct stamp *stamp);

// The same, in a tree; a path that cannot stand there beside the others fails.
unsigned stage_put_below(struct stage *stage, enum tree tree, str path, str bytes,
                         const struct stamp *stamp);

// Removes a file from a tree, with folders that are empty then.
void stage_drop_below(struct stage *stage, enum tree tree, str path);

// Moves the file of that number to `name` in `folder`.  What stood there may wait under
// that number for stage_drop: to remove a file can take longer than to write one.
bool stage_move(struct stage *stage, unsigned number, int folder, str name);
bool stage_exchange(struct stage *stage, unsigned number, int folder, str name);
void stage_drop(struct stage *stage, unsigned number);

// Moves a file of a tree to the same name in another folder.
bool stage_move_name(int from, const char *name, int folder);

// Copies it to a hidden name in `folder`, which may be on another device, and
// moves or removes that.
bool stage_copy_beside(struct stage *stage, unsigned number, int folder);
bool stage_copy_below(struct stage *stage, enum tree tree, const char *path, unsigned number,
                      int folder);
bool stage_move_beside(unsigned number, int beside, int folder, str name);
void stage_drop_beside(unsigned number, int folder);

// Removes such copies that a killed build left in `folder`.
void stage_tidy(int folder);
