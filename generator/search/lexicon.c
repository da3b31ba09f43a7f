// SPDX-License-Identifier: EUPL-1.2
#include "search/lexicon.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// ---- Merging what the workers saw ----

// The first text that no worker has given yet; `at` says how far each is.
static bool next_text(const struct collection *collection, const size_t *at, str *text)
{
    bool found = false;
    for (unsigned i = 0; i < collection->worker_count; i++) {
        const struct collected *worker = &collection->workers[i];
        if (at[i] == worker->count)
            continue;
        str candidate = worker->forms[at[i]].text;
        if (!found || str_compare(candidate, *text) < 0)
            *text = candidate;
        found = true;
    }
    return found;
}

static void merge(struct lexicon *lexicon, const struct collection *collection)
{
    size_t at[PARALLEL_JOBS_MAX] = { 0 };
    uint32_t seen = 0;
    str text;
    while (next_text(collection, at, &text)) {
        struct form_entry *form = &lexicon->forms[lexicon->count];
        *form = (struct form_entry){ .text = text, .next = NO_FORM, .seen = seen };
        form->head = (uint32_t)lexicon->count++;
        for (unsigned i = 0; i < collection->worker_count; i++) {
            const struct collected *worker = &collection->workers[i];
            if (at[i] == worker->count || !str_equal(worker->forms[at[i]].text, text))
                continue;
            const struct form_seen *form_seen = &worker->forms[at[i]++];
            form->entries += form_seen->entries;
            lexicon->seen[seen++] = form_seen;
        }
        form->seen_count = seen - form->seen;
    }
}

// ---- Classes ----

struct joining {
    const struct lexicon *lexicon;
    str stops;
    uint32_t *bases; // of each form; itself when it has none
};

enum { FORMS_PER_TASK = 1024 };

static const struct form_entry *known(const struct joining *joining, str word)
{
    return map_get(joining->lexicon->index, word);
}

static bool may_join(const struct joining *joining, str word)
{
    return !stop_word(joining->stops, word) && !form_protected(word);
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
    if (!may_join(joining, form->text))
        return (uint32_t)number;
    if (form_irregular(form->text, room, &irregular) && (best = known(joining, irregular)) != NULL)
        return (uint32_t)(best - joining->lexicon->forms);
    form_candidates(form->text, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        const struct form_entry *base = known(joining, candidates.at[i]);
        if (base != NULL && (best == NULL || base->entries > best->entries) &&
            !stop_word(joining->stops, base->text) && has_witness(joining, form->text, base->text))
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

static void join(struct lexicon *lexicon, str stops, unsigned jobs)
{
    struct joining joining = { lexicon, stops,
                               memory_alloc((lexicon->count + 1) * sizeof(uint32_t)) };
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    parallel_each(jobs, tasks, find_bases, &joining);
    classes_link(lexicon, joining.bases);
    free(joining.bases);
}

struct lexicon *lexicon_of(struct arena *arena, const struct collection *collection, str language,
                           unsigned jobs)
{
    size_t most = 0;
    for (unsigned i = 0; i < collection->worker_count; i++)
        most += collection->workers[i].count;
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    lexicon->forms = ARENA_ARRAY(arena, struct form_entry, most);
    lexicon->seen = ARENA_ARRAY(arena, const struct form_seen *, most);
    merge(lexicon, collection);
    lexicon->index = map_new(arena);
    for (size_t i = 0; i < lexicon->count; i++)
        map_put(lexicon->index, lexicon->forms[i].text, &lexicon->forms[i]);
    if (forms_known(language))
        join(lexicon, stop_words(language), jobs);
    return lexicon;
}

// ---- Sightings ----

static void sightings_reserve(struct sightings *room, size_t count)
{
    if (count <= room->capacity)
        return;
    room->capacity = count * 2;
    room->at = memory_realloc(room->at, room->capacity * sizeof *room->at);
    room->spare = memory_realloc(room->spare, room->capacity * sizeof *room->spare);
}

static size_t run_end(const struct sighting *at, size_t from, size_t count)
{
    size_t end = from + 1;
    while (end < count && at[end - 1].entry <= at[end].entry)
        end++;
    return end;
}

static void merge_runs(const struct sighting *from, size_t middle, size_t end, struct sighting *to)
{
    size_t a = 0;
    size_t b = middle;
    while (a < middle || b < end)
        *to++ = b == end || (a < middle && from[a].entry <= from[b].entry) ? from[a++] : from[b++];
}

// Merges neighbouring runs until there is one.
static void sort(struct sightings *room)
{
    while (run_end(room->at, 0, room->count) < room->count) {
        for (size_t at = 0; at < room->count;) {
            size_t middle = run_end(room->at, at, room->count);
            size_t end = middle < room->count ? run_end(room->at, middle, room->count) : middle;
            merge_runs(room->at + at, middle - at, end - at, room->spare + at);
            at = end;
        }
        struct sighting *sorted = room->spare;
        room->spare = room->at;
        room->at = sorted;
    }
}

// The first passages of both, in order.
static void add_told(struct told *to, const struct told *more)
{
    struct told sum = { .more = to->more || more->more };
    size_t a = 0;
    size_t b = 0;
    while (a < to->count || b < more->count) {
        bool first = b == more->count || (a < to->count && to->at[a] <= more->at[b]);
        uint8_t passage = first ? to->at[a++] : more->at[b++];
        if (sum.count > 0 && sum.at[sum.count - 1] == passage)
            continue;
        if (sum.count == PASSAGES_TOLD) {
            sum.more = true;
            break;
        }
        sum.at[sum.count++] = passage;
    }
    *to = sum;
}

static void add_sighting(struct sighting *to, const struct sighting *more)
{
    for (size_t i = 0; i < PART_COUNT; i++) {
        unsigned sum = (unsigned)to->counts[i] + more->counts[i];
        to->counts[i] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
    }
    if (more->told.count > 0)
        add_told(&to->told, &more->told);
}

static void combine(struct sightings *room)
{
    size_t kept = 0;
    for (size_t i = 0; i < room->count; i++)
        if (kept > 0 && room->at[kept - 1].entry == room->at[i].entry)
            add_sighting(&room->at[kept - 1], &room->at[i]);
        else
            room->at[kept++] = room->at[i];
    room->count = kept;
}

static void share_counts(struct sighting *sightings, size_t count, unsigned share)
{
    for (size_t i = 0; i < count; i++)
        for (size_t part = 0; part < PART_COUNT; part++) {
            unsigned sum = sightings[i].counts[part] * share;
            sightings[i].counts[part] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
        }
}

void sightings_add(struct sightings *room, const struct lexicon *lexicon, size_t number,
                   unsigned share)
{
    const struct form_entry *form = &lexicon->forms[number];
    for (uint32_t s = 0; s < form->seen_count; s++) {
        const struct form_seen *seen = lexicon->seen[form->seen + s];
        sightings_reserve(room, room->count + seen->entries);
        form_sightings(seen, room->at + room->count);
        share_counts(room->at + room->count, seen->entries, share);
        room->count += seen->entries;
    }
}

void sightings_join(struct sightings *room)
{
    sort(room);
    combine(room);
}

void sightings_release(struct sightings *room)
{
    free(room->at);
    free(room->spare);
    *room = (struct sightings){ 0 };
}
