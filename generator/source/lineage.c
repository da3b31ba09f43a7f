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
    uint32_t position;
    uint32_t before; // numbers of notes, or NO_NUMBER
    uint32_t leap;
    uint32_t depth; // notes before it
};

// The last note on a path along a chain; a free slot has no chain.
struct slot {
    uint32_t path;
    uint32_t chain;
    uint32_t note;
};

struct lineage {
    struct arena *arena;
    struct station *stations; // one a commit
    uint32_t *below;          // of each chain the commit that it grows from
    LIST(struct note) notes;
    struct slot *slots; // open addressing, at most half full
    size_t capacity;    // a power of two
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

static size_t slot_start(const struct lineage *lineage, uint32_t path, uint32_t chain)
{
    uint64_t mixed = ((uint64_t)path << 32 | chain) * 0x9e3779b97f4a7c15u;
    return (size_t)(mixed >> 32) & (lineage->capacity - 1);
}

// The slot of a path along a chain, or the free one where it would go.
static struct slot *slot_of(const struct lineage *lineage, uint32_t path, uint32_t chain)
{
    size_t i = slot_start(lineage, path, chain);
    while (lineage->slots[i].chain != NO_NUMBER &&
           (lineage->slots[i].path != path || lineage->slots[i].chain != chain))
        i = (i + 1) & (lineage->capacity - 1);
    return &lineage->slots[i];
}

static void slots_make(struct lineage *lineage, size_t capacity)
{
    lineage->slots = ARENA_ARRAY(lineage->arena, struct slot, capacity);
    lineage->capacity = capacity;
    for (size_t i = 0; i < capacity; i++)
        lineage->slots[i].chain = NO_NUMBER;
}

static void slots_grow(struct lineage *lineage)
{
    const struct slot *old = lineage->slots;
    size_t count = lineage->capacity;
    slots_make(lineage, count * 4);
    for (size_t i = 0; i < count; i++)
        if (old[i].chain != NO_NUMBER)
            *slot_of(lineage, old[i].path, old[i].chain) = old[i];
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
    if (lineage->used * 2 >= lineage->capacity)
        slots_grow(lineage);
    struct slot *slot = slot_of(lineage, path, station.chain);
    bool fresh = slot->chain == NO_NUMBER;
    uint32_t before = fresh ? NO_NUMBER : slot->note;
    uint32_t depth = fresh ? 0 : lineage->notes.at[before].depth + 1;
    lineage->used += fresh;
    *slot = (struct slot){ path, station.chain, (uint32_t)lineage->notes.count };
    LIST_ADD(lineage->arena, lineage->notes,
             ((struct note){ life, station.position, before, leap_from(lineage, before), depth }));
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
        const struct slot *slot = slot_of(lineage, path, station.chain);
        uint32_t note = slot->chain == NO_NUMBER
                            ? NO_NUMBER
                            : note_before(lineage, slot->note, station.position);
        if (note != NO_NUMBER) {
            *life = lineage->notes.at[note].life;
            return true;
        }
        commit = lineage->below[station.chain];
    }
    return false;
}

// ---- The face ----

struct lineage *lineage_new(struct arena *arena, const uint32_t *parents, uint32_t count)
{
    struct lineage *lineage = ARENA_NEW(arena, struct lineage);
    lineage->arena = arena;
    slots_make(lineage, FIRST_SLOTS);
    chains_make(lineage, parents, count);
    return lineage;
}
