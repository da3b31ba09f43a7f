// SPDX-License-Identifier: EUPL-1.2
// The files of an index, each named by what is in it, and the trees that lead
// to them.

#pragma once

#include "cache/cache.h"
#include "format/slices.h"
#include "output/output.h"

enum { FORMAT_VERSION = 6, SHARD_HEAD = 5, SHARD_NAME = 6, SHARD_NAME_TEXT = 2 * SHARD_NAME + 1 };

// What a shard holds; also the first letter of its file's name.
enum shard_kind {
    SHARD_NODE = 'i',         // separators of words, with the shards below
    SHARD_WORDS = 'w',        // a stretch of the dictionary, with its lists
    SHARD_SIMILAR_NODE = 'j', // as a node, of
    SHARD_SIMILAR = 'e',      // words that are like each other
    SHARD_NAMES = 'm',        // names of shards by number
    SHARD_DIRECTORY = 'n',    // where records are
    SHARD_RECORDS = 'r',      // what a result shows
    SHARD_FACETS = 'f',       // which pages have a term
    SHARD_DATES = 'y',
    SHARD_VOCABULARY = 'v',
    SHARD_SETTINGS = 'g', // what is too long for the root
};

// How many numbers stand together.
enum {
    RECORD_UNIT = 16, // bytes; a slice of records is a multiple of it
    RECORDS_PER_SHARD = 32,
    SHARDS_PER_DIRECTORY = 32,
    RECORDS_PER_DIRECTORY = RECORDS_PER_SHARD * SHARDS_PER_DIRECTORY,
    NUMBERS_PER_BLOCK = 4096, // of facets and dates
    VOCABULARY_PER_SHARD = 256,
};

// Of the place of a slice, in a node of words: the bits of its tag.
enum { PLACE_ELSEWHERE = 1, PLACE_HAS_MORE = 2, PLACE_BITS = 2 };

struct shard_name {
    unsigned char bytes[SHARD_NAME];
};

// `language` is its number: two indexes share no file, though it be the same.
struct shelf {
    struct output *output;
    struct cache *cache;
    unsigned language;
};

// Empties `shard` and adds its head; slices come next.
void shard_start(struct buf *shard, enum shard_kind kind);

// Gives the shard to the output.  Any thread.
struct shard_name shard_finish(const struct shelf *shelf, const struct buf *shard);

// Whether the shard of that name, whose bytes have that fingerprint, stands from an
// earlier build: then it need not be made.  Any thread.
bool shard_keep(const struct shelf *shelf, enum shard_kind kind, struct shard_name name,
                struct fingerprint print);

// Whether shard_keep would keep it.  Any thread.
bool shard_stands(const struct shelf *shelf, enum shard_kind kind, struct shard_name name,
                  struct fingerprint print);

// Makes a shard of one slice.
struct shard_name shard_write(const struct shelf *shelf, struct press *press, enum shard_kind kind,
                              const struct buf *data);

bool shard_is_none(struct shard_name name);
void shard_name_add(struct buf *to, struct shard_name name);

// 12 hexadecimal digits.
str shard_name_text(char room[static SHARD_NAME_TEXT], struct shard_name name);

// ---- The root ----

// What the root ends with: the check value of all bytes before it, by which each reader
// knows that they are those that were written.
enum { ROOT_SEAL = 25 };

// Ends an object in JSON.
void root_seal(struct buf *root);

// Whether the bytes are those of a root that was sealed.
bool root_is_whole(str root);

// ---- Trees of shards ----

// From the top node down to the shards; `levels` is the number of nodes on the
// way.
struct tree {
    struct shard_name top;
    unsigned levels;
    size_t length; // of the only slice, where there are no levels: it begins after the head
    size_t count;  // of what is at the bottom; 0: there is no tree
};

enum { NAMES_PER_NODE = 512 };

// Shards found by number; one of no name is not there.
struct tree tree_of_numbers(const struct shelf *shelf, const struct shard_name *names,
                            size_t count);

// A slice of a shard, and what stands right behind it before the next one begins.
struct slice_at {
    struct shard_name name;
    size_t offset;
    size_t length;
    size_t along; // bytes that are read with it
    size_t rest;  // bytes that are read when they are needed
};

// Slices found by word; `firsts[i]` is the first word of slice i, in order, or what
// stands between it and the last word of the one before.
struct tree tree_of_words(const struct shelf *shelf, enum shard_kind kind, const str *firsts,
                          const struct slice_at *slices, size_t count);
