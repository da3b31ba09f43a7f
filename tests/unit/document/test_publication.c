// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "document/publication.h"

#include <stdlib.h>
#include <string.h>

// Text in memory of its own, so that who reads beyond its end is seen.
static str alone(const char *text)
{
    size_t len = strlen(text);
    char *copy = malloc(len > 0 ? len : 1);
    assert_non_null(copy);
    memcpy(copy, text, len);
    return (str){ copy, len };
}

static bool unclear(const struct document *document, const char *text)
{
    str matter = document->has_front_matter ? alone(text) : STR("");
    str body = document->has_front_matter ? STR("") : alone(text);
    bool found = publication_unclear(document, matter, body);
    free((char *)(document->has_front_matter ? matter.at : body.at));
    return found;
}

static void test_publication__words_about_it_that_no_field_has_are_doubtful(void **state)
{
    static const char *const doubtful[] = {
        "status: x",
        "STATUS: x",
        "@status: x",
        "`status: x`",
        "Status = concept",
        "\"status\" : x",
        "'status': x",
        "{ status: concept",
        "- status:x",
        "status:",
        "stand: concept",
        "toestemming: nee",
        "consent: no",
        "draft: true",
        "draft:",
        "draft: f",
        "draft: nope!",
        "draft: falsch",
        "published: false",
        "published: No",
        "published: nee",
        "published: uit",
        "published: off",
        "titel: x\r\nstatus: x",
        "titel: x\rstatus: x",
        "titel: x\n\n\nstatus: x\n",
        "inhoudsnotites: suïcide",
        "inhoudswaarschuwing: x",
        "waarschuwingen: x",
        "Trigger: x",
        "triggers: x",
        "content_note: x",
        "content_warning: x",
        "contentnotes: x",
        "contentwarning: x",
    };
    static const char *const clear[] = {
        "",
        "titel: x",
        "s",
        "status",
        "status x: y",
        "status \"",
        "statuss: x",
        "estatus: x",
        "zstatus: x",
        "Zstatus: x",
        "statu: x",
        "draft: false",
        "draft: No",
        "draft: uit",
        "published: true",
        "published: n",
        "published:",
        "# concept",
        "triggers:",
        "trigger",
        "trigger x",
        "trigg",
        "waarschuw:",
        "zie status: x",
        "::",
    };
    struct document document = { .has_front_matter = true };
    (void)state;
    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
        if (!unclear(&document, doubtful[i]))
            fail_msg("'%s' is clear", doubtful[i]);
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
        if (unclear(&document, clear[i]))
            fail_msg("'%s' is doubtful", clear[i]);
}

static void test_publication__what_a_field_has_is_clear(void **state)
{
    static const char *const lines[] = { "status: concept", "toestemming: T", "consent: T",
                                         "content_note: suicide" };
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        str bytes =
            arena_join(arena, (str[]){ STR("---\n"), str_from_c(lines[i]), STR("\n---\n"), { 0 } });
        const struct document *document = document_read(arena, STR("a.md"), STR("a.md"), bytes,
                                                        &(struct schema){ 0 }, diagnostics);
        if (document->publication_unclear)
            fail_msg("'%s' is doubtful", lines[i]);
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
}

static void
test_publication__without_front_matter_the_first_paragraph_may_be_meant_as_such(void **state)
{
    struct document document = { .has_front_matter = false };
    (void)state;
    assert_true(unclear(&document, "titel: x\nstatus: concept\n\nTekst."));
    assert_false(unclear(&document, "titel: x\n \nstatus: concept\n"));
    assert_false(unclear(&document, "\nstatus: concept\n"));
}

static void test_publication__a_text_may_say_that_it_is_not_to_be_read(void **state)
{
    static const char *const withheld[] = {
        "---\nstatus: concept\n---\n",
        "\xef\xbb\xbf---\r\ntitel: x\r\nStatus: \"Ter-redactie\"\r\n---\r\n",
        "---\nstatus: withdrawn # op verzoek\n---\n",
        "---\ndraft: true\n---\n",
        "---\ndraft: \n---\n",
        "+++\nstatus = \"draft\"\n+++\n",
        "---\nstatus: ingetrokken",
        "---\nstatus: 'ingetrokken'\n---\n",
        "---\nstatus: verdwenen, op verzoek\n---\n",
        "---\n+++\nstatus: gone\n---\n",
    };
    static const char *const open[] = {
        "",
        "-",
        "---",
        "---\n---\nstatus: concept\n",
        "# Een\n\nstatus: concept\n",
        "---\nstatus: gepubliceerd\n---\n",
        "---\nstatus: geldig\ndraft: false\n---\nstatus: concept\n",
        "---\nstatus:\n---\n",
        "---\nstatus: \"\n---\n",
        "---\nstatus: geldig\ndraft: 'false' # nee\n---\n",
        "---\nstatus_oud: concept\n---\n",
        "---\nstatus: conceptueel\n---\n",
        "---\nstatus: klassiek\n---\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof withheld / sizeof *withheld; i++) {
        str text = alone(withheld[i]);
        if (!document_withheld(text))
            fail_msg("to be read: %s", withheld[i]);
        free((char *)text.at);
    }
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        str text = alone(open[i]);
        if (document_withheld(text))
            fail_msg("withheld: %s", open[i]);
        free((char *)text.at);
    }
    // UTF-16, as an editor of Windows saves it.
    assert_true(document_withheld(STR("\xff\xfe-\0-\0-\0\n\0d\0r\0a\0f\0t\0:\0y\0")));
    assert_true(document_withheld(STR("\xfe\xff\0-\0-\0-\0\n\0d\0r\0a\0f\0t\0:\0y")));
    assert_false(document_withheld(STR("\xff\xfe-\0-\0-\0\n\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_publication__words_about_it_that_no_field_has_are_doubtful),
        cmocka_unit_test(test_publication__what_a_field_has_is_clear),
        cmocka_unit_test(
            test_publication__without_front_matter_the_first_paragraph_may_be_meant_as_such),
        cmocka_unit_test(test_publication__a_text_may_say_that_it_is_not_to_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
