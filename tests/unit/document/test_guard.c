// SPDX-License-Identifier: EUPL-1.2
// Inputs made to take forever.  Each is read in a process of its own that may
// use so much processor time as only a hang would take; what is asked of the
// result is that it is there and in proportion.
#include "base/buf.h"
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SIZE = 128 * 1024, SECONDS_MAX = 30 };
#else
enum { SIZE = 1024 * 1024, SECONDS_MAX = 10 };
#endif
enum { GROWTH_MAX = 40 };

// `head`, then `unit` again and again; from the middle on `second` if there is
// one.
struct input {
    const char *name;
    const char *head;
    const char *unit;
    const char *second;
};

static const struct input inputs[] = {
    { "nested strong emphasis", "", "*a **a ", " a** a*" },
    { "many emphasis closers", "", "a_ ", NULL },
    { "many emphasis openers", "", "_a ", NULL },
    { "many link closers", "", "a]", NULL },
    { "many link openers", "", "[a", NULL },
    { "mismatched openers and closers", "", "*a_ ", NULL },
    { "closers in threes", "a**b", "c* ", NULL },
    { "link openers and emphasis closers", "", "[ a_", NULL },
    { "nested brackets", "", "[", "]" },
    { "nested quotes", "", "> ", NULL },
    { "nested quotes without spaces", "", ">", NULL },
    { "NUL", "", "abc\xEF\xBF\xBD", NULL },
    { "unclosed links A", "", "[a](<b", NULL },
    { "unclosed links B", "", "[a](b", NULL },
    { "unclosed comments", "", "a <!--", NULL },
    { "unclosed comment ends", "", "</!-->", NULL },
    { "unclosed instructions", "", "a <?", NULL },
    { "unclosed declarations", "", "a <!A ", NULL },
    { "unclosed CDATA", "", "a <![CDATA[", NULL },
    { "blank lines in nested lists", "- - - - - - - - - - - - - - - - - - - - a\n", "\n", NULL },
    { "blank lines in nested quotes", "> > > > > > > > > > > > > > > > > > > > a\n", ">\n", NULL },
    { "list markers in one line", "", "- ", NULL },
    { "list markers and spaces in one line", "", " -", NULL },
    { "numbers and bullets in one line", "", "- 1. ", NULL },
    { "images in links", "", "![[]()", NULL },
    { "images in links with text", "", "![[a](b)", NULL },
    { "unclosed images, then links", "[a]: b\n\n", "![", "[a] " },
    { "images in a cell", "|a|\n|-|\n|", "![[]()", NULL },
    { "images in a note", "a[^1]\n\n[^1]: ", "![[]()", NULL },
    { "one definition, many references", "[a]: b\n\n", "[a] ", NULL },
    { "one definition, many times", "", "[a]: u\n", NULL },
    { "titles without end", "", "[a]: u \"\n", NULL },
    { "a wide table with short rows", "", "|a", NULL },
    { "many tables", "", "|a|b|\n|-|-|\n|c|d|\n\n", NULL },
    { "tables that are none", "", "    |a|\n    |-|\n\n", NULL },
    { "rows of dashes", "", "|-|-|\n", NULL },
    { "bars", "", "|", NULL },
    { "note openers", "", "[^", NULL },
    { "notes that are not there", "[^y]: x\n\n", "[^x] ", NULL },
    { "one note, many references", "[^1]: a\n\n", "[^1]", NULL },
    { "one note, defined many times", "", "[^1]: a\n", NULL },
    { "notes that are none", "", "    [^1]: a\n\n", NULL },
    { "tildes that open", "", "~a ", NULL },
    { "nested tildes", "", "~a ", "b~ " },
    { "tildes of two lengths", "", "~a ~~b ", NULL },
    { "hosts", "", "www._", NULL },
    { "schemes", "", "http://", NULL },
    { "parentheses behind an address", "http://a.b/", "(", ")" },
    { "references behind an address", "http://a.b/", "&a;", NULL },
    { "at signs", "", "a@", NULL },
    { "equal headings", "", "## a\n", NULL },
    { "empty headings", "", "#\n", NULL },
    { "links in one line", "", "[a](b) ", NULL },
    { "links that are refused, in one line", "", "[a](javascript:b) ", NULL },
    { "images without text", "", "![](b)", NULL },
    { "boxes without a kind", "", "> [!XX]\n\n", NULL },
    { "recommendations", "", "> [!AANBEVELING] x\n> y\n\n", NULL },
    { "tags", "", "<b>", NULL },
    { "escapes", "", "\\[^1] ", NULL },
    { "backslashes", "", "\\", NULL },
    { "control characters", "", "\x01", NULL },
    { "carriage returns", "", "\r", NULL },
};

static void fill(struct buf *text, const char *unit, size_t size)
{
    while (text->len < size)
        buf_add(text, str_from_c(unit));
}

static struct buf input_text(const struct input *input)
{
    struct buf text = { 0 };
    buf_add(&text, str_from_c(input->head));
    fill(&text, input->unit, input->second == NULL ? SIZE : SIZE / 2);
    if (input->second != NULL)
        fill(&text, input->second, SIZE);
    return text;
}

static struct buf deep_lists(void)
{
    struct buf text = { 0 };
    for (size_t indent = 0; text.len < SIZE / 2; indent += 2) {
        for (size_t i = 0; i < indent; i++)
            buf_add_char(&text, ' ');
        buf_add(&text, STR("* a\n"));
    }
    fill(&text, "\n", SIZE);
    return text;
}

static struct buf backticks(void)
{
    struct buf text = { 0 };
    for (size_t length = 1; text.len < SIZE; length++) {
        buf_add_char(&text, 'e');
        for (size_t i = 0; i < length; i++)
            buf_add_char(&text, '`');
    }
    return text;
}

static struct buf many_references(void)
{
    struct buf text = { 0 };
    for (unsigned i = 0; text.len < SIZE / 2; i++)
        buf_add_format(&text, "[%u]: u\n", i);
    fill(&text, "[0] ", SIZE);
    return text;
}

// One long address, and many references to it.
static struct buf long_reference(void)
{
    struct buf text = { 0 };
    buf_add(&text, STR("[x]: /"));
    fill(&text, "u", SIZE / 2);
    buf_add(&text, STR("\n\n"));
    fill(&text, "[x] ", SIZE);
    return text;
}

static struct buf wide_table(void)
{
    struct buf text = { 0 };
    fill(&text, "|a", SIZE / 100);
    buf_add_char(&text, '\n');
    fill(&text, "|-", SIZE / 50);
    buf_add_char(&text, '\n');
    fill(&text, "|x\n", SIZE);
    return text;
}

static struct buf many_notes(void)
{
    struct buf text = { 0 };
    for (unsigned i = 0; text.len < SIZE; i++)
        buf_add_format(&text, "[^%u]: [^%u]\n", i, i + 1);
    buf_add(&text, STR("\n[^0]\n"));
    return text;
}

static struct buf colliding_headings(void)
{
    struct buf text = { 0 };
    for (unsigned i = 2; text.len < SIZE; i++)
        buf_add_format(&text, "## a-%u\n## a\n", i);
    return text;
}

// In the child: reads the text and does all that is done with a document.
// Returns whether the result is in proportion.
static bool read_through(str text)
{
    struct rlimit limit = { SECONDS_MAX, SECONDS_MAX };
    setrlimit(RLIMIT_CPU, &limit);
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    const struct document *document =
        document_read(arena, STR("a.md"), STR("a.md"), text, &(struct schema){ 0 }, diagnostics);
    str *addresses = ARENA_ARRAY(arena, str, document->link_count + 1);
    struct buf body = { 0 };
    document_body(document, addresses, &body);
    struct buf plain = { 0 };
    for (size_t i = 0; i < document->passage_count; i++)
        document_passage_text(document, document->body, i, &plain);
    bool small = body.len / GROWTH_MAX <= text.len && plain.len <= body.len;
    buf_release(&body);
    buf_release(&plain);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return small;
}

static bool ends_in_time(const char *name, struct buf text)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(read_through(buf_view(&text)) ? 0 : 1);
    buf_release(&text);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    bool fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!fine)
        print_error("%s: %s\n", name, WIFSIGNALED(status) ? "did not end" : "grew too much");
    return fine;
}

static void test_guard__repeated_signs_end_in_time(void **state)
{
    (void)state;
    bool all = true;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        all = ends_in_time(inputs[i].name, input_text(&inputs[i])) && all;
    assert_true(all);
}

static void test_guard__inputs_that_grow_end_in_time(void **state)
{
    (void)state;
    bool all = ends_in_time("lists nested line by line, then blank lines", deep_lists());
    all = ends_in_time("runs of backticks", backticks()) && all;
    all = ends_in_time("many definitions", many_references()) && all;
    all = ends_in_time("one long address, many references", long_reference()) && all;
    all = ends_in_time("a wide table with short rows", wide_table()) && all;
    all = ends_in_time("each note cites the next", many_notes()) && all;
    all = ends_in_time("headings named as others are numbered", colliding_headings()) && all;
    assert_true(all);
}

static size_t warnings_for(const char *text, size_t size)
{
    struct buf bytes = { 0 };
    fill(&bytes, text, size);
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    document_read(arena, STR("a.md"), STR("a.md"), buf_view(&bytes), &(struct schema){ 0 },
                  diagnostics);
    size_t count = diagnostics_count(diagnostics, WARNING);
    diagnostics_free(diagnostics);
    arena_free(arena);
    buf_release(&bytes);
    return count;
}

static void test_guard__the_author_is_told(void **state)
{
    (void)state;
    assert_int_equal(warnings_for("![[a](b)", 600), 0);
    assert_int_equal(warnings_for("![[a](b)", 200000), 1);
    assert_int_equal(warnings_for("![a](b)\n\n", 200000), 0);
    assert_int_equal(warnings_for("- ![a](b)\n", 200000), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guard__repeated_signs_end_in_time),
        cmocka_unit_test(test_guard__inputs_that_grow_end_in_time),
        cmocka_unit_test(test_guard__the_author_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
