// SPDX-License-Identifier: EUPL-1.2
// Text as its maker's program saved it: private to document.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// The text of a file as well-formed UTF-8 without NUL.  What an editor of Windows saves in
// its own way (Windows-1252, UTF-16 with its mark) is understood, with a message; of what
// else is no UTF-8 the bytes that cannot be read become U+FFFD, with a message.
str text_decoded(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics);

// Whether the bytes are UTF-16, as its mark says.
bool text_is_utf16(str bytes);

// Such bytes as UTF-8, without the mark.
str text_from_utf16(struct arena *arena, str bytes);
