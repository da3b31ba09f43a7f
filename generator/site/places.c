// SPDX-License-Identifier: EUPL-1.2
#include "site/site.h"

struct fingerprint places_print(const struct placer *placer, const struct page *page)
{
    return placer->prints == NULL ? (struct fingerprint){ 0 } : placer->prints[page->number];
}

struct body_places places_of(const struct placer *placer, const struct page *page,
                             struct arena *arena)
{
    struct body_places places = placer->places[page->number];
    bool known =
        places.at != NULL || placer->find == NULL || fingerprint_empty(places_print(placer, page));
    return known ? places : placer->find(placer->context, page, arena);
}
