// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "../../support/small_site.h"

#include "output/output.h"
#include "render/render.h"

struct world {
    struct small_site small;
    struct theme *theme;
    const struct site *site; // of `small`
    struct cache *cache;     // NULL: every page is made
    struct printer printer;
    struct placer placer;
    const struct body_places *places; // of the placer
};

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    small_site_set_up(&world->small);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    theme_free(world->theme);
    cache_close(world->cache);
    small_site_tear_down(&world->small);
    free(world);
    return 0;
}

// ---- A site of files on disk, rendered ----

static void read_site(struct world *world, const char *folder)
{
    small_site_read(&world->small, folder, NULL, 2);
    world->site = world->small.site;
}

// With `page` in the place of the template for plain pages, unless it is NULL.
static void read_theme(struct world *world, const char *folder, const char *page)
{
    struct file_list files;
    struct file own = { STR("templates/page.mustache"), page == NULL ? STR("") : str_from_c(page) };
    assert_true(source_folder(world->small.arena, folder, &files));
    world->theme = theme_load(STR("vorm"), files, (struct file_list){ &own, page != NULL, STR("") },
                              STR("nl"), NULL, 0, world->small.scratch.diagnostics);
    assert_non_null(world->theme);
}

static void render_with(struct world *world, struct output *output, unsigned jobs,
                        struct placer *placer)
{
    world->printer = (struct printer){ .site = world->site,
                                       .theme = world->theme,
                                       .output = output,
                                       .cache = world->cache,
                                       .jobs = jobs };
    render_prepare(&world->printer, world->small.arena);
    render_site(&world->printer, world->small.arena, placer);
}

static void render(struct world *world)
{
    char folder[SCRATCH_PATH];
    scratch_format(folder, sizeof folder, "%s", scratch_path(&world->small.scratch, "uit"));
    struct output *output = output_open(folder, world->small.scratch.diagnostics);
    assert_non_null(output);
    render_with(world, output, 3, &world->placer);
    world->places = world->placer.places;
    assert_true(output_close(output));
    output_free(output);
}

static str file_of(struct world *world, const struct page *page)
{
    char path[SCRATCH_PATH];
    scratch_format(path, sizeof path, "uit/%.*sindex.html", STR_ARGS(page->address));
    str bytes;
    assert_true(
        source_disk_file(world->small.arena, scratch_path(&world->small.scratch, path), &bytes));
    return bytes;
}

// ---- What a reader reads of a piece of a page ----

static const struct {
    str name;
    char character;
} references[] = {
    { { "&amp;", 5 }, '&' },  { { "&lt;", 4 }, '<' },   { { "&gt;", 4 }, '>' },
    { { "&quot;", 6 }, '"' }, { { "&#39;", 5 }, '\'' },
};

// Without white space, which tags stand for too.
static void add_text(struct buf *to, str html)
{
    for (size_t at = 0; at < html.len;) {
        char c = html.at[at];
        size_t length = 1;
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            if (str_starts(str_after(html, at), references[i].name)) {
                c = references[i].character;
                length = references[i].name.len;
            }
        if (c != ' ' && c != '\n')
            buf_add_char(to, c);
        at += length;
    }
}

static size_t behind(str html, str mark, size_t at)
{
    size_t found = str_find(html, mark, at);
    assert_true(found != STR_NONE);
    return found + mark.len;
}

static void add_read(struct buf *to, str html)
{
    for (size_t at = 0; at < html.len;) {
        size_t tag = str_find_char(html, '<', at);
        add_text(to, str_slice(html, at, tag));
        if (tag == STR_NONE)
            return;
        str rest = str_after(html, tag);
        at = behind(html, STR(">"), tag);
        if (str_starts(rest, STR("<sup class=\"noot\"")))
            at = behind(html, STR("</sup>"), tag);
        if (str_starts(rest, STR("<a class=\"noot-terug\"")))
            at = behind(html, STR("</a>"), tag);
        if (str_starts(rest, STR("<img "))) {
            size_t alt = behind(html, STR(" alt=\""), tag);
            add_text(to, str_slice(html, alt, str_find_char(html, '"', alt)));
        }
    }
}

static void assert_passage(str html, const struct document *document, size_t passage)
{
    struct buf got = { 0 };
    struct buf text = { 0 };
    struct buf expected = { 0 };
    add_read(&got, html);
    document_passage_text(document, document->body, passage, &text);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != ' ' && text.at[i] != '\n')
            buf_add_char(&expected, text.at[i]);
    if (!str_equal(buf_view(&got), buf_view(&expected)))
        fail_msg("'%.*s' reads '%.*s', expected '%.*s'", STR_ARGS(html), STR_ARGS(buf_view(&got)),
                 STR_ARGS(buf_view(&expected)));
    buf_release(&got);
    buf_release(&text);
    buf_release(&expected);
}

// How many passages there are, all of them where they are said to be.
static size_t passages_checked(struct world *world)
{
    size_t total = 0;
    for (size_t i = 0; i < world->site->page_count; i++) {
        const struct page *page = world->site->pages[i];
        struct body_places places = places_of(&world->placer, page, world->small.arena);
        str file = file_of(world, page);
        assert_int_equal(places.count, page->document->passage_count);
        for (size_t k = 0; k < places.count; k++) {
            assert_true(k == 0 || places.at[2 * k] >= places.at[2 * k - 1]);
            assert_true(places.at[2 * k + 1] <= file.len);
            assert_passage(str_slice(file, places.at[2 * k], places.at[2 * k + 1]), page->document,
                           k);
        }
        total += places.count;
    }
    return total;
}

// ---- Sites ----

static void test_places__passages_stand_where_it_says(void **state)
{
    struct world *world = *state;
    read_site(world, "tests/golden/sites/verhalen");
    read_theme(world, "tests/golden/theme", NULL);
    render(world);
    assert_true(passages_checked(world) >= world->site->page_count / 2);
}

static void test_places__the_guideline_and_its_chapters_too(void **state)
{
    struct world *world = *state;
    read_site(world, "tests/golden/sites/richtlijn");
    read_theme(world, "tests/golden/theme", NULL);
    render(world);
    assert_true(passages_checked(world) > 0);
}

static void test_places__the_default_theme_shows_bodies_as_they_are(void **state)
{
    struct world *world = *state;
    read_site(world, "content");
    read_theme(world, "themes/default", NULL);
    render(world);
    assert_true(passages_checked(world) > world->site->page_count);
}

// ---- One page ----

#define LONG_LINE \
    "Een zin met [een link](index.md), [een dode](weg.md) en ![een & plaatje](weg.png). "

static void read_small_site(struct world *world, const char *body)
{
    char folder[SCRATCH_PATH];
    scratch_write(&world->small.scratch, "in/index.md", "# Thuis\n\nWelkom op deze plek.\n");
    scratch_write(&world->small.scratch, "in/tekst.md", body);
    scratch_write(&world->small.scratch, "in/plaat.png", "");
    scratch_format(folder, sizeof folder, "%s", scratch_path(&world->small.scratch, "in"));
    read_site(world, folder);
    assert_int_equal(world->site->page_count, 2);
}

static void test_places__what_stands_in_a_slot_moves_them(void **state)
{
    struct world *world = *state;
    read_small_site(world, "# Tekst\n\n![plaat](plaat.png)\n\n"
                           "## Kop\n\n" LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE LONG_LINE
                           "\n\n" LONG_LINE LONG_LINE LONG_LINE "![het einde](plaat.png)\n");
    read_theme(world, "tests/golden/theme", NULL);
    render(world);
    assert_true(passages_checked(world) > 3);
}

static void test_places__the_home_page_has_them(void **state)
{
    struct world *world = *state;
    read_small_site(world, "tekst\n");
    read_theme(world, "tests/golden/theme", NULL);
    render(world);
    assert_ptr_equal(world->site->home, world->site->pages[0]);
    assert_int_equal(world->places[0].count, 1);
    passages_checked(world);
}

// The places of the page `tekst.md` with that template.
static const struct body_places *places_with(struct world *world, const char *template)
{
    read_small_site(world, "# Tekst\n\nEen & ander, [met een link](index.md). En dan nog iets.\n");
    read_theme(world, "tests/golden/theme", template);
    render(world);
    return &world->places[1];
}

static void test_places__a_theme_that_shows_no_body_has_none(void **state)
{
    assert_int_equal(places_with(*state, "<h1>{{title}}</h1>")->count, 0);
}

static void test_places__a_theme_that_shows_it_twice_has_the_first(void **state)
{
    struct world *world = *state;
    const struct body_places *places = places_with(world, "<i>{{{body}}}</i><b>{{{body}}}</b>");
    assert_int_equal(places->count, 1);
    assert_int_equal(places->at[0], sizeof "<i><p>" - 1);
    passages_checked(world);
}

static void test_places__what_only_begins_alike_is_passed_over(void **state)
{
    struct world *world = *state;
    places_with(world,
                "<p>Een</p><p>Een &amp; ander, <a href=\".././\">met een link</a>. En dan nog "
                "iemand.</p>{{{body}}}");
    assert_int_equal(passages_checked(world), 2);
}

static void test_places__a_body_without_text_has_none(void **state)
{
    struct world *world = *state;
    read_small_site(world, "---\ntitel: Leeg\n---\n\n## Kop\n\n...\n");
    read_theme(world, "tests/golden/theme", NULL);
    render(world);
    assert_int_equal(world->places[1].count, 0);
}

// ---- What is remembered of them ----

enum { NEIGHBOURS = 200 };

static void write_neighbour(struct world *world, unsigned number, const char *text)
{
    char path[SCRATCH_PATH];
    scratch_format(path, sizeof path, "in/tekst-%03u.md", number);
    scratch_write(&world->small.scratch, path, text);
}

// The website as it is made by the next build, with what it remembers in that folder.
static void build_with(struct world *world, const char *cache)
{
    char folder[SCRATCH_PATH];
    cache_close(world->cache);
    scratch_format(folder, sizeof folder, "%s", scratch_path(&world->small.scratch, cache));
    world->cache = cache_open(folder, STR("proef"));
    source_free(world->small.source);
    scratch_format(folder, sizeof folder, "%s", scratch_path(&world->small.scratch, "in"));
    read_site(world, folder);
    // Files of which all is known are not looked at by document_read, but here they are.
    for (size_t i = 0; i < world->site->page_count; i++) {
        struct document *document = (struct document *)world->site->pages[i]->document;
        document->key = fingerprint_of(document->body);
    }
    render(world);
}

static size_t made_now(const struct world *world)
{
    size_t made = 0;
    for (size_t i = 0; i < world->site->page_count; i++)
        made += world->places[i].at != NULL;
    return made;
}

static void build_neighbours(struct world *world)
{
    read_theme(world, "tests/golden/theme", NULL);
    for (unsigned i = 0; i < NEIGHBOURS; i++)
        write_neighbour(world, i, "# Tekst\n\nEen woord & meer.\n");
    build_with(world, "geheugen");
    assert_int_equal(made_now(world), NEIGHBOURS);
}

static void test_places__they_are_remembered_of_pages_that_stand(void **state)
{
    struct world *world = *state;
    build_neighbours(world);
    write_neighbour(world, 7, "# Tekst\n\nEerst iets anders.\n\nEn nog iets.\n");
    build_with(world, "geheugen");
    assert_int_equal(made_now(world), 1);
    assert_int_equal(passages_checked(world), NEIGHBOURS);
    build_with(world, "geheugen");
    assert_int_equal(made_now(world), 0);
    assert_int_equal(passages_checked(world), NEIGHBOURS);
}

static void test_places__they_are_found_again_where_nothing_is_remembered(void **state)
{
    struct world *world = *state;
    build_neighbours(world);
    build_with(world, "ander-geheugen");
    assert_int_equal(made_now(world), 0);
    assert_int_equal(passages_checked(world), NEIGHBOURS);
}

static void test_places__nobody_needs_to_ask(void **state)
{
    struct world *world = *state;
    read_small_site(world, "tekst\n");
    read_theme(world, "tests/golden/theme", NULL);
    struct output *output = output_open(NULL, world->small.scratch.diagnostics);
    render_with(world, output, 2, NULL);
    assert_true(output_close(output));
    assert_true(output_counts(output).files > 2);
    output_free(output);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_places__passages_stand_where_it_says),
        TEST(test_places__the_guideline_and_its_chapters_too),
        TEST(test_places__the_default_theme_shows_bodies_as_they_are),
        TEST(test_places__what_stands_in_a_slot_moves_them),
        TEST(test_places__the_home_page_has_them),
        TEST(test_places__a_theme_that_shows_no_body_has_none),
        TEST(test_places__a_theme_that_shows_it_twice_has_the_first),
        TEST(test_places__what_only_begins_alike_is_passed_over),
        TEST(test_places__a_body_without_text_has_none),
        TEST(test_places__they_are_remembered_of_pages_that_stand),
        TEST(test_places__they_are_found_again_where_nothing_is_remembered),
        TEST(test_places__nobody_needs_to_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
