// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "search/lexicon.h"
#include "search/weights.h"

#include <string.h>

enum { ENTRIES = 100 };

static uint32_t lengths[ENTRIES][PART_COUNT];

static struct weights some_weights(void)
{
    for (size_t i = 0; i < ENTRIES; i++) {
        lengths[i][PART_TITLE] = 4;
        lengths[i][PART_BODY] = 300;
    }
    lengths[9][PART_BODY] = 3000;
    struct collection collection = { .lengths = lengths, .entry_count = ENTRIES };
    return weights_of(&collection);
}

static unsigned level_in(const struct posting *postings, size_t count, uint32_t page)
{
    for (size_t i = 0; i < count; i++)
        if (postings[i].page == page)
            return postings[i].level;
    fail_msg("no page %u", page);
    return 0;
}

static void test_weights__order_pages_as_readers_expect(void **state)
{
    (void)state;
    struct weights weights = some_weights();
    const struct sighting sightings[] = {
        { 1, { [PART_BODY] = 1 } },  { 3, { [PART_BODY] = 6 } },
        { 5, { [PART_TITLE] = 1 } }, { 7, { [PART_TITLE] = 1, [PART_BODY] = 2 } },
        { 9, { [PART_BODY] = 1 } },
    };
    struct posting postings[5];
    struct posting spare[5];
    weigh(&weights, sightings, 5, postings, spare);
    assert_int_equal(postings[0].page, 7);
    assert_int_equal(postings[1].page, 5);
    assert_true(level_in(postings, 5, 3) > level_in(postings, 5, 1));
    assert_true(level_in(postings, 5, 1) > level_in(postings, 5, 9));
    for (size_t i = 1; i < 5; i++)
        assert_true(postings[i - 1].level > postings[i].level ||
                    (postings[i - 1].level == postings[i].level &&
                     postings[i - 1].page < postings[i].page));
}

static void test_weights__rare_words_say_more(void **state)
{
    (void)state;
    struct weights weights = some_weights();
    struct sighting sightings[ENTRIES];
    struct posting postings[ENTRIES];
    struct posting spare[ENTRIES];
    for (uint32_t i = 0; i < ENTRIES; i++)
        sightings[i] = (struct sighting){ i, { [PART_BODY] = 1 } };
    weigh(&weights, sightings, 1, postings, spare);
    unsigned rare = postings[0].level;
    weigh(&weights, sightings, 50, postings, spare);
    assert_true(rare > postings[0].level);
    // The long page says the least with the same word.
    assert_int_equal(postings[49].page, 9);
}

// ---- From texts to sightings ----

static const char *const titles[] = { "Schuld", "Schulden en gezin", "Gezinnen",
                                      "De zin van schuld, schuld" };

static struct lexicon *lexicon_for_test(struct arena *arena, struct collection **collection,
                                        unsigned jobs)
{
    static struct page pages[4];
    static struct entry entry_list[4];
    static const struct document document = { .heading_count = 0 };
    static const struct site site = { .taxonomy_count = 0 };
    for (size_t i = 0; i < 4; i++) {
        pages[i] = (struct page){ .title = str_from_c(titles[i]), .document = &document };
        entry_list[i] = (struct entry){ .page = &pages[i] };
    }
    struct entries entries = { &site, entry_list, 4 };
    *collection = collection_of(&entries, STR("de en van"), jobs);
    return lexicon_of(arena, *collection, STR("de en van"), jobs);
}

static size_t find_form(const struct lexicon *lexicon, const char *text)
{
    for (size_t i = 0; i < lexicon->count; i++)
        if (str_equal(lexicon->forms[i].text, str_from_c(text)))
            return i;
    fail_msg("no form '%s'", text);
    return 0;
}

static void check_lexicon(unsigned jobs)
{
    struct arena *arena = arena_new();
    struct collection *collection;
    struct lexicon *lexicon = lexicon_for_test(arena, &collection, jobs);
    for (size_t i = 1; i < lexicon->count; i++)
        assert_true(str_compare(lexicon->forms[i - 1].text, lexicon->forms[i].text) < 0);

    size_t schuld = find_form(lexicon, "schuld");
    assert_int_equal(lexicon->forms[find_form(lexicon, "schulden")].head, schuld);
    assert_int_equal(lexicon->forms[find_form(lexicon, "gezinnen")].head,
                     find_form(lexicon, "gezin"));
    assert_int_equal(lexicon->forms[find_form(lexicon, "zin")].head, find_form(lexicon, "zin"));

    struct sightings sightings = { 0 };
    class_sightings(lexicon, schuld, &sightings);
    assert_int_equal(sightings.count, 3);
    static const uint32_t entries[] = { 0, 1, 3 };
    static const uint16_t counts[] = { 1, 1, 2 };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(sightings.at[i].entry, entries[i]);
        assert_int_equal(sightings.at[i].counts[PART_TITLE], counts[i]);
        assert_int_equal(sightings.at[i].counts[PART_BODY], 0);
    }
    sightings_release(&sightings);
    collection_free(collection);
    arena_free(arena);
}

static void test_lexicons__join_forms_whoever_saw_them(void **state)
{
    (void)state;
    check_lexicon(1);
    check_lexicon(2);
    check_lexicon(4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights__order_pages_as_readers_expect),
        cmocka_unit_test(test_weights__rare_words_say_more),
        cmocka_unit_test(test_lexicons__join_forms_whoever_saw_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
