// SPDX-License-Identifier: EUPL-1.2
// A paragraph as words and signs: private to this folder.

#pragma once

#include "base/map.h"

#include <stdint.h>

// Bytes [from, to) of a text: a word, or one character that is in none.
struct token {
    size_t from, to;
    bool word;
};

struct token_list {
    struct token *at;
    size_t count;
};

// White space is in no token.
struct token_list tokens_of(struct arena *arena, str text);

// Numbers for texts: equal texts have the same one.
struct numbering {
    struct arena *arena;
    struct map *numbers;
};

struct numbering numbering_new(struct arena *arena);
uint32_t number_of(struct numbering *numbering, str text);
