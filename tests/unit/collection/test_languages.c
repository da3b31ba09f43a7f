// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "collection/languages.h"

enum { PAGES_MOST = 4096 };

static struct page pages[PAGES_MOST];

// A site in Dutch with so many pages in each of so many other languages: aa, ab ...
static const struct site *site_of(struct arena *arena, size_t languages, size_t (*each)(size_t))
{
    struct site *site = ARENA_NEW(arena, struct site);
    const struct page **list = ARENA_ARRAY(arena, const struct page *, PAGES_MOST);
    *site = (struct site){ .language = STR("nl") };
    for (size_t i = 0; i < languages; i++) {
        char code[] = { (char)('a' + i / 26), (char)('a' + i % 26) };
        str language = arena_copy(arena, (str){ code, sizeof code });
        for (size_t k = 0; k < each(i); k++) {
            pages[site->page_count] = (struct page){ .language = language };
            list[site->page_count] = &pages[site->page_count];
            site->page_count++;
        }
    }
    site->pages = (void *)list;
    return site;
}

static size_t one(size_t i)
{
    (void)i;
    return 1;
}

static size_t more_at_the_end(size_t i)
{
    return i / 10 + 1;
}

static void test_languages__are_the_own_one_and_then_by_code(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct languages languages = languages_of(arena, site_of(arena, 3, one));
    assert_int_equal(languages.count, 4);
    assert_false(languages.more);
    assert_true(str_equal(languages.codes[0], STR("nl")));
    assert_true(str_equal(languages.codes[1], STR("aa")));
    assert_true(str_equal(languages.codes[3], STR("ac")));
    assert_false(language_belongs(&languages, 0, STR("aa")));
    assert_true(language_belongs(&languages, 1, STR("aa")));
    arena_free(arena);
}

static void test_languages__are_so_many_at_most_and_each_page_is_in_one(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct site *site = site_of(arena, 100, more_at_the_end);
    struct languages languages = languages_of(arena, site);
    assert_int_equal(languages.count, LANGUAGES_MOST);
    assert_true(languages.more);
    for (size_t i = 0; i < site->page_count; i++) {
        size_t places = 0;
        for (size_t n = 0; n < languages.count; n++)
            places += language_belongs(&languages, n, site->pages[i]->language);
        assert_int_equal(places, 1);
    }
    // The languages of most pages have an index of their own.
    assert_true(language_belongs(&languages, 0, STR("aa")));
    assert_false(language_belongs(&languages, 0, site->pages[site->page_count - 1]->language));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages__are_the_own_one_and_then_by_code),
        cmocka_unit_test(test_languages__are_so_many_at_most_and_each_page_is_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
