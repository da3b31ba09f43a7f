// SPDX-License-Identifier: EUPL-1.2
// One task that goes on beside other work.

#pragma once

#include <pthread.h>
#include <stdbool.h>

// Zero for none.
struct beside {
    pthread_t thread;
    bool runs;
};

typedef void *beside_task(void *context);

// Begins it; where no thread can be had, it is done when this returns.
void beside_begin(struct beside *beside, beside_task *task, void *context);

// Returns when it is done, if it was begun.
void beside_end(struct beside *beside);
