// SPDX-License-Identifier: EUPL-1.2
// Which names of files and folders are safe to have.

#pragma once

#include "diagnostics/diagnostics.h"

// What is wrong with the name of one file or folder, or NULL.
const struct diagnostic_kind *name_fault(str name);

// Whether it starts with a dot: not content, and left out in silence.
bool name_hidden(str name);
