// SPDX-License-Identifier: EUPL-1.2
// A view of text that something else owns.

#pragma once

#include <stdbool.h>
#include <stddef.h>

// Bytes [at, at + len).  Not NUL-terminated.  Valid as long as its owner.
typedef struct str {
    const char *at;
    size_t len;
} str;

#define STR(literal) ((str){ "" literal "", sizeof(literal) - 1 })

// For printf: printf("%.*s", STR_ARGS(title))
#define STR_ARGS(s) (int)(s).len, (s).at

// What the searching functions return when there is nothing to find.
#define STR_NONE ((size_t)-1)

str str_from_c(const char *text);

// The decimal digits of `number`, written into `room`, which must outlive the
// view.  NUMBER(n) lends room until the end of the enclosing block.
str str_number(char room[static 24], long long number);
#define NUMBER(n) str_number((char[24]){ 0 }, (long long)(n))

bool str_equal(str a, str b);

// Orders by bytes, so that every machine and locale sorts alike.
int str_compare(str a, str b);

// The same, for qsort and bsearch over str.
int str_order(const void *left, const void *right);

bool str_starts(str text, str prefix);
bool str_ends(str text, str suffix);

// Index of the first `needle` at or after `from`, or STR_NONE.
size_t str_find(str text, str needle, size_t from);
size_t str_find_char(str text, char needle, size_t from);

// Index of the last `needle`, or STR_NONE.
size_t str_find_last(str text, char needle);

// Bytes [from, to) of `text`; both are cut to its length.
str str_slice(str text, size_t from, size_t to);
str str_after(str text, size_t from);

// Without spaces, tabs, CR and LF at both ends.
str str_trim(str text);

// Splits `text` at the first `separator`.  Returns false, and leaves all of
// `text` in `before`, when there is none.
bool str_cut(str text, char separator, str *before, str *after);

// The number that `text` spells in plain decimal digits.  Returns false, and
// leaves `number` alone, for anything else and for more than 9 digits.
bool str_to_number(str text, unsigned *number);
