// SPDX-License-Identifier: EUPL-1.2
// How words are written in titles and headings, segment by segment, remembered
// between builds: it follows from the entries of the segment alone.

#pragma once

#include "search/lexicon.h"

// Those of one segment.
struct written_list {
    const uint32_t *numbers; // of forms; NULL where `forms` has them already
    const uint32_t *starts;  // of each entry of the segment: its first one; one more at the end
    const uint32_t *forms;   // each with its flags
    const uint32_t *texts;   // where the text of each begins; one more at the end
    const char *bytes;
};

enum { WRITTEN_SURE = 1, WRITTEN_SMALL = 2, WRITTEN_FLAG_BITS = 2 };

// Of every segment, in `arena`.
const struct written_list *written_lists_of(struct arena *arena, const struct entries *entries,
                                            const struct lexicon *lexicon, struct cache *cache,
                                            unsigned jobs);
