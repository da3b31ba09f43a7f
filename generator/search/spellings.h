// SPDX-License-Identifier: EUPL-1.2
// How people write the words of titles and headings, with their capitals and
// accents, and on how many pages a word stands there.

#pragma once

#include "search/lexicon.h"

struct spellings {
    const struct lexicon *lexicon;
    const uint32_t *pages; // of each class, by the number of its head
    const uint32_t *first; // of each form: its first spelling, plus one
    const struct spelling *at;
};

// From all titles and headings, but not the headings of a page of which nothing
// may be shown.
struct spellings *spellings_of(struct arena *arena, const struct entries *entries,
                               const struct lexicon *lexicon, struct cache *cache, unsigned jobs);

// The form of the class that titles and headings have most; of two that they have
// as often, the one that is likely to be the singular.
uint32_t spellings_form(const struct spellings *spellings, uint32_t head);

// How the form is written; `sure` is set to whether its capital, if any, is its
// own and not that of a title.
str spellings_best(const struct spellings *spellings, uint32_t form, bool *sure);
