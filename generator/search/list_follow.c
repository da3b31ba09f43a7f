// SPDX-License-Identifier: EUPL-1.2
#include "search/list_follow.h"

#include "search/list_tiers.h"

#include <stdlib.h>
#include <string.h>

// ---- What changed ----

// Leaves the entries that are not what they were.
static void changed_keep(struct sightings *sightings, const struct collection *collection)
{
    size_t kept = 0;
    for (size_t i = 0; i < sightings->count; i++)
        if (is_changed_number(collection, sightings->at[i].number))
            sightings->at[kept++] = sightings->at[i];
    sightings->count = kept;
}

// What these entries say now, and said.
static void changes_find(struct class_list *list, const struct listing *listing, uint32_t head)
{
    const struct collection *collection = listing->lexicon->collection;
    class_sightings(&list->sightings, listing, head, collection->changed_segments);
    changed_keep(&list->sightings, collection);
    class_sightings_before(&list->before, listing, head);
    changed_keep(&list->before, collection);
}

// In how many entries the class is now.  Returns false when its rarity is another.
static bool found_follow(struct class_list *list, const struct listing *listing,
                         struct rarity *rarity)
{
    uint32_t more[PART_COUNT];
    uint32_t fewer[PART_COUNT];
    struct rarity then = rarity_of(listing->weights, list->found);
    found_count(list->sightings.at, list->sightings.count, more);
    found_count(list->before.at, list->before.count, fewer);
    for (size_t part = 0; part < PART_COUNT; part++)
        list->found[part] += more[part] - fewer[part];
    *rarity = rarity_of(listing->weights, list->found);
    return memcmp(rarity, &then, sizeof then) == 0;
}

// ---- The list that it had ----

static bool inline_read(struct class_list *list, size_t space)
{
    struct cursor cursor = { .bytes = list->image.bytes };
    return postings_read(&cursor, list->postings, list->best.total, space) &&
           passages_read(&cursor, list->postings, list->best.total);
}

// ---- The list that it gets ----

// Takes out the entries that changed; returns how many are left.
static size_t postings_keep(struct posting *postings, size_t count,
                            const struct collection *collection)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_changed_number(collection, postings[i].page))
            postings[kept++] = postings[i];
    return kept;
}

// Puts `more` of them, behind the first `count`, where they belong.
static void postings_join(struct posting *postings, size_t count, const struct posting *more,
                          size_t more_count)
{
    while (more_count > 0) {
        const struct posting *last = &more[more_count - 1];
        while (count > 0 && posting_is_before(last, &postings[count - 1])) {
            postings[count + more_count - 1] = postings[count - 1];
            count--;
        }
        postings[count + --more_count] = *last;
    }
}

// A list of a few: all postings are read.
static bool inline_follow(struct class_list *list, const struct listing *listing,
                          const struct posting *more)
{
    const struct collection *collection = listing->lexicon->collection;
    size_t before = list->best.total;
    size_t kept = before - list->before.count;
    list_reserve(list, before + list->sightings.count);
    if (!inline_read(list, collection->space) ||
        postings_keep(list->postings, before, collection) != kept)
        return false;
    postings_join(list->postings, kept, more, list->sightings.count);
    list_write(list, kept + list->sightings.count);
    return true;
}

// ---- A list in slices ----

static int edit_order(const void *a, const void *b)
{
    const struct list_edit *x = a;
    const struct list_edit *y = b;
    if (posting_is_before(&x->posting, &y->posting))
        return -1;
    return posting_is_before(&y->posting, &x->posting) ? 1 : (int)y->goes - (int)x->goes;
}

// What comes, and what goes from where the lengths of then put it.
static struct list_edit *edits_list(struct class_list *list, const struct listing *listing,
                                    const struct rarity *rarity, const struct posting *more)
{
    size_t gone = list->before.count;
    size_t count = gone + list->sightings.count;
    struct list_edit *edits = ARENA_ARRAY(list->scratch, struct list_edit, count + 1);
    for (size_t i = 0; i < gone; i++) {
        const struct sighting *sighting = &list->before.at[i];
        const uint32_t *lengths = lengths_before(listing->lexicon->collection, sighting->number);
        unsigned level = sighting_level(listing->weights, rarity, sighting, lengths);
        edits[i] = (struct list_edit){ { .page = sighting->number, .level = (uint8_t)level },
                                       .goes = true };
    }
    for (size_t i = gone; i < count; i++)
        edits[i] = (struct list_edit){ .posting = more[i - gone] };
    qsort(edits, count, sizeof *edits, edit_order);
    return edits;
}

// Few entries are left, so that the list may be none in slices.
static bool is_few(const struct class_list *list)
{
    return list->best.total - list->before.count + list->sightings.count <= INLINE_POSTINGS;
}

bool list_follow(struct class_list *list, const struct listing *listing, uint32_t head)
{
    size_t space = listing->lexicon->collection->space;
    struct rarity rarity;
    changes_find(list, listing, head);
    if (list->best.total < list->before.count || list->best.total > space ||
        (!list->image.is_inline && is_few(list)) || !found_follow(list, listing, &rarity))
        return false;
    size_t count = list->sightings.count;
    struct posting *more = ARENA_ARRAY(list->scratch, struct posting, count + 1);
    list_reserve(list, count);
    weigh(listing->weights, &rarity, list->sightings.at, count, more, list->levels);
    if (list->image.is_inline)
        return inline_follow(list, listing, more);
    const struct list_edit *edits = edits_list(list, listing, &rarity, more);
    return list_tiers_follow(list, space, edits, list->before.count + count,
                             list->best.total - list->before.count + count);
}
