// SPDX-License-Identifier: EUPL-1.2
// The files of words: stretches of the dictionary, each with its lists, and the
// words that are like each other.

#pragma once

#include "format/shards.h"
#include "search/compounds.h"
#include "search/sightings.h"
#include "search/synonyms.h"
#include "search/weights.h"

// How a form of the dictionary leads to its list.
enum form_way {
    FORM_INLINE,   // the list follows
    FORM_SLICED,   // it is in slices behind the stretch
    FORM_OF_CLASS, // it is the list of the class's first form
};

// A form's tag: n << 3 | FORM_HAS_SYNONYMS or 0 | way.
enum { FORM_WAY_MASK = 3, FORM_HAS_SYNONYMS = 4, FORM_TAG_BITS = 3 };

// The best pages of the classes that a register shows: kept when their lists are
// made, for to make one again takes time.
enum { BEST_MOST = 8 };
struct best {
    struct posting at[BEST_MOST];
    size_t count;
    size_t total; // of the whole list
};
struct best_list {
    const uint32_t *numbers; // of each class: its place in `at`, plus one; NULL: none is wanted
    struct best *at;
};

// What lists are made of.
struct dictionary {
    const struct entries *entries;
    const struct lexicon *lexicon;
    const struct compounds *compounds;
    const struct synonym_list *synonyms;
    const struct weights *weights;
    struct best_list best;
};

// The postings of a class, the best first.  Memory is the caller's, and grows.
struct postings {
    struct sightings sightings;
    struct posting *at;
    unsigned char *levels;
    size_t count;
    size_t capacity;
};

void class_postings(const struct dictionary *dictionary, size_t head, struct postings *postings);
void postings_release(struct postings *postings);

// Adds the files; the tree leads to them.
struct tree dictionary_write(const struct shelf *shelf, const struct dictionary *dictionary,
                             unsigned jobs);

// Adds the files of words by their length, for readers who mistype one.
struct tree similar_write(const struct shelf *shelf, const struct lexicon *lexicon);
