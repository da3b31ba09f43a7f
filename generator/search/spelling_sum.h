// SPDX-License-Identifier: EUPL-1.2
// The sum of all that titles and headings have, patched from build to build.

#pragma once

#include "search/spellings.h"

// In `arena`; forms are by their texts, and their numbers are those of the last time,
// or NO_FORM.
struct spelling_sum {
    struct spelled *forms;
    size_t count;
    struct spelling *ways;
    size_t way_count;
    struct fingerprint *parts; // of numbers that are near each other; empty where there is no name
    size_t part_count;
    bool is_named;   // all of them have one
    bool is_changed; // since the last time
};

struct spelling_sum spelling_sum_of(struct arena *arena, const struct entries *entries,
                                    const struct word_lists *lists, struct cache *cache,
                                    unsigned jobs);

// For the next time, with the numbers that the forms have now.
void spelling_sum_store(const struct spelling_sum *sum, const struct word_lists *lists,
                        struct cache *cache);
