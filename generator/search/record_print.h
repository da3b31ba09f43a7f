// SPDX-License-Identifier: EUPL-1.2
// Names for all that the records of a shard follow from.

#pragma once

#include "base/fingerprint.h"
#include "search/records.h"

// Of entries [from, to).  Returns false when one of them has no name.
bool records_print(const struct catalogue *catalogue, size_t from, size_t to, struct buf *room,
                   struct arena *scratch, struct fingerprint *print);
