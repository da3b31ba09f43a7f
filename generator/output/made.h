// SPDX-License-Identifier: EUPL-1.2
// The paths that this build makes: files, and the folders that hold them.

#pragma once

#include "base/list.h"
#include "base/map.h"
#include "diagnostics/diagnostics.h"
#include "output/noted.h"

#include <pthread.h>

struct made {
    str path;
    struct note note; // of a file; belongs to the thread that entered it
    bool folder;
};

struct made_set {
    struct diagnostics *diagnostics;
    pthread_mutex_t lock; // guards what follows
    struct arena *arena;
    struct map *known;
    LIST(struct made *) all;
};

void made_init(struct made_set *set, struct diagnostics *diagnostics);
void made_release(struct made_set *set);

enum entering { ENTERED, ENTERED_TWICE, ENTERED_AS_FOLDER };

// Enters a file and the folders around it.  A folder wins from a file of the same
// name, in whichever order they come: the file is left out, with a message.
// Sets `made` to what is entered.
enum entering made_enter(struct made_set *set, str path, struct made **made);

bool made_is_file(struct made_set *set, str path);
bool made_is_folder(struct made_set *set, str path);

// Keeps other threads from entering paths while `path` is looked at.
bool made_hold_file(struct made_set *set, str path);
void made_let_go(struct made_set *set);

// The files, sorted, when no thread enters any more.
const struct made **made_files(struct made_set *set, size_t *count);
