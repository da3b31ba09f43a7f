// SPDX-License-Identifier: EUPL-1.2
#include "document/explicit_anchors.h"
#include "document/html_text.h"

DIAGNOSTIC(nested_too_deep, WARNING,
           "hier zitten te veel lijsten of citaten in elkaar; vanaf hier staat alles er als "
           "gewone tekst",
           "too many lists or quotes inside each other; from here on it is shown as plain text",
           "haal tekens aan het begin van deze regel weg", "take marks off the start of this line");

// A block of code that may be wider than a narrow screen can be scrolled with
// the keyboard.
enum { CODE_WIDE = 24 };

// Length of `[x]`.
enum { TASK_BOX = 3 };

static bool has_wide_line(str code)
{
    size_t width = 0;
    for (size_t i = 0; i < code.len; i++) {
        width = code.at[i] == '\n' ? 0 : width + 1;
        if (width > CODE_WIDE)
            return true;
    }
    return false;
}

static void open_pre(struct rendering *r, str code)
{
    fresh_line(r);
    bool focus = !r->plain && has_wide_line(code);
    buf_add(&r->html, focus ? STR("<pre tabindex=\"0\"><code") : STR("<pre><code"));
}

void render_code_block(struct rendering *r, cmark_node *block)
{
    str code = node_text(block);
    str info = str_from_c(cmark_node_get_fence_info(block));
    size_t end = 0;
    while (end < info.len && info.at[end] != ' ' && info.at[end] != '\t')
        end++;

    open_pre(r, code);
    if (end > 0) {
        bool named = str_starts(info, STR("language-"));
        buf_add(&r->html, named ? STR(" class=\"") : STR(" class=\"language-"));
        html_add_text(&r->html, str_slice(info, 0, end));
        buf_add_char(&r->html, '"');
    }
    buf_add_char(&r->html, '>');
    html_add_text(&r->html, code);
    buf_add(&r->html, STR("</code></pre>\n"));
}

// The lines of a block as they are written.
static void render_source(struct rendering *r, cmark_node *block)
{
    unsigned first = node_origin(r, block).line;
    unsigned last = rewritten_origin(&r->rewritten, cmark_node_get_end_line(block)).line;
    const struct lines *lines = rendering_lines(r);
    if (first == 0 || last < first || last > lines->count)
        return;
    str code = str_slice(lines->text, lines->starts[first - 1], lines->starts[last]);
    open_pre(r, code);
    buf_add_char(&r->html, '>');
    html_add_text(&r->html, code);
    buf_add(&r->html, STR("</code></pre>\n"));
}

static bool too_deep(struct rendering *r, cmark_node *block)
{
    if (r->depth < BLOCK_DEPTH_MAX)
        return false;
    if (!r->depth_told)
        tell(r, &nested_too_deep, rendering_place(r, block, ""), NULL);
    r->depth_told = true;
    render_source(r, block);
    return true;
}

static void render_quote(struct rendering *r, cmark_node *quote)
{
    if (too_deep(r, quote) || (r->survey.alerts && render_alert(r, quote)))
        return;
    fresh_line(r);
    buf_add(&r->html, STR("<blockquote>\n"));
    r->depth++;
    render_blocks(r, cmark_node_first_child(quote), NULL);
    r->depth--;
    fresh_line(r);
    buf_add(&r->html, STR("</blockquote>\n"));
}

static bool is_type(cmark_node *node, cmark_node_type type)
{
    return node != NULL && cmark_node_get_type(node) == type;
}

// The character in the box of `[x] done` at the start of an item, else '\0'.
static char task_mark(struct rendering *r, cmark_node *item)
{
    cmark_node *paragraph = cmark_node_first_child(item);
    if (!r->survey.tasks || !is_type(paragraph, CMARK_NODE_PARAGRAPH) ||
        !is_type(cmark_node_first_child(paragraph), CMARK_NODE_TEXT))
        return '\0';
    cmark_node *text = cmark_node_first_child(paragraph);
    str box = node_text(text);
    struct escapes escapes = node_escapes(r, text);
    bool shaped = box.len > TASK_BOX && box.at[0] == '[' && box.at[2] == ']' && box.at[3] == ' ';
    if (!shaped || escapes_at(&escapes, 0))
        return '\0';
    return box.at[1] == ' ' || (box.at[1] | 32) == 'x' ? box.at[1] : '\0';
}

static void render_task_box(struct rendering *r, cmark_node *item)
{
    static const char *const labels[2][LANGUAGE_COUNT] = { { "Nog te doen", "To do" },
                                                           { "Gedaan", "Done" } };
    bool done = task_mark(r, item) != ' ';
    buf_add(&r->html, STR("<input type=\"checkbox\""));
    if (done)
        buf_add(&r->html, STR(" checked=\"\""));
    buf_add(&r->html, STR(" disabled=\"\""));
    if (!r->plain)
        buf_add_format(&r->html, " aria-label=\"%s\"", labels[done][r->options->language]);
    buf_add(&r->html, STR(" />"));
}

static void render_item(struct rendering *r, cmark_node *item)
{
    bool task = !r->plain && task_mark(r, item) != '\0';
    fresh_line(r);
    buf_add(&r->html, task ? STR("<li class=\"taak\">") : STR("<li>"));
    render_blocks(r, cmark_node_first_child(item), NULL);
    buf_add(&r->html, STR("</li>\n"));
}

static void render_list(struct rendering *r, cmark_node *list)
{
    if (node_origin(r, cmark_node_first_child(list)).role == LINE_NOTE || too_deep(r, list))
        return;
    bool bullets = cmark_node_get_list_type(list) == CMARK_BULLET_LIST;
    int start = cmark_node_get_list_start(list);
    fresh_line(r);
    if (bullets)
        buf_add(&r->html, STR("<ul>\n"));
    else if (start == 1)
        buf_add(&r->html, STR("<ol>\n"));
    else
        buf_add_format(&r->html, "<ol start=\"%d\">\n", start);
    r->depth += 2;
    for (cmark_node *item = cmark_node_first_child(list); item != NULL;
         item = cmark_node_next(item))
        render_item(r, item);
    r->depth -= 2;
    buf_add(&r->html, bullets ? STR("</ul>\n") : STR("</ol>\n"));
}

static bool is_tight(const struct rendering *r, cmark_node *paragraph)
{
    cmark_node *item = cmark_node_parent(paragraph);
    cmark_node *list = item == NULL ? NULL : cmark_node_parent(item);
    return is_type(list, CMARK_NODE_LIST) && cmark_node_get_list_tight(list) &&
           item != r->note_item;
}

static void render_paragraph_content(struct rendering *r, cmark_node *paragraph)
{
    r->breaks = 0;
    if (r->survey.tildes)
        strikethrough_find(r, paragraph);
    cmark_node *first = cmark_node_first_child(paragraph);
    cmark_node *item = cmark_node_parent(paragraph);
    if (is_type(item, CMARK_NODE_ITEM) && cmark_node_first_child(item) == paragraph &&
        task_mark(r, item) != '\0') {
        render_task_box(r, item);
        render_inlines_after(r, first, TASK_BOX, NULL);
    } else {
        render_inlines(r, first, NULL);
    }
}

// Nothing that a reader would see: a comment, or HTML that was left out.
static bool is_empty_since(const struct rendering *r, size_t from, size_t links)
{
    return r->links.count == links && str_trim(str_after(buf_view(&r->html), from)).len == 0;
}

static bool render_figure(struct rendering *r, cmark_node *paragraph)
{
    cmark_node *image = cmark_node_first_child(paragraph);
    if (!is_type(image, CMARK_NODE_IMAGE) || cmark_node_next(image) != NULL ||
        cmark_node_get_title(image)[0] == '\0' || !image_is_local(r, image))
        return false;
    fresh_line(r);
    buf_add(&r->html, STR("<figure>"));
    render_image(r, image);
    buf_add(&r->html, STR("\n<figcaption>"));
    html_add_text(&r->html, str_from_c(cmark_node_get_title(image)));
    buf_add(&r->html, STR("</figcaption>\n</figure>\n"));
    return true;
}

static void render_paragraph(struct rendering *r, cmark_node *paragraph)
{
    if (!r->plain && (render_figure(r, paragraph) || is_caption(r, paragraph)))
        return;
    if (is_tight(r, paragraph)) {
        render_paragraph_content(r, paragraph);
        return;
    }
    if (!r->plain && anchors_alone(r, paragraph))
        return;
    fresh_line(r);
    size_t from = r->html.len;
    size_t links = r->links.count;
    buf_add(&r->html, STR("<p>"));
    r->depth++;
    render_paragraph_content(r, paragraph);
    r->depth--;
    if (!r->plain && is_empty_since(r, from + STR("<p>").len, links)) {
        r->html.len = from;
        return;
    }
    if (r->lead_to == 0 && is_type(cmark_node_parent(paragraph), CMARK_NODE_DOCUMENT)) {
        r->lead_from = from;
        r->lead_to = r->html.len;
    }
    buf_add(&r->html, STR("</p>\n"));
}

static void render_block(struct rendering *r, cmark_node *block)
{
    switch (cmark_node_get_type(block)) {
    case CMARK_NODE_BLOCK_QUOTE:
        render_quote(r, block);
        break;
    case CMARK_NODE_LIST:
        render_list(r, block);
        break;
    case CMARK_NODE_CODE_BLOCK:
        render_code_block(r, block);
        break;
    case CMARK_NODE_HTML_BLOCK:
        fresh_line(r);
        render_raw_html(r, block);
        break;
    case CMARK_NODE_PARAGRAPH:
        render_paragraph(r, block);
        break;
    case CMARK_NODE_HEADING:
        if (block != r->title)
            render_heading(r, block);
        else
            anchors_of_title(r, block);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        fresh_line(r);
        buf_add(&r->html, STR("<hr />\n"));
        break;
    default:
        break;
    }
}

static bool is_cell(const struct rendering *r, cmark_node *block)
{
    return is_type(block, CMARK_NODE_HEADING) && node_origin(r, block).role == LINE_CELL;
}

// Names before a heading are names of the heading.
static void place_names(struct rendering *r, cmark_node *next, cmark_node *stop)
{
    bool heading = next != stop && is_type(next, CMARK_NODE_HEADING) && !is_cell(r, next);
    if (r->waiting.count > 0 && !heading)
        anchors_write_line(r);
}

void render_blocks(struct rendering *r, cmark_node *first, cmark_node *stop)
{
    for (cmark_node *block = first; block != NULL && block != stop;) {
        if (is_cell(r, block)) {
            block = render_table(r, block);
        } else {
            render_block(r, block);
            block = cmark_node_next(block);
        }
        place_names(r, block, stop);
    }
}
