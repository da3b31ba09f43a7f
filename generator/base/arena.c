// SPDX-License-Identifier: EUPL-1.2
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { BLOCK_SIZE = 1 };
#else
enum { BLOCK_SIZE = 64 * 1024 };
#endif

struct block {
    struct block *next;
    size_t used;
    size_t size;
    max_align_t memory[];
};

struct arena {
    struct block *blocks; // the first one is being filled
    struct block *last;
};

static struct block *block_new(size_t size, struct block *next)
{
    struct block *block = memory_alloc(sizeof *block + size);
    *block = (struct block){ .next = next, .size = size };
    return block;
}

static void blocks_free(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
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

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    blocks_free(arena->blocks);
    free(arena);
}

// Large requests get a block of their own behind the one being filled, so
// that its room is not lost.
static void *take_alone(struct arena *arena, size_t size)
{
    struct block *first = arena->blocks;
    if (first == NULL)
        first = arena->blocks = arena->last = block_new(BLOCK_SIZE, NULL);
    struct block *block = block_new(size, first->next);
    first->next = block;
    if (arena->last == first)
        arena->last = block;
    block->used = size;
    return block->memory;
}

// Memory as it comes, for who fills all of it.
static void *take(struct arena *arena, size_t size)
{
    size_t unit = 8;
    size_t rounded = (size + unit - 1) / unit * unit;
    if (rounded < size)
        memory_exhausted();
    if (rounded > BLOCK_SIZE / 4)
        return take_alone(arena, rounded);

    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        block = block_new(BLOCK_SIZE, block);
        arena->blocks = block;
        if (block->next == NULL)
            arena->last = block;
    }
    char *memory = (char *)block->memory + block->used;
    block->used += rounded;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        memory_exhausted();
    return arena_alloc(arena, count * size);
}

str arena_copy(struct arena *arena, str text)
{
    char *copy = take(arena, text.len + 1);
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
    char *joined = take(arena, len + 1);
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

void arena_reset(struct arena *arena)
{
    if (arena->blocks == NULL)
        return;
    blocks_free(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->last = arena->blocks;
    arena->blocks->used = 0;
}

void arena_adopt(struct arena *into, struct arena *from)
{
    if (from->blocks == NULL)
        return;
    if (into->blocks == NULL)
        into->blocks = from->blocks;
    else
        into->last->next = from->blocks;
    into->last = from->last;
    from->blocks = from->last = NULL;
}
