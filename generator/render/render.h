// SPDX-License-Identifier: EUPL-1.2
// The site and a theme, to files: pages, listings, feeds, sitemap, redirects.

#pragma once

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

// Adds every file of the website but the search index, the attachments of the
// content and what render_register adds to `output`.  `places[i]` is set to where the passages of
// site->pages[i] stand in its file, in memory of `arena`; NULL when nobody wants
// to know.
void render_site(const struct site *site, const struct theme *theme, struct output *output,
                 unsigned jobs, struct arena *arena, struct body_places *places);

// Adds the register: its first page, which every page links to, and a page or
// more for each letter; and the sitemaps, which name these too.
void render_register(const struct site *site, const struct theme *theme,
                     const struct keyword_list *keywords, struct output *output, unsigned jobs);
