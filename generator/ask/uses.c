// SPDX-License-Identifier: EUPL-1.2
#include "ask/uses.h"

#include "base/list.h"
#include "base/memory.h"

#include <stdlib.h>

enum { POSTINGS_MOST = 12288 };

uint32_t how_weight(enum search_how how)
{
    static const uint32_t weights[SEARCH_HOW_COUNT] = {
        [HOW_PREFIX] = 3,    [HOW_ALSO] = 3,  [HOW_COMPOUND] = 3,
        [HOW_CORRECTED] = 4, [HOW_EXACT] = 4, [HOW_PHRASE] = 8,
    };
    return weights[how];
}

uint32_t value_weighted(uint32_t value, enum search_how how)
{
    return value * how_weight(how) >> 2;
}

// ---- Noting ----

static struct use *use_find(const struct lists *lists, const struct index_entry *entry)
{
    for (size_t i = 0; i < lists->use_count; i++)
        if (lists->uses[i]->entry == entry)
            return lists->uses[i];
    return NULL;
}

static struct use *use_new(struct lists *lists, struct index_entry *entry, enum search_how how)
{
    LIST(struct use *) uses = { lists->uses, lists->use_count, lists->use_capacity };
    struct use *use = ARENA_NEW(lists->arena, struct use);
    *use = (struct use){ .entry = entry, .how = how, .taken = 1 };
    LIST_ADD(lists->arena, uses, use);
    lists->uses = uses.at;
    lists->use_count = uses.count;
    lists->use_capacity = uses.capacity;
    return use;
}

static void entry_use(struct lists *lists, struct index_entry *entry, enum search_how how,
                      uint32_t groups)
{
    struct use *use = use_find(lists, entry);
    if (use == NULL)
        use = use_new(lists, entry, how);
    else if (groups != 0 && how > use->how)
        use->how = how;
    use->groups |= groups;
}

void lists_use(struct lists *lists, const struct choice *choice, uint32_t groups)
{
    for (size_t w = 0; w < choice->way_count; w++)
        for (size_t i = 0; i < choice->ways[w].count; i++) {
            const struct items *items = &choice->ways[w].found[i];
            for (size_t k = 0; k < items->count; k++)
                for (size_t e = 0; e < items->at[k].count; e++)
                    entry_use(lists, items->at[k].entries[e], items->at[k].how, groups);
        }
    for (size_t i = 0; i < choice->entry_count && choice->is_found; i++)
        entry_use(lists, choice->entries[i], HOW_PHRASE, groups);
}

// ---- Deciding how much ----

struct ordered {
    struct use *use;
    size_t place;
};

static int ordered_by_count(const void *a, const void *b)
{
    const struct ordered *x = a;
    const struct ordered *y = b;
    if (x->use->entry->count != y->use->entry->count)
        return x->use->entry->count < y->use->entry->count ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

// What may still be read.
struct budget {
    const struct reading_wish *wish;
    bool is_single;
    int64_t left;
};

// Of words that were guessed less is read.
static size_t tiers_most(const struct use *use)
{
    enum { PREFIX_TIERS = 1, ALSO_TIERS = 2 };
    return use->how == HOW_PREFIX ? PREFIX_TIERS
           : use->how == HOW_ALSO ? ALSO_TIERS
                                  : use->entry->tier_count;
}

static void use_choose(struct use *use, struct budget *budget)
{
    const struct index_entry *entry = use->entry;
    size_t most = tiers_most(use);
    size_t read = entry->tiers[0].count;
    for (; use->taken < most && use->taken < entry->tier_count; use->taken++) {
        size_t count = entry->tiers[use->taken].count;
        bool needed = budget->is_single && read < budget->wish->results;
        bool room = (int64_t)count <= budget->left && (!budget->is_single || budget->wish->facets);
        if (!needed && !room)
            break;
        budget->left -= (int64_t)count;
        read += count;
    }
}

static void lists_choose(struct lists *lists, const struct reading_wish *wish)
{
    struct budget budget = { wish, wish->may_be_single && lists->use_count == 1, POSTINGS_MOST };
    struct ordered *order = memory_alloc((lists->use_count + 1) * sizeof *order);
    lists->single = budget.is_single ? lists->uses[0]->entry : NULL;
    for (size_t i = 0; i < lists->use_count; i++) {
        order[i] = (struct ordered){ lists->uses[i], i };
        budget.left -= (int64_t)lists->uses[i]->entry->tiers[0].count;
    }
    qsort(order, lists->use_count, sizeof *order, ordered_by_count);
    for (size_t i = 0; i < lists->use_count; i++)
        use_choose(order[i].use, &budget);
    free(order);
}

static void excluded_choose(struct lists *lists, const struct query *query)
{
    size_t before = lists->use_count;
    for (size_t i = 0; i < query->excluded.count; i++)
        lists_use(lists, query->excluded.at[i].at[0], 0);
    for (size_t i = before; i < lists->use_count; i++) {
        struct use *use = lists->uses[i];
        size_t count = use->entry->tier_count;
        use->taken = count < TIERS_EXCLUDED ? count : TIERS_EXCLUDED;
    }
    for (size_t i = 0; i < lists->use_count; i++)
        lists->more |= lists->uses[i]->taken < lists->uses[i]->entry->tier_count;
}

// ---- Reading ----

static int page_order(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static size_t postings_taken(const struct lists *lists)
{
    size_t count = 0;
    for (size_t i = 0; i < lists->use_count; i++)
        for (size_t t = 0; t < lists->uses[i]->taken; t++)
            count += lists->uses[i]->entry->tiers[t].count;
    return count;
}

static void pages_gather(struct lists *lists)
{
    uint32_t *pages = ARENA_ARRAY(lists->arena, uint32_t, postings_taken(lists));
    size_t count = 0;
    for (size_t i = 0; i < lists->use_count; i++)
        for (size_t t = 0; t < lists->uses[i]->taken; t++) {
            const struct tier *tier = &lists->uses[i]->entry->tiers[t];
            for (size_t p = 0; p < tier->count; p++)
                pages[count++] = tier->postings[p].page;
        }
    if (count > 1)
        qsort(pages, count, sizeof *pages, page_order);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || pages[i] != pages[i - 1])
            pages[lists->slot_count++] = pages[i];
    lists->pages = pages;
    lists->spots = ARENA_ARRAY(lists->arena, const struct spot *, lists->slot_count);
}

size_t lists_slot(const struct lists *lists, uint32_t page)
{
    const uint32_t *found = lists->slot_count == 0 ? NULL
                                                   : bsearch(&page, lists->pages, lists->slot_count,
                                                             sizeof *lists->pages, page_order);
    return found == NULL ? STR_NONE : (size_t)(found - lists->pages);
}

static void slots_find(struct lists *lists, struct use *use)
{
    use->placed = ARENA_ARRAY(lists->arena, bool, use->taken);
    use->slots = ARENA_ARRAY(lists->arena, uint32_t *, use->taken);
    for (size_t t = 0; t < use->taken; t++) {
        const struct tier *tier = &use->entry->tiers[t];
        use->slots[t] = ARENA_ARRAY(lists->arena, uint32_t, tier->count);
        for (size_t p = 0; p < tier->count; p++)
            use->slots[t][p] = (uint32_t)lists_slot(lists, tier->postings[p].page);
    }
}

// Notes where the word stands on the pages of a tier.
static bool tier_place(struct lists *lists, struct use *use, size_t number)
{
    if (use->placed[number])
        return true;
    use->placed[number] = true;
    if (!tier_read(lists->index, use->entry, number, true))
        return false;
    const struct tier *tier = &use->entry->tiers[number];
    struct spot *spots = ARENA_ARRAY(lists->arena, struct spot, tier->count);
    for (size_t p = 0; p < tier->count; p++) {
        uint32_t slot = use->slots[number][p];
        spots[p] = (struct spot){ use, &tier->postings[p], lists->spots[slot] };
        lists->spots[slot] = &spots[p];
    }
    return true;
}

bool lists_read(struct lists *lists, const struct query *query, const struct reading_wish *wish)
{
    lists_choose(lists, wish);
    excluded_choose(lists, query);
    for (size_t i = 0; i < lists->use_count; i++)
        for (size_t t = 0; t < lists->uses[i]->taken; t++)
            if (!tier_read(lists->index, lists->uses[i]->entry, t, false))
                return false;
    pages_gather(lists);
    for (size_t i = 0; i < lists->use_count; i++)
        slots_find(lists, lists->uses[i]);
    for (size_t i = 0; i < lists->use_count; i++)
        for (size_t t = 0; t < lists->uses[i]->taken && t < wish->spots; t++)
            if (!tier_place(lists, lists->uses[i], t))
                return false;
    return true;
}

void lists_each(const struct lists *lists, const struct index_entry *entry, posting_take *take,
                void *context)
{
    const struct use *use = use_find(lists, entry);
    for (size_t t = 0; use != NULL && t < use->taken; t++)
        for (size_t p = 0; p < entry->tiers[t].count; p++)
            take(context, use->slots[t][p], &entry->tiers[t].postings[p]);
}

static bool tier_has(const struct use *use, size_t tier, const uint32_t *slots, size_t count)
{
    for (size_t p = 0; p < use->entry->tiers[tier].count; p++)
        for (size_t i = 0; i < count; i++)
            if (use->slots[tier][p] == slots[i])
                return true;
    return false;
}

struct part {
    struct use *use;
    size_t tier;
};

static size_t part_len(struct part part)
{
    return part.use->entry->tiers[part.tier].passages_len;
}

// Whether it is known of some word where it stands on the page, be it in its title.
static bool slot_told(const struct lists *lists, uint32_t slot)
{
    for (const struct spot *spot = lists->spots[slot]; spot != NULL; spot = spot->next)
        if (spot->use->groups != 0)
            return true;
    return false;
}

// The part of a list that tells with the fewest bytes where a word stands on the page.
static struct part part_least(const struct lists *lists, uint32_t slot)
{
    struct part least = { NULL, 0 };
    for (size_t i = 0; i < lists->use_count; i++) {
        struct use *use = lists->uses[i];
        for (size_t t = 0; t < use->taken && use->groups != 0; t++) {
            struct part part = { use, t };
            if (!use->placed[t] && tier_has(use, t, &slot, 1) &&
                (least.use == NULL || part_len(part) < part_len(least)))
                least = part;
        }
    }
    return least;
}

// Adds the parts that take little and have one of these pages.
static size_t parts_small(const struct lists *lists, const uint32_t *slots, size_t count,
                          struct part *parts)
{
    size_t found = 0;
    for (size_t i = 0; i < lists->use_count; i++) {
        struct use *use = lists->uses[i];
        for (size_t t = 0; t < use->taken && use->groups != 0; t++)
            if (!use->placed[t] && part_len((struct part){ use, t }) <= PASSAGES_SMALL &&
                tier_has(use, t, slots, count))
                parts[found++] = (struct part){ use, t };
    }
    return found;
}

bool lists_place(struct lists *lists, const uint32_t *slots, size_t count)
{
    size_t most = count;
    for (size_t i = 0; i < lists->use_count; i++)
        most += lists->uses[i]->taken;
    struct part *parts = ARENA_ARRAY(lists->arena, struct part, most);
    size_t found = parts_small(lists, slots, count, parts);
    for (size_t i = 0; i < count; i++) {
        struct part least = part_least(lists, slots[i]);
        if (least.use != NULL && !slot_told(lists, slots[i]))
            parts[found++] = least;
    }
    for (size_t i = 0; i < found; i++)
        if (!tier_place(lists, parts[i].use, parts[i].tier))
            return false;
    return true;
}
