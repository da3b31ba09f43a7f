// SPDX-License-Identifier: EUPL-1.2
#include "ask/correct.h"

#include "ask/mistakes.h"
#include "format/likeness_key.h"

enum {
    LETTERS_LEAST = 4, // of a word that is corrected, and of a part of a compound
    LETTERS_MOST = 25, // of a word that is corrected
    LONG_WORD = 8,     // from here on two mistakes are forgiven
    HEADS_MOST = 3,    // beginnings of a compound that are tried
    PART_LEAST = 5,    // letters of the one part of a word that is known
    REST_LEAST = 3,    // and of the other
    RARE = 2,          // pages that a word is on when another may be meant
    ENOUGH = 5,        // a word on 2 to this power pages will do
    OFTEN = 50,        // pages that the other is on at least, and so many times as many
};

struct index_entry *class_of(struct index *index, str word)
{
    struct index_entry *entry = index_lookup(index, word);
    struct candidates candidates;
    form_candidates(word, &candidates);
    for (size_t i = 0; entry == NULL && i < candidates.count; i++)
        entry = index_lookup(index, candidates.at[i]);
    return entry;
}

str word_relative(struct query *query, str word)
{
    struct candidates relatives;
    form_relatives(word, &relatives);
    for (size_t i = 0; i < relatives.count; i++)
        if (!stop_word(query->index->stops, relatives.at[i]) &&
            index_lookup(query->index, relatives.at[i]) != NULL)
            return arena_copy(query->arena, relatives.at[i]);
    return (str){ NULL, 0 };
}

static bool all_letters(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return word.len > 0;
}

// ---- The likeliest of many ----

struct likeliest {
    str word;
    unsigned limit;
    str best;
    unsigned far;
    unsigned power;
};

static bool same_first(str a, str b)
{
    return a.at[0] == b.at[0];
}

static bool is_better(const struct likeliest *likeliest, str form, unsigned far, unsigned power)
{
    str best = likeliest->best;
    if (best.at == NULL)
        return true;
    if (far != likeliest->far)
        return far < likeliest->far;
    if (power != likeliest->power)
        return power > likeliest->power;
    if (same_first(form, likeliest->word) != same_first(best, likeliest->word))
        return same_first(form, likeliest->word);
    if (form.len != best.len)
        return form.len < best.len;
    return str_compare(form, best) < 0;
}

// `power`: 2 to that power is about how many pages have it.
static void likeliest_try(struct likeliest *likeliest, str form, unsigned power)
{
    if (!all_letters(form))
        return;
    unsigned far = mistakes(likeliest->word, form, likeliest->limit);
    // Of two mistakes none is in the first letter.
    bool is_like = far < 2 || same_first(form, likeliest->word);
    if (far > likeliest->limit || !is_like || !is_better(likeliest, form, far, power))
        return;
    likeliest->best = form;
    likeliest->far = far;
    likeliest->power = power;
}

// ---- Corrections ----

// Keys of words of one length that begin, or end, as a word does.
struct range {
    str key;   // that the word itself would have
    str start; // of all keys of the range
    bool by_end;
};

static struct range range_of(struct arena *arena, str word, size_t len, bool by_end)
{
    size_t half = word.len / 2;
    size_t shared = by_end ? word.len - half : half > 2 ? half - 1 : 1;
    char room[LIKENESS_KEY_MOST];
    str key = arena_copy(arena, likeness_key_fill(room, word, len, by_end));
    return (struct range){ key, str_slice(key, 0, shared + 1), by_end };
}

static void stretch_try(const struct query *query, struct likeliest *likeliest,
                        const struct range *range, struct similar_stretch stretch)
{
    for (size_t i = 0; i < stretch.count; i++) {
        const struct similar_key *key = &stretch.keys[i];
        if (str_starts(key->text, range->start))
            likeliest_try(likeliest, likeness_word(query->arena, key->text, range->by_end),
                          key->power);
    }
}

// Looks where the word would be, and in one of the stretches beside that.
static void range_try(const struct query *query, struct likeliest *likeliest,
                      const struct range *range)
{
    struct index *index = query->index;
    struct similar_stretch here = index_similar(index, range->key, false);
    stretch_try(query, likeliest, range, here);
    if (!here.is_first && here.count > 0 && str_compare(here.keys[0].text, range->start) > 0)
        here = index_similar(index, here.keys[0].text, true);
    else if (here.next.len > 0 && str_starts(here.next, range->start))
        here = index_similar(index, here.next, false);
    else
        return;
    stretch_try(query, likeliest, range, here);
}

static bool is_simple(str word)
{
    return word.len >= LETTERS_LEAST && word.len <= LETTERS_MOST && all_letters(word);
}

static void length_try(const struct query *query, struct likeliest *likeliest, size_t len)
{
    if (len > LETTERS_MOST)
        return;
    for (int by_end = 0; by_end < 2; by_end++) {
        struct range range = range_of(query->arena, likeliest->word, len, by_end != 0);
        range_try(query, likeliest, &range);
    }
}

// Words as long first: where one of them that is on many pages has a single
// mistake, the others are not looked at.
str word_correction(const struct query *query, str word)
{
    struct likeliest likeliest = { .word = word, .limit = word.len < LONG_WORD ? 1 : 2 };
    if (!is_simple(word))
        return likeliest.best;
    length_try(query, &likeliest, word.len);
    if (likeliest.best.at == NULL || likeliest.far > 1 || likeliest.power < ENOUGH) {
        length_try(query, &likeliest, word.len - 1);
        length_try(query, &likeliest, word.len + 1);
    }
    return likeliest.best;
}

static bool is_commoner(const struct query *query, const struct index_form *form,
                        const struct index_entry *than)
{
    return form->entry != NULL && form->entry->count >= OFTEN &&
           form->entry->count >= OFTEN * than->count && all_letters(form->text) &&
           !stop_word(query->index->stops, form->text);
}

// Among the words around it: the one on most pages.
str word_suggestion(const struct query *query, str word, const struct index_entry *entry)
{
    const struct index_form *best = NULL;
    if (!is_simple(word) || entry->count > RARE)
        return (str){ NULL, 0 };
    for (int side = -1; side <= 1; side++) {
        struct stretch stretch = index_beside(query->index, word, side);
        for (size_t i = 0; i < stretch.count; i++) {
            const struct index_form *form = &stretch.forms[i];
            if (is_commoner(query, form, entry) && mistakes(word, form->text, 1) <= 1 &&
                (best == NULL || form->entry->count > best->entry->count))
                best = form;
        }
    }
    return best == NULL ? (str){ NULL, 0 } : best->written;
}

// ---- Compounds ----

static bool is_part(const struct query *query, str part)
{
    return part.len >= LETTERS_LEAST && !stop_word(query->index->stops, part);
}

// The class of what follows a head, behind a linking s, en, e or er.
static struct index_entry *tail_find(struct query *query, str rest)
{
    static const char *const links[] = { "", "s", "en", "e", "er" };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        str link = str_from_c(links[i]);
        str part = str_after(rest, link.len);
        if (!str_starts(rest, link) || !is_part(query, part))
            continue;
        struct index_entry *tail = class_of(query->index, part);
        if (tail != NULL)
            return tail;
    }
    return NULL;
}

// Whether a word may be a form of a verb that begins with one of these.
static bool may_be_verb(str word)
{
    static const char *const starts[] = { "aan",   "af",  "be",  "bij",  "door", "ge",   "her",
                                          "in",    "mee", "na",  "om",   "on",   "op",   "over",
                                          "terug", "toe", "uit", "vast", "ver",  "voor", "weg" };
    static const char *const ends[] = { "d", "t", "de", "te", "en" };
    bool starts_so = false;
    bool ends_so = false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        starts_so |= str_starts(word, str_from_c(starts[i]));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        ends_so |= str_ends(word, str_from_c(ends[i]));
    return starts_so && ends_so;
}

// Of a verb its end is something else: `overspannen` is not about `pannen`.
struct index_entry *word_part(struct query *query, str word, str *part)
{
    if (word.len > LETTERS_MOST || !all_letters(word) || may_be_verb(word) ||
        index_is_english(query->index))
        return NULL;
    for (int is_head = 0; is_head < 2; is_head++)
        for (size_t cut = REST_LEAST; cut + PART_LEAST <= word.len; cut++) {
            *part = is_head ? str_slice(word, 0, word.len - cut) : str_after(word, cut);
            struct index_entry *entry = index_lookup(query->index, *part);
            if (entry != NULL && !stop_word(query->index->stops, *part))
                return entry;
        }
    return NULL;
}

bool word_compound(struct query *query, str word, struct index_entry *entries[static 2])
{
    if (word.len < 2 * LETTERS_LEAST || !all_letters(word))
        return false;
    size_t heads = 0;
    for (size_t len = word.len - LETTERS_LEAST; len >= LETTERS_LEAST && heads < HEADS_MOST; len--) {
        str head = str_slice(word, 0, len);
        entries[0] = index_lookup(query->index, head);
        if (entries[0] == NULL || !is_part(query, head))
            continue;
        heads++;
        entries[1] = tail_find(query, str_after(word, len));
        if (entries[1] != NULL)
            return true;
    }
    return false;
}
