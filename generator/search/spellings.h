// SPDX-License-Identifier: EUPL-1.2
// How people write the words of titles and headings, with their capitals and
// accents, and on how many pages a word stands there.

#pragma once

#include "search/spelling_sum.h"

// What is added up for it: titles and headings, but not the headings of a page of which nothing
// may be shown.
extern const struct spelling_source titles_source;

struct spellings {
    const struct lexicon *lexicon;
    const struct spelled *forms; // by their texts
    size_t count;
    const struct spelling *ways;
    const uint32_t *places; // of each form of the lexicon: where it is in `forms`, plus one
    const uint32_t *pages;  // of each class, by its head: the pages of its forms together
    const uint32_t *heads;  // of classes that have any
    size_t head_count;
};

// Of the classes of the lexicon; the forms of the sum get their numbers in it, and
// it is remembered.
struct spellings *spellings_of(struct arena *arena, const struct lexicon *lexicon,
                               struct spelling_sum *sum, struct cache *cache);

// Whether the form is worth looking up, as far as it can be told from itself.
bool spellings_tell(const struct spellings *spellings, uint32_t form);

// The form of the class that titles and headings have most; of two that they have
// as often, the one that is likely to be the singular.
uint32_t spellings_form(const struct spellings *spellings, uint32_t head);

// How the form is written; `sure` is set to whether its capital, if any, is its
// own and not that of a title.
str spellings_best(const struct spellings *spellings, uint32_t form, bool *sure);
