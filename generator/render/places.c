// SPDX-License-Identifier: EUPL-1.2
// Where the passages of pages stand in their finished files.
#include "render/context.h"

#include "format/slices.h"

// The body is looked for by its first bytes; they stand before it in hardly any
// file, and a theme that makes them so often does not get to slow a build down.
enum { BEGINNING = 64, TRIES = 16 };

// In how many numbers the places of so many passages are kept.
size_t places_room(size_t passages)
{
    return 2 * passages + (passages + sizeof(uint32_t) - 1) / sizeof(uint32_t);
}

// Of a page that shows none of its passages.
static struct body_places places_none(void)
{
    static const uint32_t none[1];
    return (struct body_places){ .at = none };
}

struct body_places places_at(const uint32_t *at, size_t passages)
{
    return (struct body_places){ at, (const uint8_t *)(at + 2 * passages), passages };
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

static struct body_places places_in(const struct placing *placing, str file, struct arena *arena)
{
    size_t count = placing->page->document->passage_count;
    size_t start = file.len > UINT32_MAX ? STR_NONE : find_body(file, placing->body);
    if (start == STR_NONE || count == 0)
        return places_none();
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, places_room(count));
    uint8_t *checks = (uint8_t *)(at + 2 * count);
    for (size_t i = 0; i < 2 * count; i++)
        at[i] = (uint32_t)start + placing->found[i];
    for (size_t i = 0; i < count; i++)
        checks[i] = piece_check(str_slice(file, at[2 * i], at[2 * i + 1]));
    return places_at(at, count);
}

struct places *places_new(const struct printer *printer, struct arena *arena)
{
    struct places *places = ARENA_NEW(arena, struct places);
    size_t count = printer->site->page_count;
    *places = (struct places){ .printer = printer,
                               .noted = ARENA_ARRAY(arena, struct body_places, count),
                               .prints = ARENA_ARRAY(arena, struct fingerprint, count) };
    return places;
}

void places_note(const struct places *places, const struct placing *placing, str file,
                 struct arena *arena)
{
    places->noted[placing->page->number] = places_in(placing, file, arena);
}

struct body_places places_anew(const struct places *places, const struct page *page,
                               struct arena *arena)
{
    struct arena *own = arena_new();
    struct placing placing = { 0 };
    struct buf file = { 0 };
    render_alone(places->printer, page, own, &placing, &file);
    struct body_places found =
        placing.page == NULL ? places_none() : places_in(&placing, buf_view(&file), arena);
    buf_release(&file);
    arena_free(own);
    return found;
}

static struct body_places find(const void *context, const struct page *page, struct arena *arena)
{
    const struct places *places = context;
    struct body_places found;
    return places_recall(places, page, arena, &found) ? found : places_anew(places, page, arena);
}

struct placer placer_of(const struct places *places)
{
    return (struct placer){ places->noted, places->prints, find, places };
}
