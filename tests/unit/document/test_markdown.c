// SPDX-License-Identifier: EUPL-1.2
#include "document/addresses.h"
#include "document/anchors.h"
#include "document/bare_links.h"
#include "document/html_text.h"
#include "document/lines.h"
#include "document/markdown.h"
#include "document/survey.h"
#include "document/tables.h"

#include <cmark.h>
#include <libxml/parser.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
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

static struct markdown render(struct world *world, str text, enum markdown_form form)
{
    struct markdown_options options = { .form = form, .path = STR("a.md"), .first_line = 1 };
    return markdown_render(world->arena, text, &options, world->diagnostics);
}

static const char *html_of(struct world *world, const char *text)
{
    return render(world, str_from_c(text), MARKDOWN_PAGE).html.at;
}

// ---- Parts ----

static void test_lines__end_with_lf_cr_or_both(void **state)
{
    struct world *world = *state;
    struct lines lines = lines_of(world->arena, STR("a\r\nb\rc\n\r\rd"));
    assert_int_equal(lines.count, 6);
    assert_text(lines_at(&lines, 1), "a");
    assert_text(lines_at(&lines, 2), "b");
    assert_text(lines_at(&lines, 3), "c");
    assert_text(lines_at(&lines, 4), "");
    assert_text(lines_at(&lines, 5), "");
    assert_text(lines_at(&lines, 6), "d");
    assert_text(lines_at(&lines, 7), "");
}

static void test_tables__a_row_is_split_at_bars_that_are_not_escaped(void **state)
{
    (void)state;
    struct row row = row_start(STR("| a \\| b || `c` |"));
    str cell;
    assert_true(row_cell(&row, &cell));
    assert_text(cell, "a \\| b");
    assert_true(row_cell(&row, &cell));
    assert_text(cell, "");
    assert_true(row_cell(&row, &cell));
    assert_text(cell, "`c`");
    assert_false(row_cell(&row, &cell));
}

struct address_case {
    const char *written;
    enum address_kind kind;
    const char *text;
};

static void test_addresses__only_known_schemes_lead_outside(void **state)
{
    static const struct address_case cases[] = {
        { "", ADDRESS_NONE, "" },
        { " \t", ADDRESS_NONE, "" },
        { "../a.md#b", ADDRESS_SITE, "../a.md#b" },
        { "#b", ADDRESS_SITE, "#b" },
        { "/a", ADDRESS_SITE, "/a" },
        { "https://a.b/c", ADDRESS_EXTERNAL, "https://a.b/c" },
        { "HTTP://a.b", ADDRESS_EXTERNAL, "HTTP://a.b" },
        { "mailto:a@b.nl", ADDRESS_EXTERNAL, "mailto:a@b.nl" },
        { "tel:0800", ADDRESS_EXTERNAL, "tel:0800" },
        { "//a.b/c", ADDRESS_EXTERNAL, "https://a.b/c" },
        { "/\\a.b", ADDRESS_EXTERNAL, "https://a.b" },
        { "www.a.nl", ADDRESS_EXTERNAL, "https://www.a.nl" },
        { "iemand@a.nl", ADDRESS_EXTERNAL, "mailto:iemand@a.nl" },
        { "map/iemand@a.nl", ADDRESS_SITE, "map/iemand@a.nl" },
        { "javascript:alert(1)", ADDRESS_REFUSED, "javascript:alert(1)" },
        { " \x01JaVa\tscr\nipt:x", ADDRESS_REFUSED, "JaVascript:x" },
        { "data:text/html,x", ADDRESS_REFUSED, "data:text/html,x" },
        { "ftp://a", ADDRESS_REFUSED, "ftp://a" },
        { "\x7Fjava\x7Fscript:x", ADDRESS_REFUSED, "javascript:x" },
        { "h323:x", ADDRESS_REFUSED, "h323:x" },
        { "web+x:y", ADDRESS_REFUSED, "web+x:y" },
        { "ms-help:x", ADDRESS_REFUSED, "ms-help:x" },
        { "a.b:c", ADDRESS_REFUSED, "a.b:c" },
        { "Z:z", ADDRESS_REFUSED, "Z:z" },
        { "z:", ADDRESS_REFUSED, "z:" },
        { "httpsx://a", ADDRESS_REFUSED, "httpsx://a" },
        { "z", ADDRESS_SITE, "z" },
        { ":z", ADDRESS_SITE, ":z" },
        { "1a:b", ADDRESS_SITE, "1a:b" },
        { "a b:c", ADDRESS_SITE, "a b:c" },
        { "{a:b", ADDRESS_SITE, "{a:b" },
        { "a{b:c", ADDRESS_SITE, "a{b:c" },
        { "a/b", ADDRESS_SITE, "a/b" },
        { "//", ADDRESS_SITE, "//" },
        { "///", ADDRESS_EXTERNAL, "https:///" },
        { "/a/", ADDRESS_SITE, "/a/" },
        { "www", ADDRESS_SITE, "www" },
        { "@a.nl", ADDRESS_SITE, "@a.nl" },
        { "a@b", ADDRESS_SITE, "a@b" },
        { "a@.nl", ADDRESS_SITE, "a@.nl" },
        { "a@b.nl#c", ADDRESS_SITE, "a@b.nl#c" },
        { "a b@c.nl", ADDRESS_SITE, "a b@c.nl" },
    };
    struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = address_read(world->arena, str_from_c(cases[i].written));
        assert_int_equal(address.kind, cases[i].kind);
        if (address.kind != ADDRESS_NONE)
            assert_text(address.text, cases[i].text);
    }
}

static void test_anchors__are_each_given_once(void **state)
{
    struct world *world = *state;
    struct anchors anchors = { .arena = world->arena };
    struct arena *scratch = arena_new();
    static const char *const given[][2] = { { "a", "a" },   { "a", "a-2" },   { "a-2", "a-2-2" },
                                            { "a", "a-3" }, { "b-2", "b-2" }, { "b", "b" },
                                            { "b", "b-3" } };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        assert_text(anchors_take(&anchors, scratch, str_from_c(given[i][0])), given[i][1]);
    arena_free(scratch);
}

struct bare_case {
    const char *text;
    char sign;
    const char *link; // NULL: none
};

static void test_bare_links__leave_the_sentence_its_signs(void **state)
{
    static const struct bare_case cases[] = {
        { "zie https://a.nl/b.", ':', "https://a.nl/b" },
        { "(zie https://a.nl/b(c))", ':', "https://a.nl/b(c)" },
        { "xhttps://a.nl", ':', NULL },
        { "https://", ':', NULL },
        { "let op: //a.nl", ':', NULL },
        { "\xE2\x80\x9Chttps://a.nl\xE2\x80\x9D", ':', "https://a.nl" },
        { "www.a.nl?", '.', "www.a.nl" },
        { "xwww.a.nl", '.', NULL },
        { "www.", '.', NULL },
        { "a.b@c.nl,", '@', "a.b@c.nl" },
        { "a@b", '@', NULL },
        { "@c.nl", '@', NULL },
        { "a@b.nl_", '@', NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str text = str_from_c(cases[i].text);
        struct bare_link link;
        bool found = bare_link_at(text, str_find_char(text, cases[i].sign, 0), 0, &link);
        assert_int_equal(found, cases[i].link != NULL);
        if (found)
            assert_text(str_slice(text, link.from, link.to), cases[i].link);
    }
}

static void test_survey__sees_what_is_there(void **state)
{
    struct world *world = *state;
    struct survey survey = survey_text(world->arena, STR("a | b [^1] ~ [!TIP] [x] \\["));
    assert_true(survey.pipes && survey.notes && survey.tildes && survey.alerts && survey.tasks &&
                survey.escapes);
    survey = survey_text(world->arena, STR("gewone tekst, met een: dubbele punt. [link](a.md)"));
    assert_false(survey.pipes || survey.notes || survey.tildes || survey.alerts || survey.tasks ||
                 survey.bare_links || survey.escapes);
    assert_true(survey_text(world->arena, STR("www.a.nl")).bare_links);
}

// ---- The whole ----

static void test_words__are_counted_at_every_place(void **state)
{
    (void)state;
    for (size_t first = 0; first < 20; first++) {
        for (size_t second = first; second < 20; second++) {
            char text[20];
            memset(text, 'e', sizeof text);
            text[first] = ' ';
            text[second] = '\n';
            int words = (first > 0) + (second > first + 1) + (second < 19);
            struct html_stretch stretch = { { text, sizeof text }, 0, sizeof text, NULL, 0 };
            assert_int_equal(html_count_words(&stretch), words);
        }
    }
}

static void test_survey__sees_signals_at_every_place(void **state)
{
    struct world *world = *state;
    for (size_t place = 0; place < 20; place++) {
        char text[20];
        memset(text, 'e', sizeof text);
        text[place] = '|';
        assert_true(survey_text(world->arena, (str){ text, sizeof text }).pipes);
        text[place] = '~';
        assert_true(survey_text(world->arena, (str){ text, sizeof text }).tildes);
        text[place] = '@';
        assert_true(survey_text(world->arena, (str){ text, sizeof text }).bare_links);
        text[place] = '{';
        assert_false(survey_text(world->arena, (str){ text, sizeof text }).pipes);
    }
}

static void test_markdown__is_cmark_where_nothing_is_added(void **state)
{
    static const char *const texts[] = {
        "a *b **c** d* `e` <https://f.nl/?g=1&h='i'> \\* &copy; \"j\"\n",
        "- a\n- b\n\n  c\n1. d\n2) e\n   > f\n   > ---\n",
        "# a\n\nb\n===\n\n```c d\n<e>\n```\n\n    f\n",
        "![a *b*](c.png \"d\") [e](<f g> 'h')\ni  \nj\\\nk\n",
        "[a][b] [b][] [c]\n\n[b]: <d> (e)\n",
        "~~a~~ | b\n--- | ---\n[^1] https://c.nl\n",
    };
    struct world *world = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *expected = cmark_markdown_to_html(texts[i], strlen(texts[i]), CMARK_OPT_DEFAULT);
        char *apostrophe;
        while ((apostrophe = strstr(expected, "&#x27;")) != NULL) {
            memmove(apostrophe + 4, apostrophe + 5, strlen(apostrophe + 5) + 1);
            memcpy(apostrophe, "&#39;", 5);
        }
        str got = render(world, str_from_c(texts[i]), MARKDOWN_COMMONMARK).html;
        assert_text(got, expected);
        free(expected);
    }
}

static void test_markdown__a_table_keeps_a_list_tight(void **state)
{
    const char *html = html_of(*state, "- a\n  | b |\n  |---|\n- c\n");
    assert_non_null(strstr(html, "<li>a\n<div class=\"tabel\""));
    assert_non_null(strstr(html, "<li>c</li>"));
}

static void test_markdown__references_work_in_cells_and_notes(void **state)
{
    const char *html =
        html_of(*state, "| [a] |\n|---|\n\nb[^1]\n\n[^1]: [a]\n\n[a]: https://c.nl\n");
    const char *first = strstr(html, "<th scope=\"col\"><a href=\"https://c.nl\">a</a></th>");
    assert_non_null(first);
    assert_non_null(strstr(first, "<p><a href=\"https://c.nl\">a</a> <a class=\"noot-terug\""));
}

static void test_markdown__examples_in_code_are_left_alone(void **state)
{
    static const char *const texts[] = {
        "```\n| a |\n|---|\n[^1]: b\n```\n",
        "    | a |\n    |---|\n    [^1]: b\n",
        "- ~~~\n  | a |\n  |---|\n  [^1]: b\n  ~~~\n",
        "> ```\n> | a |\n> |---|\n> [^1]: b\n",
        "1. x\n\n       | a |\n       |---|\n       [^1]: b\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *html = html_of(*state, texts[i]);
        assert_non_null(strstr(html, "<code>| a |\n|---|\n[^1]: b\n</code>"));
        assert_null(strstr(html, "<table"));
    }
}

static void test_markdown__a_table_of_too_many_cells_stays_text(void **state)
{
    struct world *world = *state;
    struct buf text = { 0 };
    for (int i = 0; i < 1000; i++)
        buf_add(&text, STR("|a"));
    buf_add_char(&text, '\n');
    for (int i = 0; i < 1000; i++)
        buf_add(&text, STR("|-"));
    for (int i = 0; i < 300; i++)
        buf_add(&text, STR("\n|x"));
    str html = render(world, buf_view(&text), MARKDOWN_PAGE).html;
    assert_int_equal(str_find(html, STR("<table"), 0), STR_NONE);
    assert_int_equal(diagnostics_count(world->diagnostics, WARNING), 1);
    buf_release(&text);
}

static void test_markdown__no_signs_make_a_page_that_is_not_xml(void **state)
{
    static const char *const signs[] = {
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "  ",
        "[^1]",
        "[^1]: ",
        "|",
        "|-|-|\n",
        "| a | b |\n",
        "~~",
        "~",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "[!TIP]",
        "[!AANBEVELING] voor x",
        "# ",
        "## ",
        "#### ",
        "[a](b.md)",
        "![c](d.png)",
        "![c](d.png \"t\")",
        "[e]: f\n",
        "[e]",
        "<div>",
        "<br>",
        "<!-- x -->",
        "<a name=\"q\">",
        "</a>",
        "www.x.nl",
        "http://a.b/c",
        "a@b.nl",
        "\\",
        "\\[",
        "\\|",
        "&amp;",
        "&#1;",
        "&#xFFFE;",
        "\xC3\xA9",
        "\t",
        "\r",
        "\x01",
        "Tabel: q\n",
        "[ ] ",
        "[x] ",
        "---\n",
        "===\n",
        "x",
        "woord ",
        "\"",
        "'",
        "<",
        "<!--",
        "![",
        "]",
        "(",
        ")",
        "[",
        "<http://a>",
        "[j](javascript:x)",
        "![r](http://e/x.png)",
        "[](",
    };
    struct world *world = *state;
    unsigned long long seed = 88172645463325252ULL;
    for (int round = 0; round < 3000; round++) {
        struct buf text = { 0 };
        for (int i = 0; i < 40; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            buf_add(&text, str_from_c(signs[seed % (sizeof signs / sizeof *signs)]));
        }
        str html = render(world, buf_view(&text), MARKDOWN_PAGE).html;
        str page = arena_join(world->arena, (str[]){ STR("<p>"), html, STR("</p>"), { 0 } });
        xmlDoc *xml = xmlReadMemory(page.at, (int)page.len, "page", "UTF-8",
                                    XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
        if (xml == NULL)
            fail_msg("not well-formed: %.*s", STR_ARGS(buf_view(&text)));
        xmlFreeDoc(xml);
        buf_release(&text);
    }
    xmlCleanupParser();
}

static void test_markdown__the_lead_is_the_first_paragraph_of_the_page(void **state)
{
    struct markdown markdown =
        render(*state, STR("# Titel\n\n> citaat\n\nEen *zin* met noot[^1],\nen meer.\n\n[^1]: n\n"),
               MARKDOWN_PAGE);
    assert_text(markdown.lead, "Een zin met noot, en meer.");
    assert_text(markdown.first_heading, "Titel");
    assert_int_equal(markdown.heading_count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_lines__end_with_lf_cr_or_both),
        TEST(test_tables__a_row_is_split_at_bars_that_are_not_escaped),
        TEST(test_addresses__only_known_schemes_lead_outside),
        TEST(test_anchors__are_each_given_once),
        TEST(test_bare_links__leave_the_sentence_its_signs),
        TEST(test_survey__sees_what_is_there),
        TEST(test_words__are_counted_at_every_place),
        TEST(test_survey__sees_signals_at_every_place),
        TEST(test_markdown__is_cmark_where_nothing_is_added),
        TEST(test_markdown__a_table_keeps_a_list_tight),
        TEST(test_markdown__references_work_in_cells_and_notes),
        TEST(test_markdown__examples_in_code_are_left_alone),
        TEST(test_markdown__a_table_of_too_many_cells_stays_text),
        TEST(test_markdown__no_signs_make_a_page_that_is_not_xml),
        TEST(test_markdown__the_lead_is_the_first_paragraph_of_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
