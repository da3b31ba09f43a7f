// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "format/tiers.h"

#include <stdlib.h>
#include <string.h>

enum { POSTINGS_MOST = 60000, TIERS_MOST = 300 };

static struct posting postings[POSTINGS_MOST + 1];

// A list in which each level has `group` pages, `gap` numbers apart.
static void list_make(size_t count, size_t group, uint32_t gap)
{
    for (size_t i = 0; i < count; i++)
        postings[i] = (struct posting){ .page = (uint32_t)(i % group) * gap + 7,
                                        .level = (uint8_t)(60 - i / group) };
}

// Puts a page in the middle between posting `at` and the one before.
static void page_put(size_t count, size_t at)
{
    memmove(postings + at + 1, postings + at, (count - at) * sizeof *postings);
    postings[at].page--;
}

// Where the tiers of the list end.
static size_t tiers_cut(size_t count, size_t ends[static TIERS_MOST])
{
    size_t tiers = 0;
    for (size_t at = 0; at < count; ends[tiers++] = at)
        at += tier_end(tiers, postings + at, count - at, count - at);
    return tiers;
}

static void test_tiers__hold_every_posting_once(void **state)
{
    (void)state;
    static const size_t counts[] = { 1, 256, 257, 2304, 2305, 10496, 10497, POSTINGS_MOST };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        size_t ends[TIERS_MOST];
        list_make(counts[i], 2000, 3);
        size_t tiers = tiers_cut(counts[i], ends);
        assert_int_equal(ends[tiers - 1], counts[i]);
        for (size_t tier = 0, from = 0; tier < tiers; from = ends[tier++]) {
            assert_true(ends[tier] - from <= tier_most(tier));
            assert_true(tier + 1 == tiers || ends[tier] - from >= tier_least(tier));
        }
    }
}

static void test_tiers__of_a_short_list_are_one(void **state)
{
    (void)state;
    list_make(256, 1, 1);
    assert_int_equal(tier_end(0, postings, 256, 256), 256);
}

static void test_tiers__end_where_the_level_changes(void **state)
{
    (void)state;
    size_t ends[TIERS_MOST];
    list_make(1000, 225, 1u << 20);
    tiers_cut(1000, ends);
    assert_int_equal(ends[0], 225);
}

static void test_tiers__in_one_level_have_about_the_usual_length(void **state)
{
    (void)state;
    size_t ends[TIERS_MOST];
    for (uint32_t gap = 1; gap < 1000; gap = gap * 3 + 1) {
        list_make(POSTINGS_MOST, POSTINGS_MOST, gap);
        size_t tiers = tiers_cut(POSTINGS_MOST, ends);
        assert_in_range(tiers, 2 + (POSTINGS_MOST - 2304) * 4 / 5 / 4096,
                        2 + (POSTINGS_MOST - 2304) * 6 / 5 / 4096 + 1);
    }
}

// How many tiers are others when a page comes into a list: most often one, or two where it
// moves an end.  Tried at some places.
static double tiers_that_change(size_t count, size_t group, uint32_t gap)
{
    enum { TIMES = 200 };
    size_t changed = 0;
    for (size_t time = 0; time < TIMES; time++) {
        size_t before[TIERS_MOST];
        size_t after[TIERS_MOST];
        size_t place = (time * 7919 + 1) % count;
        list_make(count, group, gap);
        size_t had = tiers_cut(count, before);
        page_put(count, place);
        size_t has = tiers_cut(count + 1, after);
        for (size_t i = 0; i < has; i++) {
            bool is_same = false;
            for (size_t k = 0; k < had; k++) {
                size_t moved = before[k] > place ? 1 : 0;
                size_t from = k > 0 ? before[k - 1] : 0;
                bool has_place = from <= place && place < before[k];
                is_same |= !has_place && before[k] + moved == after[i] &&
                           (i > 0 ? after[i - 1] : 0) == (k > 0 ? from + (from > place) : 0);
            }
            changed += !is_same;
        }
    }
    return (double)changed / TIMES;
}

static void test_pages_put_in__change_little_more_than_one_tier(void **state)
{
    (void)state;
    assert_true(tiers_that_change(50000, 1500, 7) < 1.3);
    assert_true(tiers_that_change(50000, 50000, 5) < 1.3);
    assert_true(tiers_that_change(3000, 60, 100) < 1.3);
}

static void test_ends__need_no_more_than_the_first_posting_behind_them(void **state)
{
    (void)state;
    list_make(POSTINGS_MOST, 3000, 11);
    for (size_t tier = 0; tier < 3; tier++) {
        size_t end = tier_end(tier, postings, POSTINGS_MOST, POSTINGS_MOST);
        assert_int_equal(tier_end(tier, postings, end + 1, POSTINGS_MOST), end);
        assert_int_equal(tier_end(tier, postings, end - 1, POSTINGS_MOST), 0);
    }
}

static void test_counts__come_back_as_they_were_told(void **state)
{
    (void)state;
    for (size_t tier = 0; tier < 4; tier++)
        for (size_t count = tier_least(tier); count <= tier_most(tier); count++) {
            struct buf bytes = { 0 };
            tier_count_add(&bytes, tier, count, tier_most(tier) + 1);
            struct cursor cursor = { .bytes = buf_view(&bytes) };
            assert_int_equal(tier_count_read(&cursor, tier, tier_most(tier) + 1), count);
            buf_release(&bytes);
        }
}

static void test_counts__go_without_saying_where_few_are_left(void **state)
{
    (void)state;
    struct buf bytes = { 0 };
    tier_count_add(&bytes, 0, 256, 256);
    assert_int_equal(bytes.len, 0);
    struct cursor cursor = { .bytes = STR("") };
    assert_int_equal(tier_count_read(&cursor, 0, 256), 256);
}

static void test_counts__of_more_than_there_can_be_are_refused(void **state)
{
    (void)state;
    struct cursor too_many = { .bytes = STR("\x61") };
    assert_int_equal(tier_count_read(&too_many, 0, 5000), 5000);
    assert_true(too_many.broken);
    struct cursor more_than_left = { .bytes = STR("\x30") };
    tier_count_read(&more_than_left, 0, 260);
    assert_true(more_than_left.broken);
    struct cursor nothing = { .bytes = STR("") };
    tier_count_read(&nothing, 0, 5000);
    assert_true(nothing.broken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiers__hold_every_posting_once),
        cmocka_unit_test(test_tiers__of_a_short_list_are_one),
        cmocka_unit_test(test_tiers__end_where_the_level_changes),
        cmocka_unit_test(test_tiers__in_one_level_have_about_the_usual_length),
        cmocka_unit_test(test_pages_put_in__change_little_more_than_one_tier),
        cmocka_unit_test(test_ends__need_no_more_than_the_first_posting_behind_them),
        cmocka_unit_test(test_counts__come_back_as_they_were_told),
        cmocka_unit_test(test_counts__go_without_saying_where_few_are_left),
        cmocka_unit_test(test_counts__of_more_than_there_can_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
