// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "format/slices.h"

#include <string.h>

static str slice_of(struct buf *to, str data, size_t unit)
{
    struct press *press = press_new();
    buf_clear(to);
    size_t len = slice_add(to, press, data, unit);
    press_free(press);
    assert_int_equal(len, to->len);
    return buf_view(to);
}

static void test_slices__come_back_as_they_went(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf slice = { 0 };
    static char text[200000];
    memset(text, 'a', sizeof text);
    static const size_t lengths[] = { 0, 1, 23, 24, 25, 4000, sizeof text };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        str data;
        assert_true(slice_open(arena, slice_of(&slice, (str){ text, lengths[i] }, 1), &data));
        assert_int_equal(data.len, lengths[i]);
        assert_memory_equal(data.at, text, lengths[i]);
    }
    assert_true(slice.len < 1000);
    buf_release(&slice);
    arena_free(arena);
}

static void test_slices__are_a_multiple_of_their_unit(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf slice = { 0 };
    str data;
    assert_int_equal(slice_of(&slice, STR("een verhaal over een verhaal over een"), 16).len % 16,
                     0);
    assert_true(slice_open(arena, buf_view(&slice), &data));
    assert_true(str_starts(data, STR("een verhaal over een verhaal over een")));
    buf_release(&slice);
    arena_free(arena);
}

static void test_slices__of_which_one_bit_is_wrong_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf slice = { 0 };
    str data;
    slice_of(&slice, STR("schuldhulpverlening en schuldhulpverlening en schuld"), 1);
    for (size_t bit = 0; bit < slice.len * 8; bit++) {
        slice.at[bit / 8] ^= (char)(1 << bit % 8);
        assert_false(slice_open(arena, buf_view(&slice), &data));
        slice.at[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (size_t len = 0; len < slice.len; len++)
        assert_false(slice_open(arena, str_slice(buf_view(&slice), 0, len), &data));
    assert_true(slice_open(arena, buf_view(&slice), &data));
    buf_release(&slice);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slices__come_back_as_they_went),
        cmocka_unit_test(test_slices__are_a_multiple_of_their_unit),
        cmocka_unit_test(test_slices__of_which_one_bit_is_wrong_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
