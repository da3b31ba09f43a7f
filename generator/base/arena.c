// SPDX-License-Identifier: EUPL-1.2
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __SANITIZE_ADDRESS__
enum { BLOCK_SIZE = 1 };
#define LARGE SIZE_MAX
#else
enum { BLOCK_SIZE = 64 * 1024 };
#define LARGE ((size_t)2 * 1024 * 1024)
#endif

// An arena that holds as much gets blocks of LARGE bytes.  These come from the system, and
// in its small pages: large ones are had sooner where the system has them at hand, and later
// by far where it gave its free memory back to the machine around it, as it does before a
// push that comes after a while.
#define GROWN (LARGE * 8)

struct block {
    struct block *next;
    size_t used;
    size_t size;
    size_t mapped; // bytes from the system, or 0: from malloc
    bool zeroed;   // what is not used yet
    max_align_t memory[];
};

struct arena {
    struct block *blocks; // the first one is being filled
    struct block *last;
    size_t size;         // of all blocks
    struct arena *under; // freed with it
    struct arena *beside;
};

static struct block *block_large(size_t size, struct block *next)
{
    size_t whole = sizeof(struct block) + size;
    if (size > SIZE_MAX / 2)
        return NULL;
    struct block *block =
        mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED)
        return NULL;
    *block = (struct block){ .next = next, .size = size, .mapped = whole, .zeroed = true };
    return block;
}

static struct block *block_new(struct arena *arena, size_t size, struct block *next)
{
    struct block *block = size + sizeof *block < LARGE ? NULL : block_large(size, next);
    if (block == NULL) {
        block = memory_alloc(sizeof *block + size);
        *block = (struct block){ .next = next, .size = size };
    }
    arena->size += block->size;
    return block;
}

// Several threads may empty what they give back at the same time, but not unmap it.
static void give_back(struct block *block)
{
    size_t size = block->mapped;
    madvise(block, size, MADV_DONTNEED);
    munmap(block, size);
}

static void blocks_free(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
        if (block->mapped > 0)
            give_back(block);
        else
            free(block);
        block = next;
    }
}

struct arena *arena_new(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);
    *arena = (struct arena){ 0 };
    return arena;
}

struct arena *arena_under(struct arena *above)
{
    struct arena *arena = arena_new();
    arena->beside = above->under;
    above->under = arena;
    return arena;
}

static void arenas_free(struct arena *arena)
{
    while (arena != NULL) {
        struct arena *beside = arena->beside;
        arena_free(arena);
        arena = beside;
    }
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    arenas_free(arena->under);
    blocks_free(arena->blocks);
    free(arena);
}

// How much the next block holds.
static size_t block_size(const struct arena *arena)
{
    return arena->size < GROWN ? BLOCK_SIZE : LARGE - sizeof(struct block);
}

static size_t room_in(const struct block *block)
{
    return block == NULL ? 0 : block->size - block->used;
}

static void put_first(struct arena *arena, struct block *block)
{
    block->next = arena->blocks;
    arena->blocks = block;
    if (block->next == NULL)
        arena->last = block;
}

// Large requests get a block of their own behind the one being filled, so
// that the room of neither is lost.
static struct block *block_alone(struct arena *arena, size_t size)
{
    struct block *first = arena->blocks;
    struct block *block = block_new(arena, size, NULL);
    if (first == NULL || room_in(first) < block->size - size) {
        put_first(arena, block);
        return block;
    }
    block->next = first->next;
    first->next = block;
    if (arena->last == first)
        arena->last = block;
    return block;
}

// Memory as it comes.
static void *take(struct arena *arena, size_t size, bool *zeroed)
{
    size_t unit = 8;
    size_t rounded = (size + unit - 1) / unit * unit;
    if (rounded < size || rounded > SIZE_MAX / 2)
        memory_exhausted();
    struct block *block = arena->blocks;
    if (block == NULL || room_in(block) < rounded) {
        if (rounded > block_size(arena) / 4)
            block = block_alone(arena, rounded);
        else
            put_first(arena, block = block_new(arena, block_size(arena), NULL));
    }
    char *memory = (char *)block->memory + block->used;
    block->used += rounded;
    *zeroed = block->zeroed;
    return memory;
}

void *arena_room(struct arena *arena, size_t size)
{
    bool zeroed;
    return take(arena, size, &zeroed);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    bool zeroed;
    void *memory = take(arena, size, &zeroed);
    return zeroed ? memory : memset(memory, 0, size);
}

static size_t size_of(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        memory_exhausted();
    return count * size;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, size_of(count, size));
}

void *arena_room_array(struct arena *arena, size_t count, size_t size)
{
    return arena_room(arena, size_of(count, size));
}

str arena_copy(struct arena *arena, str text)
{
    char *copy = arena_room(arena, text.len + 1);
    if (text.len > 0)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return (str){ copy, text.len };
}

str arena_join(struct arena *arena, const str *parts)
{
    size_t len = 0;
    for (const str *part = parts; part->at != NULL; part++)
        len += part->len;
    char *joined = arena_room(arena, len + 1);
    char *end = joined;
    for (const str *part = parts; part->at != NULL; part++) {
        memcpy(end, part->at, part->len);
        end += part->len;
    }
    *end = '\0';
    return (str){ joined, len };
}

const char *arena_c_string(struct arena *arena, str text)
{
    return arena_copy(arena, text).at;
}

// What came from the system goes back to it.
void arena_reset(struct arena *arena)
{
    struct block *kept = arena->blocks;
    arenas_free(arena->under);
    arena->under = NULL;
    if (kept == NULL)
        return;
    bool keeps = kept->mapped == 0;
    blocks_free(keeps ? kept->next : kept);
    arena->blocks = arena->last = keeps ? kept : NULL;
    arena->size = keeps ? kept->size : 0;
    if (keeps) {
        kept->next = NULL;
        kept->used = 0;
    }
}

static void adopt_under(struct arena *into, struct arena *from)
{
    while (from->under != NULL) {
        struct arena *one = from->under;
        from->under = one->beside;
        one->beside = into->under;
        into->under = one;
    }
}

void arena_adopt(struct arena *into, struct arena *from)
{
    adopt_under(into, from);
    if (from->blocks == NULL)
        return;
    if (into->blocks == NULL)
        into->blocks = from->blocks;
    else
        into->last->next = from->blocks;
    into->last = from->last;
    into->size += from->size;
    from->blocks = from->last = NULL;
    from->size = 0;
}
