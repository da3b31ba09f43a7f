// SPDX-License-Identifier: EUPL-1.2
// Pictures from strangers: private to this folder.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// Whether the bytes begin as a JPEG, PNG, GIF or WebP picture does.
bool picture_cleanable(str bytes);

// The picture without what tells where, when, by whom and with what it was
// made, and without what follows its end; how to turn it, its colours and its
// movement stay.  Known by its first bytes, not by its name.  Says so when it
// told where it was made.  Empty, with a message, when it is damaged.
//
// What is no such picture comes back as it is, with a message when it is of a
// kind that often names its maker or a place; but empty, with a message, when its
// name ends as that of such a picture does.
str picture_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics);
