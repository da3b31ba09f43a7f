// SPDX-License-Identifier: EUPL-1.2
// Asks the index of a built website, with the same answers as reader.js; part
// of the face of this folder.

#pragma once

#include "base/date.h"
#include "diagnostics/diagnostics.h"

#include <stdint.h>

// Opens the index of the site in `site_folder`, of that language (a code; empty
// for the site's own).  Returns NULL, with a message, when the index is not
// there, is damaged, was made by another version, or has no such language.  What
// is read is kept, in `arena`, for further questions.
struct index *search_open(struct arena *arena, const char *site_folder, str language,
                          struct diagnostics *diagnostics);

// `group` is a name (sector, kind, jaar), `value` a name of that group.
struct search_filter {
    str group;
    str value;
};

struct search_wish {
    str query;
    const struct search_filter *filters; // of one group any, of each group one
    size_t filter_count;
    size_t limit;
    size_t offset;
    bool whole_words; // the last word is not the beginning of a longer one
    bool by_date;
    bool facets;   // count what the pages can be filtered by
    bool passages; // read the text where the words stand
    bool explain;  // tell why each page has its place
};

struct search_term {
    str taxonomy;
    str name;
    str label;
};

// The weakest first.
enum search_how {
    HOW_PREFIX,
    HOW_ALSO,
    HOW_COMPOUND,
    HOW_CORRECTED,
    HOW_EXACT,
    HOW_PHRASE,
};
enum { SEARCH_HOW_COUNT = HOW_PHRASE + 1 };

// exact, prefix ...
const char *search_how_name(enum search_how how);

// What a page has of one group of the query.
struct search_reason {
    str word;  // what tells the group apart
    str typed; // as it stands in the query
    const str *forms;
    size_t form_count;
    uint64_t value;
    enum search_how how;
};

// A text whose `at` is NULL is not known.
struct search_result {
    str address;
    str anchor;
    str heading;
    str title;
    str kind;
    str base;
    struct date date;
    str summary;
    const str *notes;
    size_t note_count;
    const struct search_term *terms;
    size_t term_count;
    const str *matched; // forms of the words that were met
    size_t matched_count;
    bool fictional;
    bool quiet; // a content note forbids summary and passage
    str passage;
    uint64_t rank;
    unsigned near; // groups that meet in one passage
    const struct search_reason *reasons;
    size_t reason_count;
};

struct search_value {
    str name;
    str label;
    size_t count;
};

struct search_facet {
    str group;
    const struct search_value *values; // most pages first
    size_t value_count;
};

// What was searched for besides a word of the query.
struct search_also {
    str word;
    const str *also;
    size_t also_count;
};

struct search_answer {
    size_t total;
    bool more;     // there may be more pages than `total`
    str corrected; // the query that was answered instead; `at` is NULL for none
    str suggested; // a query that was perhaps meant
    const struct search_result *results;
    size_t count;
    const struct search_facet *facets; // one a group, unless none were wished for
    size_t facet_count;
    const struct search_also *also;
    size_t also_count;
    const struct search_filter *filters; // those of the wish and of the query
    size_t filter_count;
};

// The answer lives as long as `arena` and the index.  Returns false, with a
// message, when the index is damaged.
bool search_ask(struct arena *arena, struct index *index, const struct search_wish *wish,
                struct search_answer *answer);

// A piece of a text, and whether it is to be marked as one of the words that
// were met.
struct search_piece {
    str text;
    bool marked;
};

// The text in pieces, those marked that are one of the forms.
const struct search_piece *search_marks(struct arena *arena, str text, const str *forms,
                                        size_t form_count, size_t *count);
