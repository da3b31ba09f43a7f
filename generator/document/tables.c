// SPDX-License-Identifier: EUPL-1.2
#include "document/tables.h"

#include "document/notes.h"

// A longer prefix, copied for each cell, would make the text grow.
enum { PREFIX_MAX = 200 };

struct row row_start(str text)
{
    text = str_trim(text);
    return (struct row){ text, str_starts(text, STR("|")) ? 1 : 0 };
}

bool row_cell(struct row *row, str *cell)
{
    if (row->at >= row->text.len)
        return false;
    size_t end = row->at;
    while (end < row->text.len && row->text.at[end] != '|')
        end += row->text.at[end] == '\\' ? 2 : 1;
    *cell = str_trim(str_slice(row->text, row->at, end));
    row->at = end + 1;
    return true;
}

static size_t row_count(str text)
{
    struct row row = row_start(text);
    str cell;
    size_t count = 0;
    while (row_cell(&row, &cell))
        count++;
    return count;
}

// The alignment that `:--`, `:-:` or `--:` asks for; false for anything else.
static bool alignment_read(str cell, unsigned char *alignment)
{
    bool left = str_starts(cell, STR(":"));
    bool right = cell.len > 1 && str_ends(cell, STR(":"));
    str dashes = str_slice(cell, left, cell.len - right);
    for (size_t i = 0; i < dashes.len; i++)
        if (dashes.at[i] != '-')
            return false;
    *alignment = left && right ? ALIGN_CENTER
                 : right       ? ALIGN_RIGHT
                 : left        ? ALIGN_LEFT
                               : ALIGN_NONE;
    return dashes.len > 0;
}

static bool could_be_delimiters(str text)
{
    return text.len > 0 && (text.at[0] == '|' || text.at[0] == ':' || text.at[0] == '-') &&
           list_marker(text) == 0;
}

// Reads the row of dashes.  A row without `|` must have a `:`, or it would be
// the underline of a heading.
static bool delimiters_read(struct arena *arena, str text, struct table *table)
{
    unsigned char alignment;
    struct row row = row_start(text);
    str cell;
    size_t count = 0;
    while (row_cell(&row, &cell)) {
        if (!alignment_read(cell, &alignment))
            return false;
        count++;
    }
    bool pipe = str_find_char(text, '|', 0) != STR_NONE;
    if (count == 0 || (!pipe && str_find_char(text, ':', 0) == STR_NONE))
        return false;

    table->columns = count;
    table->alignments = ARENA_ARRAY(arena, unsigned char, count);
    row = row_start(text);
    for (size_t i = 0; row_cell(&row, &cell); i++)
        alignment_read(cell, &table->alignments[i]);
    return true;
}

// `> - ` as it is for a line that carries on: `>   `.
static str prefix_continued(struct arena *arena, str prefix)
{
    char *blanked = arena_alloc(arena, prefix.len + 1);
    for (size_t i = 0; i < prefix.len; i++)
        blanked[i] = prefix.at[i] == '>' || prefix.at[i] == '\t' ? prefix.at[i] : ' ';
    return (str){ blanked, prefix.len };
}

static bool starts_any(str text, const char *const *starts)
{
    for (; *starts != NULL; starts++)
        if (str_starts(text, str_from_c(*starts)))
            return true;
    return false;
}

static bool is_atx_heading(str text)
{
    size_t marks = 0;
    while (marks < text.len && text.at[marks] == '#')
        marks++;
    return marks >= 1 && marks <= 6 && (marks == text.len || text.at[marks] == ' ');
}

// Whether another block begins here, so that a table above ends.
static bool starts_block(str text)
{
    static const char *const starts[] = { "```", "~~~",    "<!--",   "</", "***",
                                          "___", "Tabel:", "Table:", NULL };
    str label;
    str rest;
    return is_atx_heading(text) || list_marker(text) > 0 || starts_any(text, starts) ||
           note_definition(text, &label, &rest);
}

static bool head_read(struct arena *arena, str line, str below, struct table *table)
{
    table->head = str_slice(line, 0, line_prefix(line, true));
    table->body = str_slice(below, 0, line_prefix(below, false));
    str text = str_after(line, table->head.len);
    bool item = line_prefix(line, false) != table->head.len;
    if (text.len == 0 || starts_block(text) || table->head.len > PREFIX_MAX ||
        table->body.len > PREFIX_MAX || prefix_quotes(table->head) != prefix_quotes(table->body) ||
        row_count(text) != table->columns)
        return false;
    if (item && prefix_columns(table->body) + 1 < prefix_columns(table->head))
        return false;
    bool pipes =
        str_find_char(text, '|', 0) != STR_NONE || str_find_char(below, '|', 0) != STR_NONE;
    if (item)
        table->body = prefix_continued(arena, table->head);
    return pipes;
}

static bool is_row(const struct table *table, str line)
{
    str prefix = str_slice(line, 0, line_prefix(line, false));
    str text = str_after(line, prefix.len);
    return text.len > 0 && prefix_quotes(prefix) == prefix_quotes(table->body) &&
           prefix_columns(prefix) < prefix_columns(table->body) + 4 && !starts_block(text);
}

static size_t cells_of(const struct table *table, str line, size_t prefix)
{
    size_t count = row_count(str_after(line, prefix));
    return count < table->columns ? count : table->columns;
}

static void rows_read(const struct lines *lines, struct table *table, size_t room)
{
    table->last = table->first + 1;
    table->cells = table->columns;
    while (table->last < lines->count && is_row(table, lines_at(lines, table->last + 1))) {
        str line = lines_at(lines, ++table->last);
        table->cells += cells_of(table, line, line_prefix(line, false));
    }
    size_t rows = table->last - table->first;
    table->too_large = table->columns > room || rows > room / table->columns;
}

struct tables tables_find(struct arena *arena, const struct lines *lines, const bool *in_code)
{
    struct tables tables = { 0 };
    size_t room = TABLE_CELLS_MAX;
    for (unsigned number = 2; number <= lines->count; number++) {
        str line = lines_at(lines, number);
        str text = str_after(line, line_prefix(line, false));
        struct table table = { .first = number - 1 };
        if (!could_be_delimiters(text) || in_code[number - 1] || in_code[number - 2])
            continue;
        bool above_taken = tables.count > 0 && tables.at[tables.count - 1].last >= table.first;
        if (above_taken || !delimiters_read(arena, text, &table) ||
            !head_read(arena, lines_at(lines, number - 1), line, &table))
            continue;
        rows_read(lines, &table, room);
        if (!table.too_large)
            room -= (table.last - table.first) * table.columns;
        LIST_ADD(arena, tables, table);
        number = table.last;
    }
    return tables;
}
