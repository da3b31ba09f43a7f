// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "ask/ask.h"
#include "ask/passage.h"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_str(str text, const char *wanted)
{
    if (!str_equal(text, str_from_c(wanted)))
        fail_msg("'%.*s' is not '%s'", STR_ARGS(text), wanted);
}

static void test_passages__are_what_a_reader_sees_of_the_page(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "Een <em>woord</em>je.", "Een woordje." },
        { "wist<sup class=\"noot\"><a href=\"#n1\">1</a></sup> dat", "wist dat" },
        { "bron <a class=\"noot-terug\" href=\"#v\">\xE2\x86\xA9</a>", "bron" },
        { "open <sup class=\"noot\">1", "open 1" },
        { "een <img src=\"a\" alt=\"kat &amp; hond\" width=\"1\"> hier", "een kat & hond hier" },
        { "een <img src=\"a\"> hier", "een hier" },
        { "een<br>twee<br/>drie</p><p>vier", "een twee drie vier" },
        { "  veel \n\t wit\xC2\xA0hier ", "veel wit hier" },
        { "a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39; &euro;",
          "a <b> &amp; \"c\" 'd' &euro;" },
        { "1 < 2", "1 < 2" },
        { "geen einde <a href=", "geen einde <a href=" },
        { "<li>een</li><li>twee</li>", "een twee" },
        { "<H2>kop</H2>tekst", "kop tekst" },
        { "<!-- weg -->blijft<abbr>A</abbr>B", "blijftAB" },
        { "\xE2\x80\x89smal\xE2\x80\x89", "smal" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(passage_plain(arena, str_from_c(cases[i][0])), cases[i][1]);
}

static void test_passages__may_be_broken_bytes(void **state)
{
    (void)state;
    assert_str(passage_plain(arena, STR("a\xFF b")), "a\xEF\xBF\xBD b");
    assert_str(passage_plain(arena, STR("\xC3")), "\xEF\xBF\xBD");
}

static size_t found(const char *text, const char *run)
{
    struct text_words in = text_words_of(arena, str_from_c(text));
    struct text_words words = text_words_of(arena, str_from_c(run));
    return run_find(&in, &words);
}

static void test_runs__are_words_one_after_the_other(void **state)
{
    (void)state;
    assert_int_equal(found("De vrije ruimte is vrij.", "vrije ruimte"), 1);
    assert_int_equal(found("De Vrije, RUIMTE", "vrije ruimte"), 1);
    assert_int_equal(found("vrije en ruimte", "vrije ruimte"), STR_NONE);
    assert_int_equal(found("ruimte vrije", "vrije ruimte"), STR_NONE);
    assert_int_equal(found("een cli\xC3\xABnt-therapeut", "client therapeut"), 1);
    assert_int_equal(found("vrije vrije ruimte", "vrije ruimte"), 1);
    assert_int_equal(found("", "vrije"), STR_NONE);
}

// The text with brackets around what is marked.
static void assert_marks(const char *text, const char *form, const char *wanted)
{
    struct buf marked = { 0 };
    str forms[] = { str_from_c(form) };
    size_t count;
    const struct search_piece *pieces = search_marks(arena, str_from_c(text), forms, 1, &count);
    for (size_t i = 0; i < count; i++)
        buf_add_format(&marked, pieces[i].marked ? "[%.*s]" : "%.*s", STR_ARGS(pieces[i].text));
    assert_str(buf_view(&marked), wanted);
    buf_release(&marked);
}

static void test_marks__stand_around_the_words_that_were_met(void **state)
{
    (void)state;
    assert_marks("De Zorg, de zorg.", "zorg", "De [Zorg], de [zorg].");
    assert_marks("Een e-health-app.", "ehealth", "Een [e-health-app].");
    assert_marks("Een app-voor-e-health.", "health", "Een app-voor-e-[health].");
    assert_marks("Over e-health.", "ehealth", "Over [e-health].");
    assert_marks("Over e-health.", "health", "Over e-[health].");
    assert_marks("niets", "zorg", "niets");
    assert_marks("", "zorg", "");
}

static void test_marks__are_parts_of_words_where_there_is_no_whole_one(void **state)
{
    (void)state;
    assert_marks("Jeugdzorg en zorgplicht, verzorgen.", "zorg",
                 "[Jeugdzorg] en [zorgplicht], verzorgen.");
    assert_marks("Jeugdzorg en zorg.", "zorg", "Jeugdzorg en [zorg].");
    assert_marks("Wonen", "won", "Wonen");
}

static void test_slugs__are_those_that_the_browser_makes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "Wat is dit?", "wat-is-dit" },
        { "  Caf\xC3\xA9's & \xC3\x98resund ", "cafe-s-oresund" },
        { "\xC5\x81\xC3\xB3"
          "d\xC5\xBA",
          "lodz" },
        { "\xE6\x97\xA5\xE6\x9C\xAC", "" },
        { "a--b", "a-b" },
        { "Stra\xC3\x9F"
          "e 2",
          "strasse-2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(word_slug(arena, str_from_c(cases[i][0])), cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passages__are_what_a_reader_sees_of_the_page),
        cmocka_unit_test(test_passages__may_be_broken_bytes),
        cmocka_unit_test(test_runs__are_words_one_after_the_other),
        cmocka_unit_test(test_marks__stand_around_the_words_that_were_met),
        cmocka_unit_test(test_marks__are_parts_of_words_where_there_is_no_whole_one),
        cmocka_unit_test(test_slugs__are_those_that_the_browser_makes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
