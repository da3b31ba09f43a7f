// SPDX-License-Identifier: EUPL-1.2
// Builds a site: private to this folder.

#pragma once

#include "commands/options.h"
#include "output/output.h"
#include "render/render.h"
#include "site/site.h"
#include "theme/theme.h"

// Reads the repository that the options name, and writes the website to
// `folder`; with NULL everything is done but the writing.  Messages go to
// standard output, progress to standard error.  Returns the exit code.
int build_run(const struct options *options, const char *folder);

// ---- For hooks ----

struct build_result {
    bool published; // the website was written, and is whole
    struct output_counts counts;
    size_t pages;
    size_t errors;
    size_t warnings;
    str address;  // of the website on the web; empty when it has none
    str revision; // the commit, in hexadecimal
};

// What a build made, while it lasts.
struct build_made {
    const struct site *site;
    const struct theme *theme;
    const struct document *const *documents;
    size_t document_count;
    struct output *output;
    const struct build_result *result;
};

typedef void build_take(void *context, const struct build_made *made);

// Gets what was said about the content, before anything is made of it.
typedef void build_tell(void *context, struct diagnostics *said);

// Gets what pages are made with, where none is to be made.
typedef void build_look(void *context, const struct printer *printer);

// What is asked of a build besides its options.
struct build_order {
    const char *folder; // NULL: nothing is written
    bool noindex;       // keeps search engines out
    bool reading_only;  // makes no pages either
    build_tell *tell;   // is not called by a build that cannot read all
    const str *changed; // sorted paths of the pictures that are looked at for it ..
    size_t changed_count;
    bool all_changed;    // .. or all
    const str *withheld; // sorted paths of files that are not there for this build
    size_t withheld_count;
    build_take *announce; // gets what was made, just before it is published
    build_take *take;     // gets what was made, when it is published
    build_look *look;     // then nothing is written
    void *context;        // of tell, announce, take and look
};

// As build_run, but prints nothing: messages are in `diagnostics`.  Memory of the
// result is of `arena`.
struct build_result build_site(const struct options *options, const struct build_order *order,
                               struct arena *arena, struct diagnostics *diagnostics);
