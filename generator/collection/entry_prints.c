// SPDX-License-Identifier: EUPL-1.2
#include "collection/entry_prints.h"

#include "base/buf.h"
#include "base/hash.h"
#include "format/codec.h"

// ---- Terms ----

static void term_add(struct buf *to, const struct term *term)
{
    text_add(to, term->label);
    varint_add(to, term->synonym_count);
    for (size_t i = 0; i < term->synonym_count; i++)
        text_add(to, term->synonyms[i]);
    varint_add(to, term->search_term_count);
    for (size_t i = 0; i < term->search_term_count; i++)
        text_add(to, term->search_terms[i]);
}

struct term_prints term_prints_of(struct arena *arena, const struct site *site)
{
    struct buf room = { 0 };
    const uint64_t **all = ARENA_ARRAY(arena, const uint64_t *, site->taxonomy_count);
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        const struct taxonomy *taxonomy = &site->taxonomies[i];
        uint64_t *prints = ARENA_ARRAY(arena, uint64_t, taxonomy->term_count);
        for (size_t t = 0; t < taxonomy->term_count; t++) {
            buf_clear(&room);
            term_add(&room, taxonomy->terms[t]);
            prints[t] = hash_64(buf_view(&room));
        }
        all[i] = prints;
    }
    buf_release(&room);
    return (struct term_prints){ all };
}

// ---- Telling ----

enum { TOLD_MOST = 32 };

// Numbers whose hash is wanted.
struct telling {
    uint64_t at[TOLD_MOST];
    size_t count;
};

static uint64_t told(const struct telling *telling)
{
    uint64_t hash = hash_64((str){ (const char *)telling->at, telling->count * sizeof(uint64_t) });
    return hash == 0 ? 1 : hash;
}

static void tell(struct telling *telling, uint64_t number)
{
    if (telling->count == TOLD_MOST) {
        telling->at[0] = told(telling);
        telling->count = 1;
    }
    telling->at[telling->count++] = number;
}

static void tell_document(struct telling *telling, const struct document *document)
{
    tell(telling, document->key.low);
    tell(telling, document->key.high);
}

// ---- Entries ----

// Which terms there are, and how they are written.
static void tell_terms(struct telling *words, struct telling *record, const struct site *site,
                       const struct term_prints *terms, const struct page *page)
{
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        const struct term_list *list = &page->terms[i];
        if (list->count == 0)
            continue;
        tell(words, i << 32 | list->count);
        tell(record, i << 32 | list->count);
        for (size_t t = 0; t < list->count; t++) {
            tell(words, terms->at[i][list->at[t]->number]);
            tell(record, list->at[t]->number);
        }
    }
}

// What may be shown of it.
static void tell_notes(struct telling *telling, const struct page *page)
{
    tell(telling, page->note_count << 1 | page->quiet);
    for (size_t i = 0; i < page->note_count; i++)
        tell(telling, hash_64(page->notes[i]));
}

static uint64_t kind_told(const struct site *site, const struct page *page)
{
    size_t kind = (size_t)(page->kind - site->settings->kinds);
    return (uint64_t)kind << 32 | page->base << 1 | page->fictional;
}

struct entry_prints page_prints(const struct site *site, const struct term_prints *terms,
                                const struct page *page, uint64_t address)
{
    struct telling words = { .count = 0 };
    struct telling record = { .count = 0 };
    if (page->document == NULL || fingerprint_empty(page->document->key))
        return (struct entry_prints){ 0 };
    tell_document(&words, page->document);
    tell_document(&record, page->document);
    tell(&words, page->guideline == NULL ? 0 : hash_64(page->guideline->title));
    tell(&record, address);
    tell(&record, kind_told(site, page));
    tell(&record,
         (uint64_t)page->date.year << 9 | (uint64_t)page->date.month << 5 | page->date.day);
    tell_notes(&words, page);
    tell_notes(&record, page);
    tell_terms(&words, &record, site, terms, page);
    return (struct entry_prints){ told(&words), told(&record) };
}

struct entry_prints prints_of_term(const struct term_prints *terms, const struct term *term,
                                   uint64_t address)
{
    struct telling telling = { .count = 0 };
    if (term->document != NULL && fingerprint_empty(term->document->key))
        return (struct entry_prints){ 0 };
    tell(&telling, terms->at[term->taxonomy][term->number]);
    tell(&telling, (uint64_t)term->taxonomy << 32 | term->number);
    tell(&telling, address);
    if (term->document != NULL)
        tell_document(&telling, term->document);
    return (struct entry_prints){ told(&telling), told(&telling) };
}
