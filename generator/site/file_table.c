// SPDX-License-Identifier: EUPL-1.2
// Where the file of a path is: asked for every link, and too often for searching.
//
// All workers fill the table at once.  Which of two files gets a slot first, nobody
// can tell afterwards: both are found.
#include "site/building.h"

#include "base/hash.h"

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

size_t file_at(const struct building *building, str path)
{
    const struct file_table *table = &building->table;
    uint64_t hash = hash_of(table, path);
    uint64_t slot;
    for (size_t i = hash & (table->count - 1);
         (slot = atomic_load_explicit(&table->slots[i], memory_order_relaxed)) != 0;
         i = (i + 1) & (table->count - 1)) {
        size_t file = (size_t)(slot & UINT32_MAX) - 1;
        if (slot >> HASH_SHIFT == hash >> HASH_SHIFT &&
            str_equal(building->files[file].path, path))
            return file;
    }
    return STR_NONE;
}
