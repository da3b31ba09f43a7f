// SPDX-License-Identifier: EUPL-1.2
#include "collection/lexicon.h"

#include "base/bisect.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "collection/bases.h"
#include "collection/follow.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// ---- Merging what the workers saw ----

// Whose next text is the first one of all; `at` says how far each worker is.
static size_t next_workers(const struct collection *collection, const size_t *at, unsigned *who)
{
    size_t count = 0;
    str text = { NULL, 0 };
    for (unsigned i = 0; i < collection->worker_count; i++) {
        const struct collected *worker = &collection->workers[i];
        if (at[i] == worker->count)
            continue;
        str candidate = worker->forms[at[i]].text;
        int order = count == 0 ? -1 : str_compare(candidate, text);
        if (order > 0)
            continue;
        if (order < 0) {
            text = candidate;
            count = 0;
        }
        who[count++] = i;
    }
    return count;
}

// Numbers all forms in order; `numbers` tells the number of each worker's.  Returns in
// how many segments they are, counted together.
static uint32_t merge(struct lexicon *lexicon, const struct collection *collection,
                      uint32_t **numbers)
{
    size_t at[PARALLEL_JOBS_MAX] = { 0 };
    unsigned who[PARALLEL_JOBS_MAX];
    uint32_t seen_count = 0;
    for (size_t count; (count = next_workers(collection, at, who)) > 0;) {
        uint32_t number = (uint32_t)lexicon->count++;
        struct form_entry *form = &lexicon->forms[number];
        *form = (struct form_entry){
            .head = number, .next = NO_FORM, .former = NO_FORM, .seen = seen_count
        };
        for (size_t i = 0; i < count; i++) {
            const struct form_seen *seen = &collection->workers[who[i]].forms[at[who[i]]++];
            form->text = seen->text;
            form->entries += seen->entries;
            form->segments |= seen->segments;
            numbers[who[i]][seen->form] = number;
        }
        seen_count += (uint32_t)__builtin_popcountll(form->segments);
    }
    return seen_count;
}

// Where the forms of a segment are to be found.  They are all over the place: the memory
// fetches what comes soon.
static void segment_list(struct lexicon *lexicon, size_t number, const uint32_t *numbers)
{
    enum { SOON = 16 };
    const struct segment *segment = &lexicon->collection->segments[number];
    for (uint32_t f = 0; f < segment->count; f++) {
        if (f + SOON < segment->count)
            __builtin_prefetch(&lexicon->forms[numbers[segment->forms[f + SOON]]], 1);
        struct form_entry *form = &lexicon->forms[numbers[segment->forms[f]]];
        uint64_t before = form->segments & ((1ull << number) - 1);
        lexicon->seen[form->seen + (uint32_t)__builtin_popcountll(before)] =
            (struct seen){ segment->starts[f], segment->entries[f] };
        form->print += segment->prints[f];
        form->plain += segment->plains[f];
    }
}

static void forms_gather(struct arena *arena, struct lexicon *lexicon)
{
    const struct collection *collection = lexicon->collection;
    uint32_t *numbers[PARALLEL_JOBS_MAX];
    size_t most = 0;
    for (unsigned i = 0; i < collection->worker_count; i++) {
        numbers[i] = ARENA_ARRAY(arena, uint32_t, collection->workers[i].table_count + 1);
        most += collection->workers[i].count;
    }
    lexicon->forms = ARENA_ARRAY(arena, struct form_entry, most);
    lexicon->seen = ARENA_ARRAY(arena, struct seen, merge(lexicon, collection, numbers));
    for (size_t i = 0; i < collection->segment_count; i++)
        segment_list(lexicon, i, numbers[collection->segments[i].worker]);
    struct piece *all = ARENA_NEW(arena, struct piece);
    *all = (struct piece){ .count = (uint32_t)lexicon->count };
    lexicon->pieces = all;
    lexicon->piece_count = 1;
}

// ---- Looking up ----

// `form` is a number plus one; 0 is a free slot.
struct lexicon_slot {
    uint32_t hash;
    uint32_t form;
};

// A bit for each hash of a form: most of what is looked up is no word at all, and
// is told apart here, near at hand.
enum { SIEVE_BITS_PER_SLOT = 16 };

static uint64_t *sieve_word(const struct lexicon *lexicon, uint64_t hash, uint64_t *bit)
{
    uint64_t place = (hash >> 32) & (lexicon->capacity * SIEVE_BITS_PER_SLOT - 1);
    *bit = 1ull << place % 64;
    return &lexicon->sieve[place / 64];
}

static void index_make(struct arena *arena, struct lexicon *lexicon)
{
    for (lexicon->capacity = 16; lexicon->capacity < 2 * lexicon->count;)
        lexicon->capacity *= 2;
    lexicon->slots = ARENA_ARRAY(arena, struct lexicon_slot, lexicon->capacity);
    lexicon->sieve = ARENA_ARRAY(arena, uint64_t, lexicon->capacity * SIEVE_BITS_PER_SLOT / 64);
    for (size_t i = 0; i < lexicon->count; i++) {
        uint64_t hash = hash_64(lexicon->forms[i].text);
        uint64_t bit;
        *sieve_word(lexicon, hash, &bit) |= bit;
        size_t at = hash & (lexicon->capacity - 1);
        while (lexicon->slots[at].form != 0)
            at = (at + 1) & (lexicon->capacity - 1);
        lexicon->slots[at] = (struct lexicon_slot){ (uint32_t)hash, (uint32_t)i + 1 };
    }
}

static struct form_entry *find_hashed(const struct lexicon *lexicon, str text)
{
    uint64_t bit;
    uint64_t hash = hash_64(text);
    if ((*sieve_word(lexicon, hash, &bit) & bit) == 0)
        return NULL;
    for (size_t at = hash & (lexicon->capacity - 1); lexicon->slots[at].form != 0;
         at = (at + 1) & (lexicon->capacity - 1)) {
        struct form_entry *form = &lexicon->forms[lexicon->slots[at].form - 1];
        if (lexicon->slots[at].hash == (uint32_t)hash && str_equal(form->text, text))
            return form;
    }
    return NULL;
}

// Where few are looked up, no table is worth making: of some forms the first bytes
// are near at hand.
enum { FORMS_PER_SAMPLE = 64 };

static uint64_t first_bytes(str text)
{
    uint64_t first = 0;
    for (size_t i = 0; i < sizeof first; i++)
        first = first << 8 | (i < text.len ? (unsigned char)text.at[i] : 0u);
    return first;
}

static void samples_take(struct arena *arena, struct lexicon *lexicon)
{
    lexicon->samples = ARENA_ARRAY(arena, uint64_t, lexicon->count / FORMS_PER_SAMPLE + 1);
    for (size_t i = 0; i < lexicon->count; i += FORMS_PER_SAMPLE)
        lexicon->samples[i / FORMS_PER_SAMPLE] = first_bytes(lexicon->forms[i].text);
}

// The number of samples below `first`.
static size_t samples_below(const struct lexicon *lexicon, uint64_t first)
{
    size_t at;
    BISECT(at, 0, (lexicon->count + FORMS_PER_SAMPLE - 1) / FORMS_PER_SAMPLE,
           lexicon->samples[at] < first);
    return at;
}

size_t lexicon_place(const struct lexicon *lexicon, str text)
{
    uint64_t first = first_bytes(text);
    size_t below = samples_below(lexicon, first);
    size_t low = below == 0 ? 0 : (below - 1) * FORMS_PER_SAMPLE;
    size_t high = lexicon->count;
    if (first < UINT64_MAX)
        high = samples_below(lexicon, first + 1) * FORMS_PER_SAMPLE;
    high = high < lexicon->count ? high : lexicon->count;
    BISECT(low, low, high, str_compare(lexicon->forms[low].text, text) < 0);
    return low;
}

static struct form_entry *find_placed(const struct lexicon *lexicon, str text)
{
    size_t place = lexicon_place(lexicon, text);
    bool found = place < lexicon->count && str_equal(lexicon->forms[place].text, text);
    return found ? &lexicon->forms[place] : NULL;
}

static struct form_entry *find(const struct lexicon *lexicon, str text)
{
    return lexicon->slots != NULL ? find_hashed(lexicon, text) : find_placed(lexicon, text);
}

const struct form_entry *lexicon_find(const struct lexicon *lexicon, str text)
{
    return find(lexicon, text);
}

// What form `number` begins with, when that of all before it is known: forms stand in
// order, so it is the one before it, or what that begins with.
static uint32_t beginning_of(const struct lexicon *lexicon, uint32_t number)
{
    uint32_t before = number == 0 ? NO_FORM : number - 1;
    while (before != NO_FORM &&
           !str_starts(lexicon->forms[number].text, lexicon->forms[before].text))
        before = lexicon->beginnings[before];
    return before;
}

static void beginnings_find(struct lexicon *lexicon)
{
    for (uint32_t i = 0; i < lexicon->count; i++)
        lexicon->beginnings[i] = beginning_of(lexicon, i);
}

// Those that begin with a new form: they stand behind it.
static void beginnings_join(struct lexicon *lexicon, uint32_t arrival)
{
    const struct form_entry *forms = lexicon->forms;
    str text = forms[arrival].text;
    for (uint32_t i = arrival + 1; i < lexicon->count && str_starts(forms[i].text, text); i++) {
        uint32_t before = lexicon->beginnings[i];
        if (before == NO_FORM || forms[before].text.len < text.len)
            lexicon->beginnings[i] = arrival;
    }
}

void shorter_keep(const struct lexicon *lexicon, const uint32_t *then, uint32_t *now)
{
    const uint32_t *renumbered = lexicon->renumbered;
    for (size_t i = 0; i < lexicon->collection->former->count; i++) {
        uint32_t form = renumbered[i];
        uint32_t shorter = then[i];
        while (shorter != NO_FORM && renumbered[shorter] == NO_FORM)
            shorter = then[shorter];
        if (form != NO_FORM)
            now[form] = shorter == NO_FORM ? NO_FORM : renumbered[shorter];
    }
}

static void beginnings_keep(struct lexicon *lexicon)
{
    shorter_keep(lexicon, lexicon->collection->former->beginnings, lexicon->beginnings);
    for (size_t i = 0; i < lexicon->change_count; i++) {
        uint32_t form = lexicon->changes[i].form;
        if (form == NO_FORM || lexicon->changes[i].former != NO_FORM)
            continue;
        lexicon->beginnings[form] = beginning_of(lexicon, form);
        beginnings_join(lexicon, form);
    }
}

static void words_mark(struct lexicon *lexicon, str words, bool are_stops)
{
    str word;
    for (bool more = words.len > 0; more;) {
        more = str_cut(words, ' ', &word, &words);
        struct form_entry *form = find(lexicon, word);
        if (form == NULL)
            continue;
        form->is_fixed = true;
        form->is_stop |= are_stops & 1u;
    }
}

// ---- Classes ----

// Every base is shorter than its form, or as long and without its final e; so
// this ends.
static uint32_t root_of(const struct base *bases, uint32_t form)
{
    while (bases[form].form != form)
        form = bases[form].form;
    return form;
}

// A class while it is linked.
struct linking {
    uint32_t *heads; // of each root
    uint32_t *lasts;
    uint64_t *bits; // of the forms of classes that have more than one
};

static void bit_set(uint64_t *bits, uint32_t form)
{
    bits[form / 64] |= 1ull << form % 64;
}

// Most forms are a class by themselves, and are that already.
static void classes_mark(const struct lexicon *lexicon, struct linking *linking)
{
    for (uint32_t i = 0; i < lexicon->count; i++) {
        if (lexicon->bases[i].form == i)
            continue;
        uint32_t root = root_of(lexicon->bases, i);
        bit_set(linking->bits, i);
        bit_set(linking->bits, root);
        linking->heads[root] = NO_FORM;
    }
}

static void form_link(struct lexicon *lexicon, struct linking *linking, uint32_t form)
{
    uint32_t root = root_of(lexicon->bases, form);
    if (linking->heads[root] == NO_FORM)
        linking->heads[root] = form;
    else
        lexicon->forms[linking->lasts[root]].next = form;
    lexicon->forms[form].head = linking->heads[root];
    linking->lasts[root] = form;
}

// The head of a class is its first form in order, not its root: so a reader
// who walks through a shard has met the head before its other forms.
static void classes_link(struct lexicon *lexicon)
{
    size_t words = lexicon->count / 64 + 1;
    uint32_t *heads = memory_alloc((lexicon->count + 1) * sizeof *heads);
    uint32_t *lasts = memory_alloc((lexicon->count + 1) * sizeof *lasts);
    struct linking linking = { heads, lasts, memory_alloc(words * sizeof(uint64_t)) };
    memset(linking.bits, 0, words * sizeof *linking.bits);
    classes_mark(lexicon, &linking);
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = linking.bits[i]; left != 0; left &= left - 1)
            form_link(lexicon, &linking, (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(left));
    free(linking.bits);
    free(heads);
    free(lasts);
}

str changed_text(const struct lexicon *lexicon, size_t change)
{
    return lexicon->collection->changes.at[change].text;
}

bool lexicon_follows(const struct lexicon *lexicon)
{
    // More, and looking for what follows from each takes longer than all anew.
    enum { ARRIVALS_MOST = 256 };
    return lexicon->renumbered != NULL && lexicon->new_count + lexicon->gone_count <= ARRIVALS_MOST;
}

struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs)
{
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    lexicon->collection = collection;
    if (collection->former != NULL)
        forms_follow(arena, lexicon, jobs);
    else
        forms_gather(arena, lexicon);
    samples_take(arena, lexicon);
    if (!lexicon_follows(lexicon))
        index_make(arena, lexicon);
    lexicon->beginnings = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    if (lexicon_follows(lexicon))
        beginnings_keep(lexicon);
    else
        beginnings_find(lexicon);
    words_mark(lexicon, stop_words(language), true);
    words_mark(lexicon, forms_protected(), false);
    if (forms_known(language)) {
        bases_set(arena, lexicon, jobs);
        classes_link(lexicon);
    }
    return lexicon;
}
