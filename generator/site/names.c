// SPDX-License-Identifier: EUPL-1.2
// Pages by the names that the front matter of other files calls them by.
//
// Most sites call nobody by name: so the names that are called are gathered first,
// and only then all pages are asked whether one of them is theirs.
#include "site/building.h"

#include <stdatomic.h>

// Who has a name: the number of the first page.
struct called {
    atomic_size_t page;
};

struct calling {
    struct building *building;
    struct crew *crew;
    struct map *names; // to a struct called
};

static void call(const struct calling *calling, str name)
{
    if (name.len == 0 || map_get(calling->names, name) != NULL)
        return;
    struct called *called = ARENA_NEW(calling->building->arena, struct called);
    atomic_init(&called->page, STR_NONE);
    map_put(calling->names, name, called);
}

static void reactions_call(const struct calling *calling)
{
    const struct building *building = calling->building;
    for (size_t i = 0; building->seen.reactions && i < building->file_count; i++)
        if (building->entries[i].fate == FATE_REACTION)
            call(calling, document_text(building->documents[i], FIELD_REACTION_TO));
}

static void pages_call(const struct calling *calling)
{
    const struct building *building = calling->building;
    for (size_t i = 0; building->seen.links && i < building->pages.count; i++) {
        const struct page *page = building->pages.at[i];
        struct value_walk walk = { .document = page->document, .id = FIELD_LINKS };
        while (page->base == BASE_STORY && value_walk_next(&walk))
            call(calling, walk.text);
    }
}

static void answer(const struct calling *calling, str name, size_t page)
{
    struct called *called = map_get(calling->names, name);
    if (called == NULL)
        return;
    size_t first = atomic_load(&called->page);
    while (page < first && !atomic_compare_exchange_weak(&called->page, &first, page))
        continue;
}

static void pages_answer(void *context, size_t from, size_t to, unsigned worker)
{
    const struct calling *calling = context;
    const struct building *building = &calling->crew->each[worker];
    for (size_t i = from; i < to; i++) {
        const struct page *page = building->pages.at[i];
        answer(calling, page_name(building, page), i);
        answer(calling, document_text(page->document, FIELD_ID), i);
    }
}

void names_read(struct building *building)
{
    struct crew crew;
    struct calling calling = { building, &crew, map_new(building->arena) };
    building->names = calling.names;
    reactions_call(&calling);
    pages_call(&calling);
    if (map_count(calling.names) == 0)
        return;
    crew_gather(&crew, building);
    parallel_ranges(building->jobs, building->pages.count, pages_answer, &calling);
    crew_leave(&crew, building);
}

struct page *page_named(const struct building *building, str name)
{
    struct called *called = map_get(building->names, name);
    size_t page = called == NULL ? STR_NONE : atomic_load(&called->page);
    return page == STR_NONE ? NULL : building->pages.at[page];
}
