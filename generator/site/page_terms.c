// SPDX-License-Identifier: EUPL-1.2
// The terms that pages carry.
//
// Very many pages write the same: so what they write is looked up as a whole first.
#include "site/building.h"

#include "base/hash.h"

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

// Adds the terms of one field.  Returns false where not all of them are there.
static bool field_choose(struct choosing *choosing, const struct document *document,
                         const struct field *field)
{
    struct building *building = choosing->building;
    if (field->count > TERMS_MAX && !choosing->make)
        return false;
    if (field->count > TERMS_MAX)
        diagnose(building->diagnostics, &terms_many, field_place(document, field),
                 VALUES(field_key(document, field), NUMBER(TERMS_MAX)));
    for (size_t v = 0; v < field->count && choosing->count < TERMS_MAX; v++) {
        struct term *term = choosing->make
                                ? term_find_or_make(building, choosing->taxonomy, field->values[v],
                                                    value_place(document, field, v))
                                : term_known(building, choosing->taxonomy, field->values[v]);
        if (term == NULL && !choosing->make)
            return false;
        if (term != NULL)
            term_add_once(choosing->terms, &choosing->count, term);
    }
    return true;
}

static bool terms_choose(struct choosing *choosing, const struct document *document)
{
    str name = choosing->building->settings->taxonomies[choosing->taxonomy].name;
    size_t room = 0;
    for (size_t i = 0; i < document->field_count; i++)
        if (document->fields[i].id == FIELD_TAXONOMY && str_equal(document->fields[i].name, name))
            room += document->fields[i].count;
    choosing->terms = ARENA_ARRAY(choosing->building->arena, struct term *, room);
    for (size_t i = 0; i < document->field_count && room > 0; i++)
        if (document->fields[i].id == FIELD_TAXONOMY && str_equal(document->fields[i].name, name) &&
            !field_choose(choosing, document, &document->fields[i]))
            return false;
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

static void key_add(struct buf *key, str text)
{
    buf_add(key, (str){ (const char *)&text.len, sizeof text.len });
    buf_add(key, text);
}

// All that the terms of a document follow from.
static str key_of(struct buf *key, const struct document *document)
{
    buf_clear(key);
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field *field = &document->fields[i];
        if (field->id != FIELD_TAXONOMY)
            continue;
        key_add(key, field->name);
        buf_add(key, (str){ (const char *)&field->count, sizeof field->count });
        for (size_t v = 0; v < field->count; v++)
            key_add(key, field->values[v]);
    }
    return buf_view(key);
}

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
    struct fingerprint print = print_of(building, key_of(&building->key, page->document));
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
