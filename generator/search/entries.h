// SPDX-License-Identifier: EUPL-1.2
// What can be found: the pages of the site, then the terms that lead somewhere.

#pragma once

#include "search/words.h"
#include "site/site.h"

struct entry {
    const struct page *page; // or NULL
    const struct term *term;
};

struct entries {
    const struct site *site;
    const struct entry *at;
    size_t count;
};

struct entries entries_of(struct arena *arena, const struct site *site);

str entry_address(struct entry entry);
str entry_title(struct entry entry);
str entry_summary(struct entry entry);
const struct document *entry_document(struct entry entry);

// The parts of a page that count apart.
enum part { PART_TITLE, PART_HEADINGS, PART_TERMS, PART_SUMMARY, PART_BODY };
enum { PART_COUNT = PART_BODY + 1 };

// Calls `take` with each text of the entry and the part it belongs to.
typedef void entry_take(void *context, enum part part, str text);
void entry_texts(struct entry entry, size_t taxonomy_count, entry_take *take, void *context);

// ---- Groups: what results can be filtered by ----

// The kinds are group 0, then come the taxonomies.  Every kind and every term
// has a number, counted through.
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
};

struct groups groups_of(struct arena *arena, const struct site *site);

// The name and the label of a number.
str number_name(const struct site *site, const struct groups *groups, size_t number);
str number_label(const struct site *site, const struct groups *groups, size_t number);

// The numbers of an entry, from low to high, the number of its kind first.
const size_t *entry_numbers(struct arena *arena, const struct site *site,
                            const struct groups *groups, struct entry entry, size_t *count);
