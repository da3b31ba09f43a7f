// SPDX-License-Identifier: EUPL-1.2
#include "search/lexicon.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
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

// Numbers all forms in order; `numbers` tells the number of each worker's.
static void merge(struct lexicon *lexicon, const struct collection *collection, uint32_t **numbers)
{
    unsigned former = collection->worker_count - 1;
    size_t at[PARALLEL_JOBS_MAX + 1] = { 0 };
    unsigned who[PARALLEL_JOBS_MAX + 1];
    for (size_t count; (count = next_workers(collection, at, who)) > 0;) {
        uint32_t number = (uint32_t)lexicon->count++;
        struct form_entry *form = &lexicon->forms[number];
        *form = (struct form_entry){ .head = number, .next = NO_FORM, .former = NO_FORM };
        for (size_t i = 0; i < count; i++) {
            const struct form_seen *seen = &collection->workers[who[i]].forms[at[who[i]]++];
            form->text = seen->text;
            form->entries += seen->entries;
            numbers[who[i]][seen->form] = number;
            if (who[i] == former)
                form->former = seen->form;
        }
        if (form->entries > 0) {
            lexicon->new_count += form->former == NO_FORM;
            continue;
        }
        numbers[former][form->former] = NO_FORM;
        lexicon->count--;
    }
}

// The numbers of the forms of each segment.
static void segments_number(struct arena *arena, struct lexicon *lexicon, uint32_t *const *numbers)
{
    const struct collection *collection = lexicon->collection;
    lexicon->numbers = ARENA_ARRAY(arena, const uint32_t *, collection->segment_count);
    for (size_t i = 0; i < collection->segment_count; i++) {
        const struct segment *segment = &collection->segments[i];
        const uint32_t *of_worker = numbers[segment->worker];
        uint32_t *of_segment = ARENA_ARRAY(arena, uint32_t, segment->count);
        for (uint32_t f = 0; f < segment->count; f++)
            of_segment[f] = of_worker[segment->forms[f]];
        lexicon->numbers[i] = of_segment;
    }
}

// Where each form is to be found, segment after segment.
static void places_list(struct arena *arena, struct lexicon *lexicon)
{
    const struct collection *collection = lexicon->collection;
    for (size_t i = 0; i < collection->segment_count; i++) {
        const struct segment *segment = &collection->segments[i];
        for (uint32_t f = 0; f < segment->count; f++)
            lexicon->forms[lexicon->numbers[i][f]].seen_count++;
    }
    uint32_t seen = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        lexicon->forms[i].seen = seen;
        seen += lexicon->forms[i].seen_count;
        lexicon->forms[i].seen_count = 0;
    }
    lexicon->seen = ARENA_ARRAY(arena, struct seen, seen);
    for (uint32_t i = 0; i < collection->segment_count; i++) {
        const struct segment *segment = &collection->segments[i];
        for (uint32_t f = 0; f < segment->count; f++) {
            struct form_entry *form = &lexicon->forms[lexicon->numbers[i][f]];
            lexicon->seen[form->seen + form->seen_count++] = (struct seen){ i, f };
            form->print = print_mixed(form->print, segment->prints[f]);
            form->plain = print_mixed(form->plain, segment->plains[f]);
        }
    }
}

static void forms_gather(struct arena *arena, struct lexicon *lexicon)
{
    const struct collection *collection = lexicon->collection;
    uint32_t *numbers[PARALLEL_JOBS_MAX + 1];
    size_t most = 0;
    for (unsigned i = 0; i < collection->worker_count; i++) {
        numbers[i] = ARENA_ARRAY(arena, uint32_t, collection->workers[i].table_count + 1);
        most += collection->workers[i].count;
    }
    lexicon->forms = ARENA_ARRAY(arena, struct form_entry, most);
    merge(lexicon, collection, numbers);
    segments_number(arena, lexicon, numbers);
    lexicon->renumbered = numbers[collection->worker_count - 1];
    places_list(arena, lexicon);
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

static struct form_entry *find(const struct lexicon *lexicon, str text)
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

const struct form_entry *lexicon_find(const struct lexicon *lexicon, str text)
{
    return find(lexicon, text);
}

// Forms stand in order, so what one begins with is the one before it, or what
// that begins with.
static void beginnings_find(struct arena *arena, struct lexicon *lexicon)
{
    lexicon->beginnings = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    for (uint32_t i = 0; i < lexicon->count; i++) {
        uint32_t before = i == 0 ? NO_FORM : i - 1;
        while (before != NO_FORM &&
               !str_starts(lexicon->forms[i].text, lexicon->forms[before].text))
            before = lexicon->beginnings[before];
        lexicon->beginnings[i] = before;
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
        form->is_stop |= are_stops;
    }
}

// ---- Classes ----

struct joining {
    const struct lexicon *lexicon;
    uint32_t *bases; // of each form; itself when it has none
};

enum { FORMS_PER_TASK = 1024 };

static const struct form_entry *known(const struct joining *joining, str word)
{
    return lexicon_find(joining->lexicon, word);
}

// The form with that text, which is most often what form `number` begins with.
static const struct form_entry *known_base(const struct joining *joining, size_t number, str word)
{
    const struct form_entry *forms = joining->lexicon->forms;
    if (!str_starts(forms[number].text, word))
        return known(joining, word);
    uint32_t base = joining->lexicon->beginnings[number];
    while (base != NO_FORM && forms[base].text.len > word.len)
        base = joining->lexicon->beginnings[base];
    return base != NO_FORM && forms[base].text.len == word.len ? &forms[base] : NULL;
}

static bool has_witness(const struct joining *joining, str word, str base)
{
    struct candidates witnesses;
    if (!form_needs_witness(word, base, &witnesses))
        return true;
    for (size_t i = 0; i < witnesses.count; i++)
        if (known(joining, witnesses.at[i]) != NULL)
            return true;
    return false;
}

// Of the possible bases that occur, the one on most pages: `dagen` belongs to
// `dag`, also where someone writes `daag`.
static uint32_t base_of(const struct joining *joining, size_t number)
{
    const struct form_entry *form = &joining->lexicon->forms[number];
    struct candidates candidates;
    const struct form_entry *best = NULL;
    char room[CANDIDATE_BYTES];
    str irregular;
    if (form->is_fixed)
        return (uint32_t)number;
    if (form_irregular(form->text, room, &irregular) && (best = known(joining, irregular)) != NULL)
        return (uint32_t)(best - joining->lexicon->forms);
    form_candidates(form->text, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        const struct form_entry *base = known_base(joining, number, candidates.at[i]);
        if (base != NULL && (best == NULL || base->entries > best->entries) && !base->is_stop &&
            has_witness(joining, form->text, base->text))
            best = base;
    }
    return best == NULL ? (uint32_t)number : (uint32_t)(best - joining->lexicon->forms);
}

static void find_bases(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct joining *joining = context;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > joining->lexicon->count)
        end = joining->lexicon->count;
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        joining->bases[i] = base_of(joining, i);
}

// Every base is shorter than its form, or as long and without its final e; so
// this ends.
static uint32_t root_of(const uint32_t *bases, uint32_t form)
{
    while (bases[form] != form)
        form = bases[form];
    return form;
}

// The head of a class is its first form in order, not its root: so a reader
// who walks through a shard has met the head before its other forms.
static void classes_link(struct lexicon *lexicon, const uint32_t *bases)
{
    uint32_t *heads = memory_alloc((lexicon->count + 1) * sizeof *heads);
    uint32_t *lasts = memory_alloc((lexicon->count + 1) * sizeof *lasts);
    for (size_t i = 0; i < lexicon->count; i++)
        heads[i] = NO_FORM;
    for (uint32_t i = 0; i < lexicon->count; i++) {
        uint32_t root = root_of(bases, i);
        if (heads[root] == NO_FORM)
            heads[root] = i;
        else
            lexicon->forms[lasts[root]].next = i;
        lexicon->forms[i].head = heads[root];
        lasts[root] = i;
    }
    free(heads);
    free(lasts);
}

static void join(struct lexicon *lexicon, unsigned jobs)
{
    struct joining joining = { lexicon, memory_alloc((lexicon->count + 1) * sizeof(uint32_t)) };
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    parallel_each(jobs, tasks, find_bases, &joining);
    classes_link(lexicon, joining.bases);
    free(joining.bases);
}

struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs)
{
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    lexicon->collection = collection;
    forms_gather(arena, lexicon);
    index_make(arena, lexicon);
    beginnings_find(arena, lexicon);
    words_mark(lexicon, stop_words(language), true);
    words_mark(lexicon, forms_protected(), false);
    if (forms_known(language))
        join(lexicon, jobs);
    return lexicon;
}
