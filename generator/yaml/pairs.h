// SPDX-License-Identifier: EUPL-1.2
// The pairs of a map that is being read (private to yaml).

#pragma once

#include "base/list.h"
#include "base/map.h"
#include "yaml/yaml.h"

struct pairs {
    LIST(struct yaml_pair) list;
    struct map *keys; // NULL while there are few
};

// Adds one, and tells whether an earlier one has the same key.
void pairs_add(struct pairs *pairs, struct arena *arena, struct yaml_node *key,
               struct yaml_node *value);
