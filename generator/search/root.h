// SPDX-License-Identifier: EUPL-1.2
// The root: what a reader loads first, at most ROOT_MOST bytes.

#pragma once

#include "collection/entries.h"
#include "format/shards.h"

enum { ROOT_MOST = 2048 };

struct trees {
    struct tree words;
    struct tree similar;
    struct tree records;
    struct tree facets;
    struct tree dates;
    struct tree vocabulary;
};

// What the root of a language tells.
struct root {
    const struct entries *entries;
    const struct groups *groups;
    const struct languages *languages;
    size_t language; // its number among them
    str stops;
    struct trees trees;
};

void root_write(const struct shelf *shelf, const struct root *root);
