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

static bool is_plain(unsigned char c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7F;
}

void buf_add_escaped(struct buf *buf, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (is_plain((unsigned char)text.at[i]))
            continue;
        buf_add(buf, str_slice(text, from, i));
        buf_add(buf, reference_of((unsigned char)text.at[i]));
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
