// SPDX-License-Identifier: EUPL-1.2
#include "base/hash.h"

#include <xxhash.h>

uint64_t hash_64(str bytes)
{
    return XXH3_64bits(bytes.at, bytes.len);
}

uint64_t hash_64_seeded(str bytes, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.at, bytes.len, seed);
}

str hash_name(struct arena *arena, str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char name[16];
    uint64_t high = XXH3_128bits(bytes.at, bytes.len).high64;
    for (size_t i = sizeof name; i-- > 0; high >>= 4)
        name[i] = digits[high & 15];
    return arena_copy(arena, (str){ name, sizeof name });
}
