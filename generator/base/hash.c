// SPDX-License-Identifier: EUPL-1.2
#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
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
    char name[17];
    snprintf(name, sizeof name, "%016" PRIx64, (uint64_t)XXH3_128bits(bytes.at, bytes.len).high64);
    return arena_copy(arena, str_from_c(name));
}
