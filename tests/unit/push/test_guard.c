// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "../source/world.h"

#include "push/push.h"

enum { TEXT_ROOM = 4096 };

#define GOOD "A <a@goed.nl>"
#define BAD "B <b@thuis.nl>"
#define ONLY_GOOD ((struct guard){ .emails = STR("*@goed.nl") })
#define ONLY_TEXT ((struct guard){ .kinds = STR("md, .YAML") })
#define ONLY_SMALL ((struct guard){ .file_most = 4 })
#define NO_COMMIT ((git_oid){ { 0 } })

// A commit that no reference names.  The parents end at the first that is empty.
static git_oid commit_by(struct world *world, const char *author, const char *committer,
                         const char *message, git_oid root, const git_oid *parents)
{
    char text[TEXT_ROOM];
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &root);
    int len = snprintf(text, sizeof text, "tree %s\n", hex);
    for (; !git_oid_is_zero(parents); parents++) {
        git_oid_tostr(hex, sizeof hex, parents);
        len += snprintf(text + len, sizeof text - (size_t)len, "parent %s\n", hex);
    }
    len += snprintf(text + len, sizeof text - (size_t)len,
                    "author %s 1700000000 +0100\ncommitter %s 1700000000 +0100\n\n%s", author,
                    committer, message);
    return object(world, GIT_OBJECT_COMMIT, text, (size_t)len);
}

static git_oid commit_on(struct world *world, git_oid root, git_oid parent)
{
    return commit_by(world, GOOD, GOOD, "zin\n", root, (git_oid[]){ parent, NO_COMMIT });
}

// A tag; of nobody where the tagger is NULL, as the first versions of git made them.
static git_oid tag_of(struct world *world, git_oid id, const char *type, const char *tagger)
{
    char text[TEXT_ROOM];
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &id);
    int len = snprintf(text, sizeof text, "object %s\ntype %s\ntag t\n", hex, type);
    if (tagger != NULL)
        len +=
            snprintf(text + len, sizeof text - (size_t)len, "tagger %s 1700000000 +0100\n", tagger);
    len += snprintf(text + len, sizeof text - (size_t)len, "\nzin\n");
    return object(world, GIT_OBJECT_TAG, text, (size_t)len);
}

// Whether the objects may come in; what was told before is forgotten.
static bool accepts_ids(struct world *world, struct guard guard, const git_oid *ids, size_t count)
{
    char hex[2][GIT_OID_HEXSZ + 1];
    struct push_line lines[2];
    assert_true(count <= 2);
    for (size_t i = 0; i < count; i++) {
        git_oid_tostr(hex[i], sizeof hex[i], &ids[i]);
        lines[i] = (struct push_line){ STR("0000000000000000000000000000000000000000"),
                                       str_from_c(hex[i]), STR("refs/heads/tak") };
    }
    diagnostics_free(world->scratch.diagnostics);
    world->scratch.diagnostics = diagnostics_new();
    struct push *push =
        push_open(scratch_path(&world->scratch, "site"), world->scratch.diagnostics);
    assert_non_null(push);
    bool accepted = guard_accepts(push, &guard, (struct push_lines){ lines, count },
                                  world->scratch.diagnostics);
    push_free(push);
    assert_int_equal(accepted, diagnostics_count(world->scratch.diagnostics, ERROR) == 0);
    return accepted;
}

static bool accepts(struct world *world, struct guard guard, git_oid id)
{
    return accepts_ids(world, guard, &id, 1);
}

static git_oid empty_tree(struct world *world)
{
    return tree(world, &(struct bush){ .len = 0 });
}

// ---- Addresses ----

static void test_guard__an_address_must_be_one_of_the_list(void **state)
{
    static const struct {
        const char *list;
        const char *address;
        bool accepted;
    } rows[] = {
        { "*@goed.nl", "a@goed.nl", true },
        { "*@goed.nl", "A@Goed.NL", true },
        { "*@GOED.nl", "@goed.nl", true },
        { "*@goed.nl", "a@goed.nl.kwaad.nl", false },
        { "*@goed.nl", "a@goed.n", false },
        { "*@goed.nl", "a@oed.nl", false },
        { "jan@a.nl, *@b.nl", "jan@a.nl", true },
        { "jan@a.nl, *@b.nl", "piet@a.nl", false },
        { "jan@a.nl,*@b.nl ", "x@b.nl", true },
        { " jan@a.nl piet@a.nl", "piet@a.nl", true },
        { "jan@a.nl", "jan@a.nlx", false },
        { "jan@a.nl", "jan@a.n", false },
        { "jan@a.nl", "xjan@a.nl", false },
        { "jan@*", "jan@", true },
        { "a*b*c@d.nl", "axxbyybzzc@d.nl", true },
        { "a*b*c@d.nl", "axxcyyb@d.nl", false },
        { "a*bc*cd", "abcd", false },
        { "a@b.nl", "a`b.nl", false },
        { "*ab", "aaab", true },
        { "*ab**", "aabc", true },
        { "Z@a.nl", "z@a.nl", true },
        { "[@a.nl", "{@a.nl", false },
        { "", "wie@dan.ook", true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char person[64];
        scratch_format(person, sizeof person, "N <%s>", rows[i].address);
        git_oid id = commit_by(*state, person, person, "zin\n", empty_tree(*state), &NO_COMMIT);
        // In memory of its own, so that who reads beyond its end is seen.
        size_t len = strlen(rows[i].list);
        char *list = malloc(len + 1);
        struct guard guard = { .emails = { memcpy(list + 1, rows[i].list, len), len },
                               .file_most = 1 };
        if (accepts(*state, guard, id) != rows[i].accepted)
            fail_msg("'%s' in '%s'", rows[i].address, rows[i].list);
        free(list);
    }
}

static void test_guard__everyone_whom_a_commit_names_is_looked_at(void **state)
{
    static const struct {
        const char *author;
        const char *committer;
        const char *message;
        bool accepted;
    } rows[] = {
        { GOOD, GOOD, "zin\n", true },
        { BAD, GOOD, "zin\n", false },
        { GOOD, BAD, "zin\n", false },
        { GOOD, "A <b@thuis.nl>", "zin\n", false },
        { GOOD, "b@thuis.nl <a@goed.nl>", "zin\n", false },
        { "b@thuis.nl <a@goed.nl>", GOOD, "zin\n", false },
        { "c@goed.nl <a@goed.nl>", GOOD, "zin\n", true },
        { "b @ thuis <a@goed.nl>", GOOD, "zin\n", true },
        { GOOD, GOOD, "zin\n\nCo-authored-by: " BAD "\n", false },
        { GOOD, GOOD, "Signed-off-by: " BAD, false },
        { GOOD, GOOD, "Signed-off-by: " GOOD "\nReviewed-by: " BAD "\n", false },
        { GOOD, GOOD, "Co-Authored-By: " BAD "\n", false },
        { GOOD, GOOD, "  Co-authored-by : " BAD "\n", false },
        { GOOD, GOOD, "Co-authored-by: " GOOD "\n", true },
        { GOOD, GOOD, "een zin met stand-by: " BAD "\n", true },
        { GOOD, GOOD, "Door: " BAD "\n", true },
        { GOOD, GOOD, "Co-authored-by: b@thuis.nl\n", true },
        { GOOD, GOOD, "Co-authored-by: b <thuis\n", true },
        { GOOD, GOOD, "Co-authored-by: b thuis>\n", true },
        { GOOD, GOOD, "Co-authored-by: > b <\n", true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (accepts(*state, ONLY_GOOD,
                    commit_by(*state, rows[i].author, rows[i].committer, rows[i].message,
                              empty_tree(*state), &NO_COMMIT)) != rows[i].accepted)
            fail_msg("%s, %s: %s", rows[i].author, rows[i].committer, rows[i].message);
}

static void test_guard__an_address_is_told_once_and_how_to_mend_it(void **state)
{
    struct world *world = *state;
    git_oid root = empty_tree(world);
    git_oid first = commit_by(world, BAD, BAD, "zin\n", root, &NO_COMMIT);
    git_oid second = commit_by(world, BAD, BAD, "zin\n", root, (git_oid[]){ first, NO_COMMIT });
    git_oid last = commit_by(world, GOOD, GOOD, "zin\n", root, (git_oid[]){ second, NO_COMMIT });
    assert_false(accepts(world, ONLY_GOOD, first));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
    const char *told = scratch_messages(&world->scratch);
    char wanted[128];
    char hex[8];
    git_oid_tostr(hex, sizeof hex, &first);
    scratch_format(wanted, sizeof wanted, "(commit %s)", hex);
    assert_non_null(strstr(told, wanted));
    assert_non_null(strstr(told, "and then: git commit --amend --no-edit --reset-author"));
    git_oid twice = commit_by(world, "b@thuis.nl <b@thuis.nl>", GOOD, "zin\n", root, &NO_COMMIT);
    assert_false(accepts(world, ONLY_GOOD, twice));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
    assert_false(accepts(world, ONLY_GOOD, last));
    told = scratch_messages(&world->scratch);
    git_oid_tostr(hex, sizeof hex, &second);
    scratch_format(wanted, sizeof wanted, "and then: git rebase %s^ --exec", hex);
    assert_non_null(strstr(told, "and then: git rebase --root --exec"));
    assert_non_null(strstr(told, wanted));
}

static void test_guard__who_tags_is_looked_at_also_in_a_tag_of_a_tag(void **state)
{
    struct world *world = *state;
    git_oid id = commit_on(world, empty_tree(world), NO_COMMIT);
    git_oid good = tag_of(world, id, "commit", GOOD);
    git_oid bad = tag_of(world, id, "commit", BAD);
    assert_true(accepts(world, ONLY_GOOD, good));
    assert_false(accepts(world, ONLY_GOOD, bad));
    assert_false(accepts(world, ONLY_GOOD, tag_of(world, bad, "tag", GOOD)));
    git_oid by = commit_by(world, BAD, GOOD, "zin\n", empty_tree(world), &NO_COMMIT);
    assert_false(accepts(world, ONLY_GOOD, tag_of(world, by, "commit", GOOD)));
    assert_false(accepts(world, ONLY_GOOD, tag_of(world, by, "commit", NULL)));
    assert_true(accepts(world, ONLY_GOOD, tag_of(world, id, "commit", NULL)));
}

// ---- Files ----

static void test_guard__a_file_may_be_as_large_as_the_limit_and_no_larger(void **state)
{
    struct world *world = *state;
    git_oid at = tree_of(world, "100644", "a.md", blob(world, "1234"));
    git_oid above = tree_of(world, "100644", "a.md", blob(world, "12345"));
    assert_true(accepts(world, ONLY_SMALL, commit_on(world, at, NO_COMMIT)));
    assert_false(accepts(world, ONLY_SMALL, commit_on(world, above, NO_COMMIT)));
    assert_told(world, "a.md", "push_large");
    git_oid deep = tree_of(world, "40000", "x", tree_of(world, "40000", "y", above));
    assert_false(accepts(world, ONLY_SMALL, commit_on(world, deep, NO_COMMIT)));
    assert_told(world, "x/y/a.md", "push_large");
    assert_true(
        accepts(world, (struct guard){ .kinds = STR("md") }, commit_on(world, above, NO_COMMIT)));
}

static void test_guard__a_file_must_be_of_a_kind_in_the_list(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        const char *told;
    } rows[] = {
        { "a.md", "\1\0", NULL },
        { "a.MD", "", NULL },
        { "a.yaml", "", NULL },
        { "a.exe", "tekst", "push_kind" },
        { "a.m", "", "push_kind" },
        { "a.mdx", "", "push_kind" },
        { "LICENSE", "tekst", NULL },
        { "foto", "\1\2\3\4\5\6\7\x10\x11\x12", "push_nameless" },
        { "a.", "\1\2\3\4\5\6\7\x10\x11\x12", "push_nameless" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        git_oid root = tree_of(*state, "100644", rows[i].name, blob(*state, rows[i].text));
        bool accepted = accepts(*state, ONLY_TEXT, commit_on(*state, root, NO_COMMIT));
        if (accepted != (rows[i].told == NULL))
            fail_msg("%s", rows[i].name);
        if (!accepted)
            assert_told((struct world *)*state, rows[i].name, rows[i].told);
    }
}

static void test_guard__what_is_in_the_history_already_may_stay(void **state)
{
    struct world *world = *state;
    git_oid old = tree_of(world, "100644", "oud.md", blob(world, "te groot"));
    git_oid base = commit(world, tree_of(world, "40000", "map", old));
    struct bush more = { .len = 0 };
    bush_add(&more, "100644", "nieuw.md", blob(world, "goed"));
    bush_add(&more, "100644", "oud.md", blob(world, "te groot"));
    git_oid good = tree_of(world, "40000", "map", tree(world, &more));
    assert_true(accepts(world, ONLY_SMALL, base));
    assert_true(accepts(world, ONLY_SMALL, commit_on(world, good, base)));
    assert_false(accepts(world, ONLY_SMALL, commit_on(world, good, NO_COMMIT)));
    bush_add(&more, "100644", "z.md", blob(world, "ook te groot"));
    git_oid bad = tree_of(world, "40000", "map", tree(world, &more));
    assert_false(accepts(world, ONLY_SMALL, commit_on(world, bad, base)));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
    assert_told(world, "map/z.md", "push_large");
    // A file that a later commit removes is in the history all the same.
    assert_false(accepts(world, ONLY_SMALL, commit_on(world, good, commit_on(world, bad, base))));
}

static void test_guard__a_merge_is_asked_only_for_what_no_parent_has(void **state)
{
    struct world *world = *state;
    git_oid large = blob(world, "te groot");
    git_oid other = blob(world, "ook te groot");
    struct bush both = { .len = 0 };
    bush_add(&both, "100644", "a.md", large);
    bush_add(&both, "100644", "b.md", other);
    git_oid one = commit(world, tree_of(world, "100644", "a.md", large));
    git_oid two = commit_on(world, tree_of(world, "100644", "b.md", other), NO_COMMIT);
    git_reference *reference = NULL;
    assert_int_equal(git_reference_create(&reference, world->git, "refs/tags/twee", &two, 1, NULL),
                     0);
    git_reference_free(reference);
    git_oid parents[] = { one, two, NO_COMMIT };
    git_oid clean = commit_by(world, GOOD, GOOD, "zin\n", tree(world, &both), parents);
    assert_true(accepts(world, ONLY_SMALL, clean));
    bush_add(&both, "100644", "c.md", blob(world, "nieuw en te groot"));
    git_oid dirty = commit_by(world, GOOD, GOOD, "zin\n", tree(world, &both), parents);
    assert_false(accepts(world, ONLY_SMALL, dirty));
    assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR), 1);
}

static void test_guard__a_tree_and_a_file_without_any_commit_are_looked_at(void **state)
{
    struct world *world = *state;
    git_oid large = blob(world, "te groot");
    git_oid root = tree_of(world, "100644", "a.md", large);
    assert_false(accepts(world, ONLY_SMALL, root));
    assert_false(accepts(world, ONLY_SMALL, tag_of(world, root, "tree", GOOD)));
    assert_false(accepts(world, ONLY_SMALL, large));
    assert_true(accepts(world, ONLY_SMALL, blob(world, "goed")));
    assert_true(accepts(world, ONLY_GOOD, large));
    assert_true(accepts(world, ONLY_GOOD, root));
}

static void test_guard__of_many_refusals_fifty_are_told_and_the_rest_counted(void **state)
{
    struct world *world = *state;
    for (unsigned count = 50; count <= 52; count += 2) {
        struct bush bush = { .len = 0 };
        for (unsigned i = 0; i < count; i++) {
            char name[16];
            scratch_format(name, sizeof name, "%03u.md", i);
            bush_add(&bush, "100644", name, blob(world, "te groot"));
        }
        assert_false(accepts(world, ONLY_SMALL, commit_on(world, tree(world, &bush), NO_COMMIT)));
        assert_int_equal(diagnostics_count(world->scratch.diagnostics, ERROR),
                         count == 50 ? 50 : 51);
    }
    assert_non_null(strstr(scratch_messages(&world->scratch), "and 2 more of this"));
}

// ---- What cannot be looked at ----

static void test_guard__what_cannot_be_read_does_not_come_in(void **state)
{
    struct world *world = *state;
    git_oid nowhere = { { 1, 2, 3 } };
    git_oid good = commit_on(world, empty_tree(world), NO_COMMIT);
    git_oid rows[] = {
        nowhere,
        commit_on(world, nowhere, NO_COMMIT),
        commit_on(world, tree_of(world, "40000", "map", nowhere), NO_COMMIT),
        commit_on(world, empty_tree(world), nowhere),
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (accepts(world, ONLY_SMALL, rows[i]))
            fail_msg("row %zu", i);
        if (accepts_ids(world, ONLY_SMALL, (git_oid[]){ good, rows[i] }, 2))
            fail_msg("row %zu, second", i);
        assert_told(world, "", "push_unreadable");
    }
}

static void test_guard__a_branch_that_goes_is_no_reason_to_refuse(void **state)
{
    assert_true(accepts(*state, ONLY_SMALL, NO_COMMIT));
    assert_true(accepts(*state, (struct guard){ .file_most = 0 }, (git_oid){ { 1 } }));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_guard__an_address_must_be_one_of_the_list),
        TEST(test_guard__everyone_whom_a_commit_names_is_looked_at),
        TEST(test_guard__an_address_is_told_once_and_how_to_mend_it),
        TEST(test_guard__who_tags_is_looked_at_also_in_a_tag_of_a_tag),
        TEST(test_guard__a_file_may_be_as_large_as_the_limit_and_no_larger),
        TEST(test_guard__a_file_must_be_of_a_kind_in_the_list),
        TEST(test_guard__what_is_in_the_history_already_may_stay),
        TEST(test_guard__a_merge_is_asked_only_for_what_no_parent_has),
        TEST(test_guard__a_tree_and_a_file_without_any_commit_are_looked_at),
        TEST(test_guard__of_many_refusals_fifty_are_told_and_the_rest_counted),
        TEST(test_guard__what_cannot_be_read_does_not_come_in),
        TEST(test_guard__a_branch_that_goes_is_no_reason_to_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
