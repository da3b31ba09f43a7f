// SPDX-License-Identifier: EUPL-1.2
// Numbers, texts and lists as bytes.  README.md draws what they look like.

#pragma once

#include "base/buf.h"

#include <stdint.h>

// ---- Numbers and texts ----

// Seven bits a byte, the lowest first; the high bit says that more follow.
void varint_add(struct buf *to, uint64_t number);

// Its length, then its bytes.
void text_add(struct buf *to, str text);

// How many bytes two texts begin with alike.
size_t shared_length(str a, str b);

// How many bytes it has in common with `before`, then the rest as a text.
void shared_add(struct buf *to, str before, str text);

// Reads from bytes that may be broken: what lies behind the end is 0 or empty,
// and `broken` says so.
struct cursor {
    str bytes;
    size_t at;
    bool broken;
};

uint64_t cursor_varint(struct cursor *cursor);
str cursor_bytes(struct cursor *cursor, size_t len);
str cursor_text(struct cursor *cursor);

// ---- Lists: the pages that have a word, best first ----

// How much a word says about a page, in steps of a quarter octave.
enum { LEVEL_COUNT = 64 };

// The highest level that is not above `impact`.
unsigned level_of(double impact);

// What a level counts for: whole numbers, so that every reader adds up alike.
uint32_t level_value(unsigned level);

// Passages that are told of a word and a page; `more` says that there are others.
enum { PASSAGES_TOLD = 8 };

struct told {
    uint8_t count;
    bool more;
    uint8_t at[PASSAGES_TOLD];
};

struct posting {
    uint32_t page; // its number
    uint8_t level;
    struct told told;
};

// Adds a list.  `postings` are ordered by level, highest first, then by page.
void postings_add(struct buf *to, const struct posting *postings, size_t count);
void passages_add(struct buf *to, const struct posting *postings, size_t count);

// How far the level drops between two postings, as far as it is told: of a drop as deep
// as this it is not known how deep it was.
enum { LEVEL_DROP_MOST = 31 };

// Reads `count` postings, without their passages.  Returns false when the bytes
// are no such list or name a page at or above `space`.
bool postings_read(struct cursor *from, struct posting *postings, size_t count, size_t space);

// Reads the passages of postings that have been read.
bool passages_read(struct cursor *from, struct posting *postings, size_t count);

// How many bytes those of the first postings take; more than there are, where there are
// not so many.
size_t passages_length(str passages, size_t count);
