// SPDX-License-Identifier: EUPL-1.2
// Where the passages of pages stand in their finished files.
#include "render/context.h"

#include "cache/cache.h"
#include "format/slices.h"

#include <string.h>

// The body is looked for by its first bytes; they stand before it in hardly any
// file, and a theme that makes them so often does not get to slow a build down.
enum { BEGINNING = 64, TRIES = 16 };

struct places {
    struct body_places *result;
    uint32_t **room; // of each page: two numbers a passage, then their checks
};

// In how many numbers the places of so many passages are kept.
static size_t room_for(size_t passages)
{
    return 2 * passages + (passages + sizeof(uint32_t) - 1) / sizeof(uint32_t);
}

static void take(const struct places *places, size_t page, size_t passages)
{
    const uint32_t *at = places->room[page];
    places->result[page] =
        (struct body_places){ at, (const uint8_t *)(at + 2 * passages), passages };
}

struct places *places_new(const struct site *site, struct arena *arena, struct body_places *result)
{
    size_t total = 0;
    for (size_t i = 0; i < site->page_count; i++)
        total += room_for(site->pages[i]->document->passage_count);
    uint32_t *room = ARENA_ARRAY(arena, uint32_t, total);
    struct places *places = ARENA_NEW(arena, struct places);
    *places = (struct places){ result, ARENA_ARRAY(arena, uint32_t *, site->page_count) };
    for (size_t i = 0; i < site->page_count; i++) {
        result[i] = (struct body_places){ 0 };
        places->room[i] = room;
        room += room_for(site->pages[i]->document->passage_count);
    }
    return places;
}

// Where the theme put the body, or STR_NONE.
static size_t find_body(str file, str body)
{
    str beginning = str_slice(body, 0, BEGINNING);
    size_t at = 0;
    for (int tries = 0; tries < TRIES; tries++, at++) {
        at = str_find(file, beginning, at);
        if (at == STR_NONE || str_starts(str_after(file, at), body))
            return at;
    }
    return STR_NONE;
}

void places_note(const struct places *places, const struct placing *placing, str file)
{
    size_t page = placing->page->number;
    size_t count = placing->page->document->passage_count;
    size_t start = file.len > UINT32_MAX ? STR_NONE : find_body(file, placing->body);
    if (start == STR_NONE || count == 0)
        return;
    uint32_t *at = places->room[page];
    uint8_t *checks = (uint8_t *)(at + 2 * count);
    for (size_t i = 0; i < 2 * count; i++)
        at[i] = (uint32_t)start + placing->found[i];
    for (size_t i = 0; i < count; i++)
        checks[i] = piece_check(str_slice(file, at[2 * i], at[2 * i + 1]));
    take(places, page, count);
}

bool places_recall(const struct rendering *rendering, const struct page *page,
                   struct fingerprint print, struct arena *arena)
{
    const struct places *places = rendering->places;
    size_t room = room_for(page->document->passage_count) * sizeof(uint32_t);
    str remembered;
    if (!cache_get(rendering->printer->cache, CACHE_PLACES, print, arena, &remembered) ||
        (remembered.len != 0 && remembered.len != room))
        return false;
    if (places == NULL || remembered.len == 0)
        return true;
    memcpy(places->room[page->number], remembered.at, room);
    take(places, page->number, page->document->passage_count);
    return true;
}

void places_remember(const struct rendering *rendering, const struct page *page,
                     struct fingerprint print)
{
    const struct body_places *noted = &rendering->places->result[page->number];
    cache_put(rendering->printer->cache, CACHE_PLACES, print,
              (str){ (const char *)noted->at, room_for(noted->count) * sizeof *noted->at });
}
