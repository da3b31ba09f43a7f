// SPDX-License-Identifier: EUPL-1.2
#include "format/slices.h"

#include "base/memory.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum method { STORED, DEFLATED };

// Shorter data is stored: starting to deflate costs more than all that follows, and
// saves a few bytes at most.
enum { WORTH_DEFLATING = 128, EFFORT = 1 };

struct press {
    struct libdeflate_compressor *compressor;
};

struct press *press_new(void)
{
    struct press *press = memory_alloc(sizeof *press);
    press->compressor = libdeflate_alloc_compressor(EFFORT);
    if (press->compressor == NULL)
        memory_exhausted();
    return press;
}

void press_free(struct press *press)
{
    if (press == NULL)
        return;
    libdeflate_free_compressor(press->compressor);
    free(press);
}

static void put_number(char *to, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (char)(number >> 8 * i & 0xFF);
}

static uint32_t get_number(const char *from)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++)
        number |= (uint32_t)(unsigned char)from[i] << 8 * i;
    return number;
}

uint32_t check_value(str bytes)
{
    return libdeflate_crc32(0, bytes.at, bytes.len);
}

uint8_t piece_check(str bytes)
{
    return (uint8_t)(check_value(bytes) & 0xFF);
}

size_t slice_add(struct buf *to, struct press *press, str data, size_t unit)
{
    size_t start = to->len;
    char *head = buf_reserve(to, SLICE_HEAD + data.len + unit);
    size_t deflated = press == NULL || data.len < WORTH_DEFLATING
                          ? 0
                          : libdeflate_deflate_compress(press->compressor, data.at, data.len,
                                                        head + SLICE_HEAD, data.len - 1);
    if (deflated == 0)
        memcpy(head + SLICE_HEAD, data.at, data.len);
    head[4] = deflated == 0 ? STORED : DEFLATED;
    size_t len = SLICE_HEAD + (deflated == 0 ? data.len : deflated);
    for (; len % unit != 0; len++)
        head[len] = 0;
    put_number(head, libdeflate_crc32(0, head + 4, len - 4));
    to->len = start + len;
    return len;
}

static bool inflate(struct buf *to, str deflated)
{
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (decompressor == NULL)
        memory_exhausted();
    enum libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    size_t len = 0;
    for (size_t room = 4 * deflated.len + 256;
         result == LIBDEFLATE_INSUFFICIENT_SPACE && room <= SLICE_DATA_MAX; room *= 4) {
        size_t used;
        result = libdeflate_deflate_decompress_ex(decompressor, deflated.at, deflated.len,
                                                  buf_reserve(to, room), room, &used, &len);
    }
    libdeflate_free_decompressor(decompressor);
    to->len += result == LIBDEFLATE_SUCCESS ? len : 0;
    return result == LIBDEFLATE_SUCCESS;
}

static bool is_whole(str slice)
{
    return slice.len >= SLICE_HEAD &&
           get_number(slice.at) == libdeflate_crc32(0, slice.at + 4, slice.len - 4);
}

bool slice_append(struct buf *to, str slice)
{
    if (!is_whole(slice))
        return false;
    str data = str_after(slice, SLICE_HEAD);
    if (slice.at[4] == DEFLATED)
        return inflate(to, data);
    buf_add(to, data);
    return slice.at[4] == STORED;
}

bool slice_open(struct arena *arena, str slice, str *data)
{
    *data = STR("");
    if (is_whole(slice) && slice.at[4] == STORED) {
        *data = str_after(slice, SLICE_HEAD);
        return true;
    }
    struct buf room = { 0 };
    bool well = slice_append(&room, slice);
    if (well)
        *data = arena_copy(arena, buf_view(&room));
    buf_release(&room);
    return well;
}
