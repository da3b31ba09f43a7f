// SPDX-License-Identifier: EUPL-1.2
// Words about publication that were not understood: private to this folder.

#pragma once

#include "document/document.h"

// Whether the file says something about publication (`status`, `toestemming`,
// `draft`) or about what a reader should be warned of that is in none of its fields: misspelt, refused, contradicted, or in
// front matter that could not be read.  `matter` is the text above the body; of
// a file without front matter its first paragraph is looked at, which may have
// been meant as such.
bool publication_unclear(const struct document *document, str matter, str body);
