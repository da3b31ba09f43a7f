// SPDX-License-Identifier: EUPL-1.2
// The files that published pages link to, cleaned: private to this folder.

#pragma once

#include "cache/cache.h"
#include "output/output.h"
#include "site/site.h"

struct attaching {
    const struct site *site;
    struct source *source;
    struct cache *cache;
    struct output *output;
    bool writes; // whether the output goes anywhere; else its files are counted alone
    struct fingerprint program;
    unsigned jobs;
    struct diagnostics *diagnostics;
};

// Adds them to the output, and says what is wrong with them.  A file that an
// earlier build has looked at and that stands in its place is not read again.
void attachments_add(const struct attaching *attaching);
