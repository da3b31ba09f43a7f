// SPDX-License-Identifier: EUPL-1.2
// What is being published: private to this folder.

#pragma once

#include "output/opened.h"

// What is to be done with one path.
struct item {
    str path;
    unsigned rank;
    bool fresh;        // it was not there before
    struct made *made; // NULL when it is to be removed
};

struct items {
    struct item *at;
    size_t count;
    size_t capacity;
};

struct publication {
    struct output *output;
    struct items written;
    struct items removed;
    struct items told; // what the lists of changes have: also what a killed build wrote
    bool is_as_before; // nothing is to be noted anew

    pthread_mutex_t lock; // guards what follows
    struct arena *arena;
    str replaced; // the first file of someone else, in byte order
    size_t replaced_count;
};

// Whether all items can be brought to their places, as far as can be seen before any
// is; else says why not.
bool items_fit(struct output *output, const struct items *items);

// Brings to their places the files of this rank that wait in a tree.
void trees_publish(struct publication *publication, unsigned rank);

// Remembers that something at `path` gave way; what no build wrote is told.  Any thread.
void publication_note_replaced(struct publication *publication, str path);

// The folder of the item before, which often is that of the next one too.  Begin with
// -1 for a folder; item_leave closes it.
struct near {
    int folder;
    str path;
};
void item_leave(struct near *near);

// Brings a file to its place, or removes it.  Any thread.
void item_do(struct publication *publication, const struct item *item, struct near *near);

// Says what files of someone else gave way.
void publication_tell_replaced(const struct publication *publication);
