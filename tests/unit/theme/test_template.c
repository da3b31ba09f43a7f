// SPDX-License-Identifier: EUPL-1.2
// The language by itself.  Its published suite runs in tests/conformance.
#include "theme/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXT(literal)                                                  \
    {                                                                  \
        .kind = VALUE_TEXT, .as.text = { literal, sizeof literal - 1 } \
    }
#define NAME(literal)               \
    {                               \
        literal, sizeof literal - 1 \
    }
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct value letters[] = { TEXT("a"), TEXT("b") };
static const struct value lists[] = {
    { .kind = VALUE_LIST, .as.list = { letters, 2 } },
    { .kind = VALUE_LIST, .as.list = { letters, 1 } },
};
static const struct member leaf_members[] = { { NAME("name"), TEXT("leaf") } };
static const struct object leaf = { leaf_members, 1 };
static const struct value leaves[] = { { .kind = VALUE_OBJECT, .as.object = &leaf } };
static const struct member inner_members[] = {
    { NAME("name"), TEXT("inner") },
    { NAME("no"), { .kind = VALUE_FALSE } },
    { NAME("nodes"), { .kind = VALUE_LIST, .as.list = { leaves, 1 } } },
};
static const struct object inner = { inner_members, COUNT(inner_members) };
static const struct value nodes[] = { { .kind = VALUE_OBJECT, .as.object = &inner } };
static const struct member members[] = {
    { NAME("name"), TEXT("outer") },
    { NAME("only"), TEXT("here") },
    { NAME("sharp"), TEXT("<&\"'>") },
    { NAME("html"), { .kind = VALUE_HTML, .as.text = NAME("<b>") } },
    { NAME("yes"), { .kind = VALUE_TRUE } },
    { NAME("no"), { .kind = VALUE_FALSE } },
    { NAME("empty"), TEXT("") },
    { NAME("none"), { .kind = VALUE_LIST } },
    { NAME("letters"), { .kind = VALUE_LIST, .as.list = { letters, 2 } } },
    { NAME("lists"), { .kind = VALUE_LIST, .as.list = { lists, 2 } } },
    { NAME("inner"), { .kind = VALUE_OBJECT, .as.object = &inner } },
    { NAME("nodes"), { .kind = VALUE_LIST, .as.list = { nodes, 1 } } },
    { NAME("which"), TEXT("partial") },
    { NAME("lines"), TEXT("1\n2") },
};
static const struct object object = { members, COUNT(members) };
static const struct value context = { .kind = VALUE_OBJECT, .as.object = &object };

// Every case may use these.
static const struct file partials[] = {
    { NAME("partial"), NAME("[{{name}}]") },
    { NAME("lines"), NAME("one\n\ntwo\n") },
    { NAME("tree"), NAME("{{name}}({{#nodes}}{{>tree}}{{/nodes}})") },
    { NAME("steps"), NAME("{{name}}\n{{#nodes}}\n  {{>steps}}\n{{/nodes}}\n") },
    { NAME("layout"), NAME("<{{$title}}none{{/title}}|{{$body}}nothing{{/body}}>") },
    { NAME("box"), NAME("({{$title}}box{{/title}})") },
    { NAME("page"), NAME("{{<layout}}{{$title}}page{{/title}}{{/layout}}") },
    { NAME("with_partial"), NAME("{{>box}}") },
    { NAME("indented"), NAME("<ul>\n  {{$items}}\n    <li>\n  {{/items}}\n</ul>\n") },
};

static char *filled(const char *source)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf to = { 0 };
    struct file_list files = { .at = partials, .count = COUNT(partials) };
    const struct program *program = template_compile(arena, str_from_c(source), files, diagnostics);
    if (program != NULL)
        program_fill(program, &context, &to);
    else
        buf_add(&to, STR("refused"));
    buf_add_char(&to, '\0');
    char *text = strdup(to.at);
    buf_release(&to);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return text;
}

struct fill_case {
    const char *source;
    const char *wanted;
};

static void check(const struct fill_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *text = filled(cases[i].source);
        assert_string_equal(text, cases[i].wanted);
        free(text);
    }
}

static void test_template__a_value_is_escaped_unless_it_is_html(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{name}}", "outer" },
        { "{{sharp}}", "&lt;&amp;&quot;&#39;&gt;" },
        { "{{{sharp}}}{{&sharp}}", "<&\"'><&\"'>" },
        { "{{html}}", "<b>" },
        { "{{yes}}{{no}}{{none}}{{letters}}{{inner}}{{unknown}}", "true" },
        { "{{inner.name}} {{inner.only}}{{inner.nodes.name}}", "inner " },
        { "{{ name }}{{! no }}{{=| |=}}|name|{{name}}", "outerouter{{name}}" },
        { "", "" },
    };
    check(cases, COUNT(cases));
}

static void test_template__a_section_looks_at_the_nearest_name(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{#yes}}{{name}}{{/yes}}{{^yes}}!{{/yes}}", "outer" },
        { "{{#no}}!{{/no}}{{^no}}{{name}}{{/no}}", "outer" },
        { "{{#empty}}!{{/empty}}{{^empty}}{{name}}{{/empty}}", "outer" },
        { "{{#none}}!{{/none}}{{^none}}{{name}}{{/none}}", "outer" },
        { "{{#only}}{{.}} {{name}}{{/only}}", "here outer" },
        { "{{#inner}}{{name}} {{only}}{{/inner}}", "inner here" },
        { "{{#inner}}{{name}}{{#nodes}}{{name}} {{only}}{{/nodes}}{{name}}{{/inner}}",
          "innerleaf hereinner" },
        { "{{#letters}}{{.}}{{/letters}}", "ab" },
        { "{{#lists}}({{#.}}{{.}}{{/.}}){{/lists}}", "(ab)(a)" },
        { "{{#lists}}{{#.}}{{#.}}{{.}}{{/.}}{{/.}}{{/lists}}", "aba" },
    };
    check(cases, COUNT(cases));
}

static void test_template__a_name_that_is_false_inside_hides_the_one_outside(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{#inner}}{{^no}}no{{/no}}{{#no}}!{{/no}}{{/inner}}", "no" },
        { "{{#nodes}}{{#nodes}}{{#nodes}}{{name}}{{#nodes}}{{#nodes}}!{{/nodes}}"
          "{{/nodes}}{{/nodes}}{{/nodes}}{{/nodes}}",
          "leaf!" },
    };
    check(cases, COUNT(cases));
}

// A frame remembers its names after a few that it did not have.
static void test_template__many_names_from_further_out_are_found(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{#inner}}{{only}}{{only}}{{only}}{{only}}{{name}}{{yes}}{{unknown}}{{name}}{{/inner}}",
          "herehereherehereinnertrueinner" },
        { "{{#inner}}{{only}}{{which}}{{sharp}}{{#nodes}}{{only}}{{which}}{{only}}{{name}}{{/nodes}}"
          "{{name}}{{/inner}}",
          "herepartial&lt;&amp;&quot;&#39;&gt;herepartialhereleafinner" },
    };
    check(cases, COUNT(cases));
}

static void test_template__a_partial_alone_on_a_line_is_indented(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "a\n  {{>lines}}\nb", "a\n  one\n\n  two\nb" },
        { "a {{>lines}}b", "a one\n\ntwo\nb" },
        { "{{>partial}}{{>*which}}{{>*only}}{{>unknown}}", "[outer][outer]" },
        { "{{#inner}}{{>partial}}{{/inner}}", "[inner]" },
    };
    check(cases, COUNT(cases));
}

static void test_template__a_block_replaces_that_of_its_parent(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{<layout}}{{/layout}}", "<none|nothing>" },
        { "{{<layout}}{{$title}}T{{/title}} ignored {{name}}{{/layout}}", "<T|nothing>" },
        { "{{<page}}{{$body}}B{{name}}{{/body}}{{/page}}", "<page|Bouter>" },
        { "{{<page}}{{$title}}mine{{/title}}{{/page}}", "<mine|nothing>" },
        { "{{<with_partial}}{{$title}}mine{{/title}}{{/with_partial}}", "(mine)" },
        { "{{<*which}}{{/*which}}", "[outer]" },
        { "{{<indented}}{{$items}}\n<li>a\n  <li>b\n{{/items}}{{/indented}}",
          "<ul>\n    <li>a\n      <li>b\n</ul>\n" },
        { "  {{<indented}}\n{{/indented}}\nx", "  <ul>\n      <li>\n  </ul>\nx" },
    };
    check(cases, COUNT(cases));
}

// A block of the page is not taken for one of the same name in what the
// page itself takes in.
static void test_template__a_block_is_of_the_parent_it_is_written_in(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{<layout}}{{$title}}T{{/title}}{{$body}}{{<box}}{{$title}}B{{/title}}{{/box}}{{/body}}"
          "{{/layout}}",
          "<T|(B)>" },
        { "{{<layout}}{{$title}}T{{/title}}{{$body}}{{>box}}{{/body}}{{/layout}}", "<T|(box)>" },
    };
    check(cases, COUNT(cases));
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

// `nodes` of the last one is found further out, so that the tree never ends.
static void test_template__an_endless_tree_is_cut(void **state)
{
    (void)state;
    char *text = filled("{{>tree}}");
    assert_memory_equal(text, "outer(inner(leaf(leaf(", 22);
    assert_int_equal(count_of(text, "("), DEPTH_MAX - 1);
    assert_int_equal(count_of(text, "("), count_of(text, ")"));
    free(text);
}

static void test_template__a_tree_that_branches_without_end_is_cut(void **state)
{
    (void)state;
    static const struct file twice[] = { { NAME("tree"),
                                           NAME("{{#letters}}x{{>tree}}{{/letters}}") } };
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf to = { 0 };
    const struct program *program =
        template_compile(arena, STR("{{>tree}}"), (struct file_list){ .at = twice, .count = 1 }, diagnostics);
    assert_non_null(program);
    program_fill(program, &context, &to);
    assert_in_range(to.len, 100, 1000 * 1000);
    buf_release(&to);
    diagnostics_free(diagnostics);
    arena_free(arena);
}

static void test_template__a_tree_that_is_indented_ends(void **state)
{
    (void)state;
    char *text = filled("{{>steps}}");
    assert_memory_equal(text, "outer\n  inner\n    leaf\n", 23);
    free(text);
}

static void test_template__what_is_not_closed_is_refused(void **state)
{
    (void)state;
    static const struct fill_case cases[] = {
        { "{{name", "refused" },
        { "{{{name}}", "refused" },
        { "{{#a}}", "refused" },
        { "{{/a}}", "refused" },
        { "{{#a}}{{#b}}{{/a}}{{/b}}", "refused" },
        { "{{$a}}{{/b}}", "refused" },
        { "{{<layout}}", "refused" },
        { "{{}}", "refused" },
        { "{{a b}}", "refused" },
        { "{{=x=}}", "refused" },
        { "{{= a b c =}}", "refused" },
        { "{{>}}", "refused" },
        { "{{!", "refused" },
        { "{{a..b}}", "refused" },
        { "{{.a}}", "refused" },
    };
    check(cases, COUNT(cases));
}

static void test_template__deep_sections_are_refused(void **state)
{
    (void)state;
    struct buf deep = { 0 };
    for (int i = 0; i < 200000; i++)
        buf_add(&deep, STR("{{#a}}"));
    buf_add_char(&deep, '\0');
    char *text = filled(deep.at);
    assert_string_equal(text, "refused");
    free(text);
    buf_release(&deep);
}

static void test_template__what_doubles_on_each_level_is_refused(void **state)
{
    (void)state;
    enum { LEVELS = 60 };
    static char names[LEVELS][16];
    static char sources[LEVELS][64];
    static struct file files[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
        snprintf(names[i], sizeof names[i], "p%d", i);
        snprintf(sources[i], sizeof sources[i], "x{{$a}}{{/a}}\n {{>p%d}}\n\t{{>p%d}}\n", i + 1,
                 i + 1);
        files[i] = (struct file){ str_from_c(names[i]), str_from_c(sources[i]) };
    }
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct file_list list = { .at = files, .count = LEVELS };
    assert_null(template_compile(arena, STR("{{>p0}}"), list, diagnostics));
    assert_int_equal(diagnostics_count(diagnostics, ERROR) > 0, true);
    diagnostics_free(diagnostics);
    arena_free(arena);
}

// Nothing but a message comes of a template that is cut off anywhere.
static void test_template__cut_anywhere_it_does_not_crash(void **state)
{
    (void)state;
    static const char whole[] =
        "{{! c }}\n{{<layout}}\n  {{$title}}\n    {{#inner}}\n  {{name}} {{{sharp}}}\n{{/inner}}\n"
        "  {{/title}}{{$body}}{{>*which}}\n  {{>lines}}\n{{=<% %>=}}<%^no%><%&html%><%/no%>"
        "<%={{ }}=%>{{#letters}}{{.}}{{/letters}}{{/body}}\n{{/layout}}\n";
    char *text = filled(whole);
    assert_string_not_equal(text, "refused");
    free(text);
    for (size_t len = 0; len < sizeof whole; len++) {
        char cut[sizeof whole];
        memcpy(cut, whole, len);
        cut[len] = '\0';
        free(filled(cut));
        free(filled(whole + len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_template__a_value_is_escaped_unless_it_is_html),
        cmocka_unit_test(test_template__a_section_looks_at_the_nearest_name),
        cmocka_unit_test(test_template__a_name_that_is_false_inside_hides_the_one_outside),
        cmocka_unit_test(test_template__many_names_from_further_out_are_found),
        cmocka_unit_test(test_template__a_partial_alone_on_a_line_is_indented),
        cmocka_unit_test(test_template__a_block_replaces_that_of_its_parent),
        cmocka_unit_test(test_template__a_block_is_of_the_parent_it_is_written_in),
        cmocka_unit_test(test_template__an_endless_tree_is_cut),
        cmocka_unit_test(test_template__a_tree_that_branches_without_end_is_cut),
        cmocka_unit_test(test_template__a_tree_that_is_indented_ends),
        cmocka_unit_test(test_template__what_is_not_closed_is_refused),
        cmocka_unit_test(test_template__deep_sections_are_refused),
        cmocka_unit_test(test_template__what_doubles_on_each_level_is_refused),
        cmocka_unit_test(test_template__cut_anywhere_it_does_not_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
