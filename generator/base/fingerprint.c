// SPDX-License-Identifier: EUPL-1.2
#include "base/fingerprint.h"

#include "base/memory.h"

#include <string.h>
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

// Most lists are short: these are laid out in a row, which gives the same.
enum { SHORT = 1024 };

static char *lay(char *to, const void *bytes, size_t len)
{
    if (len > 0)
        memcpy(to, bytes, len);
    return to + len;
}

static struct fingerprint of_short_list(const str *parts, size_t count)
{
    char row[SHORT];
    char *end = row;
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;
        end = lay(end, &len, sizeof len);
        end = lay(end, parts[i].at, parts[i].len);
    }
    return fingerprint_of((str){ row, (size_t)(end - row) });
}

static bool is_short(const str *parts, size_t count)
{
    size_t left = SHORT;
    for (size_t i = 0; i < count; i++) {
        if (left < sizeof(uint64_t) || parts[i].len > left - sizeof(uint64_t))
            return false;
        left -= sizeof(uint64_t) + parts[i].len;
    }
    return true;
}

struct fingerprint fingerprint_of_list(const str *parts, size_t count)
{
    if (is_short(parts, count))
        return of_short_list(parts, count);
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
