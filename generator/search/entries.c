// SPDX-License-Identifier: EUPL-1.2
#include "search/entries.h"

#include <stdlib.h>

static bool leads_somewhere(const struct term *term)
{
    return term->document != NULL || term->stories.count + term->guidelines.count > 0 ||
           term->pages.count > 0;
}

struct entries entries_of(struct arena *arena, const struct site *site)
{
    size_t most = site->page_count;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        most += site->taxonomies[i].term_count;
    struct entry *entries = ARENA_ARRAY(arena, struct entry, most);
    size_t count = 0;
    for (size_t i = 0; i < site->page_count; i++)
        entries[count++] = (struct entry){ .page = site->pages[i] };
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            if (leads_somewhere(site->taxonomies[i].terms[t]))
                entries[count++] = (struct entry){ .term = site->taxonomies[i].terms[t] };
    return (struct entries){ site, entries, count };
}

str entry_address(struct entry entry)
{
    return entry.page != NULL ? entry.page->address : entry.term->address;
}

str entry_title(struct entry entry)
{
    return entry.page != NULL ? entry.page->title : entry.term->label;
}

const struct document *entry_document(struct entry entry)
{
    return entry.page != NULL ? entry.page->document : entry.term->document;
}

str entry_summary(struct entry entry)
{
    if (entry.page != NULL)
        return entry.page->summary;
    if (entry.term->document == NULL)
        return STR("");
    str summary = document_text(entry.term->document, FIELD_SUMMARY);
    return summary.len > 0 ? summary : entry.term->document->lead;
}

struct taking {
    entry_take *take;
    void *context;
};

static void take_section(void *context, size_t heading, str text)
{
    (void)heading;
    struct taking *taking = context;
    taking->take(taking->context, PART_BODY, text);
}

static void take_term(const struct term *term, const struct taking *taking)
{
    taking->take(taking->context, PART_TERMS, term->label);
    for (size_t i = 0; i < term->synonym_count; i++)
        taking->take(taking->context, PART_TERMS, term->synonyms[i]);
    for (size_t i = 0; i < term->search_term_count; i++)
        taking->take(taking->context, PART_TERMS, term->search_terms[i]);
}

static void take_document(const struct document *document, struct taking *taking)
{
    for (size_t i = 0; i < document->heading_count; i++)
        taking->take(taking->context, PART_HEADINGS, document->headings[i].text);
    document_sections(document, take_section, taking);
}

void entry_texts(struct entry entry, size_t taxonomy_count, entry_take *take, void *context)
{
    struct taking taking = { take, context };
    take(context, PART_TITLE, entry_title(entry));
    take(context, PART_SUMMARY, entry_summary(entry));
    if (entry.term != NULL)
        take_term(entry.term, &taking);
    if (entry.page != NULL && entry.page->guideline != NULL)
        take(context, PART_HEADINGS, entry.page->guideline->title);
    for (size_t i = 0; entry.page != NULL && i < taxonomy_count; i++)
        for (size_t t = 0; t < entry.page->terms[i].count; t++)
            take_term(entry.page->terms[i].at[t], &taking);
    if (entry_document(entry) != NULL)
        take_document(entry_document(entry), &taking);
}

// ---- Groups ----

struct groups groups_of(struct arena *arena, const struct site *site)
{
    struct group *groups = ARENA_ARRAY(arena, struct group, site->taxonomy_count + 1);
    size_t kinds = site->settings->kind_count + site->taxonomy_count;
    groups[0] = (struct group){ STR("kind"), STR(""), 0, kinds };
    size_t next = kinds;
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        const struct taxonomy *taxonomy = &site->taxonomies[i];
        groups[i + 1] = (struct group){ taxonomy->setting->name, taxonomy->setting->singular, next,
                                        taxonomy->term_count };
        next += taxonomy->term_count;
    }
    return (struct groups){ groups, site->taxonomy_count + 1, next };
}

static const struct term *term_of(const struct site *site, const struct groups *groups,
                                  size_t number)
{
    size_t group = groups->count - 1;
    while (group > 0 && groups->at[group].first > number)
        group--;
    return site->taxonomies[group - 1].terms[number - groups->at[group].first];
}

str number_name(const struct site *site, const struct groups *groups, size_t number)
{
    size_t kinds = site->settings->kind_count;
    if (number < kinds)
        return site->settings->kinds[number].name;
    if (number < groups->at[0].count)
        return site->taxonomies[number - kinds].setting->name;
    return term_of(site, groups, number)->name;
}

str number_label(const struct site *site, const struct groups *groups, size_t number)
{
    size_t kinds = site->settings->kind_count;
    if (number < kinds)
        return site->settings->kinds[number].plural;
    if (number < groups->at[0].count)
        return site->taxonomies[number - kinds].setting->plural;
    return term_of(site, groups, number)->label;
}

static int number_order(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static size_t kind_number(const struct site *site, struct entry entry)
{
    if (entry.page == NULL)
        return site->settings->kind_count + entry.term->taxonomy;
    return (size_t)(entry.page->kind - site->settings->kinds);
}

const size_t *entry_numbers(struct arena *arena, const struct site *site,
                            const struct groups *groups, struct entry entry, size_t *count)
{
    size_t most = 2;
    for (size_t i = 0; entry.page != NULL && i < site->taxonomy_count; i++)
        most += entry.page->terms[i].count;
    size_t *numbers = ARENA_ARRAY(arena, size_t, most);
    size_t len = 0;
    numbers[len++] = kind_number(site, entry);
    if (entry.term != NULL)
        numbers[len++] = groups->at[entry.term->taxonomy + 1].first + entry.term->number;
    for (size_t i = 0; entry.page != NULL && i < site->taxonomy_count; i++)
        for (size_t t = 0; t < entry.page->terms[i].count; t++)
            numbers[len++] = groups->at[i + 1].first + entry.page->terms[i].at[t]->number;
    qsort(numbers, len, sizeof *numbers, number_order);
    *count = 0;
    for (size_t i = 0; i < len; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            numbers[(*count)++] = numbers[i];
    return numbers;
}
