// SPDX-License-Identifier: EUPL-1.2
// The prebuilt inverted index that readers search in, in their own browser.
// ask.h searches in it from here.

#pragma once

#include "cache/cache.h"
#include "output/output.h"
#include "site/site.h"

// Adds the index (search/...) and its reader module (search/reader.js) to
// `output`.  `placer`: where the passages of each page stand in its file; NULL where
// that is not known.  What `cache` remembers of pages
// and of the index is not made again.  `keywords` is set to the words
// worth looking up, in the site's own language, in memory of `arena`; NULL when
// nobody wants them.  Much else of `arena` is of no use any more.
void search_write(const struct site *site, const struct placer *placer, struct cache *cache,
                  struct output *output, unsigned jobs, struct arena *arena,
                  struct keyword_list *keywords);
