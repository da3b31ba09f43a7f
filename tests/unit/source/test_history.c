// SPDX-License-Identifier: EUPL-1.2
#include "world.h"

#include "base/list.h"
#include "source/compare.h"
#include "source/history.h"

#include <git2/sys/mempack.h>
#include <setjmp.h>

#include <cmocka.h>

// ---- Histories made by hand ----

// The day before the first that a commit here is made on.
enum { DAY_BEFORE = 19000, DAY_SECONDS = 86400 };

static git_oid text_blob(struct world *world, const char *text)
{
    return object(world, GIT_OBJECT_BLOB, text, strlen(text));
}

// "content/a.md=een content/b.md=twee": a word of each file; `_` is a space in it.
// A word `@...` makes a symbolic link, `%` a submodule.
static git_oid tree_from(struct world *world, const char *files)
{
    git_index *index;
    git_oid root;
    char copy[4096];
    assert_int_equal(git_index_new(&index), 0);
    scratch_format(copy, sizeof copy, "%s", files);
    for (char *file = strtok(copy, " "); file != NULL; file = strtok(NULL, " ")) {
        char *word = strchr(file, '=');
        *word++ = '\0';
        git_index_entry entry = { .mode = *word == '@'   ? GIT_FILEMODE_LINK
                                          : *word == '%' ? GIT_FILEMODE_COMMIT
                                                         : GIT_FILEMODE_BLOB,
                                  .path = file };
        for (char *c = word; *c != '\0'; c++)
            *c = *c == '_' ? ' ' : *c == '~' ? '\n' : *c;
        entry.id = text_blob(world, word);
        assert_int_equal(git_index_add(index, &entry), 0);
    }
    assert_int_equal(git_index_write_tree_to(&root, index, world->git), 0);
    git_index_free(index);
    return root;
}

enum { PARENTS_MAX = 8 };

// `when` is what follows the name of who made it.
static git_oid commit_when(struct world *world, git_oid root, const git_oid *parents, size_t count,
                           const char *when)
{
    char text[4096];
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &root);
    int len = snprintf(text, sizeof text, "tree %s\n", hex);
    for (size_t i = 0; i < count; i++) {
        git_oid_tostr(hex, sizeof hex, &parents[i]);
        len += snprintf(text + len, sizeof text - (size_t)len, "parent %s\n", hex);
    }
    len += snprintf(text + len, sizeof text - (size_t)len,
                    "author A <a@b.nl> 1 +0000\ncommitter C <c@d.nl> %s\n\nzin\n", when);
    return object(world, GIT_OBJECT_COMMIT, text, (size_t)len);
}

#define PARENTS(...) \
    (const git_oid[]){ __VA_ARGS__ }, sizeof((const git_oid[]){ __VA_ARGS__ }) / sizeof(git_oid)
#define NO_PARENTS NULL, 0

static git_oid on_day(struct world *world, const char *files, unsigned day, const git_oid *parents,
                      size_t count)
{
    char when[64];
    scratch_format(when, sizeof when, "%lld +0000",
                   (long long)(DAY_BEFORE + day) * DAY_SECONDS + 3600);
    return commit_when(world, tree_from(world, files), parents, count, when);
}

// ---- Asking ----

static bool withheld(str bytes)
{
    return str_starts(bytes, STR("concept"));
}

static struct life *read_lives(struct world *world, struct arena *arena, git_oid revision,
                               const char *folder, struct cache *cache, const char *const *paths,
                               size_t count)
{
    struct repository repository = { world->git, world->objects };
    struct source_file *files = ARENA_ARRAY(arena, struct source_file, count);
    struct history_options options = { .repository = &repository,
                                       .commit = &revision,
                                       .folder = str_from_c(folder),
                                       .cache = cache,
                                       .withheld = withheld };
    for (size_t i = 0; i < count; i++)
        files[i].path = str_from_c(paths[i]);
    return history_read(arena, &options, files, count, world->scratch.diagnostics);
}

static int day_in(uint32_t day)
{
    return day == DAY_UNKNOWN ? -1 : (int)day - 1 - DAY_BEFORE;
}

// "3 5": the days on which the file came and was changed last; "- -" for unknown.
static const char *days_in(struct world *world, git_oid revision, const char *folder,
                           const char *path, char room[64])
{
    struct arena *arena = arena_new();
    const struct life *lives = read_lives(world, arena, revision, folder, NULL, &path, 1);
    if (lives == NULL)
        scratch_format(room, 64, "none");
    else
        scratch_format(room, 64, "%d %d", day_in(lives->first), day_in(lives->last));
    arena_free(arena);
    return room;
}

#define assert_days(world, revision, path, days) \
    assert_string_equal(days_in((world), (revision), "content", (path), (char[64]){ 0 }), (days))

// ---- One line ----

static void test_a_file_came_on_the_day_of_its_first_commit(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=een", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=een content/b.md=twee", 2, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=drie content/b.md=twee", 3, PARENTS(two));
    assert_days(world, three, "a.md", "1 3");
    assert_days(world, three, "b.md", "2 2");
    assert_days(world, two, "a.md", "1 1");
    assert_days(world, three, "c.md", "-1 -1");
    assert_silent(world);
}

static void test_commits_that_change_nothing_change_nothing(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=een", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=een", 2, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=een elders.md=x", 3, PARENTS(two));
    assert_days(world, three, "a.md", "1 1");
}

static void test_a_text_comes_when_it_may_be_read(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=concept_1 content/a.txt=concept", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=concept_2 content/a.txt=concept", 2, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=af content/a.txt=concept", 3, PARENTS(two));
    git_oid four = on_day(world, "content/a.md=concept_4 content/a.txt=concept", 4, PARENTS(three));
    assert_days(world, two, "a.md", "-1 -1");
    assert_days(world, two, "a.txt", "1 1");
    assert_days(world, three, "a.md", "3 3");
    assert_days(world, four, "a.md", "3 4");
}

static void test_a_file_that_came_back_as_it_was_was_never_away(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=een content/b.md=x", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/b.md=x", 2, PARENTS(one));
    git_oid same = on_day(world, "content/a.md=een content/b.md=x", 3, PARENTS(two));
    git_oid other = on_day(world, "content/a.md=twee content/b.md=x", 3, PARENTS(two));
    assert_days(world, two, "a.md", "-1 -1");
    assert_days(world, same, "a.md", "1 1");
    assert_days(world, other, "a.md", "3 3");
}

static void test_the_time_zone_of_a_commit_makes_its_day(void **state)
{
    struct world *world = *state;
    git_oid tree = tree_from(world, "content/a.md=een");
    char when[64];
    scratch_format(when, sizeof when, "%lld +0200", (DAY_BEFORE + 5LL) * DAY_SECONDS - 3600);
    git_oid east = commit_when(world, tree, NO_PARENTS, when);
    scratch_format(when, sizeof when, "%lld -0200", (DAY_BEFORE + 5LL) * DAY_SECONDS + 3600);
    git_oid west = commit_when(world, tree, NO_PARENTS, when);
    assert_days(world, east, "a.md", "5 5");
    assert_days(world, west, "a.md", "4 4");
}

static void test_clocks_that_are_wrong_do_no_harm(void **state)
{
    struct world *world = *state;
    static const char *const strange[] = {
        "0 +0000", "-5 +0000", "1 +9999", "99999999999999999999 +0000", "999999999999 +0000",
        "",        "+0000",    "x y",     "18446744073709551615 -0000"
    };
    git_oid tree = tree_from(world, "content/a.md=een");
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        git_oid one = commit_when(world, tree, NO_PARENTS, strange[i]);
        git_oid two = on_day(world, "content/a.md=een content/b.md=twee", 2, PARENTS(one));
        assert_days(world, two, "a.md", "-1 -1");
        assert_days(world, two, "b.md", "2 2");
    }
}

static void test_no_day_comes_after_that_of_the_revision(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=een", 9, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=een content/b.md=x", 3, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=drie content/b.md=x", 5, PARENTS(two));
    git_oid late =
        on_day(world, "content/a.md=drie content/b.md=x content/c.md=x", 8, PARENTS(three));
    assert_days(world, two, "a.md", "3 3");
    assert_days(world, three, "a.md", "5 5");
    assert_days(world, late, "a.md", "5 5");
    assert_days(world, three, "b.md", "3 3");
}

static void test_links_and_submodules_are_no_files(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=@b.md content/m=%x content/c.md=c", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=a content/m/x.md=x content/c.md=c", 2, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=@b content/m=%x content/c.md=c", 3, PARENTS(two));
    assert_days(world, two, "a.md", "2 2");
    assert_days(world, two, "m/x.md", "2 2");
    assert_days(world, three, "a.md", "-1 -1");
    assert_days(world, three, "c.md", "1 1");
}

static void test_a_folder_may_take_the_name_of_a_file(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a=een content/b.md=b content/a.md=een2", 1, NO_PARENTS);
    git_oid two =
        on_day(world, "content/a/x.md=x content/b.md=b content/a.md=een2", 2, PARENTS(one));
    git_oid three =
        on_day(world, "content/a=drie content/b.md=b content/a.md=een2", 3, PARENTS(two));
    assert_days(world, two, "a/x.md", "2 2");
    assert_days(world, two, "a.md", "1 1");
    assert_days(world, three, "a", "3 3");
    assert_days(world, three, "b.md", "1 1");
}

// ---- Renames ----

#define LONG "een_twee_drie_vier_vijf_zes_zeven_acht_negen_tien_elf_twaalf"
#define LONG_EDITED "een_twee_drie_vier_vijf_zes_zeven_acht_negen_tien_elf_dertien_erbij"
#define OTHER "heel_andere_woorden_staan_hier_in_een_rij_die_niemand_kent"

static void test_a_rename_is_no_change(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=een content/b.md=b", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=twee content/b.md=b", 2, PARENTS(one));
    git_oid three = on_day(world, "content/map/c.md=twee content/b.md=b", 3, PARENTS(two));
    git_oid four = on_day(world, "content/d.md=twee content/b.md=b", 4, PARENTS(three));
    assert_days(world, three, "map/c.md", "1 2");
    assert_days(world, four, "d.md", "1 2");
}

static void test_a_rename_with_other_words_is_a_change(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=" LONG " content/b.md=b", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/x/c.md=" LONG_EDITED " content/b.md=b", 2, PARENTS(one));
    git_oid three = on_day(world, "content/x/c.md=" OTHER " content/b.md=b", 2, PARENTS(one));
    assert_days(world, two, "x/c.md", "1 2");
    assert_days(world, three, "x/c.md", "2 2");
}

static void test_the_most_alike_is_the_one(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=" LONG " content/z.md=z", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=" LONG " content/b.md=" LONG "_x_y_z content/z.md=z",
                         2, PARENTS(one));
    git_oid three =
        on_day(world, "content/d.md=" LONG "_x_y_w content/c.md=" LONG "_v content/z.md=z", 3,
               PARENTS(two));
    assert_days(world, three, "c.md", "1 3");
    assert_days(world, three, "d.md", "2 3");
}

static void test_of_the_same_bytes_the_same_name_goes_first(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a/x.md=leeg", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a/x.md=leeg content/a/y.md=leeg", 2, PARENTS(one));
    git_oid three = on_day(world, "content/b/x.md=leeg content/b/y.md=leeg", 3, PARENTS(two));
    git_oid four = on_day(world, "content/a/x.md=leeg content/b/y.md=leeg", 3, PARENTS(two));
    assert_days(world, three, "b/x.md", "1 1");
    assert_days(world, three, "b/y.md", "2 2");
    git_oid one_left = on_day(world, "content/b/y.md=leeg", 3, PARENTS(two));
    assert_days(world, one_left, "b/y.md", "2 2");
    assert_days(world, four, "a/x.md", "1 1");
    assert_days(world, four, "b/y.md", "2 2");
}

static void test_a_copy_is_new(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=" LONG, 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=" LONG " content/b.md=" LONG, 2, PARENTS(one));
    assert_days(world, two, "a.md", "1 1");
    assert_days(world, two, "b.md", "2 2");
}

// Thousands of objects: not on disk.
static void keep_in_memory(struct world *world)
{
    git_odb_backend *memory;
    assert_int_equal(git_mempack_new(&memory), 0);
    assert_int_equal(git_odb_add_backend(world->objects, memory, 1000), 0);
}

// Twenty words that no other has, and one more or not.
static git_oid words_blob(struct world *world, int number, const char *more)
{
    char text[512];
    int len = 0;
    for (int w = 0; w < 20; w++)
        len += snprintf(text + len, sizeof text - (size_t)len, "w%d ", number * 31 + w * w * 7);
    snprintf(text + len, sizeof text - (size_t)len, "%s", more);
    return blob(world, text);
}

static void test_a_commit_may_rename_and_change_hundreds(void **state)
{
    enum { COUNT = 300 };
    struct world *world = *state;
    keep_in_memory(world);
    struct bush before = { .len = 0 };
    struct bush after = { .len = 0 };
    char name[64];
    for (int i = 0; i < COUNT; i++) {
        scratch_format(name, sizeof name, "a%03d.md", i);
        bush_add(&before, "100644", name, words_blob(world, i, ""));
        scratch_format(name, sizeof name, "b%03d.md", i);
        bush_add(&after, "100644", name, words_blob(world, COUNT - 1 - i, "erbij"));
    }
    git_oid trees[] = { tree_of(world, "40000", "content", tree(world, &before)),
                        tree_of(world, "40000", "content", tree(world, &after)) };
    git_oid one = commit_when(world, trees[0], NO_PARENTS, "1700000000 +0000");
    git_oid two = commit_when(world, trees[1], PARENTS(one), "1700864000 +0000");
    for (int i = 0; i < COUNT; i += 37) {
        scratch_format(name, sizeof name, "b%03d.md", i);
        assert_days(world, two, name, "675 685");
    }
}

// ---- Merges ----

static void test_a_merge_takes_each_file_from_its_own_line(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a content/b.md=b", 1, NO_PARENTS);
    git_oid left = on_day(world, "content/a.md=a2 content/b.md=b", 2, PARENTS(one));
    git_oid right = on_day(world, "content/a.md=a content/b.md=b3 content/c.md=c", 3, PARENTS(one));
    const char *both = "content/a.md=a2 content/b.md=b3 content/c.md=c";
    git_oid ways[] = { on_day(world, both, 4, PARENTS(left, right)),
                       on_day(world, both, 4, PARENTS(right, left)) };
    for (int i = 0; i < 2; i++) {
        assert_days(world, ways[i], "a.md", "1 2");
        assert_days(world, ways[i], "b.md", "1 3");
        assert_days(world, ways[i], "c.md", "3 3");
    }
}

static void test_what_a_merge_makes_itself_is_a_change(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    git_oid left = on_day(world, "content/a.md=l", 2, PARENTS(one));
    git_oid right = on_day(world, "content/a.md=r content/n.md=n", 3, PARENTS(one));
    git_oid merge =
        on_day(world, "content/a.md=lr content/n.md=nn content/m.md=m", 4, PARENTS(left, right));
    assert_days(world, merge, "a.md", "1 4");
    assert_days(world, merge, "n.md", "3 4");
    assert_days(world, merge, "m.md", "4 4");
}

static void test_a_merge_may_give_up_one_line(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a content/b.md=b", 1, NO_PARENTS);
    git_oid left = on_day(world, "content/a.md=l content/b.md=b", 2, PARENTS(one));
    git_oid right = on_day(world, "content/a.md=r content/n.md=n", 3, PARENTS(one));
    git_oid ours = on_day(world, "content/a.md=l content/b.md=b", 4, PARENTS(left, right));
    git_oid theirs = on_day(world, "content/a.md=r content/n.md=n", 4, PARENTS(left, right));
    assert_days(world, ours, "a.md", "1 2");
    assert_days(world, ours, "b.md", "1 1");
    assert_days(world, theirs, "a.md", "1 3");
    assert_days(world, theirs, "n.md", "3 3");
    assert_days(world, theirs, "b.md", "-1 -1");
}

static void test_a_file_renamed_on_a_branch_keeps_its_day(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a content/b.md=b", 1, NO_PARENTS);
    git_oid left = on_day(world, "content/a.md=a content/b.md=b2", 2, PARENTS(one));
    git_oid right = on_day(world, "content/z.md=a content/b.md=b", 3, PARENTS(one));
    git_oid merge = on_day(world, "content/z.md=a content/b.md=b2", 4, PARENTS(left, right));
    git_oid in_merge = on_day(world, "content/a.md=a content/y.md=b2", 4, PARENTS(left, right));
    git_oid added = on_day(world, "content/a.md=a content/b.md=b content/n.md=n", 3, PARENTS(one));
    git_oid moved =
        on_day(world, "content/a.md=a content/b.md=b2 content/o.md=n", 4, PARENTS(left, added));
    assert_days(world, merge, "z.md", "1 1");
    assert_days(world, in_merge, "y.md", "1 2");
    assert_days(world, moved, "o.md", "3 3");
}

static void test_lines_that_cross(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a content/b.md=b", 1, NO_PARENTS);
    git_oid left = on_day(world, "content/a.md=a2 content/b.md=b", 2, PARENTS(one));
    git_oid right = on_day(world, "content/a.md=a content/b.md=b2", 3, PARENTS(one));
    const char *both = "content/a.md=a2 content/b.md=b2";
    git_oid first = on_day(world, both, 4, PARENTS(left, right));
    git_oid second = on_day(world, both, 5, PARENTS(right, left));
    git_oid edit = on_day(world, "content/a.md=a3 content/b.md=b2", 6, PARENTS(second));
    git_oid merge = on_day(world, "content/a.md=a3 content/b.md=b2", 7, PARENTS(first, edit));
    assert_days(world, merge, "a.md", "1 6");
    assert_days(world, merge, "b.md", "1 3");
}

static void test_a_merge_of_many(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    git_oid x = on_day(world, "content/a.md=a content/x.md=x", 2, PARENTS(one));
    git_oid y = on_day(world, "content/a.md=a content/y.md=y", 3, PARENTS(one));
    git_oid z = on_day(world, "content/a.md=az content/z.md=z", 4, PARENTS(one));
    git_oid merge = on_day(world, "content/a.md=az content/x.md=x content/y.md=y content/z.md=z", 5,
                           PARENTS(x, y, z));
    assert_days(world, merge, "a.md", "1 4");
    assert_days(world, merge, "x.md", "2 2");
    assert_days(world, merge, "y.md", "3 3");
    assert_days(world, merge, "z.md", "4 4");
}

static void test_two_beginnings_meet(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/b.md=b content/a.md=a", 2, NO_PARENTS);
    git_oid merge = on_day(world, "content/a.md=a content/b.md=b", 3, PARENTS(two, one));
    assert_days(world, merge, "a.md", "2 2");
    assert_days(world, merge, "b.md", "2 2");
}

static void test_a_parent_named_twice(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=b", 2, PARENTS(one, one));
    assert_days(world, two, "a.md", "1 2");
}

// ---- Where the content is ----

static void test_the_folder_of_the_content_may_have_moved(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "docs/nl/a.md=a docs/nl/b.md=b README.md=r", 1, NO_PARENTS);
    git_oid two = on_day(world, "docs/nl/a.md=a2 docs/nl/b.md=b README.md=r", 2, PARENTS(one));
    git_oid three = on_day(world, "content/a.md=a2 content/b.md=b README.md=r", 3, PARENTS(two));
    git_oid four = on_day(world, "content/a.md=a2 content/b.md=b4 README.md=r", 4, PARENTS(three));
    assert_days(world, four, "a.md", "1 2");
    assert_days(world, four, "b.md", "1 4");
}

static void test_the_content_may_have_come_from_the_top(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "verhalen/a.md=a verhalen/b.md=b LICENSE=l", 1, NO_PARENTS);
    git_oid two =
        on_day(world, "content/verhalen/a.md=a content/verhalen/b.md=b LICENSE=l", 2, PARENTS(one));
    git_oid three = on_day(world,
                           "content/verhalen/a.md=a content/verhalen/b.md=b3 "
                           "content/site.yaml=s LICENSE=l",
                           3, PARENTS(two));
    assert_days(world, three, "verhalen/a.md", "1 1");
    assert_days(world, three, "verhalen/b.md", "1 3");
    assert_days(world, three, "site.yaml", "3 3");
}

static void test_all_of_a_repository_may_be_content(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "a.md=a", 1, NO_PARENTS);
    git_oid two = on_day(world, "a.md=a b/c.md=c .github/x.md=x", 2, PARENTS(one));
    char room[64];
    assert_string_equal(days_in(world, two, "", "b/c.md", room), "2 2");
    assert_string_equal(days_in(world, two, "", ".github/x.md", room), "-1 -1");
}

// ---- What is not there ----

static void test_a_shallow_clone_tells_no_dates(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    char hex[GIT_OID_HEXSZ + 2];
    git_oid_tostr(hex, sizeof hex - 1, &one);
    hex[GIT_OID_HEXSZ] = '\n';
    hex[GIT_OID_HEXSZ + 1] = '\0';
    scratch_write(&world->scratch, "site/.git/shallow", hex);
    assert_days(world, one, "a.md", "none");
    assert_told(world, "", "history_shallow");
}

static void test_a_parent_that_is_missing_is_told(void **state)
{
    struct world *world = *state;
    git_oid one = on_day(world, "content/a.md=a", 1, NO_PARENTS);
    git_oid two = on_day(world, "content/a.md=b", 2, PARENTS(one));
    char path[SCRATCH_PATH];
    object_path(world, one, path);
    assert_int_equal(unlink(path), 0);
    assert_days(world, two, "a.md", "none");
    assert_told(world, "", "history_incomplete");
}

static void test_a_folder_that_is_missing_is_told(void **state)
{
    struct world *world = *state;
    git_oid gone = { { 1, 2, 3 } };
    git_oid bad = tree_of(world, "40000", "content", tree_of(world, "40000", "x", gone));
    git_oid one = commit_when(world, bad, NO_PARENTS, "1700000000 +0100");
    git_oid two = on_day(world, "content/a.md=b", 2, PARENTS(one));
    assert_days(world, two, "a.md", "none");
    assert_told(world, "", "history_incomplete");
}

// Ten folders deep, each holding ten times the next: 10^10 files.
static git_oid bomb(struct world *world)
{
    git_oid id = blob(world, "x");
    const char *mode = "100644";
    for (int level = 0; level < 10; level++) {
        struct bush bush = { .len = 0 };
        for (char c = 'a'; c < 'k'; c++)
            bush_add(&bush, mode, (char[]){ c, '\0' }, id);
        id = tree(world, &bush);
        mode = "40000";
    }
    return id;
}

static void test_a_bomb_in_the_past_is_given_up(void **state)
{
    struct world *world = *state;
    git_oid root = tree_of(world, "40000", "content", bomb(world));
    git_oid one = commit_when(world, root, NO_PARENTS, "1700000000 +0100");
    git_oid two = on_day(world, "content/a.md=b", 2, PARENTS(one));
    assert_days(world, two, "a.md", "none");
    assert_told(world, "", "history_large");
}

static void test_a_bomb_is_given_up_before_it_takes_memory(void **state)
{
    struct world *world = *state;
    struct repository repository = { world->git, world->objects };
    struct trees trees = { .repository = &repository };
    struct changes changes = { .arena = arena_new() };
    git_oid ids[] = { bomb(world), { { 0 } } };
    trees_compare(&trees, ids, 2, &changes);
    assert_true(trees.work > HISTORY_WORK_MAX);
    assert_true(changes.list.count < 100000);
    trees_release(&trees);
    arena_free(changes.arena);
}

// ---- Random histories, against a slow obvious walk, and against memory ----

enum { COMMITS = 120, PATHS = 9, HISTORIES = 30 };

static const char *const paths[PATHS] = { "a.md",     "b.md",     "c.txt",    "d/a.md", "d/b.md",
                                          "d/e/a.md", "d/e/f.md", "g/h/i.md", "z.md" };

struct told {
    bool known;
    int gone; // what it was when it went; 0 while it is there
    int first;
    int last;
};

struct model {
    git_oid id;
    int day;
    int parents[3];
    int parent_count;
    int contents[PATHS]; // a number for each text; 0 is not there
    struct told told[PATHS];
};

static unsigned random_next(unsigned long long *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((*seed >> 33) % below);
}

static void model_write(struct world *world, struct model *models, struct model *model)
{
    char files[4096] = "LEES=mij";
    size_t len = strlen(files);
    git_oid parents[3];
    for (int p = 0; p < PATHS; p++)
        if (model->contents[p] != 0)
            len += (size_t)snprintf(files + len, sizeof files - len, " content/%s=t%d", paths[p],
                                    model->contents[p]);
    len += (size_t)snprintf(files + len, sizeof files - len, " content/site.yaml=s");
    for (int i = 0; i < model->parent_count; i++)
        parents[i] = models[model->parents[i]].id;
    model->id = on_day(world, files, (unsigned)model->day, parents, (size_t)model->parent_count);
}

static void model_change(struct model *model, unsigned long long *seed, int *next)
{
    int p = (int)random_next(seed, PATHS);
    int q = (int)random_next(seed, PATHS);
    switch (random_next(seed, 6)) {
    case 0:
        model->contents[p] = 0;
        break;
    case 1: // rename, over what is there too
        if (model->contents[p] != 0 && p != q) {
            model->contents[q] = model->contents[p];
            model->contents[p] = 0;
        }
        break;
    case 2: // as it was once
        if (model->told[p].known && model->told[p].gone != 0)
            model->contents[p] = model->told[p].gone;
        break;
    default:
        model->contents[p] = (*next)++;
    }
}

// Of each file what one of the parents has, or now and then something else.
static void model_merge(struct model *models, struct model *model, unsigned long long *seed,
                        int *next)
{
    for (int p = 0; p < PATHS; p++) {
        unsigned parent = random_next(seed, (unsigned)model->parent_count);
        model->contents[p] = models[model->parents[parent]].contents[p];
        if (random_next(seed, 30) == 0)
            model->contents[p] = (*next)++;
    }
}

static void model_make(struct model *models, int number, unsigned long long *seed, int *next)
{
    struct model *model = &models[number];
    *model = (struct model){ .day = number + 1 + (int)random_next(seed, 3) };
    unsigned most = number < 6 ? (unsigned)number : 6;
    if (number > 0) {
        model->parents[model->parent_count++] = number - 1 - (int)random_next(seed, most);
        while (model->parent_count < 3 && random_next(seed, 4) == 0)
            model->parents[model->parent_count++] = number - 1 - (int)random_next(seed, most);
        const struct model *first = &models[model->parents[0]];
        memcpy(model->contents, first->contents, sizeof model->contents);
        memcpy(model->told, first->told, sizeof model->told);
    }
    if (model->parent_count > 1)
        model_merge(models, model, seed, next);
    for (unsigned i = random_next(seed, 4); i > 0 && model->parent_count < 2; i--)
        model_change(model, seed, next);
}

// The rules, told again without trees, chains and memory.
static bool told_by_same(const struct model *models, const struct model *model, int p)
{
    struct told told[PATHS];
    memcpy(told, model->told, sizeof told);
    for (int i = 0; i < model->parent_count; i++) {
        const struct model *parent = &models[model->parents[i]];
        if (parent->contents[p] != model->contents[p])
            continue;
        ((struct model *)model)->told[p] = parent->told[p];
        return true;
    }
    return false;
}

static bool told_by_other(const struct model *models, struct model *model, int p)
{
    bool there = false;
    int first = 1 << 30;
    for (int i = 0; i < model->parent_count; i++) {
        const struct model *parent = &models[model->parents[i]];
        if (parent->contents[p] == 0)
            continue;
        there = true;
        first = parent->told[p].first < first ? parent->told[p].first : first;
    }
    if (there)
        model->told[p] = (struct told){ true, 0, first, model->day };
    return there;
}

static bool told_by_rename(const struct model *models, struct model *model, int p, int i,
                           bool *taken)
{
    const struct model *parent = &models[model->parents[i]];
    for (int named = 1; named >= 0; named--)
        for (int q = 0; q < PATHS; q++) {
            bool same_name =
                strcmp(strrchr(paths[q], '/') ? strrchr(paths[q], '/') + 1 : paths[q],
                       strrchr(paths[p], '/') ? strrchr(paths[p], '/') + 1 : paths[p]) == 0;
            if (taken[q] || (named && !same_name) || model->contents[q] != 0 ||
                parent->contents[q] != model->contents[p])
                continue;
            model->told[p] = parent->told[q];
            taken[q] = true;
            return true;
        }
    return false;
}

static bool told_by_return(const struct model *models, struct model *model, int p)
{
    for (int i = 0; i < model->parent_count; i++) {
        const struct told *told = &models[model->parents[i]].told[p];
        if (!told->known || told->gone != model->contents[p])
            continue;
        model->told[p] = *told;
        model->told[p].gone = 0;
        return true;
    }
    return false;
}

static void model_tell(const struct model *models, struct model *model)
{
    bool fresh[PATHS] = { false };
    for (int p = 0; p < PATHS; p++) {
        const struct model *first =
            model->parent_count > 0 ? &models[model->parents[0]] : &(struct model){ .day = 0 };
        if (model->contents[p] == 0 && first->contents[p] != 0)
            model->told[p].gone = first->contents[p];
        else if (model->contents[p] != 0)
            fresh[p] = !told_by_same(models, model, p) && !told_by_other(models, model, p);
    }
    for (int i = 0; i < model->parent_count; i++) {
        bool taken[PATHS] = { false };
        for (int p = 0; p < PATHS; p++)
            fresh[p] = fresh[p] && !told_by_rename(models, model, p, i, taken);
        for (int p = 0; p < PATHS && i == 0; p++)
            fresh[p] = fresh[p] && !told_by_return(models, model, p);
    }
    for (int p = 0; p < PATHS; p++)
        if (fresh[p])
            model->told[p] = (struct told){ true, 0, model->day, model->day };
}

static void model_check(struct world *world, const struct model *model, struct cache *cache)
{
    struct arena *arena = arena_new();
    const struct life *lives = read_lives(world, arena, model->id, "content", cache, paths, PATHS);
    assert_non_null(lives);
    for (int p = 0; p < PATHS; p++) {
        bool there = model->contents[p] != 0;
        int last = there ? model->told[p].last : -1;
        int first = there ? model->told[p].first : -1;
        last = last > model->day ? model->day : last;
        first = first > last ? last : first;
        assert_int_equal(day_in(lives[p].first), first);
        assert_int_equal(day_in(lives[p].last), last);
    }
    arena_free(arena);
}

static void test_random_histories_are_told_as_a_slow_walk_tells_them(void **state)
{
    struct world *world = *state;
    static struct model models[COMMITS];
    keep_in_memory(world);
    for (unsigned long long history = 1; history <= HISTORIES; history++) {
        unsigned long long seed = history;
        int next = 1;
        for (int i = 0; i < COMMITS; i++) {
            model_make(models, i, &seed, &next);
            model_write(world, models, &models[i]);
            model_tell(models, &models[i]);
        }
        for (int i = COMMITS - 1; i >= 0; i -= 17)
            model_check(world, &models[i], NULL);
    }
}

static void test_memory_changes_nothing(void **state)
{
    struct world *world = *state;
    static struct model models[COMMITS];
    unsigned long long seed = 99;
    int next = 1;
    keep_in_memory(world);
    char folder[SCRATCH_PATH];
    scratch_format(folder, sizeof folder, "%s", scratch_path(&world->scratch, "onthouden"));
    for (int i = 0; i < COMMITS; i++) {
        model_make(models, i, &seed, &next);
        model_write(world, models, &models[i]);
        model_tell(models, &models[i]);
    }
    // Forward, back, and to other lines.
    for (int i = 0; i < COMMITS * 2; i++) {
        int number = i < COMMITS ? i : (int)random_next(&seed, COMMITS);
        struct cache *cache = cache_open(folder, STR("proef"));
        model_check(world, &models[number], cache);
        cache_close(cache);
    }
}

// ---- Through the face ----

static struct file_dates dates_of(struct world *world, const char *path)
{
    source_history(world->source, NULL, withheld, NULL, world->scratch.diagnostics);
    return source_dates(world->source, source_find(world->source, str_from_c(path)));
}

static void test_a_revision_tells_days_as_dates(void **state)
{
    struct world *world = *state;
    git_oid root = tree_from(world, "content/a.md=een");
    commit(world, root); // on 14 November 2023
    assert_non_null(world_read(world));
    struct file_dates dates = dates_of(world, "a.md");
    assert_int_equal(dates.first.year * 10000 + dates.first.month * 100 + dates.first.day,
                     20231114);
    assert_int_equal(date_compare(dates.first, dates.last), 0);
}

static void test_files_on_disk_have_the_days_of_head(void **state)
{
    struct world *world = *state;
    git_oid root = tree_from(world, "content/a.md=een content/b.md=twee");
    commit(world, root);
    scratch_folder(&world->scratch, "site/content");
    scratch_write(&world->scratch, "site/content/a.md", "een");
    scratch_write(&world->scratch, "site/content/b.md", "anders");
    scratch_write(&world->scratch, "site/content/c.md", "nieuw");
    struct source_options options = options_for("");
    options.worktree = true;
    assert_non_null(world_read_with(world, "site", options));
    struct file_dates a = dates_of(world, "a.md");
    assert_int_equal(a.first.year, 2023);
    assert_int_equal(a.last.year, 2023);
    struct file_dates b = source_dates(world->source, source_find(world->source, STR("b.md")));
    assert_int_equal(b.first.year, 2023);
    assert_false(date_given(b.last));
    struct file_dates c = source_dates(world->source, source_find(world->source, STR("c.md")));
    assert_false(date_given(c.first));
    assert_false(date_given(c.last));
    assert_silent(world);
}

static void test_a_folder_without_git_has_no_days(void **state)
{
    struct world *world = *state;
    scratch_folder(&world->scratch, "los/content");
    scratch_write(&world->scratch, "los/content/a.md", "een");
    struct source_options options = options_for("");
    options.worktree = true;
    assert_non_null(world_read_with(world, "los", options));
    assert_false(date_given(dates_of(world, "a.md").first));
    assert_silent(world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_file_came_on_the_day_of_its_first_commit),
        TEST(test_commits_that_change_nothing_change_nothing),
        TEST(test_a_text_comes_when_it_may_be_read),
        TEST(test_a_file_that_came_back_as_it_was_was_never_away),
        TEST(test_the_time_zone_of_a_commit_makes_its_day),
        TEST(test_clocks_that_are_wrong_do_no_harm),
        TEST(test_no_day_comes_after_that_of_the_revision),
        TEST(test_links_and_submodules_are_no_files),
        TEST(test_a_folder_may_take_the_name_of_a_file),
        TEST(test_a_rename_is_no_change),
        TEST(test_a_rename_with_other_words_is_a_change),
        TEST(test_the_most_alike_is_the_one),
        TEST(test_of_the_same_bytes_the_same_name_goes_first),
        TEST(test_a_copy_is_new),
        TEST(test_a_commit_may_rename_and_change_hundreds),
        TEST(test_a_merge_takes_each_file_from_its_own_line),
        TEST(test_what_a_merge_makes_itself_is_a_change),
        TEST(test_a_merge_may_give_up_one_line),
        TEST(test_a_file_renamed_on_a_branch_keeps_its_day),
        TEST(test_lines_that_cross),
        TEST(test_a_merge_of_many),
        TEST(test_two_beginnings_meet),
        TEST(test_a_parent_named_twice),
        TEST(test_the_folder_of_the_content_may_have_moved),
        TEST(test_the_content_may_have_come_from_the_top),
        TEST(test_all_of_a_repository_may_be_content),
        TEST(test_a_shallow_clone_tells_no_dates),
        TEST(test_a_parent_that_is_missing_is_told),
        TEST(test_a_folder_that_is_missing_is_told),
        TEST(test_a_bomb_in_the_past_is_given_up),
        TEST(test_a_bomb_is_given_up_before_it_takes_memory),
        TEST(test_random_histories_are_told_as_a_slow_walk_tells_them),
        TEST(test_memory_changes_nothing),
        TEST(test_a_revision_tells_days_as_dates),
        TEST(test_files_on_disk_have_the_days_of_head),
        TEST(test_a_folder_without_git_has_no_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
