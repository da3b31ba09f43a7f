// SPDX-License-Identifier: EUPL-1.2
// Sorting many things by texts: by sixteen bytes of each first, as two numbers.
//
//     struct keyed *list = ...;
//     list[i] = (struct keyed){ { key_of(text), key_of(str_after(text, 8)) }, thing };
//     keyed_sort(list, count, thing_order);

#pragma once

#include "base/str.h"

#include <stdint.h>

struct keyed {
    uint64_t key[2];
    const void *of;
};

// The first eight bytes as a number that orders as they do, with zeros behind a shorter
// text.
uint64_t key_of(str text);

// Sorts by the keys.  `order` tells of two struct keyed, as for qsort, which one comes
// first where their keys are the same.
void keyed_sort(struct keyed *list, size_t count, int (*order)(const void *, const void *));
