// SPDX-License-Identifier: EUPL-1.2
#include "search/list_follow.h"

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
    struct cursor cursor = { .bytes = buf_view(&list->bytes) };
    return postings_read(&cursor, list->postings, list->best.total, space) &&
           passages_read(&cursor, list->postings, list->best.total);
}

static bool slice_next(struct class_list *list, struct cursor *lengths, struct cursor *bytes)
{
    struct pressed *slice = &list->pressed[list->pressed_count];
    slice->bytes = cursor_bytes(bytes, (size_t)cursor_varint(lengths));
    if (lengths->broken || bytes->broken || !slice_open(list->scratch, slice->bytes, &slice->data))
        return false;
    list->pressed_count++;
    return true;
}

// A drop of a level that is as deep as it can be may have been deeper.
static bool levels_are_told(const struct posting *postings, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (postings[i - 1].level - postings[i].level >= LEVEL_DROP_MOST)
            return false;
    return true;
}

static bool tier_read(struct class_list *list, struct posting *postings, size_t count, size_t space)
{
    const struct pressed *slices = &list->pressed[list->pressed_count - 2];
    struct cursor levels = { .bytes = slices[0].data };
    struct cursor passages = { .bytes = slices[1].data };
    return postings_read(&levels, postings, count, space) &&
           passages_read(&passages, postings, count) && levels_are_told(postings, count);
}

static bool tiers_read(struct class_list *list, size_t space)
{
    struct cursor lengths = { .bytes = buf_view(&list->lengths) };
    struct cursor bytes = { .bytes = buf_view(&list->bytes) };
    size_t total = list->best.total;
    list->pressed = ARENA_ARRAY(list->scratch, struct pressed, 2 * tier_count(total));
    for (size_t tier = 0, at = 0; at < total; tier++) {
        size_t len = tier_length(tier, total - at);
        if (!slice_next(list, &lengths, &bytes) || !slice_next(list, &lengths, &bytes) ||
            !tier_read(list, list->postings + at, len, space))
            return false;
        at += len;
    }
    return true;
}

static bool list_read(struct class_list *list, size_t space)
{
    list->pressed_count = 0;
    list_reserve(list, list->best.total + list->sightings.count);
    return list->is_inline ? inline_read(list, space) : tiers_read(list, space);
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

static bool is_before(const struct posting *a, const struct posting *b)
{
    return a->level != b->level ? a->level > b->level : a->page < b->page;
}

// Puts `more` of them, behind the first `count`, where they belong.
static void postings_join(struct posting *postings, size_t count, const struct posting *more,
                          size_t more_count)
{
    while (more_count > 0) {
        const struct posting *last = &more[more_count - 1];
        while (count > 0 && is_before(last, &postings[count - 1])) {
            postings[count + more_count - 1] = postings[count - 1];
            count--;
        }
        postings[count + --more_count] = *last;
    }
}

size_t list_follow(struct class_list *list, const struct listing *listing, uint32_t head)
{
    const struct collection *collection = listing->lexicon->collection;
    struct rarity rarity;
    size_t before = list->best.total;
    changes_find(list, listing, head);
    if (before < list->before.count || before > collection->space ||
        !found_follow(list, listing, &rarity) || !list_read(list, collection->space) ||
        postings_keep(list->postings, before, collection) != before - list->before.count)
        return 0;
    size_t kept = before - list->before.count;
    size_t more = list->sightings.count;
    struct posting *room = ARENA_ARRAY(list->scratch, struct posting, more + 1);
    weigh(listing->weights, &rarity, list->sightings.at, more, room, list->levels);
    postings_join(list->postings, kept, room, more);
    return kept + more;
}
