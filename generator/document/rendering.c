// SPDX-License-Identifier: EUPL-1.2
#include "document/rendering.h"

#include "base/utf8.h"
#include "document/html_text.h"

#include <string.h>

// A longer line is not kept for messages that come after the file was read.
enum { KEPT_LINE_MAX = 2000 };

// Counting characters far into a line, for each link in it, would take long.
enum { COLUMN_MAX = 5000 };

// Who has made so many mistakes needs no further ones told.
enum { TOLD_MAX = 1000 };

struct origin node_origin(const struct rendering *r, cmark_node *node)
{
    return rewritten_origin(&r->rewritten, cmark_node_get_start_line(node));
}

// Nodes that we made ourselves have no place: that of what they are in counts.
static cmark_node *placed(cmark_node *node)
{
    while (cmark_node_get_start_line(node) == 0 && cmark_node_parent(node) != NULL)
        node = cmark_node_parent(node);
    return node;
}

const struct lines *rendering_lines(struct rendering *r)
{
    if (r->lines.starts == NULL)
        r->lines = lines_of(r->scratch, r->text);
    return &r->lines;
}

static const struct lines *lines_read(struct rendering *r)
{
    if (r->rewritten.origins == NULL)
        return rendering_lines(r);
    if (r->read.starts == NULL)
        r->read = lines_of(r->scratch, r->rewritten.text);
    return &r->read;
}

unsigned rendering_line(struct rendering *r, cmark_node *node)
{
    return node_origin(r, placed(node)).line + r->options->first_line - 1;
}

static unsigned column_of(str line, int column, const char *marks)
{
    if (column < 1 || column > COLUMN_MAX || (size_t)column > line.len ||
        strchr(marks, line.at[column - 1]) == NULL)
        return 0;
    return (unsigned)utf8_length(str_slice(line, 0, (size_t)column - 1)) + 1;
}

struct place rendering_place_in(struct rendering *r, cmark_node *node, size_t offset,
                                const char *marks)
{
    node = placed(node);
    struct origin origin = node_origin(r, node);
    origin.line += r->breaks;
    str line = lines_at(rendering_lines(r), origin.line);
    int column = cmark_node_get_start_column(node) + (int)offset + origin.shift;
    if (r->breaks > 0)
        column = 0;
    return (struct place){ .path = r->options->path,
                           .line = origin.line + r->options->first_line - 1,
                           .column = column_of(line, column, marks),
                           .source = line };
}

struct place rendering_place(struct rendering *r, cmark_node *node, const char *marks)
{
    return rendering_place_in(r, node, 0, marks);
}

struct place rendering_place_kept(struct rendering *r, struct place place)
{
    if (place.line != r->kept_line) {
        r->kept_line = place.line;
        r->kept = place.source.len > KEPT_LINE_MAX ? STR("") : arena_copy(r->arena, place.source);
    }
    place.source = r->kept;
    return place;
}

void count_break(struct rendering *r, cmark_node *line_break)
{
    cmark_node *before = cmark_node_previous(line_break);
    int line = before != NULL ? cmark_node_get_end_line(before)
                              : cmark_node_get_start_line(cmark_node_parent(line_break));
    unsigned number = rewritten_origin(&r->rewritten, line).line + r->breaks;
    if (str_ends(lines_at(rendering_lines(r), number), STR("\\")))
        r->breaks++;
}

void tell(struct rendering *r, const struct diagnostic_kind *kind, struct place place,
          const str *values)
{
    if (!r->plain && r->told++ < TOLD_MAX)
        diagnose(r->diagnostics, kind, place, values);
}

str node_text(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    return literal == NULL ? STR("") : str_from_c(literal);
}

struct escapes node_escapes(struct rendering *r, cmark_node *text)
{
    int line = cmark_node_get_start_line(text);
    int column = cmark_node_get_start_column(text);
    struct escapes escapes = { .text = node_text(text), .lost = !r->survey.escapes || line < 1 };
    if (!escapes.lost)
        escapes.source = str_after(lines_at(lines_read(r), (unsigned)line), (size_t)column - 1);
    return escapes;
}

static void add_leaf_text(struct buf *to, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        buf_add(to, node_text(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        buf_add_char(to, ' ');
        break;
    default:
        break;
    }
}

static cmark_node *node_after(cmark_node *node, cmark_node *top)
{
    while (node != top && cmark_node_next(node) == NULL)
        node = cmark_node_parent(node);
    return node == top ? NULL : cmark_node_next(node);
}

void plain_text(struct buf *to, cmark_node *first, cmark_node *stop)
{
    for (cmark_node *top = first; top != NULL && top != stop; top = cmark_node_next(top)) {
        cmark_node *node = top;
        while (node != NULL) {
            add_leaf_text(to, node);
            cmark_node *child = cmark_node_first_child(node);
            node = child != NULL ? child : node_after(node, top);
        }
    }
}

str rendered_text(struct rendering *r, size_t from)
{
    return html_plain_line(r->arena, &(struct html_stretch){ buf_view(&r->html), from, r->html.len,
                                                             r->links.at, r->links.count });
}

void fresh_line(struct rendering *r)
{
    if (r->html.len > 0 && r->html.at[r->html.len - 1] != '\n')
        buf_add_char(&r->html, '\n');
}
