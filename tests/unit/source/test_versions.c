// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "world.h"

// A commit at that time ("1700000000 +0100"), after `parent` (NULL: none), which
// becomes the revision that is built.
static git_oid commit_at(struct world *world, const char *time, const git_oid *parent)
{
    char text[512];
    char parent_line[64] = "";
    char hex[GIT_OID_HEXSZ + 1];
    git_oid file = blob(world, time);
    git_oid root = tree_of(world, "100644", "a.md", file);
    if (parent != NULL)
        scratch_format(parent_line, sizeof parent_line, "parent %s\n",
                       git_oid_tostr(hex, sizeof hex, parent));
    git_oid_tostr(hex, sizeof hex, &root);
    scratch_format(text, sizeof text,
                   "tree %s\n%sauthor A <a@b.nl> 1 +0000\ncommitter A <a@b.nl> %s\n\nzin\n", hex,
                   parent_line, time);
    git_oid id = object(world, GIT_OBJECT_COMMIT, text, strlen(text));
    git_reference *reference = NULL;
    int error = git_reference_create(&reference, world->git, "refs/heads/main", &id, 1, NULL);
    assert_int_equal(error | git_repository_set_head(world->git, "refs/heads/main"), 0);
    git_reference_free(reference);
    return id;
}

static void tag(struct world *world, const char *name, const git_oid *id)
{
    char path[128];
    git_reference *reference = NULL;
    scratch_format(path, sizeof path, "refs/tags/%s", name);
    assert_int_equal(git_reference_create(&reference, world->git, path, id, 1, NULL), 0);
    git_reference_free(reference);
}

static struct versions *open_versions(struct world *world)
{
    assert_non_null(world_read_with(world, "site", options_for("")));
    return versions_open(world->source);
}

static void assert_found(struct versions *versions, const char *name, const git_oid *id)
{
    struct version version;
    assert_int_equal(versions_find(versions, str_from_c(name), &version), VERSION_FOUND);
    assert_memory_equal(version.commit, id->id, SOURCE_ID_SIZE);
}

static void assert_unknown(struct versions *versions, const char *name)
{
    struct version version;
    assert_int_equal(versions_find(versions, str_from_c(name), &version), VERSION_UNKNOWN);
}

static void assert_day(struct versions *versions, const char *name, const char *day)
{
    struct arena *arena = arena_new();
    struct version version;
    assert_int_equal(versions_find(versions, str_from_c(name), &version), VERSION_FOUND);
    assert_true(str_equal(date_iso(arena, version.day), str_from_c(day)));
    arena_free(arena);
}

static void test_versions__the_day_is_that_on_the_wall_where_it_was_made(void **state)
{
    struct world *world = *state;
    git_oid id = commit_at(world, "951782400 +0000", NULL); // midnight
    tag(world, "schrikkeldag", &id);
    id = commit_at(world, "951782399 +0000", &id);
    tag(world, "ervoor", &id);
    id = commit_at(world, "951782399 +0100", &id);
    tag(world, "oost", &id);
    id = commit_at(world, "951868800 -0001", &id);
    tag(world, "west", &id);
    id = commit_at(world, "0 +0000", &id);
    tag(world, "eerste", &id);
    id = commit_at(world, "4102444799 +0000", &id);
    tag(world, "eeuw", &id);
    struct versions *versions = open_versions(world);
    assert_day(versions, "schrikkeldag", "2000-02-29");
    assert_day(versions, "ervoor", "2000-02-28");
    assert_day(versions, "oost", "2000-02-29");
    assert_day(versions, "west", "2000-02-29");
    assert_day(versions, "eerste", "1970-01-01");
    assert_day(versions, "eeuw", "2099-12-31");
    versions_free(versions);
}

static void test_versions__a_time_that_cannot_be_has_no_day(void **state)
{
    struct world *world = *state;
    git_oid first = commit_at(world, "1700000000 +0000", NULL);
    git_oid id = commit_at(world, "9223372036854775807 +9959", &first);
    tag(world, "later", &id);
    struct version version;
    struct versions *versions = open_versions(world);
    assert_int_equal(versions_find(versions, STR("later"), &version), VERSION_FOUND);
    assert_false(date_given(version.day));
    versions_free(versions);
}

static void test_versions__tags_days_and_ids_name_one(void **state)
{
    struct world *world = *state;
    char hex[GIT_OID_HEXSZ + 1];
    git_oid one = commit_at(world, "1600000000 +0000", NULL); // 2020-09-13
    git_oid two = commit_at(world, "1700000000 +0000", &one); // 2023-11-14
    tag(world, "map/een", &one);
    tag(world, "2024-01-01", &one);
    struct versions *versions = open_versions(world);
    assert_found(versions, "map/een", &one);
    assert_found(versions, "2023-11-13", &one);
    assert_found(versions, "14 november 2023", &two);
    assert_found(versions, "2024-01-02", &two);
    assert_found(versions, "2024-01-01", &one); // a tag goes before a day
    git_oid_tostr(hex, sizeof hex, &one);
    assert_found(versions, hex, &one);
    hex[7] = '\0';
    assert_found(versions, hex, &one);
    hex[6] = '\0';
    assert_unknown(versions, hex);
    assert_unknown(versions, "2020-09-12");
    static const char *const others[] = { "HEAD", "HEAD~1", "main",
                                          "@",    ":/zin",  "refs/heads/main",
                                          "",     "..",     "../heads/main",
                                          "a..b", "-",      "map" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_unknown(versions, others[i]);
    assert_true(str_equal(versions_nearest(versions, STR("map/ene")), STR("map/een")));
    assert_true(str_equal(versions_nearest(versions, STR("iets anders")), STR("")));
    versions_free(versions);
}

static void test_versions__a_tag_of_something_else_is_none(void **state)
{
    struct world *world = *state;
    git_oid file = blob(world, "tekst");
    commit_at(world, "1700000000 +0000", NULL);
    tag(world, "bestand", &file);
    struct versions *versions = open_versions(world);
    assert_unknown(versions, "bestand");
    versions_free(versions);
}

static void test_versions__files_of_a_folder_or_one_alone(void **state)
{
    struct world *world = *state;
    struct arena *arena = arena_new();
    git_oid id = commit_at(world, "1700000000 +0000", NULL);
    tag(world, "een", &id);
    struct versions *versions = open_versions(world);
    struct version version;
    const struct source_file *files;
    size_t count;
    str bytes;
    versions_find(versions, STR("een"), &version);
    assert_true(versions_files(versions, arena, &version, STR("a.md"), 100, &files, &count));
    assert_int_equal(count, 1);
    assert_true(str_equal(files[0].path, STR("a.md")));
    for (unsigned worker = 0; worker < 3; worker++) {
        assert_true(versions_bytes(versions, &files[0], worker, &bytes));
        assert_true(str_equal(bytes, STR("1700000000 +0000")));
    }
    assert_false(versions_files(versions, arena, &version, STR("a.md"), 3, &files, &count));
    assert_false(versions_files(versions, arena, &version, STR("b.md"), 100, &files, &count));
    assert_false(versions_files(versions, arena, &version, STR(""), 100, &files, &count));
    assert_false(versions_files(versions, arena, &version, STR("../a.md"), 100, &files, &count));
    versions_folders(versions, arena, &version, &count);
    assert_int_equal(count, 0);
    versions_free(versions);
    arena_free(arena);
}

static void test_versions__the_print_follows_the_tags(void **state)
{
    struct world *world = *state;
    git_oid one = commit_at(world, "1600000000 +0000", NULL);
    git_oid two = commit_at(world, "1700000000 +0000", &one);
    struct fingerprint prints[4];
    for (int i = 0; i < 4; i++) {
        if (i == 1 || i == 3)
            tag(world, "a", i == 3 ? &two : &one);
        struct versions *versions = open_versions(world);
        prints[i] = versions_print(versions);
        versions_free(versions);
    }
    assert_false(fingerprint_equal(prints[0], prints[1]));
    assert_true(fingerprint_equal(prints[1], prints[2]));
    assert_false(fingerprint_equal(prints[2], prints[3]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_versions__the_day_is_that_on_the_wall_where_it_was_made),
        TEST(test_versions__a_time_that_cannot_be_has_no_day),
        TEST(test_versions__tags_days_and_ids_name_one),
        TEST(test_versions__a_tag_of_something_else_is_none),
        TEST(test_versions__files_of_a_folder_or_one_alone),
        TEST(test_versions__the_print_follows_the_tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
