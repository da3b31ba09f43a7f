// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "render/context.h"
#include "theme/template.h"

struct world {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct settings settings;
    struct site site;
    struct view view;
};

static int world_new(void **state)
{
    static str about[2];
    static struct helpline lines[3];
    static struct world world;
    about[0] = STR("suicide");
    about[1] = STR("gokken");
    lines[0] = (struct helpline){ .name = STR("Luister"), .phone = STR("088 - 0767 000") };
    lines[1] = (struct helpline){
        .name = STR("113"), .phone = STR("0800-0113 (gratis)"), .topics = about, .topic_count = 1
    };
    lines[2] = (struct helpline){
        .name = STR("Loket"), .phone = STR("+31 20 569/8"), .topics = about + 1, .topic_count = 1
    };
    world = (struct world){ .arena = arena_new(), .diagnostics = diagnostics_new() };
    world.settings = (struct settings){ .helplines = lines, .helpline_count = 3 };
    world.site = (struct site){ .settings = &world.settings };
    world.view = (struct view){ .site = &world.site, .arena = world.arena };
    *state = &world;
    return 0;
}

static int world_free(void **state)
{
    struct world *world = *state;
    diagnostics_free(world->diagnostics);
    arena_free(world->arena);
    return 0;
}

// What a template that goes through the lines makes of them.
static const char *lines_for(struct world *world, const struct page *page, bool only)
{
    struct context context = context_new(world->arena);
    context_set(&context, "lines", helplines_value(&world->view, page, only));
    struct value value = context_value(&context);
    const struct program *program = template_compile(
        world->arena, STR("{{#lines}}{{name}} {{tel}}{{^last}}, {{/last}}{{/lines}}"),
        (struct file_list){ 0 }, world->diagnostics);
    assert_non_null(program);
    struct buf to = { 0 };
    program_fill(program, &value, &to);
    const char *text = arena_c_string(world->arena, buf_view(&to));
    buf_release(&to);
    return text;
}

static void test_parts__the_help_line_of_a_note_comes_first_with_a_number_to_dial(void **state)
{
    str notes[] = { STR("rouw"), STR("gokken"), STR("suicide") };
    struct page none = { 0 };
    struct page one = { .notes = notes, .note_count = 2 };
    struct page all = { .notes = notes, .note_count = 3 };
    assert_string_equal(lines_for(*state, NULL, false),
                        "Luister tel:0880767000, 113 tel:08000113, Loket tel:+31205698");
    assert_string_equal(lines_for(*state, &one, false),
                        "Loket tel:+31205698, Luister tel:0880767000, 113 tel:08000113");
    assert_string_equal(lines_for(*state, &all, true), "113 tel:08000113, Loket tel:+31205698, ");
    assert_string_equal(lines_for(*state, &none, true), "");
}

static void test_parts__a_guideline_has_the_notes_of_all_its_chapters_once(void **state)
{
    struct world *world = *state;
    str first[] = { STR("rouw"), STR("suicide") };
    str second[] = { STR("suicide"), STR("stalking") };
    struct page chapters[] = { { .notes = first, .note_count = 2 },
                               { .notes = second, .note_count = 2 } };
    struct page *order[] = { &chapters[0], &chapters[1] };
    struct page cover = { .notes = second, .note_count = 1, .chapters = { order, 2 } };
    struct page noted = guideline_noted(&world->view, &cover);
    assert_int_equal(noted.note_count, 3);
    assert_true(str_equal(noted.notes[0], STR("suicide")));
    assert_true(str_equal(noted.notes[1], STR("rouw")));
    assert_true(str_equal(noted.notes[2], STR("stalking")));
}

static void test_parts__more_notes_than_anyone_reads_are_left_out(void **state)
{
    struct world *world = *state;
    char names[60];
    str many[60];
    for (size_t i = 0; i < 60; i++) {
        names[i] = (char)('!' + i);
        many[i] = (str){ &names[i], 1 };
    }
    struct page cover = { .notes = many, .note_count = 60 };
    assert_int_equal(guideline_noted(&world->view, &cover).note_count, 50);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_parts__the_help_line_of_a_note_comes_first_with_a_number_to_dial),
        TEST(test_parts__a_guideline_has_the_notes_of_all_its_chapters_once),
        TEST(test_parts__more_notes_than_anyone_reads_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
