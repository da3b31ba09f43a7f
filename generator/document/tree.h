// SPDX-License-Identifier: EUPL-1.2
// Trees of cmark in memory of an arena: private to this folder.
//
// A text is hundreds of nodes, each with memory of its own; so they lie together, and go
// together.  cmark asks for memory without telling whose it is: therefore each thread
// notes that itself.

#pragma once

#include "base/arena.h"

#include <cmark.h>

// From here on this thread has its trees in that arena, until it has none.
void tree_begin(struct arena *arena);
void tree_end(void);

// The tree of a text.
cmark_node *tree_read(str text);

// A node to put into a tree.
cmark_node *tree_node(cmark_node_type type);
