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

#define FILE_MODE "100644"
#define FOLDER_MODE "40000"
#define LINK_MODE "120000"
#define COMMIT_MODE "160000"

// ---- Reading a revision ----

static git_oid small_site(struct world *world)
{
    struct bush stories = { .len = 0 };
    bush_add(&stories, FILE_MODE, "v-1.md", blob(world, "een"));
    bush_add(&stories, "100755", "v-2.md", blob(world, "twee"));
    struct bush content = { .len = 0 };
    bush_add(&content, FILE_MODE, ".hidden", blob(world, "x"));
    bush_add(&content, FOLDER_MODE, ".obsidian", tree(world, &stories));
    bush_add(&content, FILE_MODE, "site.yaml", blob(world, "title: x"));
    bush_add(&content, FOLDER_MODE, "verhalen", tree(world, &stories));
    struct bush root = { .len = 0 };
    bush_add(&root, FILE_MODE, "README.md", blob(world, "lees"));
    bush_add(&root, FOLDER_MODE, "content", tree(world, &content));
    return tree(world, &root);
}

static void test_source__a_revision_is_listed_sorted_below_content(void **state)
{
    struct world *world = *state;
    git_oid id = commit(world, small_site(world));
    char hex[GIT_OID_HEXSZ + 1];

    assert_non_null(world_read(world));
    assert_paths(world, "site.yaml verhalen/v-1.md verhalen/v-2.md ");
    git_oid_tostr(hex, sizeof hex, &id);
    assert_true(str_equal(source_revision(world->source), str_from_c(hex)));

    size_t count;
    assert_int_equal(source_files(world->source, &count)[0].size, 8);
    const struct source_file *file = &source_files(world->source, &count)[2];
    git_oid two = blob(world, "twee");
    assert_true(str_equal(file->full_path, STR("content/verhalen/v-2.md")));
    assert_memory_equal(file->id, two.id, SOURCE_ID_SIZE);
    assert_silent(world);
}

static void test_source__bytes_are_those_of_the_blob_for_every_worker(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    assert_non_null(world_read(world));
    size_t file = source_find(world->source, STR("verhalen/v-1.md"));
    for (unsigned worker = 0; worker < 2; worker++) {
        str bytes;
        assert_true(source_bytes(world->source, 0, worker, &bytes, world->scratch.diagnostics));
        assert_true(str_equal(bytes, STR("title: x")));
        assert_true(source_bytes(world->source, file, worker, &bytes, world->scratch.diagnostics));
        assert_true(str_equal(bytes, STR("een")));
    }
}

static void test_source__find_knows_each_path_and_no_other(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    assert_non_null(world_read(world));
    assert_int_equal(source_find(world->source, STR("site.yaml")), 0);
    assert_int_equal(source_find(world->source, STR("verhalen/v-2.md")), 2);
    assert_true(source_find(world->source, STR("verhalen")) == STR_NONE);
    assert_true(source_find(world->source, STR("")) == STR_NONE);
    assert_true(source_find(world->source, STR("zzz")) == STR_NONE);
}

static void test_source__the_content_folder_can_be_chosen(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    static const struct {
        const char *content;
        const char *paths;
    } rows[] = {
        { "content/verhalen", "v-1.md v-2.md " },
        { "./content/verhalen/", "v-1.md v-2.md " },
        { ".", "README.md content/site.yaml content/verhalen/v-1.md content/verhalen/v-2.md " },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source_options options = options_for("");
        options.content = rows[i].content;
        assert_non_null(world_read_with(world, "site", options));
        assert_paths(world, rows[i].paths);
        options.worktree = false;
    }
}

static void test_source__a_content_folder_that_is_not_there_is_told(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    static const char *const rows[] = { "inhoud", "..", "../site", "/etc", "README.md" };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source_options options = options_for("");
        options.content = rows[i];
        assert_null(world_read_with(world, "site", options));
        assert_int_equal(diagnostics_count(world->scratch.diagnostics, FAILURE), i + 1);
    }
    assert_told(world, "", "content_missing");
}

static void test_source__without_a_content_folder_all_is_content(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    // A file of that name is no folder.
    bush_add(&root, FILE_MODE, "content", blob(world, "x"));
    bush_add(&root, FOLDER_MODE, "docs", tree_of(world, FILE_MODE, "a.md", blob(world, "a")));
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_paths(world, "content docs/a.md ");
    assert_silent(world);
}

static void test_source__a_bare_repository_and_a_folder_in_a_work_tree_are_found(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    scratch_folder(&world->scratch, "site/diep/er");
    assert_non_null(world_read_with(world, "site/diep/er", options_for("")));
    assert_int_equal(world_count(world), 3);

    world_repository(world, "kaal.git", true);
    commit(world, small_site(world));
    assert_non_null(world_read_with(world, "kaal.git", options_for("")));
    assert_int_equal(world_count(world), 3);
    assert_silent(world);
}

static void test_source__a_branch_a_tag_and_an_older_commit_can_be_read(void **state)
{
    struct world *world = *state;
    git_oid first = commit(world, tree_of(world, FILE_MODE, "oud.md", blob(world, "oud")));
    git_reference *tag;
    git_object *named;
    git_oid annotated;
    git_signature *who;
    assert_int_equal(git_reference_create(&tag, world->git, "refs/tags/v1", &first, 0, NULL), 0);
    git_reference_free(tag);
    assert_int_equal(git_object_lookup(&named, world->git, &first, GIT_OBJECT_COMMIT), 0);
    assert_int_equal(git_signature_new(&who, "A", "a@b.nl", 1700000000, 60), 0);
    assert_int_equal(git_tag_create(&annotated, world->git, "v1a", named, who, "tag", 0), 0);
    git_signature_free(who);
    git_object_free(named);
    commit(world, tree_of(world, FILE_MODE, "nieuw.md", blob(world, "nieuw")));

    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &first);
    const char *const old[] = { "v1", "v1a", hex, "refs/tags/v1" };
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        struct source_options options = options_for("");
        options.revision = old[i];
        assert_non_null(world_read_with(world, "site", options));
        assert_paths(world, "oud.md ");
        assert_true(str_equal(source_revision(world->source), str_from_c(hex)));
    }
    struct source_options options = options_for("");
    options.revision = "main";
    assert_non_null(world_read_with(world, "site", options));
    assert_paths(world, "nieuw.md ");
}

// ---- What cannot be read at all ----

static void test_source__a_folder_without_repository_is_told(void **state)
{
    struct world *world = *state;
    scratch_folder(&world->scratch, "leeg");
    assert_null(world_read_with(world, "leeg", options_for("")));
    assert_told(world, "", "repository_missing");
    assert_null(world_read_with(world, "bestaat/niet", options_for("")));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, FAILURE), 2);
}

static void test_source__a_repository_without_commits_is_told(void **state)
{
    struct world *world = *state;
    assert_null(world_read(world));
    assert_told(world, "", "repository_empty");
}

static void test_source__an_unknown_revision_is_told_with_the_nearest(void **state)
{
    struct world *world = *state;
    commit(world, small_site(world));
    struct source_options options = options_for("");
    options.revision = "mian";
    assert_null(world_read_with(world, "site", options));
    assert_told(world, "", "revision_missing");
    assert_non_null(strstr(scratch_messages(&world->scratch), "did you mean 'main'?"));
    options.revision = "";
    assert_null(world_read_with(world, "site", options));
    options.revision = "HEAD:README.md";
    assert_null(world_read_with(world, "site", options));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, FAILURE), 3);
}

static void test_source__a_commit_without_its_tree_is_told(void **state)
{
    struct world *world = *state;
    git_oid nothing = { { 1, 2, 3 } };
    commit(world, nothing);
    assert_null(world_read(world));
    assert_told(world, "", "revision_unreadable");
}

static void test_source__a_repository_of_another_user_is_told(void **state)
{
    struct world *world = *state;
    if (geteuid() != 0)
        skip();
    commit(world, small_site(world));
    // No settings of whoever runs the tests.
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, "/nonexistent");
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "/nonexistent");
    assert_int_equal(chown(scratch_path(&world->scratch, "site/.git"), 12345, 12345), 0);
    assert_int_equal(chown(scratch_path(&world->scratch, "site"), 12345, 12345), 0);
    assert_null(world_read(world));
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, NULL);
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, NULL);
    assert_told(world, "", "repository_owner");
    assert_non_null(strstr(scratch_messages(&world->scratch), "--add safe.directory '/"));
}

// ---- What is left out ----

static void test_source__each_harmful_name_is_told_and_nothing_else_suffers(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *name;
        const char *shown; // what the place begins with
        const char *kind;
    } rows[] = {
        { "..", "..", "path_dots" },
        { ".", ".", "path_dots" },
        { ".GIT", ".GIT", "path_git" },
        { ".git", ".git", "path_git" },
        { "/etc/passwd", "/etc/passwd", "path_slash" },
        { "a\x1B[2Jb.md", "", "path_control" },
        { "a\xFF.md", "", "path_encoding" },
        { "a\\b.md", "a\\b.md", "path_slash" },
        { "b/../../x.md", "b/../../x.md", "path_slash" },
        { "git~1", "git~1", "path_git" },
    };
    struct bush root = { .len = 0 };
    git_oid text = blob(world, "x");
    git_oid folder = tree_of(world, FILE_MODE, "config", text);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bush_add(&root, i % 2 == 0 ? FILE_MODE : FOLDER_MODE, rows[i].name,
                 i % 2 == 0 ? text : folder);
    bush_add(&root, FILE_MODE, "goed.md", text);
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_paths(world, "goed.md ");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_told(world, rows[i].shown, rows[i].kind);
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR),
                     sizeof rows / sizeof *rows);
}

static void test_source__links_and_submodules_are_told_and_not_followed(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    bush_add(&root, FILE_MODE, "goed.md", blob(world, "x"));
    bush_add(&root, LINK_MODE, "link.md", blob(world, "/etc/passwd"));
    bush_add(&root, COMMIT_MODE, "sub", (git_oid){ { 7 } });
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_paths(world, "goed.md ");
    assert_told(world, "link.md", "path_link");
    assert_told(world, "sub", "path_submodule");
}

static void test_source__a_content_folder_that_is_a_link_is_not_followed(void **state)
{
    struct world *world = *state;
    commit(world, tree_of(world, LINK_MODE, "content", blob(world, "..")));
    assert_non_null(world_read(world));
    assert_paths(world, "");
    assert_told(world, "content", "path_link");
}

static void test_source__missing_objects_are_told_and_the_rest_is_read(void **state)
{
    struct world *world = *state;
    git_oid text = blob(world, "weg");
    char path[SCRATCH_PATH];
    struct bush root = { .len = 0 };
    bush_add(&root, FILE_MODE, "goed.md", blob(world, "x"));
    bush_add(&root, FOLDER_MODE, "map", (git_oid){ { 9, 9 } });
    bush_add(&root, FOLDER_MODE, "tekst", blob(world, "geen map"));
    bush_add(&root, FILE_MODE, "vermomd.md", tree_of(world, FILE_MODE, "a", text));
    bush_add(&root, FILE_MODE, "weg.md", text);
    commit(world, tree(world, &root));
    object_path(world, text, path);
    assert_int_equal(unlink(path), 0);

    assert_non_null(world_read(world));
    world_settle(world);
    assert_paths(world, "goed.md ");
    assert_told(world, "weg.md", "object_missing");
    assert_told(world, "map", "folder_unreadable");
    assert_told(world, "tekst", "folder_unreadable");
    assert_told(world, "vermomd.md", "file_unreadable");
}

static void test_source__other_files_than_markdown_are_looked_at_from_the_start(void **state)
{
    struct world *world = *state;
    git_oid text = blob(world, "weg");
    char path[SCRATCH_PATH];
    struct bush root = { .len = 0 };
    bush_add(&root, FILE_MODE, "site.yaml", text);
    bush_add(&root, FILE_MODE, "weg.md", text);
    commit(world, tree(world, &root));
    object_path(world, text, path);
    assert_int_equal(unlink(path), 0);
    assert_non_null(world_read(world));
    assert_paths(world, "weg.md ");
    assert_told(world, "site.yaml", "object_missing");
    assert_true(source_left_out(world->source, STR("site.yaml")));
    assert_false(scratch_told(&world->scratch, "weg.md", "object_missing"));
    str bytes;
    for (int i = 0; i < 2; i++)
        assert_false(source_bytes(world->source, 0, 0, &bytes, world->scratch.diagnostics));
    assert_told(world, "weg.md", "object_missing");
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 2);
}

static void test_source__an_object_that_goes_away_later_is_told(void **state)
{
    struct world *world = *state;
    git_oid text = blob(world, "weg");
    char path[SCRATCH_PATH];
    commit(world, tree_of(world, FILE_MODE, "weg.md", text));
    assert_non_null(world_read(world));
    object_path(world, text, path);
    assert_int_equal(unlink(path), 0);
    str bytes;
    assert_false(source_bytes(world->source, 0, 0, &bytes, world->scratch.diagnostics));
    assert_told(world, "weg.md", "object_missing");
}

static void test_source__paths_that_differ_in_form_alone_are_told_with_both_names(void **state)
{
    struct world *world = *state;
    static const char *const names[] = {
        "A.md",
        "a.md",
        "cafe\xCC\x81.md", // e and accent apart
        "caf\xC3\xA9.md",  // the same as one character
        "stra\xC3\x9F"
        "e.md",
        "strasse.md",
        "strasze.md",
    };
    struct bush root = { .len = 0 };
    for (size_t i = 0; i < 4; i++)
        bush_add(&root, FILE_MODE, names[i], blob(world, names[i]));
    bush_add(&root, FILE_MODE, names[5], blob(world, "x"));
    bush_add(&root, FILE_MODE, names[6], blob(world, "x"));
    bush_add(&root, FILE_MODE, names[4], blob(world, "x"));
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_paths(world, "A.md cafe\xCC\x81.md strasse.md strasze.md ");
    assert_told(world, "a.md", "path_twice");
    assert_told(world, names[3], "path_twice");
    assert_told(world, names[4], "path_twice");
    assert_non_null(
        strstr(scratch_messages(&world->scratch), "a.md: error: this path differs from 'A.md'"));
}

static void test_source__a_tree_that_names_a_file_twice_gives_it_once(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    bush_add(&root, FILE_MODE, "a.md", blob(world, "een"));
    bush_add(&root, FILE_MODE, "a.md", blob(world, "twee"));
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_paths(world, "a.md ");
    assert_told(world, "a.md", "path_twice");
}

static void test_source__files_over_their_limit_are_left_out(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    git_oid ten = blob(world, "0123456789");
    git_oid eleven = blob(world, "0123456789x");
    bush_add(&root, FILE_MODE, "a.md", ten);
    bush_add(&root, FILE_MODE, "b.MD", eleven);
    bush_add(&root, FILE_MODE, "c.png", eleven);
    bush_add(&root, FILE_MODE, "d.yaml", eleven);
    bush_add(&root, FILE_MODE, "e.jpg", blob(world, "0123456789012345678901"));
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    source_limit(world->source, 10, 20, world->scratch.diagnostics);
    assert_paths(world, "a.md b.MD c.png ");
    world_settle(world);
    assert_paths(world, "a.md c.png ");
    assert_told(world, "b.MD", "text_large");
    assert_told(world, "d.yaml", "text_large");
    assert_told(world, "e.jpg", "file_large");
    assert_int_equal(source_find(world->source, STR("c.png")), 1);
    str bytes;
    assert_true(source_bytes(world->source, 1, 0, &bytes, world->scratch.diagnostics));
    assert_true(str_equal(bytes, STR("0123456789x")));
}

// ---- Trees without end ----

static git_oid nest(struct world *world, git_oid id, unsigned levels, unsigned width)
{
    for (unsigned level = 0; level < levels; level++) {
        struct bush bush = { .len = 0 };
        for (unsigned i = 0; i < width; i++) {
            char name[16];
            scratch_format(name, sizeof name, "%c%u", 'a' + (int)(i / 10), i % 10);
            bush_add(&bush, FOLDER_MODE, name, id);
        }
        id = tree(world, &bush);
    }
    return id;
}

static git_oid ten_files(struct world *world)
{
    struct bush bush = { .len = 0 };
    for (unsigned i = 0; i < 10; i++) {
        char name[16];
        scratch_format(name, sizeof name, "%u.md", i);
        bush_add(&bush, FILE_MODE, name, blob(world, "bom"));
    }
    return tree(world, &bush);
}

static void test_source__a_tree_bomb_ends_with_one_message(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    bush_add(&root, FOLDER_MODE, "bom", nest(world, ten_files(world), 9, 10));
    bush_add(&root, FILE_MODE, "goed.md", blob(world, "x"));
    bush_add(&root, FOLDER_MODE, "zo", tree_of(world, FILE_MODE, "goed.md", blob(world, "y")));
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
    assert_in_range(world_count(world), 12, 5000);
    assert_true(source_find(world->source, STR("goed.md")) != STR_NONE);
    assert_true(source_find(world->source, STR("zo/goed.md")) != STR_NONE);
    assert_non_null(strstr(scratch_messages(&world->scratch), "[folder_bomb]"));
}

static void test_source__a_bomb_of_empty_folders_and_many_small_bombs_end_too(void **state)
{
    struct world *world = *state;
    struct bush nothing = { .len = 0 };
    commit(world, nest(world, tree(world, &nothing), 90, 20));
    assert_non_null(world_read(world));
    assert_paths(world, "");
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);

    // Each of a thousand folders stays below what makes it a bomb by itself.
    struct bush root = { .len = 0 };
    for (unsigned i = 0; i < 1000; i++) {
        char name[16];
        scratch_format(name, sizeof name, "m%03u", i);
        struct bush other = { .len = 0 };
        bush_add(&other, FOLDER_MODE, "a", nest(world, ten_files(world), 3, 10));
        bush_add(&other, FILE_MODE, name, blob(world, name));
        bush_add(&root, FOLDER_MODE, name, tree(world, &other));
    }
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_in_range(world_count(world), 1000, 100000);
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 2);
}

// Two hundred stories with the same ten pictures each.
static void add_stories(struct world *world, struct bush *root)
{
    git_oid pictures = ten_files(world);
    for (unsigned i = 0; i < 200; i++) {
        char name[16];
        scratch_format(name, sizeof name, "v-%03u", i);
        struct bush story = { .len = 0 };
        bush_add(&story, FOLDER_MODE, "beeld", pictures);
        bush_add(&story, FILE_MODE, "index.md", blob(world, name));
        bush_add(root, FOLDER_MODE, name, tree(world, &story));
    }
}

static void test_source__honest_repetition_is_no_bomb(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    add_stories(world, &root);
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    assert_int_equal(world_count(world), 2200);
    assert_silent(world);
}

static void test_source__honest_repetition_stays_beside_a_bomb(void **state)
{
    struct world *world = *state;
    struct bush root = { .len = 0 };
    bush_add(&root, FOLDER_MODE, "bom",
             nest(world, tree_of(world, FILE_MODE, "b", blob(world, "b")), 9, 10));
    add_stories(world, &root);
    commit(world, tree(world, &root));
    assert_non_null(world_read(world));
    size_t count;
    size_t honest = 0;
    const struct source_file *files = source_files(world->source, &count);
    for (size_t i = 0; i < count; i++)
        honest += str_starts(files[i].path, STR("v-"));
    assert_int_equal(honest, 2200);
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
}

static void test_source__a_tree_that_holds_itself_ends(void **state)
{
    struct world *world = *state;
    // Forged: under the name of one tree stands another, which holds the first.
    git_oid inner = tree_of(world, FILE_MODE, "a.md", blob(world, "x"));
    struct bush bush = { .len = 0 };
    for (unsigned i = 0; i < 30; i++) {
        char name[16];
        scratch_format(name, sizeof name, "m%02u", i);
        bush_add(&bush, FOLDER_MODE, name, inner);
    }
    git_oid outer = tree(world, &bush);
    char from[SCRATCH_PATH];
    char to[SCRATCH_PATH];
    object_path(world, outer, from);
    object_path(world, inner, to);
    assert_int_equal(rename(from, to), 0);
    commit(world, tree_of(world, FOLDER_MODE, "in", inner));
    assert_non_null(world_read(world));
    assert_int_equal(world_count(world), 0);
    assert_true(diagnostics_count(world->scratch.diagnostics, ERROR) > 0);
}

static void test_source__what_is_nested_too_deep_is_left_out_with_one_message(void **state)
{
    struct world *world = *state;
    git_oid id = tree_of(world, FILE_MODE, "diep.md", blob(world, "x"));
    git_oid same_depth = id;
    for (unsigned i = 0; i < 3000; i++) {
        struct bush bush = { .len = 0 };
        bush_add(&bush, FILE_MODE, "a.md", blob(world, "x"));
        bush_add(&bush, FOLDER_MODE, "m", id);
        id = tree(world, &bush);
        if (i == SOURCE_DEPTH_MAX - 1)
            same_depth = id;
    }
    commit(world, id);
    assert_non_null(world_read(world));
    assert_int_equal(world_count(world), SOURCE_DEPTH_MAX + 1);
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
    assert_non_null(strstr(scratch_messages(&world->scratch), "[folder_deep]"));
    // A hundred levels are allowed.
    commit(world, same_depth);
    assert_non_null(world_read(world));
    assert_int_equal(world_count(world), SOURCE_DEPTH_MAX + 1);
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
}

static void test_source__a_path_too_long_to_write_is_left_out(void **state)
{
    struct world *world = *state;
    char name[201];
    memset(name, 'n', 200);
    name[200] = '\0';
    git_oid id = tree_of(world, FILE_MODE, "a.md", blob(world, "x"));
    for (unsigned i = 0; i < 6; i++) {
        struct bush bush = { .len = 0 };
        bush_add(&bush, FILE_MODE, "b.md", blob(world, "x"));
        bush_add(&bush, FOLDER_MODE, name, id);
        id = tree(world, &bush);
    }
    commit(world, id);
    assert_non_null(world_read(world));
    assert_int_equal(world_count(world), 6);
    assert_non_null(strstr(scratch_messages(&world->scratch), "[path_too_long]"));
}

// ---- Hooks ----

static void test_source__inside_a_hook_the_pushed_objects_are_seen(void **state)
{
    struct world *world = *state;
    // As in pre-receive: the new objects stand apart until they are accepted.
    git_oid id = commit(world, small_site(world));
    char hex[GIT_OID_HEXSZ + 1];
    char objects[SCRATCH_PATH];
    char away[SCRATCH_PATH];
    char git[SCRATCH_PATH];
    scratch_format(git, sizeof git, "%s", scratch_path(&world->scratch, "site/.git"));
    scratch_format(objects, sizeof objects, "%s",
                   scratch_path(&world->scratch, "site/.git/objects"));
    scratch_format(away, sizeof away, "%s", scratch_path(&world->scratch, "quarantine"));
    assert_int_equal(rename(objects, away), 0);
    scratch_folder(&world->scratch, "site/.git/objects");
    git_oid_tostr(hex, sizeof hex, &id);

    char here[SCRATCH_PATH];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(git), 0);
    setenv("GIT_DIR", ".", 1);
    setenv("GIT_OBJECT_DIRECTORY", away, 1);
    setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects, 1);
    struct source_options options = options_for(".");
    options.revision = hex;
    world->source = source_read(&options, world->scratch.diagnostics);
    bool found = world->source != NULL;
    size_t count = found ? world_count(world) : 0;
    str bytes = STR("");
    bool read = found && source_bytes(world->source, 0, 1, &bytes, world->scratch.diagnostics);
    unsetenv("GIT_DIR");
    unsetenv("GIT_OBJECT_DIRECTORY");
    unsetenv("GIT_ALTERNATE_OBJECT_DIRECTORIES");
    assert_int_equal(chdir(here), 0);
    assert_true(found);
    assert_int_equal(count, 3);
    assert_true(read);
    assert_true(str_equal(bytes, STR("title: x")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_source__a_revision_is_listed_sorted_below_content),
        TEST(test_source__bytes_are_those_of_the_blob_for_every_worker),
        TEST(test_source__find_knows_each_path_and_no_other),
        TEST(test_source__the_content_folder_can_be_chosen),
        TEST(test_source__a_content_folder_that_is_not_there_is_told),
        TEST(test_source__without_a_content_folder_all_is_content),
        TEST(test_source__a_bare_repository_and_a_folder_in_a_work_tree_are_found),
        TEST(test_source__a_branch_a_tag_and_an_older_commit_can_be_read),
        TEST(test_source__a_folder_without_repository_is_told),
        TEST(test_source__a_repository_without_commits_is_told),
        TEST(test_source__an_unknown_revision_is_told_with_the_nearest),
        TEST(test_source__a_commit_without_its_tree_is_told),
        TEST(test_source__a_repository_of_another_user_is_told),
        TEST(test_source__each_harmful_name_is_told_and_nothing_else_suffers),
        TEST(test_source__links_and_submodules_are_told_and_not_followed),
        TEST(test_source__a_content_folder_that_is_a_link_is_not_followed),
        TEST(test_source__missing_objects_are_told_and_the_rest_is_read),
        TEST(test_source__other_files_than_markdown_are_looked_at_from_the_start),
        TEST(test_source__an_object_that_goes_away_later_is_told),
        TEST(test_source__paths_that_differ_in_form_alone_are_told_with_both_names),
        TEST(test_source__a_tree_that_names_a_file_twice_gives_it_once),
        TEST(test_source__files_over_their_limit_are_left_out),
        TEST(test_source__a_tree_bomb_ends_with_one_message),
        TEST(test_source__a_bomb_of_empty_folders_and_many_small_bombs_end_too),
        TEST(test_source__honest_repetition_is_no_bomb),
        TEST(test_source__honest_repetition_stays_beside_a_bomb),
        TEST(test_source__a_tree_that_holds_itself_ends),
        TEST(test_source__what_is_nested_too_deep_is_left_out_with_one_message),
        TEST(test_source__a_path_too_long_to_write_is_left_out),
        TEST(test_source__inside_a_hook_the_pushed_objects_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
