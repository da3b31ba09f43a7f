// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "../../support/small_site.h"

#include "base/list.h"
#include "base/path.h"
#include <math.h>

static int set_up(void **state)
{
    struct small_site *small = calloc(1, sizeof *small);
    assert_non_null(small);
    small_site_set_up(small);
    *state = small;
    return 0;
}

static int tear_down(void **state)
{
    small_site_tear_down(*state);
    free(*state);
    return 0;
}

// ---- A site of files on disk ----

#define TAXONOMIES                          \
    "titel: Proef\n"                        \
    "taxonomieen:\n"                        \
    "  - naam: sector\n    map: sectoren\n" \
    "  - naam: thema\n    map: themas\n"

static void build(struct small_site *small, unsigned jobs)
{
    small_site_read(small, small->scratch.folder, TAXONOMIES, jobs);
}

static void write_story(struct small_site *small, const char *name, const char *fields,
                        const char *body)
{
    char path[SCRATCH_PATH];
    char text[SCRATCH_PATH];
    scratch_format(path, sizeof path, "content/verhalen/%s.md", name);
    scratch_format(text, sizeof text,
                   "---\ntitel: %s\nsamenvatting: s\nstatus: gepubliceerd\ntoestemming: T\n"
                   "perspectief: client\nweergave: anoniem\n%s---\n\n%s\n",
                   name, fields, body);
    scratch_write(&small->scratch, path, text);
}

static const struct page *page_of(const struct small_site *small, const char *path)
{
    for (size_t i = 0; i < small->site->page_count; i++)
        if (str_equal(small->site->pages[i]->document->path, str_from_c(path)))
            return small->site->pages[i];
    fail_msg("there is no page of %s", path);
    return NULL;
}

static void check_address(const struct small_site *small, const char *path, const char *address)
{
    str found = page_of(small, path)->address;
    if (!str_equal(found, str_from_c(address)))
        fail_msg("%s has /%.*s, not /%s", path, STR_ARGS(found), address);
}

// ---- Addresses ----

static void test_site__an_address_is_given_once(void **state)
{
    struct small_site *small = *state;
    write_story(small, "a/een", "", "");
    write_story(small, "b/een", "", "");
    write_story(small, "c/een", "", "");
    write_story(small, "een-2", "", "");
    build(small, 2);
    check_address(small, "verhalen/a/een.md", "verhalen/een/");
    check_address(small, "verhalen/b/een.md", "verhalen/een-2/");
    check_address(small, "verhalen/c/een.md", "verhalen/een-3/");
    check_address(small, "verhalen/een-2.md", "verhalen/een-2-2/");
}

static void test_site__what_looks_like_a_list_or_a_crossing_gets_another_address(void **state)
{
    struct small_site *small = *state;
    scratch_write(&small->scratch, "content/sector/ggz/thema/hoop.md", "tekst\n");
    scratch_write(&small->scratch, "content/sector/ggz/thema-2/hoop.md", "tekst\n");
    scratch_write(&small->scratch, "content/over/pagina/2.md", "tekst\n");
    scratch_write(&small->scratch, "content/trefwoorden/s.md", "tekst\n");
    build(small, 2);
    check_address(small, "sector/ggz/thema-2/hoop.md", "sector/ggz/thema-2/hoop/");
    check_address(small, "sector/ggz/thema/hoop.md", "sector/ggz/thema-3/hoop/");
    check_address(small, "over/pagina/2.md", "over/pagina/2-2/");
    check_address(small, "trefwoorden/s.md", "trefwoorden/s-2/");
}

static const struct term *term_named(const struct small_site *small, const char *name)
{
    const struct taxonomy *themes = &small->site->taxonomies[1];
    for (size_t i = 0; i < themes->term_count; i++)
        if (str_equal(themes->terms[i]->label, str_from_c(name)))
            return themes->terms[i];
    fail_msg("there is no theme %s", name);
    return NULL;
}

// A term that no file knows gets its address when the first page names it: a page that
// comes before that one goes first, and one that comes later does not.
static void test_site__a_term_and_a_page_want_the_same_address(void **state)
{
    struct small_site *small = *state;
    scratch_write(&small->scratch, "content/thema/hoop.md", "tekst\n");
    scratch_write(&small->scratch, "content/thema/rouw.md", "tekst\n");
    scratch_write(&small->scratch, "content/over.md", "---\nthema: rouw\n---\n\ntekst\n");
    write_story(small, "een", "thema: [hoop, rouw]\n", "");
    build(small, 2);
    check_address(small, "thema/hoop.md", "thema/hoop/");
    check_address(small, "thema/rouw.md", "thema/rouw-2/");
    check_address(small, "verhalen/een.md", "verhalen/een/");
    assert_true(str_equal(term_named(small, "hoop")->address, STR("thema/hoop-2/")));
    assert_true(str_equal(term_named(small, "rouw")->address, STR("thema/rouw/")));
}

static void test_site__a_chapter_and_a_page_want_the_same_address(void **state)
{
    struct small_site *small = *state;
    scratch_write(&small->scratch, "content/richtlijnen/herstel/index.md", "tekst\n");
    scratch_write(&small->scratch, "content/richtlijnen/herstel/01-doel.md", "tekst\n");
    scratch_write(&small->scratch, "content/richtlijnen/herstel/02-doel.md", "tekst\n");
    write_story(small, "een", "", "");
    build(small, 2);
    check_address(small, "richtlijnen/herstel/index.md", "richtlijnen/herstel/");
    check_address(small, "richtlijnen/herstel/01-doel.md", "richtlijnen/herstel/doel/");
    check_address(small, "richtlijnen/herstel/02-doel.md", "richtlijnen/herstel/doel-2/");
    check_address(small, "verhalen/een.md", "verhalen/een/");
}

// ---- Order ----

static void check_order(struct page_list pages, const char *const *titles)
{
    for (size_t i = 0; i < pages.count; i++)
        if (!str_equal(pages.at[i]->title, str_from_c(titles[i])))
            fail_msg("place %zu has %.*s, not %s", i, STR_ARGS(pages.at[i]->title), titles[i]);
}

static void test_site__stories_stand_newest_first_then_by_path(void **state)
{
    static const char *const order[] = { "z", "b", "m", "k", "a" };
    struct small_site *small = *state;
    write_story(small, "m", "datum: 2020-02-03\n", "");
    write_story(small, "a", "datum: 1999-12-31\n", "");
    write_story(small, "b", "datum: 2020-02-03\n", "");
    write_story(small, "z", "datum: 2021-01-01\n", "");
    write_story(small, "k", "datum: 2020-01-31\n", "");
    build(small, 2);
    assert_int_equal(small->site->page_count, 5);
    check_order(site_pages_of(small->site, small->site->pages[0]->kind), order);
}

static void test_site__pages_stand_by_title_without_accents(void **state)
{
    static const char *const order[] = { "abc", "Één", "eenden", "een lange titel",
                                         "EEN LANGE tocht" };
    struct small_site *small = *state;
    for (size_t i = 0; i < 5; i++) {
        char path[SCRATCH_PATH];
        char text[SCRATCH_PATH];
        scratch_format(path, sizeof path, "content/%zu.md", 9 - i);
        scratch_format(text, sizeof text, "---\ntitel: %s\n---\n", order[i]);
        scratch_write(&small->scratch, path, text);
    }
    build(small, 2);
    struct page_list pages = site_pages_of(small->site, small->site->pages[0]->kind);
    static const char *const sorted[] = { "abc", "Één", "een lange titel", "EEN LANGE tocht",
                                          "eenden" };
    check_order(pages, sorted);
}

// ---- Terms ----

static void test_site__pages_with_the_same_terms_stand_on_the_same_lists(void **state)
{
    static const char *const order[] = { "c", "b", "a" };
    struct small_site *small = *state;
    write_story(small, "a", "datum: 2020-01-01\nsector: [ggz, jeugd]\nthema: hoop\n", "");
    write_story(small, "b", "datum: 2020-01-02\nsector: [ggz, jeugd]\nthema: hoop\n", "");
    write_story(small, "c", "datum: 2020-01-03\nsector: GGZ\nthema: [Hoop, werk]\n", "");
    build(small, 1);
    const struct site *site = small->site;
    assert_int_equal(site->taxonomies[0].term_count, 2);
    assert_int_equal(site->taxonomies[0].terms[0]->stories.count, 3);
    check_order(site->taxonomies[0].terms[0]->stories, order);
    check_order(site->taxonomies[0].terms[1]->stories, order + 1);
    assert_int_equal(site->crossing_count, 3);
    assert_int_equal(site->crossings[0].stories.count, 3);
    assert_int_equal(site->crossings[1].stories.count, 1);
    assert_int_equal(site->crossings[2].stories.count, 2);
}

// ---- Names ----

static void test_site__a_name_is_that_of_the_first_page(void **state)
{
    struct small_site *small = *state;
    write_story(small, "a/dag", "id: x-1\n", "");
    write_story(small, "b/dag", "id: x-2\n", "");
    write_story(small, "nacht", "koppelingen: [dag, x-2, weg]\n", "");
    build(small, 2);
    const struct page *page = page_of(small, "verhalen/nacht.md");
    assert_int_equal(page->related.count, 2);
    assert_ptr_equal(page->related.at[0], page_of(small, "verhalen/a/dag.md"));
    assert_ptr_equal(page->related.at[1], page_of(small, "verhalen/b/dag.md"));
    assert_int_equal(diagnostics_count(small->scratch.diagnostics, WARNING), 1);
}

// ---- Links ----

static void test_site__however_a_link_is_written_it_leads_to_the_page(void **state)
{
    static const struct {
        const char *link;
        const char *address;
    } links[] = {
        { "../b/doel.md", "verhalen/doel/" },
        { "../../verhalen/b/doel.md", "verhalen/doel/" },
        { "./../b/doel.md", "verhalen/doel/" },
        { "../b//doel.md", "verhalen/doel/" },
        { "../b/../b/doel.md", "verhalen/doel/" },
        { "/verhalen/b/doel.md", "verhalen/doel/" },
        { "../../themas", "thema/" },
        { "/sectoren/", "sector/" },
        { "../..", "./" },
        { "../b/doel", "verhalen/doel/" },
        { "../b/doel.html", "verhalen/doel/" },
        { "../b/doel.md?x=1", "verhalen/doel/" },
        { "../b/doel.md#kop", "verhalen/doel/#kop" },
        { "/verhalen/doel", "verhalen/doel/" },
        { "bron.md", "verhalen/bron/" },
        { "#kop", "verhalen/bron/#kop" },
        { "../../index.md", "./" },
        { "../../../buiten.md", "" },
        { "../b/weg.md", "" },
        { "../b/foto.png", "bestanden/verhalen/b/foto.png" },
        { "../b/caf\xC3\xA9.png", "bestanden/verhalen/b/cafe%CC%81.png" },
        { "../b/the\xCC\x81.png", "bestanden/verhalen/b/th%C3%A9.png" },
    };
    struct small_site *small = *state;
    char body[SCRATCH_PATH / 2] = "## Kop\n\n";
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t len = strlen(body);
        scratch_format(body + len, sizeof body - len, "[x](%s)\n", links[i].link);
    }
    scratch_write(&small->scratch, "content/themas/index.md", "tekst\n");
    scratch_write(&small->scratch, "content/sectoren/README.md", "tekst\n");
    write_story(small, "a/bron", "", body);
    write_story(small, "b/doel", "", "## Kop\n");
    scratch_write(&small->scratch, "content/index.md", "tekst\n");
    scratch_write(&small->scratch, "content/verhalen/b/foto.png", "x");
    scratch_write(&small->scratch, "content/verhalen/b/cafe\xCC\x81.png", "x");
    scratch_write(&small->scratch, "content/verhalen/b/th\xC3\xA9.png", "x");
    build(small, 2);
    const struct page *page = page_of(small, "verhalen/a/bron.md");
    assert_int_equal(page->document->link_count, sizeof links / sizeof *links);
    for (size_t i = 0; i < page->document->link_count; i++)
        if (!str_equal(page->link_addresses[i], str_from_c(links[i].address)))
            fail_msg("%s leads to %.*s", links[i].link, STR_ARGS(page->link_addresses[i]));
}

static void test_site__links_lead_on_from_every_sort_of_text(void **state)
{
    struct small_site *small = *state;
    write_story(small, "een", "thema: hoop\n", "");
    scratch_write(&small->scratch, "content/themas/index.md", "[een](/verhalen/een.md)\n");
    scratch_write(&small->scratch, "content/themas/hoop.md",
                  "---\nlabel: Hoop\n---\n\n[een](/verhalen/een.md)\n");
    scratch_write(&small->scratch, "content/reacties/een/1.md",
                  "---\nop: een\nnummer: 1\n---\n\n[een](/verhalen/een.md)\n");
    build(small, 2);
    const struct taxonomy *themes = &small->site->taxonomies[1];
    const struct page *story = page_of(small, "verhalen/een.md");
    assert_int_equal(story->reaction_count, 1);
    const str *addresses[] = { themes->link_addresses, term_named(small, "Hoop")->link_addresses,
                               story->reactions[0].link_addresses };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        assert_non_null(addresses[i]);
        assert_true(str_equal(addresses[i][0], STR("verhalen/een/")));
    }
}

// ---- Reactions ----

static void write_reaction(struct small_site *small, const char *name, const char *number)
{
    char path[SCRATCH_PATH];
    char text[SCRATCH_PATH];
    scratch_format(path, sizeof path, "content/reacties/een/%s.md", name);
    scratch_format(text, sizeof text, "---\nop: een\nnummer: %s\n---\n\ntekst\n", number);
    scratch_write(&small->scratch, path, text);
}

static void test_site__reactions_stand_by_their_numbers_then_by_path(void **state)
{
    struct small_site *small = *state;
    static const char *const order[] = { "c", "a", "d", "b" };
    write_story(small, "een", "", "");
    write_reaction(small, "a", "2");
    write_reaction(small, "b", "10");
    write_reaction(small, "c", "1");
    write_reaction(small, "d", "2");
    build(small, 2);
    const struct page *page = page_of(small, "verhalen/een.md");
    assert_int_equal(page->reaction_count, 4);
    for (size_t i = 0; i < 4; i++) {
        str name = path_name(page->reactions[i].document->path);
        assert_true(str_equal(str_slice(name, 0, 1), str_from_c(order[i])));
    }
}

// ---- Stories that are alike ----

enum { STORIES = 90 };

static double weight_of(const struct term *term)
{
    return log(1.0 + STORIES / (1.0 + (double)term->stories.count));
}

static double score_of(const struct page *page, const struct page *other)
{
    double score = 0;
    for (size_t i = 0; i < 2; i++)
        for (size_t t = 0; t < page->terms[i].count; t++)
            for (size_t o = 0; o < other->terms[i].count; o++)
                if (page->terms[i].at[t] == other->terms[i].at[o])
                    score += weight_of(page->terms[i].at[t]);
    return score;
}

// The best by looking at all, of which `count` are found.
static const struct page *best_of(const struct page *page, struct page_list all,
                                  const struct page *const *found, size_t count)
{
    const struct page *best = NULL;
    for (size_t i = 0; i < all.count; i++) {
        bool taken = all.at[i] == page || score_of(page, all.at[i]) == 0;
        for (size_t f = 0; f < count; f++)
            taken |= found[f] == all.at[i];
        if (!taken && (best == NULL || score_of(page, all.at[i]) > score_of(page, best)))
            best = all.at[i];
    }
    return best;
}

static void test_site__those_that_share_most_are_related(void **state)
{
    struct small_site *small = *state;
    for (unsigned i = 0; i < STORIES; i++) {
        char name[32];
        char fields[128];
        scratch_format(name, sizeof name, "v-%u", i);
        scratch_format(fields, sizeof fields,
                       "datum: 2020-01-%02u\nsector: [s%u, s%u]\nthema: t%u\n", i * 7 % 28 + 1,
                       i % 5, 5 + i % 7, i % 3);
        write_story(small, name, fields, "");
    }
    build(small, 3);
    struct page_list all = site_pages_of(small->site, small->site->pages[0]->kind);
    assert_int_equal(all.count, STORIES);
    for (size_t i = 0; i < all.count; i++) {
        const struct page *found[3];
        assert_int_equal(all.at[i]->related.count, 3);
        for (size_t f = 0; f < 3; f++) {
            found[f] = best_of(all.at[i], all, found, f);
            assert_ptr_equal(all.at[i]->related.at[f], found[f]);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_site__an_address_is_given_once),
        TEST(test_site__a_term_and_a_page_want_the_same_address),
        TEST(test_site__a_chapter_and_a_page_want_the_same_address),
        TEST(test_site__what_looks_like_a_list_or_a_crossing_gets_another_address),
        TEST(test_site__stories_stand_newest_first_then_by_path),
        TEST(test_site__pages_stand_by_title_without_accents),
        TEST(test_site__pages_with_the_same_terms_stand_on_the_same_lists),
        TEST(test_site__a_name_is_that_of_the_first_page),
        TEST(test_site__however_a_link_is_written_it_leads_to_the_page),
        TEST(test_site__links_lead_on_from_every_sort_of_text),
        TEST(test_site__reactions_stand_by_their_numbers_then_by_path),
        TEST(test_site__those_that_share_most_are_related),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
