// SPDX-License-Identifier: EUPL-1.2
// Objects in a pack that are written as a change of another one.

#pragma once

#include "base/buf.h"

// Puts into `result`, whose text goes, what `delta` makes of `base`.  Returns
// false when they do not fit, or the result is larger than `limit`.
bool delta_apply(str base, str delta, size_t limit, struct buf *result);
