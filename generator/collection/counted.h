// SPDX-License-Identifier: EUPL-1.2
// What the words of a document count for, remembered between builds: it follows
// from the document and the stop words alone.

#pragma once

#include "cache/cache.h"
#include "collection/table.h"

// Reads a document into the table, which has read nothing yet of its entry.
void counted_read(struct table *table, const struct document *document, struct cache *cache);
