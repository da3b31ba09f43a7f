// SPDX-License-Identifier: EUPL-1.2
// Which pages carry which term, and which two terms together.
//
// Each term and each two terms that a page carries have a shelf.  Pages that carry the
// same terms stand on the same shelves.  Once it is known how many stand on each, they
// are filled with the pages in their order.
#include "site/building.h"

#include "base/memory.h"

#include <stdlib.h>

// ---- Terms ----

static int by_label(const void *left, const void *right)
{
    const struct term *a = *(const struct term *const *)left;
    const struct term *b = *(const struct term *const *)right;
    int order = str_compare(a->name, b->name);
    return order != 0 ? order : str_compare(a->label, b->label);
}

// A term that no file knows is only there where a page carries it.
static void terms_sort(struct building *building)
{
    for (size_t i = 0; i < building->site->taxonomy_count; i++) {
        struct vocabulary *vocabulary = &building->vocabularies[i];
        if (vocabulary->list.count > 0)
            qsort(vocabulary->list.at, vocabulary->list.count, sizeof *vocabulary->list.at,
                  by_label);
        for (size_t t = 0; t < vocabulary->list.count; t++)
            vocabulary->list.at[t]->number = t;
        building->site->taxonomies[i].terms = vocabulary->list.at;
        building->site->taxonomies[i].term_count = vocabulary->list.count;
    }
}

static void narrower_fill(struct building *building, const struct vocabulary *vocabulary)
{
    size_t *counts = ARENA_ARRAY(building->arena, size_t, vocabulary->list.count);
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        const struct term *broader = vocabulary->list.at[i]->broader;
        if (broader != NULL)
            counts[broader->number]++;
    }
    const struct term ***room =
        ARENA_ARRAY(building->arena, const struct term **, vocabulary->list.count);
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        room[i] = ARENA_ARRAY(building->arena, const struct term *, counts[i]);
        vocabulary->list.at[i]->narrower = room[i];
    }
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        const struct term *term = vocabulary->list.at[i];
        if (term->broader == NULL)
            continue;
        struct term *broader = vocabulary->list.at[term->broader->number];
        room[broader->number][broader->narrower_count++] = term;
    }
}

// ---- Shelves ----

struct shelf {
    struct page **at[SORT_COUNT];
    size_t counts[SORT_COUNT];
};

// Two terms that a page carries together.
struct pair {
    uint32_t first; // numbers of terms, of the first and the second taxonomy
    uint32_t second;
    uint32_t shelf;
};

// A site with fewer possible pairs has a table of them all.
enum { PAIRS_TABLE_MAX = 1 << 20 };

struct shelving {
    struct building *building;
    struct arena *scratch;
    size_t *first_terms; // for each taxonomy the shelf of its first term
    uint32_t *table;     // for each two terms the number of their pair, from 1; or
    struct map *map;     // where they would be too many
    LIST(struct pair) pairs;
    LIST(struct shelf) shelves;
    struct set_use *uses;  // one a set
    LIST(uint32_t) stands; // the shelves of all sets, one set after the other
    size_t *starts;        // one a set: where its shelves begin in `stands`
};

static void shelving_start(struct shelving *shelving, struct building *building)
{
    const struct site *site = building->site;
    struct arena *scratch = arena_new();
    size_t count = 0;
    *shelving = (struct shelving){ .building = building, .scratch = scratch };
    shelving->first_terms = ARENA_ARRAY(scratch, size_t, site->taxonomy_count);
    shelving->uses = ARENA_ARRAY(building->arena, struct set_use, building->sets.count);
    shelving->starts = ARENA_ARRAY(scratch, size_t, building->sets.count + 1);
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        shelving->first_terms[i] = count;
        count += site->taxonomies[i].term_count;
    }
    LIST_RESERVE(scratch, shelving->shelves, count);
    shelving->shelves.count = count;
    if (site->taxonomy_count < 2)
        return;
    size_t first = site->taxonomies[0].term_count;
    size_t second = site->taxonomies[1].term_count;
    if (first == 0 || second <= PAIRS_TABLE_MAX / first)
        shelving->table = ARENA_ARRAY(scratch, uint32_t, first * second);
    else
        shelving->map = map_new(scratch);
}

static uint32_t pair_add(struct shelving *shelving, uint32_t first, uint32_t second)
{
    struct pair pair = { first, second, (uint32_t)shelving->shelves.count };
    LIST_ADD(shelving->scratch, shelving->shelves, (struct shelf){ 0 });
    LIST_ADD(shelving->scratch, shelving->pairs, pair);
    return (uint32_t)shelving->pairs.count;
}

static uint32_t *pair_mapped(struct shelving *shelving, uint32_t first, uint32_t second)
{
    const uint32_t numbers[] = { first, second };
    str key = { (const char *)numbers, sizeof numbers };
    uint32_t *pair = map_get(shelving->map, key);
    if (pair != NULL)
        return pair;
    pair = ARENA_NEW(shelving->scratch, uint32_t);
    map_put(shelving->map, arena_copy(shelving->scratch, key), pair);
    return pair;
}

static uint32_t pair_shelf(struct shelving *shelving, const struct term *first,
                           const struct term *second)
{
    size_t width = shelving->building->site->taxonomies[1].term_count;
    uint32_t a = (uint32_t)first->number;
    uint32_t b = (uint32_t)second->number;
    uint32_t *pair =
        shelving->table != NULL ? &shelving->table[a * width + b] : pair_mapped(shelving, a, b);
    if (*pair == 0)
        *pair = pair_add(shelving, a, b);
    return shelving->pairs.at[*pair - 1].shelf;
}

static void stand(struct shelving *shelving, size_t shelf, const struct set_use *use)
{
    LIST_ADD(shelving->scratch, shelving->stands, (uint32_t)shelf);
    for (unsigned sort = 0; sort < SORT_COUNT; sort++)
        shelving->shelves.at[shelf].counts[sort] += use->counts[sort];
}

static void set_shelve(struct shelving *shelving, const struct term_set *set,
                       const struct set_use *use)
{
    size_t taxonomies = shelving->building->site->taxonomy_count;
    const struct term_list *lists = set->lists;
    for (size_t i = 0; i < taxonomies; i++)
        for (size_t t = 0; t < lists[i].count; t++)
            stand(shelving, shelving->first_terms[i] + lists[i].at[t]->number, use);
    for (size_t a = 0; taxonomies > 1 && a < lists[0].count; a++)
        for (size_t b = 0; b < lists[1].count; b++)
            stand(shelving, pair_shelf(shelving, lists[0].at[a], lists[1].at[b]), use);
}

// Chapters stand on no shelf.
static void uses_count(struct shelving *shelving)
{
    const struct building *building = shelving->building;
    for (size_t i = 0; i < building->traits.count; i++) {
        const struct trait *trait = &building->traits.at[i];
        uint32_t *counts = shelving->uses[trait->set].counts;
        counts[SORT_STORY] += trait->base == BASE_STORY;
        counts[SORT_GUIDELINE] += trait->base == BASE_GUIDELINE;
        counts[SORT_PLAIN] += trait->base == BASE_PAGE;
    }
}

// Finds the shelves of each set that a page carries.
static void sets_shelve(struct shelving *shelving)
{
    const struct building *building = shelving->building;
    for (size_t i = 0; i < building->sets.count; i++) {
        const struct set_use *use = &shelving->uses[i];
        shelving->starts[i] = shelving->stands.count;
        if (use->counts[SORT_STORY] + use->counts[SORT_GUIDELINE] + use->counts[SORT_PLAIN] > 0)
            set_shelve(shelving, building->sets.at[i], use);
    }
    shelving->starts[building->sets.count] = shelving->stands.count;
}

static void shelves_make(struct shelving *shelving)
{
    size_t count = 0;
    for (size_t i = 0; i < shelving->shelves.count; i++)
        for (unsigned sort = 0; sort < SORT_COUNT; sort++)
            count += shelving->shelves.at[i].counts[sort];
    struct page **room = ARENA_ARRAY(shelving->building->arena, struct page *, count);
    for (size_t i = 0; i < shelving->shelves.count; i++)
        for (unsigned sort = 0; sort < SORT_COUNT; sort++) {
            struct shelf *shelf = &shelving->shelves.at[i];
            shelf->at[sort] = room;
            room += shelf->counts[sort];
        }
}

enum { PAGES_AHEAD = 16 };

static void shelves_fill(struct shelving *shelving, struct page_order order, unsigned sort)
{
    const struct trait *traits = shelving->building->traits.at;
    // Where the next page goes on each shelf.
    struct page ***next = ARENA_ARRAY(shelving->scratch, struct page **, shelving->shelves.count);
    for (size_t i = 0; i < shelving->shelves.count; i++)
        next[i] = shelving->shelves.at[i].at[sort];
    for (size_t i = 0; i < order.pages.count; i++) {
        if (i + PAGES_AHEAD < order.pages.count)
            memory_soon(&traits[order.numbers[i + PAGES_AHEAD]], 1);
        size_t set = traits[order.numbers[i]].set;
        for (size_t s = shelving->starts[set]; s < shelving->starts[set + 1]; s++)
            *next[shelving->stands.at[s]]++ = order.pages.at[i];
    }
}

static struct page_list shelved(const struct shelf *shelf, unsigned sort)
{
    return (struct page_list){ shelf->at[sort], shelf->counts[sort] };
}

// ---- Crossings ----

static int by_terms(const void *left, const void *right)
{
    const struct pair *a = left;
    const struct pair *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->second < b->second ? -1 : 1;
}

static void crossing_give(struct term *term, const struct crossing *crossing)
{
    term->crossings[term->crossing_count++] = crossing;
}

// Each term gets its crossings: counted first, so that none is walked twice.
static void crossings_give(struct building *building, const struct crossing *crossings,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crossings[i].first->crossing_count++;
        crossings[i].second->crossing_count++;
    }
    for (size_t i = 0; i < 2 && i < building->site->taxonomy_count; i++)
        for (size_t t = 0; t < building->vocabularies[i].list.count; t++) {
            struct term *term = building->vocabularies[i].list.at[t];
            term->crossings =
                ARENA_ARRAY(building->arena, const struct crossing *, term->crossing_count);
            term->crossing_count = 0;
        }
    for (size_t i = 0; i < count; i++) {
        crossing_give(crossings[i].first, &crossings[i]);
        crossing_give(crossings[i].second, &crossings[i]);
    }
}

static struct crossing crossing_of(const struct shelving *shelving, const struct pair *pair)
{
    const struct building *building = shelving->building;
    struct term *first = building->site->taxonomies[0].terms[pair->first];
    struct term *second = building->site->taxonomies[1].terms[pair->second];
    const struct shelf *shelf = &shelving->shelves.at[pair->shelf];
    str name = building->settings->taxonomies[1].name;
    return (struct crossing){
        .first = first,
        .second = second,
        .address =
            arena_join(building->arena,
                       (str[]){ first->address, name, STR("/"), second->name, STR("/"), { 0 } }),
        .stories = shelved(shelf, SORT_STORY),
        .guidelines = shelved(shelf, SORT_GUIDELINE),
        .pages = shelved(shelf, SORT_PLAIN),
    };
}

static void crossings_make(const struct shelving *shelving)
{
    struct building *building = shelving->building;
    size_t count = shelving->pairs.count;
    struct crossing *crossings = ARENA_ARRAY(building->arena, struct crossing, count);
    if (count > 0)
        qsort(shelving->pairs.at, count, sizeof *shelving->pairs.at, by_terms);
    for (size_t i = 0; i < count; i++) {
        crossings[i] = crossing_of(shelving, &shelving->pairs.at[i]);
        address_note(building, crossings[i].address, crossings[i].second->label);
    }
    crossings_give(building, crossings, count);
    building->site->crossings = crossings;
    building->site->crossing_count = count;
}

// ---- All of it ----

static void terms_give(const struct shelving *shelving)
{
    const struct site *site = shelving->building->site;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++) {
            struct term *term = site->taxonomies[i].terms[t];
            const struct shelf *shelf = &shelving->shelves.at[shelving->first_terms[i] + t];
            term->stories = shelved(shelf, SORT_STORY);
            term->guidelines = shelved(shelf, SORT_GUIDELINE);
            term->pages = shelved(shelf, SORT_PLAIN);
        }
}

void terms_fill(struct building *building)
{
    struct shelving shelving;
    terms_sort(building);
    for (size_t i = 0; i < building->site->taxonomy_count; i++)
        narrower_fill(building, &building->vocabularies[i]);
    shelving_start(&shelving, building);
    uses_count(&shelving);
    sets_shelve(&shelving);
    shelves_make(&shelving);
    shelves_fill(&shelving, building->stories, SORT_STORY);
    shelves_fill(&shelving, building->guidelines, SORT_GUIDELINE);
    shelves_fill(&shelving, building->plain, SORT_PLAIN);
    terms_give(&shelving);
    crossings_make(&shelving);
    building->uses = shelving.uses;
    arena_free(shelving.scratch);
}

static size_t carried_terms(const struct taxonomy *taxonomy)
{
    size_t count = 0;
    for (size_t i = 0; i < taxonomy->term_count; i++)
        count += taxonomy->terms[i]->crossing_count > 0;
    return count;
}

bool site_has_matrix(const struct site *site)
{
    return site->crossing_count > 0 &&
           carried_terms(&site->taxonomies[0]) * carried_terms(&site->taxonomies[1]) <=
               SITE_MATRIX_CELLS_MAX;
}
