// SPDX-License-Identifier: EUPL-1.2
#include "collection/endings.h"

#include "base/keyed.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

bool all_letters(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

enum { LETTERS_TOLD = 2 * sizeof(uint64_t) };

static uint64_t last_letters(str text)
{
    uint64_t last = 0;
    for (size_t i = 0; i < sizeof last; i++)
        last = last << 8 | (i < text.len ? (unsigned char)text.at[text.len - 1 - i] : 0u);
    return last;
}

// A form that may end others, by its last letters, the last one first.
static struct keyed ending_of(const struct form_entry *form)
{
    str before = form->text.len < sizeof(uint64_t)
                     ? STR("")
                     : str_slice(form->text, 0, form->text.len - sizeof(uint64_t));
    return (struct keyed){ { last_letters(form->text), last_letters(before) }, form };
}

// By the letters before those.
static int ending_order(const void *a, const void *b)
{
    str one = ((const struct form_entry *)((const struct keyed *)a)->of)->text;
    str other = ((const struct form_entry *)((const struct keyed *)b)->of)->text;
    for (size_t i = LETTERS_TOLD; i < one.len && i < other.len; i++) {
        char c = one.at[one.len - 1 - i];
        char d = other.at[other.len - 1 - i];
        if (c != d)
            return c < d ? -1 : 1;
    }
    return one.len < other.len ? -1 : one.len > other.len;
}

static size_t endings_list(const struct lexicon *lexicon, struct keyed *list)
{
    size_t count = 0;
    for (uint32_t i = 0; i < lexicon->count; i++) {
        const struct form_entry *form = &lexicon->forms[i];
        if (form->text.len >= PART_LEAST && all_letters(form->text))
            list[count++] = ending_of(form);
    }
    keyed_sort(list, count, ending_order);
    return count;
}

// Of each form the longest other one that it ends with: the one before it in that
// order, or what that ends with.
static void endings_find(const struct lexicon *lexicon, uint32_t *endings)
{
    struct keyed *list = memory_alloc((lexicon->count + 1) * sizeof *list);
    size_t count = endings_list(lexicon, list);
    for (size_t i = 0; i < lexicon->count; i++)
        endings[i] = NO_FORM;
    uint32_t before = NO_FORM;
    for (size_t i = 0; i < count; i++) {
        const struct form_entry *ending = list[i].of;
        while (before != NO_FORM && !str_ends(ending->text, lexicon->forms[before].text))
            before = endings[before];
        uint32_t form = (uint32_t)(ending - lexicon->forms);
        endings[form] = before;
        before = form;
    }
    free(list);
}

// ---- Known from the last time ----

// By looking up all that it may end with, the longest first.
static uint32_t ending_look_up(const struct lexicon *lexicon, str text)
{
    for (size_t len = text.len - 1; len >= PART_LEAST; len--) {
        const struct form_entry *form = lexicon_find(lexicon, str_after(text, text.len - len));
        if (form != NULL)
            return (uint32_t)(form - lexicon->forms);
    }
    return NO_FORM;
}

static uint32_t last_four(str text)
{
    uint32_t last;
    memcpy(&last, text.at + text.len - sizeof last, sizeof last);
    return last;
}

// New forms, by their last letters.
struct arrivals {
    uint32_t *forms;
    size_t count;
    uint64_t sieve[64];
};

static uint64_t *sieve_word(struct arrivals *arrivals, uint32_t last, uint64_t *bit)
{
    uint32_t hash = last * 0x9E3779B1u >> 20;
    *bit = 1ull << hash % 64;
    return &arrivals->sieve[hash / 64];
}

static void arrivals_list(const struct lexicon *lexicon, struct arrivals *arrivals,
                          uint32_t *endings)
{
    for (uint32_t i = 0; i < lexicon->count; i++) {
        const struct form_entry *form = &lexicon->forms[i];
        if (form->former != NO_FORM)
            continue;
        endings[i] = NO_FORM;
        if (form->text.len < PART_LEAST || !all_letters(form->text))
            continue;
        uint64_t bit;
        *sieve_word(arrivals, last_four(form->text), &bit) |= bit;
        arrivals->forms[arrivals->count++] = i;
        endings[i] = ending_look_up(lexicon, form->text);
    }
}

// What the form ends with, if one of the new ones is longer than what it has.
static uint32_t longer_ending(const struct lexicon *lexicon, const struct arrivals *arrivals,
                              uint32_t number, uint32_t ending)
{
    const struct form_entry *forms = lexicon->forms;
    for (size_t i = 0; i < arrivals->count; i++) {
        uint32_t arrival = arrivals->forms[i];
        if (arrival != number && str_ends(forms[number].text, forms[arrival].text) &&
            (ending == NO_FORM || forms[arrival].text.len > forms[ending].text.len))
            ending = arrival;
    }
    return ending;
}

static void arrivals_join(const struct lexicon *lexicon, uint32_t *endings)
{
    struct arrivals arrivals = { memory_alloc((lexicon->new_count + 1) * sizeof(uint32_t)),
                                 0,
                                 { 0 } };
    arrivals_list(lexicon, &arrivals, endings);
    for (uint32_t i = 0; i < lexicon->count && arrivals.count > 0; i++) {
        str text = lexicon->forms[i].text;
        uint64_t bit;
        if (text.len > PART_LEAST && (*sieve_word(&arrivals, last_four(text), &bit) & bit) != 0 &&
            all_letters(text))
            endings[i] = longer_ending(lexicon, &arrivals, i, endings[i]);
    }
    free(arrivals.forms);
}

uint32_t *endings_of(struct arena *arena, const struct lexicon *lexicon)
{
    uint32_t *endings = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    if (!lexicon_follows(lexicon)) {
        endings_find(lexicon, endings);
        return endings;
    }
    shorter_keep(lexicon, lexicon->collection->former->endings, endings);
    arrivals_join(lexicon, endings);
    return endings;
}
