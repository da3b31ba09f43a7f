// SPDX-License-Identifier: EUPL-1.2
#include "cache/cache.h"

#include "base/memory.h"
#include "cache/cached.h"
#include "cache/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// Another build may put a new pack in the place of the old one while we open it.
enum { OPEN_TRIES = 5 };

// A longer value is not kept.
#define VALUE_MAX ((size_t)1 << 30)

// ---- Opening ----

static int folder_open(const char *folder)
{
    if (folder == NULL || !store_folder(folder))
        return -1;
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void snapshot_take(struct cache *cache)
{
    cache_packs_open(&cache->packs, &cache->snapshot, cache->folder);
    for (int tries = 0; cache->folder >= 0 && tries < OPEN_TRIES; tries++) {
        cache_packs_close(&cache->packs);
        index_release(&cache->snapshot);
        cache->snapshot = index_load(cache->folder);
        if (cache_packs_open(&cache->packs, &cache->snapshot, cache->folder))
            return;
    }
}

struct cache *cache_open(const char *folder, str generator)
{
    struct cache *cache = memory_alloc(sizeof *cache);
    *cache = (struct cache){ .generator = fingerprint_of(generator) };
    cache->folder = folder_open(folder);
    snapshot_take(cache);
    if ((cache->uses = calloc((size_t)cache->snapshot.capacity + 1, 1)) == NULL)
        memory_exhausted();
    fresh_init(&cache->fresh, cache->folder);
    return cache;
}

static void *work(void *context)
{
    cache_commit(context);
    return NULL;
}

void cache_finish(struct cache *cache)
{
    if (cache == NULL || cache->folder < 0 || cache->finished)
        return;
    cache->finished = true;
    cache->beside = pthread_create(&cache->thread, NULL, work, cache) == 0;
    if (!cache->beside)
        cache_commit(cache);
}

void cache_close(struct cache *cache)
{
    if (cache == NULL)
        return;
    if (cache->beside)
        pthread_join(cache->thread, NULL);
    else if (!cache->finished)
        cache_commit(cache);
    fresh_release(&cache->fresh);
    index_release(&cache->snapshot);
    free((void *)cache->uses);
    cache_packs_close(&cache->packs);
    if (cache->folder >= 0)
        close(cache->folder);
    free(cache);
}

// ---- Values ----

static bool is_open(const struct cache *cache)
{
    return cache != NULL && !cache->finished;
}

bool cache_remembers(const struct cache *cache)
{
    return is_open(cache) && cache->folder >= 0 && !cache->fresh.homeless;
}

static struct fingerprint key_of(const struct cache *cache, enum cache_part part,
                                 struct fingerprint key)
{
    const uint64_t named[] = { cache->generator.low, cache->generator.high, part, key.low,
                               key.high };
    return fingerprint_of((str){ (const char *)named, sizeof named });
}

// The slot of the snapshot that has the key, unless this build put another value
// or its pack is too short.
static size_t snapshot_slot(struct cache *cache, struct fingerprint key)
{
    size_t slot = index_find(&cache->snapshot, key);
    if (slot == STR_NONE || cache->uses[slot] == REPLACED)
        return STR_NONE;
    return cache_packs_hold(&cache->packs, &cache->snapshot.slots[slot]) ? slot : STR_NONE;
}

static bool snapshot_get(struct cache *cache, struct fingerprint key, struct arena *arena,
                         str *value)
{
    size_t slot = snapshot_slot(cache, key);
    if (slot == STR_NONE)
        return false;
    struct entry entry = cache->snapshot.slots[slot];
    size_t size = (size_t)entry_size(&entry);
    char *room = arena_room(arena, size);
    if (!store_read(cache->packs.files[entry.pack], room, size, entry.offset) ||
        !record_open(key, (str){ room, size }, value))
        return false;
    cache->uses[slot] = ASKED;
    return true;
}

bool cache_get(struct cache *cache, enum cache_part part, struct fingerprint key,
               struct arena *arena, str *value)
{
    if (!is_open(cache))
        return false;
    struct fingerprint name = key_of(cache, part, key);
    return snapshot_get(cache, name, arena, value) || fresh_get(&cache->fresh, name, arena, value);
}

static bool snapshot_get_part(struct cache *cache, struct fingerprint key, uint64_t from,
                              char *room, size_t len)
{
    size_t slot = snapshot_slot(cache, key);
    if (slot == STR_NONE)
        return false;
    struct entry entry = cache->snapshot.slots[slot];
    if (from > entry.len || len > entry.len - from ||
        !store_read(cache->packs.files[entry.pack], room, len, entry.offset + from))
        return false;
    cache->uses[slot] = ASKED;
    return true;
}

bool cache_get_part(struct cache *cache, enum cache_part part, struct fingerprint key,
                    uint64_t from, uint64_t len, struct arena *arena, str *bytes)
{
    if (!is_open(cache) || len > VALUE_MAX)
        return false;
    struct fingerprint name = key_of(cache, part, key);
    char *room = arena_room(arena, (size_t)len);
    *bytes = (str){ room, (size_t)len };
    return snapshot_get_part(cache, name, from, room, (size_t)len) ||
           fresh_get_part(&cache->fresh, name, from, room, (size_t)len);
}

bool cache_knows(struct cache *cache, enum cache_part part, struct fingerprint key)
{
    if (!is_open(cache))
        return false;
    struct fingerprint name = key_of(cache, part, key);
    size_t slot = snapshot_slot(cache, name);
    if (slot == STR_NONE)
        return fresh_knows(&cache->fresh, name);
    cache->uses[slot] = ASKED;
    return true;
}

void cache_put(struct cache *cache, enum cache_part part, struct fingerprint key, str value)
{
    if (!is_open(cache) || value.len > VALUE_MAX || (!cache_remembers(cache) && part != CACHE_BODY))
        return;
    struct fingerprint name = key_of(cache, part, key);
    size_t slot = index_find(&cache->snapshot, name);
    fresh_put(&cache->fresh, name, value);
    if (slot != STR_NONE)
        cache->uses[slot] = REPLACED;
}
