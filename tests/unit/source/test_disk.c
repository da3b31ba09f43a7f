// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "world.h"

#include "base/arena.h"

#include <fcntl.h>

static struct source *read_disk(struct world *world, const char *path, const char *content)
{
    struct source_options options = options_for("");
    options.worktree = true;
    options.content = content;
    return world_read_with(world, path, options);
}

// ---- --worktree ----

static void test_disk__the_work_tree_is_read_and_not_the_commit(void **state)
{
    struct world *world = *state;
    commit(world, tree_of(world, "100644", "oud.md", blob(world, "oud")));
    scratch_write(&world->scratch, "site/content/verhalen/v-1.md", "nieuw");
    scratch_write(&world->scratch, "site/content/a.md", "");
    scratch_write(&world->scratch, "site/content/.hidden/b.md", "x");
    scratch_write(&world->scratch, "site/content/.gitignore", "*");
    scratch_write(&world->scratch, "site/README.md", "x");
    assert_non_null(read_disk(world, "site", NULL));
    assert_paths(world, "a.md verhalen/v-1.md ");
    assert_int_equal(source_revision(world->source).len, 0);
    assert_silent(world);

    size_t count;
    const struct source_file *file = &source_files(world->source, &count)[1];
    git_oid id = blob(world, "nieuw");
    assert_memory_equal(file->id, id.id, SOURCE_ID_SIZE);
    assert_int_equal(file->size, 5);
    assert_true(str_equal(file->full_path, STR("content/verhalen/v-1.md")));
    str bytes;
    assert_true(source_bytes(world->source, 1, 1, &bytes, world->scratch.diagnostics));
    assert_true(str_equal(bytes, STR("nieuw")));
    assert_true(source_bytes(world->source, 0, 1, &bytes, world->scratch.diagnostics));
    assert_int_equal(bytes.len, 0);
}

static void test_disk__a_folder_in_the_work_tree_leads_to_its_top(void **state)
{
    struct world *world = *state;
    scratch_write(&world->scratch, "site/content/a.md", "a");
    scratch_write(&world->scratch, "site/elders/b.md", "b");
    assert_non_null(read_disk(world, "site/elders", NULL));
    assert_paths(world, "a.md ");
    // A folder that has the content itself is taken as it is.
    scratch_write(&world->scratch, "site/elders/content/c.md", "c");
    assert_non_null(read_disk(world, "site/elders", NULL));
    assert_paths(world, "c.md ");
    assert_non_null(read_disk(world, "site", "elders"));
    assert_paths(world, "b.md content/c.md ");
}

static void test_disk__a_folder_without_git_is_read(void **state)
{
    struct world *world = *state;
    scratch_write(&world->scratch, "los/b.md", "b");
    scratch_write(&world->scratch, "los/a/a.md", "a");
    assert_non_null(read_disk(world, "los", NULL));
    assert_paths(world, "a/a.md b.md ");
    assert_silent(world);
}

static void test_disk__folders_that_are_not_there_are_told(void **state)
{
    struct world *world = *state;
    assert_null(read_disk(world, "nergens", NULL));
    assert_told(world, "", "source_missing");
    assert_null(read_disk(world, "site", "inhoud"));
    assert_null(read_disk(world, "site", "../los"));
    assert_null(read_disk(world, "site", "/etc"));
    assert_told(world, "", "content_missing");
    world_repository(world, "kaal.git", true);
    assert_null(read_disk(world, "kaal.git", NULL));
    assert_told(world, "", "worktree_missing");
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, FAILURE), 5);
}

static void test_disk__links_and_what_is_no_file_are_told_and_not_followed(void **state)
{
    struct world *world = *state;
    struct scratch *scratch = &world->scratch;
    scratch_write(scratch, "los/goed.md", "x");
    scratch_write(scratch, "geheim/sleutel.md", "x");
    assert_int_equal(symlink("../geheim/sleutel.md", scratch_path(scratch, "los/l.md")), 0);
    assert_int_equal(symlink("../geheim", scratch_path(scratch, "los/map")), 0);
    assert_int_equal(symlink(".", scratch_path(scratch, "los/rond")), 0);
    assert_int_equal(mkfifo(scratch_path(scratch, "los/pijp.md"), 0666), 0);
    scratch_write(scratch, "los/sub/.git", "gitdir: elders");
    scratch_write(scratch, "los/sub/s.md", "x");
    assert_non_null(read_disk(world, "los", NULL));
    assert_paths(world, "goed.md ");
    assert_told(world, "l.md", "path_link");
    assert_told(world, "map", "path_link");
    assert_told(world, "rond", "path_link");
    assert_told(world, "pijp.md", "path_special");
    assert_told(world, "sub", "path_submodule");
}

static void test_disk__harmful_names_and_duplicates_are_told(void **state)
{
    struct world *world = *state;
    scratch_write(&world->scratch, "los/A.md", "x");
    scratch_write(&world->scratch, "los/a.md", "x");
    scratch_write(&world->scratch, "los/git~1/config", "x");
    scratch_write(&world->scratch, "los/sl\\ash.md", "x");
    assert_non_null(read_disk(world, "los", NULL));
    assert_paths(world, "A.md ");
    assert_told(world, "a.md", "path_twice");
    assert_told(world, "git~1", "path_git");
    assert_told(world, "sl\\ash.md", "path_slash");
}

static void test_disk__a_file_that_changes_after_it_was_listed_is_told(void **state)
{
    struct world *world = *state;
    scratch_write(&world->scratch, "los/a.md", "een");
    scratch_write(&world->scratch, "los/b.md", "twee");
    scratch_write(&world->scratch, "los/c/c.md", "drie");
    assert_non_null(read_disk(world, "los", NULL));
    scratch_write(&world->scratch, "los/a.md", "langer");
    // A link in the place of a file, and of its folder.
    assert_int_equal(unlink(scratch_path(&world->scratch, "los/b.md")), 0);
    assert_int_equal(symlink("a.md", scratch_path(&world->scratch, "los/b.md")), 0);
    char from[SCRATCH_PATH];
    scratch_format(from, sizeof from, "%s/los/c", world->scratch.folder);
    assert_int_equal(rename(from, scratch_path(&world->scratch, "los/d")), 0);
    assert_int_equal(symlink("d", from), 0);
    str bytes;
    for (size_t i = 0; i < 3; i++)
        assert_false(source_bytes(world->source, i, 0, &bytes, world->scratch.diagnostics));
    assert_told(world, "a.md", "file_changed");
    assert_told(world, "b.md", "file_unreadable");
    assert_told(world, "c/c.md", "file_unreadable");
}

static void test_disk__deep_folders_are_left_out_with_one_message(void **state)
{
    struct world *world = *state;
    char path[SCRATCH_PATH] = "los";
    for (unsigned i = 0; i < 300; i++)
        strcat(path, "/m");
    scratch_folder(&world->scratch, path);
    scratch_write(&world->scratch, "los/a.md", "x");
    strcat(path, "/b.md");
    scratch_write(&world->scratch, path, "x");
    assert_non_null(read_disk(world, "los", NULL));
    assert_paths(world, "a.md ");
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
}

static void test_disk__a_limit_keeps_the_files_and_what_is_known_of_them_together(void **state)
{
    struct world *world = *state;
    scratch_write(&world->scratch, "los/a.md", "veel te lang");
    scratch_write(&world->scratch, "los/b.md", "kort");
    assert_non_null(read_disk(world, "los", NULL));
    source_limit(world->source, 5, 5, world->scratch.diagnostics);
    assert_paths(world, "b.md ");
    str bytes;
    assert_true(source_bytes(world->source, 0, 0, &bytes, world->scratch.diagnostics));
    assert_true(str_equal(bytes, STR("kort")));
}

// ---- Themes and settings ----

static void test_disk__a_folder_is_read_whole_and_sorted(void **state)
{
    struct world *world = *state;
    struct arena *arena = arena_new();
    struct file_list files;
    scratch_write(&world->scratch, "thema/templates/page.mustache", "{{a}}");
    scratch_write(&world->scratch, "thema/assets/site.css", "body{}");
    scratch_write(&world->scratch, "thema/.keep", "");
    assert_int_equal(symlink("/etc/passwd", scratch_path(&world->scratch, "thema/link")), 0);
    assert_true(source_folder(arena, scratch_path(&world->scratch, "thema"), &files));
    assert_int_equal(files.count, 2);
    assert_true(str_equal(files.at[0].path, STR("assets/site.css")));
    assert_true(str_equal(files.at[0].bytes, STR("body{}")));
    assert_true(str_equal(files.at[1].path, STR("templates/page.mustache")));
    assert_true(str_equal(files.at[1].bytes, STR("{{a}}")));
    assert_false(source_folder(arena, scratch_path(&world->scratch, "geen"), &files));
    assert_false(source_folder(arena, scratch_path(&world->scratch, "thema/.keep"), &files));
    arena_free(arena);
}

static void test_disk__one_file_is_read(void **state)
{
    struct world *world = *state;
    struct arena *arena = arena_new();
    str bytes;
    scratch_write(&world->scratch, "site.yaml", "title: x\n");
    assert_true(source_disk_file(arena, scratch_path(&world->scratch, "site.yaml"), &bytes));
    assert_true(str_equal(bytes, STR("title: x\n")));
    assert_true(source_disk_file(arena, "/dev/null", &bytes));
    assert_int_equal(bytes.len, 0);
    assert_false(source_disk_file(arena, scratch_path(&world->scratch, "geen"), &bytes));
    assert_false(source_disk_file(arena, scratch_path(&world->scratch, "site"), &bytes));
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_disk__the_work_tree_is_read_and_not_the_commit),
        TEST(test_disk__a_folder_in_the_work_tree_leads_to_its_top),
        TEST(test_disk__a_folder_without_git_is_read),
        TEST(test_disk__folders_that_are_not_there_are_told),
        TEST(test_disk__links_and_what_is_no_file_are_told_and_not_followed),
        TEST(test_disk__harmful_names_and_duplicates_are_told),
        TEST(test_disk__a_file_that_changes_after_it_was_listed_is_told),
        TEST(test_disk__deep_folders_are_left_out_with_one_message),
        TEST(test_disk__a_limit_keeps_the_files_and_what_is_known_of_them_together),
        TEST(test_disk__a_folder_is_read_whole_and_sorted),
        TEST(test_disk__one_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
