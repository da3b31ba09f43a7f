// SPDX-License-Identifier: EUPL-1.2
// YAML as a tree.  The only user of libyaml.
//
// Every scalar is text: `nee`, `1.0` and `2026-03-14` stay as written, and who
// reads them gives them a type.  Aliases, anchors and tags are refused: content
// comes from strangers, and a few bytes of aliases can name gigabytes.

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"

// Deeper nesting and more nodes than this are refused with a message.
enum { YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 100000 };

enum yaml_type { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_type type;
    str text;                 // of a scalar
    bool quoted;              // a scalar in quotes, or as a block (| or >)
    struct yaml_pair *pairs;  // of a map, in the order of the file
    struct yaml_node **items; // of a list
    size_t count;             // pairs or items
    struct place place;       // where the node begins
};

struct yaml_pair {
    struct yaml_node *key; // a scalar
    struct yaml_node *value;
    bool repeated; // an earlier pair of this map has the same key
};

// Reads one document.  `first_line` is the number that the first line of
// `text` has in the file, for the places.  Returns NULL, with a message that
// has the place, when it is not YAML; an empty text is an empty map.  Without
// diagnostics (NULL) it says nothing.  `text` need not outlive the call.
struct yaml_node *yaml_parse(struct arena *arena, str path, str text, unsigned first_line,
                             struct diagnostics *diagnostics);

// The value of `key` in a map; NULL when it is not there or `node` is NULL or
// no map.
const struct yaml_node *yaml_get(const struct yaml_node *node, str key);

// The scalar under `key`, or empty.
str yaml_text(const struct yaml_node *node, str key);

// `text` in quotes, so that YAML reads exactly that text (but for control
// characters, which become spaces).
str yaml_quoted(struct arena *arena, str text);
