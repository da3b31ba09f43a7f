// SPDX-License-Identifier: EUPL-1.2
// How people write the words of titles and headings, with their capitals and
// accents, and on how many pages a word stands there.

#pragma once

#include "search/lexicon.h"

// A word of a text, or the whole of a chain with hyphens (e-health).
struct unit {
    str text;    // plain, as in the index
    str written; // as it stands there, without a final 's
    bool opens;  // a sentence: its capital says nothing
    bool part;   // of a chain that is given as a whole too
};

// Calls `take` for every word and every chain of the text, those of a chain
// before the whole of it.
typedef void unit_take(void *context, const struct unit *unit);
void units_each(str text, struct arena *scratch, unit_take *take, void *context);

struct spellings {
    const struct lexicon *lexicon;
    const uint32_t *pages; // of each class, by the number of its head
    const uint32_t *first; // of each form: its first spelling, plus one
    const struct spelling *at;
};

// From all titles and headings, but not the headings of a page of which nothing
// may be shown.
struct spellings *spellings_of(struct arena *arena, const struct entries *entries,
                               const struct lexicon *lexicon);

// The form of the class that titles and headings have most; of two that they have
// as often, the one that is likely to be the singular.
uint32_t spellings_form(const struct spellings *spellings, uint32_t head);

// How the form is written; `sure` is set to whether its capital, if any, is its
// own and not that of a title.
str spellings_best(const struct spellings *spellings, uint32_t form, bool *sure);
