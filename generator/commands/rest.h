// SPDX-License-Identifier: EUPL-1.2
// What of documents is not in memory, had from their bundle when somebody asks for it:
// private to this folder.

#pragma once

#include "commands/bundle.h"
#include "document/document.h"
#include "source/source.h"

#include <pthread.h>

// What was asked for of some of the documents.  There are several, so that threads
// seldom wait for each other.
struct shelf {
    pthread_mutex_t lock; // of `arena`, and of what of those documents is asked for
    struct arena *arena;
};

enum { SHELVES = 16 };

// Where it comes from, for all bundles.
struct resting {
    struct source *source;
    const struct schema *schema;
    struct cache *cache;
    struct diagnostics *diagnostics;
    pthread_mutex_t lock; // for reading a document anew
    struct shelf shelves[SHELVES];
};

// Begins with shelves in memory of `arena`; all else is set.
void resting_begin(struct resting *resting, struct arena *arena);

// The rest of the documents of one bundle.
struct rest {
    struct bodies bodies; // first: this is what a document knows of it
    struct resting *from;
    struct bundle bundle;
};

// Of a bundle that is not known yet.
struct rest rest_new(struct resting *from);
