// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "site/building.h"

struct world {
    struct arena *arena;
    struct settings settings;
    struct building building;
};

static int world_new(void **state)
{
    static struct world world;
    world = (struct world){ .arena = arena_new(), .settings = { .given = true } };
    world.building =
        (struct building){ .settings = &world.settings, .diagnostics = diagnostics_new() };
    *state = &world;
    return 0;
}

static int world_free(void **state)
{
    struct world *world = *state;
    diagnostics_free(world->building.diagnostics);
    arena_free(world->arena);
    return 0;
}

static const struct document *text_of(struct world *world, const char *lines, const char *body)
{
    str bytes = arena_join(
        world->arena,
        (str[]){ STR("---\n"), str_from_c(lines), STR("---\n\n"), str_from_c(body), { 0 } });
    return document_read(world->arena, STR("a.md"), STR("a.md"), bytes, &world->settings.schema,
                         world->building.diagnostics);
}

// Whether a text with those lines of front matter is published.
static bool allowed(struct world *world, const char *lines, enum base_kind base, bool drafts)
{
    world->building.drafts = drafts;
    return page_allowed(&world->building, text_of(world, lines, "Tekst.\n"), base);
}

#define PUBLISHED "status: gepubliceerd\n"
#define CONSENT "toestemming: T-1\n"

static void test_publication__only_what_may_be_published_is(void **state)
{
    static const struct {
        const char *lines;
        enum base_kind base;
        bool always;
        bool as_draft;
    } rows[] = {
        { PUBLISHED CONSENT, BASE_STORY, true, true },
        { PUBLISHED, BASE_STORY, false, true },
        { CONSENT, BASE_STORY, false, true },
        { "", BASE_STORY, false, true },
        { "status: geldig\n" CONSENT, BASE_STORY, false, true },
        { "status: concept\n" CONSENT, BASE_STORY, false, true },
        { "status: ter-redactie\n" CONSENT, BASE_STORY, false, true },
        { "status: ingetrokken\n" CONSENT, BASE_STORY, false, false },
        { "status: verdwenen\n" CONSENT, BASE_STORY, false, false },
        { "status: ingetroken\n" CONSENT, BASE_STORY, false, false },
        { "", BASE_PAGE, true, true },
        { "status: concept\n", BASE_PAGE, false, true },
        { "status: ter-redactie\n", BASE_PAGE, false, true },
        { "status: ingetrokken\n", BASE_PAGE, false, false },
        { "status: verdwenen\n", BASE_CHAPTER, false, false },
        { "status: geldig\n", BASE_GUIDELINE, true, true },
        { CONSENT, BASE_PAGE, false, true },
        { "weergave: anoniem\n", BASE_PAGE, false, true },
        { "weergavenaam: Jan\n", BASE_CHAPTER, false, true },
        { "perspectief: client\n", BASE_TERM, false, true },
        { PUBLISHED CONSENT "perspectief: client\n", BASE_PAGE, true, true },
        { "weergavenaam: Jan\n", BASE_REACTION, true, true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (allowed(*state, rows[i].lines, rows[i].base, false) != rows[i].always ||
            allowed(*state, rows[i].lines, rows[i].base, true) != rows[i].as_draft)
            fail_msg("row %zu: %s", i, rows[i].lines);
}

static void test_publication__a_doubtful_status_withholds_wherever_there_are_settings(void **state)
{
    struct world *world = *state;
    assert_false(allowed(world, "status: ingetroken\n", BASE_PAGE, false));
    world->settings.given = false;
    assert_true(allowed(world, "status: ingetroken\n", BASE_PAGE, false));
    assert_false(allowed(world, "status: ingetrokken\n", BASE_PAGE, false));
}

static void test_publication__what_the_site_may_not_have_is_kept_off_whatever_it_says(void **state)
{
    struct world *world = *state;
    struct document document = { .kept_off = true };
    assert_false(page_allowed(&world->building, &document, BASE_PAGE));
    document.kept_off = false;
    assert_true(page_allowed(&world->building, &document, BASE_PAGE));
}

// ---- Fields ----

// How many errors and warnings the fields of that text give.
static size_t told(struct world *world, const char *lines, const char *body, enum base_kind base)
{
    diagnostics_free(world->building.diagnostics);
    world->building.diagnostics = diagnostics_new();
    const struct document *document = text_of(world, lines, body);
    rules_read(&world->building);
    page_fields_check(&world->building, document, base);
    return diagnostics_count(world->building.diagnostics, ERROR) +
           diagnostics_count(world->building.diagnostics, WARNING);
}

static void test_publication__a_heading_is_as_good_a_title_as_the_field(void **state)
{
    static const char *const rest = "samenvatting: s\ndatum: 2026-01-02\nstatus: gepubliceerd\n"
                                    "toestemming: T\nperspectief: client\nweergave: anoniem\n";
    assert_int_equal(told(*state, rest, "# Kop\n\nTekst.\n", BASE_STORY), 0);
    assert_int_equal(told(*state, rest, "Tekst.\n", BASE_STORY), 1);
    assert_int_equal(told(*state, "id: t\n", "# Term\n", BASE_TERM), 0);
    assert_int_equal(told(*state, "id: t\n", "Tekst.\n", BASE_TERM), 1);
}

static void test_publication__without_settings_no_field_is_asked_for_or_refused(void **state)
{
    struct world *world = *state;
    assert_int_equal(told(world, "titel: T\nop: v-1\n", "x\n", BASE_PAGE), 1);
    world->settings.given = false;
    assert_int_equal(told(world, "titel: T\nop: v-1\n", "x\n", BASE_PAGE), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_publication__only_what_may_be_published_is),
        TEST(test_publication__a_doubtful_status_withholds_wherever_there_are_settings),
        TEST(test_publication__what_the_site_may_not_have_is_kept_off_whatever_it_says),
        TEST(test_publication__a_heading_is_as_good_a_title_as_the_field),
        TEST(test_publication__without_settings_no_field_is_asked_for_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
