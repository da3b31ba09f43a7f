// SPDX-License-Identifier: EUPL-1.2
// A folder for files that nobody keeps: private to this folder.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

struct scratch_folder;

// Makes a new folder in $TMPDIR, or else in /tmp.  Returns NULL, with a message,
// when that is impossible.
struct scratch_folder *scratch_folder_new(struct arena *arena, struct diagnostics *diagnostics);

const char *scratch_folder_path(const struct scratch_folder *folder);

// Removes it with all that is in it.
void scratch_folder_remove(struct scratch_folder *folder);
