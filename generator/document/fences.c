// SPDX-License-Identifier: EUPL-1.2
#include "document/fences.h"

struct fence {
    char mark; // '\0' outside
    size_t length;
    size_t quotes;
    size_t columns; // of the item that it is in; 0 when it is in none
};

static size_t fence_length(str text)
{
    size_t length = 0;
    if (text.len > 0 && (text.at[0] == '`' || text.at[0] == '~'))
        while (length < text.len && text.at[length] == text.at[0])
            length++;
    return length >= 3 ? length : 0;
}

static bool fence_opens(struct fence *fence, str line)
{
    str prefix = str_slice(line, 0, line_prefix(line, true));
    str text = str_after(line, prefix.len);
    size_t length = fence_length(text);
    if (length == 0 || (text.at[0] == '`' && str_find_char(text, '`', length) != STR_NONE))
        return false;
    bool item = line_prefix(line, false) != prefix.len;
    *fence = (struct fence){ text.at[0], length, prefix_quotes(prefix),
                             item ? prefix_columns(prefix) : 0 };
    return true;
}

// A fence ends with the quote or the item that it is in.
static bool fence_left(const struct fence *fence, str line)
{
    str prefix = str_slice(line, 0, line_prefix(line, false));
    return prefix_quotes(prefix) < fence->quotes ||
           (line.len > prefix.len && prefix_columns(prefix) < fence->columns);
}

static bool fence_closes(const struct fence *fence, str line)
{
    str text = str_after(line, line_prefix(line, false));
    size_t length = fence_length(text);
    return length >= fence->length && text.at[0] == fence->mark &&
           line_is_blank(str_after(text, length));
}

static bool fence_step(struct fence *fence, str line)
{
    if (fence->mark != '\0' && fence_left(fence, line))
        fence->mark = '\0';
    if (fence->mark == '\0')
        return fence_opens(fence, line);
    if (fence_closes(fence, line))
        fence->mark = '\0';
    return true;
}

bool *lines_in_code(struct arena *arena, const struct lines *lines)
{
    bool *in_code = ARENA_ARRAY(arena, bool, lines->count + 1);
    struct fence fence = { 0 };
    for (unsigned i = 1; i <= lines->count; i++)
        in_code[i - 1] = fence_step(&fence, lines_at(lines, i));
    return in_code;
}
