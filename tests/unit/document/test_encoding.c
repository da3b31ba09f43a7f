// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "document/encoding.h"

#include <stdio.h>

struct row {
    str bytes;
    str text;
    size_t errors;
    size_t warnings;
};

static void check(const struct row *row)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    str text = text_decoded(arena, STR("a.md"), row->bytes, diagnostics);
    if (!str_equal(text, row->text))
        fail_msg("'%.*s' is not '%.*s'", STR_ARGS(text), STR_ARGS(row->text));
    assert_int_equal(diagnostics_count(diagnostics, ERROR), row->errors);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), row->warnings);
    diagnostics_free(diagnostics);
    arena_free(arena);
}

static void test_encoding__what_windows_saves_is_understood(void **state)
{
    const struct row rows[] = {
        { STR(""), STR(""), 0, 0 },
        { STR("caf\xC3\xA9"), STR("caf\xC3\xA9"), 0, 0 },
        { STR("\xEF\xBF\xBD"), STR("\xEF\xBF\xBD"), 0, 0 },
        { STR("caf\xE9 \x80 \x96 \xFF"), STR("café € – ÿ"), 0, 1 },
        { STR("\xFF\xFE"), STR(""), 0, 1 },
        { STR("\xFF\xFE\xE9\0a\0"), STR("éa"), 0, 1 },
        { STR("\xFE\xFF\0\xE9\0a"), STR("éa"), 0, 1 },
        { STR("\xFF\xFE\x3D\xD8\x00\xDE!\0"), STR("\xF0\x9F\x98\x80!"), 0, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

static void test_encoding__what_cannot_be_read_is_told(void **state)
{
    const struct row rows[] = {
        { STR("a\0b"),
          STR("a\xEF\xBF\xBD"
              "b"),
          1, 0 },
        { STR("\xC3\xA9 en \xE9"), STR("é en \xEF\xBF\xBD"), 1, 0 },
        { STR("caf\xE9 \x81"), STR("caf\xEF\xBF\xBD \xEF\xBF\xBD"), 1, 0 },
        { STR("\xE9\0"), STR("\xEF\xBF\xBD\xEF\xBF\xBD"), 1, 0 },
        // Half a pair, a pair the wrong way round, NUL, and half a unit.
        { STR("\xFF\xFE\x3D\xD8"
              "a\0"),
          STR("\xEF\xBF\xBD"
              "a"),
          0, 1 },
        { STR("\xFF\xFE\x00\xDE\x3D\xD8"), STR("\xEF\xBF\xBD\xEF\xBF\xBD"), 0, 1 },
        { STR("\xFF\xFE\0\0a"), STR("\xEF\xBF\xBD\xEF\xBF\xBD"), 0, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encoding__what_windows_saves_is_understood),
        cmocka_unit_test(test_encoding__what_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
