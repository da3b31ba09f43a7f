// SPDX-License-Identifier: EUPL-1.2
// Where the front matter of a file begins and ends, and what its lines look
// like (private to document).

#pragma once

#include "base/list.h"
#include "document/fields.h"

// What a line of front matter is made of: `  - titel: waarde`.  All are views.
struct entry {
    str indent;    // white space before it
    str dash;      // the dashes or bullets of list items, with what stands between
    str key;       // without quotes; empty when there is none
    str separator; // `:` or `=` with the white space around it
    str value;     // the rest, trimmed
    size_t key_at; // bytes from the start of the line
    size_t value_at;
    bool glued; // no white space behind the colon
};

enum line_kind {
    LINE_BLANK,
    LINE_COMMENT,
    LINE_KEY,
    LINE_ITEM,     // of a list
    LINE_INDENTED, // goes on with what stands above
    LINE_OTHER,
};

struct line {
    str text;        // without its end
    unsigned number; // in the file
    enum line_kind kind;
    size_t indent; // columns
};

struct matter {
    bool present;
    const struct line *lines; // between the fences, in the arena
    size_t count;
    str text; // the lines one after the other, each with LF
    str body; // a view of the file's bytes
    unsigned body_line;
};

// Finds it, also where people write the fences wrong, and reports what was
// wrong with them.
struct matter matter_find(struct arena *arena, str path, str bytes, const struct schema *schema,
                          struct diagnostics *diagnostics);

// Whether the key of the entry means a field or a taxonomy.
bool entry_is_known(struct arena *arena, const struct schema *schema, const struct entry *entry);

// Takes a line apart.
struct entry entry_read(struct arena *arena, const struct schema *schema, str line);

// Whether a value is the start of a block (`|` or `>`).
bool value_is_block(str value);
