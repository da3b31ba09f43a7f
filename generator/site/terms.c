// SPDX-License-Identifier: EUPL-1.2
// Taxonomies: the controlled vocabularies, and which pages carry which term.
#include "site/building.h"

#include "base/nearest.h"
#include "base/path.h"

#include <stdlib.h>

DIAGNOSTIC(term_unknown, WARNING, "'{1}' staat niet in de lijst met termen van '{2}'",
           "'{1}' is not in the list of terms of '{2}'", "bedoelde je '{3}'?",
           "did you mean '{3}'?");
DIAGNOSTIC(term_broader_circle, ERROR,
           "'{1}' en '{2}' noemen elkaar breder, rechtstreeks of via andere termen",
           "'{1}' and '{2}' are each broader than the other, directly or through other terms",
           "haal een van de twee weg bij 'breder'", "remove one of the two from 'broader'");
DIAGNOSTIC(term_same_name, WARNING, "'{1}' is al een naam van de term '{2}'",
           "'{1}' is already a name of the term '{2}'", "geef elke naam aan een term",
           "give each name to one term");

static struct term *term_add(struct building *building, size_t taxonomy, str name)
{
    struct vocabulary *vocabulary = &building->vocabularies[taxonomy];
    struct term *term = ARENA_NEW(building->arena, struct term);
    term->taxonomy = taxonomy;
    term->name = name;
    LIST_ADD(building->arena, vocabulary->list, term);
    return term;
}

static void name_give(struct building *building, struct term *term, str name, struct place place)
{
    struct map *terms = building->vocabularies[term->taxonomy].terms;
    str slug = path_slug(building->arena, name);
    struct term *other = map_get(terms, slug);
    if (slug.len > 0 && other == NULL)
        map_put(terms, slug, term);
    else if (other != NULL && other != term)
        diagnose(building->diagnostics, &term_same_name, place, VALUES(name, other->label));
}

static const str *values_of(const struct document *document, enum field_id id, size_t *count)
{
    const struct field *field = document_field(document, id);
    *count = field == NULL ? 0 : field->count;
    return field == NULL ? NULL : field->values;
}

static str term_address(struct building *building, struct term *term, struct place place)
{
    str taxonomy = building->site->taxonomies[term->taxonomy].address;
    str wanted = arena_join(building->arena, (str[]){ taxonomy, term->name, STR("/"), { 0 } });
    str address = address_take(building, wanted, term->label, place);
    // Two files of one name in different folders are two terms.
    term->name = path_name(str_slice(address, 0, address.len - 1));
    return address;
}

static void term_read(struct building *building, size_t taxonomy, size_t file)
{
    const struct document *document = building->documents[file];
    page_fields_check(building, document, BASE_TERM);
    str stem = path_stem(document->path);
    str name = path_slug(building->arena, stem);
    struct term *term = term_add(building, taxonomy, name.len > 0 ? name : STR("term"));
    str label = document_text(document, FIELD_LABEL);
    term->label = label.len > 0 ? label : document->title;
    term->document = document;
    term->synonyms = values_of(document, FIELD_SYNONYMS, &term->synonym_count);
    term->search_terms = values_of(document, FIELD_SEARCH_TERMS, &term->search_term_count);
    term->address = term_address(building, term, document_place(document));
    name_give(building, term, name, document_place(document));
    building->vocabularies[taxonomy].closed = true;
    building->entries[file] =
        (struct entry){ .fate = FATE_TERM, .term = term, .address = term->address };
}

// Labels and synonyms come after all names, so that a synonym never hides the
// name of another term.
static void names_give(struct building *building, const struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        struct term *term = vocabulary->list.at[i];
        name_give(building, term, term->label, document_place(term->document));
    }
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        struct term *term = vocabulary->list.at[i];
        for (size_t s = 0; s < term->synonym_count; s++)
            name_give(building, term, term->synonyms[s], document_place(term->document));
    }
}

static bool is_above(const struct term *term, const struct term *other)
{
    for (; other != NULL; other = other->broader)
        if (other == term)
            return true;
    return false;
}

static void broader_read(struct building *building, struct term *term)
{
    const struct field *field = document_field(term->document, FIELD_BROADER);
    for (size_t i = 0; field != NULL && i < field->count && term->broader == NULL; i++) {
        struct term *broader =
            term_named(building, term->taxonomy, field->values[i], field->value_places[i]);
        if (broader != NULL && is_above(term, broader))
            diagnose(building->diagnostics, &term_broader_circle, field->value_places[i],
                     VALUES(term->label, broader->label));
        else
            term->broader = broader;
    }
}

static void related_read(struct building *building, struct term *term)
{
    const struct field *field = document_field(term->document, FIELD_RELATED);
    if (field == NULL)
        return;
    const struct term **related = ARENA_ARRAY(building->arena, const struct term *, field->count);
    size_t count = 0;
    for (size_t i = 0; i < field->count; i++) {
        struct term *other =
            term_named(building, term->taxonomy, field->values[i], field->value_places[i]);
        if (other != NULL && other != term)
            related[count++] = other;
    }
    term->related = related;
    term->related_count = count;
}

static bool in_folder(str path, str folder)
{
    return path.len > folder.len && str_starts(path, folder) && path.at[folder.len] == '/';
}

static void taxonomy_read(struct building *building, size_t number)
{
    struct taxonomy *taxonomy = &building->site->taxonomies[number];
    for (size_t i = 0; i < building->file_count; i++) {
        const struct document *document = building->documents[i];
        if (document == NULL || !in_folder(document->path, taxonomy->setting->folder))
            continue;
        if (!page_allowed(building, document, BASE_TERM)) {
            building->entries[i].fate = FATE_WITHHELD;
        } else if (str_equal(path_stem(document->path), STR("index"))) {
            taxonomy->document = document;
            building->entries[i] = (struct entry){ .fate = FATE_TAXONOMY,
                                                   .taxonomy = taxonomy,
                                                   .address = taxonomy->address };
        } else {
            term_read(building, number, i);
        }
    }
    names_give(building, &building->vocabularies[number]);
}

// Most pages write a term by its name or its label: then it need not be made
// plain first.
static void texts_note(struct building *building, const struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->list.count; i++) {
        const struct term *term = vocabulary->list.at[i];
        term_named(building, term->taxonomy, term->name, (struct place){ 0 });
        term_named(building, term->taxonomy, term->label, (struct place){ 0 });
    }
}

void terms_read(struct building *building)
{
    size_t count = building->settings->taxonomy_count;
    building->site->taxonomies = ARENA_ARRAY(building->arena, struct taxonomy, count);
    building->site->taxonomy_count = count;
    building->vocabularies = ARENA_ARRAY(building->arena, struct vocabulary, count);
    for (size_t i = 0; i < count; i++) {
        struct taxonomy *taxonomy = &building->site->taxonomies[i];
        taxonomy->setting = &building->settings->taxonomies[i];
        str address =
            arena_join(building->arena, (str[]){ taxonomy->setting->name, STR("/"), { 0 } });
        taxonomy->address =
            address_take(building, address, taxonomy->setting->plural, (struct place){ 0 });
        building->vocabularies[i].terms = map_new(building->arena);
        building->vocabularies[i].texts = map_new(building->arena);
        taxonomy_read(building, i);
    }
    for (size_t i = 0; i < count; i++) {
        const struct vocabulary *vocabulary = &building->vocabularies[i];
        for (size_t t = 0; t < vocabulary->list.count; t++) {
            if (vocabulary->list.at[t]->document == NULL)
                continue;
            broader_read(building, vocabulary->list.at[t]);
            related_read(building, vocabulary->list.at[t]);
        }
        texts_note(building, vocabulary);
    }
}

static str nearest_term(const struct vocabulary *vocabulary, str slug)
{
    struct nearest nearest = nearest_start(slug);
    for (size_t i = 0; i < vocabulary->list.count; i++)
        if (vocabulary->list.at[i]->document != NULL)
            nearest_try(&nearest, vocabulary->list.at[i]->name);
    return nearest.found;
}

struct term *term_known(struct building *building, size_t taxonomy, str text)
{
    const struct vocabulary *vocabulary = &building->vocabularies[taxonomy];
    struct term *known = map_get(vocabulary->texts, text);
    if (known == NULL)
        known = map_get(vocabulary->terms, path_slug(building->arena, text));
    bool silent = known != NULL && (!vocabulary->closed || known->document != NULL);
    return silent ? known : NULL;
}

struct term *term_named(struct building *building, size_t taxonomy, str text, struct place place)
{
    const struct vocabulary *vocabulary = &building->vocabularies[taxonomy];
    struct term *known = map_get(vocabulary->texts, text);
    if (known != NULL)
        return known;
    known = term_known(building, taxonomy, text);
    if (known != NULL) {
        map_put(vocabulary->texts, text, known);
        return known;
    }
    str slug = path_slug(building->arena, text);
    known = map_get(vocabulary->terms, slug);
    if (slug.len == 0 || !vocabulary->closed)
        return NULL;
    diagnose(building->diagnostics, &term_unknown, place,
             VALUES(text, building->settings->taxonomies[taxonomy].name,
                    nearest_term(vocabulary, slug)));
    return known;
}

struct term *term_find_or_make(struct building *building, size_t taxonomy, str text,
                               struct place place)
{
    struct vocabulary *vocabulary = &building->vocabularies[taxonomy];
    struct term *known = term_named(building, taxonomy, text, place);
    if (known != NULL)
        return known;
    str slug = path_slug(building->arena, text);
    bool misspelt = vocabulary->closed && nearest_term(vocabulary, slug).len > 0;
    if (slug.len == 0 || misspelt)
        return NULL;
    struct term *made = term_add(building, taxonomy, slug);
    made->label = text;
    made->address = term_address(building, made, place);
    map_put(vocabulary->terms, slug, made);
    return made;
}

// ---- Which pages carry which term ----

// Lists that grow, one of each sort for every term and every crossing.
struct carried {
    LIST(struct page *) stories;
    LIST(struct page *) guidelines;
    LIST(struct page *) pages;
};

struct pair {
    struct crossing crossing;
    struct carried carried;
};

static void carry(struct arena *arena, struct carried *carried, struct page *page)
{
    if (page->base == BASE_STORY)
        LIST_ADD(arena, carried->stories, page);
    else if (page->base == BASE_GUIDELINE)
        LIST_ADD(arena, carried->guidelines, page);
    else
        LIST_ADD(arena, carried->pages, page);
}

#define PAGES_OF(list) ((struct page_list){ (list).at, (list).count })

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

static struct pair *pair_of(struct building *building, struct map *pairs, struct term *first,
                            struct term *second)
{
    size_t numbers[2] = { first->number, second->number };
    str key = { (const char *)numbers, sizeof numbers };
    struct pair *pair = map_get(pairs, key);
    if (pair != NULL)
        return pair;
    pair = ARENA_NEW(building->arena, struct pair);
    pair->crossing.first = first;
    pair->crossing.second = second;
    pair->crossing.address =
        arena_join(building->arena, (str[]){ first->address,
                                             building->settings->taxonomies[second->taxonomy].name,
                                             STR("/"),
                                             second->name,
                                             STR("/"),
                                             { 0 } });
    map_put(pairs, arena_copy(building->arena, key), pair);
    return pair;
}

static int by_terms(const void *left, const void *right)
{
    const struct crossing *a = left;
    const struct crossing *b = right;
    if (a->first->number != b->first->number)
        return a->first->number < b->first->number ? -1 : 1;
    return a->second->number < b->second->number ? -1 : 1;
}

struct filling {
    struct building *building;
    struct carried **carried; // by taxonomy and number of the term
    struct map *pairs;
    LIST(struct pair *) found;
};

static void page_carry(struct filling *filling, struct page *page)
{
    struct building *building = filling->building;
    for (size_t i = 0; i < building->site->taxonomy_count; i++)
        for (size_t t = 0; t < page->terms[i].count; t++)
            carry(building->arena, &filling->carried[i][page->terms[i].at[t]->number], page);
    if (building->site->taxonomy_count < 2)
        return;
    for (size_t a = 0; a < page->terms[0].count; a++)
        for (size_t b = 0; b < page->terms[1].count; b++) {
            size_t before = map_count(filling->pairs);
            struct pair *pair =
                pair_of(building, filling->pairs, page->terms[0].at[a], page->terms[1].at[b]);
            if (map_count(filling->pairs) > before)
                LIST_ADD(building->arena, filling->found, pair);
            carry(building->arena, &pair->carried, page);
        }
}

static void pages_carry(struct filling *filling, struct page_list pages)
{
    for (size_t i = 0; i < pages.count; i++)
        page_carry(filling, pages.at[i]);
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

static void crossings_finish(struct filling *filling)
{
    struct building *building = filling->building;
    size_t count = filling->found.count;
    struct crossing *crossings = ARENA_ARRAY(building->arena, struct crossing, count);
    for (size_t i = 0; i < count; i++) {
        struct pair *pair = filling->found.at[i];
        crossings[i] = pair->crossing;
        crossings[i].stories = PAGES_OF(pair->carried.stories);
        crossings[i].guidelines = PAGES_OF(pair->carried.guidelines);
        crossings[i].pages = PAGES_OF(pair->carried.pages);
        address_note(building, pair->crossing.address, pair->crossing.second->label);
    }
    if (count > 0)
        qsort(crossings, count, sizeof *crossings, by_terms);
    crossings_give(building, crossings, count);
    building->site->crossings = crossings;
    building->site->crossing_count = count;
}

void terms_fill(struct building *building)
{
    size_t taxonomies = building->site->taxonomy_count;
    terms_sort(building);
    struct filling filling = { .building = building, .pairs = map_new(building->arena) };
    filling.carried = ARENA_ARRAY(building->arena, struct carried *, taxonomies);
    for (size_t i = 0; i < taxonomies; i++) {
        narrower_fill(building, &building->vocabularies[i]);
        filling.carried[i] =
            ARENA_ARRAY(building->arena, struct carried, building->vocabularies[i].list.count);
    }
    pages_carry(&filling, building->stories);
    pages_carry(&filling, building->guidelines);
    pages_carry(&filling, building->plain);
    for (size_t i = 0; i < taxonomies; i++)
        for (size_t t = 0; t < building->vocabularies[i].list.count; t++) {
            struct term *term = building->vocabularies[i].list.at[t];
            const struct carried *carried = &filling.carried[i][t];
            term->stories = PAGES_OF(carried->stories);
            term->guidelines = PAGES_OF(carried->guidelines);
            term->pages = PAGES_OF(carried->pages);
        }
    crossings_finish(&filling);
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
