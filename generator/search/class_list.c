// SPDX-License-Identifier: EUPL-1.2
#include "search/class_list.h"

#include "base/bisect.h"
#include "base/memory.h"
#include "format/tiers.h"
#include "search/earlier_lists.h"
#include "search/list_follow.h"
#include "search/list_slices.h"

#include <stdlib.h>

// Lists of few postings, up to this many bytes, stand in the dictionary itself.
enum { INLINE_BYTES = 64 };

void class_list_release(struct class_list *list)
{
    buf_release(&list->bytes);
    buf_release(&list->lengths);
    buf_release(&list->firsts);
    buf_release(&list->list);
    buf_release(&list->told);
    buf_release(&list->room);
    press_free(list->press);
    arena_free(list->scratch);
    sightings_release(&list->sightings);
    sightings_release(&list->before);
    free(list->postings);
    free(list->levels);
    *list = (struct class_list){ .press = NULL };
}

// ---- Names ----

// The print of a form now, or the last time.
static uint64_t print_of(const struct listing *listing, uint32_t number, bool is_former)
{
    const struct form_entry *form = &listing->lexicon->forms[number];
    return is_former && form->change > 0 ? listing->lexicon->changes[form->change - 1].print
                                         : form->print;
}

// Of two prints that are different in one bit, half of the bits are different.
static uint64_t stirred(uint64_t print)
{
    print = (print ^ print >> 32) * 0xD6E8FEB86659FD93u;
    return print ^ print >> 32;
}

// A name is a sum, in which no form comes before another.
static void form_add(struct fingerprint *name, const struct listing *listing, uint32_t number,
                     unsigned share, bool is_former)
{
    if (is_former && listing->lexicon->forms[number].former == NO_FORM)
        return;
    uint64_t print = print_of(listing, number, is_former) + share * 0x9E3779B97F4A7C15u;
    uint64_t one = stirred(print);
    name->low += one;
    name->high += stirred(one * 0xCA9B0C7EBA1DA115u + print);
}

struct fingerprint class_own_name(const struct listing *listing, uint32_t head, bool is_former)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    struct fingerprint name = listing->weights->print;
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        form_add(&name, listing, i, COUNT_WHOLE, is_former);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        form_add(&name, listing, compounds->forms[i], COUNT_PART, is_former);
    return name;
}

struct fingerprint alias_find(const struct class_names *names, uint32_t form,
                              struct fingerprint own)
{
    size_t place;
    BISECT(place, 0, names->count, names->at[place].form < form);
    bool found = place < names->count && names->at[place].form == form &&
                 fingerprint_equal(names->at[place].own, own);
    return found ? names->at[place].name : own;
}

struct fingerprint class_name(const struct listing *listing, uint32_t head)
{
    struct fingerprint own = class_own_name(listing, head, false);
    const struct class_names *names = listing->names;
    bool may_have = names->bits != NULL && (names->bits[head / 64] >> head % 64 & 1) != 0;
    return may_have ? alias_find(names, head, own) : own;
}

struct fingerprint class_name_before(const struct listing *listing, uint32_t head)
{
    struct fingerprint own = class_own_name(listing, head, true);
    const struct class_names *before = listing->names->before;
    return before == NULL ? own : alias_find(before, head, own);
}

// ---- Making ----

void class_sightings(struct sightings *sightings, const struct listing *listing, uint32_t head,
                     uint64_t segments)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    sightings_clear(sightings);
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        sightings_add(sightings, lexicon, i, COUNT_WHOLE, segments);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        sightings_add(sightings, lexicon, compounds->forms[i], COUNT_PART, segments);
    sightings_read(sightings, lexicon->collection);
}

void class_sightings_before(struct sightings *sightings, const struct listing *listing,
                            uint32_t head)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    sightings_clear(sightings);
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        sightings_add_before(sightings, lexicon, i, COUNT_WHOLE);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        sightings_add_before(sightings, lexicon, compounds->forms[i], COUNT_PART);
    sightings_read(sightings, lexicon->collection);
}

void list_reserve(struct class_list *list, size_t count)
{
    if (count <= list->capacity)
        return;
    list->capacity = count * 2;
    list->postings = memory_realloc(list->postings, list->capacity * sizeof *list->postings);
    list->levels = memory_realloc(list->levels, list->capacity);
}

// The postings, the best first.
static size_t postings_of_class(struct class_list *list, const struct listing *listing,
                                uint32_t head)
{
    class_sightings(&list->sightings, listing, head, ALL_SEGMENTS);
    size_t count = list->sightings.count;
    list_reserve(list, count);
    found_count(list->sightings.at, count, list->found);
    struct rarity rarity = rarity_of(listing->weights, list->found);
    weigh(listing->weights, &rarity, list->sightings.at, count, list->postings, list->levels);
    return count;
}

static void tiers_add(struct class_list *list, size_t total)
{
    list_slices_start(list, total);
    for (size_t at = 0; at < total;) {
        size_t count = tier_end(list->tier, list->postings + at, list->left, list->left);
        buf_clear(&list->told);
        passages_add(&list->told, list->postings + at, count);
        list_tier_add(list, list->postings + at, count, buf_view(&list->told));
        at += count;
    }
    list_slices_end(list);
}

static void best_set(struct best *best, const struct posting *postings, size_t count)
{
    best->total = count;
    best->count = count < BEST_MOST ? count : BEST_MOST;
    for (size_t i = 0; i < best->count; i++)
        best->at[i] = postings[i];
}

// Writes a short list as it stands in the dictionary itself.
static bool inline_write(struct class_list *list, size_t count)
{
    if (count > INLINE_POSTINGS)
        return false;
    buf_clear(&list->bytes);
    postings_add(&list->bytes, list->postings, count);
    passages_add(&list->bytes, list->postings, count);
    list->image = (struct list_image){ .is_inline = true, .bytes = buf_view(&list->bytes) };
    return list->bytes.len <= INLINE_BYTES;
}

void list_write(struct class_list *list, size_t count)
{
    best_set(&list->best, list->postings, count);
    if (!inline_write(list, count))
        tiers_add(list, count);
}

static void list_make(struct class_list *list, const struct listing *listing, uint32_t head)
{
    list_write(list, postings_of_class(list, listing, head));
}

// ---- Remembering ----

void best_add(struct buf *to, const struct best *best)
{
    varint_add(to, best->total);
    varint_add(to, best->count);
    for (size_t i = 0; i < best->count; i++) {
        const struct told *told = &best->at[i].told;
        varint_add(to, best->at[i].page);
        varint_add(to, told->count * 2u + told->more);
        buf_add(to, (str){ (const char *)told->at, told->count });
    }
}

static void told_read(struct cursor *from, struct told *told)
{
    uint64_t count = cursor_varint(from);
    *told = (struct told){ .count = (uint8_t)(count / 2), .more = count % 2 > 0 };
    str at = cursor_bytes(from, count / 2);
    for (size_t i = 0; i < at.len && i < PASSAGES_TOLD; i++)
        told->at[i] = (uint8_t)at.at[i];
}

void best_read(struct cursor *from, struct best *best)
{
    best->total = (size_t)cursor_varint(from);
    best->count = (size_t)cursor_varint(from);
    from->broken |= best->count > BEST_MOST;
    for (size_t i = 0; i < best->count && !from->broken; i++) {
        best->at[i] = (struct posting){ .page = (uint32_t)cursor_varint(from) };
        told_read(from, &best->at[i].told);
    }
}

void found_add(struct buf *to, const uint32_t found[PART_COUNT])
{
    for (size_t part = 0; part < PART_COUNT; part++)
        varint_add(to, found[part]);
}

void found_read(struct cursor *from, uint32_t found[PART_COUNT])
{
    for (size_t part = 0; part < PART_COUNT; part++)
        found[part] = (uint32_t)cursor_varint(from);
}

static void scratch_clear(struct class_list *list)
{
    if (list->scratch == NULL)
        list->scratch = arena_new();
    arena_reset(list->scratch);
}

static bool list_recall(struct class_list *list, struct cache *cache, struct fingerprint key)
{
    str value;
    scratch_clear(list);
    if (!cache_get(cache, CACHE_INDEX, key, list->scratch, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    list->image.is_inline = false;
    found_read(&cursor, list->found);
    best_read(&cursor, &list->best);
    image_read(&cursor, &list->image);
    return !cursor.broken;
}

static void list_remember(struct class_list *list, struct cache *cache, struct fingerprint key)
{
    buf_clear(&list->list);
    found_add(&list->list, list->found);
    best_add(&list->list, &list->best);
    image_add(&list->list, &list->image);
    cache_put(cache, CACHE_INDEX, key, buf_view(&list->list));
}

// Short lists are made as fast as they are found.  Sightings of one entry count apart.
static bool is_worth_remembering(const struct listing *listing, uint32_t head)
{
    enum { WORTH_REMEMBERING = 24 };
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    size_t sum = 0;
    for (uint32_t i = head; i != NO_FORM && sum < WORTH_REMEMBERING; i = lexicon->forms[i].next)
        sum += lexicon->forms[i].entries;
    for (uint32_t i = compounds->starts[head];
         i < compounds->starts[head + 1] && sum < WORTH_REMEMBERING; i++)
        sum += lexicon->forms[compounds->forms[i]].entries;
    return sum >= WORTH_REMEMBERING;
}

void class_list_keep(const struct listing *listing, uint32_t head, struct fingerprint name)
{
    if (is_worth_remembering(listing, head))
        cache_knows(listing->cache, CACHE_INDEX, name);
}

// Makes the list from the one of the last time.
static bool list_renew(struct class_list *list, const struct listing *listing, uint32_t head,
                       struct earlier_lists *earlier)
{
    if (earlier == NULL || listing->lexicon->collection->former == NULL)
        return false;
    str value;
    struct fingerprint name = class_name_before(listing, head);
    scratch_clear(list);
    if (!earlier_list_take(earlier, name, list, &value) && !list_recall(list, listing->cache, name))
        return false;
    return list_follow(list, listing, head);
}

static void list_find(struct class_list *list, const struct listing *listing, uint32_t head,
                      struct earlier_lists *earlier, struct fingerprint name, bool is_long)
{
    if (is_long && list_recall(list, listing->cache, name))
        return;
    if (!list_renew(list, listing, head, earlier))
        list_make(list, listing, head);
    if (is_long && !list->image.is_inline)
        list_remember(list, listing->cache, name);
}

void class_list_make(struct class_list *list, const struct listing *listing, uint32_t head,
                     struct earlier_lists *earlier, struct buf *told)
{
    if (listing->cache == NULL) {
        list_make(list, listing, head);
        return;
    }
    bool is_long = is_worth_remembering(listing, head);
    struct fingerprint name = class_name(listing, head);
    str value;
    if (!is_long && earlier != NULL && earlier_list_take(earlier, name, list, &value)) {
        earlier_list_keep(told, name, value);
        return;
    }
    list_find(list, listing, head, earlier, name, is_long);
    earlier_list_add(told, name, list, is_long, &list->list);
}
