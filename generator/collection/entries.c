// SPDX-License-Identifier: EUPL-1.2
#include "collection/entries.h"

#include "base/bisect.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "collection/numbers.h"

#include <stdlib.h>
#include <string.h>

static bool leads_somewhere(const struct term *term)
{
    return term->document != NULL || term->stories.count + term->guidelines.count > 0 ||
           term->pages.count > 0;
}

// What becomes an entry.
struct candidate {
    struct entry entry;
    uint32_t page; // its number, or NO_PAGE
    struct wish wish;
    struct entry_prints prints;
};

enum { PAGES_PER_TASK = 1024 };

// The candidates of some pages, the first of them.
struct listed {
    size_t count;
    unsigned first_year;
    unsigned last_year;
};

struct listing_pages {
    const struct site *site;
    const struct languages *languages;
    size_t number; // of the index
    struct term_prints terms;
    struct candidate *candidates; // one for each page and term; those of a task together
    struct listed *listed;        // of each task
};

static void year_count(struct listed *listed, unsigned year)
{
    if (year > 0 && (listed->first_year == 0 || year < listed->first_year))
        listed->first_year = year;
    listed->last_year = year > listed->last_year ? year : listed->last_year;
}

// Pages and what they lead to lie all over the place: the memory fetches what comes
// next.
static void page_fetch(const struct site *site, size_t number, size_t end)
{
    enum { SOON = 6, LATER = 12, LINE = 64 };
    if (number + LATER < end) {
        const char *page = (const char *)site->pages[number + LATER];
        for (size_t at = 0; at < sizeof(struct page); at += LINE)
            __builtin_prefetch(page + at);
    }
    if (number + SOON < end) {
        const struct page *page = site->pages[number + SOON];
        __builtin_prefetch(page->address.at);
        __builtin_prefetch(page->terms);
        if (page->document != NULL)
            __builtin_prefetch(&page->document->key);
    }
}

static void pages_list(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct listing_pages *all = context;
    const struct site *site = all->site;
    size_t from = item * PAGES_PER_TASK;
    size_t to = from + PAGES_PER_TASK < site->page_count ? from + PAGES_PER_TASK : site->page_count;
    struct listed *listed = &all->listed[item];
    for (size_t i = from; i < to; i++) {
        const struct page *page = site->pages[i];
        page_fetch(site, i, to);
        if (!language_belongs(all->languages, all->number, page->language))
            continue;
        uint64_t hash = hash_64(page->address);
        all->candidates[from + listed->count++] =
            (struct candidate){ { .page = page },
                                (uint32_t)page->number,
                                { hash, page->date },
                                page_prints(site, &all->terms, page, hash) };
        year_count(listed, page->date.year);
    }
}

// Puts those of the tasks, and the terms, one behind the other.
static size_t candidates_join(struct listing_pages *all, size_t tasks, struct listed *sum)
{
    const struct site *site = all->site;
    bool own = all->number == 0;
    size_t count = 0;
    for (size_t i = 0; i < tasks; i++) {
        const struct listed *listed = &all->listed[i];
        if (count != i * PAGES_PER_TASK)
            memmove(all->candidates + count, all->candidates + i * PAGES_PER_TASK,
                    listed->count * sizeof *all->candidates);
        count += listed->count;
        year_count(sum, listed->first_year);
        year_count(sum, listed->last_year);
    }
    for (size_t i = 0; own && i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++) {
            const struct term *term = site->taxonomies[i].terms[t];
            uint64_t hash = hash_64(term->address);
            if (leads_somewhere(term))
                all->candidates[count++] =
                    (struct candidate){ { .term = term },
                                        NO_PAGE,
                                        { .hash = hash },
                                        prints_of_term(&all->terms, term, hash) };
        }
    return count;
}

static struct candidate *candidates_of(struct arena *arena, const struct site *site,
                                       const struct languages *languages, size_t number,
                                       unsigned jobs, struct listed *sum)
{
    size_t most = site->page_count;
    for (size_t i = 0; i < site->taxonomy_count; i++)
        most += site->taxonomies[i].term_count;
    size_t tasks = (site->page_count + PAGES_PER_TASK - 1) / PAGES_PER_TASK;
    struct listing_pages all = {
        .site = site,
        .languages = languages,
        .number = number,
        .terms = term_prints_of(arena, site),
        .candidates = memory_alloc((most + 1) * sizeof(struct candidate)),
        .listed = ARENA_ARRAY(arena, struct listed, tasks + 1),
    };
    parallel_each(jobs, tasks, pages_list, &all);
    sum->count = candidates_join(&all, tasks, sum);
    return all.candidates;
}

// ---- Numbers ----

// With its number; zero stays zero.
static uint64_t numbered(uint64_t print, uint32_t number)
{
    uint64_t told[2] = { print, number };
    uint64_t hash = hash_64((str){ (const char *)told, sizeof told });
    return print == 0 ? 0 : hash == 0 ? 1 : hash;
}

const uint32_t *entries_starts(struct arena *arena, const uint32_t *numbers, size_t count,
                               size_t space)
{
    size_t starts = space / NUMBERS_PER_START + 2;
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, starts);
    for (size_t i = 0, start = 0; start < starts; start++) {
        while (i < count && numbers[i] < start * NUMBERS_PER_START)
            i++;
        at[start] = (uint32_t)i;
    }
    return at;
}

// Of each number: who of the candidates has it, or NO_WISH.
static uint32_t *numbers_of(const struct candidate *candidates, size_t count, size_t space)
{
    struct wish *wishes = memory_alloc((count + 1) * sizeof *wishes);
    for (size_t i = 0; i < count; i++)
        wishes[i] = candidates[i].wish;
    uint32_t *numbers = numbers_give(wishes, count, space);
    free(wishes);
    return numbers;
}

// What becomes of candidates that have their numbers.
struct seating {
    const struct candidate *candidates;
    const uint32_t *places; // of each number: who has it
    const uint32_t *numbers;
    struct entry *at;
    struct entry_prints *prints;
    uint32_t *pages;
};

static void entries_fill(void *context, size_t from, size_t to, unsigned worker)
{
    (void)worker;
    const struct seating *seating = context;
    for (size_t i = from; i < to; i++) {
        uint32_t number = seating->numbers[i];
        const struct candidate *candidate = &seating->candidates[seating->places[number]];
        seating->at[i] = candidate->entry;
        seating->pages[i] = candidate->page;
        seating->prints[i] = (struct entry_prints){ numbered(candidate->prints.words, number),
                                                    numbered(candidate->prints.record, number) };
    }
}

struct entries entries_of(struct arena *arena, const struct site *site,
                          const struct languages *languages, size_t number, unsigned jobs)
{
    struct listed sum = { 0 };
    struct candidate *candidates = candidates_of(arena, site, languages, number, jobs, &sum);
    size_t space = numbers_space(sum.count);
    uint32_t *places = numbers_of(candidates, sum.count, space);
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, sum.count + 1);
    for (uint32_t place = 0, i = 0; place < space; place++)
        if (places[place] != NO_WISH)
            numbers[i++] = place;
    struct seating seating = { candidates,
                               places,
                               numbers,
                               ARENA_ARRAY(arena, struct entry, sum.count + 1),
                               ARENA_ARRAY(arena, struct entry_prints, sum.count + 1),
                               ARENA_ARRAY(arena, uint32_t, sum.count + 1) };
    parallel_ranges(jobs, sum.count, entries_fill, &seating);
    free(places);
    free(candidates);
    return (struct entries){ .site = site,
                             .at = seating.at,
                             .numbers = numbers,
                             .prints = seating.prints,
                             .pages = seating.pages,
                             .starts = entries_starts(arena, numbers, sum.count, space),
                             .count = sum.count,
                             .space = space,
                             .first_year = sum.first_year,
                             .last_year = sum.last_year };
}

size_t entries_from(const struct entries *entries, size_t number)
{
    if (number >= entries->space)
        return entries->count;
    size_t at;
    BISECT(at, entries->starts[number / NUMBERS_PER_START],
           entries->starts[number / NUMBERS_PER_START + 1], entries->numbers[at] < number);
    return at;
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
    return summary.len > 0 ? summary : document_lead(entry.term->document);
}

bool entry_is_quiet(struct entry entry)
{
    return entry.page != NULL && entry.page->quiet;
}

struct taking {
    entry_take *take;
    void *context;
};

static void take_term(const struct term *term, const struct taking *taking)
{
    taking->take(taking->context, PART_TERMS, NO_PASSAGE, term->label);
    for (size_t i = 0; i < term->synonym_count; i++)
        taking->take(taking->context, PART_TERMS, NO_PASSAGE, term->synonyms[i]);
    for (size_t i = 0; i < term->search_term_count; i++)
        taking->take(taking->context, PART_TERMS, NO_PASSAGE, term->search_terms[i]);
}

static void take_headings(const struct document *document, size_t from, size_t to, size_t passage,
                          const struct taking *taking)
{
    const struct heading *headings = document_parts(document)->headings;
    for (size_t i = from; i < to && i < document->heading_count; i++)
        taking->take(taking->context, PART_HEADINGS, (unsigned)passage, headings[i].text);
}

// A heading belongs to the passage that comes after it.
void document_texts(const struct document *document, entry_take *take, void *context)
{
    struct taking taking = { take, context };
    struct arena *arena = arena_new();
    str body = document_body_open(document, arena);
    const struct passage *passages = document_parts(document)->passages;
    struct buf text = { 0 };
    size_t heading = 0;
    for (size_t i = 0; i < document->passage_count; i++) {
        size_t under = passages[i].heading;
        if (under < document->heading_count) {
            take_headings(document, heading, under + 1, i, &taking);
            heading = under + 1;
        }
        buf_clear(&text);
        document_passage_text(document, body, i, &text);
        take(context, PART_BODY, (unsigned)i, buf_view(&text));
    }
    take_headings(document, heading, document->heading_count, NO_PASSAGE, &taking);
    buf_release(&text);
    arena_free(arena);
}

void entry_texts(struct entry entry, size_t taxonomy_count, entry_take *take, void *context)
{
    struct taking taking = { take, context };
    take(context, PART_TITLE, NO_PASSAGE, entry_title(entry));
    take(context, PART_SUMMARY, NO_PASSAGE, entry_summary(entry));
    if (entry.term != NULL)
        take_term(entry.term, &taking);
    if (entry.page != NULL && entry.page->guideline != NULL)
        take(context, PART_HEADINGS, NO_PASSAGE, entry.page->guideline->title);
    for (size_t i = 0; entry.page != NULL && i < taxonomy_count; i++)
        for (size_t t = 0; t < entry.page->terms[i].count; t++)
            take_term(entry.page->terms[i].at[t], &taking);
}

// ---- Groups ----

static unsigned year_of(struct entry entry)
{
    return entry.page == NULL ? 0 : entry.page->date.year;
}

struct groups groups_of(struct arena *arena, const struct entries *entries)
{
    const struct site *site = entries->site;
    size_t group_count = site->taxonomy_count + 2;
    struct group *groups = ARENA_ARRAY(arena, struct group, group_count);
    size_t kinds = site->settings->kind_count + site->taxonomy_count;
    groups[0] = (struct group){ STR("kind"), STR(""), 0, kinds };
    size_t next = kinds;
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        const struct taxonomy *taxonomy = &site->taxonomies[i];
        groups[i + 1] = (struct group){ taxonomy->setting->name, taxonomy->setting->singular, next,
                                        taxonomy->term_count };
        next += taxonomy->term_count;
    }
    unsigned first = entries->first_year;
    size_t years = first == 0 ? 0 : entries->last_year - first + 1;
    groups[group_count - 1] = (struct group){ STR("jaar"), STR(""), next, years };
    return (struct groups){ groups, group_count, next + years, first };
}

static bool is_year(const struct groups *groups, size_t number)
{
    return number >= groups->at[groups->count - 1].first;
}

static str year_text(struct arena *arena, const struct groups *groups, size_t number)
{
    size_t year = groups->first_year + number - groups->at[groups->count - 1].first;
    return arena_copy(arena, NUMBER(year));
}

static const struct term *term_of(const struct site *site, const struct groups *groups,
                                  size_t number)
{
    size_t group = groups->count - 2;
    while (group > 0 && groups->at[group].first > number)
        group--;
    return site->taxonomies[group - 1].terms[number - groups->at[group].first];
}

str number_name(struct arena *arena, const struct site *site, const struct groups *groups,
                size_t number)
{
    size_t kinds = site->settings->kind_count;
    if (is_year(groups, number))
        return year_text(arena, groups, number);
    if (number < kinds)
        return site->settings->kinds[number].name;
    if (number < groups->at[0].count)
        return site->taxonomies[number - kinds].setting->name;
    return term_of(site, groups, number)->name;
}

str number_label(struct arena *arena, const struct site *site, const struct groups *groups,
                 size_t number)
{
    size_t kinds = site->settings->kind_count;
    if (is_year(groups, number))
        return year_text(arena, groups, number);
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

size_t entry_numbers_most(const struct site *site, struct entry entry)
{
    size_t most = 3;
    for (size_t i = 0; entry.page != NULL && i < site->taxonomy_count; i++)
        most += entry.page->terms[i].count;
    return most;
}

size_t entry_numbers_list(const struct site *site, const struct groups *groups, struct entry entry,
                          size_t *numbers)
{
    size_t len = 0;
    numbers[len++] = kind_number(site, entry);
    if (entry.term != NULL)
        numbers[len++] = groups->at[entry.term->taxonomy + 1].first + entry.term->number;
    for (size_t i = 0; entry.page != NULL && i < site->taxonomy_count; i++)
        for (size_t t = 0; t < entry.page->terms[i].count; t++)
            numbers[len++] = groups->at[i + 1].first + entry.page->terms[i].at[t]->number;
    if (year_of(entry) > 0)
        numbers[len++] = groups->at[groups->count - 1].first + year_of(entry) - groups->first_year;
    return len;
}

const size_t *entry_numbers(struct arena *arena, const struct site *site,
                            const struct groups *groups, struct entry entry, size_t *count)
{
    size_t *numbers = ARENA_ARRAY(arena, size_t, entry_numbers_most(site, entry));
    size_t len = entry_numbers_list(site, groups, entry, numbers);
    qsort(numbers, len, sizeof *numbers, number_order);
    *count = 0;
    for (size_t i = 0; i < len; i++)
        if (i == 0 || numbers[i] != numbers[i - 1])
            numbers[(*count)++] = numbers[i];
    return numbers;
}
