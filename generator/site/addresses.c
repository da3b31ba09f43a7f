// SPDX-License-Identifier: EUPL-1.2
// Who has which address.
#include "site/building.h"

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

// The next address that is free, after a message.
static str address_beside(struct building *building, str address, struct place place)
{
    str taken = address;
    str stem = str_slice(address, 0, address.len - (address.len > 0 ? 1 : 0));
    while (!address_free(building, taken)) {
        unsigned number = (*next_number(building, stem))++;
        taken =
            arena_join(building->arena, (str[]){ stem, STR("-"), NUMBER(number), STR("/"), { 0 } });
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

