// SPDX-License-Identifier: EUPL-1.2
#include "document/lines.h"

static size_t next_line(str text, size_t from, bool returns)
{
    size_t end = str_find_char(text, '\n', from);
    end = end == STR_NONE ? text.len : end + 1;
    if (!returns)
        return end;
    size_t carriage = str_find_char(str_slice(text, 0, end), '\r', from);
    bool alone = carriage != STR_NONE && carriage + 2 != end;
    return alone || (carriage != STR_NONE && text.at[end - 1] != '\n') ? carriage + 1 : end;
}

struct lines lines_of(struct arena *arena, str text)
{
    bool returns = str_find_char(text, '\r', 0) != STR_NONE;
    size_t count = 0;
    for (size_t at = 0; at < text.len; at = next_line(text, at, returns))
        count++;

    struct lines lines = { text, ARENA_ARRAY(arena, size_t, count + 1), count };
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        lines.starts[i] = at;
        at = next_line(text, at, returns);
    }
    lines.starts[count] = text.len;
    return lines;
}

str lines_at(const struct lines *lines, unsigned number)
{
    if (number == 0 || number > lines->count)
        return STR("");
    str line = str_slice(lines->text, lines->starts[number - 1], lines->starts[number]);
    for (int i = 0; i < 2; i++)
        if (line.len > 0 && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
            line.len--;
    return line;
}

bool line_is_blank(str line)
{
    return str_trim(line).len == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t list_marker(str text)
{
    size_t end = 0;
    while (end < 9 && end < text.len && is_digit(text.at[end]))
        end++;
    if (end == text.len)
        return 0;
    char c = text.at[end];
    bool ends = end > 0 ? c == '.' || c == ')' : c == '-' || c == '*' || c == '+';
    bool alone = end + 1 == text.len || text.at[end + 1] == ' ' || text.at[end + 1] == '\t';
    return ends && alone ? end + 1 : 0;
}

size_t line_prefix(str line, bool items)
{
    size_t at = 0;
    while (at < line.len) {
        size_t marker = items ? list_marker(str_after(line, at)) : 0;
        if (line.at[at] == ' ' || line.at[at] == '\t' || line.at[at] == '>')
            at++;
        else if (marker > 0)
            at += marker;
        else
            break;
    }
    return at;
}

size_t prefix_columns(str prefix)
{
    size_t columns = 0;
    for (size_t i = 0; i < prefix.len; i++)
        columns = prefix.at[i] == '\t' ? columns / 4 * 4 + 4 : columns + 1;
    return columns;
}

size_t prefix_quotes(str prefix)
{
    size_t quotes = 0;
    for (size_t i = 0; i < prefix.len; i++)
        quotes += prefix.at[i] == '>';
    return quotes;
}
