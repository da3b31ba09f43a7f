// SPDX-License-Identifier: EUPL-1.2
// A cache while it is open: private to this folder.

#pragma once

#include "cache/fresh.h"

// What this build did with an entry of the snapshot.
enum use { UNUSED, ASKED, REPLACED };

struct cache {
    struct fingerprint generator;
    int folder;                  // -1: nothing is remembered
    struct index snapshot;       // as it was when the cache was opened
    _Atomic unsigned char *uses; // one enum use a slot of it
    int pack;                    // of the snapshot; -1 for none
    uint64_t pack_size;
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
