// SPDX-License-Identifier: EUPL-1.2
// Headings: their levels, anchors and place in the outline.
#include "document/explicit_anchors.h"

#include "base/path.h"

#include <string.h>

DIAGNOSTIC(heading_skipped, WARNING, "deze kop slaat een niveau over: {1} hekjes waar er {2} horen",
           "this heading skips a level: {1} marks where {2} belong", "schrijf {3}", "write {3}");
DIAGNOSTIC(heading_empty, WARNING, "deze kop is leeg en is weggelaten",
           "this heading is empty and was left out", "zet er tekst achter, of haal de hekjes weg",
           "put text after it, or take the marks away");

// The level in the page, whose title is level 1: one below the heading that
// this one is under, so that none is skipped.
static unsigned level_in_page(struct rendering *r, unsigned written)
{
    while (r->level_count > 0 && r->levels[r->level_count - 1] >= written)
        r->level_count--;
    r->levels[r->level_count++] = (unsigned char)written;
    unsigned level = (unsigned)r->level_count + 1;
    return level > 6 ? 6 : level;
}

static unsigned level_above(const struct rendering *r)
{
    return r->level_count > 1 ? r->levels[r->level_count - 2] : 1;
}

static str marks(unsigned level)
{
    return str_slice(STR("######"), 0, level);
}

static void check_level(struct rendering *r, cmark_node *heading, unsigned written, str text)
{
    unsigned above = level_above(r);
    if (written <= above + 1)
        return;
    str better = arena_join(r->scratch, (str[]){ marks(above + 1), STR(" "), text, { 0 } });
    tell(r, &heading_skipped, rendering_place(r, heading, "#"),
         VALUES(NUMBER(written), NUMBER(above + 1), better));
}

static void insert(struct rendering *r, size_t at, str text, size_t first_link)
{
    buf_reserve(&r->html, text.len);
    memmove(r->html.at + at + text.len, r->html.at + at, r->html.len - at);
    memcpy(r->html.at + at, text.at, text.len);
    r->html.len += text.len;
    for (size_t i = first_link; i < r->links.count; i++)
        r->links.at[i].offset += (uint32_t)text.len;
}

// Puts ` id="..."` at `at`, inside the tag that is there already: the name
// follows from the text, which is known only after it is written.
static str insert_id(struct rendering *r, size_t at, str text, str attribute, size_t first_link)
{
    struct buf id = { 0 };
    str slug = path_slug(r->scratch, text);
    str anchor = anchors_add_heading(r, &id, slug.len > 0 ? slug : STR("sectie"), attribute);
    insert(r, at, buf_view(&id), first_link);
    buf_release(&id);
    return anchor;
}

static void render_content(struct rendering *r, cmark_node *heading)
{
    r->breaks = 0;
    if (r->survey.tildes)
        strikethrough_find(r, heading);
    r->depth++;
    r->in_heading = true;
    render_inlines(r, cmark_node_first_child(heading), NULL);
    r->in_heading = false;
    r->depth--;
}

static void render_bare(struct rendering *r, cmark_node *heading)
{
    int level = cmark_node_get_heading_level(heading);
    buf_add_format(&r->html, "<h%d>", level);
    render_content(r, heading);
    buf_add_format(&r->html, "</h%d>\n", level);
}

static void heading_take_back(struct rendering *r, cmark_node *heading, size_t from)
{
    r->html.len = from;
    anchors_write(r);
    fresh_line(r);
    tell(r, &heading_empty, rendering_place(r, heading, "#"), NULL);
}

void render_heading(struct rendering *r, cmark_node *heading)
{
    fresh_line(r);
    if (r->plain) {
        render_bare(r, heading);
        return;
    }
    str attribute = heading_attribute(r, heading);
    size_t from = r->html.len;
    size_t links = r->links.count;
    size_t tag = STR("<h2").len;
    buf_add(&r->html, STR("<h2>"));
    render_content(r, heading);
    str text = rendered_text(r, from);
    if (text.len == 0 && r->links.count == links) {
        heading_take_back(r, heading, from);
        return;
    }
    unsigned written = (unsigned)cmark_node_get_heading_level(heading);
    unsigned level = level_in_page(r, written);
    check_level(r, heading, written, text);
    r->html.at[from + 2] = (char)('0' + level);
    str anchor = insert_id(r, from + tag, text, attribute, links);
    struct heading entry = { text, anchor, level, rendering_line(r, heading) };
    buf_add_format(&r->html, "</h%u>\n", level);
    LIST_ADD(r->arena, r->headings, entry);
}
