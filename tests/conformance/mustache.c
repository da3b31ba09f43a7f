// SPDX-License-Identifier: EUPL-1.2
// Runs the Mustache conformance suite (github.com/mustache/spec, its JSON files).
//
//     mustache DIR
//
// Ends with `N passed, N failed` and exit code 1 when any failed.

#include "json_value.h"
#include "theme/template.h"

#include "base/list.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct result {
    size_t passed;
    size_t failed;
    size_t left_out;
};

typedef LIST(str) name_list;

static bool read_file(struct arena *arena, const char *path, str *bytes)
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

static struct file_list partials_of(struct arena *arena, const struct value *test)
{
    struct value partials = json_member(test, STR("partials"));
    if (partials.kind != VALUE_OBJECT)
        return (struct file_list){ 0 };
    size_t count = partials.as.object->count;
    struct file *files = ARENA_ARRAY(arena, struct file, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct member member = partials.as.object->members[i];
        files[i] = (struct file){ member.name, member.value.as.text };
    }
    return (struct file_list){ .at = files, .count = count };
}

static void report(str name, str wanted, str got, struct diagnostics *diagnostics)
{
    printf("  failed: %.*s\n    wanted: [%.*s]\n    got:    [%.*s]\n", STR_ARGS(name),
           STR_ARGS(wanted), STR_ARGS(got));
    diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stdout);
}

static bool run_test(const struct value *test)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf got = { 0 };
    struct value data = json_member(test, STR("data"));
    str wanted = json_member(test, STR("expected")).as.text;
    str source = json_member(test, STR("template")).as.text;
    const struct program *program =
        template_compile(arena, source, partials_of(arena, test), diagnostics);
    if (program != NULL)
        program_fill(program, &data, &got);
    bool same = program != NULL && str_equal(buf_view(&got), wanted);
    if (!same)
        report(json_member(test, STR("name")).as.text, wanted, buf_view(&got), diagnostics);
    buf_release(&got);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return same;
}

// Lambdas are functions in the data; our data has none.
static bool is_left_out(str name)
{
    return str_find(name, STR("lambdas"), 0) != STR_NONE;
}

static void run_file(struct arena *arena, str folder, str name, struct result *result)
{
    str path = arena_join(arena, (str[]){ folder, STR("/"), name, { 0 } });
    str bytes;
    struct value suite;
    if (!read_file(arena, path.at, &bytes) || !json_value(arena, bytes, NULL, &suite)) {
        printf("%.*s: cannot be read as JSON\n", STR_ARGS(name));
        result->failed++;
        return;
    }
    struct value tests = json_member(&suite, STR("tests"));
    size_t count = tests.kind == VALUE_LIST ? tests.as.list.count : 0;
    if (is_left_out(name)) {
        printf("%.*s: %zu cases not meant to pass: a template is filled with values, "
               "and a lambda is a program\n",
               STR_ARGS(name), count);
        result->left_out += count;
        return;
    }
    size_t passed = 0;
    for (size_t i = 0; i < count; i++)
        passed += run_test(&tests.as.list.at[i]);
    printf("%.*s: %zu of %zu\n", STR_ARGS(name), passed, count);
    result->passed += passed;
    result->failed += count - passed;
}

static int name_compare(const void *left, const void *right)
{
    return str_compare(*(const str *)left, *(const str *)right);
}

static bool find_suites(struct arena *arena, const char *folder, name_list *names)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        str name = str_from_c(entry->d_name);
        if (str_ends(name, STR(".json")))
            LIST_ADD(arena, *names, arena_copy(arena, name));
    }
    closedir(directory);
    if (names->count > 0)
        qsort(names->at, names->count, sizeof *names->at, name_compare);
    return names->count > 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: mustache DIR\n");
        return 2;
    }
    struct arena *arena = arena_new();
    struct result result = { 0 };
    name_list names = { 0 };
    bool found = find_suites(arena, argv[1], &names);
    if (!found)
        fprintf(stderr, "mustache: no .json files in %s\n", argv[1]);
    for (size_t i = 0; i < names.count; i++)
        run_file(arena, str_from_c(argv[1]), names.at[i], &result);
    printf("%zu passed, %zu failed\n", result.passed, result.failed);
    arena_free(arena);
    return found && result.failed == 0 ? 0 : 1;
}
