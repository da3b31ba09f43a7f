// SPDX-License-Identifier: EUPL-1.2
// Which values there are, and where: private to this folder.
//
// A table with open places, as it stands in the file `index`:
//
//     header | slot 0 | slot 1 | ... | slot capacity - 1
//
// A key belongs in the slot that its high half points to, or in the first free
// one after it; so slots are nearly in the order of keys, and a table is filled
// from another without jumping about.  A record in a pack is the value followed
// by RECORD_CHECK bytes, which are the hash of key and value: who finds the wrong
// bytes sees that.

#pragma once

#include "base/fingerprint.h"

enum { RECORD_CHECK = 8 };

// So many packs at most.
enum { PACKS_MAX = 64 };

struct entry {
    struct fingerprint key; // empty: the slot is free
    uint64_t offset;        // of the record, in its pack
    uint32_t len;           // of the value
    uint16_t pack;          // its place among those of the index
    uint16_t generation;    // the last build that asked for it
};

struct index {
    struct entry *slots; // NULL: there is none yet
    uint32_t capacity;
    uint32_t count;
    uint16_t generation;       // the number of the last build; it comes round
    uint64_t check;            // of the file that it was read from; 0 for none
    uint32_t packs[PACKS_MAX]; // the numbers in their names; 0 for none
};

void index_release(struct index *index);

// The slot of a key, or STR_NONE.
size_t index_find(const struct index *index, struct fingerprint key);

// Makes room for so many entries at once.
void index_reserve(struct index *index, size_t count);

// Adds an entry, or replaces the one of that key.
void index_put(struct index *index, struct entry entry);

// The bytes of a record.
uint64_t entry_size(const struct entry *entry);

// What follows the value in its record.
uint64_t record_check(struct fingerprint key, str value);

// Reads the index of a folder; an empty one when it is not there, stems from
// another version, or is damaged.
struct index index_load(int folder);

// The check of the index in the folder, without reading all of it.
uint64_t index_current(int folder);

// Replaces the index of the folder, or returns false.
bool index_save(const struct index *index, int folder);
