// SPDX-License-Identifier: EUPL-1.2
// Which file a link in the content means: private to site.

#pragma once

#include "site/building.h"

// The file that a path means: itself, or with what people leave out, or with its accents
// written in the other of the two ways of Unicode; STR_NONE for none.
size_t target_file(const struct building *building, struct arena *arena, str path);

// The nearest among the files of the folder that the path names; empty for none.  `looked`
// counts the files that were looked at, for one page together: there is a limit to that.
str target_nearest(const struct building *building, struct arena *arena, str path, size_t *looked);
