// SPDX-License-Identifier: EUPL-1.2
// The lines of a text by number, as cmark counts them: each ends with LF, CR
// or CR LF.

#pragma once

#include "base/arena.h"

struct lines {
    str text;
    size_t *starts; // of each line; one more at the end of the text
    size_t count;
};

struct lines lines_of(struct arena *arena, str text);

// Line `number` (from 1) without its end; empty when there is none.
str lines_at(const struct lines *lines, unsigned number);

// Whether only spaces and tabs are in it.
bool line_is_blank(str line);

// How long the white space and quote marks are at the start of `line`, and
// with `items` list markers too.
size_t line_prefix(str line, bool items);

// How long the list marker at the start of `text` is, without the space that
// must follow it; 0 for none.
size_t list_marker(str text);

// Columns that `prefix` takes, with tabs at every fourth.
size_t prefix_columns(str prefix);

// The number of `>` in `prefix`.
size_t prefix_quotes(str prefix);
