// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "../../support/scratch.h"

#include "base/parallel.h"
#include "cache/cache.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { VALUE_ROOM = 8192, MANY = 300 };

static int set_up(void **state)
{
    struct scratch *scratch = calloc(1, sizeof *scratch);
    assert_non_null(scratch);
    scratch_set_up(scratch);
    *state = scratch;
    return 0;
}

static int tear_down(void **state)
{
    scratch_tear_down(*state);
    free(*state);
    return 0;
}

static struct cache *open_as(struct scratch *scratch, const char *generator)
{
    return cache_open(scratch_path(scratch, "cache"), str_from_c(generator));
}

static struct cache *open_here(struct scratch *scratch)
{
    return open_as(scratch, "this one");
}

static struct fingerprint key_of(unsigned number)
{
    return fingerprint_of((str){ (const char *)&number, sizeof number });
}

// What is remembered of a number: it follows from the number, and no two are alike.
static str value_of(unsigned number, char room[VALUE_ROOM])
{
    size_t len = number * 2654435761u % VALUE_ROOM;
    for (size_t i = 0; i < len; i++)
        room[i] = (char)(i * 31 + number * 17 + (i >> 8) * number);
    return (str){ room, len };
}

static void put(struct cache *cache, unsigned number)
{
    char room[VALUE_ROOM];
    cache_put(cache, CACHE_DOCUMENT, key_of(number), value_of(number, room));
}

// Whether a number is remembered; if so, then rightly.
static bool has(struct cache *cache, unsigned number)
{
    char room[VALUE_ROOM];
    str value;
    struct arena *arena = arena_new();
    bool found = cache_get(cache, CACHE_DOCUMENT, key_of(number), arena, &value);
    if (found)
        assert_true(str_equal(value, value_of(number, room)));
    arena_free(arena);
    return found;
}

static unsigned count_has(struct cache *cache, unsigned from, unsigned to)
{
    unsigned count = 0;
    for (unsigned i = from; i < to; i++)
        count += has(cache, i);
    return count;
}

// A build that wants [from, to), and remembers what it does not find.
static unsigned build(struct scratch *scratch, unsigned from, unsigned to)
{
    unsigned made = 0;
    struct cache *cache = open_here(scratch);
    for (unsigned i = from; i < to; i++) {
        if (has(cache, i))
            continue;
        put(cache, i);
        made++;
    }
    for (unsigned i = from; i < to; i++)
        assert_true(has(cache, i));
    cache_close(cache);
    return made;
}

static off_t size_of(struct scratch *scratch, const char *name)
{
    struct stat about;
    return stat(scratch_path(scratch, name), &about) == 0 ? about.st_size : -1;
}

static void run(struct scratch *scratch, const char *command)
{
    char whole[SCRATCH_PATH * 2];
    scratch_format(whole, sizeof whole, "cd '%s' && %s", scratch->folder, command);
    assert_int_equal(system(whole), 0);
}

// ---- Remembering ----

static void test_what_was_put_is_found_by_this_build_and_by_the_next(void **state)
{
    assert_int_equal(build(*state, 0, MANY), MANY);
    assert_int_equal(build(*state, 0, MANY), 0);
    assert_int_equal(build(*state, 0, MANY + 5), 5);
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, 2 * MANY), MANY + 5);
    cache_close(cache);
}

static void test_what_is_finished_is_empty_and_found_by_the_next_build(void **state)
{
    struct cache *cache = open_here(*state);
    put(cache, 1);
    assert_true(cache_remembers(cache));
    cache_finish(cache);
    cache_finish(cache);
    put(cache, 2);
    assert_false(cache_remembers(cache));
    assert_int_equal(count_has(cache, 0, 3), 0);
    assert_false(cache_knows(cache, CACHE_DOCUMENT, key_of(1)));
    cache_close(cache);
    cache = open_here(*state);
    assert_true(has(cache, 1));
    assert_false(has(cache, 2));
    cache_close(cache);
    cache_finish(NULL);
}

// Small values wait in a buffer; large ones go past it.
static void test_a_part_of_a_value_is_had_by_itself(void **state)
{
    struct scratch *scratch = *state;
    static char bytes[600 * 1024];
    const struct fingerprint keys[] = { { 1, 1 }, { 2, 2 } };
    const size_t lens[] = { 1000, sizeof bytes };
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 31 >> 3);
    for (int build = 0; build < 2; build++) {
        struct cache *cache = open_here(scratch);
        struct arena *arena = arena_new();
        for (size_t k = 0; k < 2; k++) {
            str got;
            if (build == 0)
                cache_put(cache, CACHE_INDEX, keys[k], (str){ bytes, lens[k] });
            assert_true(cache_get_part(cache, CACHE_INDEX, keys[k], 7, lens[k] - 7, arena, &got));
            assert_memory_equal(got.at, bytes + 7, got.len);
            assert_true(cache_get_part(cache, CACHE_INDEX, keys[k], lens[k], 0, arena, &got));
            assert_false(cache_get_part(cache, CACHE_INDEX, keys[k], 7, lens[k] - 6, arena, &got));
            assert_false(
                cache_get_part(cache, CACHE_INDEX, keys[k], UINT64_MAX - 3, 8, arena, &got));
            assert_false(cache_get_part(cache, CACHE_PLACES, keys[k], 0, 1, arena, &got));
            assert_true(cache_get(cache, CACHE_INDEX, keys[k], arena, &got));
            assert_int_equal(got.len, lens[k]);
            assert_memory_equal(got.at, bytes, got.len);
        }
        arena_free(arena);
        cache_close(cache);
    }
}

static void test_an_empty_value_is_a_value(void **state)
{
    str value = { "x", 1 };
    struct arena *arena = arena_new();
    for (int i = 0; i < 2; i++) {
        struct cache *cache = open_here(*state);
        assert_int_equal(cache_get(cache, CACHE_PLACES, key_of(1), arena, &value), i);
        cache_put(cache, CACHE_PLACES, key_of(1), STR(""));
        assert_true(cache_get(cache, CACHE_PLACES, key_of(1), arena, &value));
        assert_int_equal(value.len, 0);
        cache_close(cache);
    }
    arena_free(arena);
}

static void test_parts_of_one_thing_are_apart(void **state)
{
    str value;
    struct arena *arena = arena_new();
    struct cache *cache = open_here(*state);
    cache_put(cache, CACHE_BODY, key_of(1), STR("body"));
    assert_false(cache_get(cache, CACHE_PLACES, key_of(1), arena, &value));
    cache_put(cache, CACHE_PLACES, key_of(1), STR("words"));
    cache_close(cache);
    cache = open_here(*state);
    assert_true(cache_get(cache, CACHE_BODY, key_of(1), arena, &value));
    assert_true(str_equal(value, STR("body")));
    assert_true(cache_get(cache, CACHE_PLACES, key_of(1), arena, &value));
    assert_true(str_equal(value, STR("words")));
    cache_close(cache);
    arena_free(arena);
}

static void test_the_last_value_counts(void **state)
{
    static const char *const values[] = { "first", "second", "third" };
    struct arena *arena = arena_new();
    str value;
    for (size_t i = 0; i < 3; i++) {
        struct cache *cache = open_here(*state);
        if (i > 0) {
            assert_true(cache_get(cache, CACHE_STATE, key_of(1), arena, &value));
            assert_true(str_equal(value, str_from_c(values[i - 1])));
        }
        cache_put(cache, CACHE_STATE, key_of(1), str_from_c(values[i]));
        assert_true(cache_get(cache, CACHE_STATE, key_of(1), arena, &value));
        assert_true(str_equal(value, str_from_c(values[i])));
        cache_close(cache);
    }
    arena_free(arena);
}

static void test_what_another_version_remembered_is_not_found(void **state)
{
    assert_int_equal(build(*state, 0, MANY), MANY);
    struct cache *cache = open_as(*state, "another one");
    assert_int_equal(count_has(cache, 0, MANY), 0);
    put(cache, 1);
    cache_close(cache);
    assert_int_equal(build(*state, 0, MANY), 0);
}

static void test_no_cache_is_empty(void **state)
{
    (void)state;
    put(NULL, 1);
    assert_false(has(NULL, 1));
    assert_false(cache_knows(NULL, CACHE_DOCUMENT, key_of(1)));
    cache_close(NULL);
}

// ---- No folder ----

static void check_holds_bodies_alone(struct cache *cache)
{
    struct arena *arena = arena_new();
    char room[VALUE_ROOM];
    str value;
    for (unsigned i = 0; i < MANY; i++)
        cache_put(cache, CACHE_BODY, key_of(i), value_of(i, room));
    put(cache, 1);
    assert_false(has(cache, 1));
    for (unsigned i = 0; i < MANY; i++) {
        assert_true(cache_get(cache, CACHE_BODY, key_of(i), arena, &value));
        assert_true(str_equal(value, value_of(i, room)));
    }
    arena_free(arena);
    cache_close(cache);
}

static void test_without_a_folder_bodies_are_held(void **state)
{
    (void)state;
    check_holds_bodies_alone(cache_open(NULL, STR("x")));
}

static void test_a_folder_that_is_a_file_is_left_alone(void **state)
{
    scratch_write(*state, "cache", "mine");
    check_holds_bodies_alone(open_here(*state));
    char room[1024];
    assert_string_equal(scratch_read(*state, "cache", room), "mine");
}

static void test_a_folder_in_no_folder_is_not_made(void **state)
{
    check_holds_bodies_alone(cache_open(scratch_path(*state, "a/b"), STR("x")));
    assert_false(scratch_has(*state, "a"));
}

static void test_bodies_are_held_where_no_file_can_be_written(void **state)
{
    char before[SCRATCH_PATH];
    const char *temporary = getenv("TMPDIR");
    scratch_format(before, sizeof before, "%s", temporary == NULL ? "" : temporary);
    setenv("TMPDIR", "/proc/nowhere", 1);
    check_holds_bodies_alone(cache_open(NULL, STR("x")));
    if (temporary == NULL)
        unsetenv("TMPDIR");
    else
        setenv("TMPDIR", before, 1);
    (void)state;
}

static void test_a_folder_that_may_only_be_read_is_read(void **state)
{
    build(*state, 0, MANY);
    run(*state, "chmod 500 cache && chmod 400 cache/*");
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, MANY), MANY);
    put(cache, MANY);
    assert_true(has(cache, MANY));
    cache_close(cache);
    run(*state, "chmod 700 cache && chmod 600 cache/*");
    assert_int_equal(build(*state, 0, MANY), 0);
}

// The limit on the size of files stands for a full disk.
static void test_a_full_disk_is_no_trouble(void **state)
{
    build(*state, 0, MANY);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = { 1000, 1000 };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        struct cache *cache = open_here(*state);
        char room[VALUE_ROOM];
        for (unsigned i = MANY; i < 4 * MANY; i++) {
            cache_put(cache, CACHE_BODY, key_of(i), value_of(i, room));
            put(cache, i);
        }
        struct arena *arena = arena_new();
        str value;
        unsigned count = 0;
        for (unsigned i = MANY; i < 4 * MANY; i++)
            count += cache_get(cache, CACHE_BODY, key_of(i), arena, &value) &&
                     str_equal(value, value_of(i, room));
        cache_close(cache);
        _exit(count == 3 * MANY ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(build(*state, 0, MANY), 0);
}

// ---- Damage ----

static void test_files_of_another_kind_are_no_trouble(void **state)
{
    static const char *const names[] = { "index", "lock", "pack-00000001", "index.new" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char command[256];
        build(*state, 0, 10);
        snprintf(command, sizeof command, "rm -f cache/%s; mkfifo cache/%s", names[i], names[i]);
        run(*state, command);
        build(*state, 0, 10);
        snprintf(command, sizeof command,
                 "rm -rf cache/%s; mkdir cache/%s; ln -s /dev/zero cache/%s/x", names[i], names[i],
                 names[i]);
        run(*state, command);
        build(*state, 0, 10);
        snprintf(command, sizeof command, "rm -rf cache/%s; ln -s /dev/zero cache/%s", names[i],
                 names[i]);
        run(*state, command);
        build(*state, 0, 10);
        run(*state, "rm -rf cache");
    }
}

// Each build repairs what it finds.
static void test_a_cache_that_is_cut_short_is_repaired(void **state)
{
    static const char *const names[] = { "cache/index", "cache/pack-*" };
    for (size_t name = 0; name < 2; name++)
        for (unsigned i = 0; i < 40; i++) {
            char command[256];
            build(*state, 0, MANY);
            snprintf(command, sizeof command,
                     "for f in %s; do s=$(stat -c %%s $f); truncate -s $((%u < 20 ? %u * 3 : s * "
                     "(%u - 20) / 20 )) $f; done",
                     names[name], i, i, i);
            run(*state, command);
            unsigned made = build(*state, 0, MANY);
            assert_true(made > 0 && (name == 0 || i < 21 || made < MANY));
            assert_int_equal(build(*state, 0, MANY), 0);
        }
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

// Changes up to 16 bytes of the file, anywhere or in its first 64 bytes.
static void damage(const char *path, unsigned *seed)
{
    struct stat about;
    int file = open(path, O_RDWR);
    assert_true(file >= 0 && fstat(file, &about) == 0);
    size_t size = (size_t)about.st_size;
    if (next_random(seed) % 3 == 0 && size > 64)
        size = 64;
    for (unsigned i = next_random(seed) % 16; size > 0 && i < 16; i++) {
        char byte = (char)next_random(seed);
        off_t at = (off_t)(((uint64_t)next_random(seed) << 20 ^ next_random(seed)) % size);
        assert_int_equal(pwrite(file, &byte, 1, at), 1);
    }
    close(file);
}

static void test_damage_anywhere_is_seen(void **state)
{
    struct scratch *scratch = *state;
    unsigned repaired = 0;
    for (unsigned seed = 1; seed <= 400; seed++) {
        unsigned random = seed;
        build(scratch, seed / 10, MANY / 4 + seed / 10);
        run(scratch, "ln -f $(ls -S cache/pack-* | head -n 1) pack");
        damage(scratch_path(scratch, seed % 2 ? "pack" : "cache/index"), &random);
        repaired += build(scratch, seed / 10, MANY / 4 + seed / 10) > 0;
    }
    assert_true(repaired > 300);
}

static void test_packs_and_indexes_that_do_not_belong_together_give_nothing(void **state)
{
    build(*state, 0, MANY);
    run(*state, "cp -r cache other && rm -rf cache");
    build(*state, MANY, 2 * MANY);
    run(*state, "cp other/index cache/index");
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, 2 * MANY), 0);
    cache_close(cache);
    assert_int_equal(build(*state, 0, MANY), MANY);
}

static void test_a_cache_may_be_deleted_or_replaced_while_it_is_open(void **state)
{
    build(*state, 0, MANY);
    run(*state, "cp -r cache other");
    for (int i = 0; i < 3; i++) {
        static const char *const commands[] = { "rm -rf cache", "rm -f cache/*",
                                                "rm -rf cache && cp -r other cache" };
        struct cache *cache = open_here(*state);
        assert_int_equal(count_has(cache, 0, MANY), MANY);
        run(*state, commands[i]);
        assert_int_equal(count_has(cache, 0, MANY), MANY);
        put(cache, MANY);
        cache_close(cache);
        build(*state, 0, MANY);
    }
}

static void test_a_pack_that_is_cut_short_while_it_is_open_gives_nothing(void **state)
{
    build(*state, 0, MANY);
    struct cache *cache = open_here(*state);
    run(*state, "truncate -s 100 cache/pack-*");
    assert_true(count_has(cache, 0, MANY) <= 1);
    put(cache, 7);
    assert_true(has(cache, 7));
    cache_close(cache);
    cache = open_here(*state);
    assert_true(has(cache, 7));
    cache_close(cache);
}

// ---- Several at once ----

static void test_what_another_build_commits_meanwhile_is_kept(void **state)
{
    build(*state, 0, 10);
    struct cache *first = open_here(*state);
    struct cache *second = open_here(*state);
    put(first, 100);
    put(second, 200);
    put(second, 201);
    cache_close(first);
    assert_true(has(second, 5));
    cache_close(second);
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, 300), 13);
    cache_close(cache);
}

static void test_two_that_both_start_from_nothing_join(void **state)
{
    struct cache *first = open_here(*state);
    struct cache *second = open_here(*state);
    put(first, 100);
    put(second, 200);
    cache_close(first);
    cache_close(second);
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, 300), 2);
    cache_close(cache);
}

// Values overlap, packs come and are emptied, and some are killed.
static void test_many_processes_may_use_one_cache(void **state)
{
    enum { PROCESSES = 4, BUILDS = 25 };
    pid_t children[PROCESSES];
    for (unsigned p = 0; p < PROCESSES; p++) {
        if ((children[p] = fork()) != 0)
            continue;
        for (unsigned i = 0; i < BUILDS; i++)
            build(*state, i * 7 + p * 3, i * 7 + p * 3 + 40);
        _exit(0);
    }
    pid_t killed = fork();
    if (killed == 0)
        for (unsigned i = 0;; i++)
            build(*state, i % 500, i % 500 + 40);
    for (unsigned p = 0; p < PROCESSES; p++) {
        int status;
        assert_int_equal(waitpid(children[p], &status, 0), children[p]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    kill(killed, SIGKILL);
    waitpid(killed, NULL, 0);
    build(*state, 0, MANY);
    assert_int_equal(build(*state, 0, MANY), 0);
}

struct shared {
    struct cache *cache;
    atomic_uint wrong;
};

static void share(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct shared *shared = context;
    unsigned number = (unsigned)item % (2 * MANY);
    if (!has(shared->cache, number))
        put(shared->cache, number);
    cache_knows(shared->cache, CACHE_DOCUMENT, key_of((unsigned)item));
    if (!has(shared->cache, number))
        atomic_fetch_add(&shared->wrong, 1);
}

static void test_threads_may_share_a_cache(void **state)
{
    build(*state, 0, MANY);
    struct shared shared = { .cache = open_here(*state) };
    parallel_each(8, (size_t)8 * MANY, share, &shared);
    cache_close(shared.cache);
    assert_int_equal(shared.wrong, 0);
    assert_int_equal(build(*state, 0, 2 * MANY), 0);
}

// ---- Forgetting ----

static void test_what_no_build_asks_for_is_forgotten(void **state)
{
    build(*state, 0, MANY);
    for (unsigned i = 0; i < 19; i++)
        build(*state, MANY, MANY + 10 + i);
    off_t full = size_of(*state, "cache/pack-00000001");
    run(*state, "cp -r cache before");
    struct cache *cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, MANY), MANY);
    cache_close(cache);
    run(*state, "rm -rf cache && mv before cache");

    build(*state, MANY, MANY + 100);
    cache = open_here(*state);
    assert_int_equal(count_has(cache, 0, MANY), 0);
    assert_int_equal(count_has(cache, MANY, MANY + 100), 100);
    cache_close(cache);
    assert_int_equal(size_of(*state, "cache/pack-00000001"), -1);
    assert_true(size_of(*state, "cache/pack-00000002") < full);
}

static void test_what_is_known_to_be_of_use_is_kept(void **state)
{
    build(*state, 0, 2);
    for (unsigned i = 0; i < 50; i++) {
        struct cache *cache = open_here(*state);
        put(cache, 100 + i);
        assert_true(cache_knows(cache, CACHE_DOCUMENT, key_of(1)));
        cache_close(cache);
    }
    struct cache *cache = open_here(*state);
    assert_true(has(cache, 1));
    assert_false(has(cache, 0));
    cache_close(cache);
}

// A build with nothing new does not write; what it uses must stay all the same.
static unsigned count_packs(struct scratch *scratch)
{
    char command[SCRATCH_PATH * 2];
    unsigned count = 0;
    scratch_format(command, sizeof command, "ls '%s'/cache | grep -c pack-", scratch->folder);
    FILE *told = popen(command, "r");
    assert_non_null(told);
    assert_int_equal(fscanf(told, "%u", &count), 1);
    pclose(told);
    return count;
}

static void test_what_a_build_added_goes_with_its_pack(void **state)
{
    build(*state, 0, MANY);
    for (unsigned i = 0; i < 60; i++) {
        struct cache *cache = open_here(*state);
        assert_int_equal(count_has(cache, 0, MANY), MANY);
        for (unsigned j = 0; j < 10; j++)
            put(cache, MANY + 10 * i + j);
        cache_close(cache);
        assert_true(count_packs(*state) <= 22);
    }
    assert_true(size_of(*state, "cache/pack-00000001") > 0);
    assert_int_equal(size_of(*state, "cache/pack-00000002"), -1);
}

static void test_of_many_builds_there_are_few_packs_and_nothing_is_lost(void **state)
{
    for (unsigned i = 1; i <= 200; i++) {
        build(*state, 0, i);
        assert_true(count_packs(*state) <= 64);
    }
    assert_int_equal(build(*state, 0, 200), 0);
}

static void test_a_pack_that_is_lost_takes_its_own_values_along(void **state)
{
    build(*state, 0, 10);
    build(*state, 0, 20);
    build(*state, 0, 30);
    run(*state, "rm cache/pack-00000002");
    assert_int_equal(build(*state, 0, 30), 10);
    assert_int_equal(build(*state, 0, 30), 0);
}

static void test_builds_with_nothing_new_count_as_well(void **state)
{
    build(*state, 0, 10);
    for (unsigned i = 0; i < 60; i++) {
        build(*state, 100 + i, 101 + i);
        assert_int_equal(build(*state, 0, 10), 0);
    }
}

static void test_a_build_with_nothing_new_leaves_the_files_alone(void **state)
{
    build(*state, 0, MANY);
    run(*state, "cp -p cache/index before && cp -p cache/pack-* before.pack");
    build(*state, 0, MANY);
    run(*state, "[ ! cache/index -nt before ] && cmp cache/index before && cmp cache/pack-* "
                "before.pack && [ $(ls cache | wc -l) = 3 ]");
}

static void test_the_cache_is_for_its_owner_alone(void **state)
{
    build(*state, 0, MANY);
    run(*state, "[ $(stat -c %a cache) = 700 ] && [ $(stat -c %a cache/* | sort -u) = 600 ]");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_what_was_put_is_found_by_this_build_and_by_the_next),
        TEST(test_what_is_finished_is_empty_and_found_by_the_next_build),
        TEST(test_a_part_of_a_value_is_had_by_itself),
        TEST(test_an_empty_value_is_a_value),
        TEST(test_parts_of_one_thing_are_apart),
        TEST(test_the_last_value_counts),
        TEST(test_what_another_version_remembered_is_not_found),
        TEST(test_no_cache_is_empty),
        TEST(test_without_a_folder_bodies_are_held),
        TEST(test_a_folder_that_is_a_file_is_left_alone),
        TEST(test_a_folder_in_no_folder_is_not_made),
        TEST(test_bodies_are_held_where_no_file_can_be_written),
        TEST(test_a_folder_that_may_only_be_read_is_read),
        TEST(test_a_full_disk_is_no_trouble),
        TEST(test_files_of_another_kind_are_no_trouble),
        TEST(test_a_cache_that_is_cut_short_is_repaired),
        TEST(test_damage_anywhere_is_seen),
        TEST(test_packs_and_indexes_that_do_not_belong_together_give_nothing),
        TEST(test_a_cache_may_be_deleted_or_replaced_while_it_is_open),
        TEST(test_a_pack_that_is_cut_short_while_it_is_open_gives_nothing),
        TEST(test_what_another_build_commits_meanwhile_is_kept),
        TEST(test_two_that_both_start_from_nothing_join),
        TEST(test_many_processes_may_use_one_cache),
        TEST(test_threads_may_share_a_cache),
        TEST(test_what_no_build_asks_for_is_forgotten),
        TEST(test_what_is_known_to_be_of_use_is_kept),
        TEST(test_what_a_build_added_goes_with_its_pack),
        TEST(test_of_many_builds_there_are_few_packs_and_nothing_is_lost),
        TEST(test_a_pack_that_is_lost_takes_its_own_values_along),
        TEST(test_builds_with_nothing_new_count_as_well),
        TEST(test_a_build_with_nothing_new_leaves_the_files_alone),
        TEST(test_the_cache_is_for_its_owner_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
