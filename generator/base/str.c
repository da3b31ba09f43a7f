// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // memmem, memrchr
#include "base/str.h"

#include <string.h>

str str_from_c(const char *text)
{
    return (str){ text, strlen(text) };
}

str str_number(char room[static 24], long long number)
{
    size_t at = 24;
    unsigned long long rest =
        number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    do
        room[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        room[--at] = '-';
    return (str){ room + at, 24 - at };
}

bool str_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int str_compare(str a, str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.at, b.at, shared);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

int str_order(const void *left, const void *right)
{
    return str_compare(*(const str *)left, *(const str *)right);
}

bool str_starts(str text, str prefix)
{
    return text.len >= prefix.len && str_equal(str_slice(text, 0, prefix.len), prefix);
}

bool str_ends(str text, str suffix)
{
    return text.len >= suffix.len && str_equal(str_after(text, text.len - suffix.len), suffix);
}

// memmem skips most of the text where the needle is long.
static size_t find_long(str text, str needle, size_t from)
{
    if (text.len < needle.len || from > text.len - needle.len)
        return STR_NONE;
    const char *found = memmem(text.at + from, text.len - from, needle.at, needle.len);
    return found == NULL ? STR_NONE : (size_t)(found - text.at);
}

size_t str_find(str text, str needle, size_t from)
{
    enum { LONG = 32 };
    if (needle.len == 0)
        return from <= text.len ? from : STR_NONE;
    if (needle.len >= LONG)
        return find_long(text, needle, from);
    for (; from + needle.len <= text.len; from++) {
        from = str_find_char(text, needle.at[0], from);
        if (from == STR_NONE || from + needle.len > text.len)
            return STR_NONE;
        if (memcmp(text.at + from, needle.at, needle.len) == 0)
            return from;
    }
    return STR_NONE;
}

size_t str_find_char(str text, char needle, size_t from)
{
    if (from >= text.len)
        return STR_NONE;
    const char *found = memchr(text.at + from, needle, text.len - from);
    return found == NULL ? STR_NONE : (size_t)(found - text.at);
}

size_t str_find_last(str text, char needle)
{
    const char *found = text.len == 0 ? NULL : memrchr(text.at, needle, text.len);
    return found == NULL ? STR_NONE : (size_t)(found - text.at);
}

str str_slice(str text, size_t from, size_t to)
{
    if (to > text.len)
        to = text.len;
    if (from > to)
        from = to;
    return from == 0 ? (str){ text.at, to } : (str){ text.at + from, to - from };
}

str str_after(str text, size_t from)
{
    return str_slice(text, from, text.len);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

str str_trim(str text)
{
    size_t from = 0;
    size_t to = text.len;
    while (from < to && is_space(text.at[from]))
        from++;
    while (to > from && is_space(text.at[to - 1]))
        to--;
    return str_slice(text, from, to);
}

bool str_cut(str text, char separator, str *before, str *after)
{
    size_t at = str_find_char(text, separator, 0);
    *before = str_slice(text, 0, at);
    *after = str_after(text, at == STR_NONE ? text.len : at + 1);
    return at != STR_NONE;
}

bool str_to_number(str text, unsigned *number)
{
    unsigned sum = 0;
    if (text.len == 0 || text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        sum = sum * 10 + (unsigned)(text.at[i] - '0');
    }
    *number = sum;
    return true;
}
