// SPDX-License-Identifier: EUPL-1.2
#include "search/record_print.h"

#include "format/codec.h"

static void number_add(struct buf *to, uint64_t number)
{
    buf_add(to, (str){ (const char *)&number, sizeof number });
}

static void places_add(struct buf *to, const struct catalogue *catalogue, const struct page *page,
                       struct arena *scratch)
{
    struct body_places places = places_of(catalogue->placer, page, scratch);
    number_add(to, places.count);
    if (places.count == 0)
        return;
    buf_add(to, (str){ (const char *)places.at, 2 * places.count * sizeof *places.at });
    buf_add(to, (str){ (const char *)places.checks, places.count });
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
    if (placer->prints == NULL || fingerprint_empty(placer->prints[page]))
        places_add(to, catalogue, catalogue->entries->at[item].page, scratch);
    else
        buf_add(to, FINGERPRINT_VIEW(placer->prints[page]));
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

bool records_print(const struct catalogue *catalogue, struct record_range range, struct buf *room,
                   struct arena *scratch, struct fingerprint *print)
{
    frame_add(room, catalogue, STR("records"));
    for (size_t i = range.from; i < range.to; i++) {
        uint64_t told = catalogue->entries->prints[i].record;
        if (told == 0)
            return false;
        number_add(room, told);
        if (catalogue->placer != NULL && catalogue->entries->pages[i] != NO_PAGE)
            places_add(room, catalogue, catalogue->entries->at[i].page, scratch);
    }
    *print = fingerprint_of(buf_view(room));
    return true;
}
