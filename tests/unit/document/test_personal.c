// SPDX-License-Identifier: EUPL-1.2
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STORY "---\ntitel: T\nweergave: anoniem\n---\n"

// How many warnings there are about a file.
static size_t told_of(str bytes)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    document_read(arena, STR("v.md"), STR("v.md"), bytes, &(struct schema){ 0 }, diagnostics);
    size_t count = diagnostics_count(diagnostics, WARNING);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return count;
}

static void assert_told(const char *head, const char *line, size_t expected)
{
    struct buf text = { 0 };
    buf_add_format(&text, "%sEen zin met %s erin.\n", head, line);
    size_t count = told_of(buf_view(&text));
    buf_release(&text);
    if (count != expected)
        fail_msg("%zu warnings about '%s', expected %zu", count, line, expected);
}

static void test_personal__what_tells_who_somebody_is_is_told_of(void **state)
{
    static const char *const lines[] = {
        "a.b-c+d@e-f.gmail.com",
        "<samira@xs4all.nl>",
        "SAMIRA@HOTMAIL.COM,",
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06 - 12345678",
        "(020) 123 45 67",
        "020-1234567",
        "0115 - 123456",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "0031612345678",
        "tel.06-12345678",
        "NL91ABNA0417164300",
        "nl91 abna 0417164300",
        "NL91 ABNA 0417 1643 00",
        "1234AB",
        "3511 AB,",
        "2011AB",
        "111222333",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_told(STORY, lines[i], 1);
}

static void test_personal__other_numbers_and_signs_are_not(void **state)
{
    static const char *const lines[] = {
        "112",
        "0800-0113",
        "088 0767 000",
        "0900 0101",
        "14 020",
        "06-12-2024 10 uur",
        "03-05-2024 12:30",
        "01.02.2024 1030",
        "1.500,00 euro",
        "in 2019 EK voetbal",
        "in 2024 VS",
        "100 000 000",
        "12345 AB",
        "3511 ab",
        "111222334",
        "000000000",
        "naam@home",
        "@samira",
        "a@b.c",
        "x@voorbeeld.invalid",
        "7@9",
        "1234567890",
        "0201234567890",
        "99 1234567890123456",
        "https://x.nl/0612345678",
        "a06 12345678",
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_told(STORY, lines[i], 0);
}

static void test_personal__only_somebodys_text_is_looked_at(void **state)
{
    (void)state;
    assert_told("---\ntitel: T\n---\n", "06-12345678", 0);
    assert_told("", "06-12345678", 0);
    assert_told("---\nop: v-1\n---\n", "06-12345678", 1);
    assert_told("---\nperspectief: client\ntitel: T\n---\n", "06-12345678", 1);
    assert_told("---\nperspectief: client\nstatus: ingetrokken\n---\n", "06-12345678", 0);
}

static void test_personal__the_front_matter_is_looked_at_too(void **state)
{
    (void)state;
    assert_int_equal(told_of(STR("---\nweergave: anoniem\ntitel: bel 0612345678\n---\n")), 1);
    assert_int_equal(told_of(STR("---\nweergave: anoniem\ndatum: 2024-03-05\n"
                                 "toestemming: T-2026-001\nid: v-7k3q\n---\n")),
                     0);
}

static void test_personal__a_line_is_told_of_once_and_a_file_ten_times(void **state)
{
    struct buf text = { 0 };
    (void)state;
    assert_told(STORY, "a@b.nl, b@b.nl en c@b.nl", 1);
    buf_add(&text, STR(STORY));
    for (int i = 0; i < 1000; i++)
        buf_add(&text, STR("0612345678 of a@b.nl\n\n"));
    assert_int_equal(told_of(buf_view(&text)), 10);
    buf_release(&text);
}

// Numbers and signs without end are no more work than a text of that size.
static void test_personal__hostile_texts_are_looked_at_once(void **state)
{
    static const char *const parts[] = { "1", "1 ", "06-", "a@", "@a.", "NL91 " };
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buf text = { 0 };
        buf_add(&text, STR(STORY));
        while (text.len < 200000)
            buf_add(&text, str_from_c(parts[i]));
        assert_true(told_of(buf_view(&text)) <= 10);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_personal__what_tells_who_somebody_is_is_told_of),
        cmocka_unit_test(test_personal__other_numbers_and_signs_are_not),
        cmocka_unit_test(test_personal__only_somebodys_text_is_looked_at),
        cmocka_unit_test(test_personal__the_front_matter_is_looked_at_too),
        cmocka_unit_test(test_personal__a_line_is_told_of_once_and_a_file_ten_times),
        cmocka_unit_test(test_personal__hostile_texts_are_looked_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
