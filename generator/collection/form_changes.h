// SPDX-License-Identifier: EUPL-1.2
// What is different for a form when some of its segments are others than they were.

#pragma once

#include "collection/segment_image.h"

// Numbers are to be added, as they overflow.
struct form_change {
    str text;
    uint64_t print;
    uint64_t plain;
    uint32_t entries;
    uint64_t comes; // into these segments, a bit for each
    uint64_t goes;  // out of these
};

struct form_changes {
    struct form_change *at; // by text, each form once
    size_t count;
    size_t capacity;
};

void form_changes_release(struct form_changes *changes);

// Adds what is different between two segments of one number.
void form_changes_add(struct form_changes *changes, const struct bucket before[BUCKETS],
                      const struct bucket after[BUCKETS], size_t segment);

// Adds what another worker found.
void form_changes_join(struct form_changes *to, const struct form_changes *more);

// In order; adds those of several segments up.
void form_changes_sort(struct form_changes *changes);
