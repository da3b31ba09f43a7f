// SPDX-License-Identifier: EUPL-1.2
// Every tests/golden/documents/<name>.md gives the body <name>.html and the
// messages <name>.messages (no such file: none).  UPDATE=1 in the environment
// writes what comes out instead; look at the difference before keeping it.
#include "base/list.h"
#include "document/document.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/golden/documents"

struct names {
    str *at;
    size_t count;
    size_t capacity;
};

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

static struct names golden_names(struct arena *arena)
{
    struct names names = { 0 };
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        str name = str_from_c(entry->d_name);
        if (str_ends(name, STR(".md")))
            LIST_ADD(arena, names, arena_copy(arena, str_slice(name, 0, name.len - 3)));
    }
    closedir(folder);
    if (names.count > 0)
        qsort(names.at, names.count, sizeof *names.at, by_name);
    return names;
}

static const char *path_of(struct arena *arena, str name, const char *extension)
{
    return arena_join(arena, (str[]){ STR(FOLDER "/"), name, str_from_c(extension), { 0 } }).at;
}

// Empty when there is no such file.
static str file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buf bytes = { 0 };
    for (size_t count = file == NULL ? 0 : 1; count > 0;) {
        count = fread(buf_reserve(&bytes, 4096), 1, 4096, file);
        bytes.len += count;
    }
    if (file != NULL)
        fclose(file);
    str text = arena_copy(arena, buf_view(&bytes));
    buf_release(&bytes);
    return text;
}

static void file_write(const char *path, str text)
{
    FILE *file = text.len == 0 ? NULL : fopen(path, "wb");
    if (file == NULL) {
        remove(path);
        return;
    }
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    fclose(file);
}

// As if every link led where it says.
static str body_of(struct arena *arena, const struct document *document)
{
    str *addresses = ARENA_ARRAY(arena, str, document->link_count + 1);
    for (size_t i = 0; i < document->link_count; i++)
        addresses[i] = document->links[i].target;
    struct buf body = { 0 };
    document_body(document, addresses, &body);
    str copy = arena_copy(arena, buf_view(&body));
    buf_release(&body);
    return copy;
}

static str messages_of(struct arena *arena, struct diagnostics *diagnostics)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    diagnostics_print(diagnostics, MESSAGES_TEXT, DUTCH, file);
    long length = ftell(file);
    char *text = arena_alloc(arena, (size_t)length + 1);
    rewind(file);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    fclose(file);
    return (str){ text, (size_t)length };
}

static void show_difference(const char *path, str expected, str got)
{
    for (unsigned line = 1; expected.len > 0 || got.len > 0; line++) {
        str wanted;
        str made;
        str_cut(expected, '\n', &wanted, &expected);
        str_cut(got, '\n', &made, &got);
        if (!str_equal(wanted, made)) {
            print_error("%s:%u\n- %.*s\n+ %.*s\n", path, line, STR_ARGS(wanted), STR_ARGS(made));
            return;
        }
    }
}

static bool agrees(struct arena *arena, const char *path, str got)
{
    str expected = file_text(arena, path);
    if (str_equal(expected, got))
        return true;
    if (getenv("UPDATE") != NULL) {
        file_write(path, got);
        print_message("%s written\n", path);
        return true;
    }
    show_difference(path, expected, got);
    return false;
}

static bool document_agrees(struct arena *arena, str name)
{
    struct diagnostics *diagnostics = diagnostics_new();
    str path = arena_join(arena, (str[]){ name, STR(".md"), { 0 } });
    str bytes = file_text(arena, path_of(arena, name, ".md"));
    const struct document *document =
        document_read(arena, path, path, bytes, &(struct schema){ 0 }, diagnostics);
    bool body = agrees(arena, path_of(arena, name, ".html"), body_of(arena, document));
    bool messages =
        agrees(arena, path_of(arena, name, ".messages"), messages_of(arena, diagnostics));
    diagnostics_free(diagnostics);
    return body && messages;
}

static void test_golden__documents_are_what_they_were(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct names names = golden_names(arena);
    bool all = names.count > 0;
    for (size_t i = 0; i < names.count; i++)
        all = document_agrees(arena, names.at[i]) && all;
    arena_free(arena);
    assert_true(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden__documents_are_what_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
