// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "../../support/scratch.h"

#include "output/output.h"

static int set_up(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    assert_non_null(scratch);
    scratch_set_up(scratch);
    *state = scratch;
    return 0;
}

static int tear_down(void **state)
{
    scratch_tear_down(*state);
    free(*state);
    return 0;
}

static struct output *open_site(struct scratch *scratch)
{
    char whole[SCRATCH_PATH];
    scratch_format(whole, sizeof whole, "%s", scratch_path(scratch, "public"));
    return output_open(whole, scratch->diagnostics);
}

static struct output_counts build(struct scratch *scratch, const char *path)
{
    struct output *output = open_site(scratch);
    output_add(output, STR("index.html"), STR("thuis"));
    output_add(output, STR("a.css"), STR("css"));
    if (path != NULL)
        output_add(output, str_from_c(path), STR("meer"));
    assert_true(output_close(output));
    struct output_counts counts = output_counts(output);
    output_free(output);
    return counts;
}

static bool put(struct scratch *scratch, const char *path, const char *text)
{
    char whole[SCRATCH_PATH];
    scratch_format(whole, sizeof whole, "%s", scratch_path(scratch, "public"));
    return output_put_beside(whole, str_from_c(path), str_from_c(text), STR("MERK"),
                             scratch->diagnostics);
}

#define assert_file(scratch, path, text) \
    assert_string_equal(scratch_read((scratch), (path), (char[1024]){ 0 }), (text))

static void test_counts__pages_are_told_apart(void **state)
{
    struct output_counts counts = build(*state, "over/index.html");
    assert_int_equal(counts.written, 3);
    assert_int_equal(counts.pages_written, 2);
    counts = build(*state, NULL);
    assert_int_equal(counts.removed, 1);
    assert_int_equal(counts.pages_removed, 1);
    counts = build(*state, "x.json");
    assert_int_equal(counts.pages_written, 0);
}

static void test_made__tells_what_this_build_made(void **state)
{
    struct output *output = open_site(*state);
    output_add(output, STR("a/index.html"), STR("x"));
    assert_true(output_close(output));
    assert_true(output_made(output, STR("a/index.html")));
    assert_false(output_made(output, STR("a")));
    assert_false(output_made(output, STR("b/index.html")));
    output_free(output);
}

static void test_beside__builds_leave_the_file_alone(void **state)
{
    build(*state, NULL);
    assert_true(put(*state, "status/index.html", "een MERK"));
    assert_file(*state, "public/status/index.html", "een MERK");
    assert_int_equal(build(*state, "x.html").removed, 0);
    assert_int_equal(build(*state, NULL).removed, 1);
    assert_file(*state, "public/status/index.html", "een MERK");
    assert_true(put(*state, "status/index.html", "twee MERK"));
    assert_file(*state, "public/status/index.html", "twee MERK");
}

static void test_beside__what_someone_else_put_there_stays(void **state)
{
    struct scratch *scratch = *state;
    build(scratch, NULL);
    scratch_write(scratch, "public/status.json", "mijn");
    assert_false(put(scratch, "status.json", "MERK"));
    assert_file(scratch, "public/status.json", "mijn");
    assert_true(scratch_told(scratch, "", "beside_taken"));
    output_remove_beside(scratch_path(scratch, "public"), STR("status.json"), STR("MERK"));
    assert_file(scratch, "public/status.json", "mijn");
}

static void test_beside__it_goes_with_its_folder(void **state)
{
    struct scratch *scratch = *state;
    build(scratch, NULL);
    put(scratch, "status/index.html", "MERK");
    output_remove_beside(scratch_path(scratch, "public"), STR("status/index.html"), STR("MERK"));
    assert_false(scratch_has(scratch, "public/status"));
    assert_true(scratch_has(scratch, "public/index.html"));
}

static void test_beside__a_folder_that_is_not_there_is_told(void **state)
{
    assert_false(put(*state, "status.json", "MERK"));
    assert_true(scratch_told(*state, "", "beside_failed"));
}

static void test_ours__a_folder_of_builds_an_empty_one_or_none(void **state)
{
    struct scratch *scratch = *state;
    assert_true(output_is_ours(scratch_path(scratch, "nergens")));
    scratch_folder(scratch, "leeg");
    assert_true(output_is_ours(scratch_path(scratch, "leeg")));
    build(scratch, NULL);
    assert_true(output_is_ours(scratch_path(scratch, "public")));
    scratch_write(scratch, "van-een-ander/index.html", "mijn");
    assert_false(output_is_ours(scratch_path(scratch, "van-een-ander")));
}

static void test_remove__all_that_builds_wrote_goes(void **state)
{
    struct scratch *scratch = *state;
    build(scratch, "a/b/index.html");
    assert_true(output_remove(scratch_path(scratch, "public"), scratch->diagnostics));
    assert_false(scratch_has(scratch, "public"));
    assert_true(output_remove(scratch_path(scratch, "public"), scratch->diagnostics));
}

static void test_remove__what_someone_else_put_there_stays(void **state)
{
    struct scratch *scratch = *state;
    build(scratch, "a/index.html");
    scratch_write(scratch, "public/a/mijn.txt", "mijn");
    assert_true(output_remove(scratch_path(scratch, "public"), scratch->diagnostics));
    assert_file(scratch, "public/a/mijn.txt", "mijn");
    assert_false(scratch_has(scratch, "public/a/index.html"));
    assert_false(scratch_has(scratch, "public/.doorleefd-manifest"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_counts__pages_are_told_apart),
        TEST(test_made__tells_what_this_build_made),
        TEST(test_beside__builds_leave_the_file_alone),
        TEST(test_beside__what_someone_else_put_there_stays),
        TEST(test_beside__it_goes_with_its_folder),
        TEST(test_beside__a_folder_that_is_not_there_is_told),
        TEST(test_ours__a_folder_of_builds_an_empty_one_or_none),
        TEST(test_remove__all_that_builds_wrote_goes),
        TEST(test_remove__what_someone_else_put_there_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
