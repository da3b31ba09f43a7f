// SPDX-License-Identifier: EUPL-1.2
#include "collection/synonyms.h"

#include "base/bisect.h"
#include "base/buf.h"
#include "base/list.h"
#include "format/words.h"

#include <stdlib.h>

// A pair: what is typed leads to what is meant.
struct lead {
    uint32_t head;
    str words;   // of what is meant, with spaces between them
    str written; // as it stands in the term's file
};

struct leads {
    struct arena *arena;
    struct arena *scratch;
    const struct lexicon *lexicon;
    LIST(struct lead) all;
};

struct name {
    str words; // with spaces between them
    size_t count;
    str typed; // as one word, hyphens left out; empty where it is more
};

static str taken(struct arena *arena, struct buf *text)
{
    str copy = arena_copy(arena, buf_view(text));
    buf_release(text);
    return copy;
}

static struct name name_read(struct leads *leads, str text)
{
    char room[WORD_BYTES];
    struct word word;
    struct word_reader reader = word_reader(text, leads->scratch);
    struct buf words = { 0 };
    struct buf whole = { 0 };
    struct name name = { .count = 0 };
    size_t chains = 0;
    while (word_next(&reader, room, &word)) {
        chains += word.is_last;
        if (word.text.len == 0)
            continue;
        buf_add(&words, name.count++ > 0 ? STR(" ") : STR(""));
        buf_add(&words, word.text);
        buf_add(&whole, word.text);
    }
    name.words = taken(leads->arena, &words);
    name.typed = word_finished(taken(leads->arena, &whole));
    if (chains > 1 || name.count > CHAIN_WORDS)
        name.typed = STR("");
    return name;
}

static const struct form_entry *form_of(const struct leads *leads, str word)
{
    return word.len > 0 ? lexicon_find(leads->lexicon, word) : NULL;
}

static void lead_add(struct leads *leads, str typed, str meant)
{
    struct name name = name_read(leads, meant);
    const struct form_entry *from = form_of(leads, name_read(leads, typed).typed);
    if (from == NULL || name.count == 0)
        return;
    const struct form_entry *to = form_of(leads, name.typed);
    if (to == NULL || to->head != from->head)
        LIST_ADD(leads->arena, leads->all, ((struct lead){ from->head, name.words, meant }));
}

static void term_add(struct leads *leads, const struct term *term)
{
    for (size_t i = 0; i < term->synonym_count; i++) {
        lead_add(leads, term->label, term->synonyms[i]);
        lead_add(leads, term->synonyms[i], term->label);
        for (size_t k = 0; k < term->synonym_count; k++)
            if (k != i)
                lead_add(leads, term->synonyms[i], term->synonyms[k]);
    }
    for (size_t i = 0; i < term->search_term_count; i++) {
        lead_add(leads, term->search_terms[i], term->label);
        for (size_t k = 0; k < term->synonym_count; k++)
            lead_add(leads, term->search_terms[i], term->synonyms[k]);
    }
}

static int lead_order(const void *a, const void *b)
{
    const struct lead *x = a;
    const struct lead *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    int order = str_compare(x->words, y->words);
    return order != 0 ? order : str_compare(x->written, y->written);
}

// Those with the same words, however they are written, are one.
static bool is_same(const struct lead *lead, const struct lead *before)
{
    return lead->head == before->head && str_equal(lead->words, before->words);
}

struct synonym_list synonyms_of(struct arena *arena, const struct site *site,
                                const struct lexicon *lexicon)
{
    struct leads leads = { .arena = arena, .scratch = arena_new(), .lexicon = lexicon };
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++)
            term_add(&leads, site->taxonomies[i].terms[t]);
    arena_free(leads.scratch);
    if (leads.all.count > 0)
        qsort(leads.all.at, leads.all.count, sizeof *leads.all.at, lead_order);

    struct synonyms *synonyms = ARENA_ARRAY(arena, struct synonyms, leads.all.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < leads.all.count; i++) {
        const struct lead *lead = &leads.all.at[i];
        if (count == 0 || synonyms[count - 1].head != lead->head)
            synonyms[count++].head = lead->head;
        struct synonyms *last = &synonyms[count - 1];
        if (last->count < SYNONYMS_MOST && (i == 0 || !is_same(lead, lead - 1)))
            last->at[last->count++] = lead->written;
    }
    return (struct synonym_list){ synonyms, count };
}

const struct synonyms *synonyms_find(const struct synonym_list *list, uint32_t head)
{
    size_t place;
    BISECT(place, 0, list->count, list->at[place].head < head);
    return place < list->count && list->at[place].head == head ? &list->at[place] : NULL;
}
