// SPDX-License-Identifier: EUPL-1.2
// Names within a page, each given once: the second `wonen` is `wonen-2`.

#pragma once

#include "base/map.h"

struct anchors {
    struct arena *arena; // of the names
    struct map *taken;   // in an arena of the caller; NULL before the first
};

// A name for `text`, already in the form of an anchor.
str anchors_take(struct anchors *anchors, struct arena *scratch, str text);

// `<stem>-<number>`, or what is left of it.
str anchors_take_number(struct anchors *anchors, struct arena *scratch, str stem, size_t number);
