// SPDX-License-Identifier: EUPL-1.2
#include "difference/difference.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <git2.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

// ---- Words ----

// "de [-oude-] {+nieuwe+} fiets", with `...` for what is left out.
static const char *words_of(str a, str b)
{
    static const char *const before[] = { "", "[-", "{+", "..." };
    static const char *const behind[] = { "", "-]", "+}", "" };
    struct phrase_list phrases = difference_words(arena, a, b);
    struct buf told = { 0 };
    for (size_t i = 0; i < phrases.count; i++) {
        const struct phrase *phrase = &phrases.at[i];
        buf_add(&told, phrase->spaced ? STR(" ") : STR(""));
        buf_add(&told, str_from_c(before[phrase->kind]));
        buf_add(&told, phrase->text);
        buf_add(&told, str_from_c(behind[phrase->kind]));
    }
    const char *text = arena_c_string(arena, buf_view(&told));
    buf_release(&told);
    return text;
}

#define assert_words(a, b, told) assert_string_equal(words_of(STR(a), STR(b)), told)

static void test_words__a_changed_word_stands_beside_the_one_it_was(void **state)
{
    (void)state;
    assert_words("Vraag de naaste om hulp.", "Vraag de mantelzorger om hulp.",
                 "Vraag de [-naaste-] {+mantelzorger+} om hulp.");
    assert_words("Een goed gesprek.", "Een gesprek.", "Een [-goed-] gesprek.");
    assert_words("Een gesprek.", "Een goed gesprek.", "Een {+goed+} gesprek.");
    assert_words("Hetzelfde.", "Hetzelfde.", "Hetzelfde.");
}

static void test_words__a_sign_changes_alone(void **state)
{
    (void)state;
    assert_words("Rust, ruimte en hoop.", "Rust; ruimte en hoop!",
                 "Rust[-,-]{+;+} ruimte en hoop[-.-]{+!+}");
    assert_words("(zie 1.5)", "(zie 1.6)", "(zie [-1.5-] {+1.6+})");
    assert_words("Zeg \xE2\x80\x9Cja\xE2\x80\x9D.", "Zeg ja.",
                 "Zeg [-\xE2\x80\x9C-] ja[-\xE2\x80\x9D-].");
}

static void test_words__apostrophes_hyphens_and_accents_are_in_words(void **state)
{
    (void)state;
    assert_words("zo'n e-mail", "zo'n brief", "zo'n [-e-mail-] {+brief+}");
    assert_words("de cliënt", "de client", "de [-cliënt-] {+client+}");
    assert_words("één vrij uur per week", "een vrij uur per week",
                 "[-één-]{+een+} vrij uur per week");
}

static void test_words__a_few_words_that_stayed_between_many_that_changed_go_with_them(void **state)
{
    (void)state;
    assert_words(
        "Bel dan altijd eerst de huisarts en wacht op antwoord.",
        "Ga samen praten met de ervaringsdeskundige in het buurthuis.",
        "[-Bel dan altijd eerst de huisarts en wacht op antwoord-]{+Ga samen praten met de "
        "ervaringsdeskundige in het buurthuis+}.");
}

static void test_words__of_long_stretches_that_stayed_only_the_ends_are_given(void **state)
{
    (void)state;
    struct buf old = { 0 };
    struct buf new = { 0 };
    buf_add(&new, STR("Begin "));
    for (int i = 0; i < 100; i++) {
        buf_add_format(&old, "%d ", i);
        buf_add_format(&new, "%d ", i);
    }
    buf_add(&new, STR("eind"));
    const char *told = words_of(buf_view(&old), buf_view(&new));
    assert_true(strncmp(told, "{+Begin+} 0 1 2", 15) == 0);
    assert_non_null(strstr(told, " 18 19 ... 80 81 "));
    assert_non_null(strstr(told, " 98 99 {+eind+}"));
    buf_release(&old);
    buf_release(&new);
}

static void test_words__nothing_and_everything(void **state)
{
    (void)state;
    assert_words("", "", "");
    assert_words("", "Iets.", "{+Iets.+}");
    assert_words("Iets.", "", "[-Iets.-]");
    assert_words(" \n\t", "Iets.", "{+Iets.+}");
    // What is no UTF-8 is never asked, and does no harm.
    assert_words("a \xFF\xC3 b", "a b", "a [-\xFF\xC3-] b");
}

// What was removed and what stayed makes the old text, what was added and what
// stayed the new one, for any text.
static void test_words__both_texts_can_be_made_of_the_pieces(void **state)
{
    (void)state;
    static const char *const some[] = {
        "a", "b", "c,", "d-e", "\xC3\xA9\xC3\xA9n", "1.5", "\"f\""
    };
    uint32_t seed = 4;
    for (int round = 0; round < 2000; round++) {
        struct buf texts[2] = { { 0 }, { 0 } };
        struct buf made[2] = { { 0 }, { 0 } };
        for (int side = 0; side < 2; side++)
            for (unsigned i = 0; i < 1 + seed % 13; i++) {
                seed = seed * 1664525 + 1013904223;
                buf_add(&texts[side], STR(" "));
                buf_add(&texts[side], str_from_c(some[(seed >> 16) % 7]));
            }
        struct phrase_list phrases =
            difference_words(arena, buf_view(&texts[0]), buf_view(&texts[1]));
        for (size_t i = 0; i < phrases.count; i++)
            for (int side = 0; side < 2; side++)
                if (phrases.at[i].kind != (side == 0 ? PHRASE_ADDED : PHRASE_REMOVED))
                    buf_add(&made[side], phrases.at[i].text);
        for (int side = 0; side < 2; side++) {
            size_t len = 0;
            for (size_t i = 0; i < texts[side].len; i++)
                if (texts[side].at[i] != ' ')
                    texts[side].at[len++] = texts[side].at[i];
            texts[side].len = len;
            len = 0;
            for (size_t i = 0; i < made[side].len; i++)
                if (made[side].at[i] != ' ')
                    made[side].at[len++] = made[side].at[i];
            made[side].len = len;
            assert_true(str_equal(buf_view(&texts[side]), buf_view(&made[side])));
            buf_release(&texts[side]);
            buf_release(&made[side]);
        }
        arena_reset(arena);
    }
}

// ---- Paragraphs ----

// "=0:0 ~1:1 -2 +2"
static const char *edits_of(const str *a, size_t count_a, const str *b, size_t count_b)
{
    struct edit_list edits = difference_paragraphs(arena, a, count_a, b, count_b);
    struct buf told = { 0 };
    for (size_t i = 0; i < edits.count; i++) {
        const struct edit *edit = &edits.at[i];
        if (edit->kind == EDIT_SAME || edit->kind == EDIT_CHANGED)
            buf_add_format(&told, " %c%zu:%zu", "=~"[edit->kind], edit -> a, edit -> b);
        else if (edit->kind == EDIT_REMOVED)
            buf_add_format(&told, " -%zu", edit->a);
        else
            buf_add_format(&told, " +%zu", edit->b);
    }
    const char *text = arena_c_string(arena, str_after(buf_view(&told), told.len > 0));
    buf_release(&told);
    return text;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void test_paragraphs__changed_added_and_removed(void **state)
{
    (void)state;
    const str a[] = { STR("Vooraf."), STR("Vraag wat iemand zelf wil, en schrijf dat op."),
                      STR("Dit staat er straks niet meer."), STR("Slot.") };
    const str b[] = { STR("Vooraf."), STR("Iets heel anders komt hiervoor te staan."),
                      STR("Vraag wat iemand zelf wil en waarom, en schrijf dat op."),
                      STR("Slot.") };
    assert_string_equal(edits_of(a, COUNT(a), b, COUNT(b)), "=0:0 +1 ~1:2 -2 =3:3");
}

static void test_paragraphs__those_most_alike_belong_together(void **state)
{
    (void)state;
    const str a[] = { STR("een twee drie vier"), STR("vijf zes zeven acht") };
    const str b[] = { STR("vijf zes zeven negen"), STR("een twee drie tien") };
    // Only one of the two pairs stands in its order.
    assert_string_equal(edits_of(a, COUNT(a), b, COUNT(b)), "-0 ~1:0 +1");
}

static void test_paragraphs__nothing_on_a_side(void **state)
{
    (void)state;
    const str text[] = { STR("een"), STR("twee") };
    assert_string_equal(edits_of(NULL, 0, NULL, 0), "");
    assert_string_equal(edits_of(text, 2, NULL, 0), "-0 -1");
    assert_string_equal(edits_of(NULL, 0, text, 2), "+0 +1");
}

// ---- Much ----

enum { MANY = 100000 };

static str *numbered(const char *format, unsigned step)
{
    str *texts = ARENA_ARRAY(arena, str, MANY);
    struct buf text = { 0 };
    for (unsigned i = 0; i < MANY; i++) {
        buf_clear(&text);
        for (unsigned n = i * step; n > 0; n /= 26)
            buf_add_char(&text, (char)('a' + n % 26));
        buf_add(&text, str_from_c(format));
        texts[i] = arena_copy(arena, buf_view(&text));
    }
    buf_release(&text);
    return texts;
}

static size_t count_edits(struct edit_list edits, enum edit_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < edits.count; i++)
        count += edits.at[i].kind == kind;
    return count;
}

static void test_much__equal_changed_and_all_different_paragraphs(void **state)
{
    (void)state;
    str *a = numbered(" een twee drie", 1);
    str *b = numbered(" een twee drie vier", 1);
    str *c = numbered("Q", 1);
    assert_int_equal(count_edits(difference_paragraphs(arena, a, MANY, a, MANY), EDIT_SAME), MANY);
    assert_int_equal(count_edits(difference_paragraphs(arena, a, MANY, b, MANY), EDIT_CHANGED),
                     MANY);
    struct edit_list edits = difference_paragraphs(arena, a, MANY, c, MANY);
    assert_int_equal(count_edits(edits, EDIT_REMOVED), MANY);
    assert_int_equal(count_edits(edits, EDIT_ADDED), MANY);
    assert_int_equal(count_edits(difference_paragraphs(arena, a, MANY, c, 3), EDIT_REMOVED), MANY);
}

static str joined(const str *texts)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < MANY; i++) {
        buf_add(&all, texts[i]);
        buf_add_char(&all, ' ');
    }
    str copy = arena_copy(arena, buf_view(&all));
    buf_release(&all);
    return copy;
}

// Two texts of the same words, each in another order: what an honest search for
// the shortest difference takes hours for.
static void test_much__words_in_another_order(void **state)
{
    (void)state;
    str a = joined(numbered("", 1));
    str b = joined(numbered("", 7919));
    assert_true(difference_words(arena, a, b).count > 0);
    assert_true(difference_words(arena, a, STR("")).count == 1);
    assert_true(difference_words(arena, joined(numbered("", 0)), a).count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_words__a_changed_word_stands_beside_the_one_it_was,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words__a_sign_changes_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words__apostrophes_hyphens_and_accents_are_in_words,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_words__a_few_words_that_stayed_between_many_that_changed_go_with_them, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            test_words__of_long_stretches_that_stayed_only_the_ends_are_given, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words__nothing_and_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words__both_texts_can_be_made_of_the_pieces, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_paragraphs__changed_added_and_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_paragraphs__those_most_alike_belong_together, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_paragraphs__nothing_on_a_side, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_much__equal_changed_and_all_different_paragraphs,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_much__words_in_another_order, set_up, tear_down),
    };
    git_libgit2_init();
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    git_libgit2_shutdown();
    return failures;
}
