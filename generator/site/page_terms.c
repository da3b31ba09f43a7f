// SPDX-License-Identifier: EUPL-1.2
// The terms that pages carry.
//
// Very many pages write the same: so what they write is looked up as a whole first.
#include "site/building.h"

#include "base/hash.h"

#include <string.h>

DIAGNOSTIC(terms_many, ERROR, "bij '{1}' staan er meer dan {2}; de rest telt niet mee",
           "'{1}' has more than {2}; the rest does not count",
           "kies de woorden die er echt over gaan", "choose the words that it is really about");

// What one page may carry of one taxonomy: more would make a page for each pair
// of them, and says nothing any more.
enum { TERMS_MAX = 30 };

static void term_add_once(struct term **terms, size_t *count, struct term *term)
{
    for (size_t i = 0; i < *count; i++)
        if (terms[i] == term)
            return;
    terms[(*count)++] = term;
}

// What the document writes of one taxonomy, and what that comes to.
struct choosing {
    struct building *building;
    size_t taxonomy;
    bool make; // terms that are not there yet, with messages
    struct term **terms;
    size_t count;
};

// Whether a field may have so many values; says it when not.
static bool may_have(const struct choosing *choosing, const struct value_walk *walk)
{
    if (walk->count <= TERMS_MAX || walk->value > 0)
        return true;
    if (choosing->make)
        diagnose(choosing->building->diagnostics, &terms_many, value_walk_field_place(walk),
                 VALUES(value_walk_key(walk), NUMBER(TERMS_MAX)));
    return choosing->make;
}

// Adds the term of one value.  Returns false where it is not there.
static bool value_choose(struct choosing *choosing, const struct value_walk *walk)
{
    struct building *building = choosing->building;
    if (!may_have(choosing, walk))
        return false;
    if (choosing->count == TERMS_MAX)
        return true;
    struct term *term = choosing->make ? term_find_or_make(building, choosing->taxonomy, walk->text,
                                                           value_walk_place(walk))
                                       : term_known(building, choosing->taxonomy, walk->text);
    if (term != NULL)
        term_add_once(choosing->terms, &choosing->count, term);
    return term != NULL || choosing->make;
}

static bool terms_choose(struct choosing *choosing, const struct document *document)
{
    const struct building *building = choosing->building;
    struct term *terms[TERMS_MAX];
    struct value_walk walk = { .document = document,
                               .id = FIELD_TAXONOMY,
                               .name = building->settings->taxonomies[choosing->taxonomy].name };
    choosing->terms = terms;
    while (value_walk_next(&walk))
        if (!value_choose(choosing, &walk))
            return false;
    choosing->terms = ARENA_ARRAY(building->arena, struct term *, choosing->count);
    if (choosing->count > 0)
        memcpy(choosing->terms, terms, choosing->count * sizeof *terms);
    return true;
}

static bool lists_choose(struct building *building, const struct document *document, bool make,
                         struct term_list *lists)
{
    for (size_t i = 0; i < building->settings->taxonomy_count; i++) {
        struct choosing choosing = { .building = building, .taxonomy = i, .make = make };
        if (!terms_choose(&choosing, document))
            return false;
        lists[i] = (struct term_list){ choosing.terms, choosing.count };
    }
    return true;
}

static struct term_set *set_new(struct building *building)
{
    size_t size =
        sizeof(struct term_set) + building->settings->taxonomy_count * sizeof(struct term_list);
    return arena_alloc(building->arena, size);
}

static void set_add(struct building *building, struct term_set *set)
{
    set->number = building->sets.count;
    LIST_ADD(building->arena, building->sets, set);
}

struct term_set *term_set_of(const struct page *page)
{
    return (struct term_set *)((char *)page->terms - offsetof(struct term_set, lists));
}

// ---- By what is written ----

enum { FIRST_ROOM = 64 };

// The place of the set, or the free one where it would go.
static struct known_set *place_of(const struct known_sets *known, struct fingerprint print)
{
    size_t i = print.low & (known->room - 1);
    while (known->at[i].set != NULL && !fingerprint_equal(known->at[i].print, print))
        i = (i + 1) & (known->room - 1);
    return &known->at[i];
}

// Keeps the table at most half full.
static void make_room(struct arena *arena, struct known_sets *known)
{
    struct known_sets old = *known;
    if (2 * (old.count + 1) <= old.room)
        return;
    known->room = old.room == 0 ? FIRST_ROOM : 2 * old.room;
    known->at = ARENA_ARRAY(arena, struct known_set, known->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.at[i].set != NULL)
            *place_of(known, old.at[i].print) = old.at[i];
}

// Of this run alone: nobody can write what has the print of something else without
// knowing where the worker's memory is.
static struct fingerprint print_of(const struct building *building, str key)
{
    uint64_t seed = (uintptr_t)building->arena;
    return (struct fingerprint){ hash_64_seeded(key, seed), hash_64_seeded(key, ~seed) };
}

void page_terms_look(struct building *building, struct page *page)
{
    buf_clear(&building->key);
    document_taxonomies(page->document, &building->key);
    struct fingerprint print = print_of(building, buf_view(&building->key));
    make_room(building->arena, &building->known_sets);
    struct known_set *known = place_of(&building->known_sets, print);
    if (known->set == NULL) {
        struct term_set *set = set_new(building);
        if (!lists_choose(building, page->document, false, set->lists))
            return;
        set_add(building, set);
        *known = (struct known_set){ print, set };
        building->known_sets.count++;
    }
    page->terms = known->set->lists;
}

// ---- By terms ----

static void key_add(struct buf *key, str text)
{
    buf_add(key, (str){ (const char *)&text.len, sizeof text.len });
    buf_add(key, text);
}

static str key_of_lists(struct buf *key, const struct term_list *lists, size_t count)
{
    buf_clear(key);
    for (size_t i = 0; i < count; i++)
        key_add(key, (str){ (const char *)lists[i].at, lists[i].count * sizeof(struct term *) });
    return buf_view(key);
}

void page_terms_read(struct building *building, struct page *page)
{
    if (page->terms != NULL)
        return;
    struct term_set *set = set_new(building);
    lists_choose(building, page->document, true, set->lists);
    str key = key_of_lists(&building->key, set->lists, building->settings->taxonomy_count);
    struct term_set *known = map_get(building->made_sets, key);
    if (known == NULL) {
        map_put(building->made_sets, arena_copy(building->arena, key), set);
        set_add(building, set);
    }
    page->terms = known == NULL ? set->lists : known->lists;
}
