// SPDX-License-Identifier: EUPL-1.2
// The documents of a revision, remembered by what they were read from: private to
// this folder.

#pragma once

#include "cache/cache.h"
#include "commands/options.h"
#include "site/site.h"
#include "source/source.h"

// All Markdown files, read in parallel, or remembered; NULL for the other files.
// Their bodies are in the cache, and are read anew where it has lost them: as long
// as they are asked for, all that is given here must live.
const struct document *const *documents_read(struct arena *arena, struct source *source,
                                             const struct settings *settings, struct cache *cache,
                                             unsigned jobs, struct diagnostics *diagnostics);
