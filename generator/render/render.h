// SPDX-License-Identifier: EUPL-1.2
// The site and a theme, to files: pages, listings, feeds, sitemap, redirects.

#pragma once

#include "cache/cache.h"
#include "output/output.h"
#include "site/site.h"
#include "theme/theme.h"

// All names that a template may use; for theme_load.  Those of the assets
// depend on the files of the theme and of the site that overrides it.
const str *render_names(struct arena *arena, struct file_list theme, struct file_list overrides,
                        size_t *count);

// Whether the theme has every template and every text that pages are made with;
// what is missing is reported.
bool render_accepts(const struct theme *theme, struct diagnostics *diagnostics);

// What pages are made with.  `cache` (may be NULL) remembers where passages
// stand; without it every page is made.  `frame` names what all pages follow from
// and this folder does not see: the program, the files of the theme, the settings.
struct printer {
    const struct site *site;
    const struct theme *theme;
    struct output *output;
    struct cache *cache;
    struct fingerprint frame;
    unsigned jobs;
    const struct cards *cards; // made by render_prepare
};

// To be called once the rest is filled in; views of `arena`.
void render_prepare(struct printer *printer, struct arena *arena);

// ---- The page of the last build: /bouwstatus/ ----

struct status_message {
    str text;
    str hint; // empty for none
    unsigned line;
    bool error;
};

struct status_file {
    str path;
    const struct status_message *messages;
    size_t count;
};

struct status {
    struct date date;
    str time; // "14:02"
    str revision;
    size_t pages_written;
    size_t pages_removed;
    size_t errors;
    size_t warnings;
    size_t elsewhere; // messages that are for the eyes of who pushed
    const struct status_file *files;
    size_t file_count;
};

#define STATUS_ADDRESS "bouwstatus/"

// Adds the page.  Returns false when the theme has none.
bool render_status(const struct site *site, const struct theme *theme, const struct status *status,
                   struct arena *arena, struct buf *to);

// One of the things that a page is made from.
struct ingredient {
    const char *sort; // "frame", "page", "document", "card", "term" or "list"
    str name;         // a path, an address or a label; may be empty
    struct fingerprint print;
};

// What the page at an address is made from.
struct recipe {
    const char *template_name;
    str path; // of its file
    const struct ingredient *ingredients;
    size_t count;
    struct fingerprint print; // of all; empty for a page that is made each time
};

// Sets `recipe`, in memory of `arena`.  Returns false when no page stands at the
// address ("verhalen/v-2k7m/"), or one of the register, which follows from the index.
bool render_recipe(const struct printer *printer, str address, struct arena *arena,
                   struct recipe *recipe);

// Adds every file of the website but the search index, the attachments of the
// content and what render_register adds.  A page whose file stands as it was made
// from the same inputs is not made again.  `placer` is set to what tells where the
// passages of pages stand in their files, as long as the printer and `arena` are
// there; NULL when nobody wants to know.
void render_site(const struct printer *printer, struct arena *arena, struct placer *placer);

// Adds the register: its first page, which every page links to, and a page or
// more for each letter; and the sitemaps, which name these too.
void render_register(const struct printer *printer, const struct keyword_list *keywords);
