// SPDX-License-Identifier: EUPL-1.2
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_escaped(str text, str expected)
{
    struct buf buf = { 0 };
    buf_add_escaped(&buf, text);
    str got = buf_view(&buf);
    if (!str_equal(got, expected))
        fail_msg("got '%.*s', expected '%.*s'", STR_ARGS(got), STR_ARGS(expected));
    buf_release(&buf);
}

static void test_html__what_xml_forbids_is_left_out(void **state)
{
    (void)state;
    assert_escaped(STR("a\xEF\xBF\xBE"
                       "b\xEF\xBF\xBF"
                       "c"),
                   STR("abc"));
    assert_escaped(STR("\xEF\xBF\xBE\xEF\xBF\xBF"), STR(""));
    assert_escaped(STR("\xEF\xBF\xBD\xEF\xBB\xBF\xEF\xBF"),
                   STR("\xEF\xBF\xBD\xEF\xBB\xBF\xEF\xBF"));
    assert_escaped(STR("a\x01\x1F\x7F\tb\r\n"), STR("a\tb\r\n"));
}

// Each byte at each place of a text that is longer than the eight bytes that
// are looked at together.
static void test_html__every_byte_is_seen_at_every_place(void **state)
{
    (void)state;
    for (size_t place = 0; place < 20; place++) {
        for (int c = 0; c < 256; c++) {
            char text[20];
            memset(text, 'e', sizeof text);
            text[place] = (char)c;
            bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
            bool plain = !control && c != 0x7F && c < 0xFE && strchr("&<>\"'", c) == NULL;
            const char *reference = c == '&'    ? "&amp;"
                                    : c == '<'  ? "&lt;"
                                    : c == '>'  ? "&gt;"
                                    : c == '"'  ? "&quot;"
                                    : c == '\'' ? "&#39;"
                                                : "";
            struct buf expected = { 0 };
            buf_add(&expected, (str){ text, place + plain });
            buf_add(&expected, str_from_c(reference));
            buf_add(&expected, str_after((str){ text, sizeof text }, place + 1));
            assert_escaped((str){ text, sizeof text }, buf_view(&expected));
            buf_release(&expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__what_xml_forbids_is_left_out),
        cmocka_unit_test(test_html__every_byte_is_seen_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
