// SPDX-License-Identifier: EUPL-1.2
// Pages that show all terms: the index of a taxonomy, the matrix, A-Z.
#include "render/context.h"

#include "base/path.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { TINTS = 4 };

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

// What an index tells of the terms: their names, counts and first words.
static void input_index(struct inputs *inputs, const struct taxonomy *taxonomy)
{
    for (size_t i = 0; i < taxonomy->term_count; i++) {
        const struct term *term = taxonomy->terms[i];
        input_term(inputs, term);
        input_link(inputs, term->broader);
        input_number(inputs, term->synonym_count);
        for (size_t s = 0; s < term->synonym_count; s++)
            input_text(inputs, term->synonyms[s]);
        input_document(inputs, term->document, NULL);
    }
}

// ---- Index of a taxonomy ----

// Narrower terms stand below their broader one; so only the top ones are listed.
static struct value index_terms(const struct view *view, const struct taxonomy *taxonomy)
{
    struct values terms = values_new(view->arena);
    for (size_t i = 0; i < taxonomy->term_count; i++) {
        const struct term *term = taxonomy->terms[i];
        if (term->broader != NULL)
            continue;
        struct context item = term_link(view, term);
        context_text(&item, STR("summary"),
                     term->document == NULL ? STR("") : document_lead(term->document));
        context_set(&item, "narrower", term_links(view, term->narrower, term->narrower_count));
        context_set(&item, "synonyms",
                    values_of_texts(view->arena, STR("name"), term->synonyms, term->synonym_count));
        values_add(&terms, &item);
    }
    return values_value(&terms);
}

static void render_taxonomy(const struct view *view, const void *subject, size_t number,
                            struct buf *to)
{
    (void)number;
    const struct taxonomy *taxonomy = subject;
    struct crumbs crumbs = crumbs_new(view);
    struct head head = {
        .address = taxonomy->address,
        .kind = STR("taxonomy"),
        .title = taxonomy->setting->plural,
        .breadcrumb = crumbs_end(&crumbs, taxonomy->setting->plural),
    };
    struct context context = page_context(view, &head);
    bool crossed = site_has_matrix(view->site) && taxonomy - view->site->taxonomies < 2;
    context_text(&context, STR("label"), taxonomy->setting->plural);
    context_html(&context, STR("intro"),
                 taxonomy->document == NULL
                     ? STR("")
                     : body_of(view, taxonomy->document, taxonomy->link_addresses));
    context_set(&context, "terms", index_terms(view, taxonomy));
    context_set(&context, "az", az_value(view));
    context_set(&context, "matrix",
                crossed ? value_text(href(view, STR("matrix/"))) : value_false());
    fill(view, STR("taxonomy"), &context, to);
}

static void taxonomy_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct taxonomy *taxonomy = subject;
    input_part(inputs, INPUT_LIST, taxonomy->address);
    input_document(inputs, taxonomy->document, taxonomy->link_addresses);
    input_index(inputs, taxonomy);
}

static const struct page_type taxonomy_type = { "taxonomy", render_taxonomy, taxonomy_inputs,
                                                false };

// ---- Matrix ----

static size_t crossing_total(const struct crossing *crossing)
{
    return crossing->stories.count + crossing->guidelines.count + crossing->pages.count;
}

static size_t tint_of(size_t count, size_t most)
{
    return count == 0 ? 0 : 1 + (count - 1) * TINTS / larger(most, 1);
}

static struct context cell(const struct view *view, const struct term *column,
                           const struct crossing *crossing, size_t most)
{
    size_t count = crossing == NULL ? 0 : crossing_total(crossing);
    struct context cell = context_new(view->arena);
    context_count(&cell, STR("count"), STR("one"), count);
    context_count(&cell, STR("tint"), STR(""), tint_of(count, most));
    context_text(&cell, STR("name"), column->label);
    context_set(&cell, "href",
                crossing == NULL ? value_false() : value_text(href(view, crossing->address)));
    return cell;
}

// Crossings are sorted by row, then column, so one walk fills the table.
struct matrix {
    struct values rows;
    struct values filled; // only cells with pages, for narrow screens
};

static void add_row(const struct view *view, struct matrix *matrix, const struct term *row,
                    const struct crossing *crossings, size_t count, size_t most)
{
    const struct taxonomy *columns = &view->site->taxonomies[1];
    struct values cells = values_new(view->arena);
    struct values filled = values_new(view->arena);
    size_t next = 0;
    for (size_t i = 0; i < columns->term_count; i++) {
        const struct term *column = columns->terms[i];
        if (term_total(column) == 0)
            continue;
        bool has = next < count && crossings[next].second == column;
        struct context one = cell(view, column, has ? &crossings[next++] : NULL, most);
        values_add(&cells, &one);
        if (has)
            values_add(&filled, &one);
    }
    struct context context = term_link(view, row);
    context_set(&context, "cells", values_value(&cells));
    values_add(&matrix->rows, &context);
    struct context narrow = term_link(view, row);
    context_set(&narrow, "cells", values_value(&filled));
    values_add(&matrix->filled, &narrow);
}

static struct matrix matrix_of(const struct view *view)
{
    const struct site *site = view->site;
    struct matrix matrix = { values_new(view->arena), values_new(view->arena) };
    size_t most = 0;
    for (size_t i = 0; i < site->crossing_count; i++)
        most = larger(most, crossing_total(&site->crossings[i]));
    for (size_t from = 0, to; from < site->crossing_count; from = to) {
        const struct term *row = site->crossings[from].first;
        for (to = from; to < site->crossing_count && site->crossings[to].first == row; to++)
            continue;
        add_row(view, &matrix, row, &site->crossings[from], to - from, most);
    }
    return matrix;
}

static struct value columns_value(const struct view *view)
{
    const struct taxonomy *taxonomy = &view->site->taxonomies[1];
    struct values columns = values_new(view->arena);
    for (size_t i = 0; i < taxonomy->term_count; i++) {
        if (term_total(taxonomy->terms[i]) == 0)
            continue;
        struct context column = term_link(view, taxonomy->terms[i]);
        values_add(&columns, &column);
    }
    return values_value(&columns);
}

static void render_matrix(const struct view *view, const void *subject, size_t number,
                          struct buf *to)
{
    (void)subject;
    (void)number;
    const struct taxonomy_setting *settings = view->site->settings->taxonomies;
    struct crumbs crumbs = crumbs_new(view);
    str title = theme_text(view->theme, STR("to_matrix"));
    if (title.len == 0)
        title = arena_join(view->arena,
                           (str[]){ settings[0].plural, STR(" + "), settings[1].plural, { 0 } });
    struct head head = {
        .address = STR("matrix/"),
        .kind = STR("matrix"),
        .title = title,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    struct matrix matrix = matrix_of(view);
    context_text(&context, STR("row_label"), settings[0].singular);
    context_text(&context, STR("column_label"), settings[1].singular);
    context_set(&context, "columns", columns_value(view));
    context_set(&context, "rows", values_value(&matrix.rows));
    context_set(&context, "crossings", values_value(&matrix.filled));
    fill(view, STR("matrix"), &context, to);
}

static void matrix_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)subject;
    (void)number;
    for (size_t i = 0; i < 2; i++)
        input_index(inputs, &inputs->site->taxonomies[i]);
    for (size_t i = 0; i < inputs->site->crossing_count; i++) {
        const struct crossing *crossing = &inputs->site->crossings[i];
        input_part(inputs, INPUT_LIST, crossing->address);
        input_text(inputs, crossing->address);
        input_number(inputs, crossing_total(crossing));
    }
}

static const struct page_type matrix_type = { "matrix", render_matrix, matrix_inputs, false };

// ---- A-Z ----

struct entry {
    str key; // what it is sorted by
    str name;
    const struct term *term;
    bool synonym;
};

static int by_key(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = str_compare(a->key, b->key);
    if (order == 0)
        order = (int)a->synonym - (int)b->synonym;
    if (order == 0)
        order = str_compare(a->name, b->name);
    return order != 0 ? order : str_compare(a->term->address, b->term->address);
}

// The first letter, as a capital; a digit or a sign counts as "#".
static str letter_of(struct arena *arena, str key)
{
    size_t at = 0;
    uint32_t first = key.len == 0 ? '#' : utf8_next(key, &at);
    if (first >= 'a' && first <= 'z') {
        char *letter = arena_alloc(arena, 2);
        letter[0] = (char)(first - 32);
        return (str){ letter, 1 };
    }
    return first < 0x80 ? STR("#") : str_slice(key, 0, at);
}

static struct context entry_context(const struct view *view, const struct entry *entry)
{
    struct context context = named_link(view, entry->name, entry->term->address);
    context_count(&context, STR("count"), STR("one"), term_total(entry->term));
    context_text(&context, STR("taxonomy"),
                 view->site->settings->taxonomies[entry->term->taxonomy].singular);
    context_set(&context, "see", entry->synonym ? value_text(entry->term->label) : value_false());
    return context;
}

static size_t entries_of(const struct view *view, struct entry **entries)
{
    LIST(struct entry) list = { 0 };
    for (size_t i = 0; i < view->site->taxonomy_count; i++)
        for (size_t t = 0; t < view->site->taxonomies[i].term_count; t++) {
            const struct term *term = view->site->taxonomies[i].terms[t];
            str key = path_slug(view->arena, term->label);
            LIST_ADD(view->arena, list, ((struct entry){ key, term->label, term, false }));
            for (size_t s = 0; s < term->synonym_count; s++) {
                str other = path_slug(view->arena, term->synonyms[s]);
                if (!str_equal(other, key))
                    LIST_ADD(view->arena, list,
                             ((struct entry){ other, term->synonyms[s], term, true }));
            }
        }
    if (list.count > 0)
        qsort(list.at, list.count, sizeof *list.at, by_key);
    *entries = list.at;
    return list.count;
}

static struct value letters_value(const struct view *view)
{
    struct entry *entries;
    size_t count = entries_of(view, &entries);
    struct values letters = values_new(view->arena);
    for (size_t i = 0; i < count;) {
        str letter = letter_of(view->arena, entries[i].key);
        struct values group = values_new(view->arena);
        for (; i < count && str_equal(letter_of(view->arena, entries[i].key), letter); i++) {
            struct context entry = entry_context(view, &entries[i]);
            values_add(&group, &entry);
        }
        str slug = path_slug(view->arena, letter);
        str anchor = arena_join(view->arena,
                                (str[]){ STR("letter-"), slug.len > 0 ? slug : STR("0"), { 0 } });
        struct context context = context_new(view->arena);
        context_text(&context, STR("letter"), letter);
        context_text(&context, STR("anchor"), anchor);
        context_text(&context, STR("href"),
                     arena_join(view->arena, (str[]){ STR("#"), anchor, { 0 } }));
        context_set(&context, "entries", values_value(&group));
        values_add(&letters, &context);
    }
    return values_value(&letters);
}

static void render_az(const struct view *view, const void *subject, size_t number, struct buf *to)
{
    (void)subject;
    (void)number;
    struct crumbs crumbs = crumbs_new(view);
    str title = theme_text(view->theme, STR("az_title"));
    crumbs_add(&crumbs, theme_text(view->theme, STR("keywords_title")), STR(KEYWORDS_ADDRESS));
    struct head head = {
        .address = STR(AZ_ADDRESS),
        .kind = STR("az"),
        .title = title,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    context_set(&context, "letters", letters_value(view));
    fill(view, STR("az"), &context, to);
}

static void az_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)subject;
    (void)number;
    for (size_t i = 0; i < inputs->site->taxonomy_count; i++)
        input_index(inputs, &inputs->site->taxonomies[i]);
}

static const struct page_type az_type = { "az", render_az, az_inputs, false };

void plan_indexes(struct rendering *rendering)
{
    const struct site *site = rendering->site;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        plan(rendering, &taxonomy_type, site->taxonomies[i].address, &site->taxonomies[i], 0);
    if (site_has_matrix(site))
        plan(rendering, &matrix_type, STR("matrix/"), NULL, 0);
    if (site->taxonomy_count > 0)
        plan(rendering, &az_type, STR(AZ_ADDRESS), NULL, 0);
}
