// SPDX-License-Identifier: EUPL-1.2
// What this build adds, until it is committed: private to this folder.
//
// Records go into a file without a name, through a buffer, so that they take no
// memory and are found by this build at once.  Where no file can be written they
// stay in the buffer.

#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "cache/index.h"

#include <pthread.h>
#include <stdatomic.h>

struct fresh {
    pthread_mutex_t lock; // guards all but `homeless`
    int folder;           // where the file is made when it is needed first; -1 for anywhere
    int file;             // -1: none yet
    bool nameable;        // the file can become a pack
    uint64_t written;     // bytes of the file; what follows is in the buffer
    struct buf buffer;
    struct index index;   // offsets count from the start of the file
    atomic_bool homeless; // no file can be written: the buffer holds all that follows
};

void fresh_init(struct fresh *fresh, int folder);
void fresh_release(struct fresh *fresh);

// Any thread.
void fresh_put(struct fresh *fresh, struct fingerprint key, str value);
bool fresh_get(struct fresh *fresh, struct fingerprint key, struct arena *arena, str *value);
bool fresh_get_part(struct fresh *fresh, struct fingerprint key, uint64_t from, char *to,
                    size_t len); // unchecked
bool fresh_knows(struct fresh *fresh, struct fingerprint key);

// Writes out the buffer; returns whether all records are in the file.
bool fresh_flush(struct fresh *fresh);

// Takes the value out of a record, or returns false when it is not that of the key.
bool record_open(struct fingerprint key, str record, str *value);
