// SPDX-License-Identifier: EUPL-1.2
#include "attachment/base64.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// 0 .. 63, or -1 for other characters.
static int letter_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool base64_decoded(struct arena *arena, str text, str *bytes)
{
    char *to = arena_alloc(arena, text.len / 4 * 3 + 3);
    size_t len = 0;
    size_t count = 0;
    size_t padding = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        int value = letter_value(text.at[i]);
        if (is_space(text.at[i]))
            continue;
        padding += text.at[i] == '=';
        if (text.at[i] != '=' && (value < 0 || padding > 0))
            return false;
        if (value < 0)
            continue;
        bits = (bits << 6 | (unsigned)value) & 0xFFFFFF;
        if (count++ % 4 != 0)
            to[len++] = (char)(bits >> (6 - 2 * ((count - 1) % 4)));
    }
    *bytes = (str){ to, len };
    return count % 4 != 1 && padding <= 2;
}

str base64_encoded(struct arena *arena, str bytes)
{
    size_t len = (bytes.len + 2) / 3 * 4;
    char *text = arena_alloc(arena, len + 1);
    for (size_t from = 0, to = 0; from < bytes.len; from += 3, to += 4) {
        unsigned bits = 0;
        for (size_t i = 0; i < 3; i++)
            bits = bits << 8 | (from + i < bytes.len ? (unsigned char)bytes.at[from + i] : 0);
        for (size_t i = 0; i < 4; i++)
            text[to + i] = from + i > bytes.len ? '=' : letters[bits >> (18 - 6 * i) & 63];
    }
    return (str){ text, len };
}
