// SPDX-License-Identifier: EUPL-1.2
// Drawings from strangers: private to this folder.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// The drawing without what could run, load or lead elsewhere (scripts, event
// attributes, foreign objects, links and styles that name other addresses,
// entities), which is reported, and without what only its maker's programs
// read (metadata, comments, names of other languages), which is not.  Pictures
// written out in it are cleaned too.  What is no SVG becomes an empty one.
str svg_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics);
