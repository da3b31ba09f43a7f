// SPDX-License-Identifier: EUPL-1.2
// A built index, read from disk as reader.js reads it over the network.

#pragma once

#include "search/codec.h"
#include "search/records.h"

#include "diagnostics/diagnostics.h"

struct index {
    struct arena *arena;
    str folder;
    struct diagnostics *diagnostics;
    uint32_t check_table[256];
    struct map *shards; // name -> what was read
    bool failed;        // a message has been given; what is returned is empty
    size_t pages;
    str stops;
    struct tree_at {
        str top;
        unsigned levels;
        bool given;
    } words, records, vocabulary;
};

// Returns NULL, with a message, when there is no index or it is of another version.
struct index *index_open(struct arena *arena, const char *site_folder,
                         struct diagnostics *diagnostics);

// ---- Words ----

// A part of a list: so many postings in the bytes at `list`, or in a shard.
struct list_part {
    size_t count;
    str shard; // its name, or empty
    enum shard_kind kind;
    size_t at; // where in the shard's lists
    str bytes; // where there is no shard
};

// A class of forms.
struct index_entry {
    str head; // its first form
    size_t count;
    const struct list_part *parts;
    size_t part_count;
};

struct index_form {
    str text;
    struct index_entry *entry; // NULL where its class begins in another stretch
    str head;                  // which is this form's, then
};

// A stretch of the dictionary.
struct stretch {
    const struct index_form *forms;
    size_t count;
    str next; // the first form of the stretch that follows, or empty
};

// Where `word` is or would be; with `before`, the stretch before the one that
// begins with it.
struct stretch index_stretch(struct index *index, str word, bool before);

// How many forms of the stretch come before `word`.
size_t stretch_find(const struct stretch *stretch, str word);

struct index_entry *index_lookup(struct index *index, str word);

// Reads the postings of a part; room for `part->count`.
bool index_list(struct index *index, const struct list_part *part, struct posting *postings);

// ---- What is found by number ----

// A cursor at what stands at `number` of the tree's shards, which hold `per`
// each; `skip` moves over one of them.
typedef void skip_one(struct cursor *cursor);
struct cursor index_at(struct index *index, const struct tree_at *tree, enum shard_kind kind,
                       size_t per, size_t number, skip_one *skip);
