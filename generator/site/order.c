// SPDX-License-Identifier: EUPL-1.2
// The orders in which pages stand on lists.
//
// Pages come in the order of their paths.  What is sorted are small keys beside them,
// in steps that keep what is equal as it came: so no two paths need to be compared.
#include "site/building.h"

#include "base/path.h"

#include <stdlib.h>

int page_newest_first(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = date_compare(b->published, a->published);
    return order != 0 ? order : str_compare(a->document->path, b->document->path);
}

// ---- By date ----

struct dated {
    uint32_t day; // see day_newest_first
    uint32_t number;
};

enum { DAY_BITS = 24, STEP_BITS = 12, STEP_KEYS = 1 << STEP_BITS };

uint32_t day_newest_first(struct date date)
{
    return (1u << DAY_BITS) - 1 - ((uint32_t)date.year << 9 | (uint32_t)date.month << 5 | date.day);
}

static void sort_step(const struct dated *from, struct dated *to, size_t count, unsigned shift)
{
    size_t starts[STEP_KEYS + 1] = { 0 };
    for (size_t i = 0; i < count; i++)
        starts[(from[i].day >> shift & (STEP_KEYS - 1)) + 1]++;
    for (size_t i = 1; i < STEP_KEYS; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].day >> shift & (STEP_KEYS - 1)]++] = from[i];
}

static struct page_order order_new(const struct building *building, size_t count,
                                   uint32_t **numbers)
{
    struct page **pages = ARENA_ARRAY(building->arena, struct page *, count);
    *numbers = ARENA_ARRAY(building->arena, uint32_t, count);
    return (struct page_order){ { pages, count }, *numbers };
}

static struct page_order newest_first(const struct building *building)
{
    struct arena *scratch = arena_new();
    struct dated *dated = ARENA_ARRAY(scratch, struct dated, building->traits.count);
    size_t count = 0;
    for (size_t i = 0; i < building->traits.count; i++)
        if (building->traits.at[i].base == BASE_STORY)
            dated[count++] = (struct dated){ building->traits.at[i].day, (uint32_t)i };
    struct dated *half = ARENA_ARRAY(scratch, struct dated, count);
    sort_step(dated, half, count, 0);
    sort_step(half, dated, count, STEP_BITS);
    uint32_t *numbers;
    struct page_order order = order_new(building, count, &numbers);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = dated[i].number;
        ((struct page **)order.pages.at)[i] = building->pages.at[dated[i].number];
    }
    arena_free(scratch);
    return order;
}

// ---- By title ----

struct titled {
    uint64_t start; // of the key, as a number
    str key;        // the title without case and accents
    struct page *page;
};

struct titling {
    struct crew *crew;
    struct titled *titled;
};

static uint64_t start_of(str key)
{
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < key.len ? (unsigned char)key.at[i] : 0);
    return start;
}

static void keys_make(void *context, size_t from, size_t to, unsigned worker)
{
    const struct titling *titling = context;
    for (size_t i = from; i < to; i++) {
        struct titled *titled = &titling->titled[i];
        titled->key = path_slug(titling->crew->each[worker].arena, titled->page->title);
        titled->start = start_of(titled->key);
    }
}

static int by_title(const void *left, const void *right)
{
    const struct titled *a = left;
    const struct titled *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    int order = str_compare(a->key, b->key);
    return order != 0 ? order : str_compare(a->page->document->path, b->page->document->path);
}

static struct page_order titled_order(struct building *building, struct titled *titled,
                                      size_t count)
{
    struct crew crew;
    uint32_t *numbers;
    struct page_order order = order_new(building, count, &numbers);
    crew_gather(&crew, building);
    parallel_ranges(building->jobs, count, keys_make, &(struct titling){ &crew, titled });
    if (count > 0)
        qsort(titled, count, sizeof *titled, by_title);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (uint32_t)titled[i].page->number;
        ((struct page **)order.pages.at)[i] = titled[i].page;
    }
    crew_leave(&crew, building);
    return order;
}

static struct page_order by_title_of(struct building *building, enum base_kind base)
{
    struct arena *scratch = arena_new();
    LIST(struct titled) titled = { 0 };
    for (size_t i = 0; i < building->traits.count; i++)
        if (building->traits.at[i].base == base)
            LIST_ADD(scratch, titled, ((struct titled){ .page = building->pages.at[i] }));
    struct page_order order = titled_order(building, titled.at, titled.count);
    arena_free(scratch);
    return order;
}

// ---- By kind ----

static struct page_list all_of(const struct building *building, enum base_kind base)
{
    return base == BASE_STORY       ? building->stories.pages
           : base == BASE_GUIDELINE ? building->guidelines.pages
           : base == BASE_PAGE      ? building->plain.pages
                                    : (struct page_list){ 0 };
}

// Whether all of that sort are of that kind.  Not of plain pages: such a page may stand
// in a folder of guidelines.
static bool is_alone(const struct settings *settings, size_t kind)
{
    if (settings->kinds[kind].base == BASE_PAGE)
        return false;
    for (size_t i = 0; i < settings->kind_count; i++)
        if (i != kind && settings->kinds[i].base == settings->kinds[kind].base)
            return false;
    return true;
}

static struct page_list list_of(const struct building *building, size_t kind)
{
    const struct settings *settings = building->settings;
    struct page_list all = all_of(building, settings->kinds[kind].base);
    if (is_alone(settings, kind))
        return all;
    LIST(struct page *) pages = { 0 };
    for (size_t p = 0; p < all.count; p++)
        if (all.at[p]->kind == &settings->kinds[kind])
            LIST_ADD(building->arena, pages, all.at[p]);
    return (struct page_list){ pages.at, pages.count };
}

static void list_by_kind(struct building *building)
{
    size_t count = building->settings->kind_count;
    struct page_list *lists = ARENA_ARRAY(building->arena, struct page_list, count);
    for (size_t i = 0; i < count; i++)
        lists[i] = list_of(building, i);
    building->site->kind_pages = lists;
}

void pages_order(struct building *building)
{
    building->stories = newest_first(building);
    building->guidelines = by_title_of(building, BASE_GUIDELINE);
    building->plain = by_title_of(building, BASE_PAGE);
    list_by_kind(building);
}
