// SPDX-License-Identifier: EUPL-1.2
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

void memory_exhausted(void)
{
    fputs("doorleefd: out of memory\n", stderr);
    exit(3);
}

void *memory_alloc(size_t size)
{
    return memory_realloc(NULL, size);
}

void *memory_realloc(void *memory, size_t size)
{
    void *grown = realloc(memory, size == 0 ? 1 : size);
    if (grown == NULL)
        memory_exhausted();
    return grown;
}

enum { CACHE_LINE = 64 };

void memory_soon(const void *at, size_t size)
{
    for (size_t i = 0; i < size; i += CACHE_LINE)
        __builtin_prefetch((const char *)at + i);
}
