// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_release(struct buf *buf)
{
    free(buf->at);
    *buf = (struct buf){ 0 };
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
}

// Not inlined, so that adding, which hardly ever grows anything, saves no registers.
__attribute__((noinline)) static void grow(struct buf *buf, size_t more)
{
    size_t capacity = buf->capacity * 2 + more + 64;
    buf->at = memory_realloc(buf->at, capacity);
    buf->capacity = capacity;
}

char *buf_reserve(struct buf *buf, size_t more)
{
    if (buf->capacity - buf->len < more)
        grow(buf, more);
    return buf->at + buf->len;
}

void buf_add(struct buf *buf, str text)
{
    if (text.len == 0)
        return;
    char *room = buf_reserve(buf, text.len);
    buf->len += text.len;
    memcpy(room, text.at, text.len);
}

void buf_add_char(struct buf *buf, char c)
{
    *buf_reserve(buf, 1) = c;
    buf->len++;
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);

    char *room = buf_reserve(buf, (size_t)len + 1);
    va_start(arguments, format);
    vsnprintf(room, (size_t)len + 1, format, arguments);
    va_end(arguments);
    buf->len += (size_t)len;
}

void buf_add_json(struct buf *buf, str text)
{
    buf_add_char(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < 0x20)
            buf_add_format(buf, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            buf_add_format(buf, "\\%c", c);
        else
            buf_add_char(buf, (char)c);
    }
    buf_add_char(buf, '"');
}

str buf_view(const struct buf *buf)
{
    return (str){ buf->at == NULL ? "" : buf->at, buf->len };
}
