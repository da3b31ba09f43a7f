// SPDX-License-Identifier: EUPL-1.2
#include "cache/cache.h"

struct cache *cache_open(const char *folder, str generator)
{
    (void)folder;
    (void)generator;
    return NULL;
}

bool cache_get(struct cache *cache, enum cache_part part, struct fingerprint key,
               struct arena *arena, str *value)
{
    (void)cache;
    (void)part;
    (void)key;
    (void)arena;
    (void)value;
    return false;
}

void cache_put(struct cache *cache, enum cache_part part, struct fingerprint key, str value)
{
    (void)cache;
    (void)part;
    (void)key;
    (void)value;
}

void cache_close(struct cache *cache)
{
    (void)cache;
}
