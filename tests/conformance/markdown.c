// SPDX-License-Identifier: EUPL-1.2
// Runs the published suites for Markdown over our renderer:
//
//     markdown DIR      prints "N passed, N failed"
//
// DIR holds commonmark-spec.json (CommonMark), cmark-regression.txt and
// gfm-extensions.txt (of cmark and cmark-gfm, in the form of spec.txt).  Cases
// that are not meant to pass are listed below with the reason; one that passes
// all the same is a failure of the list.
#include "document/markdown.h"
#include "base/list.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct suite {
    const char *name;
    const char *file;
    enum markdown_form form;
};

static const struct suite suites[] = {
    { "commonmark", "commonmark-spec.json", MARKDOWN_COMMONMARK },
    { "regression", "cmark-regression.txt", MARKDOWN_COMMONMARK },
    { "gfm", "gfm-extensions.txt", MARKDOWN_GITHUB },
};
enum { SUITE_COUNT = sizeof suites / sizeof *suites };

// Cases first .. last of a suite.
struct exception {
    const char *suite;
    unsigned first;
    unsigned last;
    const char *reason;
};

static const char raw_html[] = "raw HTML is left out";
static const char newer[] = "as in cmark 0.31; ours is 0.30.2";

static const struct exception exceptions[] = {
    { "commonmark", 21, 21, raw_html },
    { "commonmark", 31, 31, raw_html },
    { "commonmark", 148, 191, raw_html },
    { "commonmark", 201, 201, raw_html },
    { "commonmark", 308, 309, raw_html },
    { "commonmark", 344, 344, raw_html },
    { "commonmark", 354, 354, newer },
    { "commonmark", 475, 477, raw_html },
    { "commonmark", 491, 491, raw_html },
    { "commonmark", 494, 494, raw_html },
    { "commonmark", 524, 524, raw_html },
    { "commonmark", 536, 536, raw_html },
    { "commonmark", 613, 617, raw_html },
    { "commonmark", 623, 623, raw_html },
    { "commonmark", 625, 631, raw_html },
    { "commonmark", 642, 643, raw_html },
    { "regression", 3, 3, raw_html },
    { "regression", 6, 6, raw_html },
    { "regression", 8, 8, raw_html },
    { "regression", 11, 11, raw_html },
    { "regression", 14, 14, raw_html },
    { "regression", 17, 19, newer },
    { "regression", 21, 21, newer },
    { "regression", 23, 23, "U+FFFE and U+FFFF may not stand in XML; they become U+FFFD" },
    { "regression", 24, 25, newer },
    { "regression", 26, 26, raw_html },
    { "gfm", 12, 12, raw_html },
    { "gfm", 22, 22, raw_html },
    { NULL, 0, 0, NULL },
};

struct example {
    unsigned number;
    str markdown;
    str html;
};

struct examples {
    struct example *at;
    size_t count;
    size_t capacity;
};

// ---- Reading the suites ----

static str read_file(struct arena *arena, const char *folder, const char *name)
{
    str path = arena_join(arena, (str[]){ str_from_c(folder), STR("/"), str_from_c(name), { 0 } });
    FILE *file = fopen(path.at, "rb");
    struct buf bytes = { 0 };
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path.at);
        exit(3);
    }
    for (size_t count = 1; count > 0;) {
        count = fread(buf_reserve(&bytes, 65536), 1, 65536, file);
        bytes.len += count;
    }
    fclose(file);
    str text = arena_copy(arena, buf_view(&bytes));
    buf_release(&bytes);
    return text;
}

// The suites write a tab as an arrow.
static str with_tabs(struct arena *arena, str text)
{
    struct buf tabs = { 0 };
    size_t from = 0;
    for (size_t at = 0; (at = str_find(text, STR("\xE2\x86\x92"), from)) != STR_NONE;) {
        buf_add(&tabs, str_slice(text, from, at));
        buf_add_char(&tabs, '\t');
        from = at + 3;
    }
    buf_add(&tabs, str_after(text, from));
    str copy = arena_copy(arena, buf_view(&tabs));
    buf_release(&tabs);
    return copy;
}

static void fence_examples(struct arena *arena, str text, struct examples *examples)
{
    str fence = STR("````````````````````````````````");
    size_t at = 0;
    while ((at = str_find(text, fence, at)) != STR_NONE) {
        size_t from = str_find_char(text, '\n', at) + 1;
        size_t dot = str_find(text, STR("\n.\n"), from - 1);
        size_t end = str_find(text, fence, dot + 2);
        struct example example = { .number = (unsigned)examples->count + 1 };
        example.markdown = with_tabs(arena, str_slice(text, from, dot + 1));
        example.html = with_tabs(arena, str_slice(text, dot + 3, end));
        LIST_ADD(arena, *examples, example);
        at = end + fence.len;
    }
}

static unsigned json_hex(str text, size_t at)
{
    char digits[5] = { 0 };
    memcpy(digits, text.at + at, 4);
    return (unsigned)strtoul(digits, NULL, 16);
}

// Reads the string whose quote is at `*at`, and moves behind it.
static str json_string(struct arena *arena, str text, size_t *at)
{
    static const char escapes[] = "n\nt\tr\rb\bf\f";
    struct buf value = { 0 };
    for (++*at; text.at[*at] != '"'; ++*at) {
        char c = text.at[*at];
        if (c != '\\') {
            buf_add_char(&value, c);
            continue;
        }
        c = text.at[++*at];
        if (c == 'u') {
            buf_add_character(&value, json_hex(text, *at + 1));
            *at += 4;
            continue;
        }
        const char *escape = strchr(escapes, c);
        buf_add_char(&value, escape == NULL ? c : escape[1]);
    }
    ++*at;
    str copy = arena_copy(arena, buf_view(&value));
    buf_release(&value);
    return copy;
}

// A list of flat objects is all there is.
static void json_examples(struct arena *arena, str text, struct examples *examples)
{
    struct example example = { 0 };
    for (size_t at = 0; at < text.len;) {
        if (text.at[at] == '}') {
            LIST_ADD(arena, *examples, example);
            example = (struct example){ 0 };
        }
        if (text.at[at] != '"') {
            at++;
            continue;
        }
        str key = json_string(arena, text, &at);
        while (text.at[at] == ':' || text.at[at] == ' ')
            at++;
        if (str_equal(key, STR("number")) || str_equal(key, STR("example")))
            example.number = (unsigned)strtoul(text.at + at, NULL, 10);
        if (text.at[at] != '"')
            continue;
        str value = with_tabs(arena, json_string(arena, text, &at));
        if (str_equal(key, STR("markdown")))
            example.markdown = value;
        else if (str_equal(key, STR("html")))
            example.html = value;
    }
}

// ---- Running them ----

// We write an apostrophe in an address as another reference to the same.
static str same_references(struct arena *arena, str html)
{
    struct buf same = { 0 };
    size_t from = 0;
    for (size_t at = 0; (at = str_find(html, STR("&#x27;"), from)) != STR_NONE;) {
        buf_add(&same, str_slice(html, from, at));
        buf_add(&same, STR("&#39;"));
        from = at + 6;
    }
    buf_add(&same, str_after(html, from));
    str copy = arena_copy(arena, buf_view(&same));
    buf_release(&same);
    return copy;
}

static const struct exception *exception_for(const struct suite *suite, unsigned number)
{
    for (const struct exception *e = exceptions; e->suite != NULL; e++)
        if (strcmp(e->suite, suite->name) == 0 && e->first <= number && number <= e->last)
            return e;
    return NULL;
}

static bool passes(struct arena *arena, const struct suite *suite, const struct example *example,
                   struct diagnostics *diagnostics, str *html)
{
    struct markdown_options options = { .form = suite->form,
                                        .path = STR("suite"),
                                        .first_line = 1 };
    str text = utf8_clean(arena, example->markdown);
    *html = markdown_render(arena, text, &options, diagnostics).html;
    return str_equal(str_trim(*html), str_trim(same_references(arena, example->html))) ||
           str_equal(str_trim(example->html), STR("<IGNORE>"));
}

struct tally {
    unsigned passed;
    unsigned failed;
    unsigned excepted;
};

static void run(struct arena *arena, const struct suite *suite, const struct example *example,
                struct diagnostics *diagnostics, struct tally *tally)
{
    str html;
    bool pass = passes(arena, suite, example, diagnostics, &html);
    const struct exception *exception = exception_for(suite, example->number);
    if (pass != (exception != NULL)) {
        tally->passed += pass;
        tally->excepted += !pass;
        return;
    }
    tally->failed++;
    if (pass)
        printf("%s %u passes, but is listed as an exception: %s\n", suite->name, example->number,
               exception->reason);
    else
        printf("%s %u failed\n--- markdown\n%.*s--- expected\n%.*s--- got\n%.*s\n", suite->name,
               example->number, STR_ARGS(example->markdown), STR_ARGS(example->html),
               STR_ARGS(html));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("use: markdown DIR\n", stderr);
        return 2;
    }
    struct diagnostics *diagnostics = diagnostics_new();
    struct arena *arena = arena_new();
    struct tally tally = { 0 };
    for (size_t i = 0; i < SUITE_COUNT; i++) {
        struct examples examples = { 0 };
        str text = read_file(arena, argv[1], suites[i].file);
        if (str_starts(str_trim(text), STR("[")))
            json_examples(arena, text, &examples);
        else
            fence_examples(arena, text, &examples);
        for (size_t j = 0; j < examples.count; j++)
            run(arena, &suites[i], &examples.at[j], diagnostics, &tally);
    }
    if (tally.excepted > 0)
        printf("%u not meant to pass (see the list in tests/conformance/markdown.c)\n",
               tally.excepted);
    printf("%u passed, %u failed\n", tally.passed, tally.failed);
    arena_free(arena);
    diagnostics_free(diagnostics);
    return tally.failed > 0;
}
