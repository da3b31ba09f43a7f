// SPDX-License-Identifier: EUPL-1.2
// Numbers, texts and lists as bytes, and the shards that they are kept in.
// README.md draws what they look like.

#pragma once

#include "base/buf.h"
#include "output/output.h"

#include <stdint.h>

// ---- Numbers and texts ----

// Seven bits a byte, the lowest first; the high bit says that more follow.
void varint_add(struct buf *to, uint64_t number);

// Its length, then its bytes.
void text_add(struct buf *to, str text);

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

struct posting {
    uint32_t page;
    uint32_t level;
};

// Adds a list.  `postings` are ordered by level, highest first, then by page.
void list_add(struct buf *to, const struct posting *postings, size_t count);

// Reads `count` postings.  Returns false when the bytes are no such list or
// name a page at or above `page_count`.
bool list_read(struct cursor *from, struct posting *postings, size_t count, size_t page_count);

// ---- Shards ----

enum { FORMAT_VERSION = 1, SHARD_HEAD = 10, SHARD_NAME = 8 };

// What a shard holds; also the first letter of its file's name.
enum shard_kind {
    SHARD_NODE = 'i',    // separators of words, with the shards below
    SHARD_WORDS = 'd',   // a stretch of the dictionary
    SHARD_PACK = 'p',    // lists of a stretch of the dictionary
    SHARD_TIER = 't',    // a part of one long list
    SHARD_NUMBERS = 'n', // names of shards by number
    SHARD_RECORDS = 'r', // what a result shows
    SHARD_FACETS = 'f',  // which pages have a term
    SHARD_DATES = 'y',
    SHARD_VOCABULARY = 'v',
};

struct shard_name {
    unsigned char bytes[SHARD_NAME];
};

// A shard is named by what is in it.
struct shelf {
    struct output *output;
    uint32_t check_table[256];
};

void shelf_init(struct shelf *shelf, struct output *output);

// CRC-32, as in zip and PNG.
void check_table_fill(uint32_t table[256]);
uint32_t check_value(const uint32_t table[256], str bytes);

// Empties `shard` and leaves room for the head.
void shard_start(struct buf *shard, enum shard_kind kind);

// Fills the head in and gives the shard to the output.  Any thread.
struct shard_name shard_finish(const struct shelf *shelf, struct buf *shard);

void shard_name_add(struct buf *to, struct shard_name name);

// 16 hexadecimal digits.
str shard_name_text(char room[static 17], struct shard_name name);

// ---- Trees of shards ----

// From the top node down to the shards; `levels` is the number of nodes on the way.
struct tree {
    struct shard_name top;
    unsigned levels;
    size_t count; // of the shards at the bottom; 0: there is no tree
};

// Shards found by number.
struct tree tree_of_numbers(const struct shelf *shelf, const struct shard_name *names,
                            size_t count);

// Shards found by word; `firsts[i]` is the first word of shard i, in order.
struct tree tree_of_words(const struct shelf *shelf, const str *firsts,
                          const struct shard_name *names, size_t count);
