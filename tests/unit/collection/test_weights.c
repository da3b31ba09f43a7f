// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "collection/sightings.h"
#include "collection/weights.h"

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
    struct collection collection = { .lengths = lengths, .entry_count = ENTRIES, .space = ENTRIES };
    return weights_of(&collection);
}

static void weighed(const struct weights *weights, const struct sighting *sightings, size_t count,
                    struct posting *postings, unsigned char *levels)
{
    uint32_t found[PART_COUNT];
    found_count(sightings, count, found);
    struct rarity rarity = rarity_of(weights, found);
    weigh(weights, &rarity, sightings, count, postings, levels);
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
        { 1, { [PART_BODY] = 4 }, { 1, false, { 3 } } },
        { 3, { [PART_BODY] = 24 }, { 0 } },
        { 5, { [PART_TITLE] = 4 }, { 0 } },
        { 7, { [PART_TITLE] = 4, [PART_BODY] = 8 }, { 2, true, { 1, 9 } } },
        { 9, { [PART_BODY] = 4 }, { 0 } },
    };
    struct posting postings[5];
    unsigned char levels[5];
    weighed(&weights, sightings, 5, postings, levels);
    assert_int_equal(postings[0].page, 7);
    assert_int_equal(postings[0].told.count, 2);
    assert_true(postings[0].told.more);
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
    unsigned char levels[ENTRIES];
    for (uint32_t i = 0; i < ENTRIES; i++)
        sightings[i] = (struct sighting){ i, { [PART_BODY] = COUNT_WHOLE }, { 0 } };
    weighed(&weights, sightings, 1, postings, levels);
    unsigned rare = postings[0].level;
    weighed(&weights, sightings, 50, postings, levels);
    assert_true(rare > postings[0].level);
    // The long page says the least with the same word.
    assert_int_equal(postings[49].page, 9);
}

static void test_weights__a_page_more_changes_those_of_no_other_word(void **state)
{
    (void)state;
    struct weights before = some_weights();
    struct collection collection = { .lengths = lengths,
                                     .entry_count = ENTRIES - 1,
                                     .space = ENTRIES - 1 };
    struct weights after = weights_of(&collection);
    const struct sighting sighting = { 1, { [PART_BODY] = 4 }, { 0 } };
    struct posting postings[2];
    unsigned char level;
    weighed(&before, &sighting, 1, &postings[0], &level);
    weighed(&after, &sighting, 1, &postings[1], &level);
    assert_int_equal(postings[0].level, postings[1].level);
}

// So what is remembered of the others may stay.
static void test_weights__a_word_on_one_page_more_says_the_same_of_the_others(void **state)
{
    (void)state;
    struct weights weights = some_weights();
    const uint32_t some[PART_COUNT] = { [PART_TITLE] = 11, [PART_BODY] = 40 };
    const uint32_t one_more[PART_COUNT] = { [PART_TITLE] = 12, [PART_BODY] = 41 };
    const uint32_t many_more[PART_COUNT] = { [PART_TITLE] = 12, [PART_BODY] = 52 };
    struct rarity before = rarity_of(&weights, some);
    struct rarity after = rarity_of(&weights, one_more);
    assert_memory_equal(&before, &after, sizeof before);
    after = rarity_of(&weights, many_more);
    assert_memory_not_equal(&before, &after, sizeof before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights__order_pages_as_readers_expect),
        cmocka_unit_test(test_weights__rare_words_say_more),
        cmocka_unit_test(test_weights__a_page_more_changes_those_of_no_other_word),
        cmocka_unit_test(test_weights__a_word_on_one_page_more_says_the_same_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
