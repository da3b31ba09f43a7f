// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "search/keywords.h"

#include "search/search.h"

#include <stdio.h>
#include <string.h>

enum { PAGES_MOST = 128, TERMS_MOST = 8 };

#define S(text)               \
    {                         \
        text, sizeof text - 1 \
    }

static const struct kind kinds[] = {
    { S("pagina"), S("Pagina's"), BASE_PAGE, S(""), S("") },
};
static const struct taxonomy_setting theme_setting = { S("thema"), S("themas"), S("Thema"),
                                                       S("Thema's") };
static const struct settings settings = { .language = S("nl"),
                                          .kinds = kinds,
                                          .kind_count = 1,
                                          .taxonomies = &theme_setting,
                                          .taxonomy_count = 1 };

// A site made by hand: each page is a title, and what stands in it.
struct world {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct page pages[PAGES_MOST];
    struct page *page_list[PAGES_MOST];
    size_t page_count;
    struct term terms[TERMS_MOST];
    struct term *term_list[TERMS_MOST];
    size_t term_count;
    struct keyword_list keywords;
};

static struct world *world_new(void)
{
    struct arena *arena = arena_new();
    struct world *world = ARENA_NEW(arena, struct world);
    world->arena = arena;
    world->diagnostics = diagnostics_new();
    return world;
}

static void world_free(struct world *world)
{
    diagnostics_free(world->diagnostics);
    arena_free(world->arena);
}

static const struct document *document_of(struct world *world, str path, const char *text)
{
    static const struct schema schema = { 0 };
    return document_read(world->arena, path, path, str_from_c(text), &schema, world->diagnostics);
}

static struct page *page_add(struct world *world, const char *title, const char *body)
{
    struct buf text = { 0 };
    struct buf address = { 0 };
    buf_add_format(&text, "# %s\n\n%s\n", title, body);
    buf_add_format(&address, "p/%zu/", world->page_count);
    struct page *page = &world->pages[world->page_count];
    str where = arena_copy(world->arena, buf_view(&address));
    const char *bytes = arena_c_string(world->arena, buf_view(&text));
    const struct document *document = document_of(world, where, bytes);
    *page = (struct page){ .number = (uint32_t)world->page_count,
                           .kind = kinds,
                           .document = document,
                           .address = where,
                           .title = document->title,
                           .language = STR("nl"),
                           .terms = ARENA_NEW(world->arena, struct term_list) };
    world->page_list[world->page_count++] = page;
    buf_release(&text);
    buf_release(&address);
    return page;
}

static struct term *term_add(struct world *world, const char *label, const char *matter)
{
    struct term *term = &world->terms[world->term_count];
    str address =
        arena_join(world->arena, (str[]){ STR("thema/"), str_from_c(label), STR("/"), { 0 } });
    *term = (struct term){ .number = world->term_count,
                           .label = str_from_c(label),
                           .document = document_of(world, address, matter),
                           .address = address };
    const struct field *synonyms = document_field(term->document, FIELD_SYNONYMS);
    const struct field *search_terms = document_field(term->document, FIELD_SEARCH_TERMS);
    if (synonyms != NULL) {
        term->synonyms = synonyms->values;
        term->synonym_count = synonyms->count;
    }
    if (search_terms != NULL) {
        term->search_terms = search_terms->values;
        term->search_term_count = search_terms->count;
    }
    world->term_list[world->term_count++] = term;
    return term;
}

static void look(struct world *world, unsigned jobs)
{
    struct taxonomy taxonomy = { .setting = &theme_setting,
                                 .address = STR("thema/"),
                                 .terms = world->term_list,
                                 .term_count = world->term_count };
    struct site site = { .settings = &settings,
                         .language = STR("nl"),
                         .pages = world->page_list,
                         .page_count = world->page_count,
                         .taxonomies = &taxonomy,
                         .taxonomy_count = 1 };
    struct output *nowhere = output_open(NULL, world->diagnostics);
    search_write(&site, NULL, NULL, nowhere, jobs, world->arena, &world->keywords);
    output_free(nowhere);
}

static const struct keyword *find(const struct world *world, const char *key)
{
    for (size_t i = 0; i < world->keywords.count; i++)
        if (str_equal(world->keywords.at[i].key, str_from_c(key)))
            return &world->keywords.at[i];
    return NULL;
}

static const struct keyword *get(const struct world *world, const char *key)
{
    const struct keyword *keyword = find(world, key);
    if (keyword == NULL)
        fail_msg("no keyword '%s'", key);
    return keyword;
}

static void assert_text(str text, const char *expected)
{
    if (!str_equal(text, str_from_c(expected)))
        fail_msg("'%.*s' is not '%s'", STR_ARGS(text), expected);
}

static void assert_name(const struct world *world, const char *key, const char *name)
{
    assert_text(get(world, key)->name, name);
}

// Their names, with commas between.
static const char *names_of(const struct world *world, const uint32_t *numbers, size_t count)
{
    struct buf names = { 0 };
    for (size_t i = 0; i < count; i++) {
        buf_add(&names, i > 0 ? STR(", ") : STR(""));
        buf_add(&names, world->keywords.at[numbers == NULL ? i : numbers[i]].name);
    }
    const char *text = arena_c_string(world->arena, buf_view(&names));
    buf_release(&names);
    return text;
}

// ---- How they are shown ----

static void test_keywords__are_shown_as_people_write_them(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Hoe een cliënt bij de Wmo kwam", "");
    page_add(world, "Werken met e-health bij de huisarts", "");
    page_add(world, "Samen verder na een coördinatie-overleg", "");
    page_add(world, "Het verhaal van Aïsha’s zus", "");
    look(world, 1);
    assert_name(world, "client", "cliënt");
    assert_name(world, "wmo", "Wmo");
    assert_name(world, "ehealth", "e-health");
    assert_name(world, "coordinatieoverleg", "coördinatie-overleg");
    assert_name(world, "overleg", "overleg");
    assert_name(world, "aisha", "Aïsha");
    world_free(world);
}

static void test_keywords__begin_small_unless_the_capital_is_their_own(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Vertrouwen", "Wie vertrouwen heeft, praat.");
    page_add(world, "Utrecht",
             "In Utrecht stond een huis. Zie www.utrecht.invalid, @utrecht of utrecht/huis.");
    page_add(world, "Moed: Leven met een schuld", "Hij had moed en leefde.");
    page_add(world, "Praatgroep", "Praatgroep.");
    page_add(world, "Donderdag", "Dan is er een praatgroep.");
    page_add(world, "Herstel", "");
    page_add(world, "Praten over herstel", "");
    page_add(world, "Alles Over De Rechtbank", "De rechtbank was dicht.");
    page_add(world, "De rekening van de Zvw betalen", "");
    page_add(world, "Vragen over de Zvw stellen", "");
    page_add(world, "Nog eens de Zvw uitleggen", "");
    page_add(world, "Premie voor de Zvw betalen", "");
    page_add(world, "Waarom de Zvw bestaat", "");
    page_add(world, "wat is de zvw", "");
    look(world, 1);
    assert_name(world, "vertrouwen", "vertrouwen"); // so the text says
    assert_name(world, "utrecht", "Utrecht");       // small in addresses only
    assert_name(world, "moed", "moed");
    assert_name(world, "praatgroep", "praatgroep"); // so the text of another page says
    assert_name(world, "herstel", "herstel");       // so another title says
    assert_name(world, "rechtbank", "rechtbank");
    assert_name(world, "zvw", "Zvw"); // small once, by a careless writer
    world_free(world);
}

static void test_forms__of_one_word_are_one_keyword_in_the_form_that_titles_have_most(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Brief over een schuld", "");
    page_add(world, "Leven met schulden", "");
    page_add(world, "Wonen in een huis", "");
    page_add(world, "Drie huizen verder", "");
    page_add(world, "Twee huizen in de stad", "");
    look(world, 1);
    assert_name(world, "schuld", "schuld"); // as often: the singular
    assert_null(find(world, "schulden"));
    assert_name(world, "huizen", "huizen");
    assert_null(find(world, "huis"));
    world_free(world);
}

// ---- Which ones ----

static void test_keywords__are_neither_stop_words_nor_numbers_nor_short(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Wat de VN in 2026 over mij en een ui zegt", "");
    page_add(world, "Alles wat AI voor 12-jarigen doet", "");
    look(world, 1);
    assert_string_equal(names_of(world, NULL, world->keywords.count),
                        "AI, jarigen, VN, 12-jarigen");
    world_free(world);
}

static void test_words__of_more_than_a_quarter_of_a_larger_site_are_left_out(void **state)
{
    (void)state;
    struct world *world = world_new();
    for (size_t i = 0; i < 60; i++)
        page_add(world, i < 14 ? "Een gesprek" : "Een wandeling", "Bij een gesprek hoort koffie.");
    page_add(world, "Koffie", "");
    page_add(world, "Thee met een koekje", "");
    term_add(world, "Gesprek", "Over praten.\n");
    look(world, 1);
    assert_null(find(world, "koffie"));
    assert_null(find(world, "wandeling"));
    assert_non_null(find(world, "koekje"));
    assert_int_equal(get(world, "gesprek")->term_count, 1); // a term always stands there
    world_free(world);
}

static void test_headings__count_but_not_those_of_a_page_that_shows_nothing(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Open", "## Over een wandeling\n\nTekst.");
    struct page *page = page_add(world, "Donkere dagen", "## Over een viaduct\n\nTekst.");
    page->quiet = true;
    look(world, 1);
    assert_non_null(find(world, "wandeling"));
    assert_non_null(find(world, "donkere"));
    assert_null(find(world, "viaduct"));
    world_free(world);
}

static void test_terms__are_found_by_all_names_but_those_for_searching_only(void **state)
{
    (void)state;
    struct world *world = world_new();
    const struct term *term = term_add(world, "Suïcide",
                                       "---\nsynoniemen: [zelfdoding, suïcides, een eind eraan]\n"
                                       "zoektermen: [dood willen]\nafkorting: SU\n---\n\nTekst.\n");
    look(world, 1);
    assert_string_equal(names_of(world, NULL, world->keywords.count),
                        "een eind eraan, SU, Suïcide, zelfdoding");
    assert_ptr_equal(get(world, "suicide")->terms[0], term);
    assert_int_equal(get(world, "suicide")->see_count, 0);
    assert_ptr_equal(get(world, "zelfdoding")->see[0], term);
    assert_int_equal(get(world, "zelfdoding")->place_count, 0);
    world_free(world);
}

static void test_a_large_site__shows_the_words_of_most_titles(void **state)
{
    enum { PAGES = 64, WORDS = 80 };
    (void)state;
    struct world *world = world_new();
    for (size_t i = 0; i < PAGES; i++) {
        struct buf title = { 0 };
        for (size_t k = 0; k < WORDS; k++)
            buf_add_format(&title, "a%c%c%c ", (char)('b' + i % 25), (char)('b' + k % 25),
                           (char)('b' + i / 25 * 4 + k / 25));
        buf_add(&title, i < 3 ? STR("zebra") : STR(""));
        page_add(world, arena_c_string(world->arena, buf_view(&title)), "");
        buf_release(&title);
    }
    look(world, 1);
    assert_int_equal(world->keywords.count, KEYWORD_WORDS_MOST);
    assert_non_null(find(world, "zebra"));
    world_free(world);
}

// ---- Where they lead ----

static void test_a_keyword__leads_to_its_best_pages_and_says_how_many_there_are(void **state)
{
    (void)state;
    struct world *world = world_new();
    for (size_t i = 0; i < 6; i++)
        page_add(world, "Iets heel anders", "Er was een wandeling.");
    struct page *best = page_add(world, "Over een wandeling", "De wandeling was lang.");
    page_add(world, "Nog iets", "Een boswandeling was het.");
    look(world, 1);
    const struct keyword *keyword = get(world, "wandeling");
    assert_int_equal(keyword->place_count, KEYWORD_PLACES_MOST);
    assert_ptr_equal(keyword->places[0].page, best);
    assert_int_equal(keyword->total, 7);
    assert_int_equal(keyword->shown, KEYWORD_PLACES_MOST);
    world_free(world);
}

static void test_a_term__leads_to_itself_apart_from_its_pages(void **state)
{
    (void)state;
    struct world *world = world_new();
    struct page *page = page_add(world, "Een brief", "Over schulden.");
    struct page *other = page_add(world, "Hoe ruimte ontstaat", "");
    struct term *term = term_add(world, "Schulden", "Over schulden.\n");
    struct term *wide = term_add(world, "Vrije ruimte", "---\nsynoniemen: [ademruimte]\n---\nx\n");
    wide->pages = (struct page_list){ world->page_list, 1 };
    look(world, 1);
    const struct keyword *schulden = get(world, "schulden");
    assert_ptr_equal(schulden->terms[0], term);
    assert_int_equal(schulden->place_count, 1);
    assert_ptr_equal(schulden->places[0].page, page);
    const struct keyword *ruimte = get(world, "ruimte");
    assert_int_equal(ruimte->place_count, 2);
    assert_true(ruimte->places[0].page == other || ruimte->places[1].page == other);
    assert_true(ruimte->places[0].term == wide || ruimte->places[1].term == wide);
    assert_int_equal(ruimte->also_count, 1);
    assert_string_equal(names_of(world, ruimte->also, 1), "Vrije ruimte");
    assert_ptr_equal(get(world, "vrije ruimte")->places[0].page, page);
    world_free(world);
}

static void
test_another_word_for_a_term__leads_to_it_once_and_not_to_a_search_for_it_alone(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Een brief", "Iets.");
    struct term *term =
        term_add(world, "Betekenis en zingeving", "---\nsynoniemen: [zingeving]\n---\nx\n");
    look(world, 1);
    const struct keyword *keyword = get(world, "zingeving");
    assert_int_equal(keyword->see_count, 1);
    assert_ptr_equal(keyword->see[0], term);
    assert_int_equal(keyword->place_count, 0);
    assert_int_equal(keyword->total, 1);
    assert_int_equal(keyword->shown, 1);
    assert_string_equal(names_of(world, keyword->also, keyword->also_count), "");
    world_free(world);
}

static void test_compounds__are_named_with_the_word_that_they_begin_or_end_with(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "Kennis delen", "kennis ervaring ervaring kennis bank");
    page_add(world, "Ervaringskennis in de wijk", "Uit ervaring komt ervaringskennis.");
    page_add(world, "Een kennisbank maken", "kennis in een bank");
    page_add(world, "Bank", "Een bank.");
    look(world, 1);
    const struct keyword *kennis = get(world, "kennis");
    assert_string_equal(names_of(world, kennis->also, kennis->also_count),
                        "ervaringskennis, kennisbank");
    world_free(world);
}

static void test_keywords__stand_in_the_order_of_the_alphabet_and_others_last(void **state)
{
    (void)state;
    struct world *world = world_new();
    page_add(world, "zorg en Łódź en énergie met een 3D-printer", "");
    page_add(world, "Μουσική bij ĳsvogels en ijstijd", "");
    look(world, 1);
    assert_string_equal(names_of(world, NULL, world->keywords.count),
                        "énergie, ijstijd, ĳsvogels, Łódź, printer, zorg, 3D-printer, Μουσική");
    world_free(world);
}

static void test_keywords__are_the_same_for_any_number_of_jobs(void **state)
{
    (void)state;
    struct world *worlds[2] = { world_new(), world_new() };
    for (size_t w = 0; w < 2; w++) {
        for (size_t i = 0; i < 100; i++)
            page_add(worlds[w], i % 3 == 0 ? "Leven met een schuld" : "De hulpverlening helpt",
                     i % 2 == 0 ? "Een huis. Schuldhulpverlening." : "## De brief\n\nschulden");
        term_add(worlds[w], "Hulp", "---\nsynoniemen: [steun]\n---\nHulp.\n");
        look(worlds[w], w == 0 ? 1 : 5);
    }
    assert_int_equal(worlds[0]->keywords.count, worlds[1]->keywords.count);
    for (size_t i = 0; i < worlds[0]->keywords.count; i++) {
        const struct keyword *a = &worlds[0]->keywords.at[i];
        const struct keyword *b = &worlds[1]->keywords.at[i];
        assert_true(str_equal(a->name, b->name) && str_equal(a->key, b->key));
        assert_int_equal(a->total, b->total);
        assert_int_equal(a->place_count, b->place_count);
        for (size_t p = 0; p < a->place_count; p++)
            assert_true((a->places[p].page == NULL) == (b->places[p].page == NULL) &&
                        (a->places[p].page == NULL ||
                         a->places[p].page->number == b->places[p].page->number));
    }
    world_free(worlds[0]);
    world_free(worlds[1]);
}

static void test_hostile_titles__take_no_more_time_than_others(void **state)
{
    (void)state;
    struct world *world = world_new();
    struct buf title = { 0 };
    // One word in very many ways to write it; a chain without an end; a word without one.
    for (unsigned i = 0; i < 20000; i++) {
        for (unsigned bit = 0; bit < 15; bit++)
            buf_add_char(&title, (i >> bit & 1) != 0 ? 'A' : 'a');
        buf_add_char(&title, ' ');
    }
    for (unsigned i = 0; i < 50000; i++)
        buf_add(&title, STR("ja-"));
    buf_add(&title, STR(" "));
    for (unsigned i = 0; i < 200000; i++)
        buf_add(&title, STR("e"));
    page_add(world, arena_c_string(world->arena, buf_view(&title)), "");
    buf_release(&title);
    look(world, 1);
    for (size_t i = 0; i < world->keywords.count; i++)
        assert_true(world->keywords.at[i].name.len <= 200);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keywords__are_shown_as_people_write_them),
        cmocka_unit_test(test_keywords__begin_small_unless_the_capital_is_their_own),
        cmocka_unit_test(test_forms__of_one_word_are_one_keyword_in_the_form_that_titles_have_most),
        cmocka_unit_test(test_keywords__are_neither_stop_words_nor_numbers_nor_short),
        cmocka_unit_test(test_words__of_more_than_a_quarter_of_a_larger_site_are_left_out),
        cmocka_unit_test(test_headings__count_but_not_those_of_a_page_that_shows_nothing),
        cmocka_unit_test(test_terms__are_found_by_all_names_but_those_for_searching_only),
        cmocka_unit_test(test_a_large_site__shows_the_words_of_most_titles),
        cmocka_unit_test(test_a_keyword__leads_to_its_best_pages_and_says_how_many_there_are),
        cmocka_unit_test(test_a_term__leads_to_itself_apart_from_its_pages),
        cmocka_unit_test(
            test_another_word_for_a_term__leads_to_it_once_and_not_to_a_search_for_it_alone),
        cmocka_unit_test(test_compounds__are_named_with_the_word_that_they_begin_or_end_with),
        cmocka_unit_test(test_keywords__stand_in_the_order_of_the_alphabet_and_others_last),
        cmocka_unit_test(test_keywords__are_the_same_for_any_number_of_jobs),
        cmocka_unit_test(test_hostile_titles__take_no_more_time_than_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
