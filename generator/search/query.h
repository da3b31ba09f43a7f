// SPDX-License-Identifier: EUPL-1.2
// A query, taken apart and looked up in the dictionary, as reader.js does it.

#pragma once

#include "search/forms.h"
#include "search/index.h"

enum { GROUPS_MOST = 16, EXPANSIONS_MOST = 8 };

// What a word leads to.
struct match {
    struct index_entry *entry;
    bool exact;
};

struct matches {
    struct match at[EXPANSIONS_MOST + 1];
    size_t count;
};

// Words that must all be there, and what they lead to.
struct way {
    str words[CHAIN_WORDS];
    struct matches found[CHAIN_WORDS];
    size_t count;
};

// A word of the query, or words with hyphens between: any of its ways will do.
struct sought {
    struct way ways[2];
    size_t way_count;
    bool is_stop;
    bool is_prefix;
    bool is_single;
    str corrected;
    size_t start; // in the query
    size_t end;
};

struct asking {
    struct index *index;
    struct arena *arena;
    str query;
    struct sought groups[GROUPS_MOST];
    size_t count;
    bool more; // there are pages that were not looked at
};

// Fills in the groups of asking->query.
void query_parse(struct asking *asking);

// Finds out what their words lead to.
void query_resolve(struct asking *asking);

// The query with what was meant instead of what was not found, or empty.
str query_corrected(struct asking *asking);
