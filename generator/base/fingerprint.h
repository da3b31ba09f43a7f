// SPDX-License-Identifier: EUPL-1.2
// Names for bytes: 128 bits of XXH3 (xxhash.com), so that two different things
// have the same name by no accident that anyone will live to see.  Not proof
// against someone who tries: what strangers hand in is named by git's own ids.

#pragma once

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct fingerprint {
    uint64_t low;
    uint64_t high;
};

struct fingerprint fingerprint_of(str bytes);

// Of several things in their order; where one ends and the next begins counts.
struct fingerprint fingerprint_of_list(const str *parts, size_t count);

// The same; `parts` ends with one that has no `at`.
struct fingerprint fingerprint_of_parts(const str *parts);

bool fingerprint_equal(struct fingerprint a, struct fingerprint b);

// No fingerprint at all.
bool fingerprint_empty(struct fingerprint fingerprint);

// The bytes of a fingerprint, to make it part of another.
#define FINGERPRINT_VIEW(fingerprint) ((str){ (const char *)&(fingerprint), sizeof(fingerprint) })
