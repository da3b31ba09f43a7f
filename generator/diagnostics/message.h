// SPDX-License-Identifier: EUPL-1.2
// Messages while they are gathered (private to diagnostics).

#pragma once

#include "base/list.h"
#include "base/map.h"
#include "diagnostics/diagnostics.h"

#include <pthread.h>
#include <stdatomic.h>

struct message {
    const struct diagnostic_kind *kind;
    struct place place; // its source is the excerpt, as shown
    unsigned caret;     // where in `place.source` the column is; 0 for none
    str values[DIAGNOSTIC_VALUES];
};

struct diagnostics {
    pthread_mutex_t lock; // guards all but the counts
    struct arena *arena;
    struct map *paths; // one copy of each
    struct map *kinds; // by name; NULL until they are asked for
    LIST(struct message) messages;
    atomic_size_t counts[SEVERITY_COUNT];
    atomic_bool passing;
};

// Adds a message, whose source and values must live as long; the path is copied.
// With the lock.
void message_add(struct diagnostics *diagnostics, struct message message);
