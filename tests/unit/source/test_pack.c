// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "world.h"

#include "base/memory.h"
#include "source/pack.h"
#include "source/pack_delta.h"

// ---- Deltas ----

static bool applied(str base, str delta, const char *wanted)
{
    struct buf result = { 0 };
    bool well = delta_apply(base, delta, 100, &result);
    bool same = well && str_equal(buf_view(&result), str_from_c(wanted));
    buf_release(&result);
    return same;
}

static void test_delta__parts_of_the_base_and_new_bytes_make_the_result(void **state)
{
    (void)state;
    str base = STR("een verhaal");
    assert_true(applied(base, STR("\x0B\x09\x91\x04\x05\x04tien"), "verhatien"));
    assert_true(applied(base, STR("\x0B\x03\x90\x03"), "een"));
    assert_true(applied(base, STR("\x0B\x06\x90\x03\x90\x03"), "eeneen"));
    assert_true(applied(base, STR("\x0B\x00"), ""));
}

static void test_delta__what_does_not_fit_is_refused(void **state)
{
    (void)state;
    const str wrong[] = {
        STR(""),                     // nothing
        STR("\x0B"),                 // no size of the result
        STR("\x0A\x03\x90\x03"),     // another base
        STR("\x0B\x04\x90\x03"),     // gives less than it says
        STR("\x0B\x02\x90\x03"),     // gives more
        STR("\x0B\x03\x91\x09\x03"), // reaches behind the base
        STR("\x0B\x03\x91\x0C\x03"), // begins there
        STR("\x0B\x03\x90"),         // breaks off in an order
        STR("\x0B\x03\x03"
            "ab"),                   // and in new bytes
        STR("\x0B\x03\x00\x90\x03"), // an order that means nothing
        STR("\x0B\x03\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
        STR("\x0B\xFF\xFF\xFF\xFF\xFF\x0F"), // more than anyone has
        STR("\x0B\x65\x90\x03"),             // more than the limit
    };
    struct buf result = { 0 };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(delta_apply(STR("een verhaal"), wrong[i], 100, &result));
    buf_release(&result);
}

// ---- Packs ----

enum { TEXTS = 300, TEXT_MAX = 4096 };

// Versions of one text, each a little different from the one before.
static size_t text_of(unsigned number, char text[TEXT_MAX])
{
    size_t len = 0;
    for (unsigned line = 0; line < 30; line++)
        len += (size_t)snprintf(text + len, TEXT_MAX - len, "regel %u, gezegd door %u\n", line,
                                line * 7 % 30 < number % 30 ? number * 7919 : line);
    return len;
}

static git_oid text_id(unsigned number)
{
    char text[TEXT_MAX];
    git_oid id;
    size_t len = text_of(number, text);
    assert_int_equal(git_odb_hash(&id, text, len, GIT_OBJECT_BLOB), 0);
    return id;
}

static void command(struct world *world, const char *format)
{
    char whole[SCRATCH_PATH * 2];
    scratch_format(whole, sizeof whole, "cd '%s/site' && %s", world->scratch.folder, format);
    assert_int_equal(system(whole), 0);
}

// Puts all texts into one pack, as `git repack` with these settings does.
static void texts_pack(struct world *world, const char *settings)
{
    char text[TEXT_MAX];
    char repack[256];
    struct bush bush = { .len = 0 };
    for (unsigned i = 0; i < TEXTS; i++) {
        char name[16];
        size_t len = text_of(i, text);
        snprintf(name, sizeof name, "%03u.md", i);
        bush_add(&bush, "100644", name, object(world, GIT_OBJECT_BLOB, text, len));
    }
    commit(world, tree(world, &bush));
    snprintf(repack, sizeof repack, "git %s repack -adfq --depth=50 --window=20", settings);
    command(world, repack);
}

static struct packs *packs_of(struct world *world)
{
    return packs_open(str_from_c(scratch_path(&world->scratch, "site/.git/objects/pack")));
}

// How many of the texts come out of the packs; none of them may be another.
static unsigned texts_found(struct world *world)
{
    struct packs *packs = packs_of(world);
    struct unpacker unpacker = { 0 };
    unsigned found = 0;
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < TEXTS; i++) {
            char text[TEXT_MAX];
            git_oid id = text_id(i);
            size_t size;
            str bytes;
            if (!packs_read(packs, &unpacker, id.id, TEXT_MAX, &size, &bytes))
                continue;
            assert_true(str_equal(bytes, (str){ text, text_of(i, text) }));
            assert_int_equal(size, bytes.len);
            found++;
        }
    unpacker_release(&unpacker);
    packs_close(packs);
    return found;
}

static void test_packs__blobs_come_out_as_they_went_in(void **state)
{
    struct world *world = *state;
    texts_pack(world, "");
    assert_int_equal(texts_found(world), 2 * TEXTS);
}

static void test_packs__deltas_that_name_their_base_are_read_too(void **state)
{
    struct world *world = *state;
    texts_pack(world, "-c repack.useDeltaBaseOffset=false");
    assert_int_equal(texts_found(world), 2 * TEXTS);
}

static void test_packs__what_is_no_blob_or_not_there_is_not_found(void **state)
{
    struct world *world = *state;
    texts_pack(world, "");
    struct packs *packs = packs_of(world);
    struct unpacker unpacker = { 0 };
    git_object *root = NULL;
    size_t size;
    str bytes;
    assert_int_equal(git_revparse_single(&root, world->git, "HEAD^{tree}"), 0);
    assert_false(packs_read(packs, &unpacker, git_object_id(root)->id, 9999, &size, &bytes));
    assert_false(
        packs_read(packs, &unpacker, (unsigned char[SOURCE_ID_SIZE]){ 0 }, 9999, &size, &bytes));
    assert_false(packs_read(packs, &unpacker,
                            (const unsigned char *)"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                                   "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
                            9999, &size, &bytes));
    git_object_free(root);
    unpacker_release(&unpacker);
    packs_close(packs);
    packs = packs_open(STR("/dev/null"));
    assert_false(packs_read(packs, &unpacker, text_id(1).id, 9999, &size, &bytes));
    packs_close(packs);
}

static void test_packs__of_what_is_too_large_the_size_is_found(void **state)
{
    struct world *world = *state;
    char text[TEXT_MAX];
    texts_pack(world, "");
    struct packs *packs = packs_of(world);
    struct unpacker unpacker = { 0 };
    for (unsigned i = 0; i < TEXTS; i++) {
        size_t size = 0;
        str bytes;
        assert_true(packs_read(packs, &unpacker, text_id(i).id, 10, &size, &bytes));
        assert_int_equal(size, text_of(i, text));
    }
    unpacker_release(&unpacker);
    packs_close(packs);
}

static void test_packs__a_source_gives_the_same_with_and_without(void **state)
{
    struct world *world = *state;
    texts_pack(world, "");
    assert_non_null(world_read(world));
    for (unsigned i = 0; i < TEXTS; i++) {
        char text[TEXT_MAX];
        str bytes;
        assert_true(source_bytes(world->source, i, i % 2, &bytes, world->scratch.diagnostics));
        assert_true(str_equal(bytes, (str){ text, text_of(i, text) }));
        assert_int_equal(source_files(world->source, &(size_t){ 0 })[i].size, bytes.len);
    }
}

// ---- Damage ----

struct damaged {
    char path[SCRATCH_PATH];
    char *bytes;
    size_t size;
};

static struct damaged damage_start(struct world *world, const char *kind)
{
    struct damaged damaged = { .size = 0 };
    char find[256];
    snprintf(find, sizeof find, "chmod u+w .git/objects/pack/* && cp .git/objects/pack/*.%s gaaf",
             kind);
    command(world, find);
    snprintf(find, sizeof find, "ln .git/objects/pack/*.%s stuk", kind);
    command(world, find);
    FILE *whole = fopen(scratch_path(&world->scratch, "site/gaaf"), "rb");
    assert_non_null(whole);
    damaged.bytes = memory_alloc(1 << 20);
    damaged.size = fread(damaged.bytes, 1, 1 << 20, whole);
    fclose(whole);
    scratch_format(damaged.path, sizeof damaged.path, "%s",
                   scratch_path(&world->scratch, "site/stuk"));
    return damaged;
}

static void damage_write(const struct damaged *damaged, size_t size)
{
    FILE *file = fopen(damaged->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fwrite(damaged->bytes, 1, size, file), size);
    assert_int_equal(ftruncate(fileno(file), (off_t)size), 0);
    fclose(file);
}

static void test_packs__a_damaged_pack_gives_less_but_nothing_wrong(void **state)
{
    struct world *world = *state;
    texts_pack(world, "");
    struct damaged damaged = damage_start(world, "pack");
    unsigned lost = 0;
    for (size_t at = 12; at < damaged.size; at += damaged.size / 40) {
        damaged.bytes[at] = (char)(damaged.bytes[at] ^ (0x11 << at % 4));
        damage_write(&damaged, damaged.size);
        lost += texts_found(world) < 2 * TEXTS;
        damaged.bytes[at] = (char)(damaged.bytes[at] ^ (0x11 << at % 4));
    }
    assert_true(lost > 0);
    for (size_t size = 0; size < damaged.size - 100; size += damaged.size / 10) {
        damage_write(&damaged, size);
        assert_true(texts_found(world) < 2 * TEXTS);
    }
    free(damaged.bytes);
}

// Where something else stands than the index says, what comes out is another
// object, as it is with libgit2; here it must not do more harm than that.
static void test_packs__a_damaged_index_does_no_harm(void **state)
{
    struct world *world = *state;
    texts_pack(world, "");
    struct damaged damaged = damage_start(world, "idx");
    for (size_t at = 0; at < damaged.size; at += 61) {
        damaged.bytes[at] = (char)(damaged.bytes[at] ^ (0x81 << at % 3));
        damage_write(&damaged, damaged.size);
        struct packs *packs = packs_of(world);
        struct unpacker unpacker = { 0 };
        for (unsigned i = 0; i < TEXTS; i += 7) {
            size_t size;
            str bytes;
            packs_read(packs, &unpacker, text_id(i).id, TEXT_MAX, &size, &bytes);
        }
        unpacker_release(&unpacker);
        packs_close(packs);
        damaged.bytes[at] = (char)(damaged.bytes[at] ^ (0x81 << at % 3));
    }
    for (size_t size = 0; size < damaged.size; size += damaged.size / 10) {
        damage_write(&damaged, size);
        assert_int_equal(texts_found(world), 0);
    }
    free(damaged.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delta__parts_of_the_base_and_new_bytes_make_the_result),
        cmocka_unit_test(test_delta__what_does_not_fit_is_refused),
        TEST(test_packs__blobs_come_out_as_they_went_in),
        TEST(test_packs__deltas_that_name_their_base_are_read_too),
        TEST(test_packs__what_is_no_blob_or_not_there_is_not_found),
        TEST(test_packs__of_what_is_too_large_the_size_is_found),
        TEST(test_packs__a_source_gives_the_same_with_and_without),
        TEST(test_packs__a_damaged_pack_gives_less_but_nothing_wrong),
        TEST(test_packs__a_damaged_index_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
