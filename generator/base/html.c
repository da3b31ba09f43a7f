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

enum { BLOCK = 16 };

// Whether surely no byte of a block is special: without branches, so that compilers look
// at all of them at once.  Of a tilde, a tab and the like it is not sure.
static bool is_plain(const char *at)
{
    unsigned char found[BLOCK];
    uint64_t halves[2];
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)at[i];
        found[i] = ((c < 0x20) & (c != '\n')) | ((c | 1) == '\'') | (c == '"') | ((c | 2) == '>') |
                   ((c | 0x81) == 0xFF) | (c == 0xEF);
    }
    memcpy(halves, found, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

// The end of all blocks that are plain; of the last block in a longer text a part is
// looked at twice.
static size_t plain_blocks_end(str text, size_t from)
{
    while (text.len - from >= BLOCK && is_plain(text.at + from))
        from += BLOCK;
    bool near_end = text.len >= BLOCK && text.len - from < BLOCK;
    return near_end && is_plain(text.at + text.len - BLOCK) ? text.len : from;
}

size_t html_plain_end(str text, size_t from)
{
    from = plain_blocks_end(text, from);
    while (from < text.len && !special[(unsigned char)text.at[from]])
        from++;
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
