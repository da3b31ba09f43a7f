// SPDX-License-Identifier: EUPL-1.2
// The table of fields, and which field a key means (private to document).

#pragma once

#include "document/document.h"

#include <stdint.h>

// A word that a FIELD_CHOICE can be, in the form in which words are compared.
struct choice {
    str names[LANGUAGE_COUNT]; // the Dutch one is what a field holds
    str other;                 // one more spelling, or empty
};

struct choice_list {
    const struct choice *at;
    size_t count;
};

enum { FIELD_SPELLINGS_MAX = 8 };

struct field_row {
    str names[LANGUAGE_COUNT];
    str spellings[FIELD_SPELLINGS_MAX]; // further ones; at NULL ends them
    enum field_type type;
    unsigned allowed;  // bits 1 << base_kind
    unsigned required; // likewise
    struct choice_list choices;
    bool terms; // one unquoted text is split at its commas
};

// The row of a field; of FIELD_TAXONOMY and FIELD_UNKNOWN a list of texts.
const struct field_row *field_row(enum field_id id);

// What a key means.
struct meaning {
    enum field_id id; // FIELD_UNKNOWN when nothing knows it
    str name;         // the taxonomy, or the Dutch name of the row
    bool ignored;     // known, but nothing is done with it
};

// Foreign keys of the schema come first, then taxonomies, then the table.
// Capitals, accents, spaces and `-` for `_` make no difference.
struct meaning field_meaning(struct arena *arena, const struct schema *schema, str key);

// The name that looks most like `key`; empty when none does.
str field_nearest(struct arena *arena, const struct schema *schema, str key);

// The form in which keys and choices are compared: `Wat hielp` is `wat_hielp`,
// `Thema's` is `themas`.
str field_plain(struct arena *arena, str key);

// White space, also beyond ASCII, and marks that nobody sees.
bool field_is_blank(uint32_t character);

// Without white space of any kind and invisible characters at both ends.
str field_trim(str text);
