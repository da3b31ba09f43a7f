// SPDX-License-Identifier: EUPL-1.2
// What changed between two texts: which items of a list, which paragraphs, which
// words.  Finding it takes time that grows nearly as the texts do, also where
// they have nothing in common; then what is found is not the shortest.
//
// Any thread, once libgit2 has been started (source_read does).

#pragma once

#include "base/arena.h"

#include <stdint.h>

// ---- Items ----

// Items [from_a, from_a + count_a) of the one list gave way to items
// [from_b, from_b + count_b) of the other; one of the two may be none.
struct replacement {
    size_t from_a, count_a;
    size_t from_b, count_b;
};

struct replacement_list {
    const struct replacement *at; // in order; between them the items are the same
    size_t count;
};

// `a` and `b` number their items: equal ones have the same number.
struct replacement_list difference_items(struct arena *arena, const uint32_t *a, size_t count_a,
                                         const uint32_t *b, size_t count_b);

// ---- Paragraphs ----

enum edit_kind { EDIT_SAME, EDIT_CHANGED, EDIT_REMOVED, EDIT_ADDED };

struct edit {
    enum edit_kind kind;
    size_t a; // the paragraph in the one text; not of EDIT_ADDED
    size_t b; // in the other; not of EDIT_REMOVED
};

struct edit_list {
    const struct edit *at; // in reading order; every paragraph of both is in one edit
    size_t count;
};

// Paragraphs that have enough words in common count as changed, else the one is
// removed and the other added.
struct edit_list difference_paragraphs(struct arena *arena, const str *a, size_t count_a,
                                       const str *b, size_t count_b);

// ---- Words ----

enum phrase_kind {
    PHRASE_SAME,
    PHRASE_REMOVED,
    PHRASE_ADDED,
    PHRASE_GAP, // words that stayed the same, left out; no text
};

struct phrase {
    enum phrase_kind kind;
    bool spaced; // a space comes before it
    str text;    // a view of the one text or the other
};

struct phrase_list {
    const struct phrase *at;
    size_t count;
};

// The paragraph `a` as it became `b`.  Of long stretches that stayed the same,
// only what is near a change is given.  Texts of more than 10,000 words gave way to
// each other as a whole.
struct phrase_list difference_words(struct arena *arena, str a, str b);
