// SPDX-License-Identifier: EUPL-1.2
#include "document/explicit_anchors.h"

#include "base/path.h"

// ---- In HTML ----

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool ends_name(char c)
{
    return is_blank(c) || c == '=' || c == '>' || c == '/' || c == '<';
}

static size_t skip_blank(str html, size_t at)
{
    while (at < html.len && is_blank(html.at[at]))
        at++;
    return at;
}

static str name_read(str html, size_t *at)
{
    size_t from = *at;
    while (*at < html.len && !ends_name(html.at[*at]))
        ++*at;
    return str_slice(html, from, *at);
}

// The value behind `=`, in either kind of quotes or in none.
static str value_read(str html, size_t *at)
{
    size_t from = *at;
    bool quoted = from < html.len && (html.at[from] == '"' || html.at[from] == '\'');
    if (quoted) {
        size_t end = str_find_char(html, html.at[from], from + 1);
        *at = end == STR_NONE ? html.len : end + 1;
        return str_slice(html, from + 1, end);
    }
    while (*at < html.len && !is_blank(html.at[*at]) && html.at[*at] != '>')
        ++*at;
    str value = str_slice(html, from, *at);
    return str_ends(value, STR("/")) ? str_slice(value, 0, value.len - 1) : value;
}

static bool is_word(str text, const char *word)
{
    size_t i = 0;
    while (i < text.len && word[i] != '\0' && (text.at[i] | 32) == word[i])
        i++;
    return i == text.len && word[i] == '\0';
}

// A tag mostly says the same twice: <a id="x" name="x">.
static void wait_for_place(struct rendering *r, str name, size_t tag_first)
{
    str slug = path_slug(r->scratch, name);
    for (size_t i = tag_first; i < r->waiting.count; i++)
        if (str_equal(r->waiting.at[i], slug))
            return;
    if (slug.len > 0)
        LIST_ADD(r->scratch, r->waiting, slug);
}

// Reads the attributes from `at` on, and returns where the tag ends.
static size_t attributes_read(struct rendering *r, str html, size_t at)
{
    size_t tag_first = r->waiting.count;
    while (at < html.len && html.at[at] != '>') {
        str name = name_read(html, &at);
        size_t sign = skip_blank(html, at);
        if (name.len == 0) {
            at++;
        } else if (sign < html.len && html.at[sign] == '=') {
            at = skip_blank(html, sign + 1);
            str value = value_read(html, &at);
            if (is_word(name, "name") || is_word(name, "id"))
                wait_for_place(r, value, tag_first);
        }
    }
    return at;
}

void anchors_find(struct rendering *r, str html)
{
    for (size_t at = 0; (at = str_find_char(html, '<', at)) != STR_NONE;) {
        if (str_starts(str_after(html, at), STR("<!--"))) {
            size_t end = str_find(html, STR("-->"), at);
            at = end == STR_NONE ? html.len : end;
        } else if (at + 2 < html.len && (html.at[at + 1] | 32) == 'a' &&
                   is_blank(html.at[at + 2])) {
            at = attributes_read(r, html, at + 2);
        } else {
            at++;
        }
    }
}

static bool is_gap(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           (cmark_node_get_type(node) == CMARK_NODE_TEXT && str_trim(node_text(node)).len == 0);
}

static bool is_anchor(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE && html_is_anchor(node_text(node));
}

bool anchors_alone(struct rendering *r, cmark_node *paragraph)
{
    size_t before = r->waiting.count;
    cmark_node *node = cmark_node_first_child(paragraph);
    for (; node != NULL && (is_anchor(node) || is_gap(node)); node = cmark_node_next(node))
        if (is_anchor(node))
            anchors_find(r, node_text(node));
    if (node != NULL)
        r->waiting.count = before;
    return node == NULL && r->waiting.count > before;
}

// ---- On headings ----

// The name in `{#x}`, `{: #x }` and `{#x .klasse}`; empty when it is
// something else.
static str name_in_braces(str inside)
{
    str name = STR("");
    str word;
    str rest = str_trim(str_after(inside, str_starts(inside, STR(":")) ? 1 : 0));
    for (bool more = rest.len > 0; more;) {
        more = str_cut(rest, ' ', &word, &rest);
        bool first = str_starts(word, STR("#")) && word.len > 1 && name.len == 0;
        if (first)
            name = str_after(word, 1);
        else if (word.len > 0 && word.at[0] != '.')
            return STR("");
    }
    return name;
}

static str attribute_take(struct rendering *r, cmark_node *last)
{
    str text = str_trim(node_text(last));
    size_t open = str_find_last(text, '{');
    if (!str_ends(text, STR("}")) || open == STR_NONE)
        return STR("");
    str name = name_in_braces(str_slice(text, open + 1, text.len - 1));
    str rest = str_trim(str_slice(text, 0, open));
    struct escapes escapes = node_escapes(r, last);
    size_t indent = (size_t)(text.at - node_text(last).at);
    if (path_slug(r->scratch, name).len == 0 || escapes_at(&escapes, indent + open) ||
        (rest.len == 0 && cmark_node_previous(last) == NULL))
        return STR("");
    name = arena_copy(r->scratch, name);
    size_t end = rest.len == 0 ? 0 : indent + (size_t)(rest.at + rest.len - text.at);
    cmark_node_set_literal(last, arena_c_string(r->scratch, str_slice(node_text(last), 0, end)));
    return name;
}

str heading_attribute(struct rendering *r, cmark_node *heading)
{
    const char *taken = cmark_node_get_user_data(heading);
    if (taken != NULL)
        return str_from_c(taken);
    cmark_node *last = cmark_node_last_child(heading);
    if (last == NULL || cmark_node_get_type(last) != CMARK_NODE_TEXT)
        return STR("");
    str name = attribute_take(r, last);
    if (name.len > 0)
        cmark_node_set_user_data(heading, (char *)name.at);
    return name;
}

void anchors_of_title(struct rendering *r, cmark_node *heading)
{
    wait_for_place(r, heading_attribute(r, heading), r->waiting.count);
    for (cmark_node *node = cmark_node_first_child(heading); node != NULL;
         node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
            anchors_find(r, node_text(node));
}

// ---- Onto the page ----

static str take(struct rendering *r, str slug)
{
    str id = anchors_take(&r->anchors, r->scratch, slug);
    LIST_ADD(r->arena, r->explicit_anchors, id);
    return id;
}

void anchors_write(struct rendering *r)
{
    for (size_t i = 0; i < r->waiting.count; i++) {
        buf_add(&r->html, STR("<span id=\""));
        buf_add(&r->html, take(r, r->waiting.at[i]));
        buf_add(&r->html, STR("\"></span>"));
    }
    r->waiting.count = 0;
}

void anchors_write_line(struct rendering *r)
{
    fresh_line(r);
    anchors_write(r);
    fresh_line(r);
}

str anchors_add_heading(struct rendering *r, struct buf *to, str slug, str attribute)
{
    str wanted = attribute.len > 0 ? path_slug(r->scratch, attribute) : slug;
    str id = anchors_take(&r->anchors, r->scratch, wanted);
    buf_add(to, STR(" id=\""));
    buf_add(to, id);
    buf_add_char(to, '"');
    for (size_t i = 0; i < r->waiting.count; i++) {
        if (str_equal(r->waiting.at[i], wanted) || str_equal(r->waiting.at[i], id))
            continue;
        buf_add(to, STR("><span id=\""));
        buf_add(to, take(r, r->waiting.at[i]));
        buf_add(to, STR("\"></span"));
    }
    r->waiting.count = 0;
    return id;
}
