// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/hash.h"
#include "collection/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 4000 };

// As many days after each other.
static void wishes_fill(struct wish *wishes)
{
    for (unsigned i = 0; i < COUNT; i++) {
        char address[24];
        snprintf(address, sizeof address, "verhalen/%u/", i);
        wishes[i] = (struct wish){ hash_64(str_from_c(address)), date_after_days(10000 + i) };
    }
}

// The number of each.
static void numbers_read(const struct wish *wishes, size_t count, size_t space, uint32_t *numbers)
{
    uint32_t *places = numbers_give(wishes, count, space);
    memset(numbers, 0xff, count * sizeof *numbers);
    for (size_t i = 0; i < space; i++)
        if (places[i] != NO_WISH) {
            assert_true(places[i] < count && numbers[places[i]] == NO_WISH);
            numbers[places[i]] = (uint32_t)i;
        }
    for (size_t i = 0; i < count; i++)
        assert_true(numbers[i] < space);
    free(places);
}

static size_t moved(const uint32_t *a, const uint32_t *b, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += a[i] != b[i];
    return found;
}

static void test_numbers__of_all_others_stay_when_one_is_published(void **state)
{
    (void)state;
    struct wish wishes[COUNT];
    uint32_t before[COUNT];
    uint32_t now[COUNT];
    wishes_fill(wishes);
    size_t space = COUNT * 5 / 4;
    numbers_read(wishes, COUNT - 500, space, before);
    for (size_t count = COUNT - 499; count <= COUNT; count++) {
        numbers_read(wishes, count, space, now);
        assert_int_equal(moved(before, now, COUNT - 500), 0);
    }
}

static void test_numbers__of_few_others_move_when_one_goes(void **state)
{
    (void)state;
    struct wish wishes[COUNT];
    uint32_t before[COUNT];
    uint32_t now[COUNT];
    size_t sum = 0;
    wishes_fill(wishes);
    size_t space = COUNT * 5 / 4;
    numbers_read(wishes, COUNT, space, before);
    for (size_t gone = 0; gone < 100; gone++) {
        struct wish rest[COUNT];
        memcpy(rest, wishes, sizeof wishes);
        rest[gone * 40] = rest[COUNT - 1];
        numbers_read(rest, COUNT - 1, space, now);
        before[gone * 40] ^= NO_WISH;
        sum += moved(before, now, COUNT - 1);
        before[gone * 40] ^= NO_WISH;
    }
    // One of these is the last, who takes the index of the one that is gone.
    assert_true(sum < 100 * 4);
}

static void test_numbers__are_the_same_in_whatever_order_entries_come(void **state)
{
    (void)state;
    struct wish wishes[COUNT];
    struct wish turned[COUNT];
    uint32_t one[COUNT];
    uint32_t other[COUNT];
    wishes_fill(wishes);
    for (size_t i = 0; i < COUNT; i++)
        turned[i] = wishes[COUNT - 1 - i];
    numbers_read(wishes, COUNT, numbers_space(COUNT), one);
    numbers_read(turned, COUNT, numbers_space(COUNT), other);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(one[i], other[COUNT - 1 - i]);
}

static void test_numbers__are_given_to_entries_with_equal_hashes(void **state)
{
    (void)state;
    struct wish wishes[COUNT];
    uint32_t numbers[COUNT];
    memset(wishes, 0, sizeof wishes);
    numbers_read(wishes, COUNT, numbers_space(COUNT), numbers);
}

static void test_numbers__are_given_where_none_is_left_over(void **state)
{
    (void)state;
    struct wish wishes[COUNT];
    uint32_t numbers[COUNT];
    wishes_fill(wishes);
    numbers_read(wishes, COUNT, COUNT, numbers);
}

static void test_space__is_a_quarter_more_at_least_and_less_than_twice(void **state)
{
    (void)state;
    for (size_t count = 50; count < 100000; count += 77) {
        size_t space = numbers_space(count);
        assert_true(space * 4 >= count * 5 && space < count * 2);
    }
    assert_int_equal(numbers_space(0), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers__of_all_others_stay_when_one_is_published),
        cmocka_unit_test(test_numbers__of_few_others_move_when_one_goes),
        cmocka_unit_test(test_numbers__are_the_same_in_whatever_order_entries_come),
        cmocka_unit_test(test_numbers__are_given_to_entries_with_equal_hashes),
        cmocka_unit_test(test_numbers__are_given_where_none_is_left_over),
        cmocka_unit_test(test_space__is_a_quarter_more_at_least_and_less_than_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
