// SPDX-License-Identifier: EUPL-1.2
#include "base/html.h"

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

// 1 for a byte that does not stand for itself.
static const unsigned char special[256] = {
    1, 1, 1, 1, 1, 1, 1,         1,         1,         0,         0,          1,          1,
    0, 1, 1, 1, 1, 1, 1,         1,         1,         1,         1,          1,          1,
    1, 1, 1, 1, 1, 1, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0x7F] = 1,
};

void buf_add_escaped(struct buf *buf, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (!special[c])
            continue;
        buf_add(buf, str_slice(text, from, i));
        buf_add(buf, reference_of(c));
        from = i + 1;
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
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (is_unreserved(c)) {
            buf_add_char(buf, (char)c);
        } else {
            buf_add_char(buf, '%');
            buf_add_char(buf, digits[c >> 4]);
            buf_add_char(buf, digits[c & 15]);
        }
    }
}
