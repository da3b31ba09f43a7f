// SPDX-License-Identifier: EUPL-1.2
// What documents that are neighbours say, as one value of the cache: private to this
// folder.
//
//     head | keys of pieces | an entry a file | documents, packed | messages of all
//
// So what is remembered of thousands of documents is read at once, and stays where
// it is read.  Bodies, with the parts and marks of documents, which only pages, search
// and messages need, are elsewhere: one after the other in pieces, each a value by
// itself.  A bundle that follows another names the pieces of that one, and has a piece
// of its own with what is new.

#pragma once

#include "base/buf.h"
#include "base/fingerprint.h"
#include "base/list.h"
#include "cache/cache.h"

// Where the body of a document is, its parts behind that, and its marks behind those.
// One that is too large for these numbers is not found by its check.
struct bundle_rest {
    uint64_t body_check;
    uint64_t parts_check;
    uint64_t marks_check;
    uint32_t piece; // number in the bundle
    uint32_t body;  // place in the piece
    uint32_t body_size;
    uint32_t parts_size;
    uint32_t marks_size;
    uint32_t unused; // 0
};

// What it has of a document in the bundle itself ends where that of the next one begins.
struct bundle_entry {
    struct fingerprint key; // of the document
    uint64_t packed;        // place in the bundle; nothing stands there: it could not be read
    uint64_t messages;      // likewise
    struct bundle_rest rest;
};

struct bundle_head {
    uint64_t count; // of entries
    uint64_t pieces;
    uint64_t packed;   // places in the bundle: of the first document,
    uint64_t messages; // and of the first message
};

// A bundle as bytes, looked into.
struct bundle {
    struct fingerprint print; // its name
    str bytes;
    struct bundle_head head;
    const struct fingerprint *pieces;
    const struct bundle_entry *entries;
};

// Finds the bundle of that name.  Returns false when it is not there, or not what it
// should be, or its bodies are not there.
bool bundle_find(struct bundle *bundle, struct cache *cache, struct fingerprint print,
                 struct arena *arena);

// The entry of a document, or NULL; mostly it is number `likely`.
const struct bundle_entry *bundle_entry(const struct bundle *bundle, struct fingerprint key,
                                        size_t likely);

// The document of an entry, packed, and its messages; or those of all.
str bundle_packed(const struct bundle *bundle, const struct bundle_entry *entry);
str bundle_messages(const struct bundle *bundle, const struct bundle_entry *entry);
str bundle_all_messages(const struct bundle *bundle);

// The body, the parts or the marks of a document, or false when they are lost.
bool bundle_body(struct cache *cache, const struct bundle *bundle, const struct bundle_entry *entry,
                 struct arena *arena, str *body);
bool bundle_parts(struct cache *cache, const struct bundle *bundle,
                  const struct bundle_entry *entry, struct arena *arena, str *parts);
bool bundle_marks(struct cache *cache, const struct bundle *bundle,
                  const struct bundle_entry *entry, struct arena *arena, str *marks);

// ---- Making one ----

// { 0 } at first; it makes one after the other.
struct bundle_maker {
    struct cache *cache;
    struct fingerprint print;
    const struct bundle *old; // that it takes from
    bool copies;              // bodies of that one, instead of naming its pieces
    struct buf pieces;        // keys
    struct buf entries;       // the places in them count from what follows
    struct buf packed;
    struct buf messages;
    struct buf bodies; // of the piece that is made
    struct buf keys;   // of what is in it
    uint32_t piece;    // its number, when there is one
};

// Begins a bundle that takes what it can from `old`, which lives until it is finished;
// one of no entries for none.
void bundle_begin(struct bundle_maker *maker, struct cache *cache, struct fingerprint print,
                  const struct bundle *old);

// What a bundle has of a document.  One that is not packed could not be read.
struct bundle_part {
    struct fingerprint key;
    str packed;
    str messages;
    str body;
    str parts;
    str marks;
};

// Adds a document that the old bundle has.  Returns false when it has not all.
bool bundle_take(struct bundle_maker *maker, struct fingerprint key, struct arena *scratch);

// Adds one.
void bundle_add(struct bundle_maker *maker, const struct bundle_part *part);

// The bundle, remembered and in memory of `arena`.
void bundle_finish(struct bundle_maker *maker, struct arena *arena, struct bundle *bundle);

void bundle_release(struct bundle_maker *maker);
