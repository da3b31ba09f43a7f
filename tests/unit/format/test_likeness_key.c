// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "format/likeness_key.h"

static void expect_key(const char *word, size_t length, bool by_end, const char *key)
{
    char room[LIKENESS_KEY_MOST];
    str found = likeness_key_fill(room, str_from_c(word), length, by_end);
    assert_int_equal(found.len, str_from_c(key).len);
    assert_memory_equal(found.at, key, found.len);
}

static void test_a_short_word__has_its_length_behind_a_letter(void **state)
{
    (void)state;
    expect_key("hulp", 4, false, "H$ulp");
    expect_key("hulp", 4, true, "p$luh");
    expect_key("schulden", 8, false, "S(chulden");
}

static void test_a_long_word__has_its_length_behind_three_letters(void **state)
{
    (void)state;
    expect_key("schuldhulp", 10, false, "Sch*uldhulp");
    expect_key("schuldhulp", 10, true, "plu*hdluhcs");
}

static void test_a_word__has_a_key_among_longer_and_shorter_ones(void **state)
{
    (void)state;
    expect_key("schulden", 9, false, "Sch)ulden");
    expect_key("schuldens", 8, false, "S(chuldens");
}

static void test_a_key__tells_the_word(void **state)
{
    (void)state;
    static const char *const words[] = { "hul", "schulden", "schuldhulp",
                                         "abcdefghijklmnopqrstuvwxy" };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int by_end = 0; by_end < 2; by_end++) {
            char room[LIKENESS_KEY_MOST];
            str word = str_from_c(words[i]);
            str key = likeness_key_fill(room, word, word.len, by_end != 0);
            assert_true(str_equal(likeness_word(arena, key, by_end != 0), word));
        }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_short_word__has_its_length_behind_a_letter),
        cmocka_unit_test(test_a_long_word__has_its_length_behind_three_letters),
        cmocka_unit_test(test_a_word__has_a_key_among_longer_and_shorter_ones),
        cmocka_unit_test(test_a_key__tells_the_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
