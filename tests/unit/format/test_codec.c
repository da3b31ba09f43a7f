// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "format/codec.h"

#include <string.h>

static void test_varints__come_back_as_they_went(void **state)
{
    (void)state;
    static const uint64_t numbers[] = { 0, 1, 127, 128, 16383, 16384, 1u << 31, (1ull << 53) - 1 };
    struct buf bytes = { 0 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        varint_add(&bytes, numbers[i]);
    struct cursor cursor = { .bytes = buf_view(&bytes) };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_int_equal(cursor_varint(&cursor), numbers[i]);
    assert_false(cursor.broken);
    assert_int_equal(cursor_varint(&cursor), 0);
    assert_true(cursor.broken);
    buf_release(&bytes);
}

static void test_cursors__stop_at_the_end_of_broken_bytes(void **state)
{
    (void)state;
    struct cursor endless = { .bytes = STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF") };
    assert_int_equal(cursor_varint(&endless), 0);
    assert_true(endless.broken);
    struct cursor text = { .bytes = STR("\x05"
                                        "abc") };
    assert_int_equal(cursor_text(&text).len, 0);
    assert_true(text.broken);
    struct cursor huge = { .bytes = STR("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F") };
    assert_int_equal(cursor_text(&huge).len, 0);
    assert_true(huge.broken);
}

static void test_levels__are_at_most_what_they_stand_for(void **state)
{
    (void)state;
    for (unsigned level = 1; level < LEVEL_COUNT; level++)
        assert_true(level_value(level) > level_value(level - 1) || level < 4);
    assert_int_equal(level_of(0), 0);
    assert_int_equal(level_of(-1), 0);
    assert_int_equal(level_of(1e300), LEVEL_COUNT - 1);
    for (double impact = 0.02; impact < 500; impact *= 1.07) {
        unsigned level = level_of(impact);
        assert_true(level_value(level) <= impact * 256);
        assert_true(level_value(level + 1) + 1 > impact * 256);
    }
}

static void check_list(const struct posting *postings, size_t count)
{
    struct buf bytes = { 0 };
    struct posting back[600];
    postings_add(&bytes, postings, count);
    size_t middle = bytes.len;
    passages_add(&bytes, postings, count);
    struct cursor cursor = { .bytes = buf_view(&bytes) };
    assert_true(postings_read(&cursor, back, count, 100000));
    assert_int_equal(cursor.at, middle);
    assert_true(passages_read(&cursor, back, count));
    assert_int_equal(cursor.at, bytes.len);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(back[i].page, postings[i].page);
        assert_int_equal(back[i].level, postings[i].level);
        assert_int_equal(back[i].told.more, postings[i].told.more);
        assert_int_equal(back[i].told.count, postings[i].told.count);
        assert_memory_equal(back[i].told.at, postings[i].told.at, postings[i].told.count);
    }
    // No prefix of it is a list of as many.
    for (size_t len = 0; len < middle; len++) {
        struct cursor cut = { .bytes = { bytes.at, len } };
        assert_false(postings_read(&cut, back, count, 100000));
    }
    for (size_t len = middle; len < bytes.len; len++) {
        struct cursor cut = { .bytes = { bytes.at, len }, .at = middle };
        assert_false(passages_read(&cut, back, count));
    }
    buf_release(&bytes);
}

static void test_lists__come_back_as_they_went(void **state)
{
    (void)state;
    struct posting postings[600];
    check_list((struct posting[]){ { .page = 0 } }, 1);
    check_list((struct posting[]){ { 99999, 63, { 1, false, { 199 } } },
                                   { 5, 40, { 0 } },
                                   { 6, 40, { 8, true, { 0, 1, 5, 6, 7, 8, 9, 190 } } },
                                   { 0, 39, { 2, false, { 0, 255 } } } },
               4);
    for (uint32_t i = 0; i < 600; i++)
        postings[i] =
            (struct posting){ i % 200 * 317 + i / 200, (uint8_t)(30 - i / 200 * 15), { 0 } };
    check_list(postings, 600);
}

static void test_lists__raise_what_is_too_far_below(void **state)
{
    (void)state;
    struct buf bytes = { 0 };
    struct posting back[2];
    postings_add(&bytes, (struct posting[]){ { 7, 63, { 0 } }, { 8, 1, { 0 } } }, 2);
    struct cursor cursor = { .bytes = buf_view(&bytes) };
    assert_true(postings_read(&cursor, back, 2, 9));
    assert_int_equal(back[1].page, 8);
    assert_int_equal(back[1].level, 32);
    buf_release(&bytes);
}

static void test_lists__name_no_page_that_is_not_there(void **state)
{
    (void)state;
    struct buf bytes = { 0 };
    struct posting back[1];
    postings_add(&bytes, (struct posting[]){ { 7, 3, { 0 } } }, 1);
    struct cursor cursor = { .bytes = buf_view(&bytes) };
    assert_false(postings_read(&cursor, back, 1, 7));
    buf_release(&bytes);
}

static void test_passages__that_cannot_be_are_refused(void **state)
{
    (void)state;
    struct posting posting;
    struct cursor many = { .bytes = STR("\x0A") };
    assert_false(passages_read(&many, &posting, 1));
    struct cursor beyond = { .bytes = STR("\x02\xFF\x05") };
    assert_false(passages_read(&beyond, &posting, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_varints__come_back_as_they_went),
        cmocka_unit_test(test_cursors__stop_at_the_end_of_broken_bytes),
        cmocka_unit_test(test_levels__are_at_most_what_they_stand_for),
        cmocka_unit_test(test_lists__come_back_as_they_went),
        cmocka_unit_test(test_lists__raise_what_is_too_far_below),
        cmocka_unit_test(test_lists__name_no_page_that_is_not_there),
        cmocka_unit_test(test_passages__that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
