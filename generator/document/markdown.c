// SPDX-License-Identifier: EUPL-1.2
#include "document/markdown.h"

#include "base/utf8.h"
#include "document/explicit_anchors.h"
#include "document/fences.h"
#include "document/html_text.h"
#include "document/tree.h"

DIAGNOSTIC(html_left_out, WARNING, "HTML-code doet hier niet mee: {1} is weggelaten ({2} keer)",
           "HTML has no place here: {1} was left out ({2} times)",
           "schrijf het met Markdown, of haal het weg", "write it in Markdown, or take it away");
DIAGNOSTIC(table_too_large, WARNING,
           "deze tabel is te groot om op een pagina te zetten; hij staat er als gewone tekst",
           "this table is too large for a page; it is shown as plain text",
           "verdeel hem over meer tabellen of bestanden", "spread it over more tables or files");
DIAGNOSTIC(images_unfinished, WARNING,
           "hier staan heel veel afbeeldingen zonder einde in een alinea; ze staan er als gewone "
           "tekst",
           "there are very many images without an end in one paragraph here; they are shown as "
           "plain text",
           "zet lege regels tussen de afbeeldingen", "put blank lines between the images");
DIAGNOSTIC(blank_lines_left_out, WARNING,
           "hier staan heel veel lege regels in een lijst; ze zijn weggelaten",
           "there are very many blank lines in a list here; they were left out",
           "haal de lege regels weg", "take the blank lines away");
DIAGNOSTIC(conflict_left, ERROR,
           "hier staan twee versies van dezelfde tekst, met tekens van git ertussen",
           "two versions of the same text stand here, with marks of git between them",
           "kies wat blijft, en haal de regels met <<<<<<<, ======= en >>>>>>> weg",
           "choose what is to stay, and take away the lines with <<<<<<<, ======= and >>>>>>>");
DIAGNOSTIC(link_spaced, WARNING,
           "in de naam van dit bestand staan spaties, daarom is het geen link of afbeelding",
           "this file's name has spaces, so it is no link and no image",
           "schrijf ({1}), of geef het bestand een naam zonder spaties",
           "write ({1}), or give the file a name without spaces");
DIAGNOSTIC(note_unused, WARNING,
           "geen plek in de tekst verwijst naar noot '{1}', dus staat hij niet op de pagina",
           "no place in the text refers to note '{1}', so it is not on the page",
           "schrijf [^{1}] waar de noot bij hoort", "write [^{1}] where the note belongs");
DIAGNOSTIC(note_repeated, WARNING, "noot '{1}' staat er twee keer; de eerste telt",
           "note '{1}' is there twice; the first counts", "geef deze noot een andere naam",
           "give this note another name");

// After so many readings of one text all that we add is given up.
enum { READINGS_MAX = 3 };

// ---- What the text has in it ----

static void find_additions(struct rendering *r)
{
    if (!r->survey.pipes && !r->survey.notes)
        return;
    const struct lines *lines = rendering_lines(r);
    bool *in_code = lines_in_code(r->scratch, lines);
    if (r->survey.pipes)
        r->tables = tables_find(r->scratch, lines, in_code);
    if (r->survey.notes)
        r->notes = notes_find(r->scratch, lines, in_code);
}

// ---- From text to tree ----

static void see_cell(struct rendering *r, cmark_node *heading, struct origin origin)
{
    struct table *table = &r->tables.at[origin.index];
    cmark_node *before = cmark_node_previous(heading);
    bool beside = before != NULL && cmark_node_get_type(before) == CMARK_NODE_HEADING &&
                  node_origin(r, before).role == LINE_CELL &&
                  node_origin(r, before).index == origin.index;
    if (table->seen == 0 || beside)
        table->seen++;
}

static void see_block(struct rendering *r, cmark_node *block)
{
    struct origin origin = node_origin(r, block);
    cmark_node_type type = cmark_node_get_type(block);
    if (origin.role == LINE_CELL && type == CMARK_NODE_HEADING)
        see_cell(r, block, origin);
    else if (origin.role == LINE_NOTE && type == CMARK_NODE_ITEM &&
             r->notes.at[origin.index].item == NULL)
        r->notes.at[origin.index].item = block;
}

static bool has_blocks(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_DOCUMENT || type == CMARK_NODE_BLOCK_QUOTE ||
           type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM;
}

static cmark_node *next_block(cmark_node *node)
{
    if (has_blocks(node) && cmark_node_first_child(node) != NULL)
        return cmark_node_first_child(node);
    while (node != NULL && cmark_node_next(node) == NULL)
        node = cmark_node_parent(node);
    return node == NULL ? NULL : cmark_node_next(node);
}

// Finds tables and notes back in the tree; returns whether all are there, and
// rejects those that are not.
static bool found_back(struct rendering *r, cmark_node *tree)
{
    for (size_t i = 0; i < r->tables.count; i++)
        r->tables.at[i].seen = 0;
    for (size_t i = 0; i < r->notes.count; i++)
        r->notes.at[i].item = NULL;
    for (cmark_node *node = tree; node != NULL; node = next_block(node))
        see_block(r, node);

    bool all = true;
    for (size_t i = 0; i < r->tables.count; i++) {
        struct table *table = &r->tables.at[i];
        if (table->rejected || table->too_large || table->seen == table->cells)
            continue;
        table->rejected = true;
        all = false;
    }
    for (size_t i = 0; i < r->notes.count; i++) {
        struct note *note = &r->notes.at[i];
        if (note->rejected || note->item != NULL)
            continue;
        note->rejected = true;
        all = false;
    }
    return all;
}

static void reject_all(struct rendering *r)
{
    for (size_t i = 0; i < r->tables.count; i++)
        r->tables.at[i].rejected = true;
    for (size_t i = 0; i < r->notes.count; i++)
        r->notes.at[i].rejected = true;
}

static cmark_node *read_rewritten(struct rendering *r)
{
    struct arena *room = arena_under(r->scratch);
    tree_begin(room);
    for (unsigned reading = 1;; reading++) {
        if (reading > READINGS_MAX)
            reject_all(r);
        r->rewritten = rewrite(r->scratch, rendering_lines(r), &r->tables, &r->notes, &r->survey);
        cmark_node *tree = tree_read(r->rewritten.text);
        if (found_back(r, tree))
            return tree;
        arena_reset(room);
    }
}

static cmark_node *read_tree(struct rendering *r)
{
    find_additions(r);
    if (r->tables.count + r->notes.count + r->survey.images.count + r->survey.blanks.count > 0)
        return read_rewritten(r);
    return tree_read(r->text);
}

// ---- The title and the notes ----

static void find_title(struct rendering *r, cmark_node *tree, struct markdown *result)
{
    cmark_node *node = cmark_node_first_child(tree);
    while (node != NULL && (cmark_node_get_type(node) != CMARK_NODE_HEADING ||
                            cmark_node_get_heading_level(node) != 1))
        node = cmark_node_next(node);
    if (node == NULL || r->plain)
        return;
    heading_attribute(r, node);
    struct buf text = { 0 };
    plain_text(&text, cmark_node_first_child(node), NULL);
    result->first_heading = text_on_a_line(r->arena, utf8_clean(r->scratch, buf_view(&text)));
    buf_release(&text);

    str title = text_on_a_line(r->scratch, r->options->title);
    bool same =
        str_equal(utf8_folded(r->scratch, title), utf8_folded(r->scratch, result->first_heading));
    if (result->first_heading.len > 0 && (title.len == 0 || same))
        r->title = node;
}

static struct place note_place(struct rendering *r, const struct note *note)
{
    return (struct place){ .path = r->options->path,
                           .line = note->line + r->options->first_line - 1,
                           .source = lines_at(rendering_lines(r), note->line) };
}

static void index_notes(struct rendering *r)
{
    for (size_t i = 0; i < r->notes.count; i++) {
        struct note *note = &r->notes.at[i];
        str key = note_key(r->scratch, note->label);
        if (note->rejected)
            continue;
        if (r->note_of == NULL)
            r->note_of = map_new(r->scratch);
        note->repeated = map_get(r->note_of, key) != NULL;
        if (!note->repeated)
            map_put(r->note_of, key, note);
        else
            tell(r, &note_repeated, note_place(r, note), VALUES(note->label));
    }
}

// ---- Messages about the whole ----

static void tell_ranges(struct rendering *r, const struct diagnostic_kind *kind,
                        const struct line_ranges *ranges)
{
    for (size_t i = 0; i < ranges->count; i++)
        tell(r, kind,
             (struct place){ .path = r->options->path,
                             .line = ranges->at[i].first + r->options->first_line - 1 },
             NULL);
}

// Who merged two versions by hand may have forgotten one.
static void tell_conflict(struct rendering *r)
{
    unsigned line = r->survey.conflict;
    if (line == 0 || lines_in_code(r->scratch, rendering_lines(r))[line - 1])
        return;
    tell(r, &conflict_left,
         (struct place){ .path = r->options->path,
                         .line = line + r->options->first_line - 1,
                         .column = 1,
                         .source = lines_at(rendering_lines(r), line) },
         NULL);
}

// Phones and cameras give such names.
static void tell_spaced(struct rendering *r)
{
    unsigned line = r->survey.spaced_line;
    if (line == 0 || lines_in_code(r->scratch, rendering_lines(r))[line - 1])
        return;
    str name = arena_join(r->scratch, (str[]){ STR("<"), r->survey.spaced, STR(">"), { 0 } });
    tell(r, &link_spaced,
         (struct place){ .path = r->options->path,
                         .line = line + r->options->first_line - 1,
                         .source = lines_at(rendering_lines(r), line) },
         VALUES(name));
}

static void tell_leftovers(struct rendering *r)
{
    tell_conflict(r);
    tell_spaced(r);
    if (r->html_count > 0)
        tell(r, &html_left_out, r->html_place, VALUES(r->html_omitted, NUMBER(r->html_count)));
    for (size_t i = 0; i < r->notes.count; i++) {
        const struct note *note = &r->notes.at[i];
        if (!note->rejected && !note->repeated && note->references == 0)
            tell(r, &note_unused, note_place(r, note), VALUES(note->label));
    }
    for (size_t i = 0; i < r->tables.count; i++)
        if (r->tables.at[i].too_large)
            tell(r, &table_too_large,
                 (struct place){ .path = r->options->path,
                                 .line = r->tables.at[i].first + r->options->first_line - 1 },
                 NULL);
    tell_ranges(r, &images_unfinished, &r->survey.images);
    tell_ranges(r, &blank_lines_left_out, &r->survey.blanks);
}

// ---- The whole ----

static struct survey survey_of(struct rendering *r, str text)
{
    struct survey survey = survey_text(r->scratch, text);
    if (r->options->form == MARKDOWN_COMMONMARK)
        return (struct survey){ .images = survey.images, .blanks = survey.blanks };
    return survey;
}

static struct markdown result_of(struct rendering *r, struct markdown result)
{
    result.html = arena_copy(r->arena, buf_view(&r->html));
    if (!r->plain && r->lead_to > 0)
        result.lead = html_plain_line(
            r->arena, &(struct html_stretch){ result.html, r->lead_from, r->lead_to, NULL, 0 });
    result.headings = r->headings.at;
    result.heading_count = r->headings.count;
    result.links = r->links.at;
    result.link_places = r->link_places.at;
    result.link_count = r->links.count;
    result.recommendations = r->recommendations.at;
    result.recommendation_count = r->recommendations.count;
    result.anchors = r->explicit_anchors.at;
    result.anchor_count = r->explicit_anchors.count;
    return result;
}

struct markdown markdown_render(struct arena *arena, str text,
                                const struct markdown_options *options,
                                struct diagnostics *diagnostics)
{
    struct arena *scratch = arena_new();
    struct rendering r = { .arena = arena,
                           .scratch = scratch,
                           .options = options,
                           .diagnostics = diagnostics,
                           .text = text,
                           .plain = options->form != MARKDOWN_PAGE,
                           .anchors = { .arena = arena } };
    r.survey = survey_of(&r, text);
    r.search_text = r.survey.notes || r.survey.bare_links;
    buf_reserve(&r.html, text.len + text.len / 4 + 256);

    struct markdown result = { 0 };
    tree_begin(scratch);
    cmark_node *tree = read_tree(&r);
    find_title(&r, tree, &result);
    index_notes(&r);
    render_blocks(&r, cmark_node_first_child(tree), NULL);
    render_notes(&r);
    if (!r.plain)
        tell_leftovers(&r);
    result = result_of(&r, result);
    tree_end();
    buf_release(&r.html);
    arena_free(scratch);
    return result;
}
