// SPDX-License-Identifier: EUPL-1.2
// Whether pages write a word small: to know, their texts are read; so the answers are
// remembered from build to build, by what was asked.

#pragma once

#include "cache/cache.h"
#include "search/keyword_places.h"

struct settled {
    struct cache *cache;
    uint64_t *known; // in order: what was asked the last time, the lowest bit is the answer
    size_t known_count;
    uint64_t *asked; // this time
    size_t asked_count;
    size_t asked_capacity;
    bool is_changed; // something was asked for the first time
    struct buf room;
};

// Reads what is remembered; `cache` may be NULL.
struct settled settled_open(struct cache *cache, struct arena *arena);

// As places_write.
bool settled_ask(struct settled *settled, const struct entries *entries, const struct best *best,
                 str word);

// Remembers what was asked.
void settled_close(struct settled *settled);
