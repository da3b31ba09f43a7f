// SPDX-License-Identifier: EUPL-1.2
// Which words are forms of one another (schuld, schulden), and which mean
// nothing by themselves.
//
// There is no stemmer.  A word gets a base only when that base is itself a word
// of the site, so that no rule can make a word that is not there: `gezinnen`
// leads to `gezin`, because `gezin` occurs, and never to `gezinn` or `zin`.

#pragma once

#include "format/words.h"

enum { CANDIDATES_MAX = 32, CANDIDATE_BYTES = WORD_BYTES + 1 };

struct candidates {
    char room[CANDIDATES_MAX][CANDIDATE_BYTES];
    str at[CANDIDATES_MAX];
    size_t count;
};

// What `word` may be a form of, the likeliest first.  reader.js has the same
// rule, for words that a reader types and that do not occur.
void form_candidates(str word, struct candidates *candidates);

// Which other words are forms of `word`, which occurs nowhere, beside its candidates: its
// plural, what it is the small one of, its verb, or what is made of that.
// search/reader/mistyped.js has the same rule.
void form_relatives(str word, struct candidates *relatives);

// The base of a word that no rule leads to (kinderen: kind), also where it is the
// end of a longer one.  Returns false when it is no such word.
bool form_irregular(str word, char room[static CANDIDATE_BYTES], str *base);

// Words that the rule would take for a form of another (`links` of `link`).
bool form_protected(str word);

// All of these words, separated by spaces.
str forms_protected(void);

// Whether the verb form `word` (werkt) of `base` (werk) is one: the rule asks
// for a third form (werken).  Fills in those that would do.
bool form_needs_witness(str word, str base, struct candidates *witnesses);

// A form that form_candidates or form_needs_witness leads to `word` is at most so many
// bytes longer or shorter, and has so many first bytes in common with it; 0: none does.
enum { FORM_TAIL_MOST = 3 };
size_t form_beginning(str word);

// The words whose base form_irregular says `base` is.
void form_irregulars(str base, struct candidates *words);

// The stop words of a language ("nl"), in order, separated by spaces; none where
// they are not known.
str stop_words(str language);

// Whether these rules are those of the language.
bool forms_known(str language);

// Whether the language writes compounds as one word.
bool makes_compounds(str language);

// Whether `word` is one of `stops`.
bool stop_word(str stops, str word);
