// SPDX-License-Identifier: EUPL-1.2
// Runs one task for many items on all cores.

#pragma once

#include <stddef.h>

enum { PARALLEL_JOBS_MAX = 64 };

// Called once for each item, on some thread.  `worker` is a number below
// `jobs`: no two tasks with the same number run at the same time, so it
// selects what a worker keeps to itself (an arena, a repository handle).
//
// A task reads the context and writes only to the place of its own item.
typedef void parallel_task(void *context, size_t item, unsigned worker);

// Runs `task` for items 0 .. count - 1 and returns when all are done.
void parallel_each(unsigned jobs, size_t count, parallel_task *task, void *context);

// The same for work that is little for one item: a task gets items [from, to), of
// which no two tasks share one.
typedef void parallel_range(void *context, size_t from, size_t to, unsigned worker);
void parallel_ranges(unsigned jobs, size_t count, parallel_range *task, void *context);
