// SPDX-License-Identifier: EUPL-1.2
// Who has which address.
#include "site/building.h"

#include "base/path.h"

DIAGNOSTIC(address_twice, ERROR, "het adres '/{1}' is al van '{2}'; deze bladzijde krijgt '/{3}'",
           "the address '/{1}' belongs to '{2}' already; this page gets '/{3}'",
           "geef een van de twee bestanden een andere naam",
           "give one of the two files another name");

// Addresses of pages that the generator makes itself.
static const char *const own_addresses[] = { "zoeken/", "trefwoorden/", "sitemap/",      "matrix/",
                                             "assets/", "search/",      SITE_ATTACHMENTS };

struct holder {
    str owner;
    struct page *page; // or NULL
};

static struct holder *holder_new(const struct building *building, str owner, struct page *page)
{
    struct holder *holder = ARENA_NEW(building->arena, struct holder);
    *holder = (struct holder){ owner, page };
    return holder;
}

void address_note(struct building *building, str address, str owner)
{
    struct holder *holder = holder_new(building, owner, NULL);
    struct holder *other = map_add(building->addresses, address, holder);
    if (other != NULL)
        other->owner = owner;
}

// Whether it looks like a crossing: "sector/<term>/thema/<term>/".
static bool is_crossing(const struct building *building, str address)
{
    const struct settings *settings = building->settings;
    str parts[4];
    size_t count = 0;
    if (settings->taxonomy_count < 2 || !str_starts(address, settings->taxonomies[0].name))
        return false;
    for (; address.len > 0 && count < 4; count++)
        str_cut(address, '/', &parts[count], &address);
    return count == 4 && address.len == 0 && str_equal(parts[0], settings->taxonomies[0].name) &&
           str_equal(parts[2], settings->taxonomies[1].name);
}

// Whether it is a further page of a listing: ".../pagina/2/".
static bool is_listing(str address)
{
    str folder = str_slice(address, 0, address.len > 0 ? address.len - 1 : 0);
    unsigned number;
    return str_equal(path_name(path_folder(folder)), STR("pagina")) &&
           str_to_number(path_name(folder), &number);
}

// Whether a part of the register stands there: "trefwoorden/s/".
static bool is_register(str address)
{
    static const str top = { "trefwoorden/", sizeof "trefwoorden/" - 1 };
    if (!str_starts(address, top) || address.len == top.len)
        return false;
    str name = str_slice(address, top.len, address.len - 1);
    return name.len == 1 || str_equal(name, STR("0-9")) || str_equal(name, STR("onderwerpen"));
}

// Whether listings, crossings or the register may come to stand there.
static bool address_reserved(const struct building *building, str address)
{
    return is_listing(address) || is_register(address) || is_crossing(building, address);
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

bool address_held(const struct building *building, str address)
{
    return map_get(building->addresses, address) != NULL;
}

bool address_free(const struct building *building, str address)
{
    return !address_held(building, address) && !address_reserved(building, address);
}

str address_owner(const struct building *building, str address)
{
    const struct holder *holder = map_get(building->addresses, address);
    return holder == NULL ? STR("Doorleefd") : holder->owner;
}

struct page *page_at(const struct building *building, str address)
{
    const struct holder *holder = map_get(building->addresses, address);
    return holder == NULL ? NULL : holder->page;
}

// What a number goes behind: the whole, without the slash; of what looks like a crossing
// the part that makes it one.
static str stem_of(const struct building *building, str address)
{
    str stem = str_slice(address, 0, address.len - (address.len > 0 ? 1 : 0));
    return is_crossing(building, address) ? path_folder(stem) : stem;
}

// The next address that is free, after a message.
static str address_beside(struct building *building, str address, struct place place)
{
    str taken = address;
    str stem = stem_of(building, address);
    str rest = address.len > 0 ? str_after(address, stem.len) : STR("/");
    while (!address_free(building, taken)) {
        unsigned number = (*next_number(building, stem))++;
        taken = arena_join(building->arena, (str[]){ stem, STR("-"), NUMBER(number), rest, { 0 } });
    }
    diagnose(building->diagnostics, &address_twice, place,
             VALUES(address, address_owner(building, address), taken));
    return taken;
}

// Whether `holder` has the address now.
static bool try_take(struct building *building, str address, struct holder *holder)
{
    return !address_reserved(building, address) &&
           map_add(building->addresses, address, holder) == NULL;
}

str address_take(struct building *building, str address, str owner, struct place place)
{
    struct holder *holder = holder_new(building, owner, NULL);
    if (try_take(building, address, holder))
        return address;
    str taken = address_beside(building, address, place);
    map_put(building->addresses, taken, holder);
    return taken;
}

void page_address_take(struct building *building, struct page *page)
{
    struct holder *holder = holder_new(building, page->title, page);
    if (try_take(building, page->address, holder))
        return;
    page->address = address_beside(building, page->address, document_place(page->document));
    map_put(building->addresses, page->address, holder);
}

void own_addresses_take(struct building *building)
{
    for (size_t i = 0; i < sizeof own_addresses / sizeof *own_addresses; i++)
        address_note(building, str_from_c(own_addresses[i]), STR("Doorleefd"));
    for (size_t i = 0; i < building->settings->kind_count; i++) {
        const struct kind *kind = &building->settings->kinds[i];
        if (kind->prefix.len > 0)
            address_note(building, kind_address(building->arena, kind), kind->plural);
    }
}
