// SPDX-License-Identifier: EUPL-1.2
// Numbers and texts one after the other: private to this folder.

#pragma once

#include "base/buf.h"

#include <stdint.h>

// Adds a number: seven bits a byte, the lowest first.
void number_pack(struct buf *to, uint64_t number);

// Adds the length of a text, and the text.
void text_pack(struct buf *to, str text);

// What is still to be read.  Where something else comes than is asked for, `well` is
// false from there on, and all that is read is 0 or empty.
struct unpacking {
    str rest;
    bool well;
};

uint64_t number_unpack(struct unpacking *from);
str text_unpack(struct unpacking *from);
str bytes_unpack(struct unpacking *from, size_t count);

// A number that fits.
uint32_t number_32_unpack(struct unpacking *from);

// A count of things that take at least a byte each.
uint32_t count_unpack(struct unpacking *from);

unsigned char byte_unpack(struct unpacking *from);

// Stops reading: what came is not what it should be.
void unpacking_refuse(struct unpacking *from);
