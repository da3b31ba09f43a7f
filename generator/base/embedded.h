// SPDX-License-Identifier: EUPL-1.2
// Files that are parts of the program: the assembler copies them in.

#pragma once

#include "base/str.h"

// EMBEDDED(reader, "folder/reader.js"); then EMBEDDED_BYTES(reader) are its bytes.  The
// Makefile tells that the object follows from the file.
#define EMBEDDED(name, path)                                   \
    __asm__(".section .rodata\n"                               \
            ".globl embedded_" #name "\nembedded_" #name ":\n" \
            ".incbin \"" path "\"\n"                           \
            ".globl embedded_" #name "_end\n"                  \
            "embedded_" #name "_end:\n"                        \
            ".byte 0\n"                                        \
            ".previous\n");                                    \
    extern const char embedded_##name[];                       \
    extern const char embedded_##name##_end[]

#define EMBEDDED_BYTES(name) \
    ((str){ embedded_##name, (size_t)(embedded_##name##_end - embedded_##name) })
