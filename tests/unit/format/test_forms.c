// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "format/forms.h"

// Ends of words: with every beginning they make words that rules may apply to.
static const char *const ends[] = { "",    "e",  "en", "s",   "t",   "te",  "den", "zen",
                                    "ven", "ie", "ee", "een", "aas", "oof", "is",  "el" };
static const char *const beginnings[] = { "b",    "ba",    "bo",     "kla",   "huiz",
                                          "rod",  "brie",  "geslo",  "werk",  "loo",
                                          "maan", "kleef", "schrij", "bloot", "verhaal" };
enum { ENDS = sizeof ends / sizeof *ends, BEGINNINGS = sizeof beginnings / sizeof *beginnings };

// Whether who looks for the words that may ask for `asked` finds `word`.
static void assert_is_reached(str word, str asked)
{
    size_t beginning = form_beginning(asked);
    assert_true(beginning > 0 && beginning <= asked.len);
    assert_true(str_starts(word, str_slice(asked, 0, beginning)));
    assert_true(word.len <= asked.len + FORM_TAIL_MOST);
    assert_true(asked.len <= word.len + FORM_TAIL_MOST);
}

static size_t assert_all_reached(str word)
{
    struct candidates bases;
    struct candidates witnesses;
    size_t asked = 0;
    form_candidates(word, &bases);
    for (size_t i = 0; i < bases.count; i++) {
        assert_is_reached(word, bases.at[i]);
        asked++;
        if (!form_needs_witness(word, bases.at[i], &witnesses))
            continue;
        for (size_t w = 0; w < witnesses.count; w++, asked++)
            assert_is_reached(word, witnesses.at[w]);
    }
    return asked;
}

static void test_forms__begin_like_all_that_they_may_be_forms_of(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t asked = 0;
    for (size_t b = 0; b < BEGINNINGS; b++)
        for (size_t e = 0; e < ENDS; e++)
            for (size_t m = 0; m < ENDS; m++)
                asked += assert_all_reached(arena_join(arena, (str[]){ str_from_c(beginnings[b]),
                                                                       str_from_c(ends[m]),
                                                                       str_from_c(ends[e]),
                                                                       { 0 } }));
    assert_true(asked > 1000);
    arena_free(arena);
}

static void test_irregular_words__are_found_from_their_bases(void **state)
{
    (void)state;
    static const char *const words[] = { "kinderen", "pleegkinderen", "wereldsteden", "overheden",
                                         "eieren" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char room[CANDIDATE_BYTES];
        str base;
        struct candidates found;
        bool is_there = false;
        assert_true(form_irregular(str_from_c(words[i]), room, &base));
        form_irregulars(base, &found);
        for (size_t k = 0; k < found.count; k++)
            is_there |= str_equal(found.at[k], str_from_c(words[i]));
        assert_true(is_there);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms__begin_like_all_that_they_may_be_forms_of),
        cmocka_unit_test(test_irregular_words__are_found_from_their_bases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
