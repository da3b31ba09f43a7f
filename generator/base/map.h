// SPDX-License-Identifier: EUPL-1.2
// From text to anything.  For looking up, never for walking into output: that
// would let the hash decide the order.

#pragma once

#include "base/arena.h"

struct map;

// The map and its entries live in the arena; keys are views and must live as long.
struct map *map_new(struct arena *arena);

// One that will have about so many.
struct map *map_new_for(struct arena *arena, size_t count);

// Returns NULL when the key is not there.
void *map_get(const struct map *map, str key);

// Adds, or replaces the value of a key that is there, which stays that view.
void map_put(struct map *map, str key, void *value);

// Adds, unless the key is there: then it returns the value that it has, else NULL.
void *map_add(struct map *map, str key, void *value);

size_t map_count(const struct map *map);
