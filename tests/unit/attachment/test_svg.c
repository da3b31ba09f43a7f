// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "attachment/svg.h"

#include "attachment/base64.h"

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
    str drawing = arena_join(arena, (str[]){ STR("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                                 "xmlns:xlink=\"http://www.w3.org/1999/xlink\">"),
                                             str_from_c(inside),
                                             STR("</svg>"),
                                             { 0 } });
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
                          "<use xlink:href=\"#b\"/><style>path{fill:red}</style>"
                          "<style><![CDATA[g>g{stroke:url('#a')}]]></style>");
    assert_holds(drawing, "<path d=\"M0 0h9\"/>", true);
    assert_holds(drawing, "fill=\"url(#a)\"", true);
    assert_holds(drawing, "xlink:href=\"#b\"", true);
    assert_holds(drawing, "path{fill:red}", true);
    assert_holds(drawing, "g>g{stroke:url('#a')}", true);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_svg__a_drawing_in_an_encoding_of_old_is_read(void **state)
{
    (void)state;
    static const char *const names[] = { "windows-1252", "iso-8859-15", "macintosh" };
    static const char *const texts[] = { "\xe9", "\xe9", "\x8e" };
    for (size_t i = 0; i < 3; i++) {
        str drawing =
            arena_join(arena, (str[]){ STR("<?xml version=\"1.0\" encoding=\""),
                                       str_from_c(names[i]),
                                       STR("\"?><svg xmlns=\"http://www.w3.org/2000/svg\">"
                                           "<title>caf"),
                                       str_from_c(texts[i]),
                                       STR("</title></svg>"),
                                       { 0 } });
        assert_holds(svg_cleaned(arena, STR("a.svg"), drawing, diagnostics), "caf\u00e9", true);
    }
}

static void test_svg__a_drawing_in_an_encoding_that_nobody_knows_is_not_read(void **state)
{
    (void)state;
    str drawing = STR("<?xml version=\"1.0\" encoding=\"x-eigen\"?>"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>caf\xe9</title></svg>");
    svg_cleaned(arena, STR("a.svg"), drawing, diagnostics);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
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
        { "<image src='foto.png'/>", "foto" },
        { "<g xml:base='map/'/>", "map" },
        { "<use href='data:image/svg+xml;base64,AAAA'/>", "base64" },
        { "<style>@import 'https://elders.invalid/a.css';</style>", "elders" },
        { "<style>path{fill:url( 'https://elders.invalid/a')}</style>", "elders" },
        { "<style>path{fill:u\\72l(https://elders.invalid/a)}</style>", "elders" },
        { "<path style='background:url(https://elders.invalid)'/>", "elders" },
        { "<animate attributeName='href' to='javascript:alert(1)'/>", "alert" },
        { "<set attributeName='onload' to='alert(1)'/>", "alert" },
        { "<iframe src='https://elders.invalid'/>", "elders" },
        { "<x:iframe xmlns:x='http://www.w3.org/1999/xhtml' src='x'/>", "iframe" },
        { "<path style='fill:IMAGE-SET(\"//elders.invalid/a\" 1x)'/>", "elders" },
        { "<style>path{fill:-webkit-image-set('a.png' 1x)}</style>", "a.png" },
        { "<style>path{fill:src('a.png')}</style>", "a.png" },
        { "<style>path{fill:image('//elders.invalid/a')}</style>", "elders" },
        { "<path fill='//elders.invalid/a'/>", "elders" },
        { "<style>@imp<script>x</script>ort 'https://elders.invalid'</style>", "elders" },
        { "<style>@imp<!-- x -->ort 'https://elders.invalid'</style>", "elders" },
        { "<image href='data:image/png;base64,PHN2Zy8+'/>", "PHN2" },
        { "<image href='data:image/png,%89PNG'/>", "%89" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t before = diagnostics_count(diagnostics, WARNING);
        assert_holds(cleaned(rows[i].drawing), rows[i].gone, false);
        if (diagnostics_count(diagnostics, WARNING) == before)
            fail_msg("nothing was said about %s", rows[i].drawing);
    }
}

static void test_svg__what_only_the_maker_needs_goes_in_silence(void **state)
{
    (void)state;
    static const struct {
        const char *drawing;
        const char *gone;
    } rows[] = {
        { "<metadata><x>Jan</x></metadata>", "Jan" },
        { "<!-- Jan --><g><!-- Jan --></g>", "Jan" },
        { "<g xmlns:i='urn:i' i:export-filename='/home/jan/a.png'/>", "jan" },
        { "<i:namedview xmlns:i='urn:i' id='Jan'/>", "Jan" },
        { "<i:path xmlns:i='urn:i' d='Jan'/>", "Jan" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_holds(cleaned(rows[i].drawing), rows[i].gone, false);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_svg__what_only_looks_like_an_address_stays(void **state)
{
    (void)state;
    str drawing =
        cleaned("<style>/* a *//* b */path{fill:red}</style><text xml:space='preserve' "
                "aria-label='a // b &lt; &amp;' requiredFeatures='http://www.w3.org/x'>x</text>");
    assert_holds(drawing, "path{fill:red}", true);
    assert_holds(drawing, "xml:space", true);
    assert_holds(drawing, "a // b &lt; &amp;", true);
    assert_holds(drawing, "http://www.w3.org/x", true);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_svg__a_photo_in_the_drawing_is_cleaned(void **state)
{
    (void)state;
    str plain = base64_encoded(arena, STR("\xFF\xD8\xFF\xDA\0\3xyz\xFF\xD9"));
    str told = base64_encoded(arena, STR("\xFF\xD8\xFF\xFE\0\5Jan\xFF\xDA\0\3xyz\xFF\xD9"));
    str rows[] = { plain, told };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str drawing =
            cleaned(arena_join(arena, (str[]){ STR("<image xlink:href='data:image/jpeg;base64,"),
                                               rows[i],
                                               STR("'/>"),
                                               { 0 } })
                        .at);
        str wanted = arena_join(arena, (str[]){ STR("<image xlink:href=\"data:image/jpeg;base64,"),
                                                plain,
                                                STR("\"/>"),
                                                { 0 } });
        assert_holds(drawing, wanted.at, true);
    }
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_svg__a_damaged_photo_in_the_drawing_is_taken_out(void **state)
{
    (void)state;
    assert_holds(cleaned("<image href='data:image/jpeg;base64,/9j/2wA='/>"), "9j", false);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 1);
}

static void test_svg__a_doctype_that_declares_nothing_is_fine(void **state)
{
    (void)state;
    str doctype = STR("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
                      "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"");
    str top =
        STR("><svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0\" id=\"&x;\"/>&x;</svg>");
    str plain = arena_join(arena, (str[]){ doctype, top, { 0 } });
    str comment = arena_join(arena, (str[]){ doctype, STR(" [ <!-- x --> ]"), top, { 0 } });
    str drawing = svg_cleaned(arena, STR("a.svg"), plain, diagnostics);
    assert_holds(drawing, "<path d=\"M0\"", true);
    assert_holds(drawing, "DOCTYPE", false);
    assert_holds(drawing, "&x;", false);
    assert_true(str_equal(drawing, svg_cleaned(arena, STR("a.svg"), comment, diagnostics)));
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
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
        cmocka_unit_test_setup_teardown(test_svg__a_drawing_in_an_encoding_of_old_is_read, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            test_svg__a_drawing_in_an_encoding_that_nobody_knows_is_not_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_svg__what_runs_loads_or_leads_elsewhere_is_taken_out,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_svg__what_only_the_maker_needs_goes_in_silence, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__what_only_looks_like_an_address_stays, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__a_photo_in_the_drawing_is_cleaned, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__a_damaged_photo_in_the_drawing_is_taken_out,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_svg__a_doctype_that_declares_nothing_is_fine, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__what_is_no_drawing_becomes_an_empty_one, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_svg__instructions_before_the_drawing_are_left_out,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
