// SPDX-License-Identifier: EUPL-1.2
// malloc that does not fail: the program stops when memory runs out.

#pragma once

#include <stddef.h>

// Freed with free().  Not zeroed.
void *memory_alloc(size_t size);
void *memory_realloc(void *memory, size_t size);

_Noreturn void memory_exhausted(void);
