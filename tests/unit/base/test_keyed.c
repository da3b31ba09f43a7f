// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/keyed.h"

#include <stdlib.h>
#include <string.h>

enum { MANY = 20000, TEXT_MOST = 40 };

static int text_order(const void *a, const void *b)
{
    return str_order(((const struct keyed *)a)->of, ((const struct keyed *)b)->of);
}

static struct keyed keyed_of(const str *text)
{
    return (struct keyed){ { key_of(*text), key_of(str_after(*text, 8)) }, text };
}

// Of few letters, so that many begin alike; some with more than the keys tell.
static str text_of(char *room, uint64_t *chance)
{
    *chance = *chance * 6364136223846793005u + 1442695040888963407u;
    size_t len = *chance >> 33 & 1 ? TEXT_MOST : (*chance >> 34) % TEXT_MOST;
    for (size_t i = 0; i < len; i++) {
        *chance = *chance * 6364136223846793005u + 1442695040888963407u;
        room[i] = i < TEXT_MOST / 2 && *chance >> 63 ? 'a' : (char)(*chance >> 56);
    }
    return (str){ room, len };
}

static void check(const str *texts, size_t count)
{
    struct keyed *list = malloc((count + 1) * sizeof *list);
    assert_non_null(list);
    for (size_t i = 0; i < count; i++)
        list[i] = keyed_of(&texts[i]);
    keyed_sort(list, count, text_order);
    for (size_t i = 1; i < count; i++)
        assert_true(text_order(&list[i - 1], &list[i]) <= 0);
    free(list);
}

static void test_keyed__texts_come_in_the_order_of_their_bytes(void **state)
{
    (void)state;
    uint64_t chance = 7;
    char *rooms = malloc((size_t)MANY * TEXT_MOST);
    str *texts = malloc(MANY * sizeof *texts);
    assert_non_null(rooms);
    assert_non_null(texts);
    for (size_t i = 0; i < MANY; i++)
        texts[i] = text_of(rooms + i * TEXT_MOST, &chance);
    static const size_t counts[] = { 0, 1, 2, 24, 25, 300, MANY };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        check(texts, counts[i]);
    free(texts);
    free(rooms);
}

static void test_keyed__what_begins_alike_is_told_apart_by_the_rest(void **state)
{
    (void)state;
    static char rooms[500][20];
    static str texts[500];
    for (size_t i = 0; i < 500; i++) {
        memset(rooms[i], 'x', sizeof rooms[i]);
        rooms[i][18] = (char)(i * 7 % 256);
        texts[i] = (str){ rooms[i], 16 + i % 5 };
    }
    check(texts, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keyed__texts_come_in_the_order_of_their_bytes),
        cmocka_unit_test(test_keyed__what_begins_alike_is_told_apart_by_the_rest),
    };
    return cmocka_run_group_tests_name("keyed", tests, NULL, NULL);
}
