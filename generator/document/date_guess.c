// SPDX-License-Identifier: EUPL-1.2
#include "document/date_guess.h"

#include "base/utf8.h"

enum { WORDS_MAX = 4 };

static bool is_number(str word)
{
    unsigned number;
    return str_to_number(word, &number);
}

// The runs of letters and digits, or 0 when there are more than WORDS_MAX.
static size_t words_of(str text, str words[WORDS_MAX])
{
    size_t count = 0;
    size_t from = 0;
    bool inside = false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        bool word = utf8_is_word(utf8_next(text, &at));
        if (word && !inside)
            from = start;
        if (inside && !word && count < WORDS_MAX)
            words[count++] = str_slice(text, from, start);
        if (word && count == WORDS_MAX)
            return 0;
        inside = word;
    }
    if (inside)
        words[count++] = str_after(text, from);
    return count;
}

static bool joined(struct arena *arena, str a, str b, str c, struct date *date)
{
    return date_read(arena_join(arena, (str[]){ a, STR("-"), b, STR("-"), c, { 0 } }), date);
}

static struct date guess_of_three(struct arena *arena, const str *words)
{
    struct date date = { 0 };
    str year = words[2];
    if (year.len == 2 && is_number(year))
        year = arena_join(arena, (str[]){ STR("20"), year, { 0 } });
    if (!joined(arena, words[0], words[1], year, &date))
        joined(arena, words[1], words[0], year, &date);
    return date;
}

struct date date_guess(struct arena *arena, str text)
{
    str words[WORDS_MAX];
    struct date date = { 0 };
    if (text.len > 60)
        return date;
    size_t count = words_of(text, words);
    if (count == 1 && words[0].len == 8)
        joined(arena, str_slice(words[0], 0, 4), str_slice(words[0], 4, 6), str_after(words[0], 6),
               &date);
    if (count == 3)
        return guess_of_three(arena, words);
    if (count == 4 && !is_number(words[0]))
        return guess_of_three(arena, words + 1);
    return date;
}
