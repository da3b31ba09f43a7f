// SPDX-License-Identifier: EUPL-1.2
#include "format/likeness_key.h"

size_t likeness_head(size_t length)
{
    return length > LIKENESS_SHORT ? LIKENESS_HEAD_LONG : LIKENESS_HEAD_SHORT;
}

str likeness_key_fill(char room[static LIKENESS_KEY_MOST], str word, size_t length, bool by_end)
{
    size_t head = likeness_head(length);
    for (size_t i = 0; i < word.len; i++)
        room[i < head ? i : i + 1] = word.at[by_end ? word.len - 1 - i : i];
    room[head] = (char)(' ' + (int)length);
    if (!by_end)
        room[0] = (char)(room[0] - 'a' + 'A');
    return (str){ room, word.len + 1 };
}

static bool is_sign(char c)
{
    return c < 'A';
}

str likeness_word(struct arena *arena, str key, bool by_end)
{
    char *word = arena_alloc(arena, key.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < key.len; i++) {
        char c = key.at[by_end ? key.len - 1 - i : i];
        if (!is_sign(c))
            word[len++] = c;
    }
    if (!by_end && len > 0)
        word[0] = (char)(word[0] - 'A' + 'a');
    return (str){ word, len };
}
