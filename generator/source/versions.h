// SPDX-License-Identifier: EUPL-1.2
// What versions need of a source: private to this folder.

#pragma once

#include "source/source.h"

// The repository as its user names it.
const char *source_repository(const struct source *source);

// Where the history is remembered, or NULL.
struct cache *source_cache(const struct source *source);
