// SPDX-License-Identifier: EUPL-1.2
// From the number of a page to what a reader sees of it.

#pragma once

#include "ask/catalog.h"
#include "ask/filter.h"
#include "ask/rank.h"

// Fills in a result; `wish` says whether a passage is read.  Returns false when
// the index is damaged.
bool result_read(const struct ranking *ranking, struct arena *arena, const struct query *query,
                 const struct search_wish *wish, const struct hit *hit,
                 struct search_result *result);
