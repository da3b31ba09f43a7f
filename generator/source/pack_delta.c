// SPDX-License-Identifier: EUPL-1.2
#include "source/pack_delta.h"

#include <stdint.h>
#include <string.h>

// A delta while it is read: two sizes, then orders to copy a part of the base
// (first bit set) or to take over bytes that follow.
struct delta {
    str bytes;
    size_t at;
};

enum { COPY = 0x80, COPY_OFFSET_BYTES = 4, COPY_BYTES = 7, COPY_DEFAULT = 0x10000 };

static bool read_size(struct delta *delta, size_t *size)
{
    *size = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (delta->at == delta->bytes.len)
            return false;
        unsigned char c = (unsigned char)delta->bytes.at[delta->at++];
        *size |= (size_t)(c & 0x7F) << shift;
        if (c < 0x80)
            return true;
    }
    return false;
}

// The lowest bits of the order tell which bytes of offset and length are there.
static bool read_copy(struct delta *delta, unsigned order, size_t *offset, size_t *len)
{
    *offset = *len = 0;
    for (unsigned i = 0; i < COPY_BYTES; i++) {
        if ((order >> i & 1) == 0)
            continue;
        if (delta->at == delta->bytes.len)
            return false;
        size_t byte = (unsigned char)delta->bytes.at[delta->at++];
        if (i < COPY_OFFSET_BYTES)
            *offset |= byte << 8 * i;
        else
            *len |= byte << 8 * (i - COPY_OFFSET_BYTES);
    }
    if (*len == 0)
        *len = COPY_DEFAULT;
    return true;
}

// The bytes that the next order gives, or nothing where it cannot be obeyed.
static str order_read(struct delta *delta, str base)
{
    str from = base;
    size_t offset;
    size_t len;
    unsigned order = (unsigned char)delta->bytes.at[delta->at++];
    if ((order & COPY) == 0) {
        from = delta->bytes;
        offset = delta->at;
        len = order;
        delta->at += len;
    } else if (!read_copy(delta, order, &offset, &len)) {
        return STR("");
    }
    return offset <= from.len && len <= from.len - offset ? str_slice(from, offset, offset + len)
                                                          : STR("");
}

bool delta_apply(str base, str bytes, size_t limit, struct buf *result)
{
    struct delta delta = { bytes, 0 };
    size_t before;
    size_t after;
    if (!read_size(&delta, &before) || !read_size(&delta, &after) || before != base.len ||
        after > limit)
        return false;
    buf_clear(result);
    char *to = buf_reserve(result, after);
    while (delta.at < bytes.len) {
        str part = order_read(&delta, base);
        if (part.len == 0 || part.len > after - result->len)
            return false;
        memcpy(to + result->len, part.at, part.len);
        result->len += part.len;
    }
    return result->len == after;
}
