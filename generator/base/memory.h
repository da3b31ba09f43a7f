// SPDX-License-Identifier: EUPL-1.2
// malloc that does not fail: the program stops when memory runs out.

#pragma once

#include <stddef.h>

// Freed with free().  Not zeroed.
void *memory_alloc(size_t size);
void *memory_realloc(void *memory, size_t size);

_Noreturn void memory_exhausted(void);

// Fetches memory that will be looked at soon, while something else is done: for going
// through much that lies apart.
void memory_soon(const void *at, size_t size);
