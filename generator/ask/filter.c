// SPDX-License-Identifier: EUPL-1.2
#include "ask/filter.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MOST = 8, VALUES_MOST = 100 };

// Pages whose numbers stand together, and what is known of each of them.
struct block {
    size_t number;
    uint64_t best; // rank
    bool hit[NUMBERS_PER_BLOCK];
    uint32_t passed[NUMBERS_PER_BLOCK]; // a bit for each group of wanted values
    struct facets *facets;              // one a group
};

struct blocks {
    struct block **at;
    size_t count;
};

static struct block *block_new(struct arena *arena, size_t number)
{
    struct block *block = ARENA_NEW(arena, struct block);
    block->number = number;
    return block;
}

// The hits stand in the order of their pages.
static struct blocks blocks_of_hits(struct filtering *filtering, const struct hits *hits)
{
    struct rank {
        size_t block;
        uint64_t best;
    } *ranks = memory_alloc((hits->count + 1) * sizeof *ranks);
    size_t count = 0;
    for (size_t i = 0; i < hits->count; i++) {
        size_t number = hits->at[i].page / NUMBERS_PER_BLOCK;
        if (count == 0 || ranks[count - 1].block != number)
            ranks[count++] = (struct rank){ number, 0 };
        if (hits->at[i].rank > ranks[count - 1].best)
            ranks[count - 1].best = hits->at[i].rank;
    }
    struct blocks blocks = { ARENA_ARRAY(filtering->arena, struct block *, count), 0 };
    // One at a time the best of those that are left: they are few.
    while (blocks.count < count && blocks.count < BLOCKS_MOST) {
        size_t best = STR_NONE;
        for (size_t i = 0; i < count; i++)
            if (ranks[i].block != STR_NONE &&
                (best == STR_NONE || ranks[i].best > ranks[best].best))
                best = i;
        struct block *block = block_new(filtering->arena, ranks[best].block);
        block->best = ranks[best].best;
        ranks[best].block = STR_NONE;
        blocks.at[blocks.count++] = block;
    }
    filtering->more |= count > BLOCKS_MOST && filtering->wanted_count > 0;
    free(ranks);
    return blocks;
}

static struct blocks blocks_of_all(struct filtering *filtering)
{
    size_t count = (filtering->index->space + NUMBERS_PER_BLOCK - 1) / NUMBERS_PER_BLOCK;
    filtering->more |= count > BLOCKS_MOST;
    count = count < BLOCKS_MOST ? count : BLOCKS_MOST;
    struct blocks blocks = { ARENA_ARRAY(filtering->arena, struct block *, count), count };
    for (size_t i = 0; i < count; i++)
        blocks.at[i] = block_new(filtering->arena, i);
    return blocks;
}

static void hits_mark(const struct filtering *filtering, struct blocks *blocks,
                      const struct hits *hits)
{
    for (size_t b = 0; b < blocks->count; b++) {
        struct block *block = blocks->at[b];
        if (filtering->all_pages)
            memset(block->hit, 1, sizeof block->hit);
        for (size_t i = 0; i < filtering->dead_count; i++)
            if (filtering->dead_pages[i] / NUMBERS_PER_BLOCK == block->number)
                block->hit[filtering->dead_pages[i] % NUMBERS_PER_BLOCK] = false;
        for (size_t i = 0; i < hits->count; i++)
            if (hits->at[i].page / NUMBERS_PER_BLOCK == block->number)
                block->hit[hits->at[i].page % NUMBERS_PER_BLOCK] = true;
    }
}

static bool group_is_wanted(const struct filtering *filtering, size_t group)
{
    for (size_t i = 0; i < filtering->wanted_count; i++)
        if (filtering->wanted[i].group == group)
            return true;
    return false;
}

static void facets_load(const struct filtering *filtering, struct blocks *blocks)
{
    size_t groups = filtering->index->group_count;
    for (size_t b = 0; b < blocks->count; b++) {
        struct block *block = blocks->at[b];
        block->facets = ARENA_ARRAY(filtering->arena, struct facets, groups);
        for (size_t g = 0; g < groups; g++)
            if (filtering->facets || group_is_wanted(filtering, g))
                block->facets[g] = facets_of(filtering->index, filtering->arena, block->number, g);
    }
}

static bool is_wanted(const struct wanted *wanted, size_t number)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (wanted->numbers[i] == number)
            return true;
    return false;
}

static void block_pass(const struct filtering *filtering, struct block *block)
{
    for (size_t w = 0; w < filtering->wanted_count; w++) {
        const struct wanted *wanted = &filtering->wanted[w];
        const struct facets *facets = &block->facets[wanted->group];
        for (size_t f = 0; f < facets->count; f++)
            if (is_wanted(wanted, facets->at[f].number))
                for (size_t p = 0; p < facets->at[f].count; p++)
                    block->passed[facets->at[f].pages[p]] |= 1u << w;
    }
}

// A value is counted as if nothing else of its own group were wanted.
static void block_count(const struct filtering *filtering, const struct block *block,
                        size_t *counts)
{
    const struct index *index = filtering->index;
    uint32_t all = (uint32_t)((1ull << filtering->wanted_count) - 1);
    size_t numbers = vocabulary_size(index);
    for (size_t g = 0; g < index->group_count; g++) {
        uint32_t need = all;
        for (size_t w = 0; w < filtering->wanted_count; w++)
            if (filtering->wanted[w].group == g)
                need &= ~(1u << w);
        for (size_t f = 0; f < block->facets[g].count; f++) {
            const struct facet *facet = &block->facets[g].at[f];
            for (size_t p = 0; p < facet->count && facet->number < numbers; p++)
                counts[facet->number] +=
                    block->hit[facet->pages[p]] && (block->passed[facet->pages[p]] & need) == need;
        }
    }
}

static const struct block *block_find(const struct blocks *blocks, size_t number)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->at[i]->number == number)
            return blocks->at[i];
    return NULL;
}

static void hits_keep(const struct filtering *filtering, const struct blocks *blocks,
                      struct hits *hits)
{
    uint32_t all = (uint32_t)((1ull << filtering->wanted_count) - 1);
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        const struct block *block = block_find(blocks, hits->at[i].page / NUMBERS_PER_BLOCK);
        if (block != NULL && block->passed[hits->at[i].page % NUMBERS_PER_BLOCK] == all)
            hits->at[kept++] = hits->at[i];
    }
    hits->count = kept;
}

static void hits_fill(const struct filtering *filtering, const struct blocks *blocks,
                      struct hits *hits)
{
    uint32_t all = (uint32_t)((1ull << filtering->wanted_count) - 1);
    hits->at = ARENA_ARRAY(filtering->arena, struct hit, blocks->count * NUMBERS_PER_BLOCK);
    hits->count = 0;
    for (size_t b = 0; b < blocks->count; b++)
        for (size_t i = 0; i < NUMBERS_PER_BLOCK; i++)
            if (blocks->at[b]->hit[i] && blocks->at[b]->passed[i] == all)
                hits->at[hits->count++] = (struct hit){
                    .page = (uint32_t)(blocks->at[b]->number * NUMBERS_PER_BLOCK + i),
                    .slot = STR_NONE,
                };
}

void hits_filter(struct filtering *filtering, struct hits *hits, size_t *counts)
{
    if (filtering->wanted_count == 0 && !filtering->facets)
        return;
    struct blocks blocks =
        filtering->all_pages ? blocks_of_all(filtering) : blocks_of_hits(filtering, hits);
    hits_mark(filtering, &blocks, hits);
    facets_load(filtering, &blocks);
    for (size_t i = 0; i < blocks.count; i++)
        block_pass(filtering, blocks.at[i]);
    for (size_t i = 0; i < blocks.count && filtering->facets; i++)
        block_count(filtering, blocks.at[i], counts);
    if (filtering->all_pages)
        hits_fill(filtering, &blocks, hits);
    else if (filtering->wanted_count > 0)
        hits_keep(filtering, &blocks, hits);
}

// ---- Facets of an answer ----

size_t vocabulary_size(const struct index *index)
{
    size_t size = 0;
    for (size_t i = 0; i < index->group_count; i++) {
        size_t end = index->groups[i].first + index->groups[i].count;
        size = end > size ? end : size;
    }
    return size;
}

struct counted {
    size_t number;
    size_t count;
};

static int counted_order(const void *a, const void *b)
{
    const struct counted *x = a;
    const struct counted *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool number_is_wanted(const struct filtering *filtering, size_t number)
{
    for (size_t i = 0; i < filtering->wanted_count; i++)
        if (is_wanted(&filtering->wanted[i], number))
            return true;
    return false;
}

static struct search_facet facet_shown(const struct filtering *filtering, size_t group,
                                       const size_t *counts)
{
    const struct index_group *of = &filtering->index->groups[group];
    struct counted *order = memory_alloc((of->count + 1) * sizeof *order);
    for (size_t i = 0; i < of->count; i++)
        order[i] = (struct counted){ of->first + i, counts[of->first + i] };
    qsort(order, of->count, sizeof *order, counted_order);
    struct search_value *values = ARENA_ARRAY(filtering->arena, struct search_value, of->count);
    size_t shown = 0;
    for (size_t i = 0; i < of->count; i++) {
        bool wanted = number_is_wanted(filtering, order[i].number);
        if (!wanted && (order[i].count == 0 || shown >= VALUES_MOST))
            continue;
        struct vocable vocable = vocabulary_at(filtering->index, order[i].number);
        values[shown++] = (struct search_value){ vocable.name, vocable.label, order[i].count };
    }
    free(order);
    return (struct search_facet){ of->name, values, shown };
}

const struct search_facet *facets_shown(const struct filtering *filtering, const size_t *counts)
{
    size_t groups = filtering->index->group_count;
    struct search_facet *facets = ARENA_ARRAY(filtering->arena, struct search_facet, groups);
    for (size_t i = 0; i < groups; i++)
        facets[i] = facet_shown(filtering, i, counts);
    return facets;
}
