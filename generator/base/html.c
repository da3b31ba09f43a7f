// SPDX-License-Identifier: EUPL-1.2
#include "base/html.h"

#include <stdint.h>
#include <string.h>

static str reference_of(unsigned char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    case '\'':
        return STR("&#39;");
    default:
        return STR("");
    }
}

// 1 for a byte that may not stand for itself; 0xEF may begin U+FFFE or U+FFFF.
static const unsigned char special[256] = {
    1,         1,          1,          1,          1,          1,          1,
    1,         1,          0,          0,          1,          1,          0,
    1,         1,          1,          1,          1,          1,          1,
    1,         1,          1,          1,          1,          1,          1,
    1,         1,          1,          1,          ['&'] = 1,  ['<'] = 1,  ['>'] = 1,
    ['"'] = 1, ['\''] = 1, [0x7F] = 1, [0xEF] = 1, [0xFE] = 1, [0xFF] = 1,
};

// Some highest bit is set when one of the eight bytes is `c`.
static uint64_t bytes_equal(uint64_t bytes, unsigned char c)
{
    uint64_t other = bytes ^ (UINT64_MAX / 255 * c);
    return (other - UINT64_MAX / 255) & ~other;
}

// Whether eight bytes are ASCII and none is special; when in doubt it says no.
static bool stands_for_itself(const char *at)
{
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    uint64_t found = bytes | (bytes - ones * ' ') | (bytes + ones);
    found |= bytes_equal(bytes, '&') | bytes_equal(bytes, '\'') | bytes_equal(bytes, '"');
    found |= bytes_equal(bytes & ~(ones * 2), '<'); // and '>'
    return (found & ones * 0x80) == 0;
}

size_t html_plain_end(str text, size_t from)
{
    while (from < text.len) {
        if (text.len - from >= 8 && stands_for_itself(text.at + from)) {
            from += 8;
            continue;
        }
        size_t stop = text.len - from > 8 ? from + 8 : text.len;
        for (; from < stop; from++)
            if (special[(unsigned char)text.at[from]])
                return from;
    }
    return from;
}

bool html_is_noncharacter(str text, size_t at)
{
    return at + 2 < text.len && (unsigned char)text.at[at] == 0xEF &&
           (unsigned char)text.at[at + 1] == 0xBF && ((unsigned char)text.at[at + 2] | 1) == 0xBF;
}

void buf_add_escaped(struct buf *buf, str text)
{
    size_t from = 0;
    for (size_t i = html_plain_end(text, 0); i < text.len; i = html_plain_end(text, i)) {
        unsigned char c = (unsigned char)text.at[i];
        size_t len = c != 0xEF ? 1 : html_is_noncharacter(text, i) ? 3 : 0;
        if (len > 0) {
            buf_add(buf, str_slice(text, from, i));
            buf_add(buf, reference_of(c));
            from = i + len;
        }
        i += len > 0 ? len : 1;
    }
    buf_add(buf, str_after(text, from));
}

static bool is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '~' || c == '/';
}

void buf_add_address(struct buf *buf, str text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len;) {
        size_t plain = i;
        while (plain < text.len && is_unreserved((unsigned char)text.at[plain]))
            plain++;
        buf_add(buf, str_slice(text, i, plain));
        i = plain;
        if (i == text.len)
            break;
        unsigned char c = (unsigned char)text.at[i++];
        buf_add(buf, (str){ (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3 });
    }
}
