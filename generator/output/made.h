// SPDX-License-Identifier: EUPL-1.2
// The files of this build, beside those of the builds before.

#pragma once

#include "base/map.h"
#include "diagnostics/diagnostics.h"
#include "output/manifest.h"
#include "output/stage.h"

#include <pthread.h>
#include <stdatomic.h>

// A file of which something is to be noted.
struct made {
    str path;
    struct note note;
    unsigned waiting; // number of its new bytes in the stage; 0 when they stand already
    enum tree tree;   // of the stage, that they wait in
    bool early;       // they stand in their place, where nothing stood
    bool fresh;       // nothing stood there
    bool foreign;     // what stood there no build had written
    bool folder;      // a folder stood there
    bool left_out;    // other files need a folder of its name
    str beside;       // where its bytes wait on its own device; no `at`: in the stage
};

// Whether it has bytes that did not stand before the build.
bool made_is_new(const struct made *made);

struct made_set {
    struct diagnostics *diagnostics;
    const struct manifest *manifest;
    // By number in the manifest.
    atomic_uchar *known;
    struct made **known_made; // NULL: stands as noted

    pthread_mutex_t lock; // guards what follows
    struct arena *arena;
    struct map *by_path; // that are not in the manifest
    struct {
        struct made **at;
        size_t count;
        size_t capacity;
    } new;
};

void made_init(struct made_set *set, struct diagnostics *diagnostics);
void made_release(struct made_set *set);

// Begins, when the manifest is read.
void made_begin(struct made_set *set, const struct manifest *manifest);

// Enters a file that is to be noted anew.  Returns NULL when it was entered before.
struct made *made_enter(struct made_set *set, str path);

// Enters file `number` of the manifest as it is noted there.  Returns false when it
// was entered before.
bool made_keep(struct made_set *set, size_t number);

// ---- When no thread enters any more ----

// Whether file `number` of the manifest is one of this build as it is noted.
bool made_keeps(const struct made_set *set, size_t number);

// Leaves out files whose names are folders of others, with a message.
void made_settle(struct made_set *set);

// Whether file `number` of the manifest is one of this build.
bool made_knows(const struct made_set *set, size_t number);

// Walks over the files in the order of their paths: begin with { 0 }.
struct made_walk {
    size_t known;
    size_t new;
    str path;
    const struct note *note;
    struct made *made;         // NULL when it stands as noted
    const struct noted *noted; // NULL when it is not in the manifest
};
bool made_next(const struct made_set *set, struct made_walk *walk);
