// SPDX-License-Identifier: EUPL-1.2
// The assembler copies the file in; its path is as seen from the folder where
// make runs.  (The Makefile says that this file depends on reader.js.)
#include "search/reader.h"

__asm__(".section .rodata\n"
        ".globl doorleefd_reader\n"
        "doorleefd_reader:\n"
        ".incbin \"generator/search/reader.js\"\n"
        ".globl doorleefd_reader_end\n"
        "doorleefd_reader_end:\n"
        ".byte 0\n"
        ".previous\n");

extern const char doorleefd_reader[];
extern const char doorleefd_reader_end[];

str reader_module(void)
{
    return (str){ doorleefd_reader, (size_t)(doorleefd_reader_end - doorleefd_reader) };
}
