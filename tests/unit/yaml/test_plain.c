// SPDX-License-Identifier: EUPL-1.2
// What is read without libyaml is the same as with it: thousands of texts, made by chance
// of what front matter consists of, and of what tells YAML from it.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "yaml/events.h"
#include "yaml/plain.h"

#include <stdlib.h>

enum { TEXTS = 30000, FIELDS_MOST = 5 };

static uint64_t state = 0x9E3779B97F4A7C15u;

static uint64_t chance(uint64_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

#define PICK(texts) (texts)[chance(sizeof(texts) / sizeof *(texts))]

// ---- Texts ----

static const char *const names[] = { "titel", "a", "b-c", "Thema_2", "datum", "sector" };
static const char *const odd_names[] = { "9", "é", "a b", "-a", "<<", "a:b", "? a", "\"a\"" };
static const char *const words[] = { "herstel",
                                     "ggz en meer",
                                     "2026-03-14",
                                     "één",
                                     "a-b_c",
                                     "'t was",
                                     "a \"b\" c",
                                     "\xE2\x80\x98x\xE2\x80\x99",
                                     "€ 5",
                                     "null",
                                     "x  y",
                                     "(a)",
                                     "/pad/",
                                     "a[b",
                                     "\xF0\x9F\x98\x80",
                                     "a, b",
                                     "a? b" };
static const char *const odd[] = { ":",
                                   ": ",
                                   " #",
                                   "#",
                                   "?",
                                   "? ",
                                   "- ",
                                   "-",
                                   "[",
                                   "]",
                                   "{",
                                   "}",
                                   ",",
                                   "\"",
                                   "'",
                                   "\\",
                                   "\\n",
                                   "&a",
                                   "*a",
                                   "!a",
                                   "|",
                                   ">",
                                   "%",
                                   "@",
                                   "`",
                                   "\t",
                                   "\r",
                                   "\n",
                                   "\r\n",
                                   "\n\n",
                                   "\n ",
                                   "---",
                                   "...",
                                   "\v",
                                   "\x7F",
                                   "''",
                                   "\xC2\x85",
                                   "  ",
                                   "\xC2\x80",
                                   "\xC2\xA0",
                                   "\xE2\x80\xA8",
                                   "\xEF\xBB\xBF",
                                   "\xEF\xBF\xBE",
                                   "\xFF",
                                   "\xED\xA0\x80",
                                   "\xC3" };
static const char *const spaces[] = { " ", "  ", "   ", " ", " ", " ", " ", "", "\t" };

static void add(struct buf *text, const char *piece)
{
    buf_add(text, str_from_c(piece));
}

static void add_scalar(struct buf *text)
{
    static const char *const quotes[] = { "", "", "\"", "'" };
    const char *quote = PICK(quotes);
    add(text, quote);
    add(text, PICK(words));
    if (chance(20) == 0)
        add(text, PICK(odd));
    if (chance(4) == 0)
        add(text, PICK(words));
    add(text, quote);
    if (chance(8) == 0)
        add(text, PICK(spaces));
}

static void add_end(struct buf *text)
{
    static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n", "" };
    add(text, chance(30) == 0 ? PICK(ends) : "\n");
}

static void add_brackets(struct buf *text)
{
    add(text, "[");
    for (uint64_t i = chance(4); i > 0; i--) {
        add_scalar(text);
        if (i > 1 || chance(10) == 0)
            add(text, ",");
        add(text, PICK(spaces));
    }
    add(text, chance(20) == 0 ? "" : "]");
}

static void add_dashes(struct buf *text)
{
    static const char *const indents[] = { "", "  ", "    ", " ", "\t" };
    const char *indent = PICK(indents);
    add(text, "\n");
    for (uint64_t i = chance(4); i > 0; i--) {
        add(text, chance(15) == 0 ? PICK(indents) : indent);
        add(text, "-");
        add(text, PICK(spaces));
        add_scalar(text);
        if (i > 1)
            add_end(text);
    }
}

static void add_field(struct buf *text)
{
    if (chance(30) == 0)
        add(text, PICK(spaces));
    add(text, chance(40) == 0 ? PICK(odd_names) : PICK(names));
    add(text, chance(40) == 0 ? " " : ":");
    uint64_t kind = chance(8);
    add(text, kind == 0 ? "" : PICK(spaces));
    if (kind == 0)
        add_dashes(text);
    else if (kind < 3)
        add_brackets(text);
    else if (kind < 8)
        add_scalar(text);
    add_end(text);
}

// Puts something somewhere, or takes a byte away.
static void spoil(struct buf *text)
{
    size_t at = text->len == 0 ? 0 : chance(text->len);
    struct buf spoiled = { 0 };
    buf_add(&spoiled, str_slice(buf_view(text), 0, at));
    if (chance(3) > 0)
        add(&spoiled, PICK(odd));
    buf_add(&spoiled, str_after(buf_view(text), at + chance(2)));
    buf_clear(text);
    buf_add(text, buf_view(&spoiled));
    buf_release(&spoiled);
}

static void make(struct buf *text)
{
    buf_clear(text);
    for (uint64_t i = chance(FIELDS_MOST + 1); i > 0; i--)
        add_field(text);
    for (uint64_t i = chance(8); i > 6; i--)
        spoil(text);
}

// ---- Trees ----

static bool same(const struct yaml_node *a, const struct yaml_node *b);

static bool same_inside(const struct yaml_node *a, const struct yaml_node *b, size_t i)
{
    if (a->type == YAML_LIST)
        return same(a->items[i], b->items[i]);
    return same(a->pairs[i].key, b->pairs[i].key) && same(a->pairs[i].value, b->pairs[i].value) &&
           a->pairs[i].repeated == b->pairs[i].repeated;
}

static bool same(const struct yaml_node *a, const struct yaml_node *b)
{
    bool well = a->type == b->type && a->count == b->count && a->quoted == b->quoted &&
                str_equal(a->text, b->text) && a->place.line == b->place.line &&
                a->place.column == b->place.column && str_equal(a->place.source, b->place.source) &&
                str_equal(a->place.path, b->place.path);
    for (size_t i = 0; well && i < a->count; i++)
        well = same_inside(a, b, i);
    return well;
}

static struct reader reader_of(struct arena *arena, str text)
{
    struct reader reader = { .arena = arena, .path = STR("a.md") };
    reader_open(&reader, text, 7);
    return reader;
}

// Returns whether the text was read without libyaml.
static bool check(str text)
{
    struct arena *arena = arena_new();
    struct reader one = reader_of(arena, text);
    struct reader other = reader_of(arena, text);
    const struct yaml_node *plain = plain_read(&one);
    const struct yaml_node *wanted = plain == NULL ? NULL : events_read(&other);
    if (plain != NULL && (wanted == NULL || !same(plain, wanted) || one.nodes != other.nodes))
        fail_msg("not as libyaml reads it:\n%.*s", STR_ARGS(text));
    arena_free(arena);
    return plain != NULL;
}

static void test_plain__what_is_read_is_what_libyaml_reads(void **unused)
{
    struct buf text = { 0 };
    size_t read = 0;
    (void)unused;
    for (size_t i = 0; i < TEXTS; i++) {
        make(&text);
        read += check(buf_view(&text));
    }
    buf_release(&text);
    // Else nothing was compared.
    assert_in_range(read, TEXTS / 10, TEXTS / 2);
}

static void test_plain__what_stories_have_is_read(void **unused)
{
    static const char *const texts[] = {
        "titel: \"Mijn verhaal\"\nstatus: gepubliceerd\ndatum: 2026-03-14\nsector: [ggz, 'ggd']\n",
        "titel: Één\r\nthema:\r\n  - herstel\r\n  - \"a: b\"\r\nsector:\r\n- ggz\r\n",
        "sector: []\na: b",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_true(check(str_from_c(texts[i])));
}

static void test_plain__what_may_mean_more_is_left(void **unused)
{
    static const char *const texts[] = { "",
                                         "a:\n",
                                         "a: b: c\n",
                                         "a: b #c\n",
                                         "a: b\n c\n",
                                         "a: \"b\\n\"\n",
                                         "a: 'b''c'\n",
                                         "# a\na: b\n",
                                         "a: b\n---\n",
                                         "a: [b\n",
                                         "a: [b, [c]]\n",
                                         "a: |\n  b\n" };
    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(check(str_from_c(texts[i])));
}

// A list of so many items that looking back from each would take minutes.
static void test_plain__long_lists_take_no_longer_an_item(void **unused)
{
    struct buf text = { 0 };
    (void)unused;
    add(&text, "a: [é");
    for (size_t i = 0; i < 30000; i++)
        add(&text, ",b");
    add(&text, "]\n");
    assert_true(check(buf_view(&text)));
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain__what_is_read_is_what_libyaml_reads),
        cmocka_unit_test(test_plain__what_stories_have_is_read),
        cmocka_unit_test(test_plain__what_may_mean_more_is_left),
        cmocka_unit_test(test_plain__long_lists_take_no_longer_an_item),
    };
    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
