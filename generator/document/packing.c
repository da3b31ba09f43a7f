// SPDX-License-Identifier: EUPL-1.2
#include "document/packing.h"

enum { NUMBER_BITS = 64 };

void number_pack(struct buf *to, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buf_add_char(to, (char)(0x80 | (number & 0x7f)));
    buf_add_char(to, (char)number);
}

void text_pack(struct buf *to, str text)
{
    number_pack(to, text.len);
    buf_add(to, text);
}

void unpacking_refuse(struct unpacking *from)
{
    *from = (struct unpacking){ STR(""), false };
}

unsigned char byte_unpack(struct unpacking *from)
{
    if (from->rest.len == 0) {
        unpacking_refuse(from);
        return 0;
    }
    unsigned char byte = (unsigned char)from->rest.at[0];
    from->rest.at++;
    from->rest.len--;
    return byte;
}

uint64_t number_unpack(struct unpacking *from)
{
    uint64_t number = 0;
    if (from->rest.len > 0 && (unsigned char)from->rest.at[0] < 0x80)
        return byte_unpack(from); // as nearly always
    for (unsigned shift = 0; shift < NUMBER_BITS; shift += 7) {
        unsigned char byte = byte_unpack(from);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return from->well ? number : 0;
    }
    unpacking_refuse(from);
    return 0;
}

str bytes_unpack(struct unpacking *from, size_t count)
{
    if (count > from->rest.len) {
        unpacking_refuse(from);
        return STR("");
    }
    str bytes = { from->rest.at, count };
    from->rest.at += count;
    from->rest.len -= count;
    return bytes;
}

str text_unpack(struct unpacking *from)
{
    return bytes_unpack(from, (size_t)number_unpack(from));
}

static uint32_t most_unpack(struct unpacking *from, uint64_t most)
{
    uint64_t number = number_unpack(from);
    if (number <= most)
        return (uint32_t)number;
    unpacking_refuse(from);
    return 0;
}

uint32_t number_32_unpack(struct unpacking *from)
{
    return most_unpack(from, UINT32_MAX);
}

uint32_t count_unpack(struct unpacking *from)
{
    return most_unpack(from, from->rest.len < UINT32_MAX ? from->rest.len : UINT32_MAX);
}
