// SPDX-License-Identifier: EUPL-1.2
// The files that a new site begins with: private to this folder.

#pragma once

#include "base/file.h"

size_t start_count(void);

// The file of that number, its path as the new site has it.
struct file start_file(size_t number);
