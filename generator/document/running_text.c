// SPDX-License-Identifier: EUPL-1.2
// Running text, with marks of notes and bare links in it.
#include "document/rendering.h"

#include "document/bare_links.h"
#include "document/html_text.h"

struct run {
    str text;
    size_t written; // all before it is in the output
    cmark_node *node;
    struct escapes escapes;
};

static void write_up_to(struct rendering *r, struct run *run, size_t end)
{
    html_add_text(&r->html, str_slice(run->text, run->written, end));
    run->written = end;
}

static void write_bare_link(struct rendering *r, struct run *run, const struct bare_link *link)
{
    write_up_to(r, run, link->from);
    str text = str_slice(run->text, link->from, link->to);
    buf_add(&r->html, STR("<a href=\""));
    if (link->kind == BARE_WWW)
        buf_add(&r->html, r->plain ? STR("http://") : STR("https://"));
    else if (link->kind == BARE_MAIL)
        buf_add(&r->html, STR("mailto:"));
    html_add_address(&r->html, text);
    buf_add(&r->html, STR("\">"));
    html_add_text(&r->html, text);
    buf_add(&r->html, STR("</a>"));
    run->written = link->to;
}

static void write_note_mark(struct rendering *r, struct run *run, size_t at)
{
    str text = str_after(run->text, at);
    if (!r->survey.notes || !str_starts(text, STR("[^")) || escapes_at(&run->escapes, at))
        return;
    write_up_to(r, run, at);
    run->written += render_note_mark(r, run->node, run->text, at);
}

// Writes what begins at or around the sign at `at`, if anything does.
static void write_special(struct rendering *r, struct run *run, size_t at)
{
    struct bare_link link;
    if (run->text.at[at] == '[')
        write_note_mark(r, run, at);
    else if (r->survey.bare_links && bare_link_at(run->text, at, run->written, &link))
        write_bare_link(r, run, &link);
}

void render_text(struct rendering *r, cmark_node *text, size_t skip)
{
    if (r->in_link || !r->search_text) {
        html_add_text(&r->html, str_after(node_text(text), skip));
        return;
    }
    struct run run = { node_text(text), skip, text, node_escapes(r, text) };
    for (size_t at = skip; at < run.text.len; at++) {
        char c = run.text.at[at];
        if (c == '[' || c == ':' || c == '.' || c == '@')
            write_special(r, &run, at);
        if (run.written > at)
            at = run.written - 1;
    }
    write_up_to(r, &run, run.text.len);
}
