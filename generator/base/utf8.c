// SPDX-License-Identifier: EUPL-1.2
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

// Length of the well-formed sequence at `at`, or 0.  Table 3-7 of the Unicode
// standard.
static size_t sequence_length(str text, size_t at)
{
    const unsigned char *s = (const unsigned char *)text.at + at;
    size_t left = text.len - at;
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    size_t len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (left < len)
        return 0;
    unsigned low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

// Index of the first byte at or after `at` that is not ASCII: most text is, so
// it is passed eight bytes at a time.
static size_t skip_ascii(str text, size_t at)
{
    uint64_t eight;
    while (at + sizeof eight <= text.len) {
        memcpy(&eight, text.at + at, sizeof eight);
        if ((eight & 0x8080808080808080u) != 0)
            break;
        at += sizeof eight;
    }
    while (at < text.len && (unsigned char)text.at[at] < 0x80)
        at++;
    return at;
}

bool utf8_valid(str text)
{
    for (size_t at = skip_ascii(text, 0); at < text.len; at = skip_ascii(text, at)) {
        size_t len = sequence_length(text, at);
        if (len == 0)
            return false;
        at += len;
    }
    return true;
}

uint32_t utf8_next(str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.at + *at;
    size_t len = sequence_length(text, *at);
    *at += len == 0 ? 1 : len;
    switch (len) {
    case 1:
        return s[0];
    case 2:
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    case 3:
        return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    case 4:
        return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
    default:
        return REPLACEMENT;
    }
}

void buf_add_character(struct buf *buf, uint32_t character)
{
    utf8proc_uint8_t *room = (utf8proc_uint8_t *)buf_reserve(buf, 4);
    buf->len += (size_t)utf8proc_encode_char((utf8proc_int32_t)character, room);
}

size_t utf8_length(str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

str utf8_clean(struct arena *arena, str text)
{
    if (utf8_valid(text) && str_find_char(text, '\0', 0) == STR_NONE)
        return text;
    struct buf clean = { 0 };
    for (size_t at = 0; at < text.len;) {
        uint32_t character = utf8_next(text, &at);
        buf_add_character(&clean, character == 0 ? REPLACEMENT : character);
    }
    str copy = arena_copy(arena, buf_view(&clean));
    buf_release(&clean);
    return copy;
}

static str mapped(struct arena *arena, str text, utf8proc_option_t options)
{
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.at,
                                        (utf8proc_ssize_t)text.len, &result, options);
    str copy = len < 0 ? arena_copy(arena, text)
                       : arena_copy(arena, (str){ (const char *)result, (size_t)len });
    free(result);
    return copy;
}

static bool is_ascii(str text)
{
    return skip_ascii(text, 0) == text.len;
}

str utf8_composed(struct arena *arena, str text)
{
    return is_ascii(text) ? text : mapped(arena, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

str utf8_decomposed(struct arena *arena, str text)
{
    return is_ascii(text) ? text : mapped(arena, text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
}

static str ascii_lower(struct arena *arena, str text)
{
    char *lower = arena_alloc(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        lower[i] = (char)(c + ((unsigned char)(c - 'A') < 26) * 32);
    }
    return (str){ lower, text.len };
}

str utf8_folded(struct arena *arena, str text)
{
    if (is_ascii(text))
        return ascii_lower(arena, text);
    return mapped(arena, text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

bool utf8_is_word(uint32_t character)
{
    if (character < 0x80)
        return (character >= '0' && character <= '9') ||
               ((character | 32) >= 'a' && (character | 32) <= 'z');
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

str utf8_plain(struct arena *arena, str text)
{
    if (is_ascii(text))
        return ascii_lower(arena, text);
    str bare = mapped(arena, text,
                      UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK |
                          UTF8PROC_CASEFOLD);
    struct buf straight = { 0 };
    for (size_t at = 0; at < bare.len;) {
        uint32_t character = utf8_next(bare, &at);
        bool curly = character == 0x2018 || character == 0x2019 || character == 0x02BC;
        buf_add_character(&straight, curly ? '\'' : character);
    }
    str copy = arena_copy(arena, buf_view(&straight));
    buf_release(&straight);
    return copy;
}
