// SPDX-License-Identifier: EUPL-1.2
// Slices: the parts of a file that are fetched by themselves, each deflated and
// with a check value.
//
//     0      CRC-32 of all that follows, lowest byte first
//     4      0 stored, 1 deflated (RFC 1951)
//     5      the data; zero bytes may follow it

#pragma once

#include "base/buf.h"

#include <stdint.h>

enum { SLICE_HEAD = 5 };

// What deflates; for one thread at a time.
struct press *press_new(void);
void press_free(struct press *press);

// Adds a slice with `data`, deflated where that is shorter; stored as it is when there
// is no `press`.  Its length is made a multiple of `unit` bytes.  Returns its length.
size_t slice_add(struct buf *to, struct press *press, str data, size_t unit);

// The CRC-32 of some bytes.
uint32_t check_value(str bytes);

// A check of bytes that stand elsewhere: the lowest byte of their CRC-32.
uint8_t piece_check(str bytes);

// Reads a slice.  Returns false when its bytes are not those that were written;
// never gives more than SLICE_DATA_MAX bytes.
enum { SLICE_DATA_MAX = 1 << 24 };
bool slice_open(struct arena *arena, str slice, str *data);

// The same; adds what is in it.
bool slice_append(struct buf *to, str slice);
