// SPDX-License-Identifier: EUPL-1.2
// Front matter as people write it, made into YAML (private to document).
//
// What is shown to the author as the corrected line is what is read: a repair
// rewrites the text, and the YAML reader has the last word.

#pragma once

#include "document/matter.h"

// The lines of one field: the line with its name and what belongs to it.
struct chunk {
    const struct line *lines;
    size_t count;
    bool indented; // the name is further to the right than the others
};

// What was wrong on a line.
struct repair {
    const struct diagnostic_kind *kind;
    struct place place;
    str shown; // the corrected line
    str sign;  // the character that it is about
};

struct repaired {
    str text; // as many lines as the chunk
    const struct repair *repairs;
    size_t count;
};

// Whether there is something in the chunk that is YAML, but that YAML does not
// understand as people do.
bool chunk_is_suspicious(struct arena *arena, const struct schema *schema, struct chunk chunk);

struct repaired chunk_repair(struct arena *arena, const struct schema *schema, str path,
                             struct chunk chunk);

// What there is to say about a line without a name: `titel Mijn verhaal` has
// no colon, others are not understood.
struct repair line_refused(struct arena *arena, const struct schema *schema, str path,
                           const struct line *line);

// A value as YAML.  `kind` is NULL when there was nothing wrong with it.
struct fixed {
    str text;
    str shown; // what the author should have written
    const struct diagnostic_kind *kind;
    str sign;
};

// `list` is for a field that can have more values.
struct fixed value_fix(struct arena *arena, str value, bool list);

bool value_is_suspicious(str value);

// Whether the quotes or brackets that the value begins with are not closed.
bool value_is_open(str value);
