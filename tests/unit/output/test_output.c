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
#include "output/output.h"
#include "output/place.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

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

static struct output *open_at(struct scratch *scratch, const char *folder)
{
    char whole[SCRATCH_PATH];
    scratch_format(whole, sizeof whole, "%s", scratch_path(scratch, folder));
    return output_open(whole, scratch->diagnostics);
}

// A file of a site: path and text.  NULL ends.
struct page {
    const char *path;
    const char *text;
};

static struct output_counts build(struct scratch *scratch, const struct page *pages)
{
    struct output *output = open_at(scratch, "public");
    assert_non_null(output);
    for (; pages->path != NULL; pages++)
        output_add(output, str_from_c(pages->path), str_from_c(pages->text));
    assert_true(output_close(output));
    struct output_counts counts = output_counts(output);
    output_free(output);
    return counts;
}

#define BUILD(scratch, ...) build((scratch), (const struct page[]){ __VA_ARGS__, { NULL, NULL } })

#define assert_file(scratch, path, text) \
    assert_string_equal(scratch_read((scratch), (path), (char[1024]){ 0 }), (text))

#define assert_told(scratch, kind)                                        \
    do {                                                                  \
        if (!scratch_told((scratch), "", (kind)))                         \
            fail_msg("no %s in:\n%s", (kind), scratch_messages(scratch)); \
    } while (0)

#define assert_silent(scratch) assert_string_equal(scratch_messages(scratch), "")

// ---- Writing ----

static void test_output__files_are_written_and_counted(void **state)
{
    struct scratch *scratch = *state;
    struct output_counts counts =
        BUILD(scratch, { "index.html", "thuis" }, { "verhalen/v-1/index.html", "een" },
              { ".well-known/security.txt", "" });
    assert_file(scratch, "public/index.html", "thuis");
    assert_file(scratch, "public/verhalen/v-1/index.html", "een");
    assert_file(scratch, "public/.well-known/security.txt", "");
    assert_true(scratch_has(scratch, "public/.doorleefd-manifest"));
    assert_false(scratch_has(scratch, "public/.doorleefd-journal"));
    assert_int_equal(counts.files, 3);
    assert_int_equal(counts.written, 3);
    assert_int_equal(counts.removed, 0);
    assert_silent(scratch);
}

static void test_output__a_file_with_the_same_bytes_is_left_alone(void **state)
{
    struct scratch *scratch = *state;
    struct stat before;
    struct stat after;
    BUILD(scratch, { "a/index.html", "zelfde" }, { "b.html", "oud" });
    assert_int_equal(stat(scratch_path(scratch, "public/a/index.html"), &before), 0);
    struct output_counts counts = BUILD(scratch, { "a/index.html", "zelfde" }, { "b.html", "new" });
    assert_int_equal(stat(scratch_path(scratch, "public/a/index.html"), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_file(scratch, "public/b.html", "new");
    assert_int_equal(counts.files, 2);
    assert_int_equal(counts.written, 1);
    assert_silent(scratch);
}

static void test_output__an_open_reader_keeps_the_whole_old_file(void **state)
{
    struct scratch *scratch = *state;
    char text[16] = { 0 };
    BUILD(scratch, { "a.html", "oud" });
    FILE *reader = fopen(scratch_path(scratch, "public/a.html"), "r");
    assert_non_null(reader);
    BUILD(scratch, { "a.html", "nieuw" });
    assert_int_equal(fread(text, 1, sizeof text - 1, reader), 3);
    assert_string_equal(text, "oud");
    fclose(reader);
}

static void test_output__without_a_folder_files_are_counted_only(void **state)
{
    struct scratch *scratch = *state;
    struct output *output = output_open(NULL, scratch->diagnostics);
    output_add(output, STR("a/index.html"), STR("x"));
    output_add(output, STR("b.html"), STR("x"));
    assert_true(output_close(output));
    assert_int_equal(output_counts(output).files, 2);
    assert_int_equal(output_counts(output).written, 0);
    output_free(output);
}

static void test_output__the_folder_is_made_with_those_around_it(void **state)
{
    struct scratch *scratch = *state;
    struct output *output = open_at(scratch, "diep/er/public/");
    assert_non_null(output);
    output_add(output, STR("a.html"), STR("x"));
    assert_true(output_close(output));
    output_free(output);
    assert_file(scratch, "diep/er/public/a.html", "x");
}

struct many {
    struct output *output;
    unsigned round;
};

static void add_one(void *context, size_t item, unsigned worker)
{
    struct many *many = context;
    char path[64];
    char text[64];
    (void)worker;
    scratch_format(path, sizeof path, "v/%zu/%zu/index.html", item % 7, item);
    scratch_format(text, sizeof text, "%zu in ronde %u", item, item % 2 == 0 ? 0 : many->round);
    output_add(many->output, str_from_c(path), str_from_c(text));
}

static void test_output__threads_write_at_the_same_time(void **state)
{
    struct scratch *scratch = *state;
    enum { COUNT = 2000 };
    for (unsigned round = 0; round < 2; round++) {
        struct many many = { open_at(scratch, "public"), round };
        parallel_each(8, COUNT, add_one, &many);
        assert_true(output_close(many.output));
        assert_int_equal(output_counts(many.output).files, COUNT);
        assert_int_equal(output_counts(many.output).written, round == 0 ? COUNT : COUNT / 2);
        output_free(many.output);
    }
    assert_file(scratch, "public/v/5/1999/index.html", "(none)");
    assert_file(scratch, "public/v/4/1999/index.html", "1999 in ronde 1");
    assert_file(scratch, "public/v/5/1998/index.html", "(none)");
    assert_file(scratch, "public/v/3/1998/index.html", "1998 in ronde 0");
    assert_silent(scratch);
}

// ---- Removing ----

static void test_output__what_is_no_longer_made_is_removed(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a/b/c/index.html", "x" }, { "a/index.html", "x" }, { "z.html", "x" });
    struct output_counts counts = BUILD(scratch, { "a/index.html", "x" });
    assert_int_equal(counts.removed, 2);
    assert_file(scratch, "public/a/index.html", "x");
    assert_false(scratch_has(scratch, "public/a/b"));
    assert_false(scratch_has(scratch, "public/z.html"));
    assert_silent(scratch);
}

static void test_output__files_of_others_stay(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/.gitignore", "*");
    scratch_write(scratch, "public/eigen.txt", "van mij");
    BUILD(scratch, { "a/index.html", "x" });
    scratch_write(scratch, "public/a/foto.jpg", "van mij");
    BUILD(scratch, { "b.html", "x" });
    assert_file(scratch, "public/.gitignore", "*");
    assert_file(scratch, "public/eigen.txt", "van mij");
    assert_file(scratch, "public/a/foto.jpg", "van mij");
    assert_false(scratch_has(scratch, "public/a/index.html"));
    assert_silent(scratch);
}

static void test_output__a_file_of_another_in_our_place_is_replaced_and_told(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/b.html", "van mij");
    scratch_write(scratch, "public/a.html", "van mij");
    scratch_write(scratch, "public/c.html", "gelijk");
    assert_int_equal(symlink("../buiten.html", scratch_path(scratch, "public/l.html")), 0);
    scratch_write(scratch, "buiten.html", "buiten");
    BUILD(scratch, { "a.html", "x" }, { "b.html", "x" }, { "c.html", "gelijk" }, { "l.html", "x" });
    assert_file(scratch, "public/a.html", "x");
    assert_file(scratch, "public/l.html", "x");
    assert_file(scratch, "buiten.html", "buiten");
    assert_told(scratch, "output_replaced");
    assert_non_null(strstr(scratch_messages(scratch), "3 file(s)"));
    assert_non_null(strstr(scratch_messages(scratch), "first is 'a.html'"));
    assert_int_equal(diagnostics_count(scratch->diagnostics, WARNING), 1);
}

static void test_output__a_file_may_become_a_folder_and_back(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "x/a", "bestand" });
    BUILD(scratch, { "x/a/b/index.html", "map" }, { "x/a/c.html", "map" });
    assert_file(scratch, "public/x/a/b/index.html", "map");
    BUILD(scratch, { "x/a", "weer een bestand" });
    assert_file(scratch, "public/x/a", "weer een bestand");
    assert_silent(scratch);
}

static int open_count(void)
{
    int count = 0;
    for (int file = 0; file < 256; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static void test_output__nothing_stays_open_behind_a_build(void **state)
{
    struct scratch *scratch = *state;
    int before = open_count();
    BUILD(scratch, { "a/b/c/index.html", "x" }, { "d.html/e.html", "x" }, { "f", "x" });
    BUILD(scratch, { "a/index.html", "x" }, { "d.html", "y" }, { "f/g.html", "x" });
    BUILD(scratch, { "a/index.html", "y" }, { "d.html/e.html", "x" });
    BUILD(scratch, { "a/index.html", "y" });
    assert_int_equal(open_count(), before);
}

static void test_output__a_folder_of_another_in_the_place_of_a_file_is_told(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/a/eigen.txt", "van mij");
    struct output *output = open_at(scratch, "public");
    output_add(output, STR("a"), STR("x"));
    output_add(output, STR("b"), STR("x"));
    assert_false(output_close(output));
    output_free(output);
    assert_told(scratch, "output_blocked");
    assert_file(scratch, "public/a/eigen.txt", "van mij");
    assert_int_equal(diagnostics_count(scratch->diagnostics, FAILURE), 1);
}

static void test_output__a_link_to_a_folder_gives_way_and_is_not_followed(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "buiten/index.html", "buiten");
    scratch_folder(scratch, "public");
    assert_int_equal(symlink("../buiten", scratch_path(scratch, "public/a")), 0);
    BUILD(scratch, { "a/index.html", "x" });
    assert_file(scratch, "public/a/index.html", "x");
    assert_file(scratch, "buiten/index.html", "buiten");
    assert_told(scratch, "output_replaced");
}

static void test_output__removing_does_not_follow_links(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a/b/index.html", "x" });
    scratch_write(scratch, "buiten/b/index.html", "buiten");
    scratch_write(scratch, "buiten/index.html", "buiten");
    char from[SCRATCH_PATH];
    scratch_format(from, sizeof from, "%s/public/a", scratch->folder);
    assert_int_equal(rename(from, scratch_path(scratch, "weg")), 0);
    assert_int_equal(symlink("../buiten", from), 0);
    struct output_counts counts = BUILD(scratch, { "c.html", "x" });
    assert_int_equal(counts.removed, 0);
    assert_file(scratch, "buiten/b/index.html", "buiten");
    assert_silent(scratch);
}

static void test_output__a_list_that_someone_changed_does_no_harm(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "geheim.txt", "x");
    scratch_write(scratch, "public/.gitignore", "*");
    scratch_write(scratch, "public/map/.git/config", "x");
    char list[SCRATCH_PATH];
    scratch_format(list, sizeof list,
                   "doorleefd-manifest 1\n../geheim.txt\n%s/geheim.txt\n.gitignore\n"
                   "map/.git/config\nmap/../../geheim.txt\n\n//\nmap/\n.\n..\nmap\n",
                   scratch->folder);
    scratch_write(scratch, "public/.doorleefd-manifest", list);
    struct output_counts counts = BUILD(scratch, { "a.html", "x" });
    assert_int_equal(counts.removed, 0);
    assert_file(scratch, "geheim.txt", "x");
    assert_file(scratch, "public/.gitignore", "*");
    assert_file(scratch, "public/map/.git/config", "x");
    assert_silent(scratch);
}

static void test_output__a_list_of_another_version_is_not_believed(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/.doorleefd-manifest", "doorleefd-manifest 3\na.html\n");
    scratch_write(scratch, "public/a.html", "x");
    BUILD(scratch, { "b.html", "x" });
    assert_file(scratch, "public/a.html", "x");
    BUILD(scratch, { "c.html", "x" });
    assert_false(scratch_has(scratch, "public/b.html"));
}

static void test_output__a_list_of_the_first_version_is_believed(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/.doorleefd-manifest", "doorleefd-manifest 1\na.html\nb.html\n");
    scratch_write(scratch, "public/a.html", "x");
    scratch_write(scratch, "public/b.html", "x");
    assert_int_equal(BUILD(scratch, { "b.html", "x" }).written, 0);
    assert_false(scratch_has(scratch, "public/a.html"));
    assert_silent(scratch);
}

static void test_output__lists_that_are_links_are_not_followed(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "lijst", "doorleefd-manifest 1\na.html\n");
    scratch_write(scratch, "public/a.html", "x");
    assert_int_equal(symlink("../lijst", scratch_path(scratch, "public/.doorleefd-manifest")), 0);
    assert_int_equal(symlink("../lijst", scratch_path(scratch, "public/.doorleefd-journal")), 0);
    BUILD(scratch, { "b.html", "x" });
    assert_file(scratch, "lijst", "doorleefd-manifest 1\na.html\n");
    assert_file(scratch, "public/a.html", "x");
    BUILD(scratch, { "c.html", "x" });
    assert_false(scratch_has(scratch, "public/b.html"));
}

// ---- What stands already ----

static const struct fingerprint print_a = { 1, 2 };
static const struct fingerprint print_b = { 1, 3 };

static void add_all(struct output *output)
{
    output_add_print(output, STR("index.html"), STR("thuis"), print_a);
    output_add_print(output, STR("a/index.html"), STR("een"), print_a);
    output_add(output, STR("b.txt"), STR("twee"));
    output_set_print(output, print_b);
    assert_true(output_close(output));
    output_free(output);
}

static void test_output__a_file_of_the_same_print_is_kept_unread(void **state)
{
    struct scratch *scratch = *state;
    add_all(open_at(scratch, "public"));
    struct output *output = open_at(scratch, "public");
    assert_false(output_keep(output, STR("index.html"), print_b));
    assert_false(output_keep(output, STR("nieuw.html"), print_a));
    assert_false(output_keep(output, STR("b.txt"), (struct fingerprint){ 0 }));
    assert_true(output_keep(output, STR("index.html"), print_a));
    assert_true(output_keep(output, STR("a/index.html"), print_a));
    assert_true(output_close(output));
    assert_int_equal(output_counts(output).files, 2);
    assert_int_equal(output_counts(output).written, 0);
    assert_int_equal(output_counts(output).removed, 1);
    output_free(output);
    assert_file(scratch, "public/index.html", "thuis");
    output = open_at(scratch, "public");
    assert_true(output_keep(output, STR("a/index.html"), print_a));
    assert_true(output_close(output));
    output_free(output);
    assert_silent(scratch);
}

static void test_output__a_file_that_someone_changed_is_not_kept(void **state)
{
    struct scratch *scratch = *state;
    add_all(open_at(scratch, "public"));
    scratch_write(scratch, "public/index.html", "langer");
    struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 1000 } };
    assert_int_equal(utimensat(AT_FDCWD, scratch_path(scratch, "public/a/index.html"), times, 0),
                     0);
    struct output *output = open_at(scratch, "public");
    assert_false(output_stands(output, print_b));
    assert_false(output_keep(output, STR("index.html"), print_a));
    assert_false(output_keep(output, STR("a/index.html"), print_a));
    add_all(output);
    assert_file(scratch, "public/index.html", "thuis");
    output = open_at(scratch, "public");
    assert_true(output_keep(output, STR("index.html"), print_a));
    assert_true(output_keep(output, STR("a/index.html"), print_a));
    output_free(output);
}

static void test_output__what_is_taken_for_granted_is_looked_at_in_the_end(void **state)
{
    struct scratch *scratch = *state;
    for (int round = 0; round < 2; round++) {
        add_all(open_at(scratch, "public"));
        struct output *output = open_at(scratch, "public");
        output_trust(output);
        if (round == 1)
            scratch_write(scratch, "public/a/index.html", "langer");
        assert_true(output_keep(output, STR("index.html"), print_a));
        assert_true(output_keep(output, STR("a/index.html"), print_a));
        output_add(output, STR("b/index.html"), STR("nieuw"));
        assert_true(output_publish(output));
        assert_file(scratch, "public/b/index.html", "nieuw");
        assert_int_equal(output_holds(output), round == 0);
        assert_true(output_close(output));
        assert_int_equal(output_counts(output).written, 1);
        output_free(output);
    }
    add_all(open_at(scratch, "public"));
    assert_file(scratch, "public/a/index.html", "een");
    assert_silent(scratch);
}

static void test_output__what_is_made_anew_need_not_stand_as_it_was(void **state)
{
    struct scratch *scratch = *state;
    add_all(open_at(scratch, "public"));
    struct output *output = open_at(scratch, "public");
    output_trust(output);
    scratch_write(scratch, "public/a/index.html", "langer");
    assert_true(output_keep(output, STR("index.html"), print_a));
    assert_false(output_keep(output, STR("a/index.html"), print_b));
    output_add_print(output, STR("a/index.html"), STR("een"), print_b);
    assert_true(output_publish(output));
    assert_true(output_holds(output));
    assert_true(output_close(output));
    output_free(output);
    assert_file(scratch, "public/a/index.html", "een");
}

static void test_output__files_are_found_from_the_one_before(void **state)
{
    struct scratch *scratch = *state;
    add_all(open_at(scratch, "public"));
    struct output *output = open_at(scratch, "public");
    size_t near = 0;
    assert_true(output_keep_near(output, STR("index.html"), print_a, &near));
    assert_false(output_keep_near(output, STR("weg.html"), print_a, &near));
    assert_true(output_keep_near(output, STR("a/index.html"), print_a, &near));
    assert_false(output_keep_near(output, STR("b.txt"), print_a, &near));
    near = 1000;
    assert_false(output_keep_near(output, STR("weg.html"), print_a, &near));
    output_free(output);
}

// The list is put together from stretches of the old one and what is new between them.
static void test_output__a_list_of_which_little_changed_is_the_list_of_a_new_build(void **state)
{
    enum { FILES = 600 };
    struct scratch *scratch = *state;
    for (int round = 0; round < 4; round++) {
        struct output *output = open_at(scratch, round < 3 ? "public" : "vers");
        char path[32];
        char text[32];
        for (int i = 0; i < FILES; i++) {
            bool other = round > 0 && i % 100 == 7;
            if (round > 1 && i % 100 == 9)
                continue;
            struct fingerprint print = { (uint64_t)i + 1, other };
            scratch_format(path, sizeof path, "%d/index.html", i);
            scratch_format(text, sizeof text, "%d %d", i, other);
            if (!output_keep(output, str_from_c(path), print))
                output_add_print(output, str_from_c(path), str_from_c(text), print);
        }
        output_set_print(output, print_b);
        assert_true(output_close(output));
        output_free(output);
    }
    struct buf lists[2] = { { 0 }, { 0 } };
    const char *const names[] = { "public", "vers" };
    for (int i = 0; i < 2; i++) {
        int top = open(scratch_path(scratch, names[i]), O_RDONLY | O_DIRECTORY);
        assert_true(place_read(top, STR(".doorleefd-manifest"), &lists[i]));
        close(top);
    }
    assert_true(str_equal(buf_view(&lists[0]), buf_view(&lists[1])));
    buf_release(&lists[0]);
    buf_release(&lists[1]);
    assert_silent(scratch);
}

static void test_output__a_whole_website_stands_by_its_print(void **state)
{
    struct scratch *scratch = *state;
    add_all(open_at(scratch, "public"));
    for (int round = 0; round < 2; round++) {
        struct output *output = open_at(scratch, "public");
        assert_false(output_stands(output, print_a));
        assert_false(output_stands(output, (struct fingerprint){ 0 }));
        assert_true(output_stands(output, print_b));
        assert_true(output_close(output));
        assert_int_equal(output_counts(output).files, 3);
        assert_int_equal(output_counts(output).written + output_counts(output).removed, 0);
        output_free(output);
    }
    assert_int_equal(unlink(scratch_path(scratch, "public/b.txt")), 0);
    struct output *output = open_at(scratch, "public");
    assert_false(output_stands(output, print_b));
    output_free(output);
}

// Writes a website, and changes a byte of its list.  Returns false behind its end.
static bool damage_list(struct scratch *scratch, long at)
{
    char list[4096];
    add_all(open_at(scratch, "public"));
    FILE *file = fopen(scratch_path(scratch, "public/.doorleefd-manifest"), "r+");
    assert_non_null(file);
    size_t len = fread(list, 1, sizeof list, file);
    bool within = (size_t)at < len;
    if (within) {
        fseek(file, at, SEEK_SET);
        fputc(list[at] ^ 0x55, file);
    }
    fclose(file);
    return within;
}

// Damages the list at each place in turn: what is lost is only made again.
static void test_output__a_damaged_list_makes_a_build_slower_only(void **state)
{
    struct scratch *scratch = *state;
    for (long at = 0; damage_list(scratch, at); at += 5) {
        struct output *output = open_at(scratch, "public");
        assert_false(output_stands(output, print_b));
        add_all(output);
        assert_file(scratch, "public/a/index.html", "een");
    }
}

static void test_output__without_its_list_a_build_knows_what_was_written(void **state)
{
    struct scratch *scratch = *state;
    struct output *output = open_at(scratch, "public");
    output_compress(output);
    output_add(output, STR("verhalen/weg/index.html"),
               STR("<p>ingetrokken, lang genoeg om te persen, "
                   "om te persen, om te persen, om te persen"
                   "om te persen, om te persen</p>"));
    assert_true(output_close(output));
    output_free(output);
    scratch_write(scratch, "public/van-iemand.html", "x");
    add_all(open_at(scratch, "public/preview/tak"));
    assert_int_equal(unlink(scratch_path(scratch, "public/.doorleefd-manifest")), 0);
    BUILD(scratch, { "b.html", "x" });
    assert_false(scratch_has(scratch, "public/verhalen"));
    assert_file(scratch, "public/van-iemand.html", "x");
    assert_file(scratch, "public/preview/tak/a/index.html", "een");
}

// Programs that copy keep times of change to the microsecond, as builds set them.
static void test_output__without_its_list_no_time_of_change_makes_a_file_ours(void **state)
{
    struct scratch *scratch = *state;
    const struct timespec times[] = { { 1700000000, 123456000 }, { 1700000000, 123456000 } };
    BUILD(scratch, { "a.html", "x" });
    scratch_write(scratch, "public/van-iemand.html", "x");
    const char *path = scratch_path(scratch, "public/van-iemand.html");
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_int_equal(unlink(scratch_path(scratch, "public/.doorleefd-manifest")), 0);
    BUILD(scratch, { "b.html", "x" });
    assert_false(scratch_has(scratch, "public/a.html"));
    assert_file(scratch, "public/van-iemand.html", "x");
}

static void test_output__behind_any_damage_of_its_list_nothing_stays_that_went(void **state)
{
    struct scratch *scratch = *state;
    for (long at = 0; damage_list(scratch, at); at += 3) {
        BUILD(scratch, { "b.txt", "twee" });
        assert_false(scratch_has(scratch, "public/a"));
        assert_false(scratch_has(scratch, "public/index.html"));
    }
}

// ---- Lists of changes ----

static void build_listed(struct scratch *scratch, const struct page *pages)
{
    char list[SCRATCH_PATH];
    scratch_format(list, sizeof list, "%s", scratch_path(scratch, "lijst"));
    struct output *output = open_at(scratch, "public");
    output_list_changes(output, list, false);
    for (; pages->path != NULL; pages++)
        output_add(output, str_from_c(pages->path), str_from_c(pages->text));
    assert_true(output_close(output));
    output_free(output);
}

#define BUILD_LISTED(scratch, ...) \
    build_listed((scratch), (const struct page[]){ __VA_ARGS__, { NULL, NULL } })

static void test_output__changes_are_listed_in_the_order_of_publishing(void **state)
{
    struct scratch *scratch = *state;
    BUILD_LISTED(scratch, { "index.html", "a" }, { "b/index.html", "b" }, { "weg/index.html", "c" },
                 { "search/a.bin", "1" }, { "search/root.json", "1" }, { "sitemap.xml", "1" });
    BUILD_LISTED(scratch, { "index.html", "aa" }, { "b/index.html", "bb" }, { "n/index.html", "n" },
                 { "search/b.bin", "2" }, { "search/root.json", "2" }, { "sitemap.xml", "2" },
                 { "#foto.svg", "2" });
    assert_file(scratch, "lijst.new", "/#foto.svg\nsearch/b.bin\nn/index.html\n");
    assert_file(scratch, "lijst",
                "/#foto.svg\nsearch/b.bin\nn/index.html\nb/index.html\nindex.html\n"
                "sitemap.xml\nsearch/root.json\n");
    assert_file(scratch, "lijst.removed", "weg/index.html\nsearch/a.bin\n");
    BUILD_LISTED(scratch, { "index.html", "aa" });
    BUILD_LISTED(scratch, { "index.html", "aa" });
    assert_file(scratch, "lijst", "");
    assert_file(scratch, "lijst.new", "");
    assert_file(scratch, "lijst.removed", "");
}

// What happened to names in folders that are watched, in its order, a name a line; `-`
// goes before what was removed.  Names of what builds keep for themselves are left out.
static void read_events(int watch, char *told, size_t room)
{
    _Alignas(struct inotify_event) char events[8192];
    ssize_t len = read(watch, events, sizeof events);
    size_t end = 0;
    told[0] = '\0';
    for (ssize_t at = 0; at < len;) {
        const struct inotify_event *event = (const void *)(events + at);
        at += (ssize_t)sizeof *event + event->len;
        if (event->len == 0 || event->name[0] == '.')
            continue;
        bool gone = (event->mask & (IN_DELETE | IN_MOVED_FROM)) != 0;
        scratch_format(told + end, room - end, "%s%s\n", gone ? "-" : "", event->name);
        end += strlen(told + end);
    }
}

// What builds of a website that stands do to its folder, as readers see it.
static void test_output__what_is_named_comes_before_what_names_it_and_goes_after_it(void **state)
{
    struct scratch *scratch = *state;
    char told[1024];
    BUILD(scratch, { "index.html", "a" }, { "b.html", "b" }, { "weg.html", "c" }, { "c.css", "c" },
          { "search/a.bin", "1" }, { "search/root.json", "1" }, { "sitemap.xml", "1" },
          { "c.css.gz", "c" });
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    uint32_t what = IN_CREATE | IN_MOVED_TO | IN_DELETE;
    assert_true(inotify_add_watch(watch, scratch_path(scratch, "public"), what) >= 0);
    assert_true(inotify_add_watch(watch, scratch_path(scratch, "public/search"), what) >= 0);
    BUILD(scratch, { "index.html", "aa" }, { "b.html", "bb" }, { "nieuw.html", "n" },
          { "c.css", "cc" }, { "search/b.bin", "2" }, { "search/root.json", "2" },
          { "sitemap.xml", "2" });
    read_events(watch, told, sizeof told);
    close(watch);
    assert_string_equal(told, "b.bin\nc.css\nnieuw.html\nb.html\nindex.html\nsitemap.xml\n"
                              "root.json\n-c.css.gz\n-weg.html\n-a.bin\n");
}

static void test_output__lists_that_cannot_be_written_leave_the_website_as_it_was(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a.html", "x" }, { "oud.html", "x" });
    char list[SCRATCH_PATH];
    scratch_format(list, sizeof list, "%s", scratch_path(scratch, "geen/map/lijst"));
    struct output *output = open_at(scratch, "public");
    output_list_changes(output, list, false);
    output_add(output, STR("a.html"), STR("y"));
    assert_false(output_close(output));
    output_free(output);
    assert_told(scratch, "output_changes");
    assert_file(scratch, "public/a.html", "x");
    assert_file(scratch, "public/oud.html", "x");
    assert_false(scratch_has(scratch, "public/.doorleefd-prepared"));
}

// ---- Other forms ----

static void build_compressed(struct scratch *scratch, const char *text, bool kept)
{
    struct output *output = open_at(scratch, "public");
    output_compress(output);
    assert_int_equal(output_keep(output, STR("a.html"), print_a), kept);
    if (!kept)
        output_add_print(output, STR("a.html"), str_from_c(text), print_a);
    output_add(output, STR("klein.html"), STR("klein"));
    output_add(output, STR("deel.bin"), str_from_c(text));
    assert_true(output_close(output));
    output_free(output);
}

static void test_output__other_forms_come_and_go_with_their_files(void **state)
{
    struct scratch *scratch = *state;
    char text[2001];
    char longer[2002];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    scratch_format(longer, sizeof longer, "%sy", text);
    struct output *output = open_at(scratch, "public");
    output_add_print(output, STR("a.html"), str_from_c(text), print_a);
    assert_true(output_close(output));
    output_free(output);
    struct stat before;
    struct stat after;
    build_compressed(scratch, text, true); // the page stands: it is read
    assert_int_equal(stat(scratch_path(scratch, "public/a.html.gz"), &before), 0);
    assert_true(scratch_has(scratch, "public/a.html.br"));
    assert_false(scratch_has(scratch, "public/klein.html.gz"));
    assert_false(scratch_has(scratch, "public/deel.bin.gz"));
    build_compressed(scratch, text, true);
    assert_int_equal(stat(scratch_path(scratch, "public/a.html.gz"), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(unlink(scratch_path(scratch, "public/a.html")), 0);
    build_compressed(scratch, longer, false);
    assert_int_equal(stat(scratch_path(scratch, "public/a.html.gz"), &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    BUILD(scratch, { "a.html", longer });
    assert_false(scratch_has(scratch, "public/a.html.gz"));
    assert_false(scratch_has(scratch, "public/a.html.br"));
    assert_silent(scratch);
}

// ---- New sites ----

static void test_output__a_new_site_comes_into_folders_that_stand_already(void **state)
{
    struct scratch *scratch = *state;
    struct stat before;
    struct stat after;
    scratch_write(scratch, "public/verhalen/v-1/eigen.txt", "van mij");
    assert_int_equal(mkdir(scratch_path(scratch, "public/leeg"), 0700), 0);
    assert_int_equal(stat(scratch_path(scratch, "public/leeg"), &before), 0);
    struct output_counts counts =
        BUILD(scratch, { "verhalen/v-1/index.html", "een" }, { "verhalen/v-1/foto.jpg", "foto" },
              { "verhalen/v-2/index.html", "twee" }, { "verhalen/v-2/a/b.css", "stijl" },
              { "leeg/a/index.html", "vol" }, { "leeg/sitemap.xml", "<x/>" });
    assert_file(scratch, "public/verhalen/v-1/eigen.txt", "van mij");
    assert_file(scratch, "public/verhalen/v-1/index.html", "een");
    assert_file(scratch, "public/verhalen/v-1/foto.jpg", "foto");
    assert_file(scratch, "public/verhalen/v-2/index.html", "twee");
    assert_file(scratch, "public/verhalen/v-2/a/b.css", "stijl");
    assert_file(scratch, "public/leeg/a/index.html", "vol");
    assert_file(scratch, "public/leeg/sitemap.xml", "<x/>");
    assert_int_equal(stat(scratch_path(scratch, "public/leeg"), &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(counts.written, 6);
    assert_int_equal(counts.pages_written, 3);
    assert_int_equal(counts.removed, 0);
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));
    assert_silent(scratch);
}

static void test_output__what_is_no_folder_gives_way_to_folders_of_a_new_site(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/a/b", "van mij");
    scratch_write(scratch, "elders/eigen.txt", "van mij");
    char elsewhere[SCRATCH_PATH];
    scratch_format(elsewhere, sizeof elsewhere, "%s", scratch_path(scratch, "elders"));
    assert_int_equal(symlink(elsewhere, scratch_path(scratch, "public/c")), 0);
    BUILD(scratch, { "a/b/index.html", "een" }, { "c/index.html", "twee" });
    assert_file(scratch, "public/a/b/index.html", "een");
    assert_file(scratch, "public/c/index.html", "twee");
    assert_false(scratch_has(scratch, "elders/index.html"));
    assert_file(scratch, "elders/eigen.txt", "van mij");
    assert_told(scratch, "output_replaced");
}

static void test_output__a_file_that_is_left_out_of_a_new_site_does_not_come_along(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "x/a", "bestand" }, { "x/a/index.html", "map" }, { "x/b/index.html", "map" },
          { "x/b", "bestand" }, { "x/c", "bestand" });
    assert_file(scratch, "public/x/a/index.html", "map");
    assert_file(scratch, "public/x/b/index.html", "map");
    assert_file(scratch, "public/x/c", "bestand");
    assert_told(scratch, "output_conflict");
}

// ---- Parts of the index that come early ----

static void add(struct output *output, const char *path, const char *text)
{
    output_add(output, str_from_c(path), str_from_c(text));
}

static void test_output__a_new_part_of_the_index_stands_before_all_is_made(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a.html", "x" }, { "search/1.bin", "1" }, { "search/root.json", "1" });
    struct output *output = open_at(scratch, "public");
    add(output, "search/2.bin", "twee");
    add(output, "search/root.json", "22");
    add(output, "foto.jpg", "foto");
    add(output, "elders/2.bin", "twee");
    assert_file(scratch, "public/search/2.bin", "twee");
    assert_file(scratch, "public/search/root.json", "1");
    assert_false(scratch_has(scratch, "public/foto.jpg"));
    assert_false(scratch_has(scratch, "public/elders"));
    assert_true(output_close(output));
    assert_int_equal(output_counts(output).written, 4);
    assert_int_equal(output_counts(output).removed, 2);
    output_free(output);
    assert_file(scratch, "public/search/2.bin", "twee");
    assert_false(scratch_has(scratch, "public/search/1.bin"));
    struct output_counts counts = BUILD(scratch, { "search/2.bin", "twee" });
    assert_int_equal(counts.written, 0);
    assert_silent(scratch);
}

static void test_output__what_is_not_published_takes_its_early_parts_along(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "search/1.bin", "1" });
    struct output *output = open_at(scratch, "public");
    add(output, "search/2.bin", "twee");
    assert_true(scratch_has(scratch, "public/search/2.bin"));
    output_free(output);
    assert_false(scratch_has(scratch, "public/search/2.bin"));
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));

    output = open_at(scratch, "public");
    output_list_changes(output, "/geen/map/lijst", false);
    add(output, "search/2.bin", "twee");
    assert_false(output_close(output));
    output_free(output);
    assert_false(scratch_has(scratch, "public/search/2.bin"));
    assert_file(scratch, "public/search/1.bin", "1");
}

static void test_output__an_early_part_that_is_left_out_is_taken_away(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "search/1.bin", "1" });
    BUILD(scratch, { "search/a", "bestand" }, { "search/a/b.bin", "map" });
    assert_file(scratch, "public/search/a/b.bin", "map");
    assert_told(scratch, "output_conflict");
    BUILD(scratch, { "search/a", "bestand" });
    BUILD(scratch, { "search/a/b.bin", "map" }, { "search/a/c.bin", "map" });
    assert_file(scratch, "public/search/a/c.bin", "map");
}

// Leaves `path` as an early part of a build that was killed.
static void kill_early(struct scratch *scratch, const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        struct output *output = open_at(scratch, "public");
        add(output, path, path);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void test_output__early_parts_of_a_killed_build_are_found_and_removed(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "search/1.bin", "1" });
    scratch_write(scratch, "public/search/mijn.bin", "van mij");
    kill_early(scratch, "search/2.bin");
    kill_early(scratch, "search/3.bin");
    // One that does not come to publishing finds them, and leaves them to the next.
    output_free(open_at(scratch, "public"));
    assert_file(scratch, "public/search/2.bin", "search/2.bin");
    assert_true(scratch_has(scratch, "public/search/3.bin"));

    struct output *output = open_at(scratch, "public");
    assert_false(output_stands(output, print_a));
    output_free(output);
    struct output_counts counts =
        BUILD(scratch, { "search/1.bin", "1" }, { "search/3.bin", "search/3.bin" });
    assert_int_equal(counts.written, 0);
    assert_int_equal(counts.removed, 1);
    assert_false(scratch_has(scratch, "public/search/2.bin"));
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));
    BUILD(scratch, { "search/1.bin", "1" });
    assert_false(scratch_has(scratch, "public/search/3.bin"));
    assert_file(scratch, "public/search/mijn.bin", "van mij");
    assert_silent(scratch);
}

// ---- Builds that do not come to their end ----

static void test_output__what_a_killed_build_of_a_new_site_left_is_removed(void **state)
{
    struct scratch *scratch = *state;
    pid_t child = fork();
    if (child == 0) {
        struct output *output = open_at(scratch, "public");
        output_add(output, STR("nieuw/diep/index.html"), STR("x"));
        output_add(output, STR("nieuw/diep/foto.jpg"), STR("x"));
        output_add(output, STR("index.html"), STR("x"));
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_true(scratch_has(scratch, "public/.doorleefd-new/pages/nieuw/diep/index.html"));
    assert_false(scratch_has(scratch, "public/nieuw"));
    BUILD(scratch, { "a/index.html", "x" });
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));
    assert_false(scratch_has(scratch, "public/nieuw"));
    assert_silent(scratch);
}

static void test_output__nothing_shows_of_a_build_that_is_killed_while_it_makes(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "oud.html", "x" }, { "a/index.html", "x" });
    pid_t child = fork();
    if (child == 0) {
        struct output *output = open_at(scratch, "public");
        output_add(output, STR("nieuw/diep/index.html"), STR("x"));
        output_add(output, STR("a/index.html"), STR("y"));
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_false(scratch_has(scratch, "public/nieuw"));
    assert_file(scratch, "public/a/index.html", "x");
    assert_file(scratch, "public/oud.html", "x");
    assert_true(scratch_has(scratch, "public/.doorleefd-new"));
    scratch_write(scratch, "public/.doorleefd-written", "half");

    struct output_counts counts = BUILD(scratch, { "a/index.html", "x" });
    assert_int_equal(counts.removed, 1);
    assert_int_equal(counts.written, 0);
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));
    assert_false(scratch_has(scratch, "public/.doorleefd-written"));
    assert_silent(scratch);
}

static void move(struct scratch *scratch, const char *from, const char *to)
{
    char old[SCRATCH_PATH];
    scratch_format(old, sizeof old, "%s", scratch_path(scratch, from));
    assert_int_equal(rename(old, scratch_path(scratch, to)), 0);
}

// Makes of the folder what a build leaves that is killed while it publishes: its
// list stands beside the last, and `undone` is as it was.
static void unfinish(struct scratch *scratch, const struct page *undone)
{
    move(scratch, "public/.doorleefd-manifest", "public/.doorleefd-prepared");
    move(scratch, "manifest", "public/.doorleefd-manifest");
    for (; undone->path != NULL; undone++) {
        char path[SCRATCH_PATH];
        scratch_format(path, sizeof path, "public/%s", undone->path);
        if (undone->text != NULL)
            scratch_write(scratch, path, undone->text);
        else
            assert_int_equal(unlink(scratch_path(scratch, path)), 0);
    }
}

#define UNFINISH(scratch, ...) \
    unfinish((scratch), (const struct page[]){ __VA_ARGS__, { NULL, NULL } })

static void copy_manifest(struct scratch *scratch)
{
    char command[SCRATCH_PATH * 2];
    scratch_format(command, sizeof command, "cp '%s/public/.doorleefd-manifest' '%s/manifest'",
                   scratch->folder, scratch->folder);
    assert_int_equal(system(command), 0);
}

static void test_output__a_build_that_is_killed_while_it_publishes_is_repaired(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "oud.html", "x" }, { "a/index.html", "x" }, { "b.html", "x" });
    copy_manifest(scratch);
    BUILD(scratch, { "a/index.html", "y" }, { "b.html", "y" }, { "nieuw/diep/index.html", "x" });
    UNFINISH(scratch, { "oud.html", "x" }, { "b.html", "x" });
    scratch_write(scratch, "public/nieuw/.doorleefd-7", "half");
    scratch_write(scratch, "public/a/.doorleefd-mijn", "van mij");

    struct output *output = open_at(scratch, "public");
    assert_false(output_stands(output, print_a));
    output_free(output);
    struct output_counts counts =
        BUILD(scratch, { "a/index.html", "y" }, { "b.html", "y" }, { "meer.html", "x" });
    assert_int_equal(counts.removed, 2);
    assert_int_equal(counts.written, 2);
    assert_file(scratch, "public/b.html", "y");
    assert_false(scratch_has(scratch, "public/nieuw/diep"));
    assert_false(scratch_has(scratch, "public/oud.html"));
    assert_true(scratch_has(scratch, "public/a/.doorleefd-mijn"));
    assert_false(scratch_has(scratch, "public/.doorleefd-prepared"));
    assert_silent(scratch);
}

// Notes in the list of an unfinished build that others had files in all places.
static void note_foreign(struct scratch *scratch)
{
    struct arena *arena = arena_new();
    struct noted_list list = { 0 };
    struct fingerprint print;
    struct buf text = { 0 };
    struct buf flagged = { 0 };
    int top = open(scratch_path(scratch, "public"), O_RDONLY | O_DIRECTORY);
    assert_true(place_read(top, STR(".doorleefd-prepared"), &text));
    assert_true(noted_read(arena, buf_view(&text), &list, &print));
    noted_write_head(&flagged, print, list.count);
    for (size_t i = 0; i < list.count; i++)
        noted_write(&flagged, noted_path(list.at[i]), &list.at[i]->note, NOTED_FOREIGN);
    assert_true(place_write(top, ".doorleefd-prepared", buf_view(&flagged), NULL));
    close(top);
    buf_release(&text);
    buf_release(&flagged);
    arena_free(arena);
}

static void test_output__a_file_of_another_is_not_taken_for_that_of_a_killed_build(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a.html", "x" });
    copy_manifest(scratch);
    scratch_write(scratch, "public/b.html", "van mij");
    scratch_write(scratch, "public/c.html", "van mij");
    BUILD(scratch, { "a.html", "x" }, { "b.html", "onze" }, { "c.html", "onze" });
    UNFINISH(scratch, { "b.html", "van mij" });
    note_foreign(scratch);
    BUILD(scratch, { "a.html", "x" });
    assert_file(scratch, "public/b.html", "van mij");
    assert_false(scratch_has(scratch, "public/c.html"));
}

// A list and journal of the first format, as a killed build left them.
static void test_output__an_unfinished_build_of_the_first_format_is_repaired(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/.doorleefd-manifest", "doorleefd-manifest 1\na.html\n");
    scratch_write(scratch, "public/.doorleefd-journal", "b/c.html\n\nd.html\na.ht");
    scratch_write(scratch, "public/a.html", "x");
    scratch_write(scratch, "public/b/c.html", "x");
    scratch_write(scratch, "public/b/.doorleefd-1", "half");
    BUILD(scratch, { "d.html", "x" });
    assert_false(scratch_has(scratch, "public/a.html"));
    assert_false(scratch_has(scratch, "public/b"));
    assert_false(scratch_has(scratch, "public/.doorleefd-journal"));
    assert_silent(scratch);
}

static void test_output__a_changed_file_has_another_second_or_size(void **state)
{
    struct scratch *scratch = *state;
    struct stat before;
    struct stat after;
    BUILD(scratch, { "a.html", "x" });
    assert_int_equal(stat(scratch_path(scratch, "public/a.html"), &before), 0);
    BUILD(scratch, { "a.html", "y" });
    assert_int_equal(stat(scratch_path(scratch, "public/a.html"), &after), 0);
    assert_true(after.st_mtim.tv_sec > before.st_mtim.tv_sec);
}

static void test_output__a_second_build_of_a_folder_waits_for_the_first(void **state)
{
    struct scratch *scratch = *state;
    int ready[2];
    char byte = 'x';
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        if (read(ready[0], &byte, 1) != 1)
            _exit(2);
        struct output *second = open_at(scratch, "public");
        bool waited = scratch_has(scratch, "public/.doorleefd-manifest");
        output_add(second, STR("twee.html"), STR("x"));
        _exit(!waited || !output_close(second));
    }
    struct output *first = open_at(scratch, "public");
    assert_non_null(first);
    assert_int_equal(write(ready[1], &byte, 1), 1);
    // Time for the second to go wrong, if it does not wait.
    nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
    output_add(first, STR("een.html"), STR("x"));
    assert_true(output_close(first));
    output_free(first);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_false(scratch_has(scratch, "public/een.html"));
    assert_file(scratch, "public/twee.html", "x");
    close(ready[0]);
    close(ready[1]);
}

// Builds in a child that cannot write more than `limit` bytes to a file, or, when
// that is 0, as a user who may not write at all.
static void build_hindered(struct scratch *scratch, rlim_t limit, const char *message)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit bytes = { limit, limit };
        signal(SIGXFSZ, SIG_IGN);
        struct output *output = open_at(scratch, "public");
        if (limit > 0)
            setrlimit(RLIMIT_FSIZE, &bytes);
        output_add(output, STR("a.html"), STR("y"));
        output_add(output, STR("groot.html"), STR("0123456789012345678901234567890123456789"));
        output_add(output, STR("groter.html"), STR("0123456789012345678901234567890123456789"));
        bool closed = output_close(output);
        bool told = scratch_told(scratch, "", message) &&
                    diagnostics_count(scratch->diagnostics, FAILURE) == 1;
        _exit(closed || !told);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_output__a_write_that_fails_is_told_once_and_nothing_is_removed(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a.html", "x" }, { "oud.html", "x" }, { "groot.html", "klein" });
    build_hindered(scratch, 30, "output_failed");
    assert_file(scratch, "public/a.html", "x");
    assert_file(scratch, "public/oud.html", "x");
    assert_file(scratch, "public/groot.html", "klein");
    assert_false(scratch_has(scratch, "public/groter.html"));
    assert_false(scratch_has(scratch, "public/.doorleefd-new"));
    BUILD(scratch, { "b.html", "x" });
    assert_false(scratch_has(scratch, "public/oud.html"));
    assert_false(scratch_has(scratch, "public/a.html"));
}

static void test_output__a_file_of_another_survives_a_build_that_fails_on_it(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public/groot.html", "van mij");
    build_hindered(scratch, 30, "output_failed");
    BUILD(scratch, { "b.html", "x" });
    assert_file(scratch, "public/groot.html", "van mij");
    assert_false(scratch_has(scratch, "public/a.html"));
}

static void test_output__a_folder_that_one_may_not_write_is_told(void **state)
{
    struct scratch *scratch = *state;
    BUILD(scratch, { "a.html", "x" });
    assert_int_equal(chmod(scratch_path(scratch, "public"), 0555), 0);
    assert_int_equal(chmod(scratch->folder, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && seteuid(65534) != 0)
            _exit(2);
        struct output *output = open_at(scratch, "public");
        _exit(output != NULL || !scratch_told(scratch, "", "output_denied"));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_file(scratch, "public/a.html", "x");
}

// Builds as a user who may not replace or take away what is in `sticky`, and fails, with a
// message that has `said` in it.  In a folder with the sticky bit, who may write may not take
// away what is another's.
static void build_denied(struct scratch *scratch, const char *sticky, const char *said,
                         const struct page *pages)
{
    char list[SCRATCH_PATH];
    scratch_format(list, sizeof list, "%s", scratch_path(scratch, "lijsten/lijst"));
    assert_int_equal(chmod(scratch_path(scratch, "public"), 0777), 0);
    assert_int_equal(chmod(scratch_path(scratch, sticky), 01777), 0);
    assert_int_equal(chmod(scratch->folder, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        struct output *output = seteuid(65534) == 0 ? open_at(scratch, "public") : NULL;
        if (output == NULL)
            _exit(2);
        output_list_changes(output, scratch_has(scratch, "lijsten") ? list : NULL, false);
        for (; pages->path != NULL; pages++)
            output_add(output, str_from_c(pages->path), str_from_c(pages->text));
        if (output_close(output))
            _exit(3);
        _exit(strstr(scratch_messages(scratch), said) == NULL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define BUILD_DENIED(scratch, sticky, said, ...) \
    build_denied((scratch), (sticky), (said), (const struct page[]){ __VA_ARGS__, { NULL, NULL } })

// What was withdrawn would stay online.
static void test_output__a_file_that_cannot_be_removed_is_told(void **state)
{
    struct scratch *scratch = *state;
    if (geteuid() != 0)
        skip();
    BUILD(scratch, { "a/index.html", "ingetrokken" }, { "b.html", "x" });
    BUILD_DENIED(scratch, "public/a", "public/a/index.html'", { "b.html", "x" });
    assert_file(scratch, "public/a/index.html", "ingetrokken");
    BUILD(scratch, { "b.html", "x" });
    assert_false(scratch_has(scratch, "public/a"));
}

// A page that names what is removed may be the one that did not come.
static void test_output__where_a_file_cannot_come_to_its_place_nothing_is_removed(void **state)
{
    struct scratch *scratch = *state;
    if (geteuid() != 0)
        skip();
    BUILD(scratch, { "a/index.html", "x" }, { "foto.svg", "x" });
    BUILD_DENIED(scratch, "public/a", "public/a/index.html'", { "a/index.html", "y" });
    assert_file(scratch, "public/a/index.html", "x");
    assert_file(scratch, "public/foto.svg", "x");
    BUILD(scratch, { "a/index.html", "y" });
    assert_file(scratch, "public/a/index.html", "y");
    assert_false(scratch_has(scratch, "public/foto.svg"));
}

// The list that the first was to leave gives way to that of the second.
static void test_output__what_two_unfinished_builds_wrote_is_removed(void **state)
{
    struct scratch *scratch = *state;
    if (geteuid() != 0)
        skip();
    BUILD(scratch, { "a/index.html", "x" }, { "b.html", "x" });
    copy_manifest(scratch);
    BUILD(scratch, { "a/index.html", "x" }, { "b.html", "y" }, { "weg.html", "x" });
    UNFINISH(scratch, { "b.html", "x" });
    BUILD_DENIED(scratch, "public/a", "public/a/index.html'", { "a/index.html", "y" });
    BUILD(scratch, { "b.html", "x" });
    assert_false(scratch_has(scratch, "public/weg.html"));
    assert_false(scratch_has(scratch, "public/a"));
}

// Who copies by the lists would never hear of it.
static void test_output__what_a_build_could_not_list_is_listed_by_the_next(void **state)
{
    struct scratch *scratch = *state;
    if (geteuid() != 0)
        skip();
    BUILD(scratch, { "a.html", "x" });
    scratch_write(scratch, "lijsten/lijst", "");
    scratch_write(scratch, "lijsten/lijst.new", "");
    BUILD_DENIED(scratch, "lijsten", "lijst", { "a.html", "y" }, { "b.html", "x" });
    assert_file(scratch, "public/a.html", "y");
    BUILD_LISTED(scratch, { "a.html", "y" }, { "b.html", "x" });
    assert_file(scratch, "lijst", "a.html\nb.html\n");
    assert_file(scratch, "lijst.new", "a.html\nb.html\n");
}

static void test_output__a_file_where_the_folder_should_be_is_told(void **state)
{
    struct scratch *scratch = *state;
    scratch_write(scratch, "public", "x");
    assert_null(open_at(scratch, "public"));
    assert_told(scratch, "output_failed");
    assert_null(open_at(scratch, "public/onder"));
}

// ---- Mistakes of the pages ----

static void test_output__paths_that_no_website_has_are_refused(void **state)
{
    struct scratch *scratch = *state;
    static const char *const paths[] = {
        "../x",
        "a/../../x",
        "/x",
        "a//b",
        "",
        "a/",
        ".",
        "..",
        ".htaccess",
        "a/.git/config",
        ".doorleefd-manifest",
        "a\nb",
        "a\x7F",
        "a\\b",
        "./a",
        "a/.",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct output *output = open_at(scratch, "public");
        output_add(output, str_from_c(paths[i]), STR("x"));
        assert_true(output_close(output));
        if (output_counts(output).files != 0)
            fail_msg("'%s' was taken", paths[i]);
        output_free(output);
        assert_int_equal(diagnostics_count(scratch->diagnostics, ERROR), i + 1);
    }
    assert_told(scratch, "output_path");
    assert_false(scratch_has(scratch, "x"));
}

static void test_output__the_same_path_twice_is_told_and_the_rest_is_made(void **state)
{
    struct scratch *scratch = *state;
    struct output *output = open_at(scratch, "public");
    output_add(output, STR("a.html"), STR("x"));
    output_add(output, STR("a.html"), STR("y"));
    output_add(output, STR("b.html"), STR("z"));
    assert_true(output_close(output));
    output_free(output);
    assert_told(scratch, "output_twice");
    assert_file(scratch, "public/a.html", "x");
    assert_file(scratch, "public/b.html", "z");
}

static void test_output__a_folder_wins_from_a_file_in_either_order(void **state)
{
    struct scratch *scratch = *state;
    struct output_counts counts =
        BUILD(scratch, { "a", "bestand" }, { "a/b/index.html", "map" }, { "c.html", "x" });
    assert_int_equal(counts.files, 2);
    assert_file(scratch, "public/a/b/index.html", "map");
    counts = BUILD(scratch, { "a/b/index.html", "map" }, { "a", "bestand" }, { "c.html", "x" });
    assert_int_equal(counts.files, 2);
    assert_file(scratch, "public/a/b/index.html", "map");
    assert_told(scratch, "output_conflict");
    assert_int_equal(diagnostics_count(scratch->diagnostics, ERROR), 2);
}

static void test_output__a_name_too_long_is_left_out_and_the_rest_is_made(void **state)
{
    struct scratch *scratch = *state;
    char name[300];
    memset(name, 'n', sizeof name);
    struct output *output = open_at(scratch, "public");
    output_add(output, (str){ name, 255 }, STR("x"));
    output_add(output, (str){ name, 256 }, STR("x"));
    char deep[6001];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 == 0 ? 'n' : '/';
    output_add(output, (str){ deep, sizeof deep }, STR("x"));
    assert_true(output_close(output));
    assert_int_equal(output_counts(output).files, 1);
    output_free(output);
    assert_told(scratch, "output_long");
    assert_int_equal(diagnostics_count(scratch->diagnostics, ERROR), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_output__files_are_written_and_counted),
        TEST(test_output__a_file_with_the_same_bytes_is_left_alone),
        TEST(test_output__an_open_reader_keeps_the_whole_old_file),
        TEST(test_output__without_a_folder_files_are_counted_only),
        TEST(test_output__the_folder_is_made_with_those_around_it),
        TEST(test_output__threads_write_at_the_same_time),
        TEST(test_output__what_is_no_longer_made_is_removed),
        TEST(test_output__files_of_others_stay),
        TEST(test_output__a_file_of_another_in_our_place_is_replaced_and_told),
        TEST(test_output__a_file_may_become_a_folder_and_back),
        TEST(test_output__nothing_stays_open_behind_a_build),
        TEST(test_output__a_folder_of_another_in_the_place_of_a_file_is_told),
        TEST(test_output__a_link_to_a_folder_gives_way_and_is_not_followed),
        TEST(test_output__removing_does_not_follow_links),
        TEST(test_output__a_list_that_someone_changed_does_no_harm),
        TEST(test_output__a_list_of_another_version_is_not_believed),
        TEST(test_output__a_list_of_the_first_version_is_believed),
        TEST(test_output__lists_that_are_links_are_not_followed),
        TEST(test_output__a_file_of_the_same_print_is_kept_unread),
        TEST(test_output__a_file_that_someone_changed_is_not_kept),
        TEST(test_output__a_whole_website_stands_by_its_print),
        TEST(test_output__what_is_taken_for_granted_is_looked_at_in_the_end),
        TEST(test_output__what_is_made_anew_need_not_stand_as_it_was),
        TEST(test_output__files_are_found_from_the_one_before),
        TEST(test_output__a_list_of_which_little_changed_is_the_list_of_a_new_build),
        TEST(test_output__a_damaged_list_makes_a_build_slower_only),
        TEST(test_output__without_its_list_a_build_knows_what_was_written),
        TEST(test_output__without_its_list_no_time_of_change_makes_a_file_ours),
        TEST(test_output__behind_any_damage_of_its_list_nothing_stays_that_went),
        TEST(test_output__changes_are_listed_in_the_order_of_publishing),
        TEST(test_output__what_is_named_comes_before_what_names_it_and_goes_after_it),
        TEST(test_output__lists_that_cannot_be_written_leave_the_website_as_it_was),
        TEST(test_output__other_forms_come_and_go_with_their_files),
        TEST(test_output__a_new_site_comes_into_folders_that_stand_already),
        TEST(test_output__what_is_no_folder_gives_way_to_folders_of_a_new_site),
        TEST(test_output__a_file_that_is_left_out_of_a_new_site_does_not_come_along),
        TEST(test_output__a_new_part_of_the_index_stands_before_all_is_made),
        TEST(test_output__what_is_not_published_takes_its_early_parts_along),
        TEST(test_output__an_early_part_that_is_left_out_is_taken_away),
        TEST(test_output__early_parts_of_a_killed_build_are_found_and_removed),
        TEST(test_output__what_a_killed_build_of_a_new_site_left_is_removed),
        TEST(test_output__nothing_shows_of_a_build_that_is_killed_while_it_makes),
        TEST(test_output__a_build_that_is_killed_while_it_publishes_is_repaired),
        TEST(test_output__a_file_of_another_is_not_taken_for_that_of_a_killed_build),
        TEST(test_output__an_unfinished_build_of_the_first_format_is_repaired),
        TEST(test_output__a_changed_file_has_another_second_or_size),
        TEST(test_output__a_second_build_of_a_folder_waits_for_the_first),
        TEST(test_output__a_write_that_fails_is_told_once_and_nothing_is_removed),
        TEST(test_output__a_file_of_another_survives_a_build_that_fails_on_it),
        TEST(test_output__a_folder_that_one_may_not_write_is_told),
        TEST(test_output__a_file_that_cannot_be_removed_is_told),
        TEST(test_output__where_a_file_cannot_come_to_its_place_nothing_is_removed),
        TEST(test_output__what_two_unfinished_builds_wrote_is_removed),
        TEST(test_output__what_a_build_could_not_list_is_listed_by_the_next),
        TEST(test_output__a_file_where_the_folder_should_be_is_told),
        TEST(test_output__paths_that_no_website_has_are_refused),
        TEST(test_output__the_same_path_twice_is_told_and_the_rest_is_made),
        TEST(test_output__a_folder_wins_from_a_file_in_either_order),
        TEST(test_output__a_name_too_long_is_left_out_and_the_rest_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
