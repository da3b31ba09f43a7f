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

// A site with a help line for what no other site has a note for.
static int world_new(void **state)
{
    static str topics[2];
    static struct helpline lines[2];
    static struct world world;
    topics[0] = STR("gokken");
    topics[1] = STR("babyblues");
    lines[1] = (struct helpline){ .topics = topics, .topic_count = 2 };
    world = (struct world){ .arena = arena_new() };
    world.settings = (struct settings){ .given = true, .helplines = lines, .helpline_count = 2 };
    world.building = (struct building){ .arena = world.arena,
                                        .settings = &world.settings,
                                        .diagnostics = diagnostics_new() };
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

static struct page page_with(struct world *world, const char *lines)
{
    str bytes = arena_join(
        world->arena,
        (str[]){ STR("---\ntitel: T\n"), str_from_c(lines), STR("---\n\nTekst.\n"), { 0 } });
    struct page page = { .document =
                             document_read(world->arena, STR("a.md"), STR("a.md"), bytes,
                                           &world->settings.schema, world->building.diagnostics) };
    page_notes_read(&world->building, &page);
    return page;
}

static void test_notes__each_has_one_name_and_some_are_quoted_nowhere(void **state)
{
    static const struct {
        const char *written;
        const char *name;
        bool quiet;
        bool told;
    } rows[] = {
        { "suicide", "suicide", true, false },
        { "Suïcidepoging", "suicide", true, false },
        { "automutilatie", "zelfbeschadiging", true, false },
        { "self-harm", "zelfbeschadiging", true, false },
        { "seksueel misbruik", "seksueel-geweld", true, false },
        { "domestic violence", "huiselijk-geweld", false, false },
        { "stalking", "stalking", false, false },
        { "rouw", "overlijden-en-rouw", false, false },
        { "discrimination", "discriminatie", false, false },
        { "gokken", "gokken", false, false },
        { "Babyblues", "babyblues", false, false },
        { "sucide", "suicide", true, true },
        { "babybleus", "babyblues", false, true },
        { "iets heel anders", "iets-heel-anders", true, true },
    };
    struct world *world = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        diagnostics_free(world->building.diagnostics);
        world->building.diagnostics = diagnostics_new();
        const char *line = arena_c_string(
            world->arena, arena_join(world->arena, (str[]){ STR("inhoudsnotities: "),
                                                            str_from_c(rows[i].written),
                                                            STR("\n"),
                                                            { 0 } }));
        struct page page = page_with(world, line);
        bool told = diagnostics_count(world->building.diagnostics, ERROR) == 1;
        if (page.note_count != 1 || !str_equal(page.notes[0], str_from_c(rows[i].name)) ||
            page.quiet != rows[i].quiet || told != rows[i].told)
            fail_msg("'%s' is '%.*s'%s%s", rows[i].written, STR_ARGS(page.notes[0]),
                     page.quiet ? ", quiet" : "", told ? ", told" : "");
    }
}

static void test_notes__one_of_many_is_enough_to_be_quoted_nowhere(void **state)
{
    struct page page = page_with(*state, "inhoudsnotities: [stalking, suicide, rouw]\n");
    assert_int_equal(page.note_count, 3);
    assert_true(str_equal(page.notes[2], STR("overlijden-en-rouw")));
    assert_true(page.quiet);
    page = page_with(*state, "");
    assert_int_equal(page.note_count, 0);
    assert_false(page.quiet);
}

static void test_notes__who_may_be_watched_can_leave_quickly(void **state)
{
    static const struct {
        const char *lines;
        bool exits;
    } rows[] = {
        { "inhoudsnotities: partnergeweld\n", true },
        { "inhoudsnotities: [rouw, belaging]\n", true },
        { "inhoudsnotities: verwaarlozing\n", true },
        { "inhoudsnotities: verkrachting\n", true },
        { "inhoudsnotities: suicide\n", false },
        { "", false },
        { "snel_verlaten: aan\n", true },
        { "snel_verlaten: auto\n", false },
        { "inhoudsnotities: stalking\nsnel_verlaten: auto\n", true },
        { "inhoudsnotities: stalking\nsnel_verlaten: uit\n", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct page page = page_with(*state, rows[i].lines);
        if (page_exits_quickly(&page) != rows[i].exits)
            fail_msg("%s", rows[i].lines);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_notes__each_has_one_name_and_some_are_quoted_nowhere),
        TEST(test_notes__one_of_many_is_enough_to_be_quoted_nowhere),
        TEST(test_notes__who_may_be_watched_can_leave_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
