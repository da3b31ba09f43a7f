// SPDX-License-Identifier: EUPL-1.2
// Joining what this build added with what is on disk by now, under the lock.
//
// The file of what is fresh becomes a pack by getting a name.  Packs of which more
// than half would be of no use are emptied: what is still wanted of them comes behind
// what is fresh.  So mostly nothing is copied, since what a build adds is forgotten
// together.  Only then the index is replaced: whatever goes wrong, the index that is
// there tells no lies that the checks of the values do not see.
#include "base/memory.h"
#include "cache/cached.h"
#include "cache/store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What so many builds did not ask for is forgotten.
enum { BUILDS_KEPT = 20 };

// And so is, beyond this and beyond so many times of what this build used, what
// was asked for longest ago.
#define BYTES_KEPT ((uint64_t)256 * 1024 * 1024)
enum { TIMES_KEPT = 4 };

struct commit {
    struct cache *cache;
    struct index base;        // what is on disk
    unsigned char *uses;      // one enum use a slot of it
    struct cache_packs packs; // of the base
    uint64_t fresh_size;      // of the records, not of the file
    struct index merged;
    uint64_t kept[PACKS_MAX]; // bytes of the entries of the base that are kept, by pack
    bool emptied[PACKS_MAX];
};

// ---- What is there ----

static void uses_carry(struct commit *commit, const struct cache *cache)
{
    for (size_t i = 0; i < cache->snapshot.capacity; i++) {
        size_t slot = cache->uses[i] == UNUSED
                          ? STR_NONE
                          : index_find(&commit->base, cache->snapshot.slots[i].key);
        if (slot != STR_NONE)
            commit->uses[slot] = cache->uses[i];
    }
}

// The base is the snapshot, unless another build has committed since.
static void base_take(struct commit *commit)
{
    struct cache *cache = commit->cache;
    bool same = cache->snapshot.check == index_current(cache->folder);
    commit->base = same ? cache->snapshot : index_load(cache->folder);
    commit->uses = calloc((size_t)commit->base.capacity + 1, 1);
    if (commit->uses == NULL)
        memory_exhausted();
    uses_carry(commit, cache);
    if (same)
        cache->snapshot = (struct index){ 0 }; // it is ours now
    cache_packs_open(&commit->packs, &commit->base, cache->folder);
}

static bool is_used(const struct commit *commit, size_t slot)
{
    const struct entry *entry = &commit->base.slots[slot];
    return !fingerprint_empty(entry->key) && commit->uses[slot] != REPLACED &&
           cache_packs_hold(&commit->packs, entry);
}

// ---- What is kept ----

// Builds since someone asked for the entry.
static unsigned builds_since(const struct index *index, size_t slot)
{
    return (uint16_t)(index->generation - index->slots[slot].generation);
}

// The same, this build included.
static unsigned age_of(const struct commit *commit, size_t slot)
{
    return commit->uses[slot] == ASKED ? 0 : builds_since(&commit->base, slot) + 1;
}

// The age from which on entries are forgotten.
static unsigned age_limit(const struct commit *commit)
{
    uint64_t sizes[BUILDS_KEPT] = { 0 };
    for (size_t i = 0; i < commit->base.capacity; i++)
        if (is_used(commit, i) && age_of(commit, i) < BUILDS_KEPT)
            sizes[age_of(commit, i)] += entry_size(&commit->base.slots[i]);
    uint64_t total = commit->fresh_size + sizes[0];
    uint64_t most = total * TIMES_KEPT > BYTES_KEPT ? total * TIMES_KEPT : BYTES_KEPT;
    for (unsigned age = 1; age < BUILDS_KEPT; age++)
        if ((total += sizes[age]) > most)
            return age;
    return BUILDS_KEPT;
}

static void merge_base(struct commit *commit)
{
    unsigned limit = age_limit(commit);
    commit->merged.generation = (uint16_t)(commit->base.generation + 1);
    index_reserve(&commit->merged, (size_t)commit->base.count + commit->cache->fresh.index.count);
    for (size_t i = 0; i < commit->base.capacity; i++) {
        if (!is_used(commit, i) || age_of(commit, i) >= limit)
            continue;
        struct entry entry = commit->base.slots[i];
        entry.generation = (uint16_t)(commit->merged.generation - age_of(commit, i));
        index_put(&commit->merged, entry);
        commit->kept[entry.pack] += entry_size(&entry);
    }
}

static void merge_fresh(struct commit *commit, uint16_t pack)
{
    const struct index *fresh = &commit->cache->fresh.index;
    for (size_t i = 0; i < fresh->capacity; i++) {
        struct entry entry = fresh->slots[i];
        entry.pack = pack;
        entry.generation = commit->merged.generation;
        if (!fingerprint_empty(entry.key))
            index_put(&commit->merged, entry);
    }
}

// ---- Which packs are emptied ----

// Whether more than half of the pack would be of no use.
static bool is_waste(const struct commit *commit, size_t pack)
{
    uint64_t kept = commit->kept[pack];
    return kept == 0 || commit->packs.sizes[pack] - kept > kept;
}

static size_t smallest(const struct commit *commit)
{
    size_t found = PACKS_MAX;
    for (size_t i = 0; i < PACKS_MAX; i++)
        if (!commit->emptied[i] &&
            (found == PACKS_MAX || commit->packs.sizes[i] < commit->packs.sizes[found]))
            found = i;
    return found;
}

// Where there are as many as there may be, half of them give way to one.
static void choose_emptied(struct commit *commit)
{
    size_t count = 0;
    for (size_t i = 0; i < PACKS_MAX; i++) {
        commit->emptied[i] = is_waste(commit, i);
        count += !commit->emptied[i];
    }
    for (size_t left = count; count == PACKS_MAX && left > PACKS_MAX / 2; left--)
        commit->emptied[smallest(commit)] = true;
    for (size_t i = 0; i < PACKS_MAX; i++)
        commit->merged.packs[i] = commit->emptied[i] ? 0 : commit->base.packs[i];
}

// ---- The new pack ----

static int place_compare(const void *left, const void *right)
{
    const struct entry *a = *(const struct entry *const *)left;
    const struct entry *b = *(const struct entry *const *)right;
    if (a->pack != b->pack)
        return a->pack < b->pack ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

// The entries of packs that are emptied, in the order of these.
static struct entry **entries_moving(struct commit *commit, size_t *count)
{
    struct entry **entries = memory_alloc((size_t)commit->merged.count * sizeof *entries + 1);
    *count = 0;
    for (size_t i = 0; i < commit->merged.capacity; i++) {
        struct entry *entry = &commit->merged.slots[i];
        if (!fingerprint_empty(entry->key) && commit->emptied[entry->pack])
            entries[(*count)++] = entry;
    }
    qsort(entries, *count, sizeof *entries, place_compare);
    return entries;
}

// Copies the records to the end of the file that becomes `pack`, each run of neighbours
// at once.
static bool records_move(struct commit *commit, struct entry **entries, size_t count, int to,
                         uint16_t pack)
{
    uint64_t at = commit->cache->fresh.written;
    for (size_t from = 0, end; from < count; from = end) {
        uint16_t old = entries[from]->pack;
        uint64_t start = entries[from]->offset;
        uint64_t stop = start;
        for (end = from; end < count && entries[end]->pack == old && entries[end]->offset == stop;
             end++) {
            stop += entry_size(entries[end]);
            entries[end]->offset = at + (entries[end]->offset - start);
            entries[end]->pack = pack;
        }
        if (!store_copy(commit->packs.files[old], start, stop - start, to, at))
            return false;
        at += stop - start;
    }
    return true;
}

// The file that becomes the pack, with what is fresh at its start.
static int fresh_file(struct commit *commit, struct pack_name name)
{
    struct fresh *fresh = &commit->cache->fresh;
    if (fresh->file >= 0 && fresh->nameable)
        return fresh->file;
    int file = store_create(commit->cache->folder, name.at);
    if (file < 0 || fresh->file < 0 || store_copy(fresh->file, 0, fresh->written, file, 0))
        return file;
    close(file);
    return -1;
}

static bool pack_write(struct commit *commit, struct entry **entries, size_t count, uint16_t pack)
{
    struct fresh *fresh = &commit->cache->fresh;
    struct pack_name name = pack_name(commit->merged.packs[pack]);
    int file = fresh_file(commit, name);
    if (file < 0)
        return false;
    bool well = records_move(commit, entries, count, file, pack);
    if (file == fresh->file)
        well = well && store_name(file, commit->cache->folder, name.at);
    else
        well = close(file) == 0 && well;
    return well;
}

// A number that no pack had lately.
static uint32_t next_number(const struct index *index)
{
    uint32_t number = 0;
    for (size_t i = 0; i < PACKS_MAX; i++)
        number = index->packs[i] > number ? index->packs[i] : number;
    return number + 1;
}

static uint16_t free_place(const struct index *index)
{
    uint16_t pack = 0;
    while (index->packs[pack] != 0)
        pack++;
    return pack;
}

// Returns false where the pack cannot be written; there may be none to write.
static bool add_pack(struct commit *commit)
{
    size_t count;
    struct entry **entries = entries_moving(commit, &count);
    bool needed = count > 0 || commit->cache->fresh.index.count > 0;
    uint16_t pack = free_place(&commit->merged);
    if (needed)
        commit->merged.packs[pack] = next_number(&commit->base);
    bool well = !needed || pack_write(commit, entries, count, pack);
    if (!well)
        unlinkat(commit->cache->folder, pack_name(commit->merged.packs[pack]).at, 0);
    free(entries);
    merge_fresh(commit, pack);
    return well;
}

// ---- Committing ----

// Entries that nobody asked for do not age by builds that have nothing to
// remember; but what such builds use must not be forgotten by the others.
static bool is_stale(const struct cache *cache)
{
    const struct index *snapshot = &cache->snapshot;
    for (size_t i = 0; i < snapshot->capacity; i++)
        if (cache->uses[i] == ASKED && builds_since(snapshot, i) >= BUILDS_KEPT / 2)
            return true;
    return false;
}

static uint64_t size_of_all(const struct index *index)
{
    uint64_t size = 0;
    for (size_t i = 0; i < index->capacity; i++)
        if (!fingerprint_empty(index->slots[i].key))
            size += entry_size(&index->slots[i]);
    return size;
}

static bool is_named(const void *context, const char *name)
{
    const struct index *index = context;
    for (size_t i = 0; i < PACKS_MAX; i++)
        if (index->packs[i] != 0 && strcmp(pack_name(index->packs[i]).at, name) == 0)
            return true;
    return false;
}

static void run(struct commit *commit)
{
    struct cache *cache = commit->cache;
    base_take(commit);
    commit->fresh_size = size_of_all(&cache->fresh.index);
    merge_base(commit);
    choose_emptied(commit);
    // Packs that no index names are emptied ones, and those of builds that were ended
    // while they committed.
    if (add_pack(commit) && index_save(&commit->merged, cache->folder))
        store_remove(cache->folder, "pack-", is_named, &commit->merged);
}

void cache_commit(struct cache *cache)
{
    if (cache->folder < 0 || (cache->fresh.index.count == 0 && !is_stale(cache)) ||
        !fresh_flush(&cache->fresh))
        return;
    int lock = store_lock(cache->folder);
    if (lock < 0)
        return;
    struct commit commit = { .cache = cache };
    run(&commit);
    index_release(&commit.base);
    index_release(&commit.merged);
    free(commit.uses);
    cache_packs_close(&commit.packs);
    close(lock);
}
