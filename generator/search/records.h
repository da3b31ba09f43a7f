// SPDX-License-Identifier: EUPL-1.2
// What is found by number: what results show, and what they can be filtered by.

#pragma once

#include "format/shards.h"
#include "search/entries.h"

enum {
    RECORD_UNIT = 16, // bytes; a record's slice is a multiple of it
    RECORDS_PER_SHARD = 32,
    SHARDS_PER_DIRECTORY = 32,
    RECORDS_PER_DIRECTORY = RECORDS_PER_SHARD * SHARDS_PER_DIRECTORY,
    NUMBERS_PER_BLOCK = 4096, // of facets and dates
    VOCABULARY_PER_SHARD = 256,
};

// What the files are made of; one of `places` for each page of the site, or NULL.
struct catalogue {
    const struct shelf *shelf;
    const struct entries *entries;
    const struct groups *groups;
    const struct body_places *places;
    unsigned jobs;
};

struct tree records_write(const struct catalogue *catalogue);

// Counts in `totals`, one for each number of the vocabulary, the entries that
// have it.
struct tree facets_write(const struct catalogue *catalogue, size_t *totals);

struct tree dates_write(const struct catalogue *catalogue);

struct tree vocabulary_write(const struct catalogue *catalogue, const size_t *totals);
