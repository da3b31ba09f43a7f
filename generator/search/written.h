// SPDX-License-Identifier: EUPL-1.2
// The words of titles and headings as people write them, with their capitals and
// accents.

#pragma once

#include "collection/entries.h"

// A word of a text, or the whole of a chain with hyphens (e-health).
struct unit {
    str text;    // plain, as in the index
    str written; // as it stands there, without a final 's
    bool opens;  // a sentence: its capital says nothing
    bool part;   // of a chain that is given as a whole too
};

// Calls `take` for every word and every chain of the text, those of a chain
// before the whole of it.
typedef void unit_take(void *context, const struct unit *unit);
void units_each(str text, struct arena *scratch, unit_take *take, void *context);

// One in a title or heading of an entry.
struct written {
    str form; // plain
    str text;
    bool small; // begins without a capital
    bool sure;  // whether it has one is its own choice: not at the start of a sentence, or
                // where every word has one
};

// Calls `take` for each of the entry that may be shown; of a quiet one that is only
// its title.  `scratch` is emptied now and then.
typedef void written_take(void *context, const struct written *written);
void written_each(const struct entries *entries, size_t entry, struct arena *scratch,
                  written_take *take, void *context);
