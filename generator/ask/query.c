// SPDX-License-Identifier: EUPL-1.2
#include "ask/query.h"

#include "ask/correct.h"
#include "ask/passage.h"
#include "base/list.h"
#include "base/utf8.h"

#include <stdlib.h>

static void text_add_once(struct query *query, struct text_list *to, str text)
{
    for (size_t i = 0; i < to->count; i++)
        if (str_equal(to->at[i], text))
            return;
    LIST_ADD(query->arena, *to, text);
}

// ---- Half-typed words ----

struct expansion {
    struct index_entry *entry;
    str text;
};

struct expansions {
    struct expansion *at;
    size_t count;
    size_t capacity;
};

static void expansion_add(struct query *query, struct expansions *to, const struct index_form *form)
{
    struct index_entry *entry = form_entry_of(query->index, form);
    for (size_t i = 0; i < to->count; i++)
        if (to->at[i].entry == entry)
            return;
    if (entry != NULL)
        LIST_ADD(query->arena, *to, ((struct expansion){ entry, form->text }));
}

static int expansion_order(const void *a, const void *b)
{
    const struct expansion *x = a;
    const struct expansion *y = b;
    if (x->entry->count != y->entry->count)
        return x->entry->count > y->entry->count ? -1 : 1;
    return str_compare(x->text, y->text);
}

// The classes with a form that begins with `word`, in the stretch where it is
// and some after it, those on most pages first.
static struct expansions expansions_of(struct query *query, str word)
{
    struct expansions found = { 0 };
    struct stretch stretch = index_stretch(query->index, word, false);
    for (int stretches = 0; stretches < EXPANDED_MOST; stretches++) {
        size_t i = stretch_find(&stretch, word);
        for (; i < stretch.count && str_starts(stretch.forms[i].text, word); i++)
            expansion_add(query, &found, &stretch.forms[i]);
        if (i < stretch.count || stretch.next.len == 0 || !str_starts(stretch.next, word))
            break;
        stretch = index_stretch(query->index, stretch.next, false);
    }
    if (found.count > 1)
        qsort(found.at, found.count, sizeof *found.at, expansion_order);
    if (found.count > EXPANSIONS_MOST)
        found.count = EXPANSIONS_MOST;
    return found;
}

static bool is_short(str word)
{
    size_t at = 0;
    if (word.len > 0)
        utf8_next(word, &at);
    // JavaScript counts what lies above U+FFFF as two.
    return at == word.len && at < 4;
}

// ---- Items ----

static void item_add(struct query *query, struct items *items, struct index_entry *const *entries,
                     size_t count, enum search_how how, str text)
{
    struct index_entry **copy = ARENA_ARRAY(query->arena, struct index_entry *, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = entries[i];
    LIST_ADD(query->arena, *items, ((struct item){ copy, count, how, text }));
}

// The words of a synonym; those that tell something, where there are such.
static struct text_list also_words(struct query *query, str text)
{
    struct text_words all = text_words_of(query->arena, text);
    struct text_list words = { 0 };
    for (int stops_too = 0; stops_too < 2 && words.count == 0; stops_too++)
        for (size_t i = 0; i < all.count; i++)
            if (stops_too || !stop_word(query->index->stops, all.at[i]))
                LIST_ADD(query->arena, words, all.at[i]);
    return words;
}

// Looks words up that must all be there; each class counts once.  Returns how
// many there are, or 0 when one is not known.
static size_t entries_of(struct query *query, const str *words, size_t count,
                         struct index_entry **entries)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct index_entry *entry = index_lookup(query->index, words[i]);
        if (entry == NULL)
            return 0;
        bool is_new = true;
        for (size_t k = 0; k < found; k++)
            is_new &= entries[k] != entry;
        if (is_new)
            entries[found++] = entry;
    }
    return found;
}

static void also_add(struct query *query, struct items *items, const struct index_entry *entry,
                     str text)
{
    struct text_list words = also_words(query, text);
    struct index_entry **entries = ARENA_ARRAY(query->arena, struct index_entry *, words.count);
    size_t count = entries_of(query, words.at, words.count, entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i] == entry)
            return;
    if (count == 0)
        return;
    item_add(query, items, entries, count, HOW_ALSO, text);
}

static struct items items_of(struct query *query, const struct choice *choice, str word,
                             bool is_prefix, enum search_how how)
{
    struct items items = { 0 };
    struct index_entry *entry = class_of(query->index, word);
    if (entry != NULL)
        item_add(query, &items, &entry, 1, how, word);
    for (size_t i = 0; entry != NULL && !choice->is_excluded && i < entry->also_count; i++)
        also_add(query, &items, entry, entry->also[i]);
    if (!is_prefix || is_short(word) || (entry != NULL && entry->count >= COMMON))
        return items;
    struct expansions longer = expansions_of(query, word);
    for (size_t i = 0; i < longer.count; i++)
        if (longer.at[i].entry != entry)
            item_add(query, &items, &longer.at[i].entry, 1, HOW_PREFIX, longer.at[i].text);
    return items;
}

bool query_has(struct query *query, const struct choice *choice, str word)
{
    return items_of(query, choice, word, choice->is_prefix, HOW_EXACT).count > 0;
}

// ---- Choices ----

static void phrase_resolve(struct query *query, struct choice *choice)
{
    struct index_entry **entries =
        ARENA_ARRAY(query->arena, struct index_entry *, choice->telling_count);
    choice->entry_count = entries_of(query, choice->telling, choice->telling_count, entries);
    choice->entries = entries;
    choice->is_found = choice->entry_count > 0;
    choice->forms = choice->telling;
    choice->form_count = choice->telling_count;
}

// Returns whether all words of the way lead somewhere.
static bool way_resolve(struct query *query, const struct choice *choice, struct way *way)
{
    bool all = true;
    for (size_t i = 0; i < way->count; i++) {
        bool is_prefix = choice->is_prefix && i + 1 == way->count;
        way->found[i] = items_of(query, choice, way->words[i], is_prefix, HOW_EXACT);
        all = all && way->found[i].count > 0;
    }
    return all;
}

// Adds a part of a word that occurs nowhere.
static void part_add(struct query *query, struct items *items, str word)
{
    str part;
    struct index_entry *entry = word_part(query, word, &part);
    if (entry != NULL)
        item_add(query, items, &entry, 1, HOW_COMPOUND, index_written(query->index, part));
}

// What to do with a word that occurs nowhere: another form of it, the word that is meant, or
// two; or one that it is made with, where nothing else is asked.
static void choice_guess(struct query *query, struct choice *choice, str word)
{
    struct index_entry *entries[2];
    struct items items = { 0 };
    str corrected = { NULL, 0 };
    str other = word_relative(query, word);
    if (other.at == NULL)
        corrected = word_correction(query, word);
    if (corrected.at != NULL)
        choice->corrected = index_written(query->index, corrected);
    if (other.at != NULL)
        items =
            items_of(query, choice, other, choice->is_prefix && other.len >= word.len, HOW_EXACT);
    else if (corrected.at != NULL)
        items = items_of(query, choice, corrected, choice->is_prefix, HOW_CORRECTED);
    else if (word_compound(query, word, entries))
        item_add(query, &items, entries, 2, HOW_COMPOUND, word);
    else if (choice->is_alone)
        part_add(query, &items, word);
    if (items.count == 0)
        return;
    choice->ways[0] = (struct way){ .words = { word }, .found = { items }, .count = 1 };
    choice->way_count = 1;
}

static void choice_reconsider(struct query *query, struct choice *choice, str word)
{
    if (choice->way_count == 0) {
        choice_guess(query, choice, word);
        return;
    }
    const struct item *first = &choice->ways[0].found[0].at[0];
    if (first->how == HOW_EXACT)
        choice->suggested = word_suggestion(query, word, first->entries[0]);
}

static void item_forms_add(struct query *query, struct text_list *forms, const struct item *item)
{
    for (size_t i = 0; i < item->count; i++)
        for (size_t f = 0; f < item->entries[i]->form_count; f++)
            text_add_once(query, forms, item->entries[i]->forms[f]);
}

static void also_tell(struct query *query, struct choice *choice, const struct items *items)
{
    for (size_t i = 0; i < items->count; i++)
        if (items->at[i].how == HOW_ALSO ||
            (items->at[i].how == HOW_COMPOUND && items->at[i].count == 1))
            text_add_once(query, &choice->also, items->at[i].text);
}

// The forms by which the choice is met, behind the words that were typed.
static void forms_fill(struct query *query, struct choice *choice, struct text_list *forms)
{
    for (size_t w = 0; w < choice->way_count; w++)
        for (size_t i = 0; i < choice->ways[w].count; i++) {
            const struct items *items = &choice->ways[w].found[i];
            for (size_t k = 0; k < items->count; k++)
                item_forms_add(query, forms, &items->at[k]);
            also_tell(query, choice, items);
        }
    choice->forms = forms->at;
    choice->form_count = forms->count;
}

// Adds what a word and the one behind it may be together, where they were written apart.
// Returns whether that occurs.
static bool pair_add(struct query *query, struct choice *choice, const struct choice *word,
                     const struct choice *behind)
{
    if (word == NULL || behind == NULL || !behind->is_behind)
        return false;
    str both = arena_join(query->arena, (str[]){ word->key, behind->key, { 0 } });
    struct index_entry *entry = class_of(query->index, both);
    struct items items = { 0 };
    if (entry == NULL)
        return false;
    item_add(query, &items, &entry, 1, HOW_ALSO, both);
    choice->ways[choice->way_count++] =
        (struct way){ .words = { both }, .found = { items }, .count = 1 };
    return true;
}

// `before` and `after` are beside it in the query, or NULL.
static void chain_resolve(struct query *query, struct choice *choice, const struct choice *before,
                          const struct choice *after)
{
    struct text_list forms = { 0 };
    str first = choice->ways[0].words[0];
    size_t kept = 0;
    for (size_t w = 0; w < choice->way_count; w++)
        for (size_t i = 0; i < choice->ways[w].count; i++)
            text_add_once(query, &forms, choice->ways[w].words[i]);
    for (size_t w = 0; w < choice->way_count; w++)
        if (way_resolve(query, choice, &choice->ways[w]))
            choice->ways[kept++] = choice->ways[w];
    choice->way_count = kept;
    bool is_joined =
        pair_add(query, choice, before, choice) | pair_add(query, choice, choice, after);
    if (!choice->is_excluded && choice->is_single && !is_joined)
        choice_reconsider(query, choice, first);
    choice->is_found = choice->way_count > 0;
    forms_fill(query, choice, &forms);
}

static void groups_resolve(struct query *query, const struct group_list *groups)
{
    for (size_t i = 0; i < groups->count; i++)
        for (size_t c = 0; c < groups->at[i].count; c++) {
            struct choice *choice = groups->at[i].at[c];
            if (choice->is_phrase)
                phrase_resolve(query, choice);
            else
                chain_resolve(query, choice, i > 0 ? groups->at[i - 1].at[0] : NULL,
                              i + 1 < groups->count ? groups->at[i + 1].at[0] : NULL);
        }
}

void query_resolve(struct query *query)
{
    if (query->asked.count == 1 && query->asked.at[0].count == 1)
        query->asked.at[0].at[0]->is_alone = true;
    groups_resolve(query, &query->asked);
    groups_resolve(query, &query->excluded);
}
