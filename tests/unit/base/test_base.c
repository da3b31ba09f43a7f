// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/bisect.h"
#include "base/date.h"
#include "base/fingerprint.h"
#include "base/list.h"
#include "base/map.h"
#include "base/nearest.h"
#include "base/path.h"
#include "base/utf8.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void check_str(str got, const char *wanted)
{
    if (!str_equal(got, str_from_c(wanted)))
        fail_msg("'%.*s' is not '%s'", STR_ARGS(got), wanted);
}

// ---- str ----

static void test_str__equal_and_order_go_by_bytes(void **state)
{
    (void)state;
    assert_true(str_equal(STR("a"), STR("a")));
    assert_true(str_equal(STR(""), (str){ NULL, 0 }));
    assert_false(str_equal(STR("a"), STR("ab")));
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("Z"), STR("a")) < 0);
    assert_true(str_compare(STR("z"), STR("é")) < 0);
    assert_int_equal(str_compare(STR(""), (str){ NULL, 0 }), 0);
}

static void test_str__starts_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("verhalen/a.md"), STR("verhalen/")));
    assert_true(str_starts(STR("a"), STR("")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("a.md"), STR(".md")));
    assert_true(str_ends(STR(""), STR("")));
    assert_false(str_ends(STR("md"), STR(".md")));
}

static void test_str__finds_from_a_place_on(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("aabaab"), STR("ab"), 0), 1);
    assert_int_equal(str_find(STR("aabaab"), STR("ab"), 2), 4);
    assert_int_equal(str_find(STR("aabaab"), STR("ab"), 5), STR_NONE);
    assert_int_equal(str_find(STR("aab"), STR("aabb"), 0), STR_NONE);
    assert_int_equal(str_find(STR("ab"), STR(""), 2), 2);
    assert_int_equal(str_find(STR("ab"), STR(""), 3), STR_NONE);
    assert_int_equal(str_find(STR("aaab"), STR("aab"), 0), 1);
    str needle = STR("naald die langer is dan een paar bytes");
    str hay = STR("naald naald die langer is dan een paar bytes");
    assert_int_equal(str_find(hay, needle, 0), 6);
    assert_int_equal(str_find(hay, needle, 6), 6);
    assert_int_equal(str_find(hay, needle, 7), STR_NONE);
    assert_int_equal(str_find(hay, needle, hay.len + 1), STR_NONE);
    assert_int_equal(str_find_char(STR("abc"), 'c', 0), 2);
    assert_int_equal(str_find_char(STR("abc"), 'a', 1), STR_NONE);
    assert_int_equal(str_find_char(STR("abc"), 'a', 99), STR_NONE);
    assert_int_equal(str_find_last(STR("a/b/c"), '/'), 3);
    assert_int_equal(str_find_last(STR("abc"), '/'), STR_NONE);
    assert_int_equal(str_find_last(STR(""), '/'), STR_NONE);
}

static void test_str__slices_are_cut_to_the_text(void **state)
{
    (void)state;
    check_str(str_slice(STR("abcdef"), 1, 3), "bc");
    check_str(str_slice(STR("abcdef"), 4, 99), "ef");
    check_str(str_slice(STR("abcdef"), 99, 100), "");
    check_str(str_slice(STR("abcdef"), 3, 1), "");
    check_str(str_slice(STR("abcdef"), 0, STR_NONE), "abcdef");
    check_str(str_after(STR("abc"), 1), "bc");
    check_str(str_after(STR("abc"), 4), "");
    assert_int_equal(str_slice((str){ NULL, 0 }, 0, 1).len, 0);
}

static void test_str__trims_and_cuts(void **state)
{
    str before;
    str after;
    (void)state;
    check_str(str_trim(STR(" \t\r\n a b \n")), "a b");
    check_str(str_trim(STR(" \n")), "");
    assert_true(str_cut(STR("a:b:c"), ':', &before, &after));
    check_str(before, "a");
    check_str(after, "b:c");
    assert_false(str_cut(STR("abc"), ':', &before, &after));
    check_str(before, "abc");
    check_str(after, "");
    assert_true(str_cut(STR(":"), ':', &before, &after));
    check_str(before, "");
    check_str(after, "");
}

static void test_str__numbers_are_plain_digits(void **state)
{
    static const char *const none[] = { "", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1234567890" };
    unsigned number = 7;
    (void)state;
    assert_true(str_to_number(STR("0"), &number));
    assert_int_equal(number, 0);
    assert_true(str_to_number(STR("999999999"), &number));
    assert_int_equal(number, 999999999);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(str_to_number(str_from_c(none[i]), &number));
    assert_int_equal(number, 999999999);
    check_str(NUMBER(-42), "-42");
    check_str(NUMBER(0), "0");
    check_str(NUMBER(10), "10");
    check_str(NUMBER(LLONG_MAX), "9223372036854775807");
    check_str(NUMBER(LLONG_MIN), "-9223372036854775808");
}

// ---- utf8 ----

static void test_utf8__knows_what_is_well_formed(void **state)
{
    static const char *const good[] = {
        "", "a", "é", "日本", "🙂", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"
    };
    static const char *const bad[] = {
        "\x80",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xE0\x80\xAF",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xE2\x82",
        "a\xC3",
        "\xC3\x28",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(utf8_valid(str_from_c(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (utf8_valid(str_from_c(bad[i])))
            fail_msg("row %zu is not well-formed", i);
}

static void test_utf8__reads_and_writes_every_length(void **state)
{
    static const uint32_t characters[] = {
        'a', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF
    };
    struct buf buf = { 0 };
    size_t at = 0;
    (void)state;
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        buf_add_character(&buf, characters[i]);
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        assert_int_equal(utf8_next(buf_view(&buf), &at), characters[i]);
    assert_int_equal(at, buf.len);
    assert_int_equal(utf8_length(buf_view(&buf)), 8);
    buf_release(&buf);
}

static void test_utf8__malformed_bytes_are_read_alone(void **state)
{
    str text = STR("\xE2\x82x");
    size_t at = 0;
    (void)state;
    assert_int_equal(utf8_next(text, &at), 0xFFFD);
    assert_int_equal(at, 1);
    assert_int_equal(utf8_next(text, &at), 0xFFFD);
    assert_int_equal(utf8_next(text, &at), 'x');
}

static void test_utf8__cleaning_replaces_what_is_malformed(void **state)
{
    str good = STR("één");
    (void)state;
    assert_ptr_equal(utf8_clean(arena, good).at, good.at);
    check_str(utf8_clean(arena, STR("a\xFF"
                                    "b\xC3")),
              "a�b�");
    check_str(utf8_clean(arena, (str){ "a\0b", 3 }), "a�b");
}

static void test_utf8__forms_for_comparing_and_finding(void **state)
{
    (void)state;
    check_str(utf8_composed(arena, STR("cafe\xCC\x81")), "café");
    check_str(utf8_decomposed(arena, STR("café")), "cafe\xCC\x81");
    check_str(utf8_folded(arena, STR("CAFE\xCC\x81")), "café");
    check_str(utf8_folded(arena, STR("Straße")), "strasse");
    check_str(utf8_plain(arena, STR("Cliënt")), "client");
    check_str(utf8_plain(arena, STR("Ĳsland")), "ijsland");
    check_str(utf8_plain(arena, STR("thema’s")), "thema's");
    check_str(utf8_plain(arena, STR("GGZ-module 2")), "ggz-module 2");
    check_str(utf8_plain(arena, STR("日本")), "日本");
}

static void test_utf8__words_are_letters_marks_and_numbers(void **state)
{
    (void)state;
    assert_true(utf8_is_word('a') && utf8_is_word('Z') && utf8_is_word('9'));
    assert_true(utf8_is_word(0xE9) && utf8_is_word(0x301) && utf8_is_word(0x65E5));
    assert_false(utf8_is_word('_') || utf8_is_word('-') || utf8_is_word(' '));
    assert_false(utf8_is_word('@') || utf8_is_word('[') || utf8_is_word('`'));
    assert_false(utf8_is_word(0x2019) || utf8_is_word(0xA0) || utf8_is_word(0x1F642));
}

// ---- date ----

static void test_date__is_read_in_the_forms_that_people_write(void **state)
{
    static const char *const forms[] = {
        "2026-03-14",    "14-03-2026",    "14/03/2026",           "14 maart 2026",
        "14 Maart 2026", "14 March 2026", "14 mrt 2026",          " 2026-03-14 ",
        "2026-3-14",     "14-3-2026",     "2026-03-14T10:00:00Z", "2026-03-14 10:00",
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct date date = { 0 };
        if (!date_read(str_from_c(forms[i]), &date))
            fail_msg("not read: %s", forms[i]);
        check_str(date_iso(arena, date), "2026-03-14");
    }
}

static void test_date__days_are_counted_from_1970(void **state)
{
    static const struct {
        unsigned days;
        const char *date;
    } known[] = {
        { 0, "1970-01-01" },      { 58, "1970-02-28" },     { 59, "1970-03-01" },
        { 789, "1972-02-29" },    { 790, "1972-03-01" },    { 11016, "2000-02-29" },
        { 20454, "2026-01-01" },  { 47540, "2100-02-28" },  { 47541, "2100-03-01" },
        { 146096, "2369-12-31" }, { 146097, "2370-01-01" }, { DATE_DAYS_MAX - 1, "9999-12-31" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        check_str(date_iso(arena, date_after_days(known[i].days)), known[i].date);
    // Each day is one that exists, and comes after the one before.
    for (unsigned day = 1; day < 200000; day++) {
        assert_true(date_valid(date_after_days(day)));
        assert_true(date_compare(date_after_days(day - 1), date_after_days(day)) < 0);
        assert_int_equal(date_compare(date_next(date_after_days(day - 1)), date_after_days(day)),
                         0);
    }
}

static void test_date__a_day_that_does_not_exist_is_refused(void **state)
{
    static const char *const none[] = {
        "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00",
        "31-04-2026", "0000-01-01", "1900-02-29", "2026-01-32",
    };
    struct date date = { 1, 2, 3 };
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (date_read(str_from_c(none[i]), &date))
            fail_msg("read: %s", none[i]);
    assert_int_equal(date.year, 1);
    assert_true(date_read(STR("2024-02-29"), &date));
    assert_true(date_read(STR("2000-02-29"), &date));
}

static void test_date__other_text_is_no_date(void **state)
{
    static const char *const none[] = {
        "",          "2026",     "maart 2026",    "14-3-26",           "2026/14",
        "14 x 2026", "gisteren", "2026-03-14-15", "vrijdag 14-3-2026", "2026-3-14 maart",
        "--",        "1-2-3",    "- - -",         "12026-03-14",
    };
    struct date date;
    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (date_read(str_from_c(none[i]), &date))
            fail_msg("read: %s", none[i]);
}

static void test_date__no_date_comes_first(void **state)
{
    struct date none = { 0 };
    struct date first = { 2025, 12, 31 };
    struct date second = { 2026, 1, 1 };
    (void)state;
    assert_false(date_given(none));
    assert_true(date_given(first));
    assert_true(date_compare(none, first) < 0);
    assert_true(date_compare(first, second) < 0);
    assert_true(date_compare((struct date){ 2026, 1, 2 }, second) > 0);
    assert_int_equal(date_compare(second, second), 0);
}

// ---- path ----

static void test_path__has_its_parts(void **state)
{
    (void)state;
    check_str(path_folder(STR("verhalen/2026/v-1.md")), "verhalen/2026");
    check_str(path_folder(STR("v-1.md")), "");
    check_str(path_name(STR("verhalen/2026/v-1.md")), "v-1.md");
    check_str(path_stem(STR("a/v-1.md")), "v-1");
    check_str(path_stem(STR("a/v.1.md")), "v.1");
    check_str(path_extension(STR("a.b/v")), "");
    check_str(path_extension(STR("a/.gitignore")), "");
    check_str(path_extension(STR("a/v.tar.gz")), ".gz");
}

static void test_path__targets_never_climb_above_the_top(void **state)
{
    static const char *const rows[][3] = {
        { "a/b", "c.md", "a/b/c.md" },
        { "a/b", "../c.md", "a/c.md" },
        { "a/b", "./c/./d", "a/b/c/d" },
        { "a/b", "../../c", "c" },
        { "a/b", "/c", "c" },
        { "", "c", "c" },
        { "a", "..", "" },
        { "a/b", "c//d/", "a/b/c/d" },
        { "a", "../../b", NULL },
        { "", "..", NULL },
        { "a", "/../b", NULL },
        { "a", "b/../../..", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str path;
        bool inside = path_resolve(arena, str_from_c(rows[i][0]), str_from_c(rows[i][1]), &path);
        if (inside != (rows[i][2] != NULL))
            fail_msg("%s from %s", rows[i][1], rows[i][0]);
        if (inside)
            check_str(path, rows[i][2]);
    }
}

static void test_path__percent_signs_are_decoded_once(void **state)
{
    (void)state;
    check_str(path_decoded(arena, STR("a%20b%C3%A9")), "a bé");
    check_str(path_decoded(arena, STR("%2e%2E%2f")), "../");
    check_str(path_decoded(arena, STR("%252e")), "%2e");
    check_str(path_decoded(arena, STR("100%")), "100%");
    check_str(path_decoded(arena, STR("%zz%4")), "%zz%4");
}

static void test_path__slugs_are_plain(void **state)
{
    (void)state;
    check_str(path_slug(arena, STR("Mijn verhaal: deel 2")), "mijn-verhaal-deel-2");
    check_str(path_slug(arena, STR("  Cliënten & naasten!  ")), "clienten-naasten");
    check_str(path_slug(arena, STR("Thema's")), "themas");
    check_str(path_slug(arena, STR("Thema’s")), "themas");
    check_str(path_slug(arena, STR("日本 語")), "日本-語");
    check_str(path_slug(arena, STR("---")), "");
    check_str(path_slug(arena, STR("")), "");
    check_str(path_slug(arena, STR("a--b-")), "a-b");
    check_str(path_slug(arena, STR("-v-2k7m")), "v-2k7m");
}

static void test_path__knows_a_slug(void **state)
{
    (void)state;
    assert_true(path_is_slug(STR("v-2k7m")));
    assert_true(path_is_slug(STR("")));
    assert_false(path_is_slug(STR("V-2k7m")));
    assert_false(path_is_slug(STR("a--b")));
    assert_false(path_is_slug(STR("-a")));
    assert_false(path_is_slug(STR("a-")));
    assert_false(path_is_slug(STR("cliënt")));
}

// ---- nearest ----

static void test_nearest__counts_edits_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(distance(STR(""), STR(""), 3), 0);
    assert_int_equal(distance(STR("rouw"), STR("rouw"), 3), 0);
    assert_int_equal(distance(STR("rouw"), STR("ruow"), 3), 1);
    assert_int_equal(distance(STR("rouw"), STR("ouw"), 3), 1);
    assert_int_equal(distance(STR("rouw"), STR("rouwe"), 3), 1);
    assert_int_equal(distance(STR("rouw"), STR("hoop"), 3), 3);
    assert_int_equal(distance(STR("rouw"), STR("verslaving"), 3), 4);
    assert_int_equal(distance(STR("abcd"), STR("wxyz"), 3), 4);
    assert_int_equal(distance(STR("ab"), STR("abcde"), 3), 3);
}

static void test_nearest__long_texts_are_too_far(void **state)
{
    char text[300];
    (void)state;
    memset(text, 'a', sizeof text);
    assert_int_equal(distance((str){ text, 200 }, (str){ text, 200 }, 2), 0);
    assert_int_equal(distance((str){ text, 201 }, (str){ text, 201 }, 2), 3);
}

static void test_nearest__takes_the_first_of_the_best(void **state)
{
    (void)state;
    struct nearest nearest = nearest_start(STR("verslavingzorg"));
    nearest_try(&nearest, STR("jeugdzorg"));
    check_str(nearest.found, "");
    nearest_try(&nearest, STR("verslavingszorg"));
    check_str(nearest.found, "verslavingszorg");
    nearest_try(&nearest, STR("verslavingzorgx"));
    check_str(nearest.found, "verslavingszorg");
    nearest = nearest_start(STR("ab"));
    nearest_try(&nearest, STR("ac"));
    check_str(nearest.found, "");
}

// ---- map ----

static void test_map__finds_what_was_put_last(void **state)
{
    (void)state;
    int values[2];
    struct map *map = map_new(arena);
    assert_null(map_get(map, STR("a")));
    map_put(map, STR("a"), &values[0]);
    map_put(map, STR(""), &values[1]);
    assert_ptr_equal(map_get(map, STR("a")), &values[0]);
    assert_ptr_equal(map_get(map, STR("")), &values[1]);
    map_put(map, STR("a"), &values[1]);
    assert_ptr_equal(map_get(map, STR("a")), &values[1]);
    assert_int_equal(map_count(map), 2);
}

static void test_map__keeps_the_key_that_is_there(void **state)
{
    (void)state;
    int values[2];
    char passing[] = "a";
    struct map *map = map_new(arena);
    map_put(map, STR("a"), &values[0]);
    map_put(map, (str){ passing, 1 }, &values[1]);
    passing[0] = 'b';
    assert_ptr_equal(map_get(map, STR("a")), &values[1]);
    assert_null(map_get(map, STR("b")));
}

static void test_map__adds_what_is_not_there_yet(void **state)
{
    (void)state;
    int values[2];
    struct map *map = map_new(arena);
    assert_null(map_add(map, STR("a"), &values[0]));
    assert_ptr_equal(map_add(map, STR("a"), &values[1]), &values[0]);
    assert_ptr_equal(map_get(map, STR("a")), &values[0]);
    assert_int_equal(map_count(map), 1);
}

static void test_map__may_have_more_than_was_said(void **state)
{
    static int values[100];
    (void)state;
    struct map *map = map_new_for(arena, 30);
    for (int i = 0; i < 100; i++)
        map_put(map, arena_copy(arena, NUMBER(i)), &values[i]);
    for (int i = 0; i < 100; i++)
        assert_ptr_equal(map_get(map, NUMBER(i)), &values[i]);
    assert_int_equal(map_count(map_new_for(arena, 0)), 0);
}

static void test_map__keeps_all_while_it_grows(void **state)
{
    enum { COUNT = 5000 };
    static int values[COUNT];
    (void)state;
    struct map *map = map_new(arena);
    for (int i = 0; i < COUNT; i++)
        map_put(map, arena_copy(arena, NUMBER(i)), &values[i]);
    assert_int_equal(map_count(map), COUNT);
    for (int i = 0; i < COUNT; i++)
        assert_ptr_equal(map_get(map, NUMBER(i)), &values[i]);
    assert_null(map_get(map, STR("5000")));
}

// ---- arena and list ----

static void test_arena__memory_is_zeroed_and_apart(void **state)
{
    static const size_t sizes[] = { 0, 1, 7, 8, 9, 1000, 16384, 16385, 65536, 1000000 };
    enum { COUNT = sizeof sizes / sizeof *sizes };
    unsigned char *memory[COUNT];
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        memory[i] = arena_alloc(arena, sizes[i]);
        assert_int_equal((uintptr_t)memory[i] % 8, 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(memory[i][j], 0);
        memset(memory[i], (int)(i + 1), sizes[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(memory[i][j], i + 1);
}

static void test_arena__copies_end_with_nul(void **state)
{
    (void)state;
    str copy = arena_copy(arena, STR("abc"));
    check_str(copy, "abc");
    assert_int_equal(copy.at[3], '\0');
    str joined = arena_join(arena, (str[]){ STR("a"), STR(""), STR("bc"), { 0 } });
    check_str(joined, "abc");
    assert_int_equal(joined.at[3], '\0');
    assert_string_equal(arena_c_string(arena, str_slice(STR("abcdef"), 0, 2)), "ab");
    check_str(arena_copy(arena, (str){ NULL, 0 }), "");
}

static void test_arena__can_be_emptied_and_adopted(void **state)
{
    (void)state;
    struct arena *other = arena_new();
    str kept = arena_copy(other, STR("blijft"));
    arena_adopt(arena, other);
    arena_copy(other, STR("weg"));
    arena_reset(other);
    check_str(arena_copy(other, STR("nieuw")), "nieuw");
    arena_free(other);
    check_str(kept, "blijft");
    arena_reset(arena);
    check_str(arena_copy(arena, STR("weer")), "weer");
    arena_free(NULL);
}

// As many as make an arena grow beyond its small blocks, of all sizes.
static void test_arena__memory_is_zero_and_nobody_elses(void **state)
{
    static unsigned char *at[4000];
    static size_t sizes[4000];
    (void)state;
    struct arena *large = arena_new();
    struct arena *other = arena_new();
    for (size_t i = 0; i < 4000; i++) {
        sizes[i] = i % 500 == 0 ? 3000000 : i % 50 == 0 ? 100000 : i * 7 % 9000;
        at[i] = arena_alloc(i % 3 == 0 ? other : large, sizes[i]);
        assert_int_equal((uintptr_t)at[i] % 8, 0);
        for (size_t b = 0; b < sizes[i]; b += 97)
            assert_int_equal(at[i][b], 0);
        memset(at[i], (int)(i % 255) + 1, sizes[i]);
        memset(arena_room(large, 1000), 0xFF, 1000);
    }
    arena_adopt(large, other);
    arena_free(other);
    for (size_t i = 0; i < 4000; i++)
        for (size_t b = 0; b < sizes[i]; b += 89)
            assert_int_equal(at[i][b], i % 255 + 1);
    arena_reset(large);
    for (size_t i = 0; i < 100; i++) {
        unsigned char *again = arena_alloc(large, 1000);
        assert_int_equal(again[0] | again[999], 0);
        memset(again, 1, 1000);
    }
    arena_free(large);
}

static void test_arena__those_under_another_go_with_it(void **state)
{
    (void)state;
    struct arena *above = arena_new();
    struct arena *into = arena_new();
    arena_copy(arena_under(above), STR("een"));
    struct arena *second = arena_under(above);
    arena_copy(arena_under(second), STR("twee"));
    arena_adopt(into, above);
    arena_free(above);
    arena_copy(second, STR("drie"));
    arena_free(into);
}

// Laid out in a row or not, a list has the name of its parts.
static void test_fingerprint__tells_where_parts_end(void **state)
{
    (void)state;
    static const char text[3000] = { 'a', 'b', 'c' };
    struct fingerprint last = { 0 };
    for (size_t len = 900; len < 1200; len++) {
        struct fingerprint one = fingerprint_of_list((str[]){ { text, len }, { text, 10 } }, 2);
        struct fingerprint two = fingerprint_of_list((str[]){ { text, len - 1 }, { text, 11 } }, 2);
        assert_false(fingerprint_equal(one, two) || fingerprint_equal(one, last));
        last = one;
    }
    struct buf row = { 0 };
    uint64_t size = 1500;
    buf_add(&row, (str){ (const char *)&size, sizeof size });
    buf_add(&row, (str){ text, 1500 });
    struct fingerprint whole = fingerprint_of(buf_view(&row));
    assert_true(fingerprint_equal(whole, fingerprint_of_list((str[]){ { text, 1500 } }, 1)));
    row.len = 0;
    size = 15;
    buf_add(&row, (str){ (const char *)&size, sizeof size });
    buf_add(&row, (str){ text, 15 });
    whole = fingerprint_of(buf_view(&row));
    assert_true(fingerprint_equal(whole, fingerprint_of_list((str[]){ { text, 15 } }, 1)));
    buf_release(&row);
}

static void test_list__keeps_the_order(void **state)
{
    LIST(size_t) list = { 0 };
    (void)state;
    for (size_t i = 0; i < 1000; i++)
        LIST_ADD(arena, list, i * 3);
    assert_int_equal(list.count, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(list.at[i], i * 3);
}

static void test_bisect__finds_the_first_that_is_not_before(void **state)
{
    (void)state;
    static const int numbers[] = { 1, 3, 3, 3, 7 };
    for (int wanted = 0; wanted < 9; wanted++)
        for (size_t count = 0; count <= 5; count++) {
            size_t at, first = 0;
            while (first < count && numbers[first] < wanted)
                first++;
            BISECT(at, 0, count, numbers[at] < wanted);
            assert_int_equal(at, first);
        }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_bisect__finds_the_first_that_is_not_before),
        TEST(test_str__equal_and_order_go_by_bytes),
        TEST(test_str__starts_and_ends),
        TEST(test_str__finds_from_a_place_on),
        TEST(test_str__slices_are_cut_to_the_text),
        TEST(test_str__trims_and_cuts),
        TEST(test_str__numbers_are_plain_digits),
        TEST(test_utf8__knows_what_is_well_formed),
        TEST(test_utf8__reads_and_writes_every_length),
        TEST(test_utf8__malformed_bytes_are_read_alone),
        TEST(test_utf8__cleaning_replaces_what_is_malformed),
        TEST(test_utf8__forms_for_comparing_and_finding),
        TEST(test_utf8__words_are_letters_marks_and_numbers),
        TEST(test_date__is_read_in_the_forms_that_people_write),
        TEST(test_date__days_are_counted_from_1970),
        TEST(test_date__a_day_that_does_not_exist_is_refused),
        TEST(test_date__other_text_is_no_date),
        TEST(test_date__no_date_comes_first),
        TEST(test_path__has_its_parts),
        TEST(test_path__targets_never_climb_above_the_top),
        TEST(test_path__percent_signs_are_decoded_once),
        TEST(test_path__slugs_are_plain),
        TEST(test_path__knows_a_slug),
        TEST(test_nearest__counts_edits_and_swaps),
        TEST(test_nearest__long_texts_are_too_far),
        TEST(test_nearest__takes_the_first_of_the_best),
        TEST(test_map__finds_what_was_put_last),
        TEST(test_map__keeps_the_key_that_is_there),
        TEST(test_map__adds_what_is_not_there_yet),
        TEST(test_map__may_have_more_than_was_said),
        TEST(test_map__keeps_all_while_it_grows),
        TEST(test_arena__memory_is_zeroed_and_apart),
        TEST(test_arena__copies_end_with_nul),
        TEST(test_arena__can_be_emptied_and_adopted),
        TEST(test_arena__memory_is_zero_and_nobody_elses),
        TEST(test_arena__those_under_another_go_with_it),
        TEST(test_fingerprint__tells_where_parts_end),
        TEST(test_list__keeps_the_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
