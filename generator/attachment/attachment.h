// SPDX-License-Identifier: EUPL-1.2
// Pictures, drawings and other files that come with a text from strangers.
//
// A photo tells where and when it was made, a drawing can run a script and name
// its maker's home folder: all that is taken out before the file is published.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// The file as it may be published; its kind is known by its first bytes, of a
// drawing (SVG) by its name.  `path` is for the messages.  Empty, with a
// message, when it is damaged; files of other kinds come back as they are, with
// a message when they often name a person or a place.
str attachment_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics);
