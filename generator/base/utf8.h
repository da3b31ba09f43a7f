// SPDX-License-Identifier: EUPL-1.2
// Text as Unicode: validity, characters, the forms in which names are compared.

#pragma once

#include "base/buf.h"

#include <stdint.h>

// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
bool utf8_valid(str text);

// Reads the character at `*at` and moves behind it.  A malformed byte is read
// alone, as U+FFFD.  `*at` must be below text.len.
uint32_t utf8_next(str text, size_t *at);

void buf_add_character(struct buf *buf, uint32_t character);

// Characters in `text`, as an editor counts columns.
size_t utf8_length(str text);

// With each malformed byte and each NUL replaced by U+FFFD; `text` itself
// where there is none.
str utf8_clean(struct arena *arena, str text);

// Canonical composition (NFC).
str utf8_composed(struct arena *arena, str text);

// Canonical decomposition (NFD).
str utf8_decomposed(struct arena *arena, str text);

// For comparing: composed, case folded, and so two names that a file system
// might take for one have the same bytes.
str utf8_folded(struct arena *arena, str text);

// Letters (Unicode category L), marks (M) and numbers (N).
bool utf8_is_word(uint32_t character);

// For finding: lower case, without diacritics ("cliënt" becomes "client"),
// `ĳ` as two letters, curly apostrophes straight.
str utf8_plain(struct arena *arena, str text);
