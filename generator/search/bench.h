// SPDX-License-Identifier: EUPL-1.2
// What a worker writes files of the index with: private to records.c and facets.c.

#pragma once

#include "base/arena.h"
#include "format/slices.h"

struct bench {
    struct press *press;
    struct arena *scratch;
    struct buf data;
    struct buf shard;
    struct buf key;
    struct buf value;
};

// Makes what is missing, and empties the rest.
void bench_open(struct bench *bench);

// Of each worker.
void benches_release(struct bench *benches);
