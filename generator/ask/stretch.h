// SPDX-License-Identifier: EUPL-1.2
// The dictionary of an index: its words, in stretches, and their lists.

#pragma once

#include "ask/index.h"

// A part of a list: where it stands in the file, and what was read of it.
struct tier {
    size_t count;
    size_t postings_at, postings_len;
    size_t passages_at, passages_len;
    struct posting *postings; // NULL while it is not read
    bool told;                // their passages are read too
};

// A class of forms, and the pages that have one of them.
struct index_entry {
    str head;     // its first form
    size_t count; // pages
    str file;     // that holds the tiers
    struct tier *tiers;
    size_t tier_count;
    const str *also; // searched for as well; each may be several words
    size_t also_count;
    const str *forms; // that stand in the same stretch
    size_t form_count;
};

struct index_form {
    str text;
    str written;               // as the site writes it
    struct index_entry *entry; // NULL where its class begins in another stretch
    str head;                  // which is this form's, then
};

// A stretch of the dictionary.
struct stretch {
    const struct index_form *forms;
    size_t count;
    str next; // how the stretch that follows begins, or a shorter beginning; or empty
};

// Where `word` is or would be; with `before`, the stretch before the one that
// begins with it.  Empty when there are no words.
struct stretch index_stretch(struct index *index, str word, bool before);

// The stretch where `word` is (0), the one before that (-1) or after it (1); empty where
// the node that leads to the first leads to no such.
struct stretch index_beside(struct index *index, str word, int side);

// How many forms of the stretch come before `word`.
size_t stretch_find(const struct stretch *stretch, str word);

// A form as the site writes it; itself when it does not occur.
str index_written(struct index *index, str form);

// The class of a form; NULL when that form does not occur.
struct index_entry *index_lookup(struct index *index, str word);
struct index_entry *form_entry_of(struct index *index, const struct index_form *form);

// Reads the postings of a tier, and their passages when `told`.  Returns false
// when they are damaged.
bool tier_read(struct index *index, const struct index_entry *entry, size_t tier, bool told);

// ---- Words by their length ----

// A word in the order in which mistakes are looked for (format/likeness_key.h).  2 to that
// power is about how many pages have it.
struct similar_key {
    str text;
    unsigned power;
};

struct similar_stretch {
    const struct similar_key *keys;
    size_t count;
    str next;
    bool is_first; // no stretch comes before it
};

// As index_stretch, of such keys.
struct similar_stretch index_similar(struct index *index, str key, bool before);
