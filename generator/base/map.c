// SPDX-License-Identifier: EUPL-1.2
#include "base/map.h"

#include "base/hash.h"

struct entry {
    str key;
    void *value;
    uint64_t hash;
    bool used;
};

// Open addressing, at most half full.
struct map {
    struct arena *arena;
    struct entry *entries;
    size_t capacity; // a power of two
    size_t count;
};

enum { FIRST_CAPACITY = 16 };

struct map *map_new(struct arena *arena)
{
    struct map *map = ARENA_NEW(arena, struct map);
    map->arena = arena;
    map->capacity = FIRST_CAPACITY;
    map->entries = ARENA_ARRAY(arena, struct entry, map->capacity);
    return map;
}

// The entry of `key`, or the free one where it would go.
static struct entry *place_of(const struct map *map, str key, uint64_t hash)
{
    size_t i = hash & (map->capacity - 1);
    while (map->entries[i].used) {
        if (map->entries[i].hash == hash && str_equal(map->entries[i].key, key))
            break;
        i = (i + 1) & (map->capacity - 1);
    }
    return &map->entries[i];
}

void *map_get(const struct map *map, str key)
{
    return place_of(map, key, hash_64(key))->value;
}

static void grow(struct map *map)
{
    struct entry *old = map->entries;
    size_t count = map->capacity;
    map->capacity *= 2;
    map->entries = ARENA_ARRAY(map->arena, struct entry, map->capacity);
    for (size_t i = 0; i < count; i++)
        if (old[i].used)
            *place_of(map, old[i].key, old[i].hash) = old[i];
}

void map_put(struct map *map, str key, void *value)
{
    uint64_t hash = hash_64(key);
    struct entry *entry = place_of(map, key, hash);
    if (!entry->used && (map->count + 1) * 2 > map->capacity) {
        grow(map);
        entry = place_of(map, key, hash);
    }
    map->count += !entry->used;
    *entry = (struct entry){ key, value, hash, true };
}

size_t map_count(const struct map *map)
{
    return map->count;
}
