// SPDX-License-Identifier: EUPL-1.2
#include "base/fingerprint.h"

#include "base/memory.h"

#include <xxhash.h>

static struct fingerprint from_hash(XXH128_hash_t hash)
{
    return (struct fingerprint){ hash.low64, hash.high64 };
}

struct fingerprint fingerprint_of(str bytes)
{
    return from_hash(XXH3_128bits(bytes.at, bytes.len));
}

static XXH3_state_t *state_new(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL)
        memory_exhausted();
    XXH3_128bits_reset(state);
    return state;
}

struct fingerprint fingerprint_of_list(const str *parts, size_t count)
{
    XXH3_state_t *state = state_new();
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;
        XXH3_128bits_update(state, &len, sizeof len);
        XXH3_128bits_update(state, parts[i].at, parts[i].len);
    }
    struct fingerprint fingerprint = from_hash(XXH3_128bits_digest(state));
    XXH3_freeState(state);
    return fingerprint;
}

struct fingerprint fingerprint_of_parts(const str *parts)
{
    size_t count = 0;
    while (parts[count].at != NULL)
        count++;
    return fingerprint_of_list(parts, count);
}

bool fingerprint_equal(struct fingerprint a, struct fingerprint b)
{
    return a.low == b.low && a.high == b.high;
}

bool fingerprint_empty(struct fingerprint fingerprint)
{
    return fingerprint.low == 0 && fingerprint.high == 0;
}
