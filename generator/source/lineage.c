// SPDX-License-Identifier: EUPL-1.2
#include "source/lineage.h"

#include "base/list.h"

// A commit's place on its chain.
struct station {
    uint32_t chain;
    uint32_t position;
};

// The notes on one path along one chain are linked from last to first.  `leap`
// goes further back, so that any is found in a number of steps that grows with
// the logarithm of theirs (Myers, An applicative random-access stack, 1983).
struct note {
    struct life life;
    uint32_t path;
    uint32_t chain;
    uint32_t position;
    uint32_t before; // numbers of notes, or NO_NUMBER
    uint32_t leap;
    uint32_t depth; // notes before it
};

struct lineage {
    struct arena *arena;
    struct station *stations; // one a commit
    uint32_t *below;          // of each chain the commit that it grows from
    LIST(struct note) notes;
    uint32_t *slots; // the last note on a path along a chain, one more: open addressing
    size_t capacity; // a power of two, at least twice what is used
    size_t used;
};

// ---- Chains ----

// How many commits each has above it; the child with the most goes on with the
// chain of its parent, so that a step to another chain at least halves them.
static uint32_t *heirs_find(struct arena *arena, const uint32_t *parents, uint32_t count)
{
    uint32_t *sizes = ARENA_ARRAY(arena, uint32_t, count);
    uint32_t *heirs = ARENA_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        heirs[i] = NO_NUMBER;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t parent = parents[i];
        sizes[i]++;
        if (parent == NO_NUMBER)
            continue;
        sizes[parent] += sizes[i];
        if (heirs[parent] == NO_NUMBER || sizes[i] >= sizes[heirs[parent]])
            heirs[parent] = i;
    }
    return heirs;
}

static void chains_make(struct lineage *lineage, const uint32_t *parents, uint32_t count)
{
    const uint32_t *heirs = heirs_find(lineage->arena, parents, count);
    lineage->stations = ARENA_ARRAY(lineage->arena, struct station, count);
    lineage->below = ARENA_ARRAY(lineage->arena, uint32_t, count);
    uint32_t chains = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t parent = parents[i];
        if (parent != NO_NUMBER && heirs[parent] == i) {
            lineage->stations[i] = lineage->stations[parent];
            lineage->stations[i].position++;
        } else {
            lineage->below[chains] = parent;
            lineage->stations[i].chain = chains++;
        }
    }
}

// ---- Slots ----

enum { FIRST_SLOTS = 1024 };

// The slot of a path along a chain, or the free one where it would go.
static uint32_t *slot_of(const struct lineage *lineage, uint32_t path, uint32_t chain)
{
    uint64_t mixed = ((uint64_t)path << 32 | chain) * 0x9e3779b97f4a7c15u;
    for (size_t i = (size_t)(mixed >> 32);; i++) {
        uint32_t *slot = &lineage->slots[i & (lineage->capacity - 1)];
        if (*slot == 0)
            return slot;
        const struct note *note = &lineage->notes.at[*slot - 1];
        if (note->path == path && note->chain == chain)
            return slot;
    }
}

static void slots_make(struct lineage *lineage, size_t notes)
{
    const uint32_t *old = lineage->slots;
    size_t count = lineage->capacity;
    lineage->capacity = FIRST_SLOTS;
    while (lineage->capacity < notes * 2)
        lineage->capacity *= 2;
    lineage->slots = ARENA_ARRAY(lineage->arena, uint32_t, lineage->capacity);
    for (size_t i = 0; i < count; i++) {
        if (old[i] == 0)
            continue;
        const struct note *note = &lineage->notes.at[old[i] - 1];
        *slot_of(lineage, note->path, note->chain) = old[i];
    }
}

// ---- Notes ----

// Leaps: over nothing, or over two leaps of one length that follow each other.
static uint32_t leap_from(const struct lineage *lineage, uint32_t before)
{
    const struct note *notes = lineage->notes.at;
    if (before == NO_NUMBER)
        return NO_NUMBER;
    uint32_t first = notes[before].leap;
    if (first == NO_NUMBER)
        return before;
    uint32_t second = notes[first].leap;
    uint32_t over = notes[before].depth - notes[first].depth;
    bool alike = second != NO_NUMBER && notes[first].depth - notes[second].depth == over;
    return alike ? second : before;
}

void lineage_note(struct lineage *lineage, uint32_t commit, uint32_t path, struct life life)
{
    struct station station = lineage->stations[commit];
    if ((lineage->used + 1) * 2 > lineage->capacity)
        slots_make(lineage, lineage->used * 2);
    uint32_t *slot = slot_of(lineage, path, station.chain);
    uint32_t before = *slot - 1;
    lineage->used += before == NO_NUMBER;
    LIST_ADD(lineage->arena, lineage->notes,
             ((struct note){
                 .life = life,
                 .path = path,
                 .chain = station.chain,
                 .position = station.position,
                 .before = before,
                 .leap = leap_from(lineage, before),
                 .depth = before == NO_NUMBER ? 0 : lineage->notes.at[before].depth + 1,
             }));
    *slot = (uint32_t)lineage->notes.count;
}

// The last note at or before `position`, from one that may come after it.
static uint32_t note_before(const struct lineage *lineage, uint32_t note, uint32_t position)
{
    const struct note *notes = lineage->notes.at;
    while (note != NO_NUMBER && notes[note].position > position) {
        uint32_t leap = notes[note].leap;
        bool far = leap == NO_NUMBER || notes[leap].position <= position;
        note = far ? notes[note].before : leap;
    }
    return note;
}

bool lineage_ask(const struct lineage *lineage, uint32_t commit, uint32_t path, struct life *life)
{
    while (commit != NO_NUMBER) {
        struct station station = lineage->stations[commit];
        uint32_t last = *slot_of(lineage, path, station.chain) - 1;
        uint32_t note = note_before(lineage, last, station.position);
        if (note != NO_NUMBER) {
            *life = lineage->notes.at[note].life;
            return true;
        }
        commit = lineage->below[station.chain];
    }
    return false;
}

// ---- The face ----

struct lineage *lineage_new(struct arena *arena, const uint32_t *parents, uint32_t count,
                            size_t notes)
{
    struct lineage *lineage = ARENA_NEW(arena, struct lineage);
    lineage->arena = arena;
    LIST_RESERVE(arena, lineage->notes, notes);
    slots_make(lineage, notes);
    chains_make(lineage, parents, count);
    return lineage;
}
