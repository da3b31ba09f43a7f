// SPDX-License-Identifier: EUPL-1.2
// Names for all that files of records follow from.

#pragma once

#include "base/fingerprint.h"
#include "search/records.h"

// Which entries, and how much of them.
struct record_range {
    str what;    // that is named
    size_t from; // in the list of entries
    size_t to;
    bool placed; // where their passages stand, too
};

// By the names that the entries have.  Returns false when one of them has none.
bool range_print(const struct catalogue *catalogue, struct record_range range, struct buf *room,
                 struct arena *scratch, struct fingerprint *print);

// By what the records of the range say: where passages stand, and not what that
// follows from.  Returns false when one of the entries has no name.
bool records_print(const struct catalogue *catalogue, struct record_range range, struct buf *room,
                   struct arena *scratch, struct fingerprint *print);
