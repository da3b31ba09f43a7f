// SPDX-License-Identifier: EUPL-1.2
// Other forms of text files, for servers that send them as they stand: `.gz` and
// `.br` beside each.

#pragma once

#include "base/buf.h"
#include "base/fingerprint.h"

enum form { FORM_GZIP, FORM_BROTLI, FORM_COUNT };

extern const str form_endings[FORM_COUNT];

// Whether a file is worth it: text, and more than fits in one packet.
bool form_wanted(str path, size_t size);

// Names what the form of a file with these bytes follows from.
struct fingerprint form_print(enum form form, struct fingerprint bytes);

// Adds the form of `bytes`: the same on every machine, with the same library.
// Returns false, and adds nothing, when memory runs out.
bool form_make(enum form form, str bytes, struct buf *to);
