// SPDX-License-Identifier: EUPL-1.2
// When each file of a revision came, and when it was changed last.

#pragma once

#include "cache/cache.h"
#include "source/lineage.h"
#include "source/repository.h"
#include "source/source.h"

struct history_options {
    struct repository *repository;
    const git_oid *commit;
    str folder; // of the content, in that commit
    struct cache *cache;
    source_withheld *withheld;
    struct source_known known; // `files` may be others than those that are asked for
    bool on_disk;              // the files may be others than the commit's
};

// What is known of the files with these paths, in memory of `arena`; NULL, with
// a note, when the history is not all there.  A file that the commit does not
// have has neither day.
struct life *history_read(struct arena *arena, const struct history_options *options,
                          const struct source_file *files, size_t count,
                          struct diagnostics *diagnostics);
