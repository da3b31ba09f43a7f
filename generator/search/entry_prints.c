// SPDX-License-Identifier: EUPL-1.2
#include "search/entry_prints.h"

#include "base/buf.h"
#include "format/codec.h"

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
    const struct fingerprint **all =
        ARENA_ARRAY(arena, const struct fingerprint *, site->taxonomy_count);
    for (size_t i = 0; i < site->taxonomy_count; i++) {
        const struct taxonomy *taxonomy = &site->taxonomies[i];
        struct fingerprint *prints = ARENA_ARRAY(arena, struct fingerprint, taxonomy->term_count);
        for (size_t t = 0; t < taxonomy->term_count; t++) {
            buf_clear(&room);
            term_add(&room, taxonomy->terms[t]);
            prints[t] = fingerprint_of(buf_view(&room));
        }
        all[i] = prints;
    }
    buf_release(&room);
    return (struct term_prints){ all };
}

static void page_add(struct buf *to, const struct page *page, size_t taxonomy_count,
                     const struct term_prints *terms)
{
    text_add(to, page->guideline == NULL ? STR("") : page->guideline->title);
    for (size_t i = 0; i < taxonomy_count; i++) {
        varint_add(to, page->terms[i].count);
        for (size_t t = 0; t < page->terms[i].count; t++)
            buf_add(to, FINGERPRINT_VIEW(terms->at[i][page->terms[i].at[t]->number]));
    }
}

bool entry_print(const struct entries *entries, const struct term_prints *terms, size_t item,
                 struct buf *room, struct fingerprint *print)
{
    struct entry entry = entries->at[item];
    const struct document *document = entry_document(entry);
    if (document != NULL && fingerprint_empty(document->key))
        return false;
    buf_clear(room);
    varint_add(room, entries->numbers[item]);
    buf_add_char(room, entry.page != NULL ? 'p' : 't');
    buf_add_char(room, entry_is_quiet(entry) ? 'q' : '-');
    if (document != NULL)
        buf_add(room, FINGERPRINT_VIEW(document->key));
    text_add(room, entry_title(entry));
    text_add(room, entry_summary(entry));
    if (entry.page != NULL)
        page_add(room, entry.page, entries->site->taxonomy_count, terms);
    else
        buf_add(room, FINGERPRINT_VIEW(terms->at[entry.term->taxonomy][entry.term->number]));
    *print = fingerprint_of(buf_view(room));
    return true;
}
