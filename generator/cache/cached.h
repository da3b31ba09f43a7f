// SPDX-License-Identifier: EUPL-1.2
// A cache while it is open: private to this folder.

#pragma once

#include "cache/fresh.h"

// What this build did with an entry of the snapshot.
enum use { UNUSED, ASKED, REPLACED };

// The packs of an index, open.
struct cache_packs {
    int files[PACKS_MAX]; // -1 for none
    uint64_t sizes[PACKS_MAX];
};

// Opens those that are there, and tells whether all are.
bool cache_packs_open(struct cache_packs *packs, const struct index *index, int folder);
void cache_packs_close(struct cache_packs *packs);

// Whether the record of an entry is in its pack, as far as the size tells.
bool cache_packs_hold(const struct cache_packs *packs, const struct entry *entry);

struct cache {
    struct fingerprint generator;
    int folder;                  // -1: nothing is remembered
    struct index snapshot;       // as it was when the cache was opened
    _Atomic unsigned char *uses; // one enum use a slot of it
    struct cache_packs packs;    // of the snapshot
    struct fresh fresh;
    bool finished; // nothing is looked up or put any more
    pthread_t thread;
    bool beside; // the thread commits
};

// `pack-` and the number, for the system's door.
struct pack_name {
    char at[32];
};
struct pack_name pack_name(uint32_t number);

// Makes what is fresh part of the cache on disk, or does nothing.
void cache_commit(struct cache *cache);
