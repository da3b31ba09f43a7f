// SPDX-License-Identifier: EUPL-1.2
// What an index has by number: the pages, their dates, what they can be
// filtered by, and the names of that.

#pragma once

#include "ask/index.h"
#include "base/date.h"

struct heading_at {
    str text;
    str anchor;
    size_t first; // the passage that it stands above
};

// A stretch of bytes of the page's file.
struct passage_at {
    size_t start;
    size_t len;
    uint8_t check; // piece_check
};

struct record {
    str address;
    str title;
    str summary;
    unsigned base; // kind of page
    bool fictional;
    bool quiet; // no summary and no passage may be shown
    struct date date;
    const str *notes;
    size_t note_count;
    const size_t *numbers; // of the vocabulary: kind, terms, year
    size_t number_count;
    const struct heading_at *headings;
    size_t heading_count;
    const struct passage_at *passages;
    size_t passage_count;
};

// The record of a page, in `arena`; false, with a message, when there is none.
bool record_read(struct index *index, struct arena *arena, size_t page, struct record *record);

// A word of the vocabulary.
struct vocable {
    str name;
    str label;
    size_t count; // pages
};
struct vocable vocabulary_at(struct index *index, size_t number);

// The group that a number belongs to.
size_t group_of_number(const struct index *index, size_t number);

// The pages of one block that have a number.
struct facet {
    size_t number;
    uint32_t *pages; // from the start of the block
    size_t count;
};

struct facets {
    const struct facet *at;
    size_t count;
};
struct facets facets_of(struct index *index, struct arena *arena, size_t block, size_t group);

// The dates of the pages of a block, comparable numbers; 0 where there is none.
// Room for NUMBERS_PER_BLOCK.
void dates_of(struct index *index, size_t block, uint32_t *dates);

struct date date_of_number(uint64_t number);
