// SPDX-License-Identifier: EUPL-1.2
#include "yaml/reader.h"

#include "base/utf8.h"

#include <string.h>

static const char separators[][4] = { "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9" };

// The length of the line separator at `at` that only YAML 1.1 takes for a line
// end (NEL, LS, PS), or 0.
static size_t old_separator(str text, size_t at)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        str separator = str_from_c(separators[i]);
        if (str_equal(str_slice(text, at, at + separator.len), separator))
            return separator.len;
    }
    return 0;
}

// Makes them spaces, as they come from word processors inside a title; so
// lines are what an editor counts.
static str without_old_separators(str text)
{
    if (str_find_char(text, '\xC2', 0) == STR_NONE && str_find_char(text, '\xE2', 0) == STR_NONE)
        return text;
    char *to = (char *)text.at;
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        size_t skipped = (unsigned char)text.at[at] < 0x80 ? 0 : old_separator(text, at);
        to[len++] = skipped > 0 ? ' ' : text.at[at];
        at += skipped > 0 ? skipped : 1;
    }
    return (str){ text.at, len };
}

static void lines_find(struct reader *reader)
{
    str text = reader->text;
    LIST_ADD(reader->arena, reader->lines, 0);
    for (size_t i = 0; i < text.len; i++) {
        bool turn = text.at[i] == '\r' && !(i + 1 < text.len && text.at[i + 1] == '\n');
        if (turn || text.at[i] == '\n')
            LIST_ADD(reader->arena, reader->lines, i + 1);
    }
}

void reader_open(struct reader *reader, str text, unsigned first_line)
{
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_after(text, 3);
    // libyaml loses blanks at the end of a text that does not end with a line.
    str end = text.len == 0 || str_ends(text, STR("\n")) ? STR("") : STR("\n");
    str copy = arena_join(reader->arena, (str[]){ text.len == 0 ? STR("") : text, end, { 0 } });
    reader->text = without_old_separators(copy);
    reader->first_line = first_line;
    lines_find(reader);
}

str reader_line(const struct reader *reader, size_t number)
{
    if (number >= reader->lines.count)
        return STR("");
    size_t end = number + 1 < reader->lines.count ? reader->lines.at[number + 1] : reader->text.len;
    str line = str_slice(reader->text, reader->lines.at[number], end);
    while (line.len > 0 && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
        line.len--;
    return line;
}

struct place reader_place(const struct reader *reader, yaml_mark_t mark)
{
    return (struct place){
        .path = reader->path,
        .line = reader->first_line + (unsigned)mark.line,
        .column = (unsigned)mark.column + 1,
        .source = reader_line(reader, mark.line),
    };
}

struct yaml_node *reader_node(struct reader *reader, enum yaml_type type, struct place place)
{
    struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);
    node->type = type;
    node->text = STR("");
    node->place = place;
    reader->nodes++;
    return node;
}

void reader_report(struct reader *reader, const struct diagnostic_kind *kind, yaml_mark_t mark,
                   const str *values)
{
    if (reader->diagnostics != NULL)
        diagnose(reader->diagnostics, kind, reader_place(reader, mark), values);
}

// Where the value at `at` ends: in brackets at the next sign of theirs.
static size_t value_end(str line, size_t at)
{
    str before = str_slice(line, 0, at);
    bool inside =
        str_find_char(before, '[', 0) != STR_NONE || str_find_char(before, '{', 0) != STR_NONE;
    size_t end = at;
    while (end < line.len && (!inside || str_find_char(STR(",]}"), line.at[end], 0) == STR_NONE))
        end++;
    return end;
}

str reader_quoted_from(const struct reader *reader, yaml_mark_t mark)
{
    if (reader->diagnostics == NULL)
        return STR("");
    str line = reader_line(reader, mark.line);
    size_t at = 0;
    for (size_t column = 0; column < mark.column && at < line.len; column++)
        utf8_next(line, &at);
    size_t end = value_end(line, at);
    str value = str_trim(str_slice(line, at, end));
    return arena_join(reader->arena, (str[]){ str_slice(line, 0, at),
                                              yaml_quoted(reader->arena, value),
                                              str_after(line, end),
                                              { 0 } });
}
