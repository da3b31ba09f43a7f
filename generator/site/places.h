// SPDX-License-Identifier: EUPL-1.2
// Where the passages of pages stand in their finished files: found out when a page
// is made, and asked for later, of few pages.

#pragma once

#include "base/fingerprint.h"
#include "document/document.h"

struct page;

// Finds out where they stand in the file of a page that was not made this time.
typedef struct body_places places_find(const void *context, const struct page *page,
                                       struct arena *arena);

struct placer {
    const struct body_places *places; // of each page; without `at`: to be found
    const struct fingerprint *prints; // of each page: what they follow from, or empty; NULL: no
                                      // page has one
    places_find *find;                // NULL: they are nowhere else
    const void *context;
};

// Those of one page, which may be none; in memory of `arena` or the placer's.  Any
// thread.
struct body_places places_of(const struct placer *placer, const struct page *page,
                             struct arena *arena);

// What those of a page follow from, or an empty one: whoever wants to know has to
// look at them.
struct fingerprint places_print(const struct placer *placer, const struct page *page);
