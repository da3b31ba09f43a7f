// SPDX-License-Identifier: EUPL-1.2
// Text into the words that are searched for.  reader.js does exactly the same
// with what a reader types; tests/search/words.tsv holds both to it.
//
//     run     letters, marks and digits; soft hyphens and joiners inside are left out
//     word    runs with apostrophes between, or single letters with dots between (g.g.z.)
//     chain   words with hyphens between (cliënt-therapeut)
//
// A word is made plain (utf8_plain), loses a final 's, and is cut to 40
// characters.

#pragma once

#include "base/arena.h"

#include <stdint.h>

enum { WORD_CHARACTERS = 40, WORD_BYTES = 4 * WORD_CHARACTERS, CHAIN_WORDS = 4 };

struct word_reader {
    str text;
    size_t at;
    struct arena *scratch; // emptied at every word that is not ASCII or Latin-1
    bool linked;           // a hyphen connects the next word to the last one
};

struct word {
    str text;     // in the caller's room
    bool linked;  // to the word before, by a hyphen
    bool is_last; // no hyphen follows
    size_t start; // where it stands in the text that is read
    size_t end;
};

struct word_reader word_reader(str text, struct arena *scratch);

// Reads the next word into `room`.  Returns false at the end.  The text of a
// word may be empty, when nothing is left of it.
bool word_next(struct word_reader *reader, char room[static WORD_BYTES], struct word *word);

// A word without a final 's, cut to 40 characters.
str word_finished(str word);

// Any text made plain, as words are.
str word_plain(struct arena *arena, str text);

// The anchor that a heading has by itself, as reader.js makes it too: made plain,
// every run of other than a-z and 0-9 one `-`, none at the ends.
str word_slug(struct arena *arena, str text);

// Calls `take` for every word of the text, and for the whole of every chain of
// two to four words, written without its hyphens (clienttherapeut).  `low` and `high`
// are the first WORD_START bytes of the word, with zeros behind a shorter one, as they
// lie in memory: so they need not be read back from where they were just written.
enum { WORD_START = 16 };
typedef void word_take(void *context, str word, uint64_t low, uint64_t high);
void words_each(str text, struct arena *scratch, word_take *take, void *context);
