// SPDX-License-Identifier: EUPL-1.2
// What a page says of itself in its front matter.
#include "site/building.h"

DIAGNOSTIC(terms_many, ERROR, "bij '{1}' staan er meer dan {2}; de rest telt niet mee",
           "'{1}' has more than {2}; the rest does not count",
           "kies de woorden die er echt over gaan", "choose the words that it is really about");

// What one page may carry of one taxonomy: more would make a page for each pair
// of them, and says nothing any more.
enum { TERMS_MAX = 30 };

enum { WORDS_A_MINUTE = 200 };

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
static bool field_choose(struct choosing *choosing, const struct field *field)
{
    struct building *building = choosing->building;
    if (field->count > TERMS_MAX && !choosing->make)
        return false;
    if (field->count > TERMS_MAX)
        diagnose(building->diagnostics, &terms_many, field->place,
                 VALUES(field->key, NUMBER(TERMS_MAX)));
    for (size_t v = 0; v < field->count && choosing->count < TERMS_MAX; v++) {
        struct term *term = choosing->make
                                ? term_find_or_make(building, choosing->taxonomy, field->values[v],
                                                    field->value_places[v])
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
            !field_choose(choosing, &document->fields[i]))
            return false;
    return true;
}

static const struct term_list *terms_of(struct building *building, const struct document *document,
                                        bool make)
{
    size_t taxonomies = building->settings->taxonomy_count;
    struct term_list *terms = ARENA_ARRAY(building->arena, struct term_list, taxonomies);
    for (size_t i = 0; i < taxonomies; i++) {
        struct choosing choosing = { .building = building, .taxonomy = i, .make = make };
        if (!terms_choose(&choosing, document))
            return NULL;
        terms[i] = (struct term_list){ choosing.terms, choosing.count };
    }
    return terms;
}

static bool answers(const struct document *document, enum field_id id, bool otherwise)
{
    const struct field *field = document_field(document, id);
    return field == NULL ? otherwise : field->yes;
}

enum { CODE_LEAST = 2, CODE_MOST = 3 };

// The code of a language without its region (nl-BE: nl), or empty.
static str language_code(struct arena *arena, str written)
{
    size_t len = 0;
    while (len < written.len && ((written.at[len] | 32) >= 'a' && (written.at[len] | 32) <= 'z'))
        len++;
    bool ends = len == written.len || written.at[len] == '-' || written.at[len] == '_';
    if (!ends || len < CODE_LEAST || len > CODE_MOST)
        return STR("");
    char *code = arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++)
        code[i] = (char)(written.at[i] | 32);
    return (str){ code, len };
}

str site_language(struct arena *arena, const struct settings *settings)
{
    str code = language_code(arena, settings->language);
    return code.len > 0 ? code : STR("nl");
}

void page_terms_read(struct building *building, struct page *page)
{
    if (page->terms == NULL)
        page->terms = terms_of(building, page->document, true);
}

// What the front matter says goes before what git says.  Of a page that is no
// story readers see when it was changed, not when it came.
static void dates_fill(const struct building *building, size_t file, struct page *page)
{
    const struct field *published = document_field(page->document, FIELD_DATE_PUBLISHED);
    const struct field *authorised = document_field(page->document, FIELD_AUTHORISED);
    struct file_dates dates = source_dates(building->source, file);
    page->date = published != NULL    ? published->date
                 : authorised != NULL ? authorised->date
                                      : (struct date){ 0 };
    page->published = date_given(page->date) ? page->date : dates.first;
    // That a text came to git after its own date is no change.
    bool changed = !date_given(page->date) || date_compare(dates.last, dates.first) > 0;
    page->changed = changed ? date_later(page->published, dates.last) : page->published;
    if (page->base == BASE_STORY)
        page->date = page->published;
}

void page_profile_read(struct building *building, size_t file, struct page *page)
{
    const struct document *document = page->document;
    page->terms = terms_of(building, document, false);
    page->title = document->title;
    page->summary = document_text(document, FIELD_SUMMARY);
    if (page->summary.len == 0)
        page->summary = document->lead;
    dates_fill(building, file, page);
    page->perspective = document_text(document, FIELD_PERSPECTIVE);
    page_notes_read(building, page);
    page->language = language_code(building->arena, document_text(document, FIELD_LANGUAGE));
    if (page->language.len == 0)
        page->language = building->site->language;
    page->minutes = document->words / WORDS_A_MINUTE + 1;
    page->noindex =
        building->settings->noindex || !answers(document, FIELD_INDEX, true) || building->drafts;
    page->in_feed = answers(document, FIELD_FEED, true) && date_given(page->published);
    page->fictional = answers(document, FIELD_FICTIONAL, false);
    page->quick_exit = page_exits_quickly(page);
}

void chapter_dates_read(struct building *building, size_t file, size_t cover_file,
                        struct page *chapter)
{
    const struct page *cover = chapter->guideline;
    struct date changed = source_dates(building->source, file).last;
    struct date came = source_dates(building->source, cover_file).first;
    if (date_given(cover->date) && date_compare(changed, came) <= 0)
        chapter->changed = date_later(chapter->date, cover->published);
}
