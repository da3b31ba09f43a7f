// SPDX-License-Identifier: EUPL-1.2
// How a word of ASCII begins, read eight bytes at a time.
//
// Without branches, for how long words are cannot be foretold; and as numbers, which
// need not be read back from where they were just written.

#pragma once

#include "format/words.h"

#include <string.h>

// Times a byte: that byte in each of eight.
#define EACH (UINT64_MAX / 255)

// Makes the letters among eight bytes small.  Returns the highest bit of each byte
// that is no ASCII letter or digit.
static inline uint64_t others_among(uint64_t *bytes)
{
    uint64_t low = *bytes & EACH * 0x7F;
    uint64_t small = low | EACH * 0x20;
    uint64_t letters = (small + EACH * (0x80 - 'a')) & ~(small + EACH * (0x7F - 'z'));
    uint64_t digits = (low + EACH * (0x80 - '0')) & ~(low + EACH * (0x7F - '9'));
    uint64_t others = (~(letters | digits) | *bytes) & EACH * 0x80;
    *bytes |= (letters & EACH * 0x80) >> 2;
    return others;
}

// Keeps what stands before the first of `others`, with zeros behind it.  Returns
// how many bytes.
static inline size_t cut_before(uint64_t *bytes, uint64_t others)
{
    uint64_t kept = ((others & -others) - 1) >> 7;
    size_t len = (size_t)__builtin_ctzll(others | 1ull << 63) / 8;
    *bytes &= others == 0 ? UINT64_MAX : kept;
    return others == 0 ? sizeof *bytes : len;
}

// How a word begins, as its taker gets it.
struct word_start {
    uint64_t low;
    uint64_t high;
};

static inline uint64_t eight_bytes(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

// The first bytes of a text, with zeros behind a shorter one.
static inline struct word_start word_start_at(str text)
{
    char last[WORD_START] = { 0 };
    const char *at = text.at;
    if (text.len < WORD_START)
        at = memcpy(last, text.at, text.len);
    return (struct word_start){ eight_bytes(at), eight_bytes(at + WORD_START / 2) };
}

// The ASCII letters and digits that the text begins with, WORD_START at most.
static inline size_t word_start_read(str text, struct word_start *start)
{
    *start = word_start_at(text);
    size_t len = cut_before(&start->low, others_among(&start->low));
    size_t more = cut_before(&start->high, others_among(&start->high));
    bool ends = len < sizeof start->low;
    start->high = ends ? 0 : start->high;
    return ends ? len : len + more;
}
