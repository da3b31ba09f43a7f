// SPDX-License-Identifier: EUPL-1.2
// Words in the two orders of what is like them: by how they begin and their length,
// then by how they end and their length.

#pragma once

#include "collection/lexicon.h"

// A key that begins with a capital is of the first order, one with a small letter of
// the second.
struct likeness {
    str key;
    uint32_t entries; // that have the word
};

struct likeness_list {
    struct likeness *at;
    size_t count;
    size_t capacity;
};

// Which forms a mistyped word may stand for.
struct meant {
    const struct lexicon *lexicon;
    uint32_t least; // entries that have such a form
};

struct meant meant_of(const struct lexicon *lexicon);

// Whether a form with that text, in so many entries, is one, if it is no stop word.
bool meant_would(const struct meant *meant, str text, uint32_t entries);

// Whether the form with that number is one.
bool meant_is(const struct meant *meant, uint32_t number);

// The key of a text in the first or the second order.
str likeness_key(struct arena *arena, str text, bool by_end);

void likeness_add(struct likeness_list *list, struct likeness likeness);

// Adds all whose keys are from `from` to before `to`; empty ones: from the first, to
// the last.  Keys are in `arena`.
void likeness_list_add(struct likeness_list *list, struct arena *arena, const struct meant *meant,
                       str from, str to);
