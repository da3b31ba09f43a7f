// SPDX-License-Identifier: EUPL-1.2
// Segments that are remembered, each bucket loaded when someone asks for it.

#pragma once

#include "cache/cache.h"
#include "collection/segment_image.h"

struct kept;

// Makes the buckets of a segment anew, when what is remembered cannot be read.
typedef void kept_make(void *context, size_t segment, struct bucket_images *images);

// `keys` name the segments.
struct kept *kept_new(struct cache *cache, const struct fingerprint *keys, size_t count,
                      kept_make *make, void *context);
void kept_free(struct kept *kept);

// The bucket of a segment.  Any thread.
const struct bucket *kept_bucket(struct kept *kept, size_t segment, unsigned bucket);

// Takes over the buckets of a segment that was made.
void kept_set(struct kept *kept, size_t segment, struct bucket_images *images);

// ---- What is remembered of a segment ----

// Has the cache keep a segment that is not read.
void segment_keep(struct cache *cache, struct fingerprint key);

// All its buckets, in `arena`; returns false when one is not there.
bool segment_recall(struct cache *cache, struct fingerprint key, struct arena *arena,
                    struct bucket buckets[BUCKETS]);
void segment_remember(struct cache *cache, struct fingerprint key,
                      const struct bucket_images *images);

// Of each number of a segment: what the words of its entry follow from, 0 for none, and
// how many it has in each part.
struct segment_numbers {
    const uint64_t *prints;
    const uint32_t (*lengths)[PART_COUNT];
};

// Those of `size` numbers, in `arena`; returns false when they are not there.
bool numbers_recall(struct cache *cache, struct fingerprint key, struct arena *arena, size_t size,
                    struct segment_numbers *numbers);
void numbers_remember(struct cache *cache, struct fingerprint key,
                      const struct segment_numbers *numbers, size_t size, struct buf *room);
