// SPDX-License-Identifier: EUPL-1.2
#include "cache/cached.h"
#include "cache/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct pack_name pack_name(uint32_t number)
{
    struct pack_name name;
    snprintf(name.at, sizeof name.at, "pack-%08" PRIx32, number);
    return name;
}

bool cache_packs_open(struct cache_packs *packs, const struct index *index, int folder)
{
    bool all = true;
    for (size_t i = 0; i < PACKS_MAX; i++) {
        bool is_there = index->packs[i] != 0;
        packs->files[i] = is_there ? store_open(folder, pack_name(index->packs[i]).at, false) : -1;
        packs->sizes[i] = store_size(packs->files[i]);
        all = all && (packs->files[i] >= 0) == is_there;
    }
    return all;
}

void cache_packs_close(struct cache_packs *packs)
{
    for (size_t i = 0; i < PACKS_MAX; i++)
        if (packs->files[i] >= 0)
            close(packs->files[i]);
}

bool cache_packs_hold(const struct cache_packs *packs, const struct entry *entry)
{
    uint64_t size = entry_size(entry);
    uint64_t room = entry->pack < PACKS_MAX ? packs->sizes[entry->pack] : 0;
    return size <= room && entry->offset <= room - size;
}
