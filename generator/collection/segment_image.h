// SPDX-License-Identifier: EUPL-1.2
// Segments as bytes, to be remembered between builds on the same machine.
//
// Their forms lie in buckets by how they begin: who asks for a word and its like
// needs few bytes.

#pragma once

#include "collection/segment.h"

enum { BUCKETS = 64 };

// No form, or no place.
#define NO_FORM UINT32_MAX

// What is asked of a form lies together.
struct bucket_form {
    uint32_t hash;
    uint32_t entries; // that have it
    uint32_t start;   // of its sightings
    uint32_t text_at;
};

// The forms of a segment that are in one bucket.
struct bucket {
    uint32_t count;
    uint64_t *prints;
    uint64_t *plains;
    struct bucket_form *forms; // one more at the end tells where the last one ends
    uint32_t *slots;           // of a table of places, each plus one; 0: free
    uint32_t mask;             // of the slots, whose number is a power of two
    char *texts;
    unsigned char *bytes;
};

// The buckets of a segment, one after the other.
struct bucket_images {
    struct buf bytes;
    size_t starts[BUCKETS + 1];
};

unsigned bucket_of(str form);

void segment_store(struct bucket_images *images, const struct segment *segment,
                   const struct table *table);
str bucket_image(const struct bucket_images *images, unsigned bucket);

// Looks at an image.  Returns false when the bytes are none.
bool bucket_load(str image, struct bucket *bucket);

str bucket_text(const struct bucket *bucket, uint32_t place);

// The place of a form, or NO_FORM.
uint32_t bucket_find(const struct bucket *bucket, str form, uint32_t hash);

// The segment of all buckets, its forms numbered by the table, in the table's arena.
struct segment segment_load(const struct bucket buckets[BUCKETS], struct table *table);
