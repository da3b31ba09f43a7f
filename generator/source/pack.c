// SPDX-License-Identifier: EUPL-1.2
#include "source/pack.h"

#include "base/list.h"
#include "base/memory.h"
#include "source/pack_delta.h"
#include "source/pack_index.h"

#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Each object is looked for in all packs: a repository that has more is left to
// libgit2.  So is an object that is larger, or further from one that is whole.
enum { PACKS_MAX = 50, DEPTH_MAX = 250 };
enum { OBJECT_MAX = 4 * 1024 * 1024 };

// Objects that others may be written as changes of, by where they stand.
enum { KEPT_COUNT = 512, KEPT_MAX = 32 * 1024 };

// The first read of an object: most are within it.
enum { READ_FIRST = 8 * 1024 };

struct pack {
    struct pack_index index;
    int file;
};

struct kept {
    pthread_mutex_t lock; // of what follows
    const struct pack *pack;
    uint64_t offset;
    struct buf bytes;
};

struct packs {
    struct pack at[PACKS_MAX];
    size_t count;
    struct kept kept[KEPT_COUNT];
};

// ---- Opening ----

static void pack_add(struct packs *packs, int folder, const char *name)
{
    char other[NAME_MAX + 1];
    size_t stem = strlen(name) - strlen(".idx");
    struct pack *pack = &packs->at[packs->count];
    if (!pack_index_open(&pack->index, folder, name))
        return;
    snprintf(other, sizeof other, "%.*s.pack", (int)stem, name);
    pack->file = openat(folder, other, O_RDONLY | O_CLOEXEC);
    if (pack->file < 0)
        pack_index_close(&pack->index);
    else
        packs->count++;
}

static void packs_find(struct packs *packs, DIR *listing)
{
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL && packs->count < PACKS_MAX)
        if (str_ends(str_from_c(entry->d_name), STR(".idx")) && strlen(entry->d_name) < NAME_MAX)
            pack_add(packs, dirfd(listing), entry->d_name);
}

struct packs *packs_open(str folder)
{
    struct packs *packs = memory_alloc(sizeof *packs);
    memset(packs, 0, sizeof *packs);
    for (size_t i = 0; i < KEPT_COUNT; i++)
        pthread_mutex_init(&packs->kept[i].lock, NULL);
    struct arena *arena = arena_new();
    DIR *listing = opendir(arena_c_string(arena, folder));
    if (listing != NULL) {
        packs_find(packs, listing);
        closedir(listing);
    }
    arena_free(arena);
    return packs;
}

void packs_forget(struct packs *packs)
{
    if (packs == NULL)
        return;
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        struct kept *kept = &packs->kept[i];
        pthread_mutex_lock(&kept->lock);
        buf_release(&kept->bytes);
        kept->pack = NULL;
        pthread_mutex_unlock(&kept->lock);
    }
}

void packs_close(struct packs *packs)
{
    if (packs == NULL)
        return;
    packs_forget(packs);
    for (size_t i = 0; i < packs->count; i++) {
        pack_index_close(&packs->at[i].index);
        close(packs->at[i].file);
    }
    for (size_t i = 0; i < KEPT_COUNT; i++)
        pthread_mutex_destroy(&packs->kept[i].lock);
    free(packs);
}

void unpacker_release(struct unpacker *unpacker)
{
    if (unpacker->inflater != NULL)
        libdeflate_free_decompressor(unpacker->inflater);
    buf_release(&unpacker->packed);
    buf_release(&unpacker->delta);
    buf_release(&unpacker->bytes);
    buf_release(&unpacker->other);
    *unpacker = (struct unpacker){ 0 };
}

// ---- What is kept ----

static struct kept *kept_at(struct packs *packs, const struct pack *pack, uint64_t offset)
{
    uint64_t mixed = (offset + (uint64_t)(pack - packs->at)) * 0x9E3779B97F4A7C15u;
    return &packs->kept[mixed >> 32 & (KEPT_COUNT - 1)];
}

static bool recall(struct packs *packs, const struct pack *pack, uint64_t offset, struct buf *bytes)
{
    struct kept *kept = kept_at(packs, pack, offset);
    pthread_mutex_lock(&kept->lock);
    bool known = kept->pack == pack && kept->offset == offset;
    if (known) {
        buf_clear(bytes);
        buf_add(bytes, buf_view(&kept->bytes));
    }
    pthread_mutex_unlock(&kept->lock);
    return known;
}

static void keep(struct packs *packs, const struct pack *pack, uint64_t offset, str bytes)
{
    struct kept *kept = kept_at(packs, pack, offset);
    if (bytes.len > KEPT_MAX)
        return;
    pthread_mutex_lock(&kept->lock);
    kept->pack = pack;
    kept->offset = offset;
    buf_clear(&kept->bytes);
    buf_add(&kept->bytes, bytes);
    pthread_mutex_unlock(&kept->lock);
}

// ---- One object in a pack ----

enum object_type { OBJECT_BLOB = 3, OBJECT_NEAR_DELTA = 6, OBJECT_NAMED_DELTA = 7 };

struct object {
    unsigned type;
    size_t size;   // unpacked
    uint64_t base; // of a delta: where what it changes stands
    size_t start;  // of the compressed bytes, in `packed`
};

static bool read_packed(const struct pack *pack, uint64_t offset, size_t size, struct buf *packed)
{
    if (offset > INT64_MAX - OBJECT_MAX * (uint64_t)2)
        return false;
    while (packed->len < size) {
        ssize_t got = pread(pack->file, buf_reserve(packed, size - packed->len), size - packed->len,
                            (off_t)(offset + packed->len));
        if (got < 0)
            return false;
        if (got == 0)
            break;
        packed->len += (size_t)got;
    }
    return true;
}

// The type and size: four bits of the size in the first byte, seven in each of
// the next.
static bool read_head(str packed, struct object *object)
{
    unsigned shift = 4;
    unsigned char c = packed.len > 0 ? (unsigned char)packed.at[0] : 0;
    *object = (struct object){ .type = c >> 4 & 7, .size = c & 15, .start = 1 };
    for (; c >= 0x80 && object->start < packed.len && shift < 32; shift += 7) {
        c = (unsigned char)packed.at[object->start++];
        object->size |= (size_t)(c & 0x7F) << shift;
    }
    return packed.len > 0 && c < 0x80 && object->size <= OBJECT_MAX;
}

// How far before the delta its base stands.
static bool read_distance(str packed, struct object *object, uint64_t offset)
{
    unsigned char c = 0x80;
    uint64_t distance = 0;
    for (unsigned i = 0; c >= 0x80 && object->start < packed.len && i < 9; i++) {
        c = (unsigned char)packed.at[object->start++];
        distance = (distance + (i > 0)) << 7 | (c & 0x7F);
    }
    object->base = offset - distance;
    return c < 0x80 && distance > 0 && distance < offset;
}

static bool read_base(const struct pack *pack, str packed, struct object *object, uint64_t offset)
{
    if (object->type == OBJECT_NEAR_DELTA)
        return read_distance(packed, object, offset);
    if (object->type != OBJECT_NAMED_DELTA)
        return true;
    size_t id = object->start;
    object->start += SOURCE_ID_SIZE;
    return object->start <= packed.len &&
           pack_index_find(&pack->index, (const unsigned char *)packed.at + id, &object->base);
}

static bool object_open(const struct pack *pack, struct unpacker *unpacker, uint64_t offset,
                        struct object *object)
{
    if (unpacker->pack != pack || unpacker->offset != offset)
        buf_clear(&unpacker->packed);
    unpacker->pack = pack;
    unpacker->offset = offset;
    return read_packed(pack, offset, READ_FIRST, &unpacker->packed) &&
           read_head(buf_view(&unpacker->packed), object) &&
           read_base(pack, buf_view(&unpacker->packed), object, offset);
}

// What is compressed is hardly larger than what comes out.
static bool object_inflate(const struct pack *pack, struct unpacker *unpacker, uint64_t offset,
                           const struct object *object, struct buf *to)
{
    size_t most = object->start + object->size + object->size / 1024 + 64;
    if (!read_packed(pack, offset, most, &unpacker->packed))
        return false;
    if (unpacker->inflater == NULL)
        unpacker->inflater = libdeflate_alloc_decompressor();
    if (unpacker->inflater == NULL)
        memory_exhausted();
    str packed = str_after(buf_view(&unpacker->packed), object->start);
    buf_clear(to);
    char *room = buf_reserve(to, object->size + 1);
    if (libdeflate_zlib_decompress(unpacker->inflater, packed.at, packed.len, room, object->size,
                                   NULL) != LIBDEFLATE_SUCCESS)
        return false;
    to->len = object->size;
    return true;
}

// ---- An object with all that it is a change of ----

enum step { STEP_FAILED, STEP_LARGE, STEP_WHOLE, STEP_DELTA };

// Puts the bytes of an object that is known or whole into unpacker->bytes, and
// finds the base of one that is a delta.
static enum step step_down(struct packs *packs, const struct pack *pack, struct unpacker *unpacker,
                           uint64_t offset, size_t limit, struct object *object)
{
    if (recall(packs, pack, offset, &unpacker->bytes))
        return STEP_WHOLE;
    if (!object_open(pack, unpacker, offset, object))
        return STEP_FAILED;
    if (object->base != 0)
        return STEP_DELTA;
    if (object->type != OBJECT_BLOB)
        return STEP_FAILED;
    if (object->size > limit)
        return STEP_LARGE;
    if (!object_inflate(pack, unpacker, offset, object, &unpacker->bytes))
        return STEP_FAILED;
    keep(packs, pack, offset, buf_view(&unpacker->bytes));
    return STEP_WHOLE;
}

// Makes the bytes of a delta's base those of what it stands for.
static bool step_up(struct packs *packs, const struct pack *pack, struct unpacker *unpacker,
                    uint64_t offset)
{
    struct object object;
    if (!object_open(pack, unpacker, offset, &object) ||
        !object_inflate(pack, unpacker, offset, &object, &unpacker->delta) ||
        !delta_apply(buf_view(&unpacker->bytes), buf_view(&unpacker->delta), OBJECT_MAX,
                     &unpacker->other))
        return false;
    struct buf base = unpacker->bytes;
    unpacker->bytes = unpacker->other;
    unpacker->other = base;
    keep(packs, pack, offset, buf_view(&unpacker->bytes));
    return true;
}

static bool unpack(struct packs *packs, const struct pack *pack, struct unpacker *unpacker,
                   uint64_t offset, size_t limit, size_t *size)
{
    uint64_t deltas[DEPTH_MAX];
    size_t count = 0;
    struct object object;
    enum step step = step_down(packs, pack, unpacker, offset, limit, &object);
    while (step == STEP_DELTA && count < DEPTH_MAX) {
        deltas[count++] = offset;
        offset = object.base;
        step = step_down(packs, pack, unpacker, offset, OBJECT_MAX, &object);
    }
    while (step == STEP_WHOLE && count > 0)
        if (!step_up(packs, pack, unpacker, deltas[--count]))
            return false;
    *size = step == STEP_LARGE ? object.size : unpacker->bytes.len;
    return step == STEP_WHOLE || step == STEP_LARGE;
}

bool packs_read(struct packs *packs, struct unpacker *unpacker, const unsigned char *id,
                size_t limit, size_t *size, str *bytes)
{
    for (size_t i = 0; i < packs->count; i++) {
        uint64_t offset;
        if (!pack_index_find(&packs->at[i].index, id, &offset))
            continue;
        if (!unpack(packs, &packs->at[i], unpacker, offset, limit, size))
            return false;
        *bytes = buf_view(&unpacker->bytes);
        return true;
    }
    return false;
}
