// SPDX-License-Identifier: EUPL-1.2
// What documents that are neighbours say, as one value of the cache: private to this
// folder.
//
//     head | an entry a file | images of documents | messages of all
//
// So what is remembered of thousands of documents is read at once, and stays where
// it is read.  Bodies, which only pages and search need, and marks, which only
// messages need, are elsewhere: one after the other in pieces, each a value by itself.

#pragma once

#include "base/buf.h"
#include "base/fingerprint.h"
#include "cache/cache.h"

struct bundle_entry {
    struct fingerprint key; // of the document
    uint64_t image;         // place in the bundle; 0: the file could not be read
    uint64_t image_size;
    uint64_t messages; // place behind those of the entries before it
    uint64_t messages_size;
    uint64_t piece;
    uint64_t body; // place in the piece
    uint64_t body_size;
    uint64_t body_check;
    uint64_t marks_size; // these follow the body
    uint64_t marks_check;
};

struct bundle_head {
    uint64_t count; // of entries
    uint64_t pieces;
    uint64_t messages; // place in the bundle
};

// A bundle as bytes, looked into.
struct bundle {
    struct fingerprint print; // its name, and that of its bodies
    str bytes;
    struct bundle_head head;
    const struct bundle_entry *entries;
};

// Finds the bundle of that name.  Returns false when it is not there, or not what it
// should be, or its bodies are not there.
bool bundle_find(struct bundle *bundle, struct cache *cache, struct fingerprint print,
                 struct arena *arena);

// The entry of a document, or NULL; mostly it is number `likely`.
const struct bundle_entry *bundle_entry(const struct bundle *bundle, struct fingerprint key,
                                        size_t likely);

// The bytes of an entry's image.
str bundle_image(const struct bundle *bundle, const struct bundle_entry *entry);

// The messages of an entry, or of all.
str bundle_messages(const struct bundle *bundle, const struct bundle_entry *entry);
str bundle_all_messages(const struct bundle *bundle);

// The body or the marks of a document, or false when they are lost.
bool bundle_body(struct cache *cache, struct fingerprint print, const struct bundle_entry *entry,
                 struct arena *arena, str *body);
bool bundle_marks(struct cache *cache, struct fingerprint print, const struct bundle_entry *entry,
                  struct arena *arena, str *marks);

// ---- Making one ----

// { 0 } at first; it makes one after the other.
struct bundle_maker {
    struct cache *cache;
    struct fingerprint print;
    struct buf record;
    struct buf messages;
    struct buf bodies; // of the piece
    uint64_t pieces;
    size_t count; // of entries so far
};

void bundle_begin(struct bundle_maker *maker, struct cache *cache, struct fingerprint print,
                  size_t count);

// What a bundle has of a document.  One without an image could not be read.
struct bundle_part {
    struct fingerprint key;
    str image;
    str messages;
    str body;
    str marks;
    uint64_t body_check;
    uint64_t marks_check;
};

// What a new one is known again by.
void bundle_part_seal(struct bundle_part *part);

// Takes what a bundle that was made before has of a document.  Returns false when it
// has not all.
bool bundle_part_take(struct bundle_part *part, struct cache *cache, const struct bundle *old,
                      size_t likely, struct arena *arena);

// Adds the next one, as often as was said.
void bundle_add(struct bundle_maker *maker, const struct bundle_part *part);

// The bundle, remembered and in memory of `arena`.
void bundle_finish(struct bundle_maker *maker, struct arena *arena, struct bundle *bundle);

void bundle_release(struct bundle_maker *maker);
