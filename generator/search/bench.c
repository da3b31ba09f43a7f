// SPDX-License-Identifier: EUPL-1.2
#include "search/bench.h"

#include "base/parallel.h"

void bench_open(struct bench *bench)
{
    if (bench->press == NULL) {
        bench->press = press_new();
        bench->scratch = arena_new();
    }
    arena_reset(bench->scratch);
    buf_clear(&bench->data);
}

void benches_release(struct bench *benches)
{
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++) {
        press_free(benches[i].press);
        arena_free(benches[i].scratch);
        buf_release(&benches[i].data);
        buf_release(&benches[i].shard);
        buf_release(&benches[i].key);
        buf_release(&benches[i].value);
    }
}
