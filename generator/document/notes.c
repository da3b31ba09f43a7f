// SPDX-License-Identifier: EUPL-1.2
#include "document/notes.h"

#include "base/utf8.h"

enum { LABEL_MAX = 200, PREFIX_MAX = 200 };

bool note_definition(str text, str *label, str *rest)
{
    if (!str_starts(text, STR("[^")))
        return false;
    size_t end = 2;
    while (end < text.len && end <= LABEL_MAX && text.at[end] != ']' && text.at[end] != '[' &&
           text.at[end] != ' ' && text.at[end] != '\t')
        end++;
    if (end == 2 || !str_starts(str_after(text, end), STR("]:")))
        return false;
    *label = str_slice(text, 2, end);
    *rest = str_trim(str_after(text, end + 2));
    return true;
}

struct notes notes_find(struct arena *arena, const struct lines *lines, const bool *in_code)
{
    struct notes notes = { 0 };
    for (unsigned number = 1; number <= lines->count; number++) {
        str line = lines_at(lines, number);
        size_t prefix = line_prefix(line, false);
        str rest;
        struct note note = { .line = number };
        if (!in_code[number - 1] && prefix <= PREFIX_MAX &&
            note_definition(str_after(line, prefix), &note.label, &rest))
            LIST_ADD(arena, notes, note);
    }
    return notes;
}

str note_key(struct arena *arena, str label)
{
    return utf8_folded(arena, label);
}
