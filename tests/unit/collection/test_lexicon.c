// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "collection/compounds.h"
#include "collection/sightings.h"
#include "collection/synonyms.h"

#include <string.h>

// A site of pages that have a title and nothing else.
struct titled {
    struct arena *arena;
    struct collection *collection;
    struct lexicon *lexicon;
};

enum { TITLES_MOST = 16 };
static const char STOPS[] = "de en van voor";

static struct titled titled_new(const char *const *titles, unsigned jobs)
{
    static struct page pages[TITLES_MOST];
    static struct entry list[TITLES_MOST];
    static uint32_t numbers[TITLES_MOST];
    static const struct document_parts parts = { .recommendation_count = 0 };
    static const struct document document = { .parts = &parts };
    static const struct site site = { .taxonomy_count = 0 };
    static const struct entry_prints prints[TITLES_MOST];
    struct entries entries = {
        .site = &site, .at = list, .numbers = numbers, .prints = prints, .space = TITLES_MOST
    };
    for (; titles[entries.count] != NULL; entries.count++) {
        pages[entries.count] =
            (struct page){ .title = str_from_c(titles[entries.count]), .document = &document };
        list[entries.count] = (struct entry){ .page = &pages[entries.count] };
        numbers[entries.count] = (uint32_t)entries.count;
    }
    struct titled titled = { .arena = arena_new() };
    entries.starts = entries_starts(titled.arena, numbers, entries.count, entries.space);
    titled.collection = collection_of(&entries, str_from_c(STOPS), jobs, NULL, NULL);
    titled.lexicon = lexicon_of(titled.arena, titled.collection, STR("nl"), jobs);
    return titled;
}

static void titled_free(struct titled *titled)
{
    collection_free(titled->collection);
    arena_free(titled->arena);
}

static size_t find_form(const struct lexicon *lexicon, const char *text)
{
    for (size_t i = 0; i < lexicon->count; i++)
        if (str_equal(lexicon->forms[i].text, str_from_c(text)))
            return i;
    fail_msg("no form '%s'", text);
    return 0;
}

// ---- Forms and classes ----

static void check_classes(unsigned jobs)
{
    static const char *const titles[] = { "Schuld", "Schulden en gezin", "Gezinnen",
                                          "De zin van schuld, schuld", NULL };
    struct titled titled = titled_new(titles, jobs);
    const struct lexicon *lexicon = titled.lexicon;
    for (size_t i = 1; i < lexicon->count; i++)
        assert_true(str_compare(lexicon->forms[i - 1].text, lexicon->forms[i].text) < 0);

    size_t schuld = find_form(lexicon, "schuld");
    size_t schulden = find_form(lexicon, "schulden");
    assert_int_equal(lexicon->forms[schulden].head, schuld);
    assert_int_equal(lexicon->forms[find_form(lexicon, "gezinnen")].head,
                     find_form(lexicon, "gezin"));
    assert_int_equal(lexicon->forms[find_form(lexicon, "zin")].head, find_form(lexicon, "zin"));

    struct sightings sightings = { 0 };
    sightings_add(&sightings, lexicon, schuld, COUNT_WHOLE, ALL_SEGMENTS);
    sightings_add(&sightings, lexicon, schulden, COUNT_PART, ALL_SEGMENTS);
    sightings_read(&sightings, titled.collection);
    assert_int_equal(sightings.count, 3);
    static const uint16_t counts[] = { 4, 2, 8 };
    static const uint32_t entries[] = { 0, 1, 3 };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(sightings.at[i].number, entries[i]);
        assert_int_equal(sightings.at[i].counts[PART_TITLE], counts[i]);
        assert_int_equal(sightings.at[i].counts[PART_BODY], 0);
    }
    sightings_release(&sightings);
    titled_free(&titled);
}

static void test_lexicons__know_plurals_that_no_rule_makes(void **state)
{
    (void)state;
    static const char *const titles[] = { "kind kinderen", "kleinkind kleinkinderen",
                                          "verleden lid", "vaardigheid vaardigheden heden", NULL };
    struct titled titled = titled_new(titles, 1);
    const struct form_entry *forms = titled.lexicon->forms;
    assert_int_equal(forms[find_form(titled.lexicon, "kinderen")].head,
                     find_form(titled.lexicon, "kind"));
    assert_int_equal(forms[find_form(titled.lexicon, "kleinkinderen")].head,
                     find_form(titled.lexicon, "kleinkind"));
    assert_int_equal(forms[find_form(titled.lexicon, "vaardigheden")].head,
                     forms[find_form(titled.lexicon, "vaardigheid")].head);
    assert_int_equal(forms[find_form(titled.lexicon, "verleden")].head,
                     find_form(titled.lexicon, "verleden"));
    titled_free(&titled);
}

static void test_lexicons__join_forms_whoever_saw_them(void **state)
{
    (void)state;
    check_classes(1);
    check_classes(2);
    check_classes(4);
}

// ---- Compounds ----

static bool is_part(const struct titled *titled, const struct compounds *compounds,
                    const char *part, const char *word)
{
    size_t head = titled->lexicon->forms[find_form(titled->lexicon, part)].head;
    size_t form = find_form(titled->lexicon, word);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        if (compounds->forms[i] == form)
            return true;
    return false;
}

static void test_compounds__are_found_by_their_parts(void **state)
{
    (void)state;
    static const char *const titles[] = { "schuldhulpverlening hulpverlening schuld",
                                          "hulp verlening hulpverlening",
                                          "ervaringskennis ervaring kennis",
                                          "schulden hulp verlening schuld hulpverlening",
                                          "kinderen opvang kinderopvang",
                                          "paarden liefde paardenliefde",
                                          "boeken winkels boekwinkels",
                                          NULL };
    struct titled titled = titled_new(titles, 2);
    struct compounds compounds = compounds_of(titled.arena, titled.lexicon, STR("nl"), 2);
    static const char *const wanted[][2] = {
        { "hulpverlening", "schuldhulpverlening" },
        { "schuld", "schuldhulpverlening" },
        { "verlening", "schuldhulpverlening" },
        { "hulp", "hulpverlening" },
        { "kennis", "ervaringskennis" },
        { "ervaring", "ervaringskennis" },
        { "opvang", "kinderopvang" },
        { "liefde", "paardenliefde" },
        { "winkels", "boekwinkels" },
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_true(is_part(&titled, &compounds, wanted[i][0], wanted[i][1]));
    assert_false(is_part(&titled, &compounds, "schuldhulpverlening", "hulpverlening"));
    titled_free(&titled);
}

static void
test_compounds__are_not_made_of_endings_short_words_or_words_without_meaning(void **state)
{
    (void)state;
    static const char *const titles[] = { "vrijheid heid vrij",   "voorwaarde voor waarde",
                                          "gezin gezind zin ind", "boterham boter ham",
                                          "landschap land schap", NULL };
    struct titled titled = titled_new(titles, 1);
    struct compounds compounds = compounds_of(titled.arena, titled.lexicon, STR("nl"), 1);
    assert_false(is_part(&titled, &compounds, "vrij", "vrijheid"));
    assert_false(is_part(&titled, &compounds, "waarde", "voorwaarde"));
    assert_false(is_part(&titled, &compounds, "zin", "gezin"));
    assert_false(is_part(&titled, &compounds, "boter", "boterham"));
    assert_false(is_part(&titled, &compounds, "land", "landschap"));
    titled_free(&titled);
}

// ---- Synonyms ----

#define TEXT(text)            \
    {                         \
        text, sizeof text - 1 \
    }

static bool leads(const struct titled *titled, const struct synonym_list *list, const char *typed,
                  const char *meant)
{
    size_t form = find_form(titled->lexicon, typed);
    const struct synonyms *found = synonyms_find(list, titled->lexicon->forms[form].head);
    for (size_t i = 0; found != NULL && i < found->count; i++)
        if (str_equal(found->at[i], str_from_c(meant)))
            return true;
    return false;
}

static void test_synonyms__lead_to_names_and_search_terms_only_lead(void **state)
{
    (void)state;
    static const char *const titles[] = { "zelfmoord zelfdoding suicide zelfdoden vrije dood",
                                          NULL };
    static const str synonyms[] = { TEXT("zelfdoding"), TEXT("vrije dood") };
    static const str search_terms[] = { TEXT("zelfmoord") };
    static struct term term = { .label = TEXT("Suïcide"),
                                .synonyms = synonyms,
                                .synonym_count = 2,
                                .search_terms = search_terms,
                                .search_term_count = 1 };
    static struct term *terms[] = { &term };
    static struct taxonomy taxonomy = { .terms = terms, .term_count = 1 };
    static const struct site site = { .taxonomies = &taxonomy, .taxonomy_count = 1 };
    struct titled titled = titled_new(titles, 1);
    struct synonym_list list = synonyms_of(titled.arena, &site, titled.lexicon);
    assert_true(leads(&titled, &list, "zelfmoord", "Suïcide"));
    assert_true(leads(&titled, &list, "zelfmoord", "zelfdoding"));
    assert_true(leads(&titled, &list, "zelfmoord", "vrije dood"));
    assert_true(leads(&titled, &list, "suicide", "zelfdoding"));
    assert_true(leads(&titled, &list, "zelfdoding", "Suïcide"));
    assert_false(leads(&titled, &list, "suicide", "zelfmoord"));
    assert_false(leads(&titled, &list, "suicide", "Suïcide"));
    assert_false(leads(&titled, &list, "dood", "Suïcide"));
    titled_free(&titled);
}

static void test_synonyms__with_hyphens_are_one_word_to_who_types_and_told_as_written(void **state)
{
    (void)state;
    static const char *const titles[] = { "burn-out overspannen familie-ervaringsdeskundige",
                                          NULL };
    static const str synonyms[] = { TEXT("burn-out"), TEXT("familie-ervaringsdeskundige") };
    static struct term term = { .label = TEXT("overspannen"),
                                .synonyms = synonyms,
                                .synonym_count = 2 };
    static struct term *terms[] = { &term };
    static struct taxonomy taxonomy = { .terms = terms, .term_count = 1 };
    static const struct site site = { .taxonomies = &taxonomy, .taxonomy_count = 1 };
    struct titled titled = titled_new(titles, 1);
    struct synonym_list list = synonyms_of(titled.arena, &site, titled.lexicon);
    assert_true(leads(&titled, &list, "overspannen", "burn-out"));
    assert_true(leads(&titled, &list, "overspannen", "familie-ervaringsdeskundige"));
    assert_true(leads(&titled, &list, "burnout", "overspannen"));
    assert_false(leads(&titled, &list, "burnout", "burn-out"));
    assert_false(leads(&titled, &list, "burn", "overspannen"));
    titled_free(&titled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lexicons__join_forms_whoever_saw_them),
        cmocka_unit_test(test_lexicons__know_plurals_that_no_rule_makes),
        cmocka_unit_test(test_compounds__are_found_by_their_parts),
        cmocka_unit_test(
            test_compounds__are_not_made_of_endings_short_words_or_words_without_meaning),
        cmocka_unit_test(test_synonyms__lead_to_names_and_search_terms_only_lead),
        cmocka_unit_test(test_synonyms__with_hyphens_are_one_word_to_who_types_and_told_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
