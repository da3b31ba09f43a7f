// SPDX-License-Identifier: EUPL-1.2
// The front matter of a file, read with patience (private to document).
//
//     titel:Mijn verhaal: deel 2       is understood, with a message that
//     datum: 14 maart 2026             shows the corrected line
//
// YAML is the language.  Where that fails, or does not understand what people
// mean, each field is repaired by itself, so that one mistake costs no other
// field.

#pragma once

#include "document/fields.h"

struct front_matter {
    bool present;
    const struct field *fields; // in the order of the file
    const struct field_mark *marks; // of each
    size_t count;
    uint64_t written; // as in struct document
    str body;           // a view of the file's bytes, without byte order mark
    unsigned body_line; // the number of its first line in the file
};

// `bytes` must be valid UTF-8 and need only outlive `body`.
struct front_matter front_matter_read(struct arena *arena, str full_path, str bytes,
                                      const struct schema *schema, struct diagnostics *diagnostics);
