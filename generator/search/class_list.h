// SPDX-License-Identifier: EUPL-1.2
// The list of one class as it stands in the dictionary, made or remembered.

#pragma once

#include "cache/cache.h"
#include "collection/compounds.h"
#include "collection/former.h"
#include "collection/sightings.h"
#include "collection/weights.h"
#include "format/slices.h"

// The best pages of a class.
enum { BEST_MOST = 8 };
struct best {
    struct posting at[BEST_MOST];
    size_t count;
    size_t total; // of the whole list
};

// What lists are made of.
struct listing {
    const struct lexicon *lexicon;
    const struct compounds *compounds;
    const struct weights *weights;
    struct cache *cache;
    const struct class_names *names;   // NULL without a cache
    const struct stretches *stretches; // when the dictionary is written
};

// What the list of a class is known by.
struct fingerprint class_name(const struct listing *listing, uint32_t head);

// What the list was known by the last time, if its forms are those that it had.
struct fingerprint class_name_before(const struct listing *listing, uint32_t head);

// The name that it has by itself: all that it follows from.
struct fingerprint class_own_name(const struct listing *listing, uint32_t head, bool is_former);

// The name that a list with this one of its own goes by.
struct fingerprint alias_find(const struct class_names *names, uint32_t form,
                              struct fingerprint own);

// A list as it stands in the dictionary and behind it.
struct list_image {
    bool is_inline; // `bytes` is the list itself, else slices
    str bytes;
    str lengths; // of the slices, as the dictionary tells them
    str firsts;  // level and page of the first of each tier, but for the very first
};

// Memory is kept from class to class; zeros are an empty one.
struct class_list {
    struct best best;
    uint32_t found[PART_COUNT];
    struct list_image image; // its bytes are in one of the rooms below, or among earlier lists
    struct press *press;
    struct arena *scratch;
    struct sightings sightings;
    struct sightings before; // of the last time
    struct posting *postings;
    unsigned char *levels;
    size_t capacity;
    struct buf list;
    struct buf told; // of the passages of tiers that are not written yet
    struct buf room;
    // The list that is written:
    struct buf bytes;
    struct buf lengths;
    struct buf firsts;
    size_t tier; // that is next
    size_t left; // postings in no tier yet
};

// Makes the list of the class, or finds it, among `earlier` ones too, which may be NULL.
// With a cache, `told` takes what may be known of it the next time.
struct earlier_lists;
void class_list_make(struct class_list *list, const struct listing *listing, uint32_t head,
                     struct earlier_lists *earlier, struct buf *told);
void class_list_release(struct class_list *list);

// Has the cache keep the list of that name, which stays as it is, if it is a long one.
void class_list_keep(const struct listing *listing, uint32_t head, struct fingerprint name);

// The entries of a class: those in some segments, a bit for each.
void class_sightings(struct sightings *sightings, const struct listing *listing, uint32_t head,
                     uint64_t segments);

// Those that it had in the segments that are not what they were.
void class_sightings_before(struct sightings *sightings, const struct listing *listing,
                            uint32_t head);

// Makes room for so many postings.
void list_reserve(struct class_list *list, size_t count);

// Lists of more postings are in slices.
enum { INLINE_POSTINGS = 16 };

// Writes the list of its postings.
void list_write(struct class_list *list, size_t count);

// The best pages, without their levels.
void best_add(struct buf *to, const struct best *best);
void best_read(struct cursor *from, struct best *best);

// In how many entries a list is, by parts.
void found_add(struct buf *to, const uint32_t found[PART_COUNT]);
void found_read(struct cursor *from, uint32_t found[PART_COUNT]);
