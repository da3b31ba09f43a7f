// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "format/forms.h"
#include "format/words.h"

#include <string.h>

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

static void add_word(void *context, str word)
{
    struct buf *words = context;
    if (words->len > 0)
        buf_add_char(words, ' ');
    buf_add(words, word);
}

// The numbers are its first bytes.
static void take_word(void *context, str word, uint64_t low, uint64_t high)
{
    char start[WORD_START] = { 0 };
    memcpy(start, word.at, word.len < WORD_START ? word.len : WORD_START);
    assert_memory_equal(start, &low, sizeof low);
    assert_memory_equal(start + sizeof low, &high, sizeof high);
    add_word(context, word);
}

static void check_words(const char *text, const char *wanted)
{
    struct buf words = { 0 };
    words_each(str_from_c(text), arena, take_word, &words);
    if (!str_equal(buf_view(&words), str_from_c(wanted)))
        fail_msg("'%s' gave '%.*s', not '%s'", text, STR_ARGS(buf_view(&words)), wanted);
    buf_release(&words);
}

static void test_words__are_lower_case_and_without_diacritics(void **state)
{
    (void)state;
    check_words("Cliënten EN coördinatie", "clienten en coordinatie");
    check_words("cafe\xCC\x81 (gesplitst)", "cafe gesplitst");
    check_words("Straße, Łódź, Søren, Işık", "strasse lodz soren isik");
    check_words("ĳs en ĲS", "ijs en ijs");
    check_words("Ελλάς и Ёлка", "ελλασ и елка");
}

static void test_words__keep_apostrophes_inside_and_lose_a_final_s(void **state)
{
    (void)state;
    check_words("foto's, foto’s, auto‘s", "foto foto auto");
    check_words("'s ochtends zo'n 'citaat'", "s ochtends zo'n citaat");
}

static void test_words__with_hyphens_count_whole_and_in_parts(void **state)
{
    (void)state;
    check_words("cliënt-therapeut", "client therapeut clienttherapeut");
    check_words("zorg- en -welzijn --", "zorg en welzijn");
    check_words("a-b-c-d-e", "a b c d e");
    check_words("één\xE2\x80\x91op\xE2\x80\x91één", "een op een eenopeen");
}

static void test_words__of_letters_and_dots_are_abbreviations(void **state)
{
    (void)state;
    check_words("de g.g.z. o.a. d.w.z", "de ggz oa dwz");
    check_words("eind.begin a.bc 1.2.3 v.2", "eind begin a bc 1 2 3 v 2");
}

static void test_words__lose_soft_hyphens_and_joiners(void **state)
{
    (void)state;
    check_words("schuld\xC2\xADhulp\xE2\x80\x8Bverlening", "schuldhulpverlening");
}

static void test_words__may_be_broken_bytes(void **state)
{
    (void)state;
    check_words("a\xFF\x80"
                "b \xC3",
                "a b");
}

static void test_words__are_cut_at_forty_characters(void **state)
{
    (void)state;
    char text[1000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    char wanted[41];
    memset(wanted, 'a', 40);
    wanted[40] = '\0';
    check_words(text, wanted);
}

// ---- Forms ----

static void check_candidates(const char *word, const char *wanted)
{
    struct candidates candidates;
    form_candidates(str_from_c(word), &candidates);
    struct buf all = { 0 };
    for (size_t i = 0; i < candidates.count; i++)
        add_word(&all, candidates.at[i]);
    if (!str_equal(buf_view(&all), str_from_c(wanted)))
        fail_msg("'%s' gave '%.*s', not '%s'", word, STR_ARGS(buf_view(&all)), wanted);
    buf_release(&all);
}

static void test_forms__follow_the_spelling_of_plurals_and_verbs(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        const char *candidates;
    } cases[] = {
        { "schulden", "schulde schuld" },
        { "gezinnen", "gezinne gezin" },
        { "huizen", "huize huis" },
        { "brieven", "brieve brief" },
        { "jaren", "jaar jar" },
        { "lopen", "loop lop" },
        { "grote", "groot grot" },
        { "ideeen", "ideee idee" },
        { "gemeenten", "gemeente gemeent" },
        { "vaders", "vader" },
        { "werkt", "werk" },
        { "gezin", "" },
        { "geweld", "" },
        { "autisme", "autism" },
        { "alleen", "allee" },
        { "is", "" },
        { "zit", "" },
        { "pass", "" },
        { "ggz2en", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_candidates(cases[i].word, cases[i].candidates);
}

static void test_forms__verbs_need_a_third_form(void **state)
{
    (void)state;
    struct candidates witnesses;
    assert_true(form_needs_witness(STR("werkt"), STR("werk"), &witnesses));
    assert_int_equal(witnesses.count, 1);
    assert_true(str_equal(witnesses.at[0], STR("werken")));
    assert_true(form_needs_witness(STR("plant"), STR("plan"), &witnesses));
    assert_true(str_equal(witnesses.at[0], STR("plannen")));
    assert_false(form_needs_witness(STR("werken"), STR("werk"), &witnesses));
}

static void test_forms__words_that_only_look_like_one_are_left_alone(void **state)
{
    (void)state;
    assert_true(form_protected(STR("links")));
    assert_true(form_protected(STR("polis")));
    assert_false(form_protected(STR("schulden")));
    assert_false(form_protected(STR("link")));
}

static void test_stop_words__depend_on_the_language(void **state)
{
    (void)state;
    assert_true(stop_word(stop_words(STR("nl")), STR("de")));
    assert_false(stop_word(stop_words(STR("tr")), STR("de")));
    assert_false(stop_word(stop_words(STR("nl")), STR("the")));
    assert_true(stop_word(stop_words(STR("en")), STR("the")));
    assert_false(stop_word(stop_words(STR("nl")), STR("zorg")));
    assert_false(stop_word(stop_words(STR("nl")), STR("")));
    assert_false(stop_word(stop_words(STR("nl")), STR("ou")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__are_lower_case_and_without_diacritics),
        cmocka_unit_test(test_words__keep_apostrophes_inside_and_lose_a_final_s),
        cmocka_unit_test(test_words__with_hyphens_count_whole_and_in_parts),
        cmocka_unit_test(test_words__of_letters_and_dots_are_abbreviations),
        cmocka_unit_test(test_words__lose_soft_hyphens_and_joiners),
        cmocka_unit_test(test_words__may_be_broken_bytes),
        cmocka_unit_test(test_words__are_cut_at_forty_characters),
        cmocka_unit_test(test_forms__follow_the_spelling_of_plurals_and_verbs),
        cmocka_unit_test(test_forms__verbs_need_a_third_form),
        cmocka_unit_test(test_forms__words_that_only_look_like_one_are_left_alone),
        cmocka_unit_test(test_stop_words__depend_on_the_language),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
