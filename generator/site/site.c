// SPDX-License-Identifier: EUPL-1.2
#include "site/building.h"

#include "base/path.h"

DIAGNOSTIC(address_twice, ERROR, "het adres '/{1}' is al van '{2}'; deze bladzijde krijgt '/{3}'",
           "the address '/{1}' belongs to '{2}' already; this page gets '/{3}'",
           "geef een van de twee bestanden een andere naam",
           "give one of the two files another name");
DIAGNOSTIC(alias_taken, ERROR, "het oude adres '/{1}' is al van '{2}'",
           "the old address '/{1}' belongs to '{2}' already", "haal het weg bij 'aliassen'",
           "remove it from 'aliases'");

// Addresses of pages that the generator makes itself.
static const char *const own_addresses[] = { "zoeken/", "trefwoorden/", "sitemap/",      "matrix/",
                                             "assets/", "search/",      SITE_ATTACHMENTS };

static void owner_set(struct building *building, str address, str owner)
{
    str *kept = ARENA_NEW(building->arena, str);
    *kept = owner;
    map_put(building->addresses, address, kept);
}

str address_take(struct building *building, str address, str owner, struct place place)
{
    str free = address;
    str stem = str_slice(address, 0, address.len - (address.len > 0 ? 1 : 0));
    for (long long i = 2; map_get(building->addresses, free) != NULL; i++)
        free = arena_join(
            building->arena,
            (str[]){ stem, STR("-"), arena_copy(building->arena, NUMBER(i)), STR("/"), { 0 } });
    if (!str_equal(free, address)) {
        const str *other = map_get(building->addresses, address);
        diagnose(building->diagnostics, &address_twice, place, VALUES(address, *other, free));
    }
    owner_set(building, free, owner);
    return free;
}

static void own_addresses_take(struct building *building)
{
    for (size_t i = 0; i < sizeof own_addresses / sizeof *own_addresses; i++)
        owner_set(building, str_from_c(own_addresses[i]), STR("Doorleefd"));
    for (size_t i = 0; i < building->settings->kind_count; i++) {
        const struct kind *kind = &building->settings->kinds[i];
        if (kind->prefix.len > 0)
            owner_set(building,
                      arena_join(building->arena, (str[]){ kind->prefix, STR("/"), { 0 } }),
                      kind->plural);
    }
}

// "/oud/adres.html" and "oud/adres" are the folder oud/adres/.
static str alias_address(struct arena *arena, str alias)
{
    while (str_starts(alias, STR("/")))
        alias = str_after(alias, 1);
    str extension = path_extension(alias);
    if (str_equal(extension, STR(".html")))
        alias = str_slice(alias, 0, alias.len - extension.len);
    str path;
    if (!path_resolve(arena, STR(""), alias, &path) || path.len == 0)
        return STR("");
    return arena_join(arena, (str[]){ path, STR("/"), { 0 } });
}

struct found_redirects {
    LIST(struct redirect) list;
};

static void aliases_read(struct building *building, const struct document *document,
                         struct redirect to, struct found_redirects *found)
{
    const struct field *field = document == NULL ? NULL : document_field(document, FIELD_ALIASES);
    for (size_t i = 0; field != NULL && i < field->count; i++) {
        str address = alias_address(building->arena, field->values[i]);
        const str *owner = map_get(building->addresses, address);
        if (address.len == 0 || owner != NULL) {
            diagnose(building->diagnostics, &alias_taken, field->value_places[i],
                     VALUES(field->values[i], owner == NULL ? STR("") : *owner));
            continue;
        }
        owner_set(building, address, document->title);
        to.address = address;
        LIST_ADD(building->arena, found->list, to);
    }
}

void redirects_read(struct building *building)
{
    struct found_redirects found = { 0 };
    for (size_t i = 0; i < building->pages.count; i++) {
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

static void pages_index(struct building *building)
{
    building->pages_by_address = map_new(building->arena);
    for (size_t i = 0; i < building->pages.count; i++)
        map_put(building->pages_by_address, building->pages.at[i]->address, building->pages.at[i]);
    building->site->pages = building->pages.at;
    building->site->page_count = building->pages.count;
}

// The standing pages that other pages lead to, by their addresses.
static void standing_pages_find(struct building *building)
{
    struct site *site = building->site;
    site->home = map_get(building->pages_by_address, STR(""));
    site->share = map_get(building->pages_by_address, STR("deel-je-verhaal/"));
    site->withdraw = map_get(building->pages_by_address, STR("verhaal-intrekken/"));
    site->help = map_get(building->pages_by_address, STR("hulp-en-praten/"));
    site->safety = map_get(building->pages_by_address, STR("veilig-online/"));
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
        .addresses = map_new(arena),
    };
    building.files = source_files(source, &building.file_count);
    building.entries = ARENA_ARRAY(arena, struct entry, building.file_count);
    building.site->settings = settings;

    own_addresses_take(&building);
    terms_read(&building);
    pages_read(&building);
    pages_index(&building);
    terms_fill(&building);
    links_resolve(&building);
    related_find(&building);
    redirects_read(&building);
    standing_pages_find(&building);
    return building.site;
}
