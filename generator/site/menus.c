// SPDX-License-Identifier: EUPL-1.2
// The menus of the site: they stand on every page, so what leads nowhere stays out.
#include "site/building.h"

#include "base/nearest.h"
#include "base/path.h"

DIAGNOSTIC(menu_dead, ERROR,
           "dit menu gaat naar '{1}', maar die bladzijde staat niet op de site; het komt niet in "
           "het menu",
           "this menu leads to '{1}', but that page is not on the site; it is left out of the menu",
           "bedoelde je '/{2}'?", "did you mean '/{2}'?");

// For all that is dead in the menus together, no more addresses than this are looked at.
enum { CANDIDATES_MAX = 5000 };

struct menus {
    struct building *building;
    size_t candidates; // looked at so far
};

static bool is_one_of(str text, const char *const *among, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(text, str_from_c(among[i])))
            return true;
    return false;
}

// Whether the file of that path is a page's own: "verhalen/feed.xml", "over/index.html".
static bool is_file_of_folder(str name)
{
    static const char *const names[] = { "feed.xml", "index.html" };
    return is_one_of(name, names, sizeof names / sizeof *names);
}

static bool is_file_of_site(str path)
{
    static const char *const files[] = { "sitemap.xml", "robots.txt", "404.html" };
    return is_one_of(path, files, sizeof files / sizeof *files);
}

static bool is_attachment(const struct building *building, str path)
{
    if (!str_starts(path, STR(SITE_ATTACHMENTS)))
        return false;
    for (size_t i = 0; i < building->site->asset_count; i++)
        if (str_equal(building->site->assets[i].path, path))
            return true;
    return false;
}

// Whether a page stands at an address with its slash.  Further pages of listings and parts
// of the register are made later: those are believed.
static bool page_stands(const struct building *building, str address)
{
    static const char *const folders[] = { "assets/", "search/", SITE_ATTACHMENTS };
    if (str_equal(address, STR("matrix/")))
        return site_has_matrix(building->site);
    return address.len == 0 || str_equal(address, STR("bouwstatus/")) ||
           (!is_one_of(address, folders, sizeof folders / sizeof *folders) &&
            !address_free(building, address));
}

// The address as the site has it: "verhalen" is "verhalen/".  Returns false where nothing
// stands.
static bool address_stands(struct building *building, str *address)
{
    str path = *address;
    if (path.len == 0 || path.at[path.len - 1] == '/')
        return page_stands(building, path);
    if (is_file_of_site(path) || is_attachment(building, path))
        return true;
    if (is_file_of_folder(path_name(path)))
        return page_stands(building, str_slice(path, 0, path.len - path_name(path).len));
    *address = arena_join(building->arena, (str[]){ path, STR("/"), { 0 } });
    return page_stands(building, *address);
}

// ---- What was meant ----

static void try_pages(struct menus *menus, struct page_list pages, struct nearest *nearest)
{
    for (size_t i = 0; i < pages.count && menus->candidates < CANDIDATES_MAX; i++) {
        menus->candidates++;
        nearest_try(nearest, pages.at[i]->address);
    }
}

static void try_overviews(struct menus *menus, struct nearest *nearest)
{
    static const char *const own[] = { "zoeken/", "trefwoorden/", "sitemap/" };
    const struct building *building = menus->building;
    for (size_t i = 0; i < building->site->taxonomy_count; i++)
        nearest_try(nearest, building->site->taxonomies[i].address);
    for (size_t i = 0; i < building->settings->kind_count; i++)
        if (building->settings->kinds[i].prefix.len > 0)
            nearest_try(nearest, kind_address(building->arena, &building->settings->kinds[i]));
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        nearest_try(nearest, str_from_c(own[i]));
}

static str nearest_address(struct menus *menus, str address)
{
    struct nearest nearest = nearest_start(address);
    if (menus->candidates < CANDIDATES_MAX)
        try_overviews(menus, &nearest);
    try_pages(menus, menus->building->plain.pages, &nearest);
    try_pages(menus, menus->building->guidelines.pages, &nearest);
    return nearest.found;
}

// ---- All of them ----

// Whether an address is of the site: not complete, and no place on the page itself.
static bool is_of_site(str address)
{
    size_t colon = str_find_char(address, ':', 0);
    size_t slash = str_find_char(address, '/', 0);
    bool complete = colon != STR_NONE && (slash == STR_NONE || colon < slash);
    return !complete && !str_starts(address, STR("#"));
}

// Where a path ends and its question or anchor begins.
static size_t path_length(str address)
{
    size_t length = 0;
    while (length < address.len && address.at[length] != '?' && address.at[length] != '#')
        length++;
    return length;
}

// Returns false, with a message, for what leads nowhere.
static bool item_resolve(struct menus *menus, struct menu_item *item)
{
    struct building *building = menus->building;
    str whole = item->address;
    if (!is_of_site(whole))
        return true;
    size_t length = path_length(whole);
    str address = str_slice(whole, 0, length);
    if (!address_stands(building, &address)) {
        str written = arena_join(building->arena, (str[]){ STR("/"), whole, { 0 } });
        diagnose(building->diagnostics, &menu_dead, item->place,
                 VALUES(written, nearest_address(menus, address)));
        return false;
    }
    item->address =
        arena_join(building->arena, (str[]){ address, str_after(whole, length), { 0 } });
    return true;
}

static struct menu menu_resolve(struct menus *menus, const struct menu *menu)
{
    struct menu_item *items = ARENA_ARRAY(menus->building->arena, struct menu_item, menu->count);
    size_t count = 0;
    for (size_t i = 0; i < menu->count; i++) {
        items[count] = menu->items[i];
        if (item_resolve(menus, &items[count]))
            count++;
    }
    return (struct menu){ items, count };
}

void menus_resolve(struct building *building)
{
    struct menus menus = { building, 0 };
    building->site->menu = menu_resolve(&menus, &building->settings->menu);
    building->site->footer = menu_resolve(&menus, &building->settings->footer);
}
