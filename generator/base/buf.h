// SPDX-License-Identifier: EUPL-1.2
// Text that grows.

#pragma once

#include "base/arena.h"
#include "base/str.h"

#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

// { 0 } is an empty one.  `at` moves when the text grows.
struct buf {
    char *at;
    size_t len;
    size_t capacity;
};

void buf_release(struct buf *buf);

// Empties it and keeps its memory.
void buf_clear(struct buf *buf);

// Makes room for `more` bytes and returns where they go; add them to `len`.
char *buf_reserve(struct buf *buf, size_t more);

void buf_add(struct buf *buf, str text);
void buf_add_char(struct buf *buf, char c);
void buf_add_format(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

// The text, valid UTF-8, as a string of JSON (RFC 8259), quotes included.
void buf_add_json(struct buf *buf, str text);

// The text so far; valid until it grows.
str buf_view(const struct buf *buf);
