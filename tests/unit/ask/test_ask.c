// SPDX-License-Identifier: EUPL-1.2
// A small website is built, asked, and damaged in thousands of ways.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "ask/ask.h"
#include "ask/index.h"
#include "commands/commands.h"
#include "format/shards.h"
#include "scratch.h"
#include "search/search.h"
#include "source/source.h"

#include <libdeflate.h>

static struct scratch scratch;
static struct arena *arena;

#define STORY(title, date, more)                                                              \
    "---\ntitel: " title "\ndatum: " date "\nstatus: gepubliceerd\ntoestemming: T-2026-001\n" \
    "perspectief: client\nsamenvatting: Kort.\nweergave: anoniem\n" more "---\n\n"

static const char *const content[][2] = {
    { "site.yaml", "titel: Proef\ntaxonomieen:\n  - naam: thema\n    map: themas\n" },
    { "themas/crisis.md",
      "---\nlabel: Crisis\nsynoniemen: [noodsituatie]\n---\nOver een crisis.\n" },
    { "verhalen/schulden.md",
      STORY(
          "Leven met schulden", "2025-03-01",
          "thema: [crisis]\n") "Ik had schulden. De schuldhulpverlening hielp.\n\n"
                               "## De vrije ruimte\n\nIn de vrije ruimte van het gesprek kwam er rust. Het duurde "
                               "lang voor ik dat zag, en langer nog voor ik het durfde te zeggen.\n" },
    { "verhalen/nacht.md",
      STORY("De nacht", "2026-01-05",
            "inhoudsnotities: [suicide]\n") "Die nacht was de ruimte klein, en niet vrij.\n" },
    { "over.md", "# Over ons\n\nWij schrijven over ruimte, rust en herstel.\n" },
    { "herstel.md", "# Herstel\n\nHerstel is geen genezen. Ruimte vrije is geen zin.\n" },
};

static int set_up(void **state)
{
    (void)state;
    static char repository[SCRATCH_PATH];
    static char output[SCRATCH_PATH];
    scratch_set_up(&scratch);
    arena = arena_new();
    for (size_t i = 0; i < sizeof content / sizeof *content; i++) {
        char path[256];
        scratch_format(path, sizeof path, "repository/content/%s", content[i][0]);
        scratch_write(&scratch, path, content[i][1]);
    }
    scratch_format(repository, sizeof repository, "%s", scratch_path(&scratch, "repository"));
    scratch_format(output, sizeof output, "%s", scratch_path(&scratch, "public"));
    char *arguments[] = { (char[]){ "doorleefd" },
                          (char[]){ "build" },
                          repository,
                          (char[]){ "--worktree" },
                          (char[]){ "--output" },
                          output,
                          (char[]){ "--theme" },
                          (char[]){ "tests/golden/theme" },
                          (char[]){ "--messages" },
                          (char[]){ "json" },
                          NULL };
    return commands_run(10, arguments) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    scratch_tear_down(&scratch);
    return 0;
}

static struct index *opened(struct arena *in, struct diagnostics *diagnostics)
{
    return search_open(in, scratch_path(&scratch, "public"), STR(""), diagnostics);
}

static struct search_answer asked(const char *query)
{
    struct search_answer answer;
    struct index *index = opened(arena, scratch.diagnostics);
    struct search_wish wish = {
        .query = str_from_c(query), .limit = 10, .facets = true, .passages = true, .explain = true
    };
    assert_non_null(index);
    assert_true(search_ask(arena, index, &wish, &answer));
    return answer;
}

static void assert_str(str text, const char *wanted)
{
    if (!str_equal(text, str_from_c(wanted)))
        fail_msg("'%.*s' is not '%s'", STR_ARGS(text), wanted);
}

static void test_queries__find_what_they_mean(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        size_t total;
        const char *first;
    } cases[] = {
        { "schuld", 1, "verhalen/schulden/" },
        { "herstel", 2, "herstel/" },
        { "\"vrije ruimte\"", 1, "verhalen/schulden/" },
        { "\"ruimte vrije\"", 1, "herstel/" },
        { "\"leven met schulden\"", 1, "verhalen/schulden/" },
        { "\"de nacht\"", 1, "verhalen/nacht/" },
        { "\"ruimte klein\"", 0, NULL }, // a content note: its text is not looked in
        { "\"klein ruimte\"", 0, NULL },
        { "ruimte -rust", 2, "herstel/" },
        { "ruimte -\"vrije ruimte\" -herstel", 1, "verhalen/nacht/" },
        { "nacht of genezen", 2, NULL },
        { "thema:crisis ruimte", 1, "verhalen/schulden/" },
        { "jaar:2026", 1, "verhalen/nacht/" },
        { "noodsituatie", 2, NULL },
        { "xylofoon", 0, NULL },
        { "", 0, NULL },
        { "-ruimte", 0, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_answer answer = asked(cases[i].query);
        if (answer.total != cases[i].total)
            fail_msg("%s: %zu pages, not %zu", cases[i].query, answer.total, cases[i].total);
        if (cases[i].first != NULL)
            assert_str(answer.results[0].address, cases[i].first);
    }
}

static void test_results__tell_where_and_why(void **state)
{
    (void)state;
    struct search_answer answer = asked("vrije ruimte gesprek");
    const struct search_result *result = &answer.results[0];
    assert_str(result->address, "verhalen/schulden/");
    assert_str(result->heading, "De vrije ruimte");
    assert_str(result->anchor, "de-vrije-ruimte");
    assert_true(str_starts(result->passage, STR("In de vrije ruimte van het gesprek")));
    assert_int_equal(result->reason_count, 3);
    assert_int_equal(result->near, 3);
    assert_str(result->reasons[0].typed, "vrije");
    assert_true(result->reasons[0].value > 0);
    assert_int_equal(result->reasons[2].how, HOW_EXACT);
    answer = asked("\"vrije ruimte\"");
    assert_int_equal(answer.results[0].reasons[0].how, HOW_PHRASE);
}

static void test_results__with_a_content_note_show_no_text(void **state)
{
    (void)state;
    struct search_answer answer = asked("nacht klein");
    assert_str(answer.results[0].address, "verhalen/nacht/");
    assert_true(answer.results[0].quiet);
    assert_int_equal(answer.results[0].summary.len, 0);
    assert_null(answer.results[0].passage.at);
    assert_str(answer.results[0].notes[0], "suicide");
}

static void test_mistyped_words__are_corrected(void **state)
{
    (void)state;
    struct search_answer answer = asked("herstle ons");
    assert_str(answer.corrected, "herstel ons");
    assert_int_equal(answer.results[0].reasons[0].how, HOW_CORRECTED);
    assert_null(asked("herstel").corrected.at);
}

static void test_an_index__that_is_not_there_is_said(void **state)
{
    (void)state;
    struct diagnostics *diagnostics = diagnostics_new();
    assert_null(search_open(arena, "/nergens", STR(""), diagnostics));
    assert_int_equal(diagnostics_count(diagnostics, FAILURE), 1);
    diagnostics_free(diagnostics);
}

// ---- Damage ----

static const char *const questions[] = {
    "vrije ruimte", "\"vrije ruimte\" of herstel -nacht",
    "herstle",      "thema:crisis",
    "ru",           "jaar:2026 ruimte",
    "noodsituatie", "schuldruimte -\"de nacht\"",
    "de",
};

// The answers as one text; "failed" where there was a message.
static str answers(void)
{
    struct arena *kept = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct index *index = opened(kept, diagnostics);
    struct buf told = { 0 };
    for (size_t i = 0; index != NULL && i < sizeof questions / sizeof *questions; i++) {
        struct search_answer answer;
        struct search_wish wish = { .query = str_from_c(questions[i]),
                                    .limit = 5,
                                    .facets = true,
                                    .passages = true,
                                    .explain = true };
        if (!search_ask(kept, index, &wish, &answer))
            break;
        buf_add_format(&told, "%zu", answer.total);
        for (size_t r = 0; r < answer.count; r++)
            buf_add_format(&told, " %.*s %.*s %.*s", STR_ARGS(answer.results[r].address),
                           STR_ARGS(answer.results[r].title), STR_ARGS(answer.results[r].passage));
    }
    size_t failures = diagnostics_count(diagnostics, FAILURE);
    assert_true(failures <= 1);
    str text = arena_copy(arena, failures > 0 ? STR("failed") : buf_view(&told));
    buf_release(&told);
    diagnostics_free(diagnostics);
    arena_free(kept);
    return text;
}

static void file_write(const char *path, str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    fclose(file);
}

static unsigned random_below(unsigned below)
{
    static uint32_t state = 5;
    state = state * 1664525 + 1013904223;
    return (unsigned)((uint64_t)state * below >> 32);
}

static void number_put(char *to, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (char)(number >> 8 * i & 0xFF);
}

// The length of the slice at `at`: its check value says where it ends.
static size_t slice_length(str bytes, size_t at)
{
    uint32_t check = 0;
    if (bytes.len - at < SLICE_HEAD)
        return 0;
    for (size_t len = 4; at + len < bytes.len; len++) {
        char value[4];
        check = libdeflate_crc32(check, bytes.at + at + len, 1);
        number_put(value, check);
        if (memcmp(value, bytes.at + at, 4) == 0 && len + 1 >= SLICE_HEAD)
            return len + 1;
    }
    return 0;
}

static void bytes_spoil(char *slice, size_t len)
{
    for (unsigned times = 1 + random_below(3); times > 0; times--)
        slice[4 + random_below((unsigned)len - 4)] = (char)random_below(256);
    number_put(slice, libdeflate_crc32(0, slice + 4, len - 4));
}

// Changes what is in the slice, not how it is packed.  Returns false when that
// takes more room.
static bool content_spoil(char *slice, size_t len)
{
    str data;
    if (!slice_open(arena, (str){ slice, len }, &data) || data.len == 0)
        return false;
    char *copy = arena_alloc(arena, data.len);
    memcpy(copy, data.at, data.len);
    for (unsigned times = 1 + random_below(3); times > 0; times--)
        copy[random_below((unsigned)data.len)] = (char)random_below(256);
    struct press *press = press_new();
    struct buf packed = { 0 };
    size_t made = slice_add(&packed, press, (str){ copy, data.len }, len);
    if (made == len)
        memcpy(slice, packed.at, len);
    buf_release(&packed);
    press_free(press);
    return made == len;
}

// Changes one of the slices, and makes its check value right.
static void slice_spoil(char *bytes, size_t len)
{
    str file = { bytes, len };
    size_t starts[512];
    size_t lengths[512];
    size_t count = 0;
    for (size_t at = SHARD_HEAD; at < len && count < 512; count++) {
        starts[count] = at;
        lengths[count] = slice_length(file, at);
        if (lengths[count] == 0)
            break;
        at += lengths[count];
    }
    if (count == 0)
        return;
    size_t chosen = random_below((unsigned)count);
    if (random_below(4) == 0 || !content_spoil(bytes + starts[chosen], lengths[chosen]))
        bytes_spoil(bytes + starts[chosen], lengths[chosen]);
}

static const char *file_of_index(const struct file_list *files, size_t number)
{
    char path[SCRATCH_PATH];
    scratch_format(path, sizeof path, "public/search/%.*s", STR_ARGS(files->at[number].path));
    return scratch_path(&scratch, path);
}

static struct file_list index_files(void)
{
    struct file_list files;
    assert_true(source_folder(arena, scratch_path(&scratch, "public/search"), &files));
    assert_true(files.count > 8);
    return files;
}

// Asks with each file spoiled in many ways, one at a time.
static void spoil_all(unsigned times, void (*spoil)(char *bytes, size_t len), bool never_other)
{
    struct file_list files = index_files();
    str sound = answers();
    assert_false(str_equal(sound, STR("failed")));
    for (size_t i = 0; i < files.count; i++) {
        if (!str_ends(files.at[i].path, STR(".bin")) && !str_ends(files.at[i].path, STR(".json")))
            continue;
        for (unsigned t = 0; t < times; t++) {
            char *bytes = arena_alloc(arena, files.at[i].bytes.len + 1);
            memcpy(bytes, files.at[i].bytes.at, files.at[i].bytes.len);
            spoil(bytes, files.at[i].bytes.len);
            file_write(file_of_index(&files, i), (str){ bytes, files.at[i].bytes.len });
            str told = answers();
            if (never_other && !str_equal(told, sound) && !str_equal(told, STR("failed")))
                fail_msg("%.*s: '%.*s' is not '%.*s'", STR_ARGS(files.at[i].path), STR_ARGS(told),
                         STR_ARGS(sound));
        }
        file_write(file_of_index(&files, i), files.at[i].bytes);
    }
    assert_true(str_equal(answers(), sound));
}

static void byte_spoil(char *bytes, size_t len)
{
    bytes[random_below((unsigned)len)] ^= (char)(1 + random_below(255));
}

static void test_a_damaged_file__gives_a_message_and_never_another_answer(void **state)
{
    (void)state;
    spoil_all(12, byte_spoil, true);
}

// Makes its check value right, too.
static void root_spoil(char *bytes, size_t len)
{
    enum { CHECKED = 12 }; // the digits, and what ends the object
    char digits[9];
    bytes[random_below((unsigned)len - CHECKED)] = (char)random_below(256);
    snprintf(digits, sizeof digits, "%08x", check_value((str){ bytes, len - CHECKED }));
    memcpy(bytes + len - CHECKED, digits, 8);
}

static void root_or_slice_spoil(char *bytes, size_t len)
{
    if (bytes[0] == 'D')
        slice_spoil(bytes, len);
    else
        root_spoil(bytes, len);
}

static void test_an_index__made_with_ill_will_does_no_harm(void **state)
{
    (void)state;
    spoil_all(40, root_or_slice_spoil, false);
}

static void test_an_index__of_which_files_end_too_soon_is_damaged(void **state)
{
    (void)state;
    struct file_list files = index_files();
    str sound = answers();
    for (size_t i = 0; i < files.count; i++) {
        if (!str_ends(files.at[i].path, STR(".bin")))
            continue;
        str bytes = files.at[i].bytes;
        for (size_t len = 0; len < bytes.len; len += 1 + bytes.len / 7) {
            file_write(file_of_index(&files, i), str_slice(bytes, 0, len));
            str told = answers();
            assert_true(str_equal(told, sound) || str_equal(told, STR("failed")));
        }
        file_write(file_of_index(&files, i), bytes);
    }
}

static void root_is_refused(str bytes)
{
    struct arena *kept = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    file_write(scratch_path(&scratch, "public/search/root.json"), bytes);
    assert_null(opened(kept, diagnostics));
    assert_int_equal(diagnostics_count(diagnostics, FAILURE), 1);
    diagnostics_free(diagnostics);
    arena_free(kept);
}

static void test_a_root__of_which_any_bit_is_another_or_that_is_cut_short_is_refused(void **state)
{
    (void)state;
    str bytes;
    assert_true(source_disk_file(arena, scratch_path(&scratch, "public/search/root.json"), &bytes));
    char *spoiled = arena_alloc(arena, bytes.len + 1);
    memcpy(spoiled, bytes.at, bytes.len);
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        spoiled[bit / 8] ^= (char)(1 << bit % 8);
        root_is_refused((str){ spoiled, bytes.len });
        spoiled[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (size_t len = 0; len < bytes.len; len++)
        root_is_refused((str){ spoiled, len });
    spoiled[bytes.len] = '\n';
    root_is_refused((str){ spoiled, bytes.len + 1 });
    file_write(scratch_path(&scratch, "public/search/root.json"), bytes);
}

static void test_an_index__names_no_file_outside_the_website(void **state)
{
    (void)state;
    str bytes;
    struct index *index = opened(arena, scratch.diagnostics);
    assert_true(index_page(index, STR("over/index.html"), &bytes));
    assert_true(index_page(index, STR("over/../over/index.html"), &bytes));
    assert_false(index_page(index, STR("../repository/content/over.md"), &bytes));
    assert_false(index_page(index, STR("over/../../repository/content/over.md"), &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queries__find_what_they_mean),
        cmocka_unit_test(test_results__tell_where_and_why),
        cmocka_unit_test(test_results__with_a_content_note_show_no_text),
        cmocka_unit_test(test_mistyped_words__are_corrected),
        cmocka_unit_test(test_an_index__that_is_not_there_is_said),
        cmocka_unit_test(test_an_index__names_no_file_outside_the_website),
        cmocka_unit_test(test_a_damaged_file__gives_a_message_and_never_another_answer),
        cmocka_unit_test(test_an_index__made_with_ill_will_does_no_harm),
        cmocka_unit_test(test_an_index__of_which_files_end_too_soon_is_damaged),
        cmocka_unit_test(test_a_root__of_which_any_bit_is_another_or_that_is_cut_short_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
