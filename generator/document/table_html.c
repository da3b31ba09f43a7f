// SPDX-License-Identifier: EUPL-1.2
// Tables, from the headings that stand for their cells.
#include "document/rendering.h"

#include "document/html_text.h"

#include <string.h>

static const struct table *table_of(const struct rendering *r, cmark_node *node)
{
    if (node == NULL || cmark_node_get_type(node) != CMARK_NODE_HEADING)
        return NULL;
    struct origin origin = node_origin(r, node);
    return origin.role == LINE_CELL ? &r->tables.at[origin.index] : NULL;
}

// Length of `Tabel:` at the start; with a number, as in `Tabel 2: ...`, the
// whole line is the caption and only its being one is told.
static bool caption_mark(str text, size_t *length)
{
    if (!str_starts(text, STR("Tabel")) && !str_starts(text, STR("Table")))
        return false;
    size_t at = STR("Tabel").len;
    size_t end = at;
    while (end < text.len && (text.at[end] == ' ' || (text.at[end] >= '0' && text.at[end] <= '9')))
        end++;
    *length = end == at ? at + 1 : 0;
    return end < text.len && (text.at[end] == ':' || (text.at[end] == '.' && end > at));
}

static bool has_caption_form(cmark_node *node, size_t *length)
{
    if (node == NULL || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
        return false;
    cmark_node *first = cmark_node_first_child(node);
    return first != NULL && cmark_node_get_type(first) == CMARK_NODE_TEXT &&
           caption_mark(node_text(first), length);
}

bool is_caption(struct rendering *r, cmark_node *paragraph)
{
    size_t length;
    return r->caption_used == paragraph ||
           (r->tables.count > 0 && table_of(r, cmark_node_next(paragraph)) != NULL &&
            has_caption_form(paragraph, &length));
}

static cmark_node *caption_of(struct rendering *r, cmark_node *first, cmark_node *behind,
                              size_t *length)
{
    cmark_node *above = cmark_node_previous(first);
    if (has_caption_form(above, length) && above != r->caption_used)
        return above;
    if (!has_caption_form(behind, length) || table_of(r, cmark_node_next(behind)) != NULL)
        return NULL;
    r->caption_used = behind;
    return behind;
}

static void render_caption(struct rendering *r, cmark_node *paragraph, size_t mark)
{
    if (r->survey.tildes)
        strikethrough_find(r, paragraph);
    cmark_node *first = cmark_node_first_child(paragraph);
    while (mark > 0 && str_starts(str_after(node_text(first), mark), STR(" ")))
        mark++;
    render_inlines_after(r, first, mark, NULL);
}

static void open_frame(struct rendering *r, cmark_node *caption, size_t mark)
{
    size_t number = ++r->table_number;
    buf_add(&r->html, STR("<div class=\"tabel\" role=\"region\" tabindex=\"0\" "));
    if (caption == NULL) {
        buf_add_format(&r->html, "aria-label=\"%s %zu\">\n<table>\n",
                       r->options->language == ENGLISH ? "Table" : "Tabel", number);
        return;
    }
    str id = anchors_take_number(&r->anchors, r->scratch, STR("tabel"), number);
    buf_add_format(&r->html, "aria-labelledby=\"%.*s\">\n<table>\n<caption id=\"%.*s\">",
                   STR_ARGS(id), STR_ARGS(id));
    render_caption(r, caption, mark);
    buf_add(&r->html, STR("</caption>\n"));
}

static str alignment_text(const struct rendering *r, unsigned char alignment)
{
    static const char *const page[] = { "", "", " class=\"midden\"", " class=\"rechts\"" };
    static const char *const plain[] = { "", " align=\"left\"", " align=\"center\"",
                                         " align=\"right\"" };
    return str_from_c(r->plain ? plain[alignment] : page[alignment]);
}

// `cell` is NULL where the row is shorter than its table.
static void render_cell(struct rendering *r, cmark_node *cell, unsigned char alignment, bool head)
{
    bool empty = cell == NULL || cmark_node_first_child(cell) == NULL;
    str name = head && (r->plain || !empty) ? STR("th") : STR("td");
    buf_add_char(&r->html, '<');
    buf_add(&r->html, name);
    if (head && !empty && !r->plain)
        buf_add(&r->html, STR(" scope=\"col\""));
    buf_add(&r->html, alignment_text(r, alignment));
    buf_add_char(&r->html, '>');
    if (!empty) {
        r->breaks = 0;
        if (r->survey.tildes)
            strikethrough_find(r, cell);
        render_inlines(r, cmark_node_first_child(cell), NULL);
    }
    buf_add(&r->html, STR("</"));
    buf_add(&r->html, name);
    buf_add(&r->html, STR(">\n"));
}

// One row: the cells whose text stands in the same line.
static cmark_node *render_row(struct rendering *r, const struct table *table, cmark_node *cell,
                              bool head)
{
    unsigned line = node_origin(r, cell).line;
    buf_add(&r->html, STR("<tr>\n"));
    for (size_t i = 0; i < table->columns; i++) {
        bool here = table_of(r, cell) == table && node_origin(r, cell).line == line;
        render_cell(r, here ? cell : NULL, table->alignments[i], head);
        if (here)
            cell = cmark_node_next(cell);
    }
    buf_add(&r->html, STR("</tr>\n"));
    return cell;
}

static void render_rows(struct rendering *r, const struct table *table, cmark_node *cell)
{
    buf_add(&r->html, STR("<thead>\n"));
    cell = render_row(r, table, cell, true);
    buf_add(&r->html, STR("</thead>\n"));
    if (table_of(r, cell) != table)
        return;
    buf_add(&r->html, STR("<tbody>\n"));
    while (table_of(r, cell) == table)
        cell = render_row(r, table, cell, false);
    buf_add(&r->html, STR("</tbody>\n"));
}

cmark_node *render_table(struct rendering *r, cmark_node *cell)
{
    const struct table *table = table_of(r, cell);
    cmark_node *behind = cell;
    while (table_of(r, behind) == table)
        behind = cmark_node_next(behind);

    size_t mark = 0;
    cmark_node *caption = r->plain ? NULL : caption_of(r, cell, behind, &mark);
    fresh_line(r);
    if (r->plain)
        buf_add(&r->html, STR("<table>\n"));
    else
        open_frame(r, caption, mark);
    r->depth += 5;
    render_rows(r, table, cell);
    r->depth -= 5;
    buf_add(&r->html, r->plain ? STR("</table>\n") : STR("</table>\n</div>\n"));
    return behind;
}
