// SPDX-License-Identifier: EUPL-1.2
#include "collection/synonyms.h"

#include "base/bisect.h"
#include "base/list.h"
#include "base/map.h"

#include <stdlib.h>

// A pair: what is typed leads to what is meant.
struct lead {
    uint32_t head;
    str name;
};

struct leads {
    struct arena *arena;
    struct arena *scratch;
    const struct lexicon *lexicon;
    LIST(struct lead) all;
};

struct joining {
    struct buf text;
    size_t words;
};

static void join_word(void *context, str word)
{
    struct joining *joining = context;
    if (joining->words++ > 0)
        buf_add_char(&joining->text, ' ');
    buf_add(&joining->text, word);
}

// The words of a name, with spaces between them.
static str name_words(struct leads *leads, str name, size_t *count)
{
    struct joining joining = { .words = 0 };
    words_each(name, leads->scratch, join_word, &joining);
    str text = arena_copy(leads->arena, buf_view(&joining.text));
    buf_release(&joining.text);
    *count = joining.words;
    return text;
}

static const struct form_entry *form_of(const struct leads *leads, str word)
{
    return lexicon_find(leads->lexicon, word);
}

static void lead_add(struct leads *leads, str typed, str meant)
{
    size_t words;
    size_t meant_words;
    str key = name_words(leads, typed, &words);
    str name = name_words(leads, meant, &meant_words);
    const struct form_entry *from = words == 1 ? form_of(leads, key) : NULL;
    if (from == NULL || meant_words == 0)
        return;
    const struct form_entry *to = meant_words == 1 ? form_of(leads, name) : NULL;
    if (to == NULL || to->head != from->head)
        LIST_ADD(leads->arena, leads->all, ((struct lead){ from->head, name }));
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
    return str_compare(x->name, y->name);
}

static void synonym_add(struct synonyms *synonyms, str name)
{
    if (synonyms->count < SYNONYMS_MOST &&
        (synonyms->count == 0 || !str_equal(synonyms->at[synonyms->count - 1], name)))
        synonyms->at[synonyms->count++] = name;
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
        synonym_add(&synonyms[count - 1], lead->name);
    }
    return (struct synonym_list){ synonyms, count };
}

const struct synonyms *synonyms_find(const struct synonym_list *list, uint32_t head)
{
    size_t place;
    BISECT(place, 0, list->count, list->at[place].head < head);
    return place < list->count && list->at[place].head == head ? &list->at[place] : NULL;
}
