// SPDX-License-Identifier: EUPL-1.2
// The line that a message is about, fit to be shown (private to diagnostics).

#pragma once

#include "base/arena.h"
#include "base/buf.h"

#include <stdint.h>

// A stretch of a line around a column.
struct excerpt {
    str text;
    bool cut_before; // the line begins earlier
    bool cut_after;  // and goes on
    unsigned caret;  // the column within what excerpt_copied returns; 0 for none
};

// Lines up to 160 characters are taken whole.
struct excerpt excerpt_of(str line, unsigned column);

// The text, with `…` where it was cut.
str excerpt_copied(struct arena *arena, struct excerpt excerpt);

// Whether the character could steer a terminal or hide text: control
// characters but tab, and the marks that turn the direction of writing.
bool character_hidden(uint32_t character);

// What is shown instead of a hidden character; else the character itself.
uint32_t character_visible(uint32_t character);

// Adds the space that puts what follows under character `column` of `text`;
// tabs are kept, wide characters take two.
void buf_add_indent_below(struct buf *buf, str text, unsigned column);
