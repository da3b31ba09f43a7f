// SPDX-License-Identifier: EUPL-1.2
// A table of small slots, and the entries themselves in the order in which they
// came: so that growing moves slots only, and memory is touched as it is filled.
#include "base/map.h"

#include "base/hash.h"
#include "base/memory.h"

struct entry {
    str key;
    void *value;
};

struct slot {
    uint32_t hash;
    uint32_t number; // of the entry, from 1; 0: free
};

// The first chunk has FIRST_ENTRIES, each further one twice as many as the one before.
enum { FIRST_ENTRIES = 8, FIRST_SLOTS = 2 * FIRST_ENTRIES, CHUNKS_MAX = 29 };

// Open addressing, at most half full.
struct map {
    struct arena *arena;
    struct slot *slots;
    size_t slot_count; // a power of two
    size_t count;
    struct entry *chunks[CHUNKS_MAX];
};

struct map *map_new(struct arena *arena)
{
    return map_new_for(arena, FIRST_ENTRIES);
}

struct map *map_new_for(struct arena *arena, size_t count)
{
    struct map *map = ARENA_NEW(arena, struct map);
    map->arena = arena;
    map->slot_count = FIRST_SLOTS;
    while (map->slot_count / 2 < count)
        map->slot_count *= 2;
    map->slots = ARENA_ARRAY(arena, struct slot, map->slot_count);
    return map;
}

// Chunk k begins at entry FIRST_ENTRIES * (2^k - 1).
static struct entry *entry_at(const struct map *map, uint32_t number)
{
    uint64_t place = (uint64_t)number - 1 + FIRST_ENTRIES;
    unsigned chunk = 63u - (unsigned)__builtin_clzll(place / FIRST_ENTRIES);
    return &map->chunks[chunk][place - ((uint64_t)FIRST_ENTRIES << chunk)];
}

// The slot of `key`, or the free one where it would go.
static struct slot *slot_of(const struct map *map, str key, uint32_t hash)
{
    size_t i = hash & (map->slot_count - 1);
    while (map->slots[i].number != 0) {
        if (map->slots[i].hash == hash && str_equal(entry_at(map, map->slots[i].number)->key, key))
            break;
        i = (i + 1) & (map->slot_count - 1);
    }
    return &map->slots[i];
}

// Nobody can choose keys that all go to one slot without knowing where the map is.
static uint32_t hash_of(const struct map *map, str key)
{
    return (uint32_t)hash_64_seeded(key, (uintptr_t)map);
}

void *map_get(const struct map *map, str key)
{
    const struct slot *slot = slot_of(map, key, hash_of(map, key));
    return slot->number == 0 ? NULL : entry_at(map, slot->number)->value;
}

static struct slot *free_slot(const struct map *map, uint32_t hash)
{
    size_t i = hash & (map->slot_count - 1);
    while (map->slots[i].number != 0)
        i = (i + 1) & (map->slot_count - 1);
    return &map->slots[i];
}

static void grow(struct map *map)
{
    const struct slot *old = map->slots;
    size_t count = map->slot_count;
    map->slot_count *= 2;
    map->slots = ARENA_ARRAY(map->arena, struct slot, map->slot_count);
    for (size_t i = 0; i < count; i++)
        if (old[i].number != 0)
            *free_slot(map, old[i].hash) = old[i];
}

// Room for one entry more, in a new chunk when the last one is full.
static struct entry *entry_new(struct map *map)
{
    uint64_t place = (uint64_t)map->count + FIRST_ENTRIES;
    unsigned chunk = 63u - (unsigned)__builtin_clzll(place / FIRST_ENTRIES);
    if (chunk == CHUNKS_MAX)
        memory_exhausted();
    if (map->chunks[chunk] == NULL)
        map->chunks[chunk] = ARENA_ARRAY(map->arena, struct entry, (size_t)FIRST_ENTRIES << chunk);
    return entry_at(map, (uint32_t)++map->count);
}

static void put_new(struct map *map, struct slot *slot, uint32_t hash, struct entry entry)
{
    if ((map->count + 1) * 2 > map->slot_count) {
        grow(map);
        slot = free_slot(map, hash);
    }
    *entry_new(map) = entry;
    *slot = (struct slot){ hash, (uint32_t)map->count };
}

void map_put(struct map *map, str key, void *value)
{
    uint32_t hash = hash_of(map, key);
    struct slot *slot = slot_of(map, key, hash);
    if (slot->number == 0)
        put_new(map, slot, hash, (struct entry){ key, value });
    else
        entry_at(map, slot->number)->value = value;
}

void *map_add(struct map *map, str key, void *value)
{
    uint32_t hash = hash_of(map, key);
    struct slot *slot = slot_of(map, key, hash);
    if (slot->number != 0)
        return entry_at(map, slot->number)->value;
    put_new(map, slot, hash, (struct entry){ key, value });
    return NULL;
}

size_t map_count(const struct map *map)
{
    return map->count;
}
