// SPDX-License-Identifier: EUPL-1.2
#include "document/addresses.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Browsers take tabs and line ends out of an address, and control characters
// and spaces off its ends, before they look for a scheme.
static str without_controls(struct arena *arena, str written)
{
    char *clean = arena_alloc(arena, written.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < written.len; i++)
        if ((unsigned char)written.at[i] >= 0x20 && written.at[i] != 0x7F)
            clean[len++] = written.at[i];
    return str_trim((str){ clean, len });
}

static str scheme_of(struct arena *arena, str text)
{
    size_t end = 0;
    while (end < text.len && (is_letter(text.at[end]) || is_digit(text.at[end]) ||
                              text.at[end] == '+' || text.at[end] == '-' || text.at[end] == '.'))
        end++;
    if (end == 0 || end >= text.len || text.at[end] != ':' || !is_letter(text.at[0]))
        return STR("");
    char *scheme = arena_alloc(arena, end);
    for (size_t i = 0; i < end; i++)
        scheme[i] = lower(text.at[i]);
    return (str){ scheme, end };
}

static bool scheme_allowed(str scheme)
{
    return str_equal(scheme, STR("https")) || str_equal(scheme, STR("http")) ||
           str_equal(scheme, STR("mailto")) || str_equal(scheme, STR("tel"));
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

static bool looks_like_mail(str text)
{
    size_t sign = str_find_char(text, '@', 0);
    return sign != STR_NONE && sign > 0 && str_find_char(text, '.', sign + 2) != STR_NONE &&
           str_find_char(text, '/', 0) == STR_NONE && str_find_char(text, ' ', 0) == STR_NONE &&
           str_find_char(text, '#', 0) == STR_NONE;
}

static str completed(struct arena *arena, str text)
{
    if (text.len > 2 && is_slash(text.at[0]) && is_slash(text.at[1]))
        return arena_join(arena, (str[]){ STR("https://"), str_after(text, 2), { 0 } });
    if (str_starts(text, STR("www.")))
        return arena_join(arena, (str[]){ STR("https://"), text, { 0 } });
    if (looks_like_mail(text))
        return arena_join(arena, (str[]){ STR("mailto:"), text, { 0 } });
    return (str){ 0 };
}

struct address address_read(struct arena *arena, str written)
{
    str text = without_controls(arena, written);
    if (text.len == 0)
        return (struct address){ .kind = ADDRESS_NONE };
    str scheme = scheme_of(arena, text);
    if (scheme.len > 0)
        return (struct address){ scheme_allowed(scheme) ? ADDRESS_EXTERNAL : ADDRESS_REFUSED, text,
                                 scheme };
    str complete = completed(arena, text);
    if (complete.len > 0)
        return (struct address){ .kind = ADDRESS_EXTERNAL, .text = complete };
    return (struct address){ .kind = ADDRESS_SITE, .text = text };
}
