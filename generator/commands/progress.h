// SPDX-License-Identifier: EUPL-1.2
// Where a long build is, for who waits: private to this folder.

#pragma once

#include "commands/options.h"
#include "output/output.h"
#include "site/site.h"

struct progress;

// Nothing is shown before a second has passed, and only on a terminal.  With
// options->timings each stage gets a line: wall seconds, CPU seconds, peak
// memory.
struct progress *progress_new(const struct options *options);
void progress_free(struct progress *progress);

enum stage {
    STAGE_SOURCE,
    STAGE_DOCUMENTS,
    STAGE_HISTORY,
    STAGE_SITE,
    STAGE_THEME,
    STAGE_PAGES,
    STAGE_SEARCH,
    STAGE_OUTPUT,
    STAGE_STANDING,
    STAGE_COUNT
};

// The stage before ends where the next begins.
void progress_stage(struct progress *progress, enum stage stage);

// The last line: pages, terms, warnings, seconds.
void progress_end(struct progress *progress, size_t pages, size_t terms,
                  struct output_counts counts, const struct diagnostics *diagnostics);
