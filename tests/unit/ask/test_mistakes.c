// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "ask/mistakes.h"

static unsigned between(const char *word, const char *meant)
{
    return mistakes(str_from_c(word), str_from_c(meant), 2);
}

static void test_letters__added_left_out_or_swapped_are_one_mistake(void **state)
{
    (void)state;
    assert_int_equal(between("schulden", "schulden"), 0);
    assert_int_equal(between("schuldden", "schulden"), 1);
    assert_int_equal(between("schulen", "schulden"), 1);
    assert_int_equal(between("shculden", "schulden"), 1);
    assert_int_equal(between("agst", "angst"), 1);
    assert_int_equal(between("huis", "verhuizing"), 3);
}

static void test_letters__are_replaced_by_those_that_are_like_them(void **state)
{
    (void)state;
    assert_int_equal(between("angzt", "angst"), 1);       // sounds alike
    assert_int_equal(between("schulfen", "schulden"), 1); // beside it on a keyboard
    assert_int_equal(between("eenzaamhaid", "eenzaamheid"), 1);
    assert_int_equal(between("geslagen", "geslapen"), 3);
    assert_int_equal(between("opgesloten", "afgesloten"), 3);
}

static void test_words__of_four_letters_with_another_letter_are_other_words(void **state)
{
    (void)state;
    assert_int_equal(between("hoer", "hier"), 3);
    assert_int_equal(between("heir", "hier"), 1);
    assert_int_equal(mistakes(STR("hoer"), STR("hier"), 1), 2);
}

static void test_words__that_are_too_long_are_too_far(void **state)
{
    (void)state;
    char text[60];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = 'a';
    assert_int_equal(mistakes((str){ text, 40 }, (str){ text, 40 }, 2), 0);
    assert_int_equal(mistakes((str){ text, 41 }, (str){ text, 41 }, 2), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters__added_left_out_or_swapped_are_one_mistake),
        cmocka_unit_test(test_letters__are_replaced_by_those_that_are_like_them),
        cmocka_unit_test(test_words__of_four_letters_with_another_letter_are_other_words),
        cmocka_unit_test(test_words__that_are_too_long_are_too_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
