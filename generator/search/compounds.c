// SPDX-License-Identifier: EUPL-1.2
#include "search/compounds.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// Letters of a part, and of the shortest word that can have two.
enum { PART_LEAST = 4, WORD_LEAST = 2 * PART_LEAST };

// Parts within parts, and how many classes a word can be found by in all.
enum { DEPTH_MOST = 3, PARTS_MOST = 6 };

// A part may be on that many times fewer pages than the whole: on a site about
// ervaringskennis that word is more common than kennis.
enum { RARER_MOST = 8 };

enum { FORMS_PER_TASK = 1024 };

// Endings that may be words as well, but make no compound.
static const char ENDINGS[] =
    " achtig baar bare eerd eerde eren ering ering heden heid iteit lijk lijke loos loze matig "
    "matige schap schappen tjes etje etjes ster sters zaam zame ";

// What may stand between the parts, and what the first part then lacks
// (kinder|opvang: kinderen).
static const struct {
    const char *link;
    const char *lacking;
} LINKS[] = { { "", "" }, { "s", "" }, { "en", "" }, { "e", "" }, { "er", "" }, { "er", "eren" } };

// The best way to split a form: two forms, or NO_FORM.
struct split {
    uint32_t head;
    uint32_t tail;
};

// A bit for each hash of a word that can be a part: most of what is looked up is
// no word at all, and is told apart here without a look into the lexicon.
enum { SIEVE_BITS = 1 << 21 };

struct splitting {
    const struct lexicon *lexicon;
    uint64_t *sieve;
    struct split *splits;
};

static bool all_letters(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

static bool is_ending(str word)
{
    size_t at = str_find(str_from_c(ENDINGS), word, 0);
    return at != STR_NONE && ENDINGS[at - 1] == ' ' && ENDINGS[at + word.len] == ' ';
}

static uint32_t sieve_bit(str word)
{
    return (uint32_t)(hash_64(word) % SIEVE_BITS);
}

static bool sieve_has(const struct splitting *splitting, str word)
{
    uint32_t bit = sieve_bit(word);
    return splitting->sieve[bit / 64] >> bit % 64 & 1;
}

static void sieve_fill(struct splitting *splitting)
{
    for (size_t i = 0; i < splitting->lexicon->count; i++) {
        str word = splitting->lexicon->forms[i].text;
        uint32_t bit = sieve_bit(word);
        if (word.len >= PART_LEAST)
            splitting->sieve[bit / 64] |= 1ull << bit % 64;
    }
}

// The form, when it can be a part of a word that is on so many pages.
static const struct form_entry *part_of(const struct splitting *splitting, str word,
                                        uint32_t entries)
{
    if (word.len < PART_LEAST || !sieve_has(splitting, word))
        return NULL;
    const struct form_entry *form = lexicon_find(splitting->lexicon, word);
    return form != NULL && (uint64_t)form->entries * RARER_MOST >= entries && !form->is_stop ? form
                                                                                             : NULL;
}

static const struct form_entry *head_of(const struct splitting *splitting, str before,
                                        uint32_t entries)
{
    const struct form_entry *best = NULL;
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++) {
        str link = str_from_c(LINKS[i].link);
        str lacking = str_from_c(LINKS[i].lacking);
        if (!str_ends(before, link) || before.len + lacking.len > WORD_BYTES)
            continue;
        char room[WORD_BYTES];
        size_t len = before.len - link.len;
        memcpy(room, before.at, len);
        memcpy(room + len, lacking.at, lacking.len);
        const struct form_entry *head =
            part_of(splitting, (str){ room, len + lacking.len }, entries);
        if (head != NULL && (best == NULL || head->entries > best->entries))
            best = head;
    }
    return best;
}

static struct split split_of(const struct splitting *splitting, size_t number)
{
    const struct form_entry *forms = splitting->lexicon->forms;
    str word = forms[number].text;
    struct split split = { NO_FORM, NO_FORM };
    if (word.len < WORD_LEAST || !all_letters(word))
        return split;
    uint64_t best = 0;
    for (size_t at = PART_LEAST; at + PART_LEAST <= word.len; at++) {
        str after = str_after(word, at);
        const struct form_entry *tail = part_of(splitting, after, forms[number].entries);
        if (tail == NULL || is_ending(after))
            continue;
        const struct form_entry *head =
            head_of(splitting, str_slice(word, 0, at), forms[number].entries);
        if (head == NULL || (uint64_t)head->entries * tail->entries <= best)
            continue;
        best = (uint64_t)head->entries * tail->entries;
        split = (struct split){ (uint32_t)(head - forms), (uint32_t)(tail - forms) };
    }
    return split;
}

static void find_splits(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct splitting *splitting = context;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > splitting->lexicon->count)
        end = splitting->lexicon->count;
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        splitting->splits[i] = split_of(splitting, i);
}

// The classes that a form is found by besides its own, each once.
struct parts {
    uint32_t heads[PARTS_MOST];
    size_t count;
};

static void part_add(struct parts *parts, uint32_t head)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->heads[i] == head)
            return;
    if (parts->count < PARTS_MOST)
        parts->heads[parts->count++] = head;
}

static void parts_add(const struct splitting *splitting, uint32_t form, unsigned depth,
                      struct parts *parts)
{
    struct split split = splitting->splits[form];
    if (split.head == NO_FORM || depth == DEPTH_MOST)
        return;
    part_add(parts, splitting->lexicon->forms[split.head].head);
    part_add(parts, splitting->lexicon->forms[split.tail].head);
    parts_add(splitting, split.head, depth + 1, parts);
    parts_add(splitting, split.tail, depth + 1, parts);
}

static struct parts parts_of(const struct splitting *splitting, uint32_t form)
{
    struct parts parts = { .count = 0 };
    parts_add(splitting, form, 0, &parts);
    size_t kept = 0;
    for (size_t i = 0; i < parts.count; i++)
        if (parts.heads[i] != splitting->lexicon->forms[form].head)
            parts.heads[kept++] = parts.heads[i];
    parts.count = kept;
    return parts;
}

// Turned around: from the part to the words that have it.
static struct compounds compounds_collect(struct arena *arena, const struct splitting *splitting)
{
    size_t count = splitting->lexicon->count;
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, count + 2);
    for (uint32_t i = 0; i < count; i++) {
        struct parts parts = parts_of(splitting, i);
        for (size_t p = 0; p < parts.count; p++)
            starts[parts.heads[p] + 2]++;
    }
    for (size_t i = 2; i < count + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *forms = ARENA_ARRAY(arena, uint32_t, starts[count + 1] + 1);
    for (uint32_t i = 0; i < count; i++) {
        struct parts parts = parts_of(splitting, i);
        for (size_t p = 0; p < parts.count; p++)
            forms[starts[parts.heads[p] + 1]++] = i;
    }
    return (struct compounds){ starts, forms };
}

struct compounds compounds_of(struct arena *arena, const struct lexicon *lexicon, str language,
                              unsigned jobs)
{
    if (!makes_compounds(language))
        return (struct compounds){ ARENA_ARRAY(arena, uint32_t, lexicon->count + 2), NULL };
    struct splitting splitting = { lexicon, ARENA_ARRAY(arena, uint64_t, SIEVE_BITS / 64),
                                   memory_alloc((lexicon->count + 1) * sizeof(struct split)) };
    sieve_fill(&splitting);
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    parallel_each(jobs, tasks, find_splits, &splitting);
    struct compounds compounds = compounds_collect(arena, &splitting);
    free(splitting.splits);
    return compounds;
}
