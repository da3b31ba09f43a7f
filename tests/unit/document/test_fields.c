// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "document/date_guess.h"
#include "document/fields.h"
#include "document/front_matter.h"

#include <string.h>

static const str taxonomies[] = { { "sector", 6 }, { "thema", 5 }, { "kennisbron", 10 } };
static const struct schema schema = {
    .taxonomies = taxonomies,
    .taxonomy_count = 3,
    .strict = true,
};

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

// ---- The table ----

static void test_fields__every_row_has_two_names_of_its_own(void **state)
{
    (void)state;
    for (enum field_id id = FIELD_ID; id < FIELD_TAXONOMY; id++)
        for (enum language language = DUTCH; language <= ENGLISH; language++) {
            str name = field_name(id, language);
            assert_true(name.len > 0);
            assert_true(str_equal(field_plain(arena, name), name));
            struct meaning meaning = field_meaning(arena, &(struct schema){ 0 }, name);
            if (meaning.id != id)
                fail_msg("'%.*s' is row %d, not %d", STR_ARGS(name), meaning.id, id);
        }
}

static void test_fields__every_spelling_leads_to_its_row(void **state)
{
    (void)state;
    for (enum field_id id = FIELD_ID; id < FIELD_TAXONOMY; id++) {
        const struct field_row *row = field_row(id);
        for (size_t i = 0; i < FIELD_SPELLINGS_MAX && row->spellings[i].at != NULL; i++)
            if (field_meaning(arena, &(struct schema){ 0 }, row->spellings[i]).id != id)
                fail_msg("'%.*s' is not found", STR_ARGS(row->spellings[i]));
    }
}

static void test_fields__who_must_have_a_field_may_have_it(void **state)
{
    (void)state;
    for (enum field_id id = FIELD_ID; id <= FIELD_UNKNOWN; id++)
        for (enum base_kind base = BASE_PAGE; base <= BASE_REACTION; base++)
            assert_true(field_allowed(id, base) || !field_required(id, base));
}

static void test_fields__choices_have_their_words_once(void **state)
{
    (void)state;
    for (enum field_id id = FIELD_ID; id < FIELD_TAXONOMY; id++) {
        const struct field_row *row = field_row(id);
        assert_int_equal(row->type == FIELD_CHOICE, row->choices.count > 0);
        for (size_t i = 0; i < row->choices.count; i++)
            for (size_t j = 0; j < i; j++)
                for (enum language language = DUTCH; language <= ENGLISH; language++)
                    assert_false(str_equal(row->choices.at[i].names[language],
                                           row->choices.at[j].names[language]));
    }
}

static void test_fields__a_story_must_have_consent_and_a_page_nothing(void **state)
{
    static const enum field_id of_story[] = { FIELD_TITLE, FIELD_SUMMARY, FIELD_STATUS,
                                              FIELD_CONSENT };
    (void)state;
    for (size_t i = 0; i < sizeof of_story / sizeof *of_story; i++)
        assert_true(field_required(of_story[i], BASE_STORY));
    for (enum field_id id = FIELD_ID; id <= FIELD_UNKNOWN; id++)
        assert_false(field_required(id, BASE_PAGE));
    assert_false(field_required(FIELD_ID, BASE_STORY));
    assert_false(field_required(FIELD_DATE_PUBLISHED, BASE_STORY)); // git may tell it
    assert_true(field_required(FIELD_LABEL, BASE_TERM));
    assert_true(field_required(FIELD_REACTION_TO, BASE_REACTION));
    assert_false(field_allowed(FIELD_CONSENT, BASE_PAGE));
}

static void test_fields__the_author_of_a_story_is_never_asked_for(void **state)
{
    (void)state;
    assert_false(field_allowed(FIELD_AUTHOR, BASE_STORY));
    assert_true(field_allowed(FIELD_DISPLAY_NAME, BASE_STORY));
    assert_true(field_allowed(FIELD_AUTHOR, BASE_REACTION));
}

// ---- What keys mean ----

struct key_row {
    const char *key;
    enum field_id id;
    const char *name;
};

static void check_keys(const struct schema *by, const struct key_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct meaning meaning = field_meaning(arena, by, str_from_c(rows[i].key));
        if (meaning.id != rows[i].id || !str_equal(meaning.name, str_from_c(rows[i].name)))
            fail_msg("'%s' means %d '%.*s'", rows[i].key, meaning.id, STR_ARGS(meaning.name));
    }
}

#define CHECK_KEYS(by, rows) check_keys(by, rows, sizeof(rows) / sizeof *(rows))

static void test_fields__keys_may_be_written_in_many_ways(void **state)
{
    static const struct key_row rows[] = {
        { "titel", FIELD_TITLE, "titel" },
        { "Title", FIELD_TITLE, "titel" },
        { " TITEL\xC2\xA0", FIELD_TITLE, "titel" },
        { "\xEF\xBB\xBFtitel", FIELD_TITLE, "titel" },
        { "Wat hielp", FIELD_HELPED, "wat_hielp" },
        { "wat-hielp", FIELD_HELPED, "wat_hielp" },
        { "wat__hielp", FIELD_HELPED, "wat_hielp" },
        { "tïtel", FIELD_TITLE, "titel" },
        { "License", FIELD_LICENCE, "licentie" },
        { "sector", FIELD_TAXONOMY, "sector" },
        { "Sectoren", FIELD_TAXONOMY, "sector" },
        { "theme", FIELD_TAXONOMY, "thema" },
        { "Thema's", FIELD_TAXONOMY, "thema" },
        { "knowledge source", FIELD_TAXONOMY, "kennisbron" },
        { "rol", FIELD_UNKNOWN, "rol" },
        { "", FIELD_UNKNOWN, "" },
    };
    (void)state;
    CHECK_KEYS(&schema, rows);
}

static void test_fields__english_taxonomies_have_dutch_keys_too(void **state)
{
    static const str english[] = { { "theme", 5 } };
    static const struct schema by = { .taxonomies = english, .taxonomy_count = 1 };
    static const struct key_row rows[] = { { "thema", FIELD_TAXONOMY, "theme" },
                                           { "sector", FIELD_UNKNOWN, "sector" } };
    (void)state;
    CHECK_KEYS(&by, rows);
}

static void test_fields__foreign_keys_come_first(void **state)
{
    static const str keys[] = {
        { "onderwerp", 9 }, { "ms.*", 4 }, { "Description", 11 }, { "titel", 5 }, { "x", 1 }
    };
    static const str meanings[] = {
        { "thema", 5 }, { "", 0 }, { "summary", 7 }, { "label", 5 }, { "nonsense", 8 }
    };
    static const struct schema by = { taxonomies, 3, keys, meanings, 5, true };
    static const struct key_row rows[] = {
        { "onderwerp", FIELD_TAXONOMY, "thema" },
        { "Onderwerp", FIELD_TAXONOMY, "thema" },
        { "description", FIELD_SUMMARY, "samenvatting" },
        { "titel", FIELD_LABEL, "label" },
        { "x", FIELD_UNKNOWN, "nonsense" },
    };
    (void)state;
    CHECK_KEYS(&by, rows);
    assert_true(field_meaning(arena, &by, STR("ms.date")).ignored);
    assert_false(field_meaning(arena, &by, STR("msdate")).ignored);
    assert_true(field_meaning(arena, &by, STR("redactie")).ignored);
}

static void test_fields__the_nearest_name_may_be_a_taxonomy(void **state)
{
    (void)state;
    assert_true(str_equal(field_nearest(arena, &schema, STR("statsu")), STR("status")));
    assert_true(str_equal(field_nearest(arena, &schema, STR("Sektor")), STR("sector")));
    assert_true(str_equal(field_nearest(arena, &schema, STR("sumary")), STR("summary")));
    assert_int_equal(field_nearest(arena, &schema, STR("zilverreiger")).len, 0);
}

static void test_fields__trimming_knows_all_spaces(void **state)
{
    (void)state;
    assert_true(str_equal(field_trim(STR(" \t\xC2\xA0 a b\xE2\x80\x8B\xEF\xBB\xBF ")), STR("a b")));
    assert_int_equal(field_trim(STR(" \xC2\xA0\t")).len, 0);
    assert_int_equal(field_trim(STR("")).len, 0);
    assert_true(str_equal(field_trim(STR("é")), STR("é")));
}

// ---- Values ----

struct result {
    struct diagnostics *diagnostics;
    struct front_matter matter;
};

static struct result read_line(const char *line, const struct schema *by)
{
    struct result result = { .diagnostics = diagnostics_new() };
    str text = arena_join(arena, (str[]){ STR("---\n"), str_from_c(line), STR("\n---\n"), { 0 } });
    result.matter = front_matter_read(arena, STR("v.md"), text, by, result.diagnostics);
    return result;
}

// The only field of the line, read without a message; NULL when there is none.
static const struct field *field_of(const char *line)
{
    struct result result = read_line(line, &schema);
    if (diagnostics_count(result.diagnostics, ERROR) > 0 ||
        diagnostics_count(result.diagnostics, WARNING) > 0)
        fail_msg("a message about: %s", line);
    diagnostics_free(result.diagnostics);
    return result.matter.count == 1 ? &result.matter.fields[0] : NULL;
}

static void test_fields__dates_have_three_forms(void **state)
{
    static const char *const lines[] = { "datum: 2026-03-14", "datum: 14-03-2026",
                                         "datum: 14 maart 2026", "date: '2026-03-14'",
                                         "datum: 2026-03-14 10:30:00" };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct field *field = field_of(lines[i]);
        assert_non_null(field);
        assert_true(str_equal(date_iso(arena, field->date), STR("2026-03-14")));
    }
}

static void test_fields__yes_and_no_have_many_words(void **state)
{
    (void)state;
    assert_true(field_of("feed: ja")->yes);
    assert_true(field_of("feed: Yes")->yes);
    assert_true(field_of("indexeren: true")->yes);
    assert_true(field_of("indexeren: aan")->yes);
    assert_false(field_of("indexeren: nee")->yes);
    assert_false(field_of("feed: \"no\"")->yes);
    assert_false(field_of("verzonnen: FALSE")->yes);
    assert_false(field_of("verzonnen: uit")->yes);
}

static void test_fields__numbers_are_whole(void **state)
{
    (void)state;
    assert_int_equal(field_of("nummer: 12")->number, 12);
    assert_int_equal(field_of("number: \"03\"")->number, 3);
}

static void test_fields__a_choice_becomes_its_dutch_word(void **state)
{
    static const char *const rows[][2] = {
        { "status: Published", "gepubliceerd" },
        { "status: in review", "ter-redactie" },
        { "status: Ter redactie", "ter-redactie" },
        { "status: WITHDRAWN", "ingetrokken" },
        { "status: gone", "verdwenen" },
        { "status: in_herziening", "in-herziening" },
        { "snel_verlaten: ja", "aan" },
        { "quick_exit: off", "uit" },
        { "weergave: anonymous", "anoniem" },
        { "vorm: poem", "gedicht" },
        { "vertelvorm: we", "wij" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct field *field = field_of(rows[i][0]);
        assert_non_null(field);
        if (!str_equal(field->values[0], str_from_c(rows[i][1])))
            fail_msg("%s gives '%.*s'", rows[i][0], STR_ARGS(field->values[0]));
    }
}

static void test_fields__values_are_composed_and_trimmed(void **state)
{
    (void)state;
    const struct field *field = field_of("titel: \"  cafe\xCC\x81\xC2\xA0\"");
    assert_true(str_equal(field->values[0], STR("café")));
    assert_int_equal(field_of("thema: [a, '', ' ', b]")->count, 2);
    assert_null(field_of("titel: ''"));
    assert_null(field_of("titel: null"));
    assert_true(str_equal(field_of("titel: 'null'")->values[0], STR("null")));
}

static void test_fields__consent_that_says_no_is_none(void **state)
{
    static const char *const no[] = { "nee",         "Geen", "no",     "false", "nog niet",
                                      "ingetrokken", "'-'",  "n.v.t.", "TODO" };
    (void)state;
    assert_true(str_equal(field_of("toestemming: T-2026-011")->values[0], STR("T-2026-011")));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        str line = arena_join(arena, (str[]){ STR("toestemming: "), str_from_c(no[i]), { 0 } });
        struct result result = read_line(line.at, &schema);
        assert_int_equal(result.matter.count, 0);
        assert_int_equal(diagnostics_count(result.diagnostics, WARNING), 1);
        diagnostics_free(result.diagnostics);
    }
}

static void test_fields__two_words_on_consent_count_for_none(void **state)
{
    (void)state;
    struct result result =
        read_line("titel: X\ntoestemming: T-1\ndatum: 2026-01-01\nconsent: T-2", &schema);
    assert_int_equal(result.matter.count, 2);
    for (size_t i = 0; i < result.matter.count; i++)
        assert_int_not_equal(result.matter.fields[i].id, FIELD_CONSENT);
    assert_int_equal(diagnostics_count(result.diagnostics, ERROR), 1);
    diagnostics_free(result.diagnostics);
}

static void test_fields__unknown_keys_are_silent_unless_strict(void **state)
{
    static const struct schema loose = { taxonomies, 3, NULL, NULL, 0, false };
    (void)state;
    struct result result = read_line("kleur: [rood, blauw]\ntitel: X", &loose);
    assert_int_equal(diagnostics_count(result.diagnostics, ERROR), 0);
    assert_int_equal(result.matter.count, 2);
    assert_int_equal(result.matter.fields[0].id, FIELD_UNKNOWN);
    assert_int_equal(result.matter.fields[0].count, 2);
    diagnostics_free(result.diagnostics);

    result = read_line("kleur: rood", &schema);
    assert_int_equal(diagnostics_count(result.diagnostics, ERROR), 1);
    assert_int_equal(result.matter.count, 0);
    diagnostics_free(result.diagnostics);
}

static void test_fields__foreign_keys_give_fields(void **state)
{
    static const str keys[] = { { "onderwerp", 9 }, { "ms.*", 4 } };
    static const str meanings[] = { { "thema", 5 }, { "", 0 } };
    static const struct schema by = { taxonomies, 3, keys, meanings, 2, true };
    (void)state;
    struct result result = read_line("onderwerp:\n  - rouw\nms.topic: x\nms.date: y", &by);
    assert_int_equal(diagnostics_count(result.diagnostics, ERROR), 0);
    assert_int_equal(result.matter.count, 1);
    assert_int_equal(result.matter.fields[0].id, FIELD_TAXONOMY);
    assert_true(str_equal(result.matter.fields[0].name, STR("thema")));
    assert_true(str_equal(result.matter.marks[0].key, STR("onderwerp")));
    diagnostics_free(result.diagnostics);
}

static void test_fields__a_date_that_was_meant_is_guessed(void **state)
{
    static const char *const rows[][2] = {
        { "14-3-26", "2026-03-14" },
        { "20260314", "2026-03-14" },
        { "vrijdag 14 maart 2026", "2026-03-14" },
        { "14 mrt. 2026", "2026-03-14" },
        { "3/14/2026", "2026-03-14" },
        { "maart 14, 2026", "2026-03-14" },
    };
    static const char *const none[] = { "",           "gisteren",   "2026",
                                        "maart 2026", "30-02-2026", "1 2 3 4 5 6" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date date = date_guess(arena, str_from_c(rows[i][0]));
        if (!str_equal(date_iso(arena, date), str_from_c(rows[i][1])))
            fail_msg("%s", rows[i][0]);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (date_given(date_guess(arena, str_from_c(none[i]))))
            fail_msg("'%s' is no date", none[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_fields__every_row_has_two_names_of_its_own),
        TEST(test_fields__every_spelling_leads_to_its_row),
        TEST(test_fields__who_must_have_a_field_may_have_it),
        TEST(test_fields__choices_have_their_words_once),
        TEST(test_fields__a_story_must_have_consent_and_a_page_nothing),
        TEST(test_fields__the_author_of_a_story_is_never_asked_for),
        TEST(test_fields__keys_may_be_written_in_many_ways),
        TEST(test_fields__english_taxonomies_have_dutch_keys_too),
        TEST(test_fields__foreign_keys_come_first),
        TEST(test_fields__the_nearest_name_may_be_a_taxonomy),
        TEST(test_fields__trimming_knows_all_spaces),
        TEST(test_fields__dates_have_three_forms),
        TEST(test_fields__yes_and_no_have_many_words),
        TEST(test_fields__numbers_are_whole),
        TEST(test_fields__a_choice_becomes_its_dutch_word),
        TEST(test_fields__values_are_composed_and_trimmed),
        TEST(test_fields__consent_that_says_no_is_none),
        TEST(test_fields__two_words_on_consent_count_for_none),
        TEST(test_fields__unknown_keys_are_silent_unless_strict),
        TEST(test_fields__foreign_keys_give_fields),
        TEST(test_fields__a_date_that_was_meant_is_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
