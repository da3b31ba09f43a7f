// SPDX-License-Identifier: EUPL-1.2
//
//     a base: count | lives | ends of paths | paths
//     a stand: struct stood | changes: life, length of the path, path
#include "source/stand.h"

#include <stdlib.h>
#include <string.h>

struct stood {
    struct fingerprint base;
    struct fingerprint tip;
    struct fingerprint log;
    uint64_t work;
    uint64_t commits;
    uint64_t changes;
};

struct changed {
    struct life life;
    uint64_t len;
};

static struct fingerprint key_of(const struct past *past, uint32_t number)
{
    const struct commit *commit = &past->commits.at[number];
    return fingerprint_of_parts((str[]){ STR("stand"),
                                         { (const char *)commit->id.id, GIT_OID_RAWSZ },
                                         past->folders.at[commit->folder],
                                         { 0 } });
}

// ---- Reading ----

static bool take(str *from, void *to, size_t size)
{
    if (from->len < size)
        return false;
    memcpy(to, from->at, size);
    *from = str_after(*from, size);
    return true;
}

static bool changes_read(struct stand *stand, struct arena *arena, str bytes, uint64_t count)
{
    struct changed changed;
    for (uint64_t i = 0; i < count; i++) {
        if (!take(&bytes, &changed, sizeof changed) || changed.len > bytes.len)
            return false;
        struct fate fate = { str_slice(bytes, 0, (size_t)changed.len), changed.life };
        LIST_ADD(arena, stand->changes, fate);
        bytes = str_after(bytes, fate.path.len);
    }
    return bytes.len == 0;
}

static bool ends_fit(const struct stand *stand)
{
    uint32_t from = 0;
    for (size_t i = 0; i < stand->count; i++) {
        if (stand->ends[i] < from)
            return false;
        from = stand->ends[i];
    }
    return from == stand->paths.len;
}

static bool base_open(struct stand *stand, str bytes)
{
    uint64_t count;
    if (!take(&bytes, &count, sizeof count) ||
        count > bytes.len / (sizeof *stand->lives + sizeof *stand->ends))
        return false;
    stand->count = (size_t)count;
    stand->lives = (const void *)bytes.at;
    bytes = str_after(bytes, stand->count * sizeof *stand->lives);
    stand->ends = (const void *)bytes.at;
    stand->paths = str_after(bytes, stand->count * sizeof *stand->ends);
    return ends_fit(stand);
}

bool stand_read(struct stand *stand, struct past *past, uint32_t number)
{
    struct stood stood;
    str bytes;
    if (!cache_get(stand->cache, CACHE_HISTORY, key_of(past, number), past->arena, &bytes) ||
        !take(&bytes, &stood, sizeof stood) ||
        !changes_read(stand, past->arena, bytes, stood.changes))
        return false;
    stand->base = stood.base;
    stand->work = stood.work;
    stand->commits = stood.commits;
    stand->tip = stood.tip;
    stand->log = stood.log;
    return cache_get(stand->cache, CACHE_HISTORY, stand->base, past->arena, &bytes) &&
           base_open(stand, bytes) && cache_knows(stand->cache, CACHE_HISTORY, stand->tip) &&
           cache_knows(stand->cache, CACHE_HISTORY, stand->log);
}

// ---- Asking ----

static str path_at(const struct stand *stand, size_t i)
{
    return str_slice(stand->paths, i == 0 ? 0 : stand->ends[i - 1], stand->ends[i]);
}

static int fate_order(const void *left, const void *right)
{
    const struct fate *a = left;
    const struct fate *b = right;
    return str_compare(a->path, b->path);
}

// Among the first `count` changes.
static struct fate *change_find(const struct stand *stand, size_t count, str path)
{
    struct fate wanted = { .path = path };
    return count == 0 ? NULL
                      : bsearch(&wanted, stand->changes.at, count, sizeof wanted, fate_order);
}

bool stand_ask(const struct stand *stand, str path, struct life *life)
{
    const struct fate *change = change_find(stand, stand->changes.count, path);
    if (change != NULL) {
        *life = change->life;
        return true;
    }
    size_t from = 0;
    size_t to = stand->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_compare(path, path_at(stand, middle));
        if (order == 0) {
            *life = stand->lives[middle];
            return true;
        }
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}

// Goes on to the first path that is not before `path`; says whether it is that one.
static bool base_goes_to(const struct stand *stand, size_t *base, str path)
{
    for (; *base < stand->count; ++*base) {
        int order = str_compare(path_at(stand, *base), path);
        if (order >= 0)
            return order == 0;
    }
    return false;
}

static bool changes_go_to(const struct stand *stand, size_t *change, str path)
{
    for (; *change < stand->changes.count; ++*change) {
        int order = str_compare(stand->changes.at[*change].path, path);
        if (order >= 0)
            return order == 0;
    }
    return false;
}

void stand_each(const struct stand *stand, const struct source_file *files, size_t count,
                stand_take *call, void *context)
{
    size_t base = 0;
    size_t change = 0;
    for (size_t i = 0; i < count; i++) {
        bool known = base_goes_to(stand, &base, files[i].path);
        if (changes_go_to(stand, &change, files[i].path))
            call(context, i, stand->changes.at[change].life);
        else if (known)
            call(context, i, stand->lives[base]);
    }
}

// ---- Going on ----

// A commit notes each path once.
void stand_change(struct stand *stand, struct past *past, const struct noted *notes, size_t count)
{
    size_t before = stand->changes.count;
    for (size_t i = 0; i < count; i++) {
        struct fate fate = { past->paths.at[notes[i].path], notes[i].life };
        struct fate *old = change_find(stand, before, fate.path);
        if (old != NULL)
            old->life = fate.life;
        else
            LIST_ADD(past->arena, stand->changes, fate);
    }
    if (stand->changes.count > before)
        qsort(stand->changes.at, stand->changes.count, sizeof *stand->changes.at, fate_order);
}

void stand_write(const struct stand *stand, const struct past *past, uint32_t number)
{
    struct buf record = { 0 };
    struct stood stood = {
        .base = stand->base,
        .tip = stand->tip,
        .log = stand->log,
        .work = stand->work,
        .commits = stand->commits,
        .changes = stand->changes.count,
    };
    buf_add(&record, (str){ (const char *)&stood, sizeof stood });
    for (size_t i = 0; i < stand->changes.count; i++) {
        const struct fate *fate = &stand->changes.at[i];
        struct changed changed = { fate->life, fate->path.len };
        buf_add(&record, (str){ (const char *)&changed, sizeof changed });
        buf_add(&record, fate->path);
    }
    cache_put(stand->cache, CACHE_HISTORY, key_of(past, number), buf_view(&record));
    buf_release(&record);
}

void stand_begin(struct stand *stand, const struct past *past, uint32_t number, struct fate *fates,
                 size_t count)
{
    struct fingerprint tip = key_of(past, number);
    struct buf record = { 0 };
    struct buf paths = { 0 };
    uint64_t number_of_fates = count;
    qsort(fates, count, sizeof *fates, fate_order);
    buf_add(&record, (str){ (const char *)&number_of_fates, sizeof number_of_fates });
    for (size_t i = 0; i < count; i++)
        buf_add(&record, (str){ (const char *)&fates[i].life, sizeof fates[i].life });
    for (size_t i = 0; i < count; i++) {
        buf_add(&paths, fates[i].path);
        uint32_t end = (uint32_t)paths.len;
        buf_add(&record, (str){ (const char *)&end, sizeof end });
    }
    buf_add(&record, buf_view(&paths));
    stand->base = fingerprint_of_list((str[]){ STR("base"), FINGERPRINT_VIEW(tip) }, 2);
    if (paths.len < UINT32_MAX)
        cache_put(stand->cache, CACHE_HISTORY, stand->base, buf_view(&record));
    buf_release(&paths);
    buf_release(&record);
}
