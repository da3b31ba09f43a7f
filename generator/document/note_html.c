// SPDX-License-Identifier: EUPL-1.2
// Notes: their marks in the text, and the list at the end.
#include "document/rendering.h"

#include "document/html_text.h"

DIAGNOSTIC(note_missing, WARNING, "er is geen noot '{1}'", "there is no note '{1}'",
           "schrijf onderaan [^{1}]: en dan de tekst van de noot",
           "write [^{1}]: and then the text of the note at the end");

// A note has a way back to so many of its references.
enum { WAYS_BACK_MAX = 20, LABEL_MAX = 200 };

// The label of `[^label]` at the start of `text`; empty for anything else.
static str label_at(str text)
{
    size_t end = 2;
    while (end < text.len && end < LABEL_MAX && text.at[end] != ']' && text.at[end] != '[' &&
           text.at[end] != ' ' && text.at[end] != '\t')
        end++;
    bool closed = end < text.len && text.at[end] == ']';
    return closed ? str_slice(text, 2, end) : STR("");
}

static void cite(struct rendering *r, struct note *note)
{
    if (note->references++ > 0)
        return;
    LIST_ADD(r->scratch, r->cited, note);
    note->number = r->cited.count;
    note->id = anchors_take_number(&r->anchors, r->scratch, STR("noot"), note->number);
    note->reference_id =
        anchors_take_number(&r->anchors, r->scratch, STR("nootverwijzing"), note->number);
}

// The id of reference `number` (from 1) to a note.
static void add_reference_id(struct rendering *r, const struct note *note, size_t number)
{
    if (r->plain)
        buf_add_format(&r->html, "fnref%zu", note->number);
    else
        buf_add(&r->html, note->reference_id);
    if (number > 1)
        buf_add_format(&r->html, r->plain ? "-%zu" : "_%zu", number);
}

static void add_mark(struct rendering *r, const struct note *note)
{
    if (r->plain)
        buf_add_format(&r->html, "<sup class=\"footnote-ref\"><a href=\"#fn%zu\" id=\"",
                       note->number);
    else
        buf_add_format(&r->html, "<sup class=\"noot\"><a href=\"#%.*s\" id=\"", STR_ARGS(note->id));
    add_reference_id(r, note, note->references);
    buf_add_char(&r->html, '"');
    if (!r->plain)
        buf_add_format(&r->html, " aria-label=\"%s %zu\"",
                       r->options->language == ENGLISH ? "Note" : "Noot", note->number);
    buf_add_format(&r->html, ">%zu</a></sup>", note->number);
}

size_t render_note_mark(struct rendering *r, cmark_node *node, str text, size_t at)
{
    str label = label_at(str_after(text, at));
    if (label.len == 0)
        return 0;
    struct note *note =
        r->note_of == NULL ? NULL : map_get(r->note_of, note_key(r->scratch, label));
    if (note == NULL) {
        tell(r, &note_missing, rendering_place_in(r, node, at, "["), VALUES(label));
        return 0;
    }
    cite(r, note);
    add_mark(r, note);
    return label.len + STR("[^]").len;
}

static void add_way_back(struct rendering *r, const struct note *note, size_t reference)
{
    static const char *const labels[LANGUAGE_COUNT] = { "Terug naar de tekst bij noot",
                                                        "Back to the text at note" };
    buf_add(&r->html, r->plain ? STR("<a href=\"#") : STR("<a class=\"noot-terug\" href=\"#"));
    add_reference_id(r, note, reference);
    buf_add_char(&r->html, '"');
    if (r->plain)
        buf_add(&r->html, STR(" class=\"footnote-backref\""));
    else if (reference == 1)
        buf_add_format(&r->html, " aria-label=\"%s %zu\"", labels[r->options->language],
                       note->number);
    else
        buf_add_format(&r->html, " aria-label=\"%s %zu (%zu)\"", labels[r->options->language],
                       note->number, reference);
    buf_add(&r->html, STR(">↩</a>"));
}

// The ways back stand at the end of the last paragraph, or behind what is
// there instead.
static void add_ways_back(struct rendering *r, const struct note *note)
{
    bool paragraph = str_ends(buf_view(&r->html), STR("</p>\n"));
    if (paragraph)
        r->html.len -= STR("</p>\n").len;
    for (size_t i = 1; i <= note->references && i <= WAYS_BACK_MAX; i++) {
        if (paragraph || i > 1)
            buf_add_char(&r->html, ' ');
        add_way_back(r, note, i);
    }
    buf_add(&r->html, paragraph ? STR("</p>\n") : STR("\n"));
}

static void render_note(struct rendering *r, const struct note *note)
{
    if (r->plain)
        buf_add_format(&r->html, "<li id=\"fn%zu\">\n", note->number);
    else
        buf_add_format(&r->html, "<li id=\"%.*s\">\n", STR_ARGS(note->id));
    r->note_item = note->item;
    r->depth += 3;
    render_blocks(r, cmark_node_first_child(note->item), NULL);
    r->depth -= 3;
    r->note_item = NULL;
    fresh_line(r);
    add_ways_back(r, note);
    buf_add(&r->html, STR("</li>\n"));
}

void render_notes(struct rendering *r)
{
    if (r->cited.count == 0)
        return;
    fresh_line(r);
    if (r->plain)
        buf_add(&r->html, STR("<section class=\"footnotes\">\n<ol>\n"));
    else
        buf_add_format(&r->html, "<section class=\"noten\" aria-label=\"%s\">\n<ol>\n",
                       r->options->language == ENGLISH ? "Notes" : "Noten");
    // A note may cite others, which then stand behind it.
    for (size_t i = 0; i < r->cited.count; i++)
        render_note(r, r->cited.at[i]);
    buf_add(&r->html, STR("</ol>\n</section>\n"));
}
