// SPDX-License-Identifier: EUPL-1.2
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

struct run {
    parallel_task *task;
    void *context;
    size_t count;
    atomic_size_t next;
};

struct worker {
    struct run *run;
    unsigned number;
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct run *run = worker->run;

    size_t item;
    while ((item = atomic_fetch_add(&run->next, 1)) < run->count)
        run->task(run->context, item, worker->number);
    return NULL;
}

void parallel_each(unsigned jobs, size_t count, parallel_task *task, void *context)
{
    struct run run = { .task = task, .context = context, .count = count };
    struct worker workers[PARALLEL_JOBS_MAX];
    pthread_t threads[PARALLEL_JOBS_MAX];

    if (jobs > PARALLEL_JOBS_MAX)
        jobs = PARALLEL_JOBS_MAX;
    if (jobs > count)
        jobs = (unsigned)count;

    // The calling thread is worker 0.  A thread that cannot be started is not
    // missed: the others take its items.
    unsigned started = 1;
    for (; started < jobs; started++) {
        workers[started] = (struct worker){ &run, started };
        if (pthread_create(&threads[started], NULL, work, &workers[started]) != 0)
            break;
    }
    workers[0] = (struct worker){ &run, 0 };
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
}

// So many that taking them costs nothing beside them.
enum { RANGE = 256 };

struct ranges {
    parallel_range *task;
    void *context;
    size_t count;
};

static void range_task(void *context, size_t range, unsigned worker)
{
    const struct ranges *ranges = context;
    size_t from = range * RANGE;
    size_t left = ranges->count - from;
    ranges->task(ranges->context, from, from + (left < RANGE ? left : RANGE), worker);
}

void parallel_ranges(unsigned jobs, size_t count, parallel_range *task, void *context)
{
    struct ranges ranges = { task, context, count };
    parallel_each(jobs, count / RANGE + (count % RANGE != 0), range_task, &ranges);
}
