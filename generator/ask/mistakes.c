// SPDX-License-Identifier: EUPL-1.2
#include "ask/mistakes.h"

#include "base/nearest.h"

#include <string.h>

enum {
    LETTERS_MOST = 40,
    SHORT_WORD = 4, // with another letter, that is another word: hoer, hier
};

// Of each letter those behind it in the alphabet that are beside it on a keyboard, or sound
// like it.
static const char *const ALIKE[26] = {
    "qswz",  "ghnpv", "dfgksvxz", "efrstx", "rsw", "grtv", "hjkqtvy", "jnuy", "jkl",
    "kmnuy", "lmoqx", "opr",      "n",      "",    "p",    "",        "w",    "t",
    "wxz",   "y",     "w",        "w",      "",    "z",    "",        "",
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool are_beside(char a, char b)
{
    char first = a < b ? a : b;
    char last = a < b ? b : a;
    return is_letter(first) && is_letter(last) && strchr(ALIKE[first - 'a'], last) != NULL;
}

static bool both_vowels(char a, char b)
{
    return strchr("aeiouy", a) != NULL && strchr("aeiouy", b) != NULL;
}

static bool letters_alike(char a, char b)
{
    return a == b || are_beside(a, b) || both_vowels(a, b);
}

static unsigned replacement(str word, char a, char b, unsigned limit)
{
    if (a == b)
        return 0;
    return word.len > SHORT_WORD && letters_alike(a, b) ? 1 : limit + 1;
}

// Whether one letter was replaced: where that one is unlike, it is not left out and another
// added either.
static bool one_replaced(str a, str b)
{
    size_t differ = 0;
    for (size_t i = 0; a.len == b.len && i < a.len; i++)
        differ += a.at[i] != b.at[i];
    return differ == 1;
}

unsigned mistakes(str word, str meant, unsigned limit)
{
    if (word.len > LETTERS_MOST || meant.len > LETTERS_MOST)
        return limit + 1;
    unsigned found = distance_by(word, meant, limit, replacement);
    return found > 1 && one_replaced(word, meant) ? limit + 1 : found;
}
