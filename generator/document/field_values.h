// SPDX-License-Identifier: EUPL-1.2
// Values as they are written into values of the type that the table asks for
// (private to document).

#pragma once

#include "base/list.h"
#include "document/fields.h"
#include "yaml/yaml.h"

struct field_reader {
    struct arena *arena;
    const struct schema *schema;
    struct diagnostics *diagnostics;
    LIST(struct field) fields;
    LIST(struct field_mark) marks; // one a field
    unsigned seen[FIELD_UNKNOWN]; // the line where each row was given first, or 0
    unsigned *taxonomies_seen;    // likewise for the taxonomies of the schema
};

struct field_reader field_reader_new(struct arena *arena, const struct schema *schema,
                                     struct diagnostics *diagnostics);

// Adds what `key` and `value` say, or reports why they say nothing.  Their
// memory must live as long as the arena.
void field_add(struct field_reader *reader, const struct yaml_node *key,
               const struct yaml_node *value);
