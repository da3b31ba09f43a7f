// SPDX-License-Identifier: EUPL-1.2
// Which words of the index are worth looking up in a register, and where they
// lead.
//
// These are the names of terms (labels, synonyms, abbreviations; never the
// spellings that are for searching only) and the classes of words that stand in
// titles and headings, but for stop words, words that nobody looks up (idle.h),
// short ones, and those on more than a quarter of the pages.  Of a page that is
// quiet only the title counts.

#pragma once

#include "search/dictionary.h"
#include "search/spelling_sum.h"

// The names of terms, and at most this many words of titles and headings.
enum { KEYWORD_WORDS_MOST = 4000 };

struct keywords;

// Chooses the words, before the lists are made; `dictionary->best` is set, so
// that the best pages are kept.  What is needed only until the keywords are
// there is in `own`.
struct keywords *keywords_choose(struct arena *arena, struct arena *own,
                                 struct dictionary *dictionary, struct spelling_sum *sum);

// The keywords and where they lead, after the lists are made: in `arena`, with
// views of the site.
struct keyword_list keywords_of(const struct keywords *keywords);
