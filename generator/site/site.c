// SPDX-License-Identifier: EUPL-1.2
// The site, step by step; and the redirects from old addresses.
#include "site/building.h"

#include "base/path.h"

DIAGNOSTIC(alias_taken, ERROR, "het oude adres '/{1}' is al van '{2}'",
           "the old address '/{1}' belongs to '{2}' already", "haal het weg bij 'aliassen'",
           "remove it from 'aliases'");

DIAGNOSTIC(alias_wrong, ERROR, "'{1}' kan geen oud adres van een bladzijde zijn",
           "'{1}' cannot be an old address of a page",
           "schrijf het pad zoals het was, bijvoorbeeld: /verhalen/oude-naam/",
           "write the path as it was, such as: /stories/old-name/");

// An old address of more bytes is none: no browser and no disk is sure to take it.
enum { ALIAS_MAX = 1024 };

// What a part of an old address may be made of; nothing that begins with a dot.
static bool part_allowed(str part)
{
    for (size_t i = 0; i < part.len; i++) {
        char c = part.at[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
                     c == '_' || c == '~' || (c == '.' && i > 0);
        if (!plain)
            return false;
    }
    return part.len > 0 && part.len <= 255;
}

// Where no redirect may stand: files of the generator's own.
static bool is_own(str address)
{
    return str_starts(address, STR("assets/")) || str_starts(address, STR("search/")) ||
           str_starts(address, STR(SITE_ATTACHMENTS));
}

// "/oud/adres.html" and "oud/adres" are the folder oud/adres/.  Empty for what
// cannot be an old page of this site.
static str alias_address(struct arena *arena, str alias)
{
    while (str_starts(alias, STR("/")))
        alias = str_after(alias, 1);
    str extension = path_extension(alias);
    if (str_equal(extension, STR(".html")))
        alias = str_slice(alias, 0, alias.len - extension.len);
    str path;
    if (!path_resolve(arena, STR(""), alias, &path) || path.len == 0 || path.len > ALIAS_MAX)
        return STR("");
    if (str_equal(path_name(path), STR("index")))
        path = path_folder(path);
    for (str rest = path; rest.len > 0;) {
        str part;
        str_cut(rest, '/', &part, &rest);
        if (!part_allowed(part))
            return STR("");
    }
    str address = arena_join(arena, (str[]){ path, STR("/"), { 0 } });
    bool file = path_extension(path).len > 0;
    return is_own(address) || file ? STR("") : address;
}

struct found_redirects {
    LIST(struct redirect) list;
};

static void aliases_read(struct building *building, const struct document *document,
                         struct redirect to, struct found_redirects *found)
{
    struct value_walk walk = { .document = document, .id = FIELD_ALIASES };
    while (document != NULL && value_walk_next(&walk)) {
        str address = alias_address(building->arena, walk.text);
        if (address.len == 0) {
            diagnose(building->diagnostics, &alias_wrong, value_walk_place(&walk),
                     VALUES(walk.text));
            continue;
        }
        if (!address_free(building, address)) {
            diagnose(building->diagnostics, &alias_taken, value_walk_place(&walk),
                     VALUES(address, address_owner(building, address)));
            continue;
        }
        address_note(building, address, document->title);
        to.address = address;
        LIST_ADD(building->arena, found->list, to);
    }
}

void redirects_read(struct building *building)
{
    struct found_redirects found = { 0 };
    for (size_t i = 0; building->seen.aliases && i < building->pages.count; i++) {
        const struct page *page = building->pages.at[i];
        aliases_read(building, page->document, (struct redirect){ .page = page }, &found);
    }
    for (size_t i = 0; i < building->site->taxonomy_count; i++) {
        const struct taxonomy *taxonomy = &building->site->taxonomies[i];
        for (size_t t = 0; t < taxonomy->term_count; t++)
            aliases_read(building, taxonomy->terms[t]->document,
                         (struct redirect){ .term = taxonomy->terms[t] }, &found);
    }
    building->site->redirects = found.list.at;
    building->site->redirect_count = found.list.count;
}

// The standing pages that other pages lead to, by their addresses.
static void standing_pages_find(struct building *building)
{
    struct site *site = building->site;
    site->home = page_at(building, STR(""));
    site->share = page_at(building, STR("deel-je-verhaal/"));
    site->withdraw = page_at(building, STR("verhaal-intrekken/"));
    site->help = page_at(building, STR("hulp-en-praten/"));
    site->safety = page_at(building, STR("veilig-online/"));
}

const struct site *site_build(struct arena *arena, const struct source *source,
                              const struct document *const *documents,
                              const struct settings *settings, bool drafts, unsigned jobs,
                              struct diagnostics *diagnostics)
{
    struct building building = {
        .arena = arena,
        .source = source,
        .documents = documents,
        .settings = settings,
        .drafts = drafts,
        .jobs = jobs,
        .diagnostics = diagnostics,
        .site = ARENA_NEW(arena, struct site),
        .next_numbers = map_new(arena),
    };
    building.files = source_files(source, &building.file_count);
    building.addresses = map_new(arena);
    building.entries = ARENA_ARRAY(arena, struct entry, building.file_count);
    building.site->settings = settings;
    building.site->language = site_language(arena, settings);

    rules_read(&building);
    files_index(&building);
    own_addresses_take(&building);
    terms_read(&building);
    pages_read(&building);
    names_read(&building);
    reactions_read(&building);
    pages_order(&building);
    stories_look_ahead(&building);
    building.site->pages = building.pages.at;
    building.site->page_count = building.pages.count;
    terms_fill(&building);
    links_resolve(&building);
    strays_check(&building);
    changes_find(&building);
    redirects_read(&building);
    menus_resolve(&building);
    standing_pages_find(&building);
    return building.site;
}
