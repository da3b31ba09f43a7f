// SPDX-License-Identifier: EUPL-1.2
// Reads what tests/bench/corpus prints: files, in the language of git fast-import.

#pragma once

#include "base/buf.h"

#include <stdio.h>

// Sets `path` and `text` to the next file of the stream; false at its end.
bool corpus_next(FILE *stream, struct buf *path, struct buf *text);
