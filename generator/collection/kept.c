// SPDX-License-Identifier: EUPL-1.2
#include "collection/kept.h"

#include "base/memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct kept_segment {
    pthread_mutex_t lock;
    struct arena *arena;
    const struct bucket *_Atomic buckets[BUCKETS]; // NULL: not loaded yet
};

struct kept {
    struct cache *cache;
    const struct fingerprint *keys;
    kept_make *make;
    void *context;
    size_t count;
    struct kept_segment segments[];
};

struct kept *kept_new(struct cache *cache, const struct fingerprint *keys, size_t count,
                      kept_make *make, void *context)
{
    size_t size = sizeof(struct kept) + count * sizeof(struct kept_segment);
    struct kept *kept = memory_alloc(size);
    memset(kept, 0, size);
    kept->cache = cache;
    kept->keys = keys;
    kept->make = make;
    kept->context = context;
    kept->count = count;
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_init(&kept->segments[i].lock, NULL);
        kept->segments[i].arena = arena_new();
    }
    return kept;
}

void kept_free(struct kept *kept)
{
    for (size_t i = 0; kept != NULL && i < kept->count; i++) {
        pthread_mutex_destroy(&kept->segments[i].lock);
        arena_free(kept->segments[i].arena);
    }
    free(kept);
}

// ---- Names ----

// Of a bucket, or of what is no bucket: BUCKETS.
static struct fingerprint part_key(struct fingerprint segment, unsigned part)
{
    const uint64_t named[] = { segment.low, segment.high, part };
    return fingerprint_of((str){ (const char *)named, sizeof named });
}

// ---- Buckets ----

static bool bucket_recall(struct cache *cache, struct fingerprint key, unsigned number,
                          struct arena *arena, struct bucket *bucket)
{
    str image;
    return cache_get(cache, CACHE_INDEX, part_key(key, number), arena, &image) &&
           bucket_load(image, bucket);
}

// With the lock.
static void segment_set(struct kept_segment *segment, const struct bucket_images *images)
{
    str all = arena_copy(segment->arena, buf_view(&images->bytes));
    struct bucket *buckets = ARENA_ARRAY(segment->arena, struct bucket, BUCKETS);
    for (unsigned i = 0; i < BUCKETS; i++) {
        bucket_load(str_slice(all, images->starts[i], images->starts[i + 1]), &buckets[i]);
        if (atomic_load(&segment->buckets[i]) == NULL)
            atomic_store(&segment->buckets[i], &buckets[i]);
    }
}

// With the lock.
static void segment_make(struct kept *kept, size_t number)
{
    struct bucket_images images = { .bytes = { 0 } };
    kept->make(kept->context, number, &images);
    segment_set(&kept->segments[number], &images);
    buf_release(&images.bytes);
}

static void bucket_open(struct kept *kept, size_t number, unsigned at)
{
    struct kept_segment *segment = &kept->segments[number];
    pthread_mutex_lock(&segment->lock);
    if (atomic_load(&segment->buckets[at]) == NULL) {
        struct bucket *bucket = ARENA_NEW(segment->arena, struct bucket);
        if (bucket_recall(kept->cache, kept->keys[number], at, segment->arena, bucket))
            atomic_store(&segment->buckets[at], bucket);
        else
            segment_make(kept, number);
    }
    pthread_mutex_unlock(&segment->lock);
}

const struct bucket *kept_bucket(struct kept *kept, size_t segment, unsigned bucket)
{
    const struct bucket *found = atomic_load(&kept->segments[segment].buckets[bucket]);
    if (found != NULL)
        return found;
    bucket_open(kept, segment, bucket);
    return atomic_load(&kept->segments[segment].buckets[bucket]);
}

void kept_set(struct kept *kept, size_t segment, struct bucket_images *images)
{
    segment_set(&kept->segments[segment], images);
}

// ---- Remembering ----

void segment_keep(struct cache *cache, struct fingerprint key)
{
    for (unsigned i = 0; i < BUCKETS; i++)
        cache_knows(cache, CACHE_INDEX, part_key(key, i));
}

bool segment_recall(struct cache *cache, struct fingerprint key, struct arena *arena,
                    struct bucket buckets[BUCKETS])
{
    for (unsigned i = 0; i < BUCKETS; i++)
        if (!bucket_recall(cache, key, i, arena, &buckets[i]))
            return false;
    return true;
}

void segment_remember(struct cache *cache, struct fingerprint key,
                      const struct bucket_images *images)
{
    for (unsigned i = 0; i < BUCKETS; i++)
        cache_put(cache, CACHE_INDEX, part_key(key, i), bucket_image(images, i));
}

bool numbers_recall(struct cache *cache, struct fingerprint key, struct arena *arena, size_t size,
                    struct segment_numbers *numbers)
{
    str value;
    if (!cache_get(cache, CACHE_INDEX, part_key(key, BUCKETS), arena, &value) ||
        value.len != size * (sizeof *numbers->prints + sizeof *numbers->lengths) ||
        (uintptr_t)value.at % sizeof *numbers->prints != 0)
        return false;
    numbers->prints = (const void *)value.at;
    numbers->lengths = (const uint32_t(*)[PART_COUNT])(const void *)(numbers->prints + size);
    return true;
}

void numbers_remember(struct cache *cache, struct fingerprint key,
                      const struct segment_numbers *numbers, size_t size, struct buf *room)
{
    buf_clear(room);
    buf_add(room, (str){ (const char *)numbers->prints, size * sizeof *numbers->prints });
    buf_add(room, (str){ (const char *)numbers->lengths, size * sizeof *numbers->lengths });
    cache_put(cache, CACHE_INDEX, part_key(key, BUCKETS), buf_view(room));
}
