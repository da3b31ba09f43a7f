// SPDX-License-Identifier: EUPL-1.2
// How words are written, all of them added up.  For the next build
// the sum is remembered with the names of the parts it was made of, so that only
// what changed is taken off and added again.

#pragma once

#include "collection/lexicon.h"
#include "search/written.h"

// What is added up of an entry, by parts of so many numbers.  Where there are far more parts
// than `parts_most`, one of so many is read that there are about as many; 0: all are.
struct spelling_source {
    str name;
    size_t numbers_per_part;
    size_t parts_most;
    void (*each)(const struct entries *entries, size_t entry, struct arena *scratch,
                 written_take *take, void *context);
};

// How often a form stands in what is added up.
struct spelled {
    str text;
    uint32_t number; // of the form in the lexicon, or NO_FORM
    uint32_t pages;  // that have it there
    uint32_t first;  // of its ways to be written
    uint32_t count;
    bool is_idle; // a stop word, too short, or one that nobody looks up
};

struct spelling {
    str text;
    uint32_t sure;   // how often where a capital is its own
    uint32_t unsure; // at the start of a sentence, or where every word has one
    bool small;      // begins without a capital
};

// Words that are not looked up.
struct word_lists {
    str stops;
    str idle;
};

// In `arena`; forms are by their texts, and their numbers are those of the last time,
// or NO_FORM.
struct spelling_sum {
    struct spelled *forms;
    size_t count;
    struct spelling *ways;
    size_t way_count;
    struct fingerprint *parts; // of numbers that are near each other; empty where there is no name
    size_t part_count;
    size_t step;     // one of so many parts is read
    bool is_named;   // all of them have one
    bool is_changed; // since the last time
    const struct spelling_source *source;
    struct word_lists lists;
};

struct spelling_sum spelling_sum_of(struct arena *arena, const struct entries *entries,
                                    const struct spelling_source *source, struct word_lists lists,
                                    struct cache *cache, unsigned jobs);

// For the next time, with the numbers that the forms have now.
void spelling_sum_store(const struct spelling_sum *sum, struct cache *cache);
