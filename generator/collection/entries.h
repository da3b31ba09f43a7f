// SPDX-License-Identifier: EUPL-1.2
// What can be found: the pages of the site, then the terms that lead somewhere.

#pragma once

#include "collection/entry_prints.h"
#include "collection/languages.h"
#include "format/words.h"
#include "site/site.h"

#include <stdint.h>

struct entry {
    const struct page *page; // or NULL
    const struct term *term;
};

#define NO_PAGE UINT32_MAX

enum { NUMBERS_PER_START = 64 };

// In the order of their numbers.  A number follows from the address and the date, so
// that a page more or less leaves the numbers of nearly all others as they are
// (`numbers.h`); therefore not every number below `space` is taken.
struct entries {
    const struct site *site;
    const struct entry *at;
    const uint32_t *numbers;
    const struct entry_prints *prints; // of each; they tell the number, too
    const uint32_t *pages;             // of each: the page's number, or NO_PAGE
    const uint32_t *starts; // of every NUMBERS_PER_START numbers: the first that is there
    size_t count;
    size_t space;
    unsigned first_year; // 0: none has a date
    unsigned last_year;
};

// Those of the index with that number; terms are in the site's own.
struct entries entries_of(struct arena *arena, const struct site *site,
                          const struct languages *languages, size_t number, unsigned jobs);

// `starts` of so many numbers.
const uint32_t *entries_starts(struct arena *arena, const uint32_t *numbers, size_t count,
                               size_t space);

// The place in `at` of the first entry whose number is not below `number`.
size_t entries_from(const struct entries *entries, size_t number);

str entry_address(struct entry entry);
str entry_title(struct entry entry);
str entry_summary(struct entry entry);
const struct document *entry_document(struct entry entry);

// Whether a content note forbids to show anything of what it says.
bool entry_is_quiet(struct entry entry);

// The parts of a page that count apart.
enum part { PART_TITLE, PART_HEADINGS, PART_TERMS, PART_SUMMARY, PART_BODY };
enum { PART_COUNT = PART_BODY + 1 };

// Calls `take` with each text, the part it belongs to, and the passage of the body
// that it stands in or heads, or NO_PASSAGE.
enum { NO_PASSAGE = PASSAGES_MAX };
typedef void entry_take(void *context, enum part part, unsigned passage, str text);

// The texts of its document, which follow from that alone.
void document_texts(const struct document *document, entry_take *take, void *context);

// All others.
void entry_texts(struct entry entry, size_t taxonomy_count, entry_take *take, void *context);

// ---- Groups: what results can be filtered by ----

// The kinds are group 0, then come the taxonomies, then the years.  Every kind,
// every term and every year has a number, counted through.
struct group {
    str name;  // sector; of the kinds "kind"
    str label; // Sector
    size_t first;
    size_t count;
};

struct groups {
    const struct group *at;
    size_t count;
    size_t number_count;
    unsigned first_year;
};

struct groups groups_of(struct arena *arena, const struct entries *entries);

// The name and the label of a number.
str number_name(struct arena *arena, const struct site *site, const struct groups *groups,
                size_t number);
str number_label(struct arena *arena, const struct site *site, const struct groups *groups,
                 size_t number);

// The numbers of an entry, from low to high, the number of its kind first.
const size_t *entry_numbers(struct arena *arena, const struct site *site,
                            const struct groups *groups, struct entry entry, size_t *count);

// The same as they come, some of them perhaps twice: at most so many.
size_t entry_numbers_most(const struct site *site, struct entry entry);
size_t entry_numbers_list(const struct site *site, const struct groups *groups, struct entry entry,
                          size_t *numbers);
