// SPDX-License-Identifier: EUPL-1.2
// What is searched besides a word, because a term page says that it is the same.

#pragma once

#include "collection/lexicon.h"

enum { SYNONYMS_MOST = 6 };

// For a class of forms: names of the same term, as they are written there.
struct synonyms {
    uint32_t head;
    str at[SYNONYMS_MOST];
    size_t count;
};

// By their heads.
struct synonym_list {
    const struct synonyms *at;
    size_t count;
};

// The names of a term (its label and its synonyms) stand for each other; its
// search terms lead to its names, and no name leads to them.
struct synonym_list synonyms_of(struct arena *arena, const struct site *site,
                                const struct lexicon *lexicon);

// Those of a class, or NULL.
const struct synonyms *synonyms_find(const struct synonym_list *list, uint32_t head);
