// SPDX-License-Identifier: EUPL-1.2
// Mistakes that people make in a word: reader.js counts them in the same way.

#pragma once

#include "base/str.h"

#include <stdbool.h>

// How many letters must be added, left out, swapped with the one beside it, or replaced by
// one that it is typed or heard for, to make `word` into `meant`; or `limit` + 1 when it is
// more, or where a letter would be replaced by one unlike it: `geslagen` is not `geslapen`
// mistyped.  Both have small letters only, and no more than 40.
unsigned mistakes(str word, str meant, unsigned limit);
