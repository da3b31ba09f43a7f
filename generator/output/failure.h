// SPDX-License-Identifier: EUPL-1.2
// What the disk may say, in words.

#pragma once

#include "diagnostics/diagnostics.h"

// Says that `path` in `folder`, or `folder` itself, cannot be written.
void failure_say(struct diagnostics *diagnostics, str folder, str path, int error);
