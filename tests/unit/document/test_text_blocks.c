// SPDX-License-Identifier: EUPL-1.2
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// Each block as "p 0 text": its kind, the number of its heading (- for none), its
// text.
static void assert_blocks(const char *markdown, const char *const *lines, size_t count)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    const struct document *document = document_read(
        arena, STR("a.md"), STR("a.md"), str_from_c(markdown), &(struct schema){ 0 }, diagnostics);
    struct block_list blocks = document_blocks(arena, document);
    for (size_t i = 0; i < blocks.count && i < count; i++) {
        const struct text_block *block = &blocks.at[i];
        struct buf line = { 0 };
        bool none = block->heading == document->heading_count;
        buf_add_format(&line, "%c ", "phirvn"[block->kind]);
        buf_add(&line, none ? STR("-") : NUMBER(block->heading));
        buf_add_format(&line, " %.*s", STR_ARGS(block->text));
        assert_string_equal(arena_c_string(arena, buf_view(&line)), lines[i]);
        buf_release(&line);
    }
    assert_int_equal(blocks.count, count);
    diagnostics_free(diagnostics);
    arena_free(arena);
}

#define ASSERT_BLOCKS(markdown, ...)                                  \
    assert_blocks((markdown), ((const char *const[]){ __VA_ARGS__ }), \
                  sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void test_blocks__paragraphs_headings_and_lists(void **state)
{
    (void)state;
    ASSERT_BLOCKS("Voor *alles*\nuit.\n\n## Een kop\n\n- een\n- twee\n\n  en verder\n\n> Gezegd.\n",
                  "p - Voor alles uit.", "h 0 Een kop", "i 0 een", "i 0 twee", "i 0 en verder",
                  "p 0 Gezegd.");
}

static void test_blocks__rows_of_tables_have_their_cells_apart(void **state)
{
    (void)state;
    ASSERT_BLOCKS("| Wie | Wat |\n|---|---|\n| Buur | Luistert<br>goed |\n| | Zwijgt |\n\nNa.\n",
                  "r - Wie | Wat", "r - Buur | Luistert goed", "r - Zwijgt", "p - Na.");
}

static void test_blocks__recommendations_and_notes(void **state)
{
    (void)state;
    ASSERT_BLOCKS("Zie.[^1]\n\n> [!AANBEVELING] voor naasten\n> Ga mee.\n>\n> - Neem de tijd.\n\n"
                  "Slot.\n\n[^1]: Een bron.\n",
                  "p - Zie.", "v - Aanbeveling voor naasten", "v - Ga mee.", "v - Neem de tijd.",
                  "p - Slot.", "n - Een bron.");
}

static void test_blocks__what_nobody_reads_is_in_none(void **state)
{
    (void)state;
    ASSERT_BLOCKS("<!-- geheim -->\n\nTekst <b onclick=\"x()\">met</b> nadruk & <!-- g --> meer.\n"
                  "\n---\n\n[link](https://voorbeeld.invalid/) ![een huis](huis.svg)\n",
                  "p - Tekst met nadruk & meer.", "p - link een huis");
}

static void test_blocks__an_empty_text_has_none(void **state)
{
    (void)state;
    assert_blocks("", NULL, 0);
    assert_blocks("<!-- -->\n", NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks__paragraphs_headings_and_lists),
        cmocka_unit_test(test_blocks__rows_of_tables_have_their_cells_apart),
        cmocka_unit_test(test_blocks__recommendations_and_notes),
        cmocka_unit_test(test_blocks__what_nobody_reads_is_in_none),
        cmocka_unit_test(test_blocks__an_empty_text_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
