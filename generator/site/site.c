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

DIAGNOSTIC(alias_wrong, ERROR, "'{1}' kan geen oud adres van een bladzijde zijn",
           "'{1}' cannot be an old address of a page",
           "schrijf het pad zoals het was, bijvoorbeeld: /verhalen/oude-naam/",
           "write the path as it was, such as: /stories/old-name/");

// Addresses of pages that the generator makes itself.
static const char *const own_addresses[] = { "zoeken/", "trefwoorden/", "sitemap/",      "matrix/",
                                             "assets/", "search/",      SITE_ATTACHMENTS };

void address_note(struct building *building, str address, str owner)
{
    str *kept = ARENA_NEW(building->arena, str);
    *kept = owner;
    map_put(building->addresses, address, kept);
}

// Whether a part of the register stands there: "trefwoorden/s/".
static bool is_register(str parent, str name)
{
    return str_equal(parent, STR("trefwoorden")) &&
           (name.len == 1 || str_equal(name, STR("0-9")) || str_equal(name, STR("onderwerpen")));
}

// Whether listings, crossings or the register may come to stand there:
// ".../pagina/2/" below any address, and "sector/<term>/thema/<term>/".
static bool address_reserved(const struct building *building, str address)
{
    str parts[5];
    size_t count = 0;
    str rest = address;
    while (rest.len > 0) {
        str part;
        str_cut(rest, '/', &part, &rest);
        parts[count++ % 5] = part;
    }
    unsigned number;
    if (count >= 2 && str_equal(parts[(count - 2) % 5], STR("pagina")) &&
        str_to_number(parts[(count - 1) % 5], &number))
        return true;
    if (count == 2 && is_register(parts[0], parts[1]))
        return true;
    const struct settings *settings = building->settings;
    return count == 4 && settings->taxonomy_count >= 2 &&
           str_equal(parts[0], settings->taxonomies[0].name) &&
           str_equal(parts[2], settings->taxonomies[1].name);
}

// The number to try next for a stem that was wanted before: thousands of pages
// may want the same address.
static unsigned *next_number(struct building *building, str stem)
{
    unsigned *number = map_get(building->next_numbers, stem);
    if (number == NULL) {
        number = ARENA_NEW(building->arena, unsigned);
        *number = 2;
        map_put(building->next_numbers, stem, number);
    }
    return number;
}

static bool address_free(const struct building *building, str address)
{
    return map_get(building->addresses, address) == NULL && !address_reserved(building, address);
}

str address_take(struct building *building, str address, str owner, struct place place)
{
    str taken = address;
    str stem = str_slice(address, 0, address.len - (address.len > 0 ? 1 : 0));
    while (!address_free(building, taken)) {
        unsigned number = (*next_number(building, stem))++;
        taken =
            arena_join(building->arena, (str[]){ stem, STR("-"), NUMBER(number), STR("/"), { 0 } });
    }
    if (!str_equal(taken, address)) {
        const str *other = map_get(building->addresses, address);
        diagnose(building->diagnostics, &address_twice, place,
                 VALUES(address, other == NULL ? STR("Doorleefd") : *other, taken));
    }
    address_note(building, taken, owner);
    return taken;
}

static void own_addresses_take(struct building *building)
{
    for (size_t i = 0; i < sizeof own_addresses / sizeof *own_addresses; i++)
        address_note(building, str_from_c(own_addresses[i]), STR("Doorleefd"));
    for (size_t i = 0; i < building->settings->kind_count; i++) {
        const struct kind *kind = &building->settings->kinds[i];
        if (kind->prefix.len > 0)
            address_note(building, kind_address(building->arena, kind), kind->plural);
    }
}

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
    if (!path_resolve(arena, STR(""), alias, &path) || path.len == 0)
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
    const struct field *field = document == NULL ? NULL : document_field(document, FIELD_ALIASES);
    for (size_t i = 0; field != NULL && i < field->count; i++) {
        str address = alias_address(building->arena, field->values[i]);
        const str *owner = map_get(building->addresses, address);
        if (address.len == 0) {
            diagnose(building->diagnostics, &alias_wrong, field->value_places[i],
                     VALUES(field->values[i]));
            continue;
        }
        if (!address_free(building, address)) {
            diagnose(building->diagnostics, &alias_taken, field->value_places[i],
                     VALUES(address, owner == NULL ? STR("Doorleefd") : *owner));
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
        .next_numbers = map_new(arena),
    };
    building.files = source_files(source, &building.file_count);
    building.entries = ARENA_ARRAY(arena, struct entry, building.file_count);
    building.site->settings = settings;
    building.site->language = site_language(arena, settings);

    own_addresses_take(&building);
    terms_read(&building);
    pages_read(&building);
    building.site->pages = building.pages.at;
    building.site->page_count = building.pages.count;
    terms_fill(&building);
    links_resolve(&building);
    related_find(&building);
    changes_find(&building);
    redirects_read(&building);
    standing_pages_find(&building);
    return building.site;
}
