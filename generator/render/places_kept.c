// SPDX-License-Identifier: EUPL-1.2
// Where passages stand, remembered from build to build: of pages that are neighbours as
// one value of the cache.
//
//     how many pages | an entry a page | their numbers
//
// So a build that changes little asks for few values.  Where a page of a group is
// made, the group gets a value of its own, which takes from the last one what is the same.
#include "render/context.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "cache/cache.h"

#include <stdlib.h>

// Of this many pages one begins a group, wherever it stands: a page that comes or goes
// does not move the others.
enum { GROUP_MEAN = 64, GROUP_MOST = 8 * GROUP_MEAN };

// A page in a value.
struct kept_page {
    struct fingerprint print; // what its file was made from
    uint32_t from;            // its first number among all of the value
    uint32_t passages;
};

// A value, looked into.
struct kept_places {
    const struct kept_page *pages;
    uint64_t count;
    const uint32_t *numbers;
    size_t number_count;
};

// The group of the last build that began with a page.
struct latest {
    uint64_t address; // a hash
    struct fingerprint print;
};

struct keeping {
    struct places *places;
    struct cache *cache;
    struct place_group **missed; // those that are to be made
    size_t missed_count;
    const struct latest *latest;
    size_t latest_count;
    struct arena *arenas[PARALLEL_JOBS_MAX];
};

// ---- Looking into a value ----

static bool kept_open(struct kept_places *kept, str value)
{
    *kept = (struct kept_places){ 0 };
    if (value.len < sizeof kept->count)
        return false;
    memcpy(&kept->count, value.at, sizeof kept->count);
    str rest = str_after(value, sizeof kept->count);
    if (kept->count > rest.len / sizeof *kept->pages)
        return false;
    kept->pages = (const void *)rest.at;
    rest = str_after(rest, kept->count * sizeof *kept->pages);
    kept->numbers = (const void *)rest.at;
    kept->number_count = rest.len / sizeof *kept->numbers;
    return true;
}

// Mostly the page is number `likely`.
static bool kept_find(const struct kept_places *kept, struct fingerprint print, size_t likely,
                      const struct page *page, struct body_places *found)
{
    for (size_t i = 0; i < kept->count; i++) {
        const struct kept_page *one = &kept->pages[(likely + i) % kept->count];
        if (!fingerprint_equal(one->print, print))
            continue;
        size_t room = places_room(one->passages);
        bool fits = one->from <= kept->number_count && room <= kept->number_count - one->from &&
                    (one->passages == 0 || one->passages == page->document->passage_count);
        if (fits)
            *found = places_at(kept->numbers + one->from, one->passages);
        return fits;
    }
    return false;
}

static bool kept_get(struct cache *cache, struct fingerprint print, struct arena *arena,
                     struct kept_places *kept)
{
    str value;
    return cache_get(cache, CACHE_PLACES, print, arena, &value) && kept_open(kept, value);
}

static const struct place_group *group_of(const struct places *places, size_t page)
{
    size_t behind;
    BISECT(behind, 1, places->group_count, places->groups[behind].from <= page);
    return &places->groups[behind - 1];
}

bool places_recall(const struct places *places, const struct page *page, struct arena *arena,
                   struct body_places *found)
{
    struct kept_places kept;
    if (places->group_count == 0)
        return false;
    const struct place_group *group = group_of(places, page->number);
    return kept_get(places->printer->cache, group->print, arena, &kept) &&
           kept_find(&kept, places->prints[page->number], page->number - group->from, page, found);
}

// ---- Where the last build had them ----

static int latest_compare(const void *left, const void *right)
{
    const struct latest *a = left;
    const struct latest *b = right;
    return (a->address > b->address) - (a->address < b->address);
}

static struct latest latest_of(const struct places *places, const struct place_group *group)
{
    return (struct latest){ places->printer->cards->locations[group->from].address, group->print };
}

static struct fingerprint latest_key(const struct places *places)
{
    struct fingerprint frame = places->printer->frame;
    return fingerprint_of_parts((str[]){ STR("places"), FINGERPRINT_VIEW(frame), { 0 } });
}

static void latest_recall(struct keeping *keeping, struct arena *arena)
{
    str bytes;
    if (!cache_get(keeping->cache, CACHE_STATE, latest_key(keeping->places), arena, &bytes))
        return;
    keeping->latest = (const void *)bytes.at;
    keeping->latest_count = bytes.len / sizeof *keeping->latest;
}

static void latest_remember(const struct keeping *keeping, struct arena *arena)
{
    const struct places *places = keeping->places;
    struct latest *all = ARENA_ARRAY(arena, struct latest, places->group_count);
    for (size_t i = 0; i < places->group_count; i++)
        all[i] = latest_of(places, &places->groups[i]);
    qsort(all, places->group_count, sizeof *all, latest_compare);
    cache_put(keeping->cache, CACHE_STATE, latest_key(places),
              (str){ (const char *)all, places->group_count * sizeof *all });
}

// What was remembered of the group that began with the same page, if anything was.
static struct kept_places latest_find(const struct keeping *keeping,
                                      const struct place_group *group, struct arena *arena)
{
    struct latest wanted = latest_of(keeping->places, group);
    const struct latest *found = keeping->latest_count == 0
                                     ? NULL
                                     : bsearch(&wanted, keeping->latest, keeping->latest_count,
                                               sizeof wanted, latest_compare);
    struct kept_places kept;
    bool there = found != NULL && kept_get(keeping->cache, found->print, arena, &kept);
    return there ? kept : (struct kept_places){ 0 };
}

// ---- Making a value ----

// Of a page that stands and of which nothing is remembered, they are found out again.
static struct body_places places_of_page(const struct places *places, size_t number,
                                         const struct kept_places *old, size_t likely,
                                         struct arena *arena)
{
    const struct page *page = places->printer->site->pages[number];
    struct body_places found = places->noted[number];
    if (found.at != NULL || fingerprint_empty(places->prints[number]) ||
        kept_find(old, places->prints[number], likely, page, &found))
        return found;
    return places_anew(places, page, arena);
}

static void make_task(void *context, size_t item, unsigned worker)
{
    const struct keeping *keeping = context;
    const struct places *places = keeping->places;
    const struct place_group *group = keeping->missed[item];
    struct arena *arena = keeping->arenas[worker];
    struct kept_places old = latest_find(keeping, group, arena);
    uint64_t count = group->to - group->from;
    struct buf pages = { 0 };
    struct buf numbers = { 0 };
    buf_add(&pages, (str){ (const char *)&count, sizeof count });
    for (size_t i = group->from; i < group->to; i++) {
        struct body_places found = places_of_page(places, i, &old, i - group->from, arena);
        struct kept_page page = { places->prints[i], (uint32_t)(numbers.len / sizeof *found.at),
                                  (uint32_t)found.count };
        buf_add(&pages, (str){ (const char *)&page, sizeof page });
        buf_add(&numbers,
                (str){ (const char *)found.at, places_room(found.count) * sizeof *found.at });
    }
    buf_add(&pages, buf_view(&numbers));
    cache_put(keeping->cache, CACHE_PLACES, group->print, buf_view(&pages));
    buf_release(&pages);
    buf_release(&numbers);
    arena_reset(arena);
}

// ---- All of them ----

static size_t count_groups(const struct places *places, struct place_group *groups)
{
    const struct location *locations = places->printer->cards->locations;
    size_t count = 0;
    size_t begin = 0;
    for (size_t i = 0; i < places->printer->site->page_count; i++) {
        if (i == 0 || locations[i].address % GROUP_MEAN == 0 || i - begin == GROUP_MOST) {
            begin = i;
            count++;
        }
        if (groups != NULL)
            groups[count - 1] = (struct place_group){ .from = begin, .to = i + 1 };
    }
    return count;
}

static void groups_find(struct places *places, struct arena *arena)
{
    places->group_count = count_groups(places, NULL);
    places->groups = ARENA_ARRAY(arena, struct place_group, places->group_count);
    count_groups(places, places->groups);
    for (size_t i = 0; i < places->group_count; i++) {
        struct place_group *group = &places->groups[i];
        const struct fingerprint *prints = places->prints + group->from;
        group->print = fingerprint_of(
            (str){ (const char *)prints, (group->to - group->from) * sizeof *prints });
    }
}

static void groups_make(struct keeping *keeping, unsigned jobs, struct arena *arena)
{
    for (unsigned i = 0; i < jobs; i++)
        keeping->arenas[i] = arena_new();
    latest_recall(keeping, arena);
    parallel_each(jobs, keeping->missed_count, make_task, keeping);
    latest_remember(keeping, arena);
    for (unsigned i = 0; i < jobs; i++)
        arena_free(keeping->arenas[i]);
}

void places_keep(struct places *places, struct arena *arena)
{
    struct keeping keeping = { .places = places, .cache = places->printer->cache };
    if (!cache_remembers(keeping.cache))
        return;
    struct arena *own = arena_new();
    groups_find(places, arena);
    keeping.missed = ARENA_ARRAY(own, struct place_group *, places->group_count);
    for (size_t i = 0; i < places->group_count; i++)
        if (!cache_knows(keeping.cache, CACHE_PLACES, places->groups[i].print))
            keeping.missed[keeping.missed_count++] = &places->groups[i];
    if (keeping.missed_count > 0)
        groups_make(&keeping, places->printer->jobs, own);
    arena_free(own);
}
