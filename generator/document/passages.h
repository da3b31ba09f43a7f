// SPDX-License-Identifier: EUPL-1.2
// Cuts bodies into the passages that search looks in and shows.

#pragma once

#include "document/document.h"

// The passages of a document whose body, headings and links are there; sets their count.
const struct passage *passages_find(struct arena *arena, struct document *document);
