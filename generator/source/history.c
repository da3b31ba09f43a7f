// SPDX-License-Identifier: EUPL-1.2
#include "source/history.h"

#include "base/map.h"
#include "source/lives.h"
#include "source/remembered.h"
#include "source/stand.h"

#include <string.h>

DIAGNOSTIC(history_shallow, NOTE,
           "van de geschiedenis is maar een deel opgehaald; daarom komen er geen datums uit git "
           "op de site",
           "only part of the history was fetched; so no dates from git are on the site",
           "haal de rest op: git fetch --unshallow (bij GitHub: 'fetch-depth: 0' onder 'with' van "
           "actions/checkout)",
           "fetch the rest: git fetch --unshallow (on GitHub: 'fetch-depth: 0' under 'with' of "
           "actions/checkout)");
PASSING_DIAGNOSTIC(
    history_incomplete, NOTE,
    "van de geschiedenis ontbreekt een deel; daarom komen er geen datums uit git op de site",
    "part of the history is missing; so no dates from git are on the site",
    "haal de repository opnieuw op met 'git clone', zonder '--filter'",
    "fetch the repository anew with 'git clone', without '--filter'");
DIAGNOSTIC(history_large, NOTE,
           "de geschiedenis is te groot; daarom komen er geen datums uit git op de site",
           "the history is too large; so no dates from git are on the site", NULL, NULL);

// What commits noted is added to a stand for so many commits and paths; then the
// whole past is looked at again, and remembered anew.  A stand is looked for so far back.
enum { STAND_COMMITS = 256, STAND_CHANGES = 4096, STAND_BACK = 32 };

struct reading {
    const struct history_options *options;
    struct past *past;
    struct trees trees;
    struct remembered remembered;
    struct lives lives;
    struct stand stand; // of the tip, once it is known
    uint32_t tip;       // number in the past
    uint32_t *order;    // all that the tip comes from, parents first
    size_t count;
};

// ---- All commits, as far as they are not remembered ----

static bool goes_on(const struct reading *reading)
{
    return !reading->trees.incomplete && reading->past->work <= HISTORY_WORK_MAX;
}

// A revision's parents come after it in the queue; remembered ones bring all
// before them.
static void walk(struct reading *reading)
{
    struct past *past = reading->past;
    LIST(uint32_t) queue = { 0 };
    LIST_ADD(past->arena, queue, reading->tip);
    for (size_t i = 0; i < queue.count && goes_on(reading); i++) {
        uint32_t number = queue.at[i];
        if (past->commits.at[number].joined || remembered_read(&reading->remembered, past, number))
            continue;
        past_join(past, number);
        for (size_t p = 0; p < past->commits.at[number].parent_count; p++)
            LIST_ADD(past->arena, queue, past->commits.at[number].parents[p]);
    }
}

// ---- Their order ----

struct step {
    uint32_t number;
    size_t next; // parent to go to
};

static void order_find(struct reading *reading)
{
    struct past *past = reading->past;
    LIST(struct step) steps = { 0 };
    bool *seen = ARENA_ARRAY(past->arena, bool, past->commits.count);
    reading->order = ARENA_ARRAY(past->arena, uint32_t, past->commits.count);
    seen[reading->tip] = true;
    LIST_ADD(past->arena, steps, ((struct step){ reading->tip, 0 }));
    while (steps.count > 0) {
        struct step *step = &steps.at[steps.count - 1];
        const struct commit *commit = &past->commits.at[step->number];
        if (step->next == commit->parent_count) {
            reading->order[reading->count++] = step->number;
            steps.count--;
            continue;
        }
        uint32_t parent = commit->parents[step->next++];
        if (!seen[parent])
            LIST_ADD(past->arena, steps, ((struct step){ parent, 0 }));
        seen[parent] = true;
    }
}

static void lineage_start(struct reading *reading)
{
    struct past *past = reading->past;
    uint32_t *numbers = ARENA_ARRAY(past->arena, uint32_t, past->commits.count);
    uint32_t *parents = ARENA_ARRAY(past->arena, uint32_t, reading->count);
    for (uint32_t i = 0; i < reading->count; i++) {
        const struct commit *commit = &past->commits.at[reading->order[i]];
        numbers[reading->order[i]] = i;
        parents[i] = commit->parent_count == 0 ? NO_NUMBER : numbers[commit->parents[0]];
    }
    reading->lives.numbers = numbers;
    reading->lives.lineage =
        lineage_new(past->arena, parents, (uint32_t)reading->count, past->notes.count);
}

// ---- What they say ----

static void recall(struct reading *reading, const struct commit *commit)
{
    const struct noted *notes = &reading->past->notes.at[commit->notes];
    uint32_t number = reading->lives.numbers[commit - reading->past->commits.at];
    for (size_t i = 0; i < commit->note_count; i++)
        lineage_note(reading->lives.lineage, number, notes[i].path, notes[i].life);
}

// Whatever was remembered, the sum is the same.
static uint64_t work_of_all(const struct reading *reading)
{
    uint64_t work = 0;
    for (size_t i = 0; i < reading->count; i++)
        work += reading->past->commits.at[reading->order[i]].work;
    return work;
}

static void lives_read(struct reading *reading)
{
    bool fresh = false;
    for (size_t i = 0; i < reading->count && goes_on(reading); i++) {
        const struct commit *commit = &reading->past->commits.at[reading->order[i]];
        if (commit->remembered)
            recall(reading, commit);
        else
            lives_find(&reading->lives, reading->order[i]);
        fresh |= !commit->remembered;
    }
    if (fresh && goes_on(reading) && reading->options->cache != NULL)
        remembered_write(&reading->remembered, reading->past, reading->order, reading->count);
}

static void past_begin(struct reading *reading, struct arena *arena)
{
    reading->past = reading->lives.past = past_new(arena, &reading->trees);
    uint32_t folder = past_folder(reading->past, reading->options->folder);
    reading->tip = past_read(reading->past, reading->options->commit, folder);
}

// What all files became, for the commits that follow.
static void stand_make(struct reading *reading)
{
    struct past *past = reading->past;
    struct arena *arena = past->arena;
    struct stand *stand = &reading->stand;
    struct fate *fates = ARENA_ARRAY(arena, struct fate, past->paths.count);
    size_t count = 0;
    for (uint32_t i = 0; i < past->paths.count; i++) {
        fates[count].path = past->paths.at[i];
        count += lineage_ask(reading->lives.lineage, reading->lives.numbers[reading->tip], i,
                             &fates[count].life);
    }
    stand->work = work_of_all(reading);
    stand->tip = remembered_tip(past, reading->tip);
    stand->log = reading->remembered.log;
    stand_begin(stand, past, reading->tip, fates, count);
    stand_write(stand, past, reading->tip);
}

static const struct diagnostic_kind *read_all(struct reading *reading, struct arena *arena)
{
    past_begin(reading, arena);
    if (reading->tip == NO_NUMBER)
        return &history_incomplete;
    walk(reading);
    if (goes_on(reading)) {
        order_find(reading);
        lineage_start(reading);
        lives_read(reading);
    }
    if (reading->trees.incomplete)
        return &history_incomplete;
    if (!goes_on(reading) || work_of_all(reading) > HISTORY_WORK_MAX)
        return &history_large;
    if (cache_remembers(reading->options->cache))
        stand_make(reading);
    return NULL;
}

// ---- From what an earlier commit knew ----

// Finds a commit that is remembered whole, along a line of commits with one parent
// each; `order` gets those after it, the tip first.  Returns its number, or NO_NUMBER.
static uint32_t stand_find(struct reading *reading, uint32_t *order)
{
    struct past *past = reading->past;
    uint32_t number = reading->tip;
    while (number != NO_NUMBER && goes_on(reading) && reading->count <= STAND_BACK) {
        reading->stand = (struct stand){ .cache = reading->options->cache };
        if (stand_read(&reading->stand, past, number))
            return number;
        past_join(past, number);
        const struct commit *commit = &past->commits.at[number];
        order[reading->count++] = number;
        number = commit->parent_count == 1 ? commit->parents[0] : NO_NUMBER;
    }
    return NO_NUMBER;
}

// Parents first, and before them all the commit that is remembered.
static void line_start(struct reading *reading, const uint32_t *order, uint32_t first)
{
    struct past *past = reading->past;
    uint32_t count = (uint32_t)reading->count;
    uint32_t parents[STAND_BACK + 2] = { NO_NUMBER };
    uint32_t *numbers = ARENA_ARRAY(past->arena, uint32_t, past->commits.count);
    for (uint32_t i = 0; i < count; i++) {
        numbers[order[count - 1 - i]] = i + 1;
        parents[i + 1] = i;
    }
    numbers[first] = 0;
    reading->lives.numbers = numbers;
    reading->lives.lineage = lineage_new(past->arena, parents, count + 1, 0);
    reading->lives.stand = &reading->stand;
}

// What the commits of the line noted; the stand is that of the tip afterwards.
static void line_read(struct reading *reading, const uint32_t *order)
{
    struct past *past = reading->past;
    struct stand *stand = &reading->stand;
    for (size_t i = reading->count; i-- > 0 && goes_on(reading);) {
        lives_find(&reading->lives, order[i]);
        const struct commit *commit = &past->commits.at[order[i]];
        stand->work += commit->work;
    }
    for (size_t i = reading->count; i-- > 0;) {
        const struct commit *commit = &past->commits.at[order[i]];
        stand_change(stand, past, &past->notes.at[commit->notes], commit->note_count);
    }
}

// The short way: returns false when the whole past must be looked at.
static bool read_on(struct reading *reading, struct arena *arena)
{
    uint32_t order[STAND_BACK + 1];
    past_begin(reading, arena);
    uint32_t first = reading->tip == NO_NUMBER ? NO_NUMBER : stand_find(reading, order);
    if (first == NO_NUMBER)
        return false;
    struct stand *stand = &reading->stand;
    stand->commits += reading->count;
    line_start(reading, order, first);
    line_read(reading, order);
    bool well = goes_on(reading) && stand->work <= HISTORY_WORK_MAX &&
                stand->commits <= STAND_COMMITS && stand->changes.count <= STAND_CHANGES;
    if (well && reading->count > 0)
        stand_write(stand, reading->past, reading->tip);
    return well;
}

// The long way begins anew.
static void start_again(struct reading *reading)
{
    const struct history_options *options = reading->options;
    reading->stand = (struct stand){ .cache = options->cache };
    reading->lives.stand = NULL;
    reading->trees.incomplete = false;
    reading->count = 0;
}

// ---- The answer ----

// Clocks are not always right: nothing was changed after the revision was made,
// and nothing came after it was changed.
static struct life within(struct life life, uint32_t revision)
{
    if (life.first == DAY_PENDING)
        return (struct life){ .first = DAY_UNKNOWN, .last = DAY_UNKNOWN };
    if (revision != DAY_UNKNOWN && life.last > revision)
        life.last = revision;
    if (life.first > life.last && life.last != DAY_UNKNOWN)
        life.first = life.last;
    if (revision != DAY_UNKNOWN && life.first > revision)
        life.first = revision;
    return life;
}

// What was not committed as it stands on disk, nobody knows when.
static void forget_changed(struct reading *reading, struct life *lives,
                           const struct source_file *files, size_t count)
{
    static const git_oid nothing;
    struct arena *arena = reading->past->arena;
    struct changes changes = { .arena = arena };
    struct map *ids = map_new(arena);
    git_oid trees[] = { *past_tree(reading->past, reading->tip), nothing };
    trees_compare(&reading->trees, trees, 2, &changes);
    for (size_t i = 0; i < changes.list.count; i++)
        map_put(ids, changes.list.at[i].path, (void *)(uintptr_t)changes.list.at[i].ids);
    for (size_t i = 0; i < count; i++) {
        const git_oid *id = map_get(ids, files[i].path);
        if (id == NULL || memcmp(id->id, files[i].id, GIT_OID_RAWSZ) != 0)
            lives[i].last = DAY_UNKNOWN;
    }
}

struct answer {
    struct life *lives;
    uint32_t revision; // its day
};

static void answer_one(void *context, size_t file, struct life life)
{
    const struct answer *answer = context;
    if (life.gone == 0)
        answer->lives[file] = within(life, answer->revision);
}

static void answer_all(struct reading *reading, struct answer *answer,
                       const struct source_file *files, size_t count)
{
    uint32_t tip = reading->lives.numbers[reading->tip];
    for (size_t i = 0; i < count; i++) {
        struct life life;
        uint32_t path = past_path_find(reading->past, files[i].path);
        if (path != NO_NUMBER && lineage_ask(reading->lives.lineage, tip, path, &life))
            answer_one(answer, i, life);
    }
}

static struct life *answer(struct reading *reading, struct arena *arena,
                           const struct source_file *files, size_t count)
{
    struct answer answer = { ARENA_ARRAY(arena, struct life, count),
                             reading->past->commits.at[reading->tip].day };
    if (reading->lives.stand != NULL)
        stand_each(&reading->stand, files, count, answer_one, &answer);
    else
        answer_all(reading, &answer, files, count);
    if (reading->options->on_disk)
        forget_changed(reading, answer.lives, files, count);
    return answer.lives;
}

static const struct diagnostic_kind *read_past(struct reading *reading, struct arena *arena)
{
    if (repository_is_shallow(reading->options->repository))
        return &history_shallow;
    if (read_on(reading, arena))
        return NULL;
    start_again(reading);
    return read_all(reading, arena);
}

struct life *history_read(struct arena *arena, const struct history_options *options,
                          const struct source_file *files, size_t count,
                          struct diagnostics *diagnostics)
{
    struct life *lives = NULL;
    struct arena *own = arena_new();
    struct reading reading = {
        .options = options,
        .trees = { .repository = options->repository },
        .remembered = { .cache = options->cache },
        .lives = { .withheld = options->withheld, .known = options->known, .scratch = arena_new() },
    };
    const struct diagnostic_kind *fault = read_past(&reading, own);
    if (fault == NULL)
        lives = answer(&reading, arena, files, count);
    else
        diagnose(diagnostics, fault, (struct place){ 0 }, NULL);
    trees_release(&reading.trees);
    arena_free(reading.lives.scratch);
    arena_free(own);
    return lives;
}
