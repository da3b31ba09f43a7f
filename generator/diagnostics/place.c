// SPDX-License-Identifier: EUPL-1.2
// Lines end with LF, CRLF or a CR alone, as cmark counts them.
#include "base/utf8.h"
#include "diagnostics/diagnostics.h"

#include <stdint.h>
#include <string.h>

// Line feeds in `text`, eight bytes at a time: a file with very many mistakes
// asks for very many places.
static unsigned line_feeds(str text)
{
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t count = 0;
    size_t i = 0;
    for (; i + 8 <= text.len; i += 8) {
        uint64_t word;
        memcpy(&word, text.at + i, 8);
        word ^= ones * '\n';
        uint64_t other = (((word & ones * 0x7F) + ones * 0x7F) | word) & ones * 0x80;
        count += ((other ^ ones * 0x80) >> 7) * ones >> 56;
    }
    for (; i < text.len; i++)
        count += text.at[i] == '\n';
    return (unsigned)count;
}

static bool ends_line(str bytes, size_t i)
{
    if (bytes.at[i] == '\n')
        return true;
    return bytes.at[i] == '\r' && (i + 1 == bytes.len || bytes.at[i + 1] != '\n');
}

// Line ends before `offset`.
static unsigned lines_before(str bytes, size_t offset)
{
    str before = str_slice(bytes, 0, offset);
    unsigned count = line_feeds(before);
    for (size_t at = 0; (at = str_find_char(before, '\r', at)) != STR_NONE; at++)
        count += ends_line(bytes, at);
    return count;
}

// The line that begins at `from`, without its end.
static str line_from(str bytes, size_t from)
{
    size_t feed = str_find_char(bytes, '\n', from);
    str line = str_slice(bytes, from, feed);
    return str_slice(line, 0, str_find_char(line, '\r', 0));
}

struct place place_in(str path, str bytes, size_t offset)
{
    if (offset > bytes.len)
        offset = bytes.len;
    size_t from = offset;
    while (from > 0 && !ends_line(bytes, from - 1))
        from--;
    return (struct place){
        .path = path,
        .line = 1 + lines_before(bytes, offset),
        .column = 1 + (unsigned)utf8_length(str_slice(bytes, from, offset)),
        .source = line_from(bytes, from),
    };
}

// Where line `line` begins, or STR_NONE.
static size_t start_of_line(str bytes, unsigned line)
{
    bool only_feeds = str_find_char(bytes, '\r', 0) == STR_NONE;
    size_t from = 0;
    for (unsigned number = 1; number < line; number++) {
        if (only_feeds)
            from = str_find_char(bytes, '\n', from);
        else
            while (from < bytes.len && !ends_line(bytes, from))
                from++;
        if (from >= bytes.len)
            return STR_NONE;
        from++;
    }
    return from;
}

struct place place_of_line(str path, str bytes, unsigned line)
{
    struct place place = { .path = path, .line = line };
    size_t from = start_of_line(bytes, line);
    if (line > 0 && from != STR_NONE)
        place.source = line_from(bytes, from);
    return place;
}
