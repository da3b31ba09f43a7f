// SPDX-License-Identifier: EUPL-1.2
// Joining what this build added with what is on disk by now, under the lock.
//
// Mostly what is fresh is appended to the pack.  When more than half of the pack
// would be of no use, and when there is none, the file of what is fresh becomes the
// pack, with what is still wanted of the old one behind it.  Only then the index
// is replaced: whatever goes wrong, the index that is there tells no lies that the
// checks of the values do not see.
#include "base/memory.h"
#include "cache/cached.h"
#include "cache/store.h"

#include <stdlib.h>
#include <unistd.h>

// What so many builds did not ask for is forgotten.
enum { BUILDS_KEPT = 20 };

// And so is, beyond this and beyond so many times of what this build used, what
// was asked for longest ago.
#define BYTES_KEPT ((uint64_t)256 * 1024 * 1024)
enum { TIMES_KEPT = 4 };

struct commit {
    struct cache *cache;
    struct index base;   // what is on disk
    unsigned char *uses; // one enum use a slot of it
    int pack;            // of the base, to write in; -1 for none
    uint64_t pack_size;
    uint64_t fresh_size; // of the records, not of the file
    struct index merged;
    uint64_t kept_size; // of the entries of the base that are kept
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
    commit->pack = store_open(cache->folder, pack_name(commit->base.pack).at, true);
    commit->pack_size = store_size(commit->pack);
}

static bool is_used(const struct commit *commit, size_t slot)
{
    const struct entry *entry = &commit->base.slots[slot];
    return !fingerprint_empty(entry->key) && commit->uses[slot] != REPLACED &&
           entry_size(entry) <= commit->pack_size &&
           entry->offset <= commit->pack_size - entry_size(entry);
}

// ---- What is kept ----

// Builds since someone asked for the entry, this one included.
static uint32_t age_of(const struct commit *commit, size_t slot)
{
    uint32_t now = commit->base.generation + 1;
    uint32_t then = commit->base.slots[slot].generation;
    return commit->uses[slot] == ASKED || then > now ? 0 : now - then;
}

// The age from which on entries are forgotten.
static uint32_t age_limit(const struct commit *commit)
{
    uint64_t sizes[BUILDS_KEPT] = { 0 };
    for (size_t i = 0; i < commit->base.capacity; i++)
        if (is_used(commit, i) && age_of(commit, i) < BUILDS_KEPT)
            sizes[age_of(commit, i)] += entry_size(&commit->base.slots[i]);
    uint64_t total = commit->fresh_size + sizes[0];
    uint64_t most = total * TIMES_KEPT > BYTES_KEPT ? total * TIMES_KEPT : BYTES_KEPT;
    for (uint32_t age = 1; age < BUILDS_KEPT; age++)
        if ((total += sizes[age]) > most)
            return age;
    return BUILDS_KEPT;
}

static void merge_base(struct commit *commit)
{
    uint32_t limit = age_limit(commit);
    commit->merged.generation = commit->base.generation + 1;
    index_reserve(&commit->merged, (size_t)commit->base.count + commit->cache->fresh.index.count);
    for (size_t i = 0; i < commit->base.capacity; i++) {
        if (!is_used(commit, i) || age_of(commit, i) >= limit)
            continue;
        struct entry entry = commit->base.slots[i];
        entry.generation = commit->merged.generation - age_of(commit, i);
        index_put(&commit->merged, entry);
        commit->kept_size += entry_size(&entry);
    }
}

static void merge_fresh(struct commit *commit, uint64_t shift)
{
    const struct index *fresh = &commit->cache->fresh.index;
    for (size_t i = 0; i < fresh->capacity; i++) {
        struct entry entry = fresh->slots[i];
        entry.offset += shift;
        entry.generation = commit->merged.generation;
        if (!fingerprint_empty(entry.key))
            index_put(&commit->merged, entry);
    }
}

// ---- The same pack, longer ----

static bool append(struct commit *commit)
{
    struct fresh *fresh = &commit->cache->fresh;
    if (!store_copy(fresh->file, 0, fresh->written, commit->pack, commit->pack_size))
        return false;
    commit->merged.pack = commit->base.pack;
    merge_fresh(commit, commit->pack_size);
    return true;
}

// ---- A new pack ----

static int offset_compare(const void *left, const void *right)
{
    const struct entry *a = *(const struct entry *const *)left;
    const struct entry *b = *(const struct entry *const *)right;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

// The entries of the base that are kept, in the order of the pack.
static struct entry **entries_by_offset(struct commit *commit, size_t *count)
{
    struct entry **entries = memory_alloc(commit->merged.count * sizeof *entries);
    *count = 0;
    for (size_t i = 0; i < commit->merged.capacity; i++)
        if (!fingerprint_empty(commit->merged.slots[i].key))
            entries[(*count)++] = &commit->merged.slots[i];
    qsort(entries, *count, sizeof *entries, offset_compare);
    return entries;
}

// Copies the records to `to` at `at`, each run of neighbours at once.
static bool records_move(struct commit *commit, struct entry **entries, size_t count, int to,
                         uint64_t at)
{
    for (size_t from = 0, end; from < count; from = end) {
        uint64_t start = entries[from]->offset;
        uint64_t stop = start;
        for (end = from; end < count && entries[end]->offset == stop; end++) {
            stop += entry_size(entries[end]);
            entries[end]->offset = at + (entries[end]->offset - start);
        }
        if (!store_copy(commit->pack, start, stop - start, to, at))
            return false;
        at += stop - start;
    }
    return true;
}

// The file that becomes the pack, with what is fresh at its start.
static int fresh_file(struct commit *commit, struct pack_name name)
{
    struct fresh *fresh = &commit->cache->fresh;
    if (fresh->nameable)
        return fresh->file;
    int file = store_create(commit->cache->folder, name.at);
    if (file < 0 || store_copy(fresh->file, 0, fresh->written, file, 0))
        return file;
    close(file);
    return -1;
}

static bool rewrite(struct commit *commit)
{
    struct fresh *fresh = &commit->cache->fresh;
    commit->merged.pack = commit->base.pack + 1;
    struct pack_name name = pack_name(commit->merged.pack);
    int file = fresh_file(commit, name);
    if (file < 0)
        return false;
    size_t count;
    struct entry **entries = entries_by_offset(commit, &count);
    bool well = records_move(commit, entries, count, file, fresh->written);
    free(entries);
    if (file == fresh->file)
        well = well && store_name(file, commit->cache->folder, name.at);
    else
        close(file);
    merge_fresh(commit, 0);
    return well;
}

// ---- Committing ----

// Entries that nobody asked for do not age by builds that have nothing to
// remember; but what such builds use must not be forgotten by the others.
static bool is_stale(const struct cache *cache)
{
    uint32_t generation = cache->snapshot.generation;
    for (size_t i = 0; i < cache->snapshot.capacity; i++)
        if (cache->uses[i] == ASKED &&
            cache->snapshot.slots[i].generation + BUILDS_KEPT / 2 <= generation)
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

// Whether more than half of the pack would be of no use.
static bool is_waste(const struct commit *commit)
{
    uint64_t total = commit->pack_size + commit->cache->fresh.written;
    uint64_t used = commit->kept_size + commit->fresh_size;
    return total > used && (total - used) * 2 > total;
}

static void run(struct commit *commit)
{
    struct cache *cache = commit->cache;
    base_take(commit);
    commit->fresh_size = size_of_all(&cache->fresh.index);
    merge_base(commit);
    bool anew = commit->pack < 0 || is_waste(commit);
    bool well = anew ? rewrite(commit) : append(commit);
    well = well && index_save(&commit->merged, cache->folder);
    // Packs that no index names are the old one, and those of builds that were
    // ended while they committed.
    if (well && anew)
        store_remove(cache->folder, "pack-", pack_name(commit->merged.pack).at);
    if (!well && anew)
        unlinkat(cache->folder, pack_name(commit->merged.pack).at, 0);
    // Where this fails the pack has bytes at its end that nothing names.
    if (!well && !anew && ftruncate(commit->pack, (off_t)commit->pack_size) != 0)
        return;
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
    if (commit.pack >= 0)
        close(commit.pack);
    close(lock);
}
