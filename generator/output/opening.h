// SPDX-License-Identifier: EUPL-1.2
// The beginning of a build in its folder: private to this folder.
//
// What earlier builds wrote there is read by a thread of its own: on a large website that
// takes as long as reading all that changed.

#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct output;

struct opening {
    pthread_t thread;
    bool beside; // the thread runs
    pthread_mutex_t lock;
    pthread_cond_t told;
    atomic_bool read; // the manifest is
};

void opening_init(struct opening *opening);
void opening_release(struct opening *opening);

// Makes, opens and locks the folder, and begins to read.  Returns false with errno.
bool opening_begin(struct output *output, const char *folder);

// Returns when it is known what earlier builds wrote.  Any thread.
void opening_await(struct output *output);

// Returns when nothing is read any more.
void opening_end(struct output *output);
