// SPDX-License-Identifier: EUPL-1.2
// The files of words: stretches of the dictionary, each with its lists, and the
// words that are like each other.

#pragma once

#include "collection/synonyms.h"
#include "format/shards.h"
#include "search/as_written.h"
#include "search/class_list.h"

// How a form of the dictionary leads to its list.
enum form_way {
    FORM_INLINE,   // the list follows
    FORM_SLICED,   // it is in slices behind the stretch
    FORM_OF_CLASS, // it is the list of the class's first form
    FORM_WRITTEN,  // how the site writes it, and then the tag
};

// A form's tag: n << 3 | FORM_HAS_SYNONYMS or 0 | way.
enum { FORM_WAY_MASK = 3, FORM_HAS_SYNONYMS = 4, FORM_TAG_BITS = 3 };

// The best pages of the classes that a register shows: kept when their lists are
// made, for to make one again takes time.
struct best_list {
    const uint32_t *numbers; // of each class: its place in `at`, plus one; NULL: none is wanted
    struct best *at;
};

// Where stretches of the dictionary begin, and where the last one ends.
struct stretch_starts {
    const size_t *at;
    size_t count;
};

struct stretch_starts dictionary_cut(struct arena *arena, const struct lexicon *lexicon);

// What the dictionary is made of.
struct dictionary {
    const struct entries *entries;
    struct listing listing;
    const struct synonym_list *synonyms;
    struct best_list best;
    struct stretch_starts starts;
    const struct spelling_sum *distinct; // how words are written
};

// Adds the files of words.  Sets the stretches of the dictionary, in `arena`, and what is
// best of the classes that are wanted.
struct dictionary_files;
struct dictionary_files *dictionary_write(const struct shelf *shelf, struct dictionary *dictionary,
                                          struct arena *arena, unsigned jobs);

// Adds those that lead to them, and frees what was needed for it.
struct tree dictionary_tree(struct dictionary_files *files);

// Adds the files of words by their length, for readers who mistype one.
struct tree similar_write(const struct shelf *shelf, const struct lexicon *lexicon);
