// SPDX-License-Identifier: EUPL-1.2
// Where the file of a path is: asked for every link, and too often for searching.
//
// All workers fill the table at once.  Which of two files gets a slot first, nobody
// can tell afterwards: both are found.
#include "site/building.h"

#include "base/hash.h"
#include "base/memory.h"

enum { HASH_SHIFT = 32 };

static uint64_t hash_of(const struct file_table *table, str path)
{
    return hash_64_seeded(path, (uintptr_t)table->slots);
}

static void file_put(const struct file_table *table, str path, size_t file)
{
    uint64_t hash = hash_of(table, path);
    uint64_t slot = hash >> HASH_SHIFT << HASH_SHIFT | (file + 1);
    for (size_t i = hash & (table->count - 1);; i = (i + 1) & (table->count - 1)) {
        uint_least64_t none = 0;
        if (atomic_compare_exchange_strong(&table->slots[i], &none, slot))
            return;
    }
}

static void files_put(void *context, size_t from, size_t to, unsigned worker)
{
    const struct building *building = context;
    (void)worker;
    for (size_t i = from; i < to; i++)
        file_put(&building->table, building->files[i].path, i);
}

void files_index(struct building *building)
{
    struct file_table *table = &building->table;
    table->count = 2;
    while (table->count < 2 * building->file_count)
        table->count *= 2;
    table->slots = ARENA_ARRAY(building->arena, atomic_uint_least64_t, table->count);
    parallel_ranges(building->jobs, building->file_count, files_put, building);
}

static uint64_t slot_at(const struct file_table *table, uint64_t i)
{
    return atomic_load_explicit(&table->slots[i & (table->count - 1)], memory_order_relaxed);
}

static size_t file_of(uint64_t slot)
{
    return (size_t)(slot & UINT32_MAX) - 1;
}

static size_t file_find(const struct building *building, str path, uint64_t hash)
{
    uint64_t slot;
    for (uint64_t i = hash; (slot = slot_at(&building->table, i)) != 0; i++)
        if (slot >> HASH_SHIFT == hash >> HASH_SHIFT &&
            str_equal(building->files[file_of(slot)].path, path))
            return file_of(slot);
    return STR_NONE;
}

size_t file_at(const struct building *building, str path)
{
    return file_find(building, path, hash_of(&building->table, path));
}

// ---- Many at once ----

void lookup_add(struct building *building, const str *parts, uint32_t *file)
{
    struct lookups *lookups = &building->lookups;
    struct lookup lookup = { .file = file, .path = lookups->paths.len };
    for (const str *part = parts; part->at != NULL; part++)
        buf_add(&lookups->paths, *part);
    lookup.len = lookups->paths.len - lookup.path;
    str path = { lookups->paths.at + lookup.path, lookup.len };
    lookup.hash = hash_of(&building->table, path);
    memory_soon(&building->table.slots[lookup.hash & (building->table.count - 1)], 1);
    LIST_ADD(building->arena, lookups->list, lookup);
}

// The file that the slot names which comes first: mostly it is the one.
static const struct source_file *first_of(const struct building *building,
                                          const struct lookup *lookup)
{
    uint64_t slot = slot_at(&building->table, lookup->hash);
    return slot == 0 ? NULL : &building->files[file_of(slot)];
}

static void lookups_near(const struct building *building)
{
    const struct lookups *lookups = &building->lookups;
    for (size_t i = 0; i < lookups->list.count; i++) {
        const struct source_file *file = first_of(building, &lookups->list.at[i]);
        if (file != NULL)
            memory_soon(&file->path, sizeof file->path);
    }
    for (size_t i = 0; i < lookups->list.count; i++) {
        const struct source_file *file = first_of(building, &lookups->list.at[i]);
        if (file != NULL)
            memory_soon(file->path.at, file->path.len);
    }
}

void lookups_finish(struct building *building)
{
    struct lookups *lookups = &building->lookups;
    lookups_near(building);
    for (size_t i = 0; i < lookups->list.count; i++) {
        const struct lookup *lookup = &lookups->list.at[i];
        str path = { lookups->paths.at + lookup->path, lookup->len };
        size_t file = file_find(building, path, lookup->hash);
        if (file != STR_NONE && building->documents[file] != NULL)
            *lookup->file = (uint32_t)file;
    }
    lookups->list.count = 0;
    buf_clear(&lookups->paths);
}
