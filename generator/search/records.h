// SPDX-License-Identifier: EUPL-1.2
// The shards that are found by number: what results show, and what they can be
// filtered by.

#pragma once

#include "search/codec.h"
#include "search/entries.h"

// How much goes into one shard.
enum {
    RECORDS_PER_SHARD = 16,
    FACETS_PER_SHARD = 2048, // entries
    DATES_PER_SHARD = 4096,
    VOCABULARY_PER_SHARD = 256,
};

struct tree records_write(const struct shelf *shelf, const struct entries *entries,
                          const struct groups *groups, unsigned jobs);

// Counts in `totals`, one for each number, the entries that have it.
struct tree facets_write(const struct shelf *shelf, const struct entries *entries,
                         const struct groups *groups, unsigned jobs, size_t *totals);

struct tree dates_write(const struct shelf *shelf, const struct entries *entries, unsigned jobs);

struct tree vocabulary_write(const struct shelf *shelf, const struct site *site,
                             const struct groups *groups, const size_t *totals);
