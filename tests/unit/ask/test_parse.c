// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "ask/query.h"

static struct arena *arena;
static struct index dutch;

static int setup(void **state)
{
    (void)state;
    static const struct index_group groups[] = {
        { { "kind", 4 }, { "", 0 }, 0, 0 },
        { { "sector", 6 }, { "Sector", 6 }, 0, 0 },
    };
    arena = arena_new();
    dutch = (struct index){ .arena = arena,
                            .language = STR("nl"),
                            .stops = STR("aan de een het of"),
                            .groups = groups,
                            .group_count = 2 };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

// The query as it was understood: groups in brackets, the alternatives of one
// between bars, `-` for what is left out, `*` for what may be half a word.
static str understood(struct index *index, str text)
{
    struct query query = { .index = index, .arena = arena, .whole = text, .prefix = true };
    const struct group_list *lists[] = { &query.asked, &query.excluded };
    struct buf told = { 0 };
    query_parse(&query);
    for (size_t l = 0; l < 2; l++)
        for (size_t g = 0; g < lists[l]->count; g++) {
            buf_add_char(&told, '[');
            for (size_t c = 0; c < lists[l]->at[g].count; c++) {
                const struct choice *choice = lists[l]->at[g].at[c];
                buf_add_format(&told, "%s%s%.*s%s", c > 0 ? " / " : "",
                               choice->is_excluded ? "-" : "", STR_ARGS(choice->key),
                               choice->is_prefix ? "*" : "");
            }
            buf_add_char(&told, ']');
        }
    str copy = arena_copy(arena, buf_view(&told));
    buf_release(&told);
    return copy;
}

static void assert_understood(const char *query, const char *wanted)
{
    str told = understood(&dutch, str_from_c(query));
    if (!str_equal(told, str_from_c(wanted)))
        fail_msg("%s: '%.*s' is not '%s'", query, STR_ARGS(told), wanted);
}

static void test_queries__are_words(void **state)
{
    (void)state;
    assert_understood("vrije ruimte", "[vrije][ruimte*]");
    assert_understood("Vrije ruimte. ", "[vrije][ruimte]");
    assert_understood("zorg zorg", "[zorg]");
    assert_understood("", "");
    assert_understood(" . ", "");
}

// No word is known here.
static void test_chains__that_are_nowhere_are_asked_as_their_words(void **state)
{
    (void)state;
    assert_understood("cli\xC3\xABnt-therapeut", "[client][therapeut*]");
    assert_understood("rust de-zorg-aan-huis rust", "[rust][zorg][huis]");
    assert_understood("a-b-c-d-e-f", "[a][b][c][d][e][f*]");
    assert_understood("zorg of jeugd-zorg", "[zorg / jeugdzorg|jeugd,zorg*]");
    assert_understood("zorg -jeugd-zorg", "[zorg][-jeugdzorg|jeugd,zorg]");
    assert_understood("de-het", "[dehet*]");
}

static void test_stop_words__count_only_when_there_is_nothing_else(void **state)
{
    (void)state;
    assert_understood("de zorg", "[zorg*]");
    assert_understood("de het", "[de][het*]");
    assert_understood("de \"het\"", "[\"het\"]");
}

static void test_phrases__stand_between_quotes_of_any_kind(void **state)
{
    (void)state;
    assert_understood("\"vrije ruimte\" zorg", "[\"vrije ruimte\"][zorg*]");
    assert_understood("\xE2\x80\x9Evrije ruimte\xE2\x80\x9D", "[\"vrije ruimte\"]");
    assert_understood("\xC2\xABvrije de ruimte\xC2\xBB", "[\"vrije de ruimte\"]");
    assert_understood("a\"vrije ruimte\"b", "[a][\"vrije ruimte\"][b*]");
    assert_understood("\"vrije ruimte", "[vrije][ruimte*]");
    assert_understood("\"\" zorg \"...\"", "[zorg]");
}

static void test_a_minus__leaves_out(void **state)
{
    (void)state;
    assert_understood("zorg -jeugd", "[zorg][-jeugd]");
    assert_understood("-jeugd zorg", "[zorg*][-jeugd]");
    assert_understood("zorg -\"vrije ruimte\"", "[zorg][-\"vrije ruimte\"]");
    assert_understood("zorg - jeugd", "[zorg][jeugd*]");
    assert_understood("jeugd-zorg", "[jeugd][zorg*]");
    assert_understood("--zorg", "[zorg*]");
    assert_understood("-sector:ggz", "[ggz*][-sector]");
}

static void test_of__makes_one_group_of_two(void **state)
{
    (void)state;
    assert_understood("zorg of hulp", "[zorg / hulp*]");
    assert_understood("zorg OF hulp of steun rust", "[zorg / hulp / steun][rust*]");
    assert_understood("zorg of \"vrije ruimte\"", "[zorg / \"vrije ruimte\"]");
    assert_understood("of hulp", "[hulp*]");
    assert_understood("zorg of", "[zorg]");
    assert_understood("zorg of de", "[zorg]");
    assert_understood("zorg, of hulp", "[zorg][hulp*]");
    assert_understood("zorg of -hulp", "[zorg][-hulp]");
    assert_understood("zorg or hulp", "[zorg][or][hulp*]");
    assert_understood("zorg of \"\" hulp", "[zorg][hulp*]");
    struct index english = dutch;
    english.language = STR("en");
    assert_true(str_equal(understood(&english, STR("care or help")), STR("[care / help*]")));
}

// No value of the vocabulary is known here: what looks like a filter is words.
static void test_filters__of_no_known_value_are_words(void **state)
{
    (void)state;
    assert_understood("sector:ggz", "[sector][ggz*]");
    assert_understood("onbekend:ggz hulp", "[onbekend][ggz][hulp*]");
    assert_understood("onbekend:\"a b\"", "[onbekend][a][b]");
    assert_understood("https://x.nl/", "[https][x][nl]");
    assert_true(group_named(&dutch, arena, STR("SECTOR")) == 1);
    assert_true(group_named(&dutch, arena, STR("soort")) == 0);
    assert_true(group_named(&dutch, arena, STR("")) == STR_NONE);
    assert_true(group_named(&dutch, arena, STR("thema")) == STR_NONE);
}

static void test_queries__have_at_most_sixteen_groups_and_a_thousand_characters(void **state)
{
    (void)state;
    struct buf text = { 0 };
    for (int i = 0; i < 40; i++)
        buf_add_format(&text, "woord%d -niet%d ", i, i);
    struct query query = { .index = &dutch, .arena = arena, .whole = buf_view(&text) };
    query_parse(&query);
    assert_int_equal(query.asked.count, GROUPS_MOST);
    assert_int_equal(query.excluded.count, GROUPS_MOST);
    buf_clear(&text);
    for (int i = 0; i < 3000; i++)
        buf_add_char(&text, 'a');
    struct query endless = { .index = &dutch, .arena = arena, .whole = buf_view(&text) };
    query_parse(&endless);
    assert_int_equal(endless.text.len, 1000);
    buf_clear(&text);
    for (int i = 0; i < 999; i++)
        buf_add_char(&text, 'a');
    buf_add(&text, STR("\xF0\x9F\x98\x80 b"));
    struct query cut = {
        .index = &dutch, .arena = arena, .whole = buf_view(&text), .prefix = true
    };
    query_parse(&cut);
    assert_int_equal(cut.text.len, 999);
    assert_false(cut.asked.at[0].at[0]->is_prefix);
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries__are_words),
        cmocka_unit_test(test_chains__that_are_nowhere_are_asked_as_their_words),
        cmocka_unit_test(test_stop_words__count_only_when_there_is_nothing_else),
        cmocka_unit_test(test_phrases__stand_between_quotes_of_any_kind),
        cmocka_unit_test(test_a_minus__leaves_out),
        cmocka_unit_test(test_of__makes_one_group_of_two),
        cmocka_unit_test(test_filters__of_no_known_value_are_words),
        cmocka_unit_test(test_queries__have_at_most_sixteen_groups_and_a_thousand_characters),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
