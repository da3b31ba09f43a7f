// SPDX-License-Identifier: EUPL-1.2
// The prebuilt inverted index that readers search in, in their own browser.

#pragma once

#include "output/output.h"
#include "site/site.h"

// Adds the index (search/...) and its reader module (search/reader.js) to
// `output`.
void search_write(const struct site *site, struct output *output, unsigned jobs);

struct search_result {
    str address;
    str title;
    str kind;
    struct date date;
    str summary;
    const str *notes;
    size_t note_count;
    const str *terms; // labels
    size_t term_count;
};

struct search_answer {
    size_t total;
    bool more;                           // there may be more pages than `total`
    str corrected;                       // the query that was answered instead, or empty
    const struct search_result *results; // best first
    size_t count;
};

// Asks the index of the built site in `site_folder`: the same answer as
// search/reader.js gives without filters.  Returns false, with a message, when
// the index is not there, is damaged, or was made by another version.
bool search_ask(struct arena *arena, const char *site_folder, str query, size_t limit,
                struct search_answer *answer, struct diagnostics *diagnostics);
