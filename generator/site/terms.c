// SPDX-License-Identifier: EUPL-1.2
// Taxonomies: the controlled vocabularies.
#include "site/building.h"

#include "base/nearest.h"
#include "base/path.h"

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
    building->entries[file] = (struct entry){ .fate = FATE_TERM, .term = term };
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
        struct term *broader = term_named(building, term->taxonomy, field->values[i],
                                          value_place(term->document, field, i));
        if (broader != NULL && is_above(term, broader))
            diagnose(building->diagnostics, &term_broader_circle,
                     value_place(term->document, field, i), VALUES(term->label, broader->label));
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
        struct term *other = term_named(building, term->taxonomy, field->values[i],
                                        value_place(term->document, field, i));
        if (other != NULL && other != term)
            related[count++] = other;
    }
    term->related = related;
    term->related_count = count;
}

static void term_file_read(struct building *building, size_t taxonomy_number, size_t file)
{
    struct taxonomy *taxonomy = &building->site->taxonomies[taxonomy_number];
    const struct document *document = building->documents[file];
    struct entry *entry = &building->entries[file];
    if (!page_allowed(building, document, BASE_TERM)) {
        entry->fate = FATE_WITHHELD;
    } else if (file_name_of(building, document->path).index) {
        taxonomy->document = document;
        *entry = (struct entry){ .fate = FATE_TAXONOMY, .taxonomy = taxonomy };
    } else {
        term_read(building, taxonomy_number, file);
    }
}

static void taxonomy_read(struct building *building, size_t number)
{
    str folder = building->settings->taxonomies[number].folder;
    str prefix = arena_join(building->arena, (str[]){ folder, STR("/"), { 0 } });
    for (size_t i = file_from(building, prefix);
         i < building->file_count && str_starts(building->files[i].path, prefix); i++)
        if (building->documents[i] != NULL)
            term_file_read(building, number, i);
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
