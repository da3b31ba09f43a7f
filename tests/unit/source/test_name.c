// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "source/name.h"

#include <stdio.h>
#include <string.h>

struct row {
    const char *name;
    const char *fault; // NULL: a good name
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct diagnostic_kind *fault = name_fault(str_from_c(rows[i].name));
        const char *found = fault == NULL ? "(good)" : fault->name;
        const char *wanted = rows[i].fault == NULL ? "(good)" : rows[i].fault;
        if (strcmp(found, wanted) != 0)
            fail_msg("'%s' gives %s, not %s", rows[i].name, found, wanted);
    }
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void test_name__ordinary_names_are_good(void **state)
{
    static const struct row rows[] = {
        { "v-1.md", NULL },
        { "Mijn verhaal (deel 2).md", NULL },
        { "zo'n dag.md", NULL },
        { "cliënt.md", NULL },
        { "cafe\xCC\x81.md", NULL },
        { "日本.md", NULL },
        { "12:30.md", NULL },
        { "...md", NULL },
        { ".gitignore", NULL },
        { ".gitmodules", NULL },
        { "git", NULL },
        { "git~2", NULL },
        { "git~10", NULL },
        { "agit~1", NULL },
        { ".git-hooks", NULL },
        { ".git.md", NULL },
        { "x.git", NULL },
        { "%2e%2e%2f", NULL },
    };
    (void)state;
    CHECK(rows);
}

static void test_name__whatever_a_file_system_takes_for_git_is_refused(void **state)
{
    static const struct row rows[] = {
        { ".git", "path_git" },
        { ".GIT", "path_git" },
        { ".Git", "path_git" },
        { "git~1", "path_git" },
        { "GIT~1", "path_git" },
        { "git~1.", "path_git" },
        { ".git.", "path_git" },
        { ".git ", "path_git" },
        { ".git . . .", "path_git" },
        { ".git                    ", "path_git" },
        { ".git::$INDEX_ALLOCATION", "path_git" },
        { ".git:stream", "path_git" },
        { ".git\\hooks", "path_git" },
        { "git~1\\config", "path_git" },
        { ".g\xE2\x80\x8Cit", "path_git" },
        { "\xE2\x80\x8D.git", "path_git" },
        { ".git\xEF\xBB\xBF", "path_git" },
        { ".gi\xE2\x81\xAAt", "path_git" },
        { ".g\xE2\x80\xAEiT", "path_git" },
    };
    (void)state;
    CHECK(rows);
}

static void test_name__names_that_lead_elsewhere_are_refused(void **state)
{
    static const struct row rows[] = {
        { "", "path_dots" },
        { ".", "path_dots" },
        { "..", "path_dots" },
        { "/etc", "path_slash" },
        { "a/b", "path_slash" },
        { "..\\..\\win.ini", "path_slash" },
        { "\\\\server\\share", "path_slash" },
    };
    (void)state;
    CHECK(rows);
}

static void test_name__characters_that_hide_or_harm_are_refused(void **state)
{
    static const struct row rows[] = {
        { "a\nb", "path_control" },
        { "a\x1B[31m", "path_control" },
        { "a\x7F", "path_control" },
        { "a\xC2\x9B", "path_control" },
        { "a\xE2\x80\xAE"
          "dm.exe",
          "path_control" },
        { "a\xE2\x80\xA8z", "path_control" },
        { "a\xFF", "path_encoding" },
        { "\xC0\xAE\xC0\xAE", "path_encoding" },
        { "\xED\xA0\x80", "path_encoding" },
    };
    (void)state;
    CHECK(rows);
}

static void test_name__a_name_may_have_255_bytes(void **state)
{
    char name[257];
    (void)state;
    memset(name, 'a', sizeof name);
    assert_null(name_fault((str){ name, 255 }));
    assert_string_equal(name_fault((str){ name, 256 })->name, "path_long");
}

static void test_name__names_that_start_with_a_dot_are_hidden(void **state)
{
    (void)state;
    assert_true(name_hidden(STR(".github")));
    assert_false(name_hidden(STR("a.b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name__ordinary_names_are_good),
        cmocka_unit_test(test_name__whatever_a_file_system_takes_for_git_is_refused),
        cmocka_unit_test(test_name__names_that_lead_elsewhere_are_refused),
        cmocka_unit_test(test_name__characters_that_hide_or_harm_are_refused),
        cmocka_unit_test(test_name__a_name_may_have_255_bytes),
        cmocka_unit_test(test_name__names_that_start_with_a_dot_are_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
