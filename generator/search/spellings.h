// SPDX-License-Identifier: EUPL-1.2
// How people write the words of titles and headings, with their capitals and
// accents, and on how many pages a word stands there.
//
// All of them are added up; for the next build the sum is remembered with the
// names of the parts it was made of, so that only what changed is taken off and
// added again.

#pragma once

#include "search/lexicon.h"

// How often a form stands in titles and headings.
struct spelled {
    str text;
    uint32_t number; // of the form in the lexicon, or NO_FORM
    uint32_t pages;  // that have it there
    uint32_t first;  // of its ways to be written
    uint32_t count;
    bool is_idle; // a stop word, too short, or one that nobody looks up
};

struct spelling {
    str text;
    uint32_t sure;   // how often where a capital is its own
    uint32_t unsure; // at the start of a sentence, or where every word has one
    bool small;      // begins without a capital
};

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

struct word_lists {
    str stops;
    str idle;
};

// From all titles and headings, but not the headings of a page of which nothing
// may be shown.
struct spellings *spellings_of(struct arena *arena, const struct entries *entries,
                               const struct lexicon *lexicon, const struct word_lists *lists,
                               struct cache *cache, unsigned jobs);

// Whether the form is worth looking up, as far as it can be told from itself.
bool spellings_tell(const struct spellings *spellings, uint32_t form);

// The form of the class that titles and headings have most; of two that they have
// as often, the one that is likely to be the singular.
uint32_t spellings_form(const struct spellings *spellings, uint32_t head);

// How the form is written; `sure` is set to whether its capital, if any, is its
// own and not that of a title.
str spellings_best(const struct spellings *spellings, uint32_t form, bool *sure);
