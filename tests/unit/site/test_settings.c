// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "site/site.h"

#include <stdio.h>

static struct arena *arena;
static struct diagnostics *diagnostics;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diagnostics = diagnostics_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    diagnostics_free(diagnostics);
    return 0;
}

static const struct settings *settings_of(const char *site, const char *config)
{
    struct file site_yaml = { site == NULL ? STR("") : STR("site.yaml"),
                              site == NULL ? STR("") : str_from_c(site) };
    struct file laid_over = { config == NULL ? STR("") : STR("config.yaml"),
                              config == NULL ? STR("") : str_from_c(config) };
    return settings_read(arena, site_yaml, laid_over, diagnostics);
}

static void assert_str(str text, const char *wanted)
{
    if (!str_equal(text, str_from_c(wanted)))
        fail_msg("'%.*s' is not '%s'", STR_ARGS(text), wanted);
}

static void test_settings__without_any_all_is_a_plain_page(void **state)
{
    (void)state;
    const struct settings *settings = settings_of(NULL, NULL);
    assert_false(settings->given);
    assert_int_equal(settings->kind_count, 1);
    assert_int_equal(settings->kinds[0].base, BASE_PAGE);
    assert_int_equal(settings->taxonomy_count, 0);
    assert_false(settings->schema.strict);
    assert_int_equal(settings->markdown_limit, 1024 * 1024);
    assert_int_equal(settings->asset_limit, 25 * 1024 * 1024);
    assert_int_equal(settings->page_size, 20);
}

static void test_settings__keys_are_dutch_or_english(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "titel: Doorleefd\nadres: https://a.invalid/sub\nmenu:\n  - naam: Zoek\n    adres: /zoeken/\n"
        "taxonomieen:\n  - naam: thema\n    map: themas/\n    meervoud: Thema's\n",
        "title: Doorleefd\naddress: https://a.invalid/sub/\nmenu:\n  - name: Zoek\n"
        "    address: /zoeken/\ntaxonomies:\n  - name: thema\n    folder: /themas\n"
        "    plural: Thema's\n",
    };
    for (size_t i = 0; i < 2; i++) {
        const struct settings *settings = settings_of(forms[i], NULL);
        assert_str(settings->title, "Doorleefd");
        assert_str(settings->address, "https://a.invalid/sub/");
        assert_str(settings->menu.items[0].address, "zoeken/");
        assert_int_equal(settings->taxonomy_count, 1);
        assert_str(settings->taxonomies[0].folder, "themas");
        assert_str(settings->taxonomies[0].singular, "Thema");
        assert_str(settings->taxonomies[0].plural, "Thema's");
        assert_int_equal(settings->kind_count, 4);
    }
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_settings__config_goes_before_site_yaml(void **state)
{
    (void)state;
    const struct settings *settings = settings_of(
        "titel: Een\nondertitel: blijft\n",
        "titel: Twee\nsoorten:\n  - naam: bericht\n    als: verhaal\n    map: docs/berichten\n"
        "    adres: /berichten/\nvelden:\n  onderwerp: thema\n  \"ms.*\": negeer\n");
    assert_str(settings->title, "Twee");
    assert_str(settings->tagline, "blijft");
    assert_int_equal(settings->kind_count, 5);
    assert_str(settings->kinds[0].folder, "verhalen");
    assert_int_equal(settings->kinds[3].base, BASE_STORY);
    assert_str(settings->kinds[3].folder, "docs/berichten");
    assert_str(settings->kinds[3].prefix, "berichten");
    assert_int_equal(settings->schema.key_count, 2);
    assert_str(settings->schema.meanings[0], "thema");
    assert_str(settings->schema.meanings[1], "");
}

static void test_settings__what_is_wrong_is_reported_and_gets_its_default(void **state)
{
    (void)state;
    const struct settings *settings =
        settings_of("titell: Doorleefd\nadres: voorbeeld.nl\nper_pagina: nul\n"
                    "grenzen:\n  markdown: veel\n  bijlage: 2 MB\n",
                    NULL);
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 1);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 3);
    assert_str(settings->address, "");
    assert_int_equal(settings->page_size, 20);
    assert_int_equal(settings->markdown_limit, 1024 * 1024);
    assert_int_equal(settings->asset_limit, 2 * 1024 * 1024);
}

static void test_settings__a_kind_like_nothing_known_is_guarded_as_a_story(void **state)
{
    (void)state;
    const struct settings *settings =
        settings_of("soorten:\n  - naam: relaas\n    als: verhaaal\n    map: relazen\n", NULL);
    assert_int_equal(settings->kinds[3].base, BASE_STORY);
    assert_str(settings->kinds[3].folder, "relazen");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
}

// ---- What people write ----

static void test_settings__who_hides_the_site_from_search_engines_is_heeded(void **state)
{
    static const struct {
        const char *site;
        bool hidden;
        size_t errors;
    } rows[] = {
        { "noindex: ja\n", true, 0 },    { "noindex: Ja\n", true, 0 },
        { "noindex: TRUE\n", true, 0 },  { "noindex: aan\n", true, 0 },
        { "noindex: nee\n", false, 0 },  { "noindex: False\n", false, 0 },
        { "noindex:\n", false, 0 },      { "titel: x\n", false, 0 },
        { "noindex: graag\n", true, 1 }, { "noindex: [ja]\n", true, 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        diagnostics_clear(diagnostics);
        assert_int_equal(settings_of(rows[i].site, NULL)->noindex, rows[i].hidden);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), rows[i].errors);
    }
}

static void test_settings__what_should_be_a_list_is_told(void **state)
{
    static const char *const keys[] = { "menu", "voet", "hulplijnen", "taxonomieen", "soorten" };
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char site[64];
        diagnostics_clear(diagnostics);
        snprintf(site, sizeof site, "%s:\n", keys[i]);
        settings_of(site, NULL);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
        snprintf(site, sizeof site, "%s:\n  naam: x\n", keys[i]);
        settings_of(site, NULL);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
    }
}

static void test_settings__a_help_line_may_be_for_one_thing(void **state)
{
    (void)state;
    const struct settings *settings =
        settings_of("hulplijnen:\n  - naam: 113\n    voor: suicide\n", NULL);
    assert_int_equal(settings->helplines[0].topic_count, 1);
    assert_str(settings->helplines[0].topics[0], "suicide");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
}

static void test_settings__a_language_is_a_code(void **state)
{
    (void)state;
    assert_str(settings_of("taal: nl_BE\n", NULL)->language, "nl-BE");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
    assert_str(settings_of("taal: Nederlands\n", NULL)->language, "nl");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 1);
    assert_str(settings_of("taal: \"en\\\"x\"\n", NULL)->language, "nl");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 2);
}

static void test_settings__a_usual_kind_keeps_what_is_not_said_anew(void **state)
{
    (void)state;
    const struct settings *settings =
        settings_of("soorten:\n  - naam: verhaal\n    meervoud: Ervaringen\n", NULL);
    assert_int_equal(settings->kind_count, 4);
    assert_str(settings->kinds[0].folder, "verhalen");
    assert_str(settings->kinds[0].prefix, "verhalen");
    assert_str(settings->kinds[0].plural, "Ervaringen");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
}

static void test_settings__no_kind_takes_an_address_of_the_site(void **state)
{
    (void)state;
    const struct settings *settings =
        settings_of("soorten:\n  - naam: verhaal\n    adres: zoeken\n"
                    "  - naam: relaas\n    als: verhaal\n    map: richtlijnen\n",
                    NULL);
    assert_str(settings->kinds[0].prefix, "zoeken-2");
    assert_str(settings->kinds[3].prefix, "richtlijnen-2");
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 2);
}

static void test_settings__a_file_that_is_no_yaml_makes_them_unreadable(void **state)
{
    (void)state;
    assert_true(settings_of("titel: [een\nsoorten: {", NULL)->unreadable);
    assert_true(settings_of("titel: een\n", "a: b: c\n")->unreadable);
    assert_false(settings_of("titel: een\n", NULL)->unreadable);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_settings__without_any_all_is_a_plain_page, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_settings__keys_are_dutch_or_english, setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings__config_goes_before_site_yaml, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            test_settings__what_is_wrong_is_reported_and_gets_its_default, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_settings__a_kind_like_nothing_known_is_guarded_as_a_story, setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_settings__who_hides_the_site_from_search_engines_is_heeded, setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings__what_should_be_a_list_is_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_settings__a_help_line_may_be_for_one_thing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_settings__a_language_is_a_code, setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings__a_usual_kind_keeps_what_is_not_said_anew,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings__no_kind_takes_an_address_of_the_site, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_settings__a_file_that_is_no_yaml_makes_them_unreadable,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
