// SPDX-License-Identifier: EUPL-1.2
// HTML in the Markdown: none of it reaches the page, but for the names of places.
#include "document/explicit_anchors.h"

enum { SHOWN_MAX = 60 };

static bool is_name_character(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

// Whether `text` is a tag of that name: `<br>`, `<BR/>`, `<a name="x">`.
static bool is_tag(str text, str name)
{
    if (text.len <= name.len + 1 || text.at[0] != '<')
        return false;
    for (size_t i = 0; i < name.len; i++)
        if ((text.at[i + 1] | 32) != name.at[i])
            return false;
    return !is_name_character(text.at[name.len + 1]);
}

static bool is_comment(str text)
{
    text = str_trim(text);
    size_t end = str_find(text, STR("-->"), 0);
    return str_starts(text, STR("<!--")) && end != STR_NONE && end + 3 == text.len;
}

bool html_is_anchor(str text)
{
    text = str_trim(text);
    if (is_tag(text, STR("/a")) || str_equal(text, STR("</a>")))
        return true;
    size_t end = str_find_char(text, '>', 0);
    bool named = str_find(text, STR("href"), 0) == STR_NONE;
    if (!is_tag(text, STR("a")) || end == STR_NONE || !named)
        return false;
    str rest = str_trim(str_after(text, end + 1));
    return rest.len == 0 || str_equal(rest, STR("</a>"));
}

// `<br>`, the one tag that has no other way of writing inside a table.
static bool is_break(str text)
{
    text = str_trim(text);
    return (is_tag(text, STR("br")) || is_tag(text, STR("/br"))) &&
           str_find_char(text, '>', 0) == text.len - 1;
}

// Whether words on both sides of the tag are apart even without it.
static bool separates(str text)
{
    static const char *const names[] = { "p",  "div", "li", "ul", "ol", "tr", "td",
                                         "th", "h1",  "h2", "h3", "h4", "hr" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_tag(text, str_from_c(names[i])))
            return true;
    return false;
}

static str shown(struct rendering *r, str html)
{
    html = str_trim(html);
    size_t end = 0;
    while (end < html.len && end < SHOWN_MAX && html.at[end] != '\n' && html.at[end] != '>')
        end++;
    bool cut = end < html.len && html.at[end] != '>';
    while (cut && end > 0 && ((unsigned char)html.at[end] & 0xC0) == 0x80)
        end--;
    str start = str_slice(html, 0, end + (end < html.len && !cut));
    return arena_join(r->scratch, (str[]){ start, cut ? STR("…") : STR(""), { 0 } });
}

// What is in these is no HTML.
static bool is_foreign(str html)
{
    static const char *const names[] = { "script", "style", "pre", "textarea" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_tag(str_trim(html), str_from_c(names[i])))
            return true;
    return false;
}

// Names between blocks, and in a heading, wait for what comes next.
static void keep_names(struct rendering *r, str html, bool inside)
{
    if (!is_foreign(html))
        anchors_find(r, html);
    if (inside && !r->in_heading)
        anchors_write(r);
}

void render_raw_html(struct rendering *r, cmark_node *node)
{
    str html = node_text(node);
    bool inside = cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE;
    if (r->plain || node_origin(r, node).role == LINE_FILLER || is_comment(html))
        return;
    keep_names(r, html, inside);
    if (html_is_anchor(html))
        return;
    if (is_break(html)) {
        buf_add(&r->html, inside ? STR("<br />") : STR(""));
        return;
    }
    if (separates(html) && inside)
        buf_add_char(&r->html, ' ');
    if (r->html_count++ > 0)
        return;
    r->html_omitted = shown(r, html);
    r->html_place = rendering_place(r, node, "<");
}
