// SPDX-License-Identifier: EUPL-1.2
#include "search/keywords.h"

#include "base/list.h"
#include "base/utf8.h"
#include "search/settled.h"
#include "search/spellings.h"
#include "search/written.h"

#include <stdlib.h>

// A word on more than one of so many pages leads nowhere, unless the site is small.
enum { TOO_COMMON = 4, SMALL_SITE = 40 };

struct also {
    uint32_t keyword;
    size_t pages; // of those that could be shown, the ones on the most are
};

// A keyword that is being made.
struct draft {
    struct keyword keyword;
    uint32_t head;  // of its class; NO_FORM for more than one word
    bool is_found;  // its class leads to pages
    bool is_unsure; // whether its capital is its own
    struct also also[KEYWORD_ALSO_MOST];
    size_t also_count;
};

struct keywords {
    const struct dictionary *dictionary;
    const struct spellings *spellings;
    struct arena *arena;   // of what stays
    struct arena *own;     // until it is made
    struct arena *reading; // of a word that is being read
    size_t pages;          // without those of terms
    LIST(struct draft) drafts;
    bool *is_named;    // of each class: a draft has its word already
    uint32_t *by_head; // of each class: its draft, plus one
};

// ---- Which words ----

// How many entries have the form of the class that most of them have.
static uint32_t most_entries(const struct lexicon *lexicon, uint32_t head)
{
    uint32_t most = 0;
    for (uint32_t form = head; form != NO_FORM; form = lexicon->forms[form].next)
        most = lexicon->forms[form].entries > most ? lexicon->forms[form].entries : most;
    return most;
}

static bool is_common(const struct keywords *making, uint32_t head)
{
    size_t most = most_entries(making->dictionary->listing.lexicon, head);
    return making->pages > SMALL_SITE && most * TOO_COMMON > making->pages;
}

static bool is_worth(const struct keywords *making, uint32_t head, uint32_t form)
{
    return making->spellings->pages[head] > 0 && spellings_tell(making->spellings, form) &&
           !is_common(making, head);
}

// ---- Names of terms ----

// A label, or another word for it.
struct name {
    str key;
    str text;
    const struct term *term;
    uint32_t head;
    bool is_other;
};

struct names {
    struct keywords *making;
    LIST(struct name) list;
};

// The words of a text that is being read.
struct keying {
    struct buf key;
    size_t words;
};

static void key_add(void *context, const struct unit *unit)
{
    struct keying *keying = context;
    if (unit->part)
        return;
    if (keying->words++ > 0)
        buf_add_char(&keying->key, ' ');
    buf_add(&keying->key, unit->text);
}

static struct name name_of(struct keywords *making, str text, const struct term *term)
{
    struct keying keying = { .words = 0 };
    units_each(text, making->reading, key_add, &keying);
    str key = arena_copy(making->arena, keying.words == 0 ? text : buf_view(&keying.key));
    buf_release(&keying.key);
    const struct form_entry *form =
        keying.words == 1 ? lexicon_find(making->dictionary->listing.lexicon, key) : NULL;
    return (struct name){ key, text, term, form == NULL ? NO_FORM : form->head, false };
}

// Not where it stands next to the label, or is the same: `schulden` of `Schuld`.
static void other_add(struct names *names, const struct name *label, str text)
{
    struct name name = name_of(names->making, text, label->term);
    name.is_other = true;
    bool same =
        str_equal(name.key, label->key) || (name.head != NO_FORM && name.head == label->head);
    if (text.len > 0 && !same)
        LIST_ADD(names->making->own, names->list, name);
}

static void names_add(struct names *names, const struct term *term)
{
    struct name label = name_of(names->making, term->label, term);
    LIST_ADD(names->making->own, names->list, label);
    for (size_t i = 0; i < term->synonym_count; i++)
        other_add(names, &label, term->synonyms[i]);
    if (term->document != NULL)
        other_add(names, &label, document_text(term->document, FIELD_ABBREVIATION));
}

static int name_order(const void *a, const void *b)
{
    const struct name *x = a;
    const struct name *y = b;
    int order = str_compare(x->key, y->key);
    if (order == 0)
        order = (int)x->is_other - (int)y->is_other;
    if (order == 0)
        order = str_compare(x->term->address, y->term->address);
    return order != 0 ? order : str_compare(x->text, y->text);
}

// Terms may share a name; a term may have it in two ways to write it.
static size_t terms_of(const struct name *names, size_t count, bool other,
                       const struct term **terms)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        if (names[i].is_other == other && (len == 0 || terms[len - 1] != names[i].term))
            terms[len++] = names[i].term;
    return len;
}

// One keyword of names with the same key; the first of them is shown.
static void named_add(struct keywords *making, const struct name *names, size_t count)
{
    const struct term **terms = ARENA_ARRAY(making->arena, const struct term *, count);
    const struct term **see = ARENA_ARRAY(making->arena, const struct term *, count);
    struct draft draft = { .keyword = { .name = names->text, .key = names->key },
                           .head = names->head };
    draft.keyword.terms = terms;
    draft.keyword.term_count = terms_of(names, count, false, terms);
    draft.keyword.see = see;
    draft.keyword.see_count = terms_of(names, count, true, see);
    if (draft.head != NO_FORM) {
        making->is_named[draft.head] = true;
        draft.is_found =
            draft.keyword.term_count > 0 ||
            is_worth(making, draft.head, spellings_form(making->spellings, draft.head));
    }
    LIST_ADD(making->own, making->drafts, draft);
}

static void terms_add(struct keywords *making)
{
    const struct entries *entries = making->dictionary->entries;
    struct names names = { .making = making };
    for (size_t i = 0; i < entries->count; i++)
        if (entries->at[i].term != NULL)
            names_add(&names, entries->at[i].term);
    if (names.list.count > 0)
        qsort(names.list.at, names.list.count, sizeof *names.list.at, name_order);
    for (size_t i = 0, end; i < names.list.count; i = end) {
        end = i + 1;
        while (end < names.list.count && str_equal(names.list.at[end].key, names.list.at[i].key))
            end++;
        named_add(making, &names.list.at[i], end - i);
    }
}

// ---- Words of titles and headings ----

struct candidate {
    uint32_t head;
    uint32_t form;
    uint32_t pages;   // that have it in a title or heading
    uint32_t entries; // that have it anywhere
};

static int most_pages_first(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->pages != y->pages)
        return x->pages > y->pages ? -1 : 1;
    if (x->entries != y->entries)
        return x->entries > y->entries ? -1 : 1;
    return x->head < y->head ? -1 : x->head > y->head;
}

static void word_add(struct keywords *making, const struct candidate *candidate)
{
    bool sure;
    str name = spellings_best(making->spellings, candidate->form, &sure);
    str text = making->dictionary->listing.lexicon->forms[candidate->form].text;
    struct draft draft = { .keyword = { .name = arena_copy(making->arena, name),
                                        .key = arena_copy(making->arena, text) },
                           .head = candidate->head,
                           .is_found = true,
                           .is_unsure = !sure };
    LIST_ADD(making->own, making->drafts, draft);
}

static void words_add(struct keywords *making)
{
    const struct spellings *spellings = making->spellings;
    LIST(struct candidate) candidates = { 0 };
    for (size_t i = 0; i < spellings->head_count; i++) {
        uint32_t head = spellings->heads[i];
        struct candidate candidate = { head, spellings_form(spellings, head),
                                       spellings->pages[head],
                                       most_entries(making->dictionary->listing.lexicon, head) };
        if (!making->is_named[head] && is_worth(making, head, candidate.form))
            LIST_ADD(making->own, candidates, candidate);
    }
    if (candidates.count > 0)
        qsort(candidates.at, candidates.count, sizeof *candidates.at, most_pages_first);
    for (size_t i = 0; i < candidates.count && i < KEYWORD_WORDS_MOST; i++)
        word_add(making, &candidates.at[i]);
}

static bool begins_with_letter(str key)
{
    return key.len > 0 && key.at[0] >= 'a' && key.at[0] <= 'z';
}

static int draft_order(const void *a, const void *b)
{
    const struct draft *x = a;
    const struct draft *y = b;
    bool letter = begins_with_letter(x->keyword.key);
    if (letter != begins_with_letter(y->keyword.key))
        return letter ? -1 : 1;
    return str_compare(x->keyword.key, y->keyword.key);
}

// Which draft a class leads to: that of a label, if there is one.
static void heads_find(struct keywords *making)
{
    for (uint32_t i = 0; i < making->drafts.count; i++) {
        const struct draft *draft = &making->drafts.at[i];
        if (draft->head == NO_FORM)
            continue;
        uint32_t *number = &making->by_head[draft->head];
        if (*number == 0 || (draft->keyword.term_count > 0 &&
                             making->drafts.at[*number - 1].keyword.term_count == 0))
            *number = i + 1;
    }
}

static void drafts_sort(struct keywords *making)
{
    if (making->drafts.count > 0)
        qsort(making->drafts.at, making->drafts.count, sizeof *making->drafts.at, draft_order);
    heads_find(making);
    // Another form of the word has its pages: `ervaringswerkers` needs to say no
    // more than where to look.
    for (uint32_t i = 0; i < making->drafts.count; i++) {
        struct draft *draft = &making->drafts.at[i];
        if (draft->keyword.term_count == 0 && draft->head != NO_FORM &&
            making->by_head[draft->head] != i + 1)
            draft->is_found = false;
    }
}

// ---- See also ----

// Whether a keyword leads to the other by being another word for it.
static bool is_seen(const struct keyword *keyword, const struct keyword *other)
{
    for (size_t i = 0; i < keyword->see_count; i++)
        for (size_t k = 0; k < other->term_count; k++)
            if (keyword->see[i] == other->terms[k])
                return true;
    return false;
}

static void also_add(struct keywords *making, uint32_t number, uint32_t keyword, size_t pages)
{
    struct draft *draft = &making->drafts.at[number];
    size_t least = 0;
    if (is_seen(&draft->keyword, &making->drafts.at[keyword].keyword))
        return;
    for (size_t i = 0; i < draft->also_count; i++) {
        if (draft->also[i].keyword == keyword)
            return;
        if (draft->also[i].pages < draft->also[least].pages)
            least = i;
    }
    if (draft->also_count < KEYWORD_ALSO_MOST)
        draft->also[draft->also_count++] = (struct also){ keyword, pages };
    else if (draft->also[least].pages < pages)
        draft->also[least] = (struct also){ keyword, pages };
}

// Whether the word begins or ends with a form of the class.
static bool shows_class(const struct lexicon *lexicon, str word, uint32_t head)
{
    for (uint32_t form = head; form != NO_FORM; form = lexicon->forms[form].next)
        if (str_starts(word, lexicon->forms[form].text) ||
            str_ends(word, lexicon->forms[form].text))
            return true;
    return false;
}

static void compounds_add(struct keywords *making, uint32_t number)
{
    const struct lexicon *lexicon = making->dictionary->listing.lexicon;
    const struct compounds *compounds = making->dictionary->listing.compounds;
    const struct draft *draft = &making->drafts.at[number];
    if (draft->head == NO_FORM || making->by_head[draft->head] != number + 1)
        return;
    for (uint32_t i = compounds->starts[draft->head]; i < compounds->starts[draft->head + 1]; i++) {
        const struct form_entry *compound = &lexicon->forms[compounds->forms[i]];
        uint32_t keyword = making->by_head[compound->head];
        if (keyword != 0 && keyword != number + 1 &&
            shows_class(lexicon, compound->text, draft->head))
            also_add(making, number, keyword - 1, making->spellings->pages[compound->head]);
    }
}

// A term of more than one word, from each of its words.
struct linking {
    struct keywords *making;
    uint32_t number;
    size_t pages;
};

static void link_word(void *context, const struct unit *unit)
{
    const struct linking *linking = context;
    struct keywords *making = linking->making;
    const struct form_entry *form = lexicon_find(making->dictionary->listing.lexicon, unit->text);
    uint32_t keyword = form == NULL ? 0 : making->by_head[form->head];
    if (keyword != 0 && keyword != linking->number + 1)
        also_add(making, keyword - 1, linking->number, linking->pages);
}

static void words_link(struct keywords *making, uint32_t number)
{
    const struct keyword *keyword = &making->drafts.at[number].keyword;
    if (making->drafts.at[number].head != NO_FORM || keyword->term_count == 0)
        return;
    const struct term *term = keyword->terms[0];
    struct linking linking = { making, number,
                               term->stories.count + term->guidelines.count + term->pages.count };
    units_each(keyword->name, making->reading, link_word, &linking);
}

static int also_order(const void *a, const void *b)
{
    uint32_t x = ((const struct also *)a)->keyword;
    uint32_t y = ((const struct also *)b)->keyword;
    return x < y ? -1 : x > y;
}

static void also_set(struct keywords *making, struct draft *draft)
{
    uint32_t *numbers = ARENA_ARRAY(making->arena, uint32_t, draft->also_count);
    if (draft->also_count > 0)
        qsort(draft->also, draft->also_count, sizeof *draft->also, also_order);
    for (size_t i = 0; i < draft->also_count; i++)
        numbers[i] = draft->also[i].keyword;
    draft->keyword.also = numbers;
    draft->keyword.also_count = draft->also_count;
}

static void also_find(struct keywords *making)
{
    for (uint32_t i = 0; i < making->drafts.count; i++) {
        compounds_add(making, i);
        words_link(making, i);
    }
    for (size_t i = 0; i < making->drafts.count; i++)
        also_set(making, &making->drafts.at[i]);
}

// ---- Where they lead ----

// Asks for the best pages of what leads to pages.
static struct best_list best_of(struct keywords *making)
{
    size_t classes = making->dictionary->listing.lexicon->count;
    uint32_t *numbers = ARENA_ARRAY(making->own, uint32_t, classes + 1);
    uint32_t count = 0;
    for (size_t i = 0; i < making->drafts.count; i++) {
        const struct draft *draft = &making->drafts.at[i];
        if (draft->is_found && numbers[draft->head] == 0)
            numbers[draft->head] = ++count;
    }
    return (struct best_list){ numbers, ARENA_ARRAY(making->own, struct best, count + 1) };
}

struct keywords *keywords_choose(struct arena *arena, struct arena *own,
                                 struct dictionary *dictionary, struct spelling_sum *sum)
{
    const struct lexicon *lexicon = dictionary->listing.lexicon;
    struct keywords *making = ARENA_NEW(own, struct keywords);
    *making = (struct keywords){
        .dictionary = dictionary,
        .spellings = spellings_of(own, lexicon, sum, dictionary->listing.cache),
        .arena = arena,
        .own = own,
        .reading = arena_new(),
        .is_named = ARENA_ARRAY(own, bool, lexicon->count + 1),
        .by_head = ARENA_ARRAY(own, uint32_t, lexicon->count + 1),
    };
    for (size_t i = 0; i < dictionary->entries->count; i++)
        making->pages += dictionary->entries->at[i].page != NULL;
    terms_add(making);
    words_add(making);
    drafts_sort(making);
    also_find(making);
    arena_free(making->reading);
    dictionary->best = best_of(making);
    return making;
}

// A word that titles only begin with is written small, if the texts do so.
static str settled_name(struct arena *arena, struct settled *settled, const struct entries *entries,
                        const struct best *best, str name)
{
    str small = utf8_folded(arena, name);
    return settled_ask(settled, entries, best, small) ? small : name;
}

static struct keyword keyword_of(const struct keywords *making, struct settled *settled,
                                 const struct draft *draft, struct keyword_place *places)
{
    const struct dictionary *dictionary = making->dictionary;
    struct keyword keyword = draft->keyword;
    if (draft->is_found) {
        const struct best *best = &dictionary->best.at[dictionary->best.numbers[draft->head] - 1];
        places_of_class(dictionary->entries, best, &keyword, places);
        if (draft->is_unsure)
            keyword.name =
                settled_name(making->arena, settled, dictionary->entries, best, keyword.name);
    } else if (keyword.term_count > 0) {
        places_of_term(&keyword, places);
    }
    return keyword;
}

struct keyword_list keywords_of(const struct keywords *making)
{
    struct arena *arena = making->arena;
    size_t count = making->drafts.count;
    struct keyword *keywords = ARENA_ARRAY(arena, struct keyword, count + 1);
    struct keyword_place *places =
        ARENA_ARRAY(arena, struct keyword_place, count * KEYWORD_PLACES_MOST + 1);
    struct settled settled = settled_open(making->dictionary->listing.cache, making->own);
    for (size_t i = 0; i < count; i++)
        keywords[i] =
            keyword_of(making, &settled, &making->drafts.at[i], &places[i * KEYWORD_PLACES_MOST]);
    settled_close(&settled);
    return (struct keyword_list){ keywords, count };
}
