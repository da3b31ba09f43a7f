// SPDX-License-Identifier: EUPL-1.2
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct world {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static int world_new(void **state)
{
    static struct world world;
    world = (struct world){ arena_new(), diagnostics_new() };
    *state = &world;
    return 0;
}

static int world_free(void **state)
{
    struct world *world = *state;
    arena_free(world->arena);
    diagnostics_free(world->diagnostics);
    return 0;
}

static void assert_text(str got, const char *expected)
{
    if (!str_equal(got, str_from_c(expected)))
        fail_msg("got '%.*s', expected '%s'", STR_ARGS(got), expected);
}

static struct place found(struct place place)
{
    return place.later->find(place.later, place);
}

static const struct document *read_at(struct world *world, const char *path, const char *bytes)
{
    return document_read(world->arena, str_from_c(path), str_from_c(path), str_from_c(bytes),
                         &(struct schema){ 0 }, world->diagnostics);
}

static const struct document *read(struct world *world, const char *bytes)
{
    return read_at(world, "map/over-ons.md", bytes);
}

// ---- Titles, leads, words ----

static void test_document__title_is_the_field_then_the_heading_then_the_name(void **state)
{
    const struct document *document = read(*state, "---\ntitel: Veld\n---\n# Kop\n");
    assert_text(document->title, "Veld");
    assert_int_equal(document->heading_count, 1);
    assert_int_equal(document_parts(document)->headings[0].level, 2);

    document = read(*state, "# Kop *schuin*\n\ntekst\n");
    assert_text(document->title, "Kop schuin");
    assert_false(document->title_guessed);
    assert_int_equal(document->heading_count, 0);

    document = read(*state, "tekst\n");
    assert_text(document->title, "over ons");
    assert_true(document->title_guessed);
    assert_text(read_at(*state, "map/index.md", "")->title, "map");
    assert_text(read_at(*state, "index.md", "")->title, "index");
}

static void test_document__heading_equal_to_the_title_is_left_out(void **state)
{
    const struct document *document =
        read(*state, "---\ntitel: Één Kop\n---\n#  één  *kop*\n\nx\n");
    assert_text(document->body, "<p>x</p>\n");
}

static void test_document__a_term_has_its_label_as_title(void **state)
{
    assert_text(read(*state, "---\nlabel: GGZ\n---\n")->title, "GGZ");
}

static void test_document__lead_is_cut_at_a_word(void **state)
{
    char bytes[1024] = "";
    for (int i = 0; i < 60; i++)
        strcat(bytes, "zesmaal ");
    str lead = read(*state, bytes)->lead;
    assert_true(str_ends(lead, STR("zesmaal…")));
    assert_in_range(lead.len, 250, 310);
    assert_text(read(*state, "kort & *krachtig*\n")->lead, "kort & krachtig");
    assert_text(read(*state, "")->lead, "");
}

static void test_document__words_are_those_of_the_reader(void **state)
{
    assert_int_equal(read(*state, "een *twee* [drie](vier.md)\n\n- vijf\n- zes\n")->words, 5);
    assert_int_equal(read(*state, "")->words, 0);
}

static void test_document__empty_and_odd_bytes_are_read(void **state)
{
    struct world *world = *state;
    static const char odd[] = "a\0b\xFF\xC3(\xEF\xBB\xBF";
    const struct document *document =
        document_read(world->arena, STR("a.md"), STR("a.md"), (str){ odd, sizeof odd - 1 },
                      &(struct schema){ 0 }, world->diagnostics);
    assert_true(str_starts(document->body, STR("<p>a\xEF\xBF\xBD"
                                               "b\xEF\xBF\xBD\xEF\xBF\xBD(")));
    assert_text(read(*state, "")->body, "");
}

// ---- Links ----

static void test_document__links_have_slots_and_places(void **state)
{
    const struct document *document =
        read(*state, "---\ntitel: T\n---\n\nÉén [*tekst*](../b%20c.md#d \"t\") en ![alt](e.png)\n");
    assert_int_equal(document->link_count, 2);
    const struct link *page = &document->links[0];
    assert_int_equal(page->kind, LINK_PAGE);
    assert_text(page->target, "../b c.md#d");
    assert_text(page->text, "tekst");
    assert_text(page->title, "t");
    struct place place = found(link_place(document, page));
    assert_int_equal(place.line, 5);
    assert_int_equal(place.column, 5);
    assert_true(str_starts(place.source, STR("Één [*tekst*]")));
    const struct link *image = &document->links[1];
    assert_int_equal(image->kind, LINK_IMAGE);
    assert_text(image->text, "alt");
    assert_int_equal(found(link_place(document, image)).column, 37);
}

static void test_document__places_stay_right_behind_tables_notes_and_breaks(void **state)
{
    const struct document *document = read(*state, "| a | b |\n"
                                                   "|---|---|\n"
                                                   "| c | x [l](3.md) |\n"
                                                   "\n"
                                                   "[^1]: y [l](5.md)\n"
                                                   "\n"
                                                   "z\\\n"
                                                   "[l](8.md) `\n"
                                                   "` [l](9.md)[^1]\n"
                                                   "\n"
                                                   "[l](11.md)\n");
    static const unsigned places[][2] = { { 3, 9 }, { 8, 0 }, { 9, 0 }, { 11, 1 }, { 5, 9 } };
    assert_int_equal(document->link_count, 5);
    for (size_t i = 0; i < 5; i++) {
        unsigned line;
        assert_true(str_to_number(
            str_slice(document->links[i].target, 0, document->links[i].target.len - 3), &line));
        assert_int_equal(line, places[i][0]);
        struct place place = found(link_place(document, &document->links[i]));
        assert_int_equal(place.line, places[i][0]);
        assert_int_equal(place.column, places[i][1]);
    }
}

static void assert_body(const struct document *document, const str *addresses, const char *expected)
{
    struct buf body = { 0 };
    document_body(document, addresses, &body);
    assert_text(buf_view(&body), expected);
    buf_release(&body);
}

static void test_document__body_is_filled_with_addresses(void **state)
{
    const struct document *document = read(*state, "[a](b.md) ![c & d](e.png \"f\")\n");
    assert_body(document, (str[]){ STR("/b/?q=\"&"), STR("/e.png") },
                "<p><a href=\"/b/?q=&quot;&amp;\">a</a> "
                "<img src=\"/e.png\" alt=\"c &amp; d\" title=\"f\" loading=\"lazy\" /></p>\n");
}

static void test_document__a_link_that_leads_nowhere_keeps_its_text(void **state)
{
    const struct document *document = read(*state, "[a](b.md) ![c](e.png)\n");
    assert_body(document, (str[]){ STR(""), STR("") },
                "<p><a>a</a> <span class=\"beeld-ontbreekt\">c</span></p>\n");
}

static void test_document__an_image_alone_with_a_title_is_a_figure(void **state)
{
    const struct document *document = read(*state, "![c](e.png \"f\")\n");
    assert_body(document, (str[]){ STR("/e.png") },
                "<figure><img src=\"/e.png\" alt=\"c\" loading=\"lazy\" />\n"
                "<figcaption>f</figcaption>\n</figure>\n");
}

// ---- Outline and recommendations ----

static void test_document__headings_have_anchors_and_lines(void **state)
{
    const struct document *document = read(*state, "## Eén\n\ntekst\n\n### Twee & [drie](a.md)\n");
    assert_int_equal(document->heading_count, 2);
    assert_text(document_parts(document)->headings[0].anchor, "een");
    assert_int_equal(document_parts(document)->headings[0].line, 1);
    assert_text(document_parts(document)->headings[1].text, "Twee & drie");
    assert_text(document_parts(document)->headings[1].anchor, "twee-drie");
    assert_int_equal(document_parts(document)->headings[1].level, 3);
    assert_int_equal(document_parts(document)->headings[1].line, 5);
}

// The anchors of the document, each followed by a space.
static str anchors_of(struct world *world, const char *bytes)
{
    const struct document *document = read(world, bytes);
    str all = STR("");
    for (size_t i = 0; i < document_parts(document)->anchor_count; i++)
        all = arena_join(world->arena,
                         (str[]){ all, document_parts(document)->anchors[i], STR(" "), { 0 } });
    return all;
}

static void test_document__places_that_authors_named_are_known(void **state)
{
    static const char *const cases[][2] = {
        { "een <a name=\"x\"></a> twee\n", "x " },
        { "<a id='Een Plek'/>\n\ntekst\n", "een-plek " },
        { "<A ID=los></A>\ntekst\n", "los " },
        { "<a id=los/>tekst\n", "los " },
        { "<a\nclass=\"k\" id = \"ver\">tekst</a>\n", "ver " },
        { "<a id=\"x\" name=\"x\"></a><a id=\"y\" name=\"z\"></a>\n", "x y z " },
        { "# <a name=\"titel\"></a>Titel\n\ntekst\n", "titel " },
        { "# Titel {#boven}\n\ntekst\n", "boven " },
        { "## <a name=\"wonen\"></a>Wonen\n", "" },
        { "<a name=\"wonen\"></a>\n\n## Wonen\n", "" },
        { "<a name=\"wonen\"></a>eerst\n\n## Wonen\n", "wonen " },
        { "## Wonen\n\n<a name=\"wonen\"></a>later\n", "wonen-2 " },
        { "## <a name=\"huis\"></a>Wonen {#thuis}\n", "huis " },
        { "<abbr id=\"x\"></abbr> <a title=\"id=x\"></a> <a data-id=\"x\"></a>\n", "" },
        { "`<a id=\"x\"></a>` \\<a id=\"x\">\n", "" },
        { "<!-- <a id=\"x\"></a> -->\n", "" },
        { "<a id=\"\"></a><a id></a><a id=\"...\"></a>\n", "" },
        { "<div><a id=\"open\n", "open " },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(anchors_of(*state, cases[i][0]), cases[i][1]);
}

// Few anchors are looked through, many are looked up.
static void test_document__an_anchor_of_any_sort_is_found(void **state)
{
    for (size_t filler = 0; filler <= 200; filler += 200) {
        struct buf text = { 0 };
        for (size_t i = 0; i < filler; i++)
            buf_add(&text, STR("## Vulling\n\n"));
        buf_add(&text, STR("## Kop\n\n<a name=\"plek\"></a>x\n\n> [!AANBEVELING]\n> y\n"));
        buf_add_char(&text, '\0');
        const struct document *document = read(*state, text.at);
        assert_true(document_has_anchor(document, STR("kop")));
        assert_true(document_has_anchor(document, STR("plek")));
        assert_true(document_has_anchor(document, STR("aanbeveling-1")));
        assert_int_equal(document_has_anchor(document, STR("vulling-200")), filler > 0);
        assert_false(document_has_anchor(document, STR("weg")));
        assert_false(document_has_anchor(document, STR("")));
        buf_release(&text);
    }
}

static void test_document__a_heading_takes_the_names_given_to_it(void **state)
{
    static const char *const cases[][2] = {
        { "## <a name=\"huis\"></a>Wonen\n",
          "<h2 id=\"wonen\"><span id=\"huis\"></span>Wonen</h2>\n" },
        { "<a name=\"huis\"></a>\n## Wonen\n",
          "<h2 id=\"wonen\"><span id=\"huis\"></span>Wonen</h2>\n" },
        { "## Wonen {#huis}\n", "<h2 id=\"huis\">Wonen</h2>\n" },
        { "## Wonen {#huis} ##\n", "<h2 id=\"huis\">Wonen</h2>\n" },
        { "Wonen {: #huis .groot }\n---\n", "<h2 id=\"huis\">Wonen</h2>\n" },
        { "## Wonen {huis}\n", "<h2 id=\"wonen-huis\">Wonen {huis}</h2>\n" },
        { "## Wonen \\{#huis}\n", "<h2 id=\"wonen-huis\">Wonen {#huis}</h2>\n" },
        { "<a id=\"x\"></a>\n\n- punt\n", "<span id=\"x\"></span>\n<ul>\n<li>punt</li>\n</ul>\n" },
        { "<a name='\"><script>'></a>x\n", "<p><span id=\"script\"></span>x</p>\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(read(*state, cases[i][0])->body, cases[i][1]);
}

static void test_document__recommendations_know_their_audience(void **state)
{
    const struct document *document =
        read(*state, "> [!AANBEVELING] voor naasten\n> Vraag *hulp*.\n\n"
                     "> [!KERNAANBEVELING]\n> Betaal.\n> - echt\n");
    assert_int_equal(document_parts(document)->recommendation_count, 2);
    const struct recommendation *first = &document_parts(document)->recommendations[0];
    assert_text(first->anchor, "aanbeveling-1");
    assert_text(first->audience, "naasten");
    assert_text(first->text, "Vraag hulp.");
    assert_false(first->core);
    assert_text(document_parts(document)->recommendations[1].audience, "");
    assert_text(document_parts(document)->recommendations[1].text, "Betaal. echt");
    assert_true(document_parts(document)->recommendations[1].core);
}

// ---- Passages ----

static void test_document__passages_are_the_text_under_each_heading(void **state)
{
    const struct document *document = read(*state, "Vooraf[^1] <b>&amp;</b>\n\n"
                                                   "## Kop\n\n*a*<br>b ![alt](c.png)\n\n"
                                                   "## Leeg\n\n### Laatste\n\n`<x>`\n\n"
                                                   "[^1]: noot\n");
    struct buf seen = { 0 };
    for (size_t i = 0; i < document->passage_count; i++) {
        buf_add_format(&seen, "%u(", document_parts(document)->passages[i].heading);
        document_passage_text(document, document->body, i, &seen);
        buf_add_char(&seen, ')');
    }
    assert_text(buf_view(&seen), "3(Vooraf &)0(a b alt)2(<x>\n\n\n\nnoot)");
    buf_release(&seen);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_document__title_is_the_field_then_the_heading_then_the_name),
        TEST(test_document__heading_equal_to_the_title_is_left_out),
        TEST(test_document__a_term_has_its_label_as_title),
        TEST(test_document__lead_is_cut_at_a_word),
        TEST(test_document__words_are_those_of_the_reader),
        TEST(test_document__empty_and_odd_bytes_are_read),
        TEST(test_document__links_have_slots_and_places),
        TEST(test_document__places_stay_right_behind_tables_notes_and_breaks),
        TEST(test_document__body_is_filled_with_addresses),
        TEST(test_document__a_link_that_leads_nowhere_keeps_its_text),
        TEST(test_document__an_image_alone_with_a_title_is_a_figure),
        TEST(test_document__headings_have_anchors_and_lines),
        TEST(test_document__places_that_authors_named_are_known),
        TEST(test_document__an_anchor_of_any_sort_is_found),
        TEST(test_document__a_heading_takes_the_names_given_to_it),
        TEST(test_document__recommendations_know_their_audience),
        TEST(test_document__passages_are_the_text_under_each_heading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
