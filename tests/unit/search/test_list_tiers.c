// SPDX-License-Identifier: EUPL-1.2
// A list that follows from the one that it was is the same, byte for byte, as one that is
// made from all its postings.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "search/list_tiers.h"

#include "search/list_slices.h"

#include <stdlib.h>
#include <string.h>

enum { POSTINGS_MOST = 40000, EDITS_MOST = 3000, SPACE = 1 << 20 };

static struct posting before[POSTINGS_MOST];
static struct posting after[POSTINGS_MOST + EDITS_MOST];
static struct list_edit edits[EDITS_MOST];
static uint32_t seed;

static size_t chance(size_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (size_t)((uint64_t)seed * below >> 32);
}

static struct told told_some(void)
{
    struct told told = { .count = (uint8_t)chance(4), .more = false };
    for (uint8_t i = 0, at = 0; i < told.count; i++)
        told.at[i] = at += (uint8_t)(1 + chance(9));
    return told;
}

// Levels with some `group` pages each, `gap` numbers apart at the most.
static void list_fill(size_t count, size_t group, size_t gap)
{
    struct posting next = { .page = 0, .level = 50 };
    for (size_t i = 0; i < count; i++) {
        if (next.level > 0 && chance(group) == 0) {
            next.level--;
            next.page = 0;
        }
        next.page += (uint32_t)(2 + 2 * chance(gap));
        before[i] = next;
        before[i].told = told_some();
    }
}

// The edits of each place: the posting goes, stays with other passages, or gets one before it.
static size_t edits_fill(size_t count, const bool *is_edited, size_t *total)
{
    size_t edit_count = 0;
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        size_t kind = is_edited[i] && edit_count + 2 < EDITS_MOST ? 1 + chance(3) : 0;
        struct posting posting = before[i];
        if (kind == 1 || kind == 2)
            edits[edit_count++] = (struct list_edit){ .posting = posting, .goes = true };
        if (kind == 2 || kind == 3) {
            posting.told = told_some();
            posting.page -= kind == 3;
            edits[edit_count++] = (struct list_edit){ .posting = posting };
            after[(*total)++] = posting;
        }
        if (kind == 0 || kind == 3)
            after[(*total)++] = before[i];
    }
    return edit_count;
}

static void list_set(struct class_list *list, const struct posting *postings, size_t count)
{
    list_reserve(list, count);
    memcpy(list->postings, postings, count * sizeof *postings);
    list_write(list, count);
}

static void same(str a, str b)
{
    assert_int_equal(a.len, b.len);
    if (a.len > 0)
        assert_memory_equal(a.at, b.at, a.len);
}

static bool is_equal(const struct list_tier *a, const struct list_tier *b)
{
    return str_equal(a->postings, b->postings) && str_equal(a->passages, b->passages);
}

// How many tiers the second list has that the first has not.
static size_t tiers_new(struct class_list *was, struct class_list *is)
{
    size_t had;
    size_t has;
    size_t found = 0;
    const struct list_tier *a = list_tiers(was, &had);
    const struct list_tier *b = list_tiers(is, &has);
    for (size_t i = 0; i < has; i++) {
        bool is_known = false;
        for (size_t k = 0; k < had; k++)
            is_known |= is_equal(&b[i], &a[k]);
        found += !is_known;
    }
    return found;
}

// The list of `count` postings with these edits, which make `total` others of them.  Returns how
// many tiers were made.
static size_t edits_follow(size_t count, size_t edit_count, size_t total)
{
    struct class_list was = { .scratch = arena_new() };
    struct class_list wanted = { .scratch = arena_new() };
    struct class_list list = { .scratch = arena_new() };
    list_set(&was, before, count);
    list_set(&wanted, after, total);
    list.image = was.image;
    list.best = was.best;
    assert_true(list_tiers_follow(&list, SPACE, edits, edit_count, total));
    same(list.image.bytes, wanted.image.bytes);
    same(list.image.lengths, wanted.image.lengths);
    same(list.image.firsts, wanted.image.firsts);
    assert_int_equal(list.best.total, total);
    for (size_t i = 0; i < wanted.best.count; i++)
        assert_int_equal(list.best.at[i].page, wanted.best.at[i].page);
    size_t made = tiers_new(&was, &list);
    class_list_release(&was);
    class_list_release(&wanted);
    class_list_release(&list);
    return made;
}

static size_t follow(size_t count, const bool *is_edited)
{
    size_t total;
    size_t edit_count = edits_fill(count, is_edited, &total);
    return edits_follow(count, edit_count, total);
}

static const size_t SHAPES[][3] = { { 300, 20, 50 },    { 3000, 60, 90 },     { 9000, 5000, 3 },
                                    { 20000, 700, 20 }, { 40000, 40000, 10 }, { 40000, 2000, 8 } };
enum { SHAPE_COUNT = sizeof SHAPES / sizeof *SHAPES };

static void test_lists__follow_from_what_they_were(void **state)
{
    (void)state;
    static bool is_edited[POSTINGS_MOST];
    static const size_t odds[] = { 20, 2000, 30000 };
    for (size_t shape = 0; shape < SHAPE_COUNT; shape++)
        for (size_t odd = 0; odd < 3; odd++) {
            seed = (uint32_t)(shape * 7 + odd);
            size_t count = SHAPES[shape][0];
            list_fill(count, SHAPES[shape][1], SHAPES[shape][2]);
            for (size_t i = 0; i < count; i++)
                is_edited[i] = chance(odds[odd]) == 0;
            follow(count, is_edited);
        }
}

static void test_lists__follow_where_the_first_of_tiers_come_and_go(void **state)
{
    (void)state;
    static bool is_edited[POSTINGS_MOST];
    for (size_t shape = 0; shape < SHAPE_COUNT; shape++) {
        seed = (uint32_t)shape;
        size_t count = SHAPES[shape][0];
        list_fill(count, SHAPES[shape][1], SHAPES[shape][2]);
        struct class_list list = { .scratch = arena_new() };
        size_t tiers;
        list_set(&list, before, count);
        const struct list_tier *tier = list_tiers(&list, &tiers);
        for (size_t time = 0; time < 4; time++) {
            memset(is_edited, 0, sizeof is_edited);
            for (size_t i = 0, at = 0; i < tiers; at += tier[i++].count)
                is_edited[at] = chance(2) == 0;
            is_edited[count - 1] = time % 2 == 0;
            follow(count, is_edited);
        }
        class_list_release(&list);
    }
}

// Where the last of the postings go, a tier that nothing else touches may be the last.
static void test_lists__follow_where_little_is_left(void **state)
{
    (void)state;
    static const size_t counts[] = { 300, 2400, 2900, 9000 };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t gone = 1; gone < 1000 && gone < counts[i] / 4; gone += 23) {
            seed = (uint32_t)gone;
            list_fill(counts[i], 200, 10);
            size_t left = counts[i] - gone;
            memcpy(after, before, left * sizeof *after);
            for (size_t k = 0; k < gone; k++)
                edits[k] = (struct list_edit){ .posting = before[left + k], .goes = true };
            edits_follow(counts[i], gone, left);
        }
}

static void test_a_page_more__makes_one_tier_again(void **state)
{
    (void)state;
    enum { TIMES = 40 };
    static bool is_edited[POSTINGS_MOST];
    size_t made = 0;
    seed = 1;
    list_fill(40000, 1500, 12);
    for (size_t time = 0; time < TIMES; time++) {
        size_t at = chance(40000);
        is_edited[at] = true;
        made += follow(40000, is_edited);
        is_edited[at] = false;
    }
    assert_in_range(made, TIMES * 9 / 10, TIMES * 5 / 4);
}

static void test_lists_of_other_bytes__are_made_anew(void **state)
{
    (void)state;
    struct class_list list = { .scratch = arena_new() };
    seed = 3;
    list_fill(9000, 300, 20);
    list_set(&list, before, 9000);
    struct class_list other = { .scratch = arena_new(), .image = list.image, .best = list.best };
    struct list_edit gone = {
        .posting = { .page = before[4000].page + 1, .level = before[4000].level }, .goes = true
    };
    assert_false(list_tiers_follow(&other, SPACE, &gone, 1, 8999));
    other.image.firsts.len = 1;
    assert_false(list_tiers_follow(&other, SPACE, NULL, 0, 9000));
    other.image = list.image;
    other.image.bytes.len /= 2;
    assert_false(list_tiers_follow(&other, SPACE, NULL, 0, 9000));
    class_list_release(&other);
    class_list_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists__follow_from_what_they_were),
        cmocka_unit_test(test_lists__follow_where_the_first_of_tiers_come_and_go),
        cmocka_unit_test(test_lists__follow_where_little_is_left),
        cmocka_unit_test(test_a_page_more__makes_one_tier_again),
        cmocka_unit_test(test_lists_of_other_bytes__are_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
