// SPDX-License-Identifier: EUPL-1.2
// Runs the YAML test suite (github.com/yaml/yaml-test-suite, the files of its
// folder `src`) against the YAML reader.
//
//     yaml DIR
//
// Each file is a list of cases.  A case passes when the reader refuses what
// the suite says is no YAML, and else reads it as the JSON beside it says,
// where there is one: scalars are compared as text.  Ends with `N passed,
// N failed` and exit code 1 when any failed.  The cases that are not meant to
// pass stand in yaml_exceptions.inc; one of them that does pass is a failure.

#include "yaml/yaml.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/utf8.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct exception {
    const char *id;
    const char *reason;
};

static const struct exception exceptions[] = {
#include "yaml_exceptions.inc"
};
enum { EXCEPTION_COUNT = sizeof exceptions / sizeof *exceptions };

struct suite {
    size_t passed;
    size_t failed;
    size_t excepted;
    bool met[EXCEPTION_COUNT];
};

// ---- The JSON of a case against what was read ----

struct json {
    struct arena *arena;
    str text;
    size_t at;
};

static bool json_same(struct json *json, const struct yaml_node *node);

static char json_peek(struct json *json)
{
    while (json->at < json->text.len && strchr(" \t\r\n", json->text.at[json->at]) != NULL)
        json->at++;
    return json->at < json->text.len ? json->text.at[json->at] : '\0';
}

// Skips `c` and what white space stands before it, if it is there.
static bool json_skip(struct json *json, char c)
{
    bool there = json_peek(json) == c;
    json->at += there;
    return there;
}

static uint32_t json_hex(struct json *json)
{
    char digits[5] = { 0 };
    str four = str_slice(json->text, json->at, json->at + 4);
    memcpy(digits, four.at, four.len);
    json->at += four.len;
    return (uint32_t)strtoul(digits, NULL, 16);
}

static uint32_t json_escape(struct json *json, char c)
{
    static const char *const letters = "bfnrt";
    const char *letter = strchr(letters, c);
    if (c != 'u')
        return (uint32_t)(letter == NULL ? c : "\b\f\n\r\t"[letter - letters]);
    uint32_t unit = json_hex(json);
    if (unit < 0xD800 || unit > 0xDBFF)
        return unit;
    json->at += 2;
    return 0x10000 + ((unit - 0xD800) << 10) + (json_hex(json) - 0xDC00);
}

static str json_string(struct json *json)
{
    struct buf buf = { 0 };
    json_skip(json, '"');
    while (json->at < json->text.len && json->text.at[json->at] != '"') {
        char c = json->text.at[json->at++];
        if (c == '\\' && json->at < json->text.len) {
            c = json->text.at[json->at++];
            buf_add_character(&buf, json_escape(json, c));
        } else {
            buf_add_char(&buf, c);
        }
    }
    json->at++;
    str copy = arena_copy(json->arena, buf_view(&buf));
    buf_release(&buf);
    return copy;
}

static bool object_same(struct json *json, const struct yaml_node *node)
{
    size_t members = 0;
    json_skip(json, '{');
    while (!json_skip(json, '}')) {
        str key = json_string(json);
        const struct yaml_node *value = yaml_get(node, key);
        json_skip(json, ':');
        if (value == NULL || !json_same(json, value))
            return false;
        json_skip(json, ',');
        members++;
    }
    return node->type == YAML_MAP && members == node->count;
}

static bool array_same(struct json *json, const struct yaml_node *node)
{
    size_t items = 0;
    json_skip(json, '[');
    while (!json_skip(json, ']')) {
        if (node->type != YAML_LIST || items == node->count || !json_same(json, node->items[items]))
            return false;
        json_skip(json, ',');
        items++;
    }
    return node->type == YAML_LIST && items == node->count;
}

static bool is_null(const struct yaml_node *node)
{
    if (node->type == YAML_MAP)
        return node->count == 0; // a document without anything in it
    return node->type == YAML_SCALAR && !node->quoted &&
           (node->text.len == 0 || str_equal(node->text, STR("~")) ||
            str_equal(node->text, STR("null")));
}

// null, true, false or a number: as written, or of the same value.
static bool literal_same(struct json *json, const struct yaml_node *node)
{
    size_t from = json->at;
    while (json->at < json->text.len && strchr(",]} \t\r\n", json->text.at[json->at]) == NULL)
        json->at++;
    str literal = str_slice(json->text, from, json->at);
    if (str_equal(literal, STR("null")))
        return is_null(node);
    if (node->type != YAML_SCALAR)
        return false;
    if (str_equal(literal, node->text))
        return true;
    char *end;
    const char *text = arena_c_string(json->arena, node->text);
    double value = strtod(text, &end);
    double wanted = strtod(arena_c_string(json->arena, literal), NULL);
    return end != text && *end == '\0' && !(value < wanted) && !(value > wanted);
}

static bool json_same(struct json *json, const struct yaml_node *node)
{
    switch (json_peek(json)) {
    case '{':
        return object_same(json, node);
    case '[':
        return array_same(json, node);
    case '"':
        return str_equal(json_string(json), node->text) && node->type == YAML_SCALAR;
    default:
        return literal_same(json, node);
    }
}

// ---- The text of a case ----

struct sign {
    const char *sign;
    const char *text;
};

// What the suite writes for what one would not see.
static const struct sign signs[] = {
    { "␣", " " }, { "»", "\t" }, { "↵", "" }, { "←", "\r" }, { "⇔", "\xEF\xBB\xBF" }, { "∎", "" },
};

// The length of dashes that end in `»`, which together are one tab; else 0.
static size_t dashes_of_tab(str rest)
{
    size_t len = 0;
    while (str_starts(str_after(rest, len), STR("—")))
        len += STR("—").len;
    return str_starts(str_after(rest, len), STR("»")) ? len : 0;
}

static str decoded(struct arena *arena, str text)
{
    struct buf buf = { 0 };
    // The sign for a missing line end stands before one.
    if (str_ends(text, STR("∎\n")))
        text.len--;
    for (size_t at = 0; at < text.len;) {
        at += dashes_of_tab(str_after(text, at));
        size_t i = 0;
        while (i < sizeof signs / sizeof *signs &&
               !str_starts(str_after(text, at), str_from_c(signs[i].sign)))
            i++;
        if (i < sizeof signs / sizeof *signs) {
            buf_add(&buf, str_from_c(signs[i].text));
            at += str_from_c(signs[i].sign).len;
        } else {
            buf_add_char(&buf, text.at[at++]);
        }
    }
    str copy = arena_copy(arena, buf_view(&buf));
    buf_release(&buf);
    return copy;
}

// ---- Cases ----

struct yaml_case {
    str id;
    str yaml;
    bool fails;
    const struct yaml_node *json; // NULL when there is none
};

static bool case_passes(struct arena *arena, const struct yaml_case *test,
                        struct diagnostics *diagnostics)
{
    str text = decoded(arena, test->yaml);
    const struct yaml_node *root = yaml_parse(arena, test->id, text, 1, diagnostics);
    if (test->fails || root == NULL)
        return test->fails && root == NULL;
    if (test->json == NULL || test->json->text.len == 0)
        return true;
    struct json json = { arena, decoded(arena, test->json->text), 0 };
    return json_same(&json, root) && json_peek(&json) == '\0';
}

static size_t exception_of(str id)
{
    size_t i = 0;
    while (i < EXCEPTION_COUNT && !str_equal(id, str_from_c(exceptions[i].id)))
        i++;
    return i;
}

static void case_run(struct suite *suite, const struct yaml_case *test)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    size_t exception = exception_of(test->id);
    bool passes = case_passes(arena, test, diagnostics);
    if (exception < EXCEPTION_COUNT) {
        suite->met[exception] = true;
        suite->excepted += !passes;
        suite->failed += passes;
        if (passes)
            printf("  %.*s passes, but is listed: %s\n", STR_ARGS(test->id),
                   exceptions[exception].reason);
    } else {
        suite->passed += passes;
        suite->failed += !passes;
        if (!passes) {
            printf("  failed: %.*s (%s)\n", STR_ARGS(test->id),
                   test->fails ? "is no YAML" : "is YAML");
            diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stdout);
        }
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
}

// ABCD, or ABCD/01 where a file has more cases.
static str case_id(struct arena *arena, str file, size_t number, size_t count)
{
    if (count == 1)
        return file;
    struct buf id = { 0 };
    buf_add_format(&id, "%.*s/%02zu", STR_ARGS(file), number);
    str copy = arena_copy(arena, buf_view(&id));
    buf_release(&id);
    return copy;
}

// A case has what it does not say itself from the one before it.
static void file_run(struct suite *suite, struct arena *arena, str id,
                     const struct yaml_node *cases)
{
    struct yaml_case test = { 0 };
    for (size_t i = 0; i < cases->count; i++) {
        const struct yaml_node *said = cases->items[i];
        test.id = case_id(arena, id, i, cases->count);
        test.fails = str_equal(yaml_text(said, STR("fail")), STR("true"));
        if (yaml_get(said, STR("yaml")) != NULL)
            test.yaml = yaml_text(said, STR("yaml"));
        if (yaml_get(said, STR("json")) != NULL)
            test.json = yaml_get(said, STR("json"));
        if (!str_equal(yaml_text(said, STR("skip")), STR("true")))
            case_run(suite, &test);
    }
}

// ---- Files ----

static bool file_read(struct arena *arena, const char *path, str *bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    struct buf buf = { 0 };
    size_t got;
    while ((got = fread(buf_reserve(&buf, 65536), 1, 65536, file)) > 0)
        buf.len += got;
    fclose(file);
    *bytes = arena_copy(arena, buf_view(&buf));
    buf_release(&buf);
    return true;
}

static void path_run(struct suite *suite, const char *folder, const char *name)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    str path = arena_join(arena, (str[]){ str_from_c(folder), STR("/"), str_from_c(name), { 0 } });
    str id = str_slice(str_from_c(name), 0, strlen(name) - strlen(".yaml"));
    str bytes = STR("");
    const struct yaml_node *cases = NULL;
    if (file_read(arena, path.at, &bytes))
        cases = yaml_parse(arena, path, bytes, 1, diagnostics);
    if (cases != NULL && cases->type == YAML_LIST) {
        file_run(suite, arena, id, cases);
    } else {
        suite->failed++;
        printf("  cannot be read: %s\n", path.at);
        diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stdout);
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
}

static int is_yaml(const struct dirent *entry)
{
    return str_ends(str_from_c(entry->d_name), STR(".yaml"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void report_unmet(struct suite *suite)
{
    for (size_t i = 0; i < EXCEPTION_COUNT; i++)
        if (!suite->met[i]) {
            printf("  is listed, but is no case: %s\n", exceptions[i].id);
            suite->failed++;
        }
}

int main(int argc, char **argv)
{
    struct suite suite = { 0 };
    struct dirent **entries;
    int count = argc == 2 ? scandir(argv[1], &entries, is_yaml, by_name) : -1;
    if (count < 0) {
        fputs("usage: yaml DIR\n", stderr);
        return 2;
    }
    for (int i = 0; i < count; i++) {
        path_run(&suite, argv[1], entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    report_unmet(&suite);
    printf("%zu left out, see tests/conformance/yaml_exceptions.inc\n", suite.excepted);
    printf("%zu passed, %zu failed\n", suite.passed, suite.failed);
    return suite.failed > 0;
}
