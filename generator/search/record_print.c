// SPDX-License-Identifier: EUPL-1.2
#include "search/record_print.h"

#include "format/codec.h"

static void number_add(struct buf *to, uint64_t number)
{
    buf_add(to, (str){ (const char *)&number, sizeof number });
}

static struct fingerprint print_of_places(const struct body_places *places)
{
    size_t numbers = 2 * places->count * sizeof *places->at;
    return fingerprint_of_list((str[]){ { (const char *)places->at, numbers },
                                        { (const char *)places->checks, places->count } },
                               2);
}

// Names the places of the page of an entry.
static struct fingerprint placed_of(const struct catalogue *catalogue, size_t item,
                                    struct arena *scratch)
{
    struct body_places places =
        places_of(catalogue->placer, catalogue->entries->at[item].page, scratch);
    return print_of_places(&places);
}

// What numbers of the vocabulary mean, and whose index it is.  How many the last group has,
// the years, is of no account: with a new year, all others stay what they were.
static void frame_add(struct buf *to, const struct catalogue *catalogue, str what)
{
    const struct groups *groups = catalogue->groups;
    buf_clear(to);
    buf_add(to, what);
    number_add(to, catalogue->shelf->language);
    number_add(to, records_together(catalogue->entries->space));
    number_add(to, catalogue->placer != NULL);
    number_add(to, groups->first_year);
    number_add(to, groups->count);
    for (size_t i = 0; i < groups->count; i++)
        number_add(to, groups->at[i].first);
}

// What the places of the page follow from; where that has no name, the places.
static void placing_add(struct buf *to, const struct catalogue *catalogue, size_t item,
                        struct arena *scratch)
{
    uint32_t page = catalogue->entries->pages[item];
    if (page == NO_PAGE)
        return;
    const struct placer *placer = catalogue->placer;
    bool is_named = placer->prints != NULL && !fingerprint_empty(placer->prints[page]);
    struct fingerprint print =
        is_named ? placer->prints[page] : placed_of(catalogue, item, scratch);
    buf_add(to, FINGERPRINT_VIEW(print));
}

bool range_print(const struct catalogue *catalogue, struct record_range range, struct buf *room,
                 struct arena *scratch, struct fingerprint *print)
{
    frame_add(room, catalogue, range.what);
    for (size_t i = range.from; i < range.to; i++) {
        uint64_t told = catalogue->entries->prints[i].record;
        if (told == 0)
            return false;
        number_add(room, told);
        if (range.placed && catalogue->placer != NULL)
            placing_add(room, catalogue, i, scratch);
    }
    *print = fingerprint_of(buf_view(room));
    return true;
}

// ---- Places of the pages of a file ----

// A page of which the places have that name, as long as they follow from `print`.
struct placed {
    struct fingerprint print;
    struct fingerprint places;
};

// What the last build knew of the pages of a file, and what this one does: most files of
// pages change without the places in them, and those of the others need not be had to be named.
struct placed_pages {
    const struct placed *then;
    size_t then_count;
    struct placed now[RECORDS_PER_SHARD];
    size_t count;
    bool is_new; // something was not known
};

static struct fingerprint placed_key(const struct catalogue *catalogue, struct record_range range)
{
    const uint64_t named[] = { catalogue->shelf->language,
                               catalogue->entries->numbers[range.from] / RECORDS_PER_SHARD };
    return fingerprint_of_list((str[]){ STR("placed"), { (const char *)named, sizeof named } }, 2);
}

static struct placed_pages placed_recall(const struct catalogue *catalogue, struct fingerprint key,
                                         struct arena *arena)
{
    struct placed_pages pages = { .then = NULL };
    str value;
    if (cache_get(catalogue->shelf->cache, CACHE_STATE, key, arena, &value)) {
        pages.then = (const void *)value.at;
        pages.then_count = value.len / sizeof *pages.then;
    }
    return pages;
}

// The name of the places that follow from `print`; NULL when it is not known.
static const struct fingerprint *placed_find(const struct placed_pages *pages,
                                             struct fingerprint print)
{
    for (size_t i = 0; i < pages->then_count; i++) {
        const struct placed *placed = &pages->then[(pages->count + i) % pages->then_count];
        if (fingerprint_equal(placed->print, print))
            return &placed->places;
    }
    return NULL;
}

static struct fingerprint placed_take(struct placed_pages *pages, const struct catalogue *catalogue,
                                      size_t item, struct arena *scratch)
{
    const struct placer *placer = catalogue->placer;
    struct fingerprint print = placer->prints == NULL
                                   ? (struct fingerprint){ 0 }
                                   : placer->prints[catalogue->entries->pages[item]];
    const struct fingerprint *known = fingerprint_empty(print) ? NULL : placed_find(pages, print);
    struct fingerprint places = known != NULL ? *known : placed_of(catalogue, item, scratch);
    if (!fingerprint_empty(print))
        pages->now[pages->count++] = (struct placed){ print, places };
    pages->is_new |= known == NULL;
    return places;
}

bool records_print(const struct catalogue *catalogue, struct record_range range, struct buf *room,
                   struct arena *scratch, struct fingerprint *print)
{
    struct fingerprint key = placed_key(catalogue, range);
    struct placed_pages pages = placed_recall(catalogue, key, scratch);
    frame_add(room, catalogue, STR("records"));
    for (size_t i = range.from; i < range.to; i++) {
        uint64_t told = catalogue->entries->prints[i].record;
        if (told == 0)
            return false;
        number_add(room, told);
        if (catalogue->placer == NULL || catalogue->entries->pages[i] == NO_PAGE)
            continue;
        struct fingerprint places = placed_take(&pages, catalogue, i, scratch);
        buf_add(room, FINGERPRINT_VIEW(places));
    }
    if (pages.is_new)
        cache_put(catalogue->shelf->cache, CACHE_STATE, key,
                  (str){ (const char *)pages.now, pages.count * sizeof *pages.now });
    *print = fingerprint_of(buf_view(room));
    return true;
}
