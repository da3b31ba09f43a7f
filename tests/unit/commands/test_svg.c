// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "commands/svg.h"

static struct arena *arena;
static struct diagnostics *diagnostics;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diagnostics = diagnostics_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    diagnostics_free(diagnostics);
    return 0;
}

static str cleaned(const char *inside)
{
    str drawing = arena_join(
        arena, (str[]){ STR("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                            "xmlns:xlink=\"http://www.w3.org/1999/xlink\">"),
                        str_from_c(inside), STR("</svg>"), { 0 } });
    return svg_cleaned(arena, STR("a.svg"), drawing, diagnostics);
}

static void assert_holds(str text, const char *part, bool wanted)
{
    bool found = str_find(text, str_from_c(part), 0) != STR_NONE;
    if (found != wanted)
        fail_msg("%s '%s' in: %.*s", wanted ? "there is no" : "there is a", part, STR_ARGS(text));
}

static void test_svg__a_plain_drawing_stays_as_it_is(void **state)
{
    (void)state;
    str drawing = cleaned("<title>Huis</title><g fill=\"url(#a)\"><path d=\"M0 0h9\"/></g>"
                          "<use xlink:href=\"#b\"/><style>path{fill:red}</style>");
    assert_holds(drawing, "<path d=\"M0 0h9\"/>", true);
    assert_holds(drawing, "fill=\"url(#a)\"", true);
    assert_holds(drawing, "xlink:href=\"#b\"", true);
    assert_holds(drawing, "path{fill:red}", true);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_svg__what_runs_loads_or_leads_elsewhere_is_taken_out(void **state)
{
    (void)state;
    static const struct {
        const char *drawing;
        const char *gone;
    } rows[] = {
        { "<script>alert(1)</script>", "alert" },
        { "<g><g><script href='x.js'/></g></g>", "script" },
        { "<path d='M0 0' onload='alert(1)'/>", "alert" },
        { "<path d='M0 0' ONCLICK='alert(1)'/>", "alert" },
        { "<foreignObject><b>tekst</b></foreignObject>", "tekst" },
        { "<a xlink:href='javascript:alert(1)'><text>x</text></a>", "alert" },
        { "<image xlink:href='https://elders.invalid/x.png'/>", "elders" },
        { "<image href='//elders.invalid/x.png'/>", "elders" },
        { "<use xlink:href='andere.svg#x'/>", "andere" },
        { "<use href='data:image/svg+xml;base64,AAAA'/>", "base64" },
        { "<style>@import 'https://elders.invalid/a.css';</style>", "elders" },
        { "<style>path{fill:url( 'https://elders.invalid/a')}</style>", "elders" },
        { "<style>path{fill:u\\72l(https://elders.invalid/a)}</style>", "elders" },
        { "<path style='background:url(https://elders.invalid)'/>", "elders" },
        { "<animate attributeName='href' to='javascript:alert(1)'/>", "alert" },
        { "<set attributeName='onload' to='alert(1)'/>", "alert" },
        { "<iframe src='https://elders.invalid'/>", "elders" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t before = diagnostics_count(diagnostics, WARNING);
        assert_holds(cleaned(rows[i].drawing), rows[i].gone, false);
        if (diagnostics_count(diagnostics, WARNING) == before)
            fail_msg("nothing was said about %s", rows[i].drawing);
    }
}

static void test_svg__what_is_no_drawing_becomes_an_empty_one(void **state)
{
    (void)state;
    static const char *const files[] = {
        "",
        "geen tekening",
        "<html><body>x</body></html>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>",
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg xmlns=\"http://www.w3.org/2000/svg\">"
        "<text>&a;</text></svg>",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        str drawing = svg_cleaned(arena, STR("a.svg"), str_from_c(files[i]), diagnostics);
        assert_true(str_equal(drawing, STR("<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")));
        assert_int_equal(diagnostics_count(diagnostics, ERROR), i + 1);
    }
}

static void test_svg__instructions_before_the_drawing_are_left_out(void **state)
{
    (void)state;
    str drawing = svg_cleaned(
        arena, STR("a.svg"),
        STR("<?xml version=\"1.0\"?><?xml-stylesheet href=\"https://elders.invalid/a.css\"?>"
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0\"/></svg>"),
        diagnostics);
    assert_holds(drawing, "elders", false);
    assert_holds(drawing, "<path", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_svg__a_plain_drawing_stays_as_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_svg__what_runs_loads_or_leads_elsewhere_is_taken_out, setup, teardown),
        cmocka_unit_test_setup_teardown(test_svg__what_is_no_drawing_becomes_an_empty_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__instructions_before_the_drawing_are_left_out,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
