// SPDX-License-Identifier: EUPL-1.2
// The assembler copies the files in that the Makefile makes of reader.js and
// more.js: the same in fewer bytes, since every reader has to fetch them.
#include "search/reader.h"

#define FILE_AS(name, path)                          \
    __asm__(".section .rodata\n"                     \
            ".globl " #name "\n" #name ":\n"         \
            ".incbin \"" path "\"\n"                 \
            ".globl " #name "_end\n" #name "_end:\n" \
            ".byte 0\n"                              \
            ".previous\n");                          \
    extern const char name[];                        \
    extern const char name##_end[]

FILE_AS(doorleefd_reader, READER_FOLDER "/reader.js");
FILE_AS(doorleefd_more, READER_FOLDER "/more.js");

str reader_module(void)
{
    return (str){ doorleefd_reader, (size_t)(doorleefd_reader_end - doorleefd_reader) };
}

str reader_more(void)
{
    return (str){ doorleefd_more, (size_t)(doorleefd_more_end - doorleefd_more) };
}
