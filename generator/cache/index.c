// SPDX-License-Identifier: EUPL-1.2
#include "cache/index.h"

#include "base/hash.h"
#include "base/memory.h"
#include "cache/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Written as numbers of this machine: on one with another order of bytes the
// form is another as well.
enum { MAGIC = 0x444F4F52, FORM = 2 };

struct header {
    uint32_t magic;
    uint32_t form;
    uint32_t capacity;
    uint32_t count;
    uint32_t generation;
    uint32_t unused;
    uint32_t packs[PACKS_MAX];
    uint64_t slots_check;
    uint64_t check; // of what stands above
};

void index_release(struct index *index)
{
    free(index->slots);
    *index = (struct index){ 0 };
}

// ---- The table ----

static size_t home_of(const struct index *index, struct fingerprint key)
{
    return (size_t)((key.high >> 32) * index->capacity >> 32);
}

// The slot of a key, or the free one where it belongs; `capacity` for neither.
static size_t slot_of(const struct index *index, struct fingerprint key)
{
    size_t slot = index->capacity == 0 ? 0 : home_of(index, key);
    for (size_t tries = 0; tries < index->capacity; tries++) {
        const struct entry *entry = &index->slots[slot];
        if (fingerprint_equal(entry->key, key) || fingerprint_empty(entry->key))
            return slot;
        slot = slot + 1 == index->capacity ? 0 : slot + 1;
    }
    return index->capacity;
}

size_t index_find(const struct index *index, struct fingerprint key)
{
    size_t slot = slot_of(index, key);
    bool found = slot < index->capacity && !fingerprint_empty(index->slots[slot].key);
    return found ? slot : STR_NONE;
}

void index_reserve(struct index *index, size_t count)
{
    size_t capacity = count + count / 3 + 8;
    if (capacity <= index->capacity)
        return;
    if (capacity > UINT32_MAX)
        memory_exhausted();
    struct index grown = *index;
    grown.capacity = (uint32_t)capacity;
    if ((grown.slots = calloc(capacity, sizeof *grown.slots)) == NULL)
        memory_exhausted();
    for (size_t i = 0; i < index->capacity; i++)
        if (!fingerprint_empty(index->slots[i].key))
            grown.slots[slot_of(&grown, index->slots[i].key)] = index->slots[i];
    free(index->slots);
    *index = grown;
}

void index_put(struct index *index, struct entry entry)
{
    if ((size_t)index->count * 4 / 3 + 2 > index->capacity)
        index_reserve(index, (size_t)index->count * 2);
    struct entry *slot = &index->slots[slot_of(index, entry.key)];
    index->count += fingerprint_empty(slot->key);
    *slot = entry;
}

// ---- Records ----

uint64_t entry_size(const struct entry *entry)
{
    return (uint64_t)entry->len + RECORD_CHECK;
}

uint64_t record_check(struct fingerprint key, str value)
{
    return hash_64_seeded(value, key.low ^ (key.high << 1 | key.high >> 63));
}

// ---- The file ----

static uint64_t check_of(const struct header *header)
{
    return hash_64((str){ (const char *)header, offsetof(struct header, check) });
}

static bool header_read(int file, struct header *header)
{
    return file >= 0 && store_read(file, header, sizeof *header, 0) && header->magic == MAGIC &&
           header->form == FORM && header->check == check_of(header);
}

static bool slots_read(int file, const struct header *header, struct index *index)
{
    size_t size = header->capacity * sizeof *index->slots;
    if (store_size(file) != sizeof *header + size)
        return false;
    index->slots = memory_alloc(size);
    return store_read(file, index->slots, size, sizeof *header) &&
           hash_64((str){ (const char *)index->slots, size }) == header->slots_check;
}

struct index index_load(int folder)
{
    struct header header;
    struct index index = { 0 };
    int file = store_open(folder, "index", false);
    if (header_read(file, &header) && slots_read(file, &header, &index)) {
        index.capacity = header.capacity;
        index.count = header.count;
        index.generation = (uint16_t)header.generation;
        memcpy(index.packs, header.packs, sizeof index.packs);
        index.check = header.check;
    } else {
        index_release(&index);
    }
    if (file >= 0)
        close(file);
    return index;
}

uint64_t index_current(int folder)
{
    struct header header;
    int file = store_open(folder, "index", false);
    bool well = header_read(file, &header);
    if (file >= 0)
        close(file);
    return well ? header.check : 0;
}

bool index_save(const struct index *index, int folder)
{
    str slots = { (const char *)index->slots, index->capacity * sizeof *index->slots };
    struct header header = {
        .magic = MAGIC,
        .form = FORM,
        .capacity = index->capacity,
        .count = index->count,
        .generation = index->generation,
        .slots_check = hash_64(slots),
    };
    memcpy(header.packs, index->packs, sizeof header.packs);
    header.check = check_of(&header);
    int file = store_create(folder, "index.new");
    bool well = file >= 0 && store_write(file, (str){ (const char *)&header, sizeof header }, 0) &&
                store_write(file, slots, sizeof header);
    if (file >= 0)
        well = close(file) == 0 && well;
    return well && renameat(folder, "index.new", folder, "index") == 0;
}
