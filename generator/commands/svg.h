// SPDX-License-Identifier: EUPL-1.2
// Drawings from strangers: private to this folder.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// The drawing without what could run, load or lead elsewhere: scripts, event
// attributes, foreign objects, links and styles that name other addresses,
// entities.  Reports what was taken out.  What is no SVG becomes an empty one.
str svg_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics);
