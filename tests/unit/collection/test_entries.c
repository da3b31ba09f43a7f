// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "collection/entries.h"

#include <stdio.h>

enum { PAGES = 2000 };

static struct page pages[PAGES];
static char addresses[PAGES][24];

// A site of all pages but the one left out.
static struct entries entries_without(struct arena *arena, size_t left_out)
{
    const struct page **list = ARENA_ARRAY(arena, const struct page *, PAGES);
    struct site *site = ARENA_NEW(arena, struct site);
    site->language = STR("nl");
    for (size_t i = 0; i < PAGES; i++) {
        snprintf(addresses[i], sizeof addresses[i], "verhalen/%zu/", i);
        pages[i] = (struct page){ .address = str_from_c(addresses[i]), .language = STR("nl") };
        if (i != left_out)
            list[site->page_count++] = &pages[i];
    }
    site->pages = (void *)list;
    struct languages languages = languages_of(arena, site);
    return entries_of(arena, site, &languages, 0, 2);
}

static void test_numbers__are_in_order_and_below_the_space(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct entries entries = entries_without(arena, PAGES);
    assert_int_equal(entries.count, PAGES);
    assert_true(entries.space * 4 >= entries.count * 5 && entries.space < entries.count * 2);
    for (size_t i = 0; i < entries.count; i++) {
        assert_true(entries.numbers[i] < entries.space);
        assert_true(i == 0 || entries.numbers[i - 1] < entries.numbers[i]);
    }
    arena_free(arena);
}

static void test_numbers__of_nearly_all_pages_stay_when_one_goes(void **state)
{
    (void)state;
    for (size_t left_out = 0; left_out < PAGES; left_out += 97) {
        struct arena *arena = arena_new();
        struct entries with = entries_without(arena, PAGES);
        struct entries without = entries_without(arena, left_out);
        size_t moved = 0;
        for (size_t i = 0, k = 0; i < with.count; i++) {
            if (with.at[i].page == &pages[left_out])
                continue;
            while (k < without.count && without.at[k].page != with.at[i].page)
                k++;
            if (k == without.count) {
                k = 0; // changed places with a neighbour
                moved++;
                continue;
            }
            moved += with.numbers[i] != without.numbers[k];
        }
        assert_true(moved < 20);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers__are_in_order_and_below_the_space),
        cmocka_unit_test(test_numbers__of_nearly_all_pages_stay_when_one_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
