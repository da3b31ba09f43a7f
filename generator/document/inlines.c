// SPDX-License-Identifier: EUPL-1.2
#include "document/rendering.h"

#include "document/html_text.h"

static void render_inside(struct rendering *r, cmark_node *node, str open, str close)
{
    if (r->survey.tildes)
        strikethrough_find(r, node);
    buf_add(&r->html, open);
    r->depth++;
    render_inlines(r, cmark_node_first_child(node), NULL);
    r->depth--;
    buf_add(&r->html, close);
}

static void render_code(struct rendering *r, cmark_node *code)
{
    buf_add(&r->html, STR("<code>"));
    html_add_text(&r->html, node_text(code));
    buf_add(&r->html, STR("</code>"));
}

// What is nested too deep for emphasis in emphasis keeps its text.
static void render_flat(struct rendering *r, cmark_node *node)
{
    struct buf text = { 0 };
    plain_text(&text, node, cmark_node_next(node));
    html_add_text(&r->html, buf_view(&text));
    buf_release(&text);
}

static void render_branch(struct rendering *r, cmark_node *node)
{
    if (r->depth >= DEPTH_MAX) {
        render_flat(r, node);
        return;
    }
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH:
        render_inside(r, node, STR("<em>"), STR("</em>"));
        break;
    case CMARK_NODE_STRONG:
        render_inside(r, node, STR("<strong>"), STR("</strong>"));
        break;
    case CMARK_NODE_CUSTOM_INLINE:
        render_inside(r, node, STR("<del>"), STR("</del>"));
        break;
    case CMARK_NODE_LINK:
        render_link(r, node);
        break;
    case CMARK_NODE_IMAGE:
        render_image(r, node);
        break;
    default:
        break;
    }
}

static void render_inline(struct rendering *r, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        render_text(r, node, 0);
        break;
    case CMARK_NODE_SOFTBREAK:
        buf_add_char(&r->html, '\n');
        break;
    case CMARK_NODE_LINEBREAK:
        buf_add(&r->html, STR("<br />\n"));
        count_break(r, node);
        break;
    case CMARK_NODE_CODE:
        render_code(r, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        render_raw_html(r, node);
        break;
    default:
        render_branch(r, node);
        break;
    }
}

void render_inlines(struct rendering *r, cmark_node *first, cmark_node *stop)
{
    for (cmark_node *node = first; node != NULL && node != stop; node = cmark_node_next(node))
        render_inline(r, node);
}

void render_inlines_after(struct rendering *r, cmark_node *first, size_t skip, cmark_node *stop)
{
    render_text(r, first, skip);
    render_inlines(r, cmark_node_next(first), stop);
}
