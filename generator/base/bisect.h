// SPDX-License-Identifier: EUPL-1.2
// Finding a place in what is in order.
//
//     size_t at;
//     BISECT(at, 0, count, numbers[at] < number);

#pragma once

#include <stddef.h>

// Sets `at`, a size_t, to the first number from `first` up to `end` of which `is_before` is
// false, or to `end`.  `is_before` is an expression of `at`, true up to there and false after.
#define BISECT(at, first, end, is_before)     \
    do {                                      \
        size_t low_ = (first);                \
        size_t high_ = (end);                 \
        while (low_ < high_) {                \
            (at) = low_ + (high_ - low_) / 2; \
            if (is_before)                    \
                low_ = (at) + 1;              \
            else                              \
                high_ = (at);                 \
        }                                     \
        (at) = low_;                          \
    } while (0)
