// SPDX-License-Identifier: EUPL-1.2
// A built index, read from disk as reader.js reads it over the network: its
// root, its files, and the slices in them.

#pragma once

#include "diagnostics/diagnostics.h"
#include "format/codec.h"
#include "format/shards.h"

// The top of a tree of shards.
struct tree_at {
    str top;
    unsigned levels;
    size_t length; // of the first slice of `top`, where that is a file of words itself
    bool given;
};

// What results can be filtered by: kinds, taxonomies, years.
struct index_group {
    str name;
    str label;
    size_t first; // number of the vocabulary
    size_t count;
};

struct index_language {
    str code;
    str label;
    str root; // root-en.json
};

struct index {
    struct arena *arena;
    str folder;
    struct diagnostics *diagnostics;
    struct map *files;  // name -> the bytes
    struct map *shards; // name -> what the only slice of that file holds
    struct map *leaves; // of the dictionary, as they were read
    bool failed;        // a message has been given; what is returned is empty
    size_t pages;
    size_t space; // the numbers of pages are below it
    str language;
    const struct index_language *languages;
    size_t language_count;
    str stops;
    struct tree_at words, similar, records, facets, dates, vocabulary;
    const struct index_group *groups;
    size_t group_count;
};

// Opens the index of a language, or the one that has no name in its root when
// `language` is empty.  Returns NULL, with a message, when there is no index, one of
// another version, or none of that language.  It lives in `arena`.
struct index *index_open(struct arena *arena, const char *site_folder, str language,
                         struct diagnostics *diagnostics);

// Whether its pages are in English.
bool index_is_english(const struct index *index);

// Says once that `what` is damaged.
void index_spoiled(struct index *index, str what);

// What the slice at `at` of a file holds; empty, with a message, when it is damaged.
str index_slice(struct index *index, enum shard_kind kind, str name, size_t at, size_t len);

// What the only slice of a file holds; kept.
struct cursor index_shard(struct index *index, enum shard_kind kind, str name);

// Reads the name of a file; empty where there is none.
str index_name(struct index *index, struct cursor *cursor);

// The name of leaf `number` of a tree that is found by number, or empty.
str index_numbered(struct index *index, const struct tree_at *tree, size_t number);

// Bytes of a file of the website; false when it cannot be read, or would be one outside.
// No message.
bool index_page(struct index *index, str path, str *bytes);
