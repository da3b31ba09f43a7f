// SPDX-License-Identifier: EUPL-1.2
#include "source/lineage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { COMMITS = 400, PATHS = 5, TREES = 20 };

static unsigned random_next(unsigned long long *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((*seed >> 33) % below);
}

// Commits and what each knows, as a table.
struct table {
    uint32_t parents[COMMITS];
    struct life lives[COMMITS][PATHS];
    bool known[COMMITS][PATHS];
};

// Mostly one line: branches are short, or begin anywhere.
static void table_make(struct table *table, unsigned long long *seed)
{
    memset(table, 0, sizeof *table);
    for (uint32_t i = 0; i < COMMITS; i++) {
        unsigned back = random_next(seed, 10) == 0 ? random_next(seed, i + 1) : 0;
        table->parents[i] = i == 0 || random_next(seed, 200) == 0 ? NO_NUMBER : i - 1 - back % i;
    }
}

static void table_note(struct table *table, struct lineage *lineage, unsigned long long *seed)
{
    for (uint32_t i = 0; i < COMMITS; i++) {
        uint32_t parent = table->parents[i];
        if (parent != NO_NUMBER) {
            memcpy(table->lives[i], table->lives[parent], sizeof table->lives[i]);
            memcpy(table->known[i], table->known[parent], sizeof table->known[i]);
        }
        // Some paths change all the time, others hardly ever.
        for (uint32_t p = 0; p < PATHS; p++) {
            if (random_next(seed, 1 + p * 10) != 0)
                continue;
            table->lives[i][p] = (struct life){ .first = i, .last = i + p };
            table->known[i][p] = true;
            lineage_note(lineage, i, p, table->lives[i][p]);
        }
    }
}

static void test_each_commit_knows_what_its_first_parents_knew(void **state)
{
    static struct table table;
    unsigned long long seed = 5;
    (void)state;
    for (int tree = 0; tree < TREES; tree++) {
        struct arena *arena = arena_new();
        table_make(&table, &seed);
        struct lineage *lineage = lineage_new(arena, table.parents, COMMITS, 0);
        table_note(&table, lineage, &seed);
        for (uint32_t i = 0; i < COMMITS; i++)
            for (uint32_t p = 0; p < PATHS; p++) {
                struct life life = { 0 };
                assert_int_equal(lineage_ask(lineage, i, p, &life), table.known[i][p]);
                assert_memory_equal(&life, &table.lives[i][p], sizeof life);
            }
        arena_free(arena);
    }
}

static void test_a_long_line_is_asked_in_few_steps(void **state)
{
    enum { LONG = 200000 };
    struct arena *arena = arena_new();
    uint32_t *parents = ARENA_ARRAY(arena, uint32_t, LONG);
    (void)state;
    for (uint32_t i = 0; i < LONG; i++)
        parents[i] = i == 0 ? NO_NUMBER : i - 1;
    struct lineage *lineage = lineage_new(arena, parents, LONG, 0);
    for (uint32_t i = 0; i < LONG; i++)
        lineage_note(lineage, i, 0, (struct life){ .last = i });
    // A walk along the line for each would take 10^10 steps.
    for (uint32_t i = 0; i < LONG; i++) {
        struct life life;
        assert_true(lineage_ask(lineage, i, 0, &life));
        assert_int_equal(life.last, i);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_commit_knows_what_its_first_parents_knew),
        cmocka_unit_test(test_a_long_line_is_asked_in_few_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
