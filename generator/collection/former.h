// SPDX-License-Identifier: EUPL-1.2
// What an index was made of the last time: which forms there were, and what was found
// out about them.
//
// What is the same as then need not be found out again.  Nothing that is written
// follows from it: another one, or none, gives the same index.

#pragma once

#include "cache/cache.h"

// Some forms that stand next to each other, remembered by what is in it.
struct chunk_ref {
    struct fingerprint key;
    uint32_t count; // of forms
    uint32_t unused;
};

struct chunk {
    uint32_t count;
    const uint64_t *prints;
    const uint64_t *plains;
    const uint64_t *segments;
    const uint32_t *entries;
    const unsigned char *lens;
    const char *texts;
};

// Another form that a form belongs to; whether there was a choice.
struct form_base {
    uint32_t form;
    uint32_t base : 31;
    uint32_t is_contested : 1;
};

struct form_split {
    uint32_t form;
    uint32_t head;
    uint32_t tail;
};

// A stretch of the dictionary, and what it followed from.
struct former_stretch {
    struct fingerprint key;
    uint64_t from; // its first form
};

// That a list goes by the name of an earlier one, because its bytes are the same.
struct alias {
    uint64_t form; // the first one of its class
    struct fingerprint own;
    struct fingerprint name;
};

// Forms have the numbers of then.
struct former {
    size_t space;
    size_t numbers_per_segment;
    size_t segment_count;
    const struct fingerprint *keys; // of the segments
    size_t count;
    size_t chunk_count;
    const struct chunk_ref *refs;
    struct chunk *chunks;       // when they are loaded
    const uint32_t *beginnings; // of each form: the longest other one that it begins with
    const uint32_t *endings;    // and ends with; or NULL
    const struct form_base *bases;
    size_t base_count;
    const struct form_split *splits;
    size_t split_count;
    const struct alias *aliases; // by form
    size_t alias_count;
    const struct former_stretch *stretches;
    size_t stretch_count;
};

// Where it is remembered: for each language there is one.
struct fingerprint former_key(str language, str stops);

// In `arena`, without its chunks; NULL when nothing is remembered.
struct former *former_load(struct arena *arena, struct cache *cache, struct fingerprint key);

// Loads a chunk into `arena`.  Returns false when it is not there.
bool former_chunk_load(struct former *former, struct cache *cache, size_t number,
                       struct arena *arena);

// Lists that go by another name than what they follow from, as they are the same as
// those of that name; by form.
struct class_names {
    const struct alias *at;
    size_t count;
    const uint64_t *bits;             // of each form whether it has one; NULL: none has
    const struct class_names *before; // those of the last time, by the forms of now
};

// All stretches of the dictionary, in order.
struct stretches {
    const struct former_stretch *at;
    size_t count;
};

// All forms, as they are remembered.
struct former_chunks {
    const struct chunk_ref *at;
    size_t count;
};

// Remembers those that are not what they were.
struct lexicon;
struct former_chunks former_chunks_store(struct arena *arena, struct cache *cache,
                                         const struct lexicon *lexicon, unsigned jobs);

// What an index is made of.
struct index_state {
    const struct lexicon *lexicon;
    struct former_chunks chunks;
    const struct compounds *compounds;
    const struct class_names *names;
    const struct stretches *stretches;
};

// Remembers it, for the next one.
void former_store(struct cache *cache, struct fingerprint key, const struct index_state *state);
