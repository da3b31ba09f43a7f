// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "diagnostics/diagnostics.h"

#include <stdlib.h>
#include <string.h>

DIAGNOSTIC(dead, ERROR, "er is geen bestand '{1}'", "there is no file '{1}'", "bedoel je '{2}'?",
           "did you mean '{2}'?");
DIAGNOSTIC(long_line, WARNING, "deze regel is lang", "this line is long", NULL, NULL);
DIAGNOSTIC(tip_given, NOTE, "dit kan ook: {1}, {2}, {3}, {4}", "or: {1}, {2}, {3}, {4}", NULL,
           NULL);
DIAGNOSTIC(disk_full, FAILURE, "de schijf is vol", "the disk is full", "maak ruimte", "make room");

static char *printed(struct diagnostics *diagnostics, enum message_form form,
                     enum language language)
{
    char *text = NULL;
    size_t len = 0;
    FILE *to = open_memstream(&text, &len);
    assert_non_null(to);
    diagnostics_print(diagnostics, form, language, to);
    fclose(to);
    return text;
}

// Prints, compares and frees.
static void expect(struct diagnostics *diagnostics, enum message_form form, enum language language,
                   const char *wanted)
{
    char *text = printed(diagnostics, form, language);
    assert_string_equal(text, wanted);
    free(text);
    diagnostics_free(diagnostics);
}

static struct place at(const char *path, unsigned line, unsigned column, const char *source)
{
    return (struct place){ str_from_c(path), line, column, str_from_c(source), NULL };
}

static void test_text__shows_place_line_caret_and_hint(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead, at("a.md", 3, 9, "Kijk bij de [tijden](x.md)."),
             VALUES(STR("x.md"), STR("y.md")));
    expect(diagnostics, MESSAGES_TEXT, DUTCH,
           "a.md:3:9: fout: er is geen bestand 'x.md' [dead]\n"
           "   3 | Kijk bij de [tijden](x.md).\n"
           "     |         ^\n"
           "   hint: bedoel je 'y.md'?\n");
}

static void test_text__a_hint_without_its_value_is_left_out(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead, at("a.md", 3, 0, ""), VALUES(STR("x.md")));
    expect(diagnostics, MESSAGES_TEXT, ENGLISH, "a.md:3: error: there is no file 'x.md' [dead]\n");
}

static void test_text__all_four_values_and_severities_have_their_words(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &tip_given, at("b.md", 0, 0, ""),
             VALUES(STR("een"), STR("twee"), STR("drie"), STR("vier")));
    diagnose(diagnostics, &long_line, at("b.md", 1, 1, ""), NULL);
    diagnose(diagnostics, &disk_full, (struct place){ 0 }, NULL);
    expect(diagnostics, MESSAGES_TEXT, DUTCH,
           "mislukt: de schijf is vol [disk_full]\n"
           "   hint: maak ruimte\n"
           "b.md: tip: dit kan ook: een, twee, drie, vier [tip_given]\n"
           "b.md:1:1: let op: deze regel is lang [long_line]\n");
}

static void test_text__the_caret_stands_below_the_character(void **state)
{
    static const struct {
        const char *source;
        unsigned column;
        const char *below; // what stands before the caret
    } rows[] = {
        { "abc", 1, "" },           { "abc", 3, "  " },        { "\tabc", 2, "\t" },
        { "a\tb\tc", 5, " \t \t" }, { "ééé x", 5, "    " },    { "日本 x", 4, "     " },
        { "e\xCC\x81 x", 4, "  " }, { "kort", 9, "        " }, { "🙂x", 2, "  " },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct diagnostics *diagnostics = diagnostics_new();
        struct buf wanted = { 0 };
        diagnose(diagnostics, &long_line, at("a.md", 1, rows[i].column, rows[i].source), NULL);
        buf_add_format(&wanted, "a.md:1:%u: warning: this line is long [long_line]\n",
                       rows[i].column);
        buf_add_format(&wanted, "   1 | %s\n     | %s^\n", rows[i].source, rows[i].below);
        buf_add_char(&wanted, '\0');
        expect(diagnostics, MESSAGES_TEXT, ENGLISH, wanted.at);
        buf_release(&wanted);
    }
}

static void test_text__the_margin_grows_with_the_line_number(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &long_line, at("a.md", 12345, 2, "abc\r\n"), NULL);
    expect(diagnostics, MESSAGES_TEXT, ENGLISH,
           "a.md:12345:2: warning: this line is long [long_line]\n"
           "12345 | abc\n"
           "      |  ^\n");
}

// The excerpt of a line of `len` letters with an X at `column`.
static char *excerpt(size_t len, unsigned column)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf line = { 0 };
    for (size_t i = 0; i < len; i++)
        buf_add(&line, i + 1 == column ? STR("X") : STR("é"));
    diagnose(diagnostics, &long_line,
             (struct place){ STR("a.md"), 1, column, buf_view(&line), NULL }, NULL);
    char *text = printed(diagnostics, MESSAGES_TEXT, ENGLISH);
    buf_release(&line);
    diagnostics_free(diagnostics);
    return text;
}

// Whether the caret stands below the X of the line above it.
static void check_caret(const char *text)
{
    const char *line = strchr(text, '\n') + 1;
    const char *below = strchr(line, '\n') + 1;
    size_t column = 0;
    for (const char *c = line; *c != 'X'; c++)
        column += ((unsigned char)*c & 0xC0) != 0x80;
    assert_int_equal(strchr(below, '^') - below, column);
    assert_true(utf8_length(str_slice(str_from_c(line), 0, (size_t)(below - line))) < 175);
}

static void test_text__a_long_line_is_cut_around_its_column(void **state)
{
    static const unsigned columns[] = { 1, 30, 60, 61, 62, 100, 500, 999, 1000 };
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char *text = excerpt(1000, columns[i]);
        check_caret(text);
        assert_int_equal(strstr(text, "| …") != NULL, columns[i] > 60);
        assert_int_equal(strstr(text, "…\n") != NULL, columns[i] < 930);
        free(text);
    }
}

static void test_text__a_line_of_160_characters_is_shown_whole(void **state)
{
    (void)state;
    char *whole = excerpt(160, 160);
    char *cut = excerpt(161, 161);
    assert_null(strstr(whole, "…"));
    assert_non_null(strstr(cut, "| …"));
    check_caret(whole);
    check_caret(cut);
    free(whole);
    free(cut);
}

static void test_text__nothing_in_the_content_reaches_the_terminal_raw(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead,
             at("a\x1B[31m.md", 1, 3, "x\x1B]0;titel\x07y\x7F\xC2\x9Bz\xE2\x80\xAEq\xFF"),
             VALUES(STR("\x1B[2J\n"), STR("\r\t")));
    expect(diagnostics, MESSAGES_TEXT, ENGLISH,
           "a␛[31m.md:1:3: error: there is no file '␛[2J␊' [dead]\n"
           "   1 | x␛]0;titel␇y␡�z�q�\n"
           "     |   ^\n"
           "   hint: did you mean '␍\t'?\n");
}

static void test_text__a_kind_is_shown_twenty_times_a_file(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    for (unsigned i = 0; i < 33; i++)
        diagnose(diagnostics, &long_line, at("a.md", i + 1, 0, ""), NULL);
    for (unsigned i = 0; i < 20; i++)
        diagnose(diagnostics, &long_line, at("b.md", i + 1, 0, ""), NULL);
    diagnose(diagnostics, &dead, at("a.md", 99, 0, ""), NULL);
    char *text = printed(diagnostics, MESSAGES_TEXT, DUTCH);
    assert_non_null(strstr(text, "a.md:20: let op"));
    assert_null(strstr(text, "a.md:21: let op"));
    assert_non_null(strstr(text, "a.md:99: fout: er is geen bestand '' [dead]\n"
                                 "... en nog 13 keer [long_line] in dit bestand\n"
                                 "b.md:1: let op"));
    assert_non_null(strstr(text, "b.md:20: let op"));
    assert_null(strstr(text, "keer [long_line] in dit bestand\nb.md:20"));
    free(text);
    diagnostics_free(diagnostics);
}

static void test_json__is_one_object_a_line_with_all_escaped(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead, at("a\".md", 3, 9, "x"),
             VALUES(STR("\\ \" \n \x01 \xFF é \xE2\x80\xAE"), STR("y")));
    diagnose(diagnostics, &long_line, at("b.md", 0, 0, ""), NULL);
    expect(diagnostics, MESSAGES_JSON, ENGLISH,
           "{\"name\":\"dead\",\"severity\":\"error\",\"path\":\"a\\\".md\",\"line\":3,"
           "\"column\":9,\"message\":\"there is no file '\\\\ \\\" \\n \\u0001 � é \\u202e'\","
           "\"hint\":\"did you mean 'y'?\"}\n"
           "{\"name\":\"long_line\",\"severity\":\"warning\",\"path\":\"b.md\",\"line\":0,"
           "\"column\":0,\"message\":\"this line is long\",\"hint\":\"\"}\n");
}

static void test_json__shows_all_messages(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    for (unsigned i = 0; i < 50; i++)
        diagnose(diagnostics, &long_line, at("a.md", i + 1, 0, ""), NULL);
    char *text = printed(diagnostics, MESSAGES_JSON, DUTCH);
    size_t lines = 0;
    for (const char *c = text; *c != '\0'; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 50);
    free(text);
    diagnostics_free(diagnostics);
}

static void test_github__escapes_properties_and_messages(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead, at("a,b:c%.md", 3, 9, "x"),
             VALUES(STR("100%: x,\r\n::error::y"), STR("z")));
    diagnose(diagnostics, &tip_given, at("d.md", 2, 0, ""), VALUES(STR("e")));
    diagnose(diagnostics, &disk_full, (struct place){ 0 }, NULL);
    expect(diagnostics, MESSAGES_GITHUB, ENGLISH,
           "::error title=disk_full::the disk is full%0Amake room\n"
           "::error file=a%2Cb%3Ac%25.md,line=3,col=9,title=dead::there is no file "
           "'100%25: x,%0D%0A::error::y'%0Adid you mean 'z'?\n"
           "::notice file=d.md,line=2,title=tip_given::or: e, , , \n");
}

static void test_report__is_sorted_by_path_line_column_name_and_text(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &long_line, at("b.md", 1, 1, ""), NULL);
    diagnose(diagnostics, &dead, at("a.md", 10, 1, ""), VALUES(STR("z")));
    diagnose(diagnostics, &long_line, at("a.md", 2, 7, ""), NULL);
    diagnose(diagnostics, &dead, at("a.md", 2, 7, ""), VALUES(STR("z")));
    diagnose(diagnostics, &dead, at("a.md", 2, 7, ""), VALUES(STR("y")));
    diagnose(diagnostics, &dead, at("a.md", 2, 3, ""), VALUES(STR("z")));
    expect(diagnostics, MESSAGES_TEXT, ENGLISH,
           "a.md:2:3: error: there is no file 'z' [dead]\n"
           "a.md:2:7: error: there is no file 'y' [dead]\n"
           "a.md:2:7: error: there is no file 'z' [dead]\n"
           "a.md:2:7: warning: this line is long [long_line]\n"
           "a.md:10:1: error: there is no file 'z' [dead]\n"
           "b.md:1:1: warning: this line is long [long_line]\n");
}

static void test_report__copies_what_it_is_given(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    char path[] = "a.md";
    char value[] = "x";
    char source[] = "regel";
    struct place place = { str_from_c(path), 1, 1, str_from_c(source), NULL };
    diagnose(diagnostics, &dead, place, VALUES(str_from_c(value)));
    memset(path, '?', sizeof path - 1);
    memset(value, '?', sizeof value - 1);
    memset(source, '?', sizeof source - 1);
    expect(diagnostics, MESSAGES_TEXT, ENGLISH,
           "a.md:1:1: error: there is no file 'x' [dead]\n   1 | regel\n     | ^\n");
}

static void test_report__a_huge_value_is_cut_at_a_character(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf value = { 0 };
    buf_add_char(&value, 'x');
    for (int i = 0; i < 100000; i++)
        buf_add(&value, STR("é"));
    diagnose(diagnostics, &dead, at("a.md", 1, 0, ""), VALUES(buf_view(&value)));
    char *text = printed(diagnostics, MESSAGES_TEXT, ENGLISH);
    assert_true(strlen(text) < 1000);
    assert_true(utf8_valid(str_from_c(text)));
    assert_non_null(strstr(text, "é…'"));
    free(text);
    buf_release(&value);
    diagnostics_free(diagnostics);
}

static void record(void *context, size_t item, unsigned worker)
{
    (void)worker;
    char path[32];
    snprintf(path, sizeof path, "p%zu.md", item % 7);
    diagnose(context, &dead, at(path, (unsigned)(item / 7 + 1), 1, "een regel"),
             VALUES(NUMBER(item)));
}

static void test_report__is_the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    char *texts[3];
    static const unsigned jobs[] = { 1, 2, 8 };
    for (size_t i = 0; i < 3; i++) {
        struct diagnostics *diagnostics = diagnostics_new();
        parallel_each(jobs[i], 2000, record, diagnostics);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), 2000);
        assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
        texts[i] = printed(diagnostics, MESSAGES_JSON, DUTCH);
        diagnostics_free(diagnostics);
    }
    assert_string_equal(texts[0], texts[1]);
    assert_string_equal(texts[0], texts[2]);
    for (size_t i = 0; i < 3; i++)
        free(texts[i]);
}

static void check_place(str bytes, size_t offset, unsigned line, unsigned column,
                        const char *source)
{
    struct place place = place_in(STR("a.md"), bytes, offset);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_true(str_equal(place.source, str_from_c(source)));
    struct place whole = place_of_line(STR("a.md"), bytes, line);
    assert_true(str_equal(whole.source, str_from_c(source)));
    assert_int_equal(whole.column, 0);
}

static void test_place__counts_lines_and_characters(void **state)
{
    (void)state;
    str bytes = STR("een\ntwéé x\r\n\r\ndrie\rvier\n");
    check_place(bytes, 0, 1, 1, "een");
    check_place(bytes, 3, 1, 4, "een");
    check_place(bytes, 4, 2, 1, "twéé x");
    check_place(bytes, 11, 2, 6, "twéé x");
    check_place(bytes, 14, 3, 1, "");
    check_place(bytes, 16, 4, 1, "drie");
    check_place(bytes, 22, 5, 2, "vier");
    check_place(bytes, 9999, 6, 1, "");
    check_place(STR(""), 0, 1, 1, "");
}

static void test_place__line_feeds_are_counted_wherever_they_stand(void **state)
{
    (void)state;
    struct buf bytes = { 0 };
    for (unsigned i = 0; i < 3000; i++) {
        struct place place = place_in(STR("a"), buf_view(&bytes), bytes.len);
        assert_int_equal(place.line, i + 1);
        for (unsigned j = 0; j < i % 11; j++)
            buf_add_char(&bytes, (char)(j % 2 == 0 ? 0x8A : 0x0B)); // a bit beside LF
        buf_add_char(&bytes, '\n');
    }
    buf_release(&bytes);
}

static void test_place__a_line_that_is_not_there_has_no_source(void **state)
{
    (void)state;
    assert_int_equal(place_of_line(STR("a"), STR("een\n"), 3).source.len, 0);
    assert_int_equal(place_of_line(STR("a"), STR("een\rtwee"), 3).source.len, 0);
    assert_int_equal(place_of_line(STR("a"), STR("een\n"), 0).source.len, 0);
}

// ---- Messages that are kept ----

// All that a message can be: cut values and lines, no place, odd bytes.
static struct diagnostics *all_sorts(void)
{
    static char line[400];
    static char value[2000];
    memset(line, 'x', sizeof line);
    memset(value, 'y', sizeof value);
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &dead, at("a.md", 3, 2, "een \x1b regel"), VALUES(STR("b"), STR("c")));
    diagnose(diagnostics, &disk_full, (struct place){ 0 }, NULL);
    diagnose(diagnostics, &long_line, (struct place){ STR("a.md"), 9, 300, { line, 400 }, NULL },
             NULL);
    diagnose(diagnostics, &tip_given, at("b.md", 0, 0, ""),
             VALUES({ value, 2000 }, STR("\xC3"), STR("{1}"), STR("")));
    return diagnostics;
}

static void test_kept__messages_are_given_again_as_they_were(void **state)
{
    (void)state;
    struct diagnostics *first = all_sorts();
    struct diagnostics *second = diagnostics_new();
    struct buf packed = { 0 };
    struct buf again = { 0 };
    diagnostics_pack(first, &packed);
    assert_true(diagnostics_replay(second, buf_view(&packed)));
    assert_int_equal(diagnostics_count(second, ERROR), 1);
    diagnostics_pack(second, &again);
    assert_true(str_equal(buf_view(&again), buf_view(&packed)));
    buf_release(&packed);
    buf_release(&again);
    for (enum message_form form = MESSAGES_TEXT; form <= MESSAGES_GITHUB; form++) {
        char *text = printed(second, form, DUTCH);
        char *wanted = printed(first, form, DUTCH);
        assert_string_equal(text, wanted);
        free(text);
        free(wanted);
    }
    diagnostics_free(first);
    diagnostics_free(second);
}

static void test_kept__bytes_that_are_no_messages_give_none(void **state)
{
    (void)state;
    struct diagnostics *first = all_sorts();
    struct diagnostics *second = diagnostics_new();
    struct buf packed = { 0 };
    diagnostics_pack(first, &packed);
    for (size_t len = 1; len < packed.len; len++) {
        bool well = diagnostics_replay(second, str_slice(buf_view(&packed), 0, len));
        assert_true(well == (diagnostics_count(second, ERROR) > 0));
        diagnostics_clear(second);
    }
    packed.at[4] = 'D';
    assert_false(diagnostics_replay(second, buf_view(&packed)));
    assert_int_equal(diagnostics_count(second, ERROR), 0);
    buf_release(&packed);
    diagnostics_free(first);
    diagnostics_free(second);
}

static void test_kept__what_is_cleared_is_gone(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = all_sorts();
    struct buf packed = { 0 };
    diagnostics_clear(diagnostics);
    diagnostics_pack(diagnostics, &packed);
    assert_int_equal(packed.len, 0);
    assert_true(diagnostics_replay(diagnostics, buf_view(&packed)));
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
    diagnose(diagnostics, &dead, at("a.md", 0, 0, ""), NULL);
    expect(diagnostics, MESSAGES_TEXT, ENGLISH, "a.md: error: there is no file '' [dead]\n");
    buf_release(&packed);
}

static void test_kinds__have_names_of_their_own(void **state)
{
    (void)state;
    size_t count;
    bool own = false;
    const struct diagnostic_kind *const *kinds = diagnostic_kinds(&count);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        own = own || kinds[i] == &dead;
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(kinds[i]->name, kinds[j]->name);
    }
    assert_true(own);
}

static void add_line(void *context, const struct diagnostic_view *view)
{
    buf_add_format(context, "%.*s:%u %d %.*s (%.*s)\n", STR_ARGS(view->path), view->line,
                   (int)view->severity, STR_ARGS(view->text), STR_ARGS(view->hint));
}

static void test_each__what_came_from_a_file_is_left_out_and_numbers_stay(void **state)
{
    (void)state;
    struct buf lines = { 0 };
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &tip_given, at("b.md", 1, 2, "geheim"),
             VALUES(STR("12"), STR("geheim"), STR("1 geheim"), STR("")));
    diagnose(diagnostics, &dead, at("a.md", 7, 0, "geheim"), VALUES(STR("geheim"), STR("geheim")));
    diagnose(diagnostics, &disk_full, (struct place){ 0 }, NULL);
    diagnostics_each(diagnostics, ENGLISH, add_line, &lines);
    buf_add_char(&lines, '\0');
    assert_string_equal(lines.at, ":0 3 the disk is full (make room)\n"
                                  "a.md:7 2 there is no file '…' ()\n"
                                  "b.md:1 0 or: 12, …, …, … ()\n");
    buf_release(&lines);
    diagnostics_free(diagnostics);
}

static bool is_error_of_a(void *context, enum severity severity, str path)
{
    (void)context;
    return severity == ERROR && str_equal(path, STR("a.md"));
}

static void test_select__keeps_what_is_wanted_and_counts_all(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &long_line, at("a.md", 1, 0, ""), NULL);
    diagnose(diagnostics, &dead, at("b.md", 1, 0, ""), VALUES(STR("x")));
    diagnose(diagnostics, &dead, at("a.md", 2, 0, ""), VALUES(STR("y")));
    assert_int_equal(diagnostics_select(diagnostics, is_error_of_a, NULL), 2);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 2);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 1);
    expect(diagnostics, MESSAGES_TEXT, ENGLISH, "a.md:2: error: there is no file 'y' [dead]\n");
}

static void test_reason__is_the_last_failure_else_the_last_error(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    assert_int_equal(diagnostics_reason(diagnostics, DUTCH, arena).len, 0);
    diagnose(diagnostics, &dead, at("a.md", 1, 0, ""), VALUES(STR("x")));
    diagnose(diagnostics, &dead, at("a.md", 2, 3, ""), VALUES(STR("y")));
    diagnose(diagnostics, &long_line, at("a.md", 4, 0, ""), NULL);
    assert_string_equal(diagnostics_reason(diagnostics, DUTCH, arena).at,
                        "a.md:2:3: er is geen bestand 'y'");
    diagnose(diagnostics, &disk_full, (struct place){ 0 }, NULL);
    diagnose(diagnostics, &dead, at("a.md", 5, 0, ""), VALUES(STR("z")));
    assert_string_equal(diagnostics_reason(diagnostics, DUTCH, arena).at, "de schijf is vol");
    diagnostics_free(diagnostics);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__shows_place_line_caret_and_hint),
        cmocka_unit_test(test_text__a_hint_without_its_value_is_left_out),
        cmocka_unit_test(test_text__all_four_values_and_severities_have_their_words),
        cmocka_unit_test(test_text__the_caret_stands_below_the_character),
        cmocka_unit_test(test_text__the_margin_grows_with_the_line_number),
        cmocka_unit_test(test_text__a_long_line_is_cut_around_its_column),
        cmocka_unit_test(test_text__a_line_of_160_characters_is_shown_whole),
        cmocka_unit_test(test_text__nothing_in_the_content_reaches_the_terminal_raw),
        cmocka_unit_test(test_text__a_kind_is_shown_twenty_times_a_file),
        cmocka_unit_test(test_json__is_one_object_a_line_with_all_escaped),
        cmocka_unit_test(test_json__shows_all_messages),
        cmocka_unit_test(test_github__escapes_properties_and_messages),
        cmocka_unit_test(test_report__is_sorted_by_path_line_column_name_and_text),
        cmocka_unit_test(test_report__copies_what_it_is_given),
        cmocka_unit_test(test_report__a_huge_value_is_cut_at_a_character),
        cmocka_unit_test(test_report__is_the_same_for_any_number_of_threads),
        cmocka_unit_test(test_kept__messages_are_given_again_as_they_were),
        cmocka_unit_test(test_kept__bytes_that_are_no_messages_give_none),
        cmocka_unit_test(test_kept__what_is_cleared_is_gone),
        cmocka_unit_test(test_kinds__have_names_of_their_own),
        cmocka_unit_test(test_place__counts_lines_and_characters),
        cmocka_unit_test(test_place__line_feeds_are_counted_wherever_they_stand),
        cmocka_unit_test(test_place__a_line_that_is_not_there_has_no_source),
        cmocka_unit_test(test_each__what_came_from_a_file_is_left_out_and_numbers_stay),
        cmocka_unit_test(test_select__keeps_what_is_wanted_and_counts_all),
        cmocka_unit_test(test_reason__is_the_last_failure_else_the_last_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
