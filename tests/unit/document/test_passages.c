// SPDX-License-Identifier: EUPL-1.2
#include "base/list.h"
#include "base/utf8.h"
#include "document/document.h"
#include "document/html_text.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static int world_new(void **state)
{
    static struct world world;
    world = (struct world){ arena_new(), diagnostics_new() };
    *state = &world;
    return 0;
}

static int world_free(void **state)
{
    struct world *world = *state;
    arena_free(world->arena);
    diagnostics_free(world->diagnostics);
    return 0;
}

static const struct document *read_str(struct world *world, str bytes)
{
    return document_read(world->arena, STR("map/tekst.md"), STR("map/tekst.md"), bytes,
                         &(struct schema){ 0 }, world->diagnostics);
}

static const struct document *read(struct world *world, const char *bytes)
{
    return read_str(world, str_from_c(bytes));
}

// `times` copies of `text`.
static str repeated(struct world *world, const char *text, size_t times)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < times; i++)
        buf_add(&all, str_from_c(text));
    str copy = arena_copy(world->arena, buf_view(&all));
    buf_release(&all);
    return copy;
}

static str joined(struct world *world, const char *before, str text, const char *after)
{
    return arena_join(world->arena, (str[]){ str_from_c(before), text, str_from_c(after), { 0 } });
}

static str passage_text(struct world *world, const struct document *document, size_t passage)
{
    struct buf text = { 0 };
    document_passage_text(document, document->body, passage, &text);
    str copy = arena_copy(world->arena, buf_view(&text));
    buf_release(&text);
    return copy;
}

static void assert_text(str got, const char *expected)
{
    if (!str_equal(got, str_from_c(expected)))
        fail_msg("got '%.*s', expected '%s'", STR_ARGS(got), expected);
}

#define ZIN "Dit is een zin van veertig bytes precies. " // 42 with its space

// ---- What holds for every document ----

// Words with the heading that they stand under.
struct words {
    struct arena *arena;
    LIST(str) list;
    LIST(size_t) headings;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool tells(str word)
{
    for (size_t at = 0; at < word.len;)
        if (utf8_is_word(utf8_next(word, &at)))
            return true;
    return false;
}

// Where the word at `from` ends: Chinese may be cut behind its full stop.
static size_t word_end(str text, size_t from)
{
    size_t end = from;
    while (end < text.len && !is_space(text.at[end]))
        if (str_starts(str_after(text, end++), STR("。")))
            return end + 2;
    return end;
}

// What has no letter or digit may be left out of the passages.
static void words_add(struct words *words, size_t heading, str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = word_end(text, at);
        str word = str_slice(text, at, end);
        if (tells(word)) {
            LIST_ADD(words->arena, words->list, arena_copy(words->arena, word));
            LIST_ADD(words->arena, words->headings, heading);
        }
        at = end + (end < text.len && is_space(text.at[end]));
    }
}

static void same_words(const struct words *got, const struct words *expected, bool headings)
{
    for (size_t i = 0; i < got->list.count && i < expected->list.count; i++) {
        if (!str_equal(got->list.at[i], expected->list.at[i]))
            fail_msg("word %zu is '%.*s', expected '%.*s'", i, STR_ARGS(got->list.at[i]),
                     STR_ARGS(expected->list.at[i]));
        if (headings)
            assert_int_equal(got->headings.at[i], expected->headings.at[i]);
    }
    assert_int_equal(got->list.count, expected->list.count);
}

// The next `<h2` .. `<h6` of a body.
static size_t next_heading(str body, size_t from)
{
    for (size_t at = from; (at = str_find(body, STR("<h"), at)) != STR_NONE; at++)
        if (at + 2 < body.len && body.at[at + 2] >= '2' && body.at[at + 2] <= '6')
            return at;
    return body.len;
}

// The words of all that stands outside headings.
static void words_add_body(struct words *words, const struct document *document)
{
    struct html_stretch stretch = { document->body, 0, 0, document->links, document->link_count };
    struct buf text = { 0 };
    for (size_t heading = document->heading_count, seen = 0;; heading = seen++) {
        stretch.to = next_heading(stretch.body, stretch.from);
        buf_clear(&text);
        html_add_plain(&text, &stretch);
        words_add(words, heading, buf_view(&text));
        if (stretch.to == stretch.body.len)
            break;
        stretch.from = str_find(stretch.body, STR("</h"), stretch.to) + STR("</h2>").len;
    }
    buf_release(&text);
}

// A passage over several headings tells the first.
static void assert_whole(struct world *world, const struct document *document)
{
    struct words all = { .arena = world->arena };
    struct words passages = { .arena = world->arena };
    words_add_body(&all, document);
    for (size_t i = 0; i < document->passage_count; i++)
        words_add(&passages, document_parts(document)->passages[i].heading, passage_text(world, document, i));
    same_words(&passages, &all, document->heading_count < PASSAGES_MAX / 2);
}

// Marks each byte of the body with what stands there; places between two of
// the same mark, `<`, `&` or `h`, are inside a tag, a reference or a heading.
static char *marks_of(struct world *world, const struct document *document)
{
    str body = document->body;
    char *marks = arena_alloc(world->arena, body.len + 1);
    bool heading = false;
    for (size_t at = 0; at < body.len;) {
        size_t end = at + 1;
        char mark = body.at[at];
        if (mark == '<' || mark == '&')
            end = str_find_char(body, mark == '<' ? '>' : ';', at) + 1;
        bool tag = mark == '<' && at + 3 < body.len;
        if (tag && body.at[at + 1] == 'h' && body.at[at + 2] >= '2' && body.at[at + 2] <= '6')
            heading = true;
        memset(marks + at, heading ? 'h' : mark, end - at);
        if (tag && str_starts(str_after(body, at), STR("</h")))
            heading = false;
        at = end;
    }
    return marks;
}

// The places just before a tag, and just behind it, are outside.
static bool is_inside(const char *marks, str body, size_t place)
{
    if (place == 0 || place >= body.len)
        return false;
    char mark = marks[place];
    bool starts = body.at[place] == '<' || body.at[place] == '&';
    if (mark == 'h')
        return marks[place - 1] == 'h';
    return !starts && (mark == '<' || mark == '&') && marks[place - 1] == mark;
}

static bool is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
           ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool is_in_word(str body, size_t place)
{
    return place > 0 && place < body.len && is_word_byte(body.at[place - 1]) &&
           is_word_byte(body.at[place]) && !str_ends(str_slice(body, 0, place), STR("。"));
}

static void assert_places(struct world *world, const struct document *document)
{
    const char *marks = marks_of(world, document);
    size_t end = 0;
    assert_true(document->passage_count <= PASSAGES_MAX);
    for (size_t i = 0; i < document->passage_count; i++) {
        const struct passage *passage = &document_parts(document)->passages[i];
        assert_true(passage->from >= end);
        assert_true(passage->to >= passage->from);
        assert_true(passage->to <= document->body.len);
        assert_true(passage->heading <= document->heading_count);
        assert_false(is_inside(marks, document->body, passage->from));
        assert_false(is_inside(marks, document->body, passage->to));
        assert_false(is_in_word(document->body, passage->from));
        assert_false(is_in_word(document->body, passage->to));
        str text = passage_text(world, document, i);
        assert_true(tells(text));
        assert_int_equal(str_trim(text).len, text.len);
        end = passage->to;
    }
}

static const struct document *checked_str(struct world *world, str bytes)
{
    const struct document *document = read_str(world, bytes);
    assert_places(world, document);
    assert_whole(world, document);
    return document;
}

static const struct document *checked(struct world *world, const char *bytes)
{
    return checked_str(world, str_from_c(bytes));
}

static str file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct buf bytes = { 0 };
    for (size_t count = 1; count > 0;) {
        count = fread(buf_reserve(&bytes, 4096), 1, 4096, file);
        bytes.len += count;
    }
    fclose(file);
    str text = arena_copy(arena, buf_view(&bytes));
    buf_release(&bytes);
    return text;
}

static size_t folder_checked(struct world *world, const char *path)
{
    size_t count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!str_ends(str_from_c(entry->d_name), STR(".md")))
            continue;
        char file[512];
        assert_true(snprintf(file, sizeof file, "%s/%s", path, entry->d_name) < 512);
        checked_str(world, file_text(world->arena, file));
        count++;
    }
    closedir(folder);
    return count;
}

static void test_passages__every_word_of_real_texts_is_in_one(void **state)
{
    assert_true(folder_checked(*state, "tests/golden/documents") > 10);
    assert_true(folder_checked(*state, "content/verhalen/2026") > 5);
    assert_true(folder_checked(*state, "content/richtlijnen/herstel-en-vrije-ruimte") > 2);
}

static void test_passages__every_word_of_odd_texts_is_in_one(void **state)
{
    static const char *const texts[] = {
        "",
        "woord",
        "## Kop",
        "# Titel\n\n## Kop\n\ntekst\n\n### Leeg\n\n### Ook\n",
        "| a | b |\n|---|---|\n| c & d | *e* |\n| | f |\n\nna\n",
        "- a\n  - b\n    - c\n\n      d\n- ## kop in een lijst\n\n  e\n",
        "1. a\n\n       code  met   ruimte\n\n2. b\n",
        "> [!LET OP]\n> Pas op.\n\n> [!AANBEVELING] voor naasten\n> Vraag *hulp*.\n> - echt\n",
        "een[^1] twee[^2].\n\n[^1]: noot *een*\n[^2]: noot\n\n    twee\n",
        "![](a.png)\n\n![alt](b.png)\n\n![c](c.png \"titel\")\n\n![d](d.png)![e](e.png) f\n",
        "- ![alt](b.png)\n  ## Kop ![x](y.png)\n- z ![](b.png)\n",
        "[a](b.md)\n\n[![plaat](p.png)](c.md)\n\n**[d](e.md)**[f](g.md)\n",
        "wo*or*den lo**p**en [d](e.md)oor\n",
        "a<br>b  \nc\\\nd\n",
        "\"&lt;\" &amp; <b>x</b> `&amp;` &copy; &#39;q&#39;\n",
        "---\n\n- - -\n\n… — !\n\n***\n",
        "~~weg~~ - [ ] taak\n\n- [x] gedaan\n- [ ] niet\n",
        "\xE2\x80\x8F"
        "שלום עולם. مرحبا بالعالم؟\n",
        "`` ` ``\n\n```html\n<p>geen & tag</p>\n```\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        checked(*state, texts[i]);
        // Long enough to be cut somewhere in it.
        checked_str(*state, repeated(*state, texts[i], 40));
        checked_str(*state, joined(*state, "a\n\n", repeated(*state, texts[i], 3000), "\n"));
    }
}

static void test_passages__there_are_never_more_than_fit(void **state)
{
    static const char *const pieces[] = {
        "## Kop\n\ntekst\n\n",
        "## Kop\n\n",
        "Zin. ",
        "woord ",
        "tekst\n\n",
        "- a\n",
        "![een plaatje van iets dat er toe doet](a.png) ",
        "![een plaatje van iets dat er toe doet](a.png)\n\n",
        "| cel | en nog een |\n",
        "# Kop\n\nEen zin van een gewone lengte staat hier. En dan nog een, die er op volgt.\n\n",
        "regel  \n",
        ". ",
        "&amp; ",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t times = 100; times <= 20000; times = times * 5 + times / 7)
            checked_str(*state, joined(*state, "| a | b |\n|---|---|\n",
                                       repeated(*state, pieces[i], times), "\n"));
    // Between few headings and more than fit.
    for (size_t times = 120; times < 220; times += 3)
        checked_str(*state, repeated(*state, pieces[9], times));
}

static void test_passages__a_mebibyte_of_one_word_is_one(void **state)
{
    struct world *world = *state;
    str word = repeated(world, "a", 1 << 20);
    const struct document *document = checked_str(world, joined(world, "kort\n\n", word, "\n"));
    assert_int_equal(document->passage_count, 1);
    document = checked_str(world, joined(world, "## Kop\n\n", repeated(world, "ab-", 300000), ""));
    assert_int_equal(document->passage_count, 1);
}

static void test_passages__a_large_text_is_cut_in_many(void **state)
{
    static const char *const pieces[] = { "- a\n",           "woord  \n", "**a** ",
                                          "## Kop\n\nb\n\n", ZIN,         ZIN "\n\n" };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const struct document *document =
            checked_str(*state, repeated(*state, pieces[i], 200000 / strlen(pieces[i])));
        assert_true(document->passage_count >= PASSAGES_MAX / 4);
    }
}

// ---- Where passages end ----

static void test_passages__a_short_text_is_one(void **state)
{
    const struct document *document = checked(*state, "Een.\n\nTwee.\n\n- drie\n- vier\n");
    assert_int_equal(document->passage_count, 1);
    assert_text(passage_text(*state, document, 0), "Een.\nTwee.\n\ndrie\nvier");
    assert_int_equal(document_parts(document)->passages[0].heading, 0);
}

static void test_passages__a_block_ends_one_when_there_is_enough(void **state)
{
    const struct document *document =
        checked(*state, ZIN ZIN ZIN ZIN ZIN "\n\n" ZIN ZIN ZIN "\n\n" ZIN ZIN "\n\nlaatste " ZIN);
    assert_int_equal(document->passage_count, 2);
    assert_int_equal(passage_text(*state, document, 0).len, 5 * 42 - 1);
}

static void test_passages__a_few_words_stay_with_what_follows(void **state)
{
    const struct document *document = checked(
        *state, ZIN ZIN ZIN ZIN "Nog wat woorden erbij.\n\nHoe ging het?\n\n" ZIN ZIN ZIN ZIN ZIN);
    assert_int_equal(document->passage_count, 2);
    str text = passage_text(*state, document, 0);
    assert_true(str_find(text, STR("Hoe ging het?\nDit"), 0) != STR_NONE);
}

static void test_passages__a_long_block_is_cut_at_a_sentence(void **state)
{
    const struct document *document = checked(*state, ZIN ZIN ZIN ZIN ZIN ZIN ZIN ZIN ZIN ZIN);
    assert_int_equal(document->passage_count, 2);
    assert_int_equal(passage_text(*state, document, 0).len, 7 * 42 - 1);
}

static void test_passages__what_ends_a_sentence(void **state)
{
    static const struct {
        const char *at_300; // what stands there, before a space
        const char *after;
        bool ends;
    } cases[] = {
        { "eind.", "Begin", true },
        { "eind!", "Begin", true },
        { "eind?", "Begin", true },
        { "eind\u2026", "Begin", true },
        { "eind.\"", "Begin", true },
        { "eind.)", "Begin", true },
        { "(\"eind.\")", "Begin", true },
        { "\u201Ceind!\u201D", "Begin", true },
        { "eind.", "\u00C9\u00E9n", true },
        { "eind.", "\"Begin", true },
        { "*eind.*", "Begin", true },
        { "eind.", "*Begin*", true },
        { "eind", "Begin", false },
        { "eind,", "Begin", false },
        { "bijv.", "een", false },
        { "art.", "3", false },
        { "eind;", "Begin", false },
        { "eind:", "Begin", false },
        { "e.i.n.d", "Begin", false },
        { "(eind)", "Begin", false },
        { "eind.\u00A0niet", "Begin", false },
    };
    struct world *world = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = { 0 };
        buf_add(&text, repeated(world, "woord ", 50));
        buf_add_format(&text, "%s %s ", cases[i].at_300, cases[i].after);
        buf_add(&text, repeated(world, "woord ", 30));
        const struct document *document = checked_str(world, buf_view(&text));
        str first = passage_text(world, document, 0);
        assert_int_equal(document->passage_count, 2);
        if ((first.len < 330) != cases[i].ends)
            fail_msg("'%s %s'", cases[i].at_300, cases[i].after);
        buf_release(&text);
    }
}

static void test_passages__without_sentences_it_is_cut_at_a_word(void **state)
{
    const struct document *document = checked_str(*state, repeated(*state, "lang woord ", 100));
    assert_int_equal(document->passage_count, 3);
    str text = passage_text(*state, document, 0);
    assert_true(text.len >= 395 && text.len < 420);
}

static void test_passages__chinese_is_cut_behind_its_full_stop(void **state)
{
    struct world *world = *state;
    const struct document *document = checked_str(world, repeated(world, "这是一句话。", 200));
    assert_true(document->passage_count > 8);
    for (size_t i = 0; i < document->passage_count; i++)
        assert_true(str_ends(passage_text(world, document, i), STR("。")));
}

static void test_passages__a_heading_ends_one(void **state)
{
    const struct document *document =
        checked(*state, "# Titel\n\nvooraf\n\n## Een *schuin*\n\neerste\n\n## Twee\n\n"
                        "### Drie\n\nderde\n\nnog\n");
    assert_int_equal(document->passage_count, 3);
    assert_int_equal(document_parts(document)->passages[0].heading, 3);
    assert_int_equal(document_parts(document)->passages[1].heading, 0);
    assert_int_equal(document_parts(document)->passages[2].heading, 2);
    assert_text(passage_text(*state, document, 0), "vooraf");
    assert_text(passage_text(*state, document, 1), "eerste");
    assert_text(passage_text(*state, document, 2), "derde\nnog");
}

static void test_passages__a_few_words_at_the_end_are_not_left_alone(void **state)
{
    const struct document *document =
        checked(*state, ZIN ZIN ZIN ZIN ZIN ZIN "\n\nTot slot.\n\n## Kop\n\nKort.\n");
    assert_int_equal(document->passage_count, 2);
    assert_true(str_ends(passage_text(*state, document, 0), STR("precies.\nTot slot.")));
    assert_text(passage_text(*state, document, 1), "Kort.");
}

static void test_passages__with_more_headings_than_fit_they_go_on_over_them(void **state)
{
    struct world *world = *state;
    const struct document *document =
        checked_str(world, repeated(world, "## Kop\n\ntekst hier\n\n", 500));
    assert_true(document->passage_count > 20);
    assert_text(str_slice(passage_text(world, document, 0), 0, 24), "tekst hier\n\n\ntekst hier\n");
    assert_true(str_find(passage_text(world, document, 0), STR("Kop"), 0) == STR_NONE);
    for (size_t i = 1; i < document->passage_count; i++)
        assert_true(document_parts(document)->passages[i].heading > document_parts(document)->passages[i - 1].heading);
}

static void test_passages__what_tells_nothing_is_in_none(void **state)
{
    const struct document *document = checked(*state, "…\n\n## Kop\n\n&amp; — !\n\n## En\n\n1\n");
    assert_int_equal(document->passage_count, 1);
    assert_text(passage_text(*state, document, 0), "1");
}

static void test_passages__marks_of_footnotes_are_no_text(void **state)
{
    const struct document *document = checked(*state, "Een[^1] twee.[^1]\n\n[^1]: noot\n");
    assert_int_equal(document->passage_count, 1);
    assert_text(passage_text(*state, document, 0), "Een twee.\n\n\n\nnoot");
}

// ---- Images ----

static void test_passages__an_image_is_in_one_with_its_text(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *text;
        const char *first;
        const char *second; // NULL: no second
    } cases[] = {
        { "![alt](a.png)\n\n## Kop\n\n![b](b.png)\n", "alt", "b" },
        { "x ![alt](a.png)\n\n## Kop\n\ny\n", "x alt", "y" },
        { "x ![alt](a.png)\n\n## Kop\n\n![b](b.png) y\n", "x alt", "b y" },
        { "![alt](a.png \"titel\")\n\n## ![kop](c.png)\n\n![](d.png) y\n", "alt\ntitel", "y" },
        { "**![alt](a.png)**\n\n[![b](b.png)](c.md)\n", "alt\nb", NULL },
        { "- ![alt](a.png)![b](b.png)\n- c\n", "altb\nc", NULL },
        { "![alt](a.png)\n![!](b.png)\n\n## Kop\n\n![?](b.png)\n", "alt\n!", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct document *document = checked(world, cases[i].text);
        assert_int_equal(document->passage_count, cases[i].second == NULL ? 1 : 2);
        assert_text(passage_text(world, document, 0), cases[i].first);
        if (cases[i].second != NULL)
            assert_text(passage_text(world, document, 1), cases[i].second);
    }
}

static void test_passages__an_image_at_the_border_is_in_one_of_both(void **state)
{
    struct world *world = *state;
    static const char *const middles[] = {
        "![plaat](a.png)",    " ![plaat](a.png) ", ". ![plaat](a.png) ",     ". ![plaat](a.png). ",
        " ![plaat](a.png)。", "。![plaat](a.png)", "![p](a.png)![q](b.png)", ".![plaat](a.png) ",
    };
    for (size_t i = 0; i < sizeof middles / sizeof *middles; i++)
        for (size_t before = 40; before < 72; before++) {
            struct buf text = { 0 };
            buf_add(&text, repeated(world, "Woord ", before));
            buf_add(&text, str_from_c(middles[i]));
            buf_add(&text, repeated(world, " Woord", 60));
            checked_str(world, buf_view(&text));
            buf_release(&text);
        }
}

// ---- Places in the finished body ----

// Each place of the body, in the finished one.
static uint32_t *places_of(struct world *world, const struct document *document,
                           const str *addresses, str *body)
{
    size_t count = document->body.len + 1;
    uint32_t *offsets = ARENA_ARRAY(world->arena, uint32_t, count);
    uint32_t *found = ARENA_ARRAY(world->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        offsets[i] = (uint32_t)i;
    struct buf finished = { 0 };
    buf_add(&finished, STR("ervoor"));
    document_body_places(document, addresses, &finished, offsets, count, found);
    *body = arena_copy(world->arena, str_after(buf_view(&finished), 6));
    buf_clear(&finished);
    document_body(document, addresses, &finished);
    assert_true(str_equal(buf_view(&finished), *body));
    buf_release(&finished);
    return found;
}

static void test_passages__places_in_the_body_are_found_in_the_finished_one(void **state)
{
    struct world *world = *state;
    const struct document *document =
        read(world, "een [a](b.md) ![c](e.png) twee ![d](f.png)![g](h.png)\n\n[i](#j)\n");
    static const str addresses[][5] = {
        { { "/b/", 3 }, { "/e.png", 6 }, { "/f.png", 6 }, { "/h.png", 6 }, { "#j", 2 } },
        { { "", 0 }, { "", 0 }, { "", 0 }, { "/h.png", 6 }, { "", 0 } },
    };
    assert_int_equal(document->link_count, 5);
    for (size_t i = 0; i < 2; i++) {
        str body;
        const uint32_t *found = places_of(world, document, addresses[i], &body);
        for (size_t at = 0, link = 0; at < document->body.len; at++) {
            bool slot = false;
            for (; link < 5 && document->links[link].offset == at; link++)
                slot = true;
            if (!slot)
                assert_int_equal(body.at[found[at]], document->body.at[at]);
        }
        assert_int_equal(found[document->body.len], body.len);
        // Before what fills the slot: the first of two images side by side.
        assert_true(str_starts(str_after(body, found[document->links[2].offset]),
                               i == 0 ? STR("<img src=\"/f.png\"") : STR("<span class=")));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_passages__every_word_of_real_texts_is_in_one),
        TEST(test_passages__every_word_of_odd_texts_is_in_one),
        TEST(test_passages__there_are_never_more_than_fit),
        TEST(test_passages__a_mebibyte_of_one_word_is_one),
        TEST(test_passages__a_large_text_is_cut_in_many),
        TEST(test_passages__a_short_text_is_one),
        TEST(test_passages__a_block_ends_one_when_there_is_enough),
        TEST(test_passages__a_few_words_stay_with_what_follows),
        TEST(test_passages__a_long_block_is_cut_at_a_sentence),
        TEST(test_passages__what_ends_a_sentence),
        TEST(test_passages__without_sentences_it_is_cut_at_a_word),
        TEST(test_passages__chinese_is_cut_behind_its_full_stop),
        TEST(test_passages__a_heading_ends_one),
        TEST(test_passages__a_few_words_at_the_end_are_not_left_alone),
        TEST(test_passages__with_more_headings_than_fit_they_go_on_over_them),
        TEST(test_passages__what_tells_nothing_is_in_none),
        TEST(test_passages__marks_of_footnotes_are_no_text),
        TEST(test_passages__an_image_is_in_one_with_its_text),
        TEST(test_passages__an_image_at_the_border_is_in_one_of_both),
        TEST(test_passages__places_in_the_body_are_found_in_the_finished_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
