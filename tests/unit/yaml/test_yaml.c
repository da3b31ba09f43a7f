// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct diagnostics *diagnostics;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diagnostics = diagnostics_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    diagnostics_free(diagnostics);
    return 0;
}

static struct yaml_node *parse(const char *text)
{
    return yaml_parse(arena, STR("site.yaml"), str_from_c(text), 1, diagnostics);
}

static struct yaml_node *parsed(const char *text)
{
    struct yaml_node *root = parse(text);
    if (root == NULL)
        fail_msg("not read: %s", text);
    return root;
}

static void assert_text(const struct yaml_node *root, const char *key, const char *wanted)
{
    str text = yaml_text(root, str_from_c(key));
    if (!str_equal(text, str_from_c(wanted)))
        fail_msg("'%s' is '%.*s', not '%s'", key, STR_ARGS(text), wanted);
}

// ---- Values ----

static void test_yaml__every_scalar_is_text(void **state)
{
    (void)state;
    struct yaml_node *root = parsed("a: nee\nb: 1.0\nc: 2026-03-14\nd: ~\ne:\nf: \"1\\t2\"\n"
                                    "g: 'it''s'\nh: |\n  een\n  twee\ni: >\n  een\n  twee\n");
    assert_text(root, "a", "nee");
    assert_text(root, "b", "1.0");
    assert_text(root, "c", "2026-03-14");
    assert_text(root, "d", "~");
    assert_text(root, "e", "");
    assert_text(root, "f", "1\t2");
    assert_text(root, "g", "it's");
    assert_text(root, "h", "een\ntwee\n");
    assert_text(root, "i", "een twee\n");
}

static void test_yaml__quotes_and_blocks_are_told_from_plain_text(void **state)
{
    (void)state;
    struct yaml_node *root = parsed("a: x\nb: \"x\"\nc: 'x'\nd: |\n  x\n");
    assert_false(yaml_get(root, STR("a"))->quoted);
    assert_true(yaml_get(root, STR("b"))->quoted);
    assert_true(yaml_get(root, STR("c"))->quoted);
    assert_true(yaml_get(root, STR("d"))->quoted);
}

static void test_yaml__lists_and_maps_keep_their_order(void **state)
{
    (void)state;
    struct yaml_node *root = parsed("menu:\n  - naam: B\n  - naam: A\nlijst: [c, a, b]\n");
    const struct yaml_node *menu = yaml_get(root, STR("menu"));
    const struct yaml_node *list = yaml_get(root, STR("lijst"));
    assert_int_equal(menu->type, YAML_LIST);
    assert_int_equal(menu->count, 2);
    assert_text(menu->items[0], "naam", "B");
    assert_text(menu->items[1], "naam", "A");
    assert_int_equal(list->count, 3);
    assert_true(str_equal(list->items[0]->text, STR("c")));
    assert_true(str_equal(root->pairs[1].key->text, STR("lijst")));
}

static void test_yaml__nothing_is_an_empty_map(void **state)
{
    static const char *const empties[] = { "", "\n\n", "# een opmerking\n", "\xEF\xBB\xBF", "  " };
    (void)state;
    for (size_t i = 0; i < sizeof empties / sizeof *empties; i++) {
        struct yaml_node *root = parsed(empties[i]);
        assert_int_equal(root->type, YAML_MAP);
        assert_int_equal(root->count, 0);
    }
}

static void test_yaml__repeated_keys_are_marked(void **state)
{
    (void)state;
    struct buf text = { 0 };
    for (int i = 0; i < 40; i++)
        buf_add_format(&text, "k%d: %d\n", i % 30, i);
    struct yaml_node *root = yaml_parse(arena, STR("a"), buf_view(&text), 1, diagnostics);
    buf_release(&text);
    assert_non_null(root);
    assert_int_equal(root->count, 40);
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(root->pairs[i].repeated, i >= 30);
    assert_text(root, "k3", "3");
}

static void test_yaml__places_count_characters_from_the_first_line(void **state)
{
    (void)state;
    str text = STR("één: twéé\r\nlijst:\r\n  - drie\r\n");
    struct yaml_node *root = yaml_parse(arena, STR("a.md"), text, 7, diagnostics);
    struct place first = root->pairs[0].value->place;
    struct place item = root->pairs[1].value->items[0]->place;
    assert_int_equal(first.line, 7);
    assert_int_equal(first.column, 6);
    assert_true(str_equal(first.source, STR("één: twéé")));
    assert_int_equal(item.line, 9);
    assert_int_equal(item.column, 5);
    assert_true(str_equal(item.source, STR("  - drie")));
    assert_true(str_equal(item.path, STR("a.md")));
}

static void test_yaml__separators_of_word_processors_are_spaces(void **state)
{
    (void)state;
    struct yaml_node *root = parsed("a: een\xE2\x80\xA8twee\xC2\x85"
                                    "drie\nb: c\n");
    assert_text(root, "a", "een twee drie");
    assert_int_equal(root->pairs[1].key->place.line, 2);
}

static void test_yaml__what_is_not_there_is_empty(void **state)
{
    (void)state;
    struct yaml_node *root = parsed("a: [b]\n");
    assert_null(yaml_get(root, STR("x")));
    assert_null(yaml_get(NULL, STR("x")));
    assert_null(yaml_get(yaml_get(root, STR("a")), STR("b")));
    assert_int_equal(yaml_text(root, STR("a")).len, 0);
    assert_int_equal(yaml_text(NULL, STR("a")).len, 0);
}

static void test_yaml__text_need_not_outlive_the_call(void **state)
{
    (void)state;
    char text[] = "a: b\n";
    struct yaml_node *root = parse(text);
    memset(text, '?', sizeof text - 1);
    assert_text(root, "a", "b");
    assert_true(str_equal(root->pairs[0].key->place.source, STR("a: b")));
}

// ---- Messages ----

struct mistake {
    const char *text;
    const char *wanted; // place, name and hint
};

// `line:column name hint` of the only message.
static char *message(void)
{
    char *text = NULL;
    size_t len = 0;
    FILE *to = open_memstream(&text, &len);
    diagnostics_print(diagnostics, MESSAGES_TEXT, DUTCH, to);
    fclose(to);
    struct buf told = { 0 };
    const char *place = strchr(text, ':') + 1;
    const char *name = strchr(text, '[');
    while (name != NULL && strncmp(name, "[yaml_", 6) != 0)
        name = strchr(name + 1, '[');
    const char *hint = strstr(text, "   hint: ");
    buf_add(&told, str_slice(str_from_c(place), 0, strcspn(place, " ") - 1));
    if (name != NULL)
        buf_add_format(&told, " %.*s", (int)strcspn(name + 1, "]"), name + 1);
    if (hint != NULL)
        buf_add_format(&told, " %.*s", (int)strcspn(hint + 9, "\n"), hint + 9);
    buf_add_char(&told, '\0');
    free(text);
    return told.at;
}

static void test_yaml__mistakes_are_told_with_place_and_corrected_line(void **state)
{
    static const struct mistake mistakes[] = {
        { "titel: Mijn verhaal: deel 2\n",
          "1:20 yaml_colon zet de waarde tussen aanhalingstekens: titel: \"Mijn verhaal: deel 2\"" },
        { "menu:\n  - naam: A: b\n",
          "2:12 yaml_colon zet de waarde tussen aanhalingstekens:   - naam: \"A: b\"" },
        { "a: b\ntitel:Mijn verhaal\nc: d\n", "2:1 yaml_no_colon schrijf: titel: Mijn verhaal" },
        { "a: b\nzomaar iets\nc: d\n", "2:1 yaml_no_colon" },
        { "a:\n\tb: c\n", "2:1 yaml_tab gebruik spaties:   b: c" },
        { "a: \"Mijn verhaal\nb: c\n", "1:4 yaml_quote schrijf: a: \"Mijn verhaal\"" },
        { "a: 's avonds laat\n", "1:4 yaml_quote schrijf: a: \"'s avonds laat\"" },
        { "a: \"Mijn\" verhaal\n",
          "1:11 yaml_after_quote zet de hele waarde tussen aanhalingstekens: a: '\"Mijn\" verhaal'" },
        { "a: [b, c\nd: e\n", "1:4 yaml_bracket schrijf: a: [b, c]" },
        { "a: {b: c\n", "1:4 yaml_bracket schrijf: a: {b: c}" },
        { "a: @jan\n", "1:4 yaml_character zet de waarde tussen aanhalingstekens: a: \"@jan\"" },
        { "a: `x`\n", "1:4 yaml_character zet de waarde tussen aanhalingstekens: a: \"`x`\"" },
        { "a: %x\n", "1:4 yaml_character zet de waarde tussen aanhalingstekens: a: \"%x\"" },
        { "a: *Mijn* verhaal\n",
          "1:4 yaml_alias zet de waarde tussen aanhalingstekens: a: \"*Mijn* verhaal\"" },
        { "a: &b c\n", "1:4 yaml_alias zet de waarde tussen aanhalingstekens: a: \"&b c\"" },
        { "a: [*b]\n", "1:5 yaml_alias zet de waarde tussen aanhalingstekens: a: [\"*b\"]" },
        { "a: !!str b\n", "1:4 yaml_tag zet de waarde tussen aanhalingstekens: a: \"!!str b\"" },
        { "a: !x! b\n", "1:4 yaml_tag zet de waarde tussen aanhalingstekens: a: \"!x! b\"" },
        { "a: !!map {b: c}\n",
          "1:4 yaml_tag zet de waarde tussen aanhalingstekens: a: \"!!map {b: c}\"" },
        { "a: &x [b]\n", "1:4 yaml_alias zet de waarde tussen aanhalingstekens: a: \"&x [b]\"" },
        { "a: 1\n  b: 2\n", "2:3 yaml_indent laat namen die bij elkaar horen even ver inspringen" },
        { "a: - b\n", "1:4 yaml_dash zet elk streepje op een eigen regel" },
        { "a: 1\n---\nb: 2\n", "2:1 yaml_documents haal de regel met '---' of '...' weg" },
        { "--- a\n...\nb: 2\n", "3:1 yaml_more haal de tekst weg" },
        { "a: \"\\q\"\n", "1:5 yaml_escape gebruik enkele aanhalingstekens, of schrijf '\\\\'" },
        { "[a]: b\n", "1:1 yaml_key schrijf: naam: waarde" },
        { "{a: b}: c\n", "1:1 yaml_key schrijf: naam: waarde" },
        { "é\x01y: 2\n", "1:2 yaml_control haal het teken weg, of typ de regel opnieuw" },
        { "a: b\nx: \xFF\n", "2:4 yaml_utf8 sla het bestand op met codering UTF-8" },
        { "a: }x\n", "1:4 yaml_syntax schrijf elke regel als 'naam: waarde'" },
        { "%FOO\n---\na: b\n", "1:5 yaml_syntax schrijf elke regel als 'naam: waarde'" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        if (parse(mistakes[i].text) != NULL)
            fail_msg("was read: %s", mistakes[i].text);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
        char *told = message();
        if (strcmp(told, mistakes[i].wanted) != 0)
            fail_msg("%stold: %s\nwanted: %s", mistakes[i].text, told, mistakes[i].wanted);
        free(told);
        teardown(NULL);
        setup(NULL);
    }
}

static void test_yaml__without_diagnostics_it_says_nothing(void **state)
{
    static const char *const texts[] = { "a: b: c", "a: *b", "a: !b c", "\x01", "[[]", "[a]: b" };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(yaml_parse(arena, STR("a"), str_from_c(texts[i]), 1, NULL));
}

// ---- Limits ----

static struct yaml_node *parse_repeated(const char *before, const char *piece, size_t count,
                                        const char *after)
{
    struct buf text = { 0 };
    buf_add(&text, str_from_c(before));
    for (size_t i = 0; i < count; i++)
        buf_add(&text, str_from_c(piece));
    buf_add(&text, str_from_c(after));
    struct yaml_node *root = yaml_parse(arena, STR("a"), buf_view(&text), 1, diagnostics);
    buf_release(&text);
    return root;
}

static void test_yaml__depth_is_limited(void **state)
{
    (void)state;
    assert_non_null(parse_repeated("", "[", YAML_DEPTH_MAX, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"));
    assert_null(parse_repeated("", "[", 100000, ""));
    char *told = message();
    assert_string_equal(told, "1:33 yaml_deep maak de lijst of tabel minder diep");
    free(told);
}

static void test_yaml__the_number_of_nodes_is_limited(void **state)
{
    (void)state;
    assert_non_null(parse_repeated("[", "a,", YAML_NODES_MAX - 1, "]"));
    assert_null(parse_repeated("[", "a,", YAML_NODES_MAX, "]"));
    char *told = message();
    assert_string_equal(told, "1:200000 yaml_large verdeel de gegevens over meer bestanden");
    free(told);
}

// ---- Quoting ----

static void test_yaml__quoted_text_is_read_back_as_it_was(void **state)
{
    static const char *const texts[] = {
        "",         "a",     "Mijn verhaal: deel 2", "\"Mijn\" verhaal",  "'s avonds \"laat\"",
        "C:\\map",  "'\\\"", "# geen opmerking",     "regel\nregel\ttab", "é 日本 🙂",
        "- [a, b]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        str quoted = yaml_quoted(arena, str_from_c(texts[i]));
        str line = arena_join(arena, (str[]){ STR("a: "), quoted, STR("\n"), { 0 } });
        assert_text(yaml_parse(arena, STR("a"), line, 1, diagnostics), "a", texts[i]);
    }
    assert_true(str_equal(yaml_quoted(arena, STR("een \"woord\"")), STR("'een \"woord\"'")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_yaml__every_scalar_is_text),
        TEST(test_yaml__quotes_and_blocks_are_told_from_plain_text),
        TEST(test_yaml__lists_and_maps_keep_their_order),
        TEST(test_yaml__nothing_is_an_empty_map),
        TEST(test_yaml__repeated_keys_are_marked),
        TEST(test_yaml__places_count_characters_from_the_first_line),
        TEST(test_yaml__separators_of_word_processors_are_spaces),
        TEST(test_yaml__what_is_not_there_is_empty),
        TEST(test_yaml__text_need_not_outlive_the_call),
        TEST(test_yaml__mistakes_are_told_with_place_and_corrected_line),
        TEST(test_yaml__without_diagnostics_it_says_nothing),
        TEST(test_yaml__depth_is_limited),
        TEST(test_yaml__the_number_of_nodes_is_limited),
        TEST(test_yaml__quoted_text_is_read_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
