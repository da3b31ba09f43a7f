// SPDX-License-Identifier: EUPL-1.2
// Lists that are longer than a page.
//
// The oldest entries stand on .../pagina/1/, and so on upwards; what makes no
// whole page stands on the first page with the newest ones.  So a new story
// changes the first page of a list, and no other one: on it are the numbers that
// grow with each story.
#include "render/context.h"

size_t listing_pages(const struct site *site, size_t entries)
{
    size_t size = site->settings->page_size;
    return entries < size ? 1 : entries / size;
}

struct slice listing_slice(const struct site *site, size_t entries, size_t number)
{
    size_t size = site->settings->page_size;
    size_t pages = listing_pages(site, entries);
    if (number >= pages)
        return (struct slice){ entries, entries };
    size_t to = entries - (pages - 1 - number) * size;
    return (struct slice){ number == 0 ? 0 : to - size, to };
}

str numbered_address(struct arena *arena, str address, size_t number)
{
    return arena_join(
        arena,
        (str[]){ address, STR("pagina/"), arena_copy(arena, NUMBER(number)), STR("/"), { 0 } });
}

str address_among(struct arena *arena, str address, size_t number, size_t pages)
{
    return number == 0 ? address : numbered_address(arena, address, pages - number);
}

str listing_address(const struct view *view, str address, size_t number, size_t entries)
{
    return address_among(view->arena, address, number, listing_pages(view->site, entries));
}

// ---- Pagination ----

// Shown: the first and the last page, and two on either side of this one.
static bool is_shown(size_t page, size_t number, size_t pages)
{
    return page == 0 || page + 1 == pages || (page + 2 >= number && page <= number + 2);
}

static struct value pages_value(const struct view *view, str address, size_t number, size_t pages)
{
    struct values values = values_new(view->arena);
    size_t next = 0; // the page that would follow without a gap
    for (size_t i = 0; i < pages; i++) {
        if (!is_shown(i, number, pages))
            continue;
        struct context item = context_new(view->arena);
        context_count(&item, STR("number"), STR(""), i + 1);
        context_text(&item, STR("href"), href(view, address_among(view->arena, address, i, pages)));
        context_flag(&item, STR("current"), i == number);
        context_flag(&item, STR("gap"), i > next);
        values_add(&values, &item);
        next = i + 1;
    }
    return values_value(&values);
}

static struct value way(const struct view *view, str address, bool there, size_t number,
                        size_t pages)
{
    if (!there)
        return value_false();
    return value_text(href(view, address_among(view->arena, address, number, pages)));
}

void set_pagination(const struct view *view, struct context *context, str address, size_t number,
                    size_t entries)
{
    size_t pages = listing_pages(view->site, entries);
    context_set(context, "page_number",
                number == 0 ? value_false()
                            : value_text(arena_copy(view->arena, NUMBER(number + 1))));
    if (pages == 1) {
        context_set(context, "pagination", value_false());
        return;
    }
    struct context pagination = context_new(view->arena);
    context_set(&pagination, "previous", way(view, address, number > 0, number - 1, pages));
    context_set(&pagination, "next", way(view, address, number + 1 < pages, number + 1, pages));
    context_count(&pagination, STR("number"), STR(""), number + 1);
    context_count(&pagination, STR("last_number"), STR(""), pages);
    context_set(&pagination, "pages", pages_value(view, address, number, pages));
    context_set(context, "pagination", context_value(&pagination));
}

void set_total(struct context *context, const char *name, const char *one_name, size_t number,
               size_t total)
{
    if (number == 0)
        context_count(context, str_from_c(name), str_from_c(one_name), total);
    else
        context_text(context, str_from_c(name), STR(""));
    if (number > 0)
        context_flag(context, str_from_c(one_name), false);
}
