// SPDX-License-Identifier: EUPL-1.2
// All forms of the site in order, and which are forms of one word.

#pragma once

#include "collection/collect.h"

struct form_entry {
    str text;
    uint32_t entries;     // that have this form
    uint32_t head;        // the first form of its class; itself for a head
    uint32_t next;        // form of the class, or NO_FORM
    uint32_t seen;        // where in lexicon.seen its segments begin, one after the other
    uint32_t former;      // its number the last time, or NO_FORM
    uint32_t change : 30; // what is different since then: a number of lexicon.changes, plus one
    uint32_t is_stop : 1;
    uint32_t is_fixed : 1; // never a form of another
    uint64_t segments;     // that it is in, a bit for each
    uint64_t plain;        // of all its sightings
    uint64_t print;        // and of how long their entries are
};

// Where the sightings of a form are in a segment, and how many entries have it there.
struct seen {
    uint32_t start;
    uint32_t entries;
};

// What a form is a form of: itself, or another; whether there was a choice, which
// follows from how many entries have which.
struct base {
    uint32_t form;
    bool is_contested;
};

// A form that is not what it was the last time.
struct changed_form {
    uint32_t form;   // its number; NO_FORM: it is gone
    uint32_t former; // its number then; NO_FORM: it is new
    uint64_t print;  // then
    uint64_t plain;
    bool other_entries; // more or fewer entries have it, or it came or went
};

// Forms that were remembered together.
struct piece {
    uint32_t from;
    uint32_t count;
    bool is_same;         // nothing about them has changed
    struct chunk_ref ref; // then
};

struct lexicon {
    const struct collection *collection;
    struct form_entry *forms; // by their bytes
    size_t count;
    struct base *bases;   // of each form; NULL where the rules are not known
    uint32_t *beginnings; // of each form: the longest other one that it begins with, or NO_FORM
    const struct piece *pieces; // all forms
    size_t piece_count;

    // When it follows from the last one, as collection.former tells:
    const uint32_t *renumbered;         // of each form then: its number now, or NO_FORM; else NULL
    const struct changed_form *changes; // by their texts
    size_t change_count;
    size_t new_count; // of forms that were not there then
    size_t gone_count;
    uint64_t *samples; // how some of the forms begin

    // When it is made from nothing:
    struct seen *seen;          // of each form by segment
    struct lexicon_slot *slots; // open addressing, at most half full
    size_t capacity;            // a power of two
    uint64_t *sieve;
};

// The form with that text, or NULL.
const struct form_entry *lexicon_find(const struct lexicon *lexicon, str text);

// Where the first form stands that is not before `text`.
size_t lexicon_place(const struct lexicon *lexicon, str text);

// Whether little enough came and went since the last time for what was found out then
// to be followed.
bool lexicon_follows(const struct lexicon *lexicon);

// The text of a changed form.
str changed_text(const struct lexicon *lexicon, size_t change);

// Sets the shorter forms that forms begin or end with, from those of the last time: of
// one that is gone, those that it began or ended with itself.
void shorter_keep(const struct lexicon *lexicon, const uint32_t *then, uint32_t *now);

// Forms are joined to classes where the rules of their language are known.
struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs);
