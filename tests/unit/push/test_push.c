// SPDX-License-Identifier: EUPL-1.2
#include "../../support/scratch.h"

#include "push/push.h"

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static struct scratch scratch;
    scratch_set_up(&scratch);
    *state = &scratch;
    return 0;
}

static int tear_down(void **state)
{
    scratch_tear_down(*state);
    return 0;
}

// The umask of who has 077, in a repository that is shared in this way.
static unsigned umask_of(struct scratch *scratch, const char *shared)
{
    char text[256];
    const char *folder = scratch_path(scratch, "site.git");
    push_make(folder);
    scratch_format(text, sizeof text, "%s/config", folder);
    FILE *config = fopen(text, "w");
    assert_non_null(config);
    fprintf(config, "[core]\n\tbare = true\n\trepositoryformatversion = 0\n\t%s%s\n",
            shared[0] == '\0' ? "" : "sharedRepository = ", shared);
    assert_int_equal(fclose(config), 0);
    struct push *push = push_open(folder, scratch->diagnostics);
    assert_non_null(push);
    unsigned found = push_umask(push, 077);
    push_free(push);
    return found;
}

static void test_a_repository_is_shared_in_all_the_ways_of_git(void **state)
{
    static const struct {
        const char *shared;
        unsigned umask;
    } rows[] = {
        { "", 077 },      { "umask", 077 },     { "false", 077 }, { "0", 077 },    { "group", 007 },
        { "true", 007 },  { "yes", 007 },       { "on", 007 },    { "1", 007 },    { "all", 002 },
        { "world", 002 }, { "everybody", 002 }, { "2", 002 },     { "0640", 027 }, { "640", 027 },
        { "0644", 022 },  { "0664", 002 },      { "0600", 077 },  { "0698", 077 }, { "x", 077 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(umask_of(*state, rows[i].shared), rows[i].umask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_repository_is_shared_in_all_the_ways_of_git, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
