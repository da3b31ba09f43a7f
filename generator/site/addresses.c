// SPDX-License-Identifier: EUPL-1.2
// Who has which address.
//
// On most sites no two pages want the same one.  So while files are looked at, on all
// cores, each page claims its own in a table.  As soon as a claim meets another, or what
// has an address already, the table is given up: then pages take their addresses one
// after the other, and a map knows who has which.
#include "site/building.h"

#include "base/hash.h"
#include "base/memory.h"
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

// ---- Claims ----

enum { HASH_SHIFT = 32 };

void claims_open(struct building *building)
{
    struct claims *claims = ARENA_NEW(building->arena, struct claims);
    claims->count = 2;
    while (claims->count < 2 * building->file_count)
        claims->count *= 2;
    claims->slots = ARENA_ARRAY(building->arena, atomic_uint_least64_t, claims->count);
    atomic_init(&claims->contested, false);
    building->claims = claims;
}

static uint64_t claim_hash(const struct claims *claims, str address)
{
    return hash_64_seeded(address, (uintptr_t)claims);
}

void address_claim(struct building *building, size_t file)
{
    struct claims *claims = building->claims;
    str address = building->room[file].address;
    if (claims == NULL)
        return;
    struct claim claim = { claim_hash(claims, address), file };
    memory_soon(&claims->slots[claim.hash & (claims->count - 1)], 1);
    LIST_ADD(building->arena, building->claiming, claim);
}

// The page that a slot names, if it has that address.
static struct page *claimant(const struct building *building, uint64_t slot, uint64_t hash,
                             str address)
{
    if (slot >> HASH_SHIFT != hash >> HASH_SHIFT)
        return NULL;
    struct page *page = &building->room[(size_t)(slot & UINT32_MAX) - 1];
    return str_equal(page->address, address) ? page : NULL;
}

// Returns false where another page has claimed the same.
static bool claim_put(const struct building *building, struct claim claim)
{
    const struct claims *claims = building->claims;
    str address = building->room[claim.file].address;
    uint64_t slot = claim.hash >> HASH_SHIFT << HASH_SHIFT | (claim.file + 1);
    for (uint64_t i = claim.hash;; i++) {
        uint_least64_t other = 0;
        if (atomic_compare_exchange_strong(&claims->slots[i & (claims->count - 1)], &other, slot))
            return true;
        if (claimant(building, other, claim.hash, address) != NULL)
            return false;
    }
}

void claims_finish(struct building *building)
{
    struct claims *claims = building->claims;
    for (size_t i = 0; claims != NULL && i < building->claiming.count; i++) {
        struct claim claim = building->claiming.at[i];
        str address = building->room[claim.file].address;
        if (atomic_load_explicit(&claims->contested, memory_order_relaxed))
            break;
        if (address_reserved(building, address) || map_get(building->addresses, address) != NULL ||
            !claim_put(building, claim))
            atomic_store(&claims->contested, true);
    }
    building->claiming.count = 0;
}

// The page that has claimed the address, or NULL.
static struct page *claimed_by(const struct building *building, str address)
{
    const struct claims *claims = building->claims;
    if (claims == NULL)
        return NULL;
    uint64_t hash = claim_hash(claims, address);
    for (uint64_t i = hash;; i++) {
        uint64_t slot = atomic_load(&claims->slots[i & (claims->count - 1)]);
        struct page *page = slot == 0 ? NULL : claimant(building, slot, hash, address);
        if (slot == 0 || page != NULL)
            return page;
    }
}

static struct holder *holder_of(struct building *building, struct page *page)
{
    return holder_new(building, page->title, page);
}

// From here on pages take their addresses one by one: those that are settled have theirs.
static void claims_drop(struct building *building)
{
    building->claims = NULL;
    for (size_t i = 0; i < building->pages.count; i++)
        map_add(building->addresses, building->pages.at[i]->address,
                holder_of(building, building->pages.at[i]));
}

void claims_settle(struct building *building)
{
    if (building->claims != NULL && atomic_load(&building->claims->contested))
        claims_drop(building);
}

bool address_held(const struct building *building, str address)
{
    return map_get(building->addresses, address) != NULL || claimed_by(building, address) != NULL;
}

bool address_free(const struct building *building, str address)
{
    return !address_held(building, address) && !address_reserved(building, address);
}

str address_owner(const struct building *building, str address)
{
    const struct holder *holder = map_get(building->addresses, address);
    const struct page *page = holder == NULL ? claimed_by(building, address) : NULL;
    return holder != NULL ? holder->owner : page != NULL ? page->title : STR("Doorleefd");
}

struct page *page_at(const struct building *building, str address)
{
    const struct holder *holder = map_get(building->addresses, address);
    return holder == NULL ? claimed_by(building, address) : holder->page;
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
    if (claimed_by(building, address) != NULL) // perhaps by a page that comes later
        claims_drop(building);
    if (try_take(building, address, holder))
        return address;
    str taken = address_beside(building, address, place);
    map_put(building->addresses, taken, holder);
    return taken;
}

void page_address_take(struct building *building, struct page *page)
{
    if (building->claims != NULL)
        return;
    struct holder *holder = holder_of(building, page);
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
