// SPDX-License-Identifier: EUPL-1.2
// Quotes that begin with `[!TIP]`: boxes, and recommendations.
//
//     > [!LET OP] Bel bij nood 112       a box; the title is optional
//     > [!AANBEVELING] voor naasten      a recommendation to an audience
#include "document/rendering.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "document/html_text.h"

DIAGNOSTIC(alert_unknown, WARNING, "'[!{1}]' is geen soort kader; het staat er als een citaat",
           "'[!{1}]' is no kind of box; it is shown as a quote", "bedoelde je [!{2}]?",
           "did you mean [!{2}]?");

// A kind of box: what it may be called, its class, its label.
struct alert {
    const char *words[4];
    const char *class_name; // NULL for a recommendation
    bool core;
    const char *labels[LANGUAGE_COUNT];
};

static const struct alert alerts[] = {
    { { "LET OP", "LETOP" }, "let-op", false, { "Let op", "Attention" } },
    { { "TIP" }, "tip", false, { "Tip", "Tip" } },
    { { "BRON", "BRONNEN", "SOURCE", "SOURCES" }, "bron", false, { "Bron", "Source" } },
    { { "OPMERKING", "NOTE" }, "opmerking", false, { "Opmerking", "Note" } },
    { { "BELANGRIJK", "IMPORTANT" }, "belangrijk", false, { "Belangrijk", "Important" } },
    { { "WAARSCHUWING", "WARNING" }, "waarschuwing", false, { "Waarschuwing", "Warning" } },
    { { "PAS OP", "CAUTION" }, "pas-op", false, { "Pas op", "Caution" } },
    { { "AANBEVELING", "RECOMMENDATION" }, NULL, false, { "Aanbeveling", "Recommendation" } },
    { { "KERNAANBEVELING", "CORE RECOMMENDATION", "KEY RECOMMENDATION" },
      NULL,
      true,
      { "Kernaanbeveling", "Core recommendation" } },
};
enum { ALERT_COUNT = sizeof alerts / sizeof *alerts, WORDS_MAX = 4, MARKER_MAX = 60 };

static str upper(struct arena *arena, str text)
{
    str copy = text_on_a_line(arena, text);
    char *bytes = arena_alloc(arena, copy.len + 1);
    for (size_t i = 0; i < copy.len; i++)
        bytes[i] = copy.at[i] >= 'a' && copy.at[i] <= 'z' ? (char)(copy.at[i] - 32) : copy.at[i];
    return (str){ bytes, copy.len };
}

static const struct alert *alert_named(str word, struct nearest *nearest)
{
    for (size_t i = 0; i < ALERT_COUNT; i++) {
        for (size_t j = 0; j < WORDS_MAX && alerts[i].words[j] != NULL; j++) {
            str candidate = str_from_c(alerts[i].words[j]);
            if (str_equal(candidate, word))
                return &alerts[i];
            nearest_try(nearest, candidate);
        }
    }
    return NULL;
}

// The marker at the start of a paragraph: its words, and its length in the
// text.
struct marker {
    str written;
    str word; // the same in capitals
    size_t length;
};

static bool marker_read(struct rendering *r, cmark_node *paragraph, struct marker *marker)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    if (first == NULL || cmark_node_get_type(first) != CMARK_NODE_TEXT)
        return false;
    str text = node_text(first);
    struct escapes escapes = node_escapes(r, first);
    size_t close = str_find_char(str_slice(text, 0, MARKER_MAX), ']', 0);
    if (!str_starts(text, STR("[!")) || close == STR_NONE || escapes_at(&escapes, 0))
        return false;
    marker->written = str_slice(text, 2, close);
    marker->word = upper(r->scratch, marker->written);
    marker->length = close + 1;
    while (marker->length < text.len && text.at[marker->length] == ' ')
        marker->length++;
    return true;
}

static bool is_break(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

static cmark_node *line_end(cmark_node *node)
{
    while (node != NULL && !is_break(node))
        node = cmark_node_next(node);
    return node;
}

// An alert as it is found.  Its title is the rest of the first line: the nodes
// of the first paragraph up to title_end, without the marker.
struct box {
    const struct alert *alert;
    cmark_node *quote;
    size_t marker;
    cmark_node *title_end;
    str title;
};

static void render_body(struct rendering *r, const struct box *box)
{
    cmark_node *paragraph = cmark_node_first_child(box->quote);
    r->depth += 2;
    if (box->title_end != NULL) {
        buf_add(&r->html, STR("<p>"));
        render_inlines(r, cmark_node_next(box->title_end), NULL);
        buf_add(&r->html, STR("</p>\n"));
    }
    render_blocks(r, cmark_node_next(paragraph), NULL);
    r->depth -= 2;
    fresh_line(r);
}

static void render_box(struct rendering *r, const struct box *box)
{
    const char *label = box->alert->labels[r->options->language];
    buf_add_format(&r->html, "<aside class=\"kader kader-%s\" role=\"note\">\n",
                   box->alert->class_name);
    if (box->title.len == 0) {
        buf_add_format(&r->html, "<p class=\"kader-titel\">%s</p>\n", label);
    } else {
        buf_add_format(&r->html, "<p class=\"kader-titel\"><span class=\"kader-soort\">%s:</span> ",
                       label);
        cmark_node *paragraph = cmark_node_first_child(box->quote);
        render_inlines_after(r, cmark_node_first_child(paragraph), box->marker, box->title_end);
        buf_add(&r->html, STR("</p>\n"));
    }
    render_body(r, box);
    buf_add(&r->html, STR("</aside>\n"));
}

static str audience_of(struct rendering *r, str title)
{
    str rest = str_after(title, str_starts(title, STR("voor ")) || str_starts(title, STR("Voor "))
                                    ? STR("voor ").len
                                : str_starts(title, STR("for ")) ? STR("for ").len
                                                                 : 0);
    return arena_copy(r->arena, str_trim(rest));
}

// "Aanbeveling voor naasten"; with a number it is the name of the part, which
// is to be unlike others.
static void add_recommendation_title(struct rendering *r, const struct box *box, str number,
                                     str audience)
{
    bool english = r->options->language == ENGLISH;
    buf_add(&r->html, str_from_c(box->alert->labels[r->options->language]));
    if (number.len > 0)
        buf_add_char(&r->html, ' ');
    buf_add(&r->html, number);
    if (audience.len > 0) {
        buf_add(&r->html, english ? STR(" for ") : STR(" voor "));
        html_add_text(&r->html, audience);
    }
}

static void render_recommendation(struct rendering *r, const struct box *box)
{
    size_t number = r->recommendations.count + 1;
    struct recommendation entry = { .core = box->alert->core };
    entry.anchor = anchors_take_number(&r->anchors, r->scratch, STR("aanbeveling"), number);
    entry.audience = audience_of(r, box->title);

    buf_add(&r->html, entry.core ? STR("<section class=\"aanbeveling kern\" id=\"")
                                 : STR("<section class=\"aanbeveling\" id=\""));
    html_add_text(&r->html, entry.anchor);
    buf_add(&r->html, STR("\" aria-label=\""));
    add_recommendation_title(r, box, NUMBER(number), entry.audience);
    buf_add(&r->html, STR("\">\n<p class=\"aanbeveling-titel\">"));
    add_recommendation_title(r, box, STR(""), entry.audience);
    buf_add(&r->html, STR("</p>\n"));
    LIST_ADD(r->arena, r->recommendations, entry);
    size_t from = r->html.len;
    render_body(r, box);
    r->recommendations.at[number - 1].text = rendered_text(r, from);
    buf_add(&r->html, STR("</section>\n"));
}

static const struct alert *alert_of(struct rendering *r, cmark_node *paragraph,
                                    const struct marker *marker)
{
    struct nearest nearest = nearest_start(marker->word);
    const struct alert *alert = alert_named(marker->word, &nearest);
    if (alert == NULL)
        tell(r, &alert_unknown, rendering_place(r, paragraph, "["),
             VALUES(marker->written, nearest.found));
    return alert;
}

bool render_alert(struct rendering *r, cmark_node *quote)
{
    cmark_node *paragraph = cmark_node_first_child(quote);
    struct marker marker;
    if (r->plain || paragraph == NULL || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
        return false;
    r->breaks = 0;
    if (r->survey.tildes)
        strikethrough_find(r, paragraph);
    if (!marker_read(r, paragraph, &marker))
        return false;
    struct box box = { .alert = alert_of(r, paragraph, &marker),
                       .quote = quote,
                       .marker = marker.length };
    if (box.alert == NULL)
        return false;

    cmark_node *first = cmark_node_first_child(paragraph);
    box.title_end = line_end(first);
    struct buf title = { 0 };
    plain_text(&title, first, box.title_end);
    str rest = str_after(buf_view(&title), marker.length);
    box.title = text_on_a_line(r->scratch, utf8_clean(r->scratch, rest));
    buf_release(&title);
    fresh_line(r);
    if (box.alert->class_name == NULL)
        render_recommendation(r, &box);
    else
        render_box(r, &box);
    return true;
}
