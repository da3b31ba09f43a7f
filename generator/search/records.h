// SPDX-License-Identifier: EUPL-1.2
// What is found by number: what results show, and what they can be filtered by.

#pragma once

#include "collection/entries.h"
#include "format/shards.h"

// What the files are made of; `placer` may be NULL.
struct catalogue {
    const struct shelf *shelf;
    const struct entries *entries;
    const struct groups *groups;
    const struct placer *placer;
    unsigned jobs;
};

// How many numbers have their records in one slice.  On a small site those that are found
// with one question stand among those found with another: to read them together takes fewer
// requests.
size_t records_together(size_t space);

struct tree records_write(const struct catalogue *catalogue);

// What an entry's date is in its record.
uint64_t date_number(struct entry entry);

// ---- Facets: which entries have a number of the vocabulary ----

struct facets {
    struct tree facets;
    struct tree dates;
    const size_t *totals; // of each number of the vocabulary: the entries that have it
};

// `totals` are in `arena`.
struct facets facets_write(const struct catalogue *catalogue, struct arena *arena);

struct tree vocabulary_write(const struct catalogue *catalogue, const size_t *totals);
