// SPDX-License-Identifier: EUPL-1.2
#include "base/fingerprint.h"

#include <stdlib.h>
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
        abort();
    XXH3_128bits_reset(state);
    return state;
}

struct fingerprint fingerprint_of_parts(const str *parts)
{
    XXH3_state_t *state = state_new();
    for (size_t i = 0; parts[i].at != NULL; i++) {
        uint64_t len = parts[i].len;
        XXH3_128bits_update(state, &len, sizeof len);
        XXH3_128bits_update(state, parts[i].at, parts[i].len);
    }
    struct fingerprint fingerprint = from_hash(XXH3_128bits_digest(state));
    XXH3_freeState(state);
    return fingerprint;
}

bool fingerprint_equal(struct fingerprint a, struct fingerprint b)
{
    return a.low == b.low && a.high == b.high;
}

bool fingerprint_empty(struct fingerprint fingerprint)
{
    return fingerprint.low == 0 && fingerprint.high == 0;
}
