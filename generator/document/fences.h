// SPDX-License-Identifier: EUPL-1.2
// Which lines are inside a fence of code, as far as one sees without reading
// the blocks: most examples of tables and notes are then not taken for one.

#pragma once

#include "document/lines.h"

// One for each line.
bool *lines_in_code(struct arena *arena, const struct lines *lines);
