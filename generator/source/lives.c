// SPDX-License-Identifier: EUPL-1.2
#include "source/lives.h"

#include "base/path.h"
#include "source/renames.h"

#include <string.h>

static const git_oid nothing;

// One commit while it is looked at.
struct birth {
    struct lives *lives;
    uint32_t number;
    uint32_t day;
    const uint32_t *parents;
    size_t parent_count;
    struct arena *arena;
    const git_oid *trees; // of the commit and its parents
    size_t tree_count;    // at least two
    struct moves moves;   // those that came, and those that went from the first parent
};

static bool is_there(const git_oid *id)
{
    return !git_oid_equal(id, &nothing);
}

// What is kept of the id of a file that went; never 0.
static uint64_t trace_of(const git_oid *id)
{
    uint64_t trace;
    memcpy(&trace, id->id, sizeof trace);
    return trace | 1;
}

static bool ask(const struct birth *birth, size_t parent, str path, struct life *life)
{
    const struct lives *lives = birth->lives;
    uint32_t number = past_path_find(lives->past, path);
    bool noted = number != NO_NUMBER &&
                 lineage_ask(lives->lineage, lives->numbers[birth->parents[parent]], number, life);
    return noted || (lives->stand != NULL && stand_ask(lives->stand, path, life));
}

static void note(struct birth *birth, str path, struct life life)
{
    struct lives *lives = birth->lives;
    struct past *past = lives->past;
    struct noted noted = { past_path(past, path), life };
    LIST_ADD(past->arena, past->notes, noted);
    lineage_note(lives->lineage, lives->numbers[birth->number], noted.path, life);
}

// Whether the revision has the file as it is here, and what was found in it.
static bool is_known(const struct lives *lives, str path, const git_oid *id, bool *withheld)
{
    const struct source_known *known = &lives->known;
    size_t file =
        known->withheld == NULL ? STR_NONE : source_place(known->files, known->count, path);
    if (file == STR_NONE || memcmp(known->files[file].id, id->id, SOURCE_ID_SIZE) != 0)
        return false;
    *withheld = known->withheld[file];
    return true;
}

// Whether the bytes say that nobody is to read them yet.
static bool is_withheld(struct birth *birth, str path, const git_oid *id)
{
    bool known;
    if (path_is_markdown(path) && is_known(birth->lives, path, id, &known))
        return known;
    git_odb_object *object =
        path_is_markdown(path) ? text_open(birth->lives->past->trees, id) : NULL;
    if (object == NULL)
        return false;
    str bytes = { git_odb_object_data(object), git_odb_object_size(object) };
    bool withheld = birth->lives->withheld(bytes);
    git_odb_object_free(object);
    return withheld;
}

// A life that goes on today, with other bytes.
static struct life changed(struct birth *birth, str path, const git_oid *id, uint32_t first)
{
    struct life life = { .first = first, .last = birth->day };
    if (first == DAY_PENDING && !is_withheld(birth, path, id))
        life.first = birth->day;
    return life;
}

// ---- A file that was there ----

// The life of the file in the first parent that has it as it is.
static bool same_in_parent(const struct birth *birth, const struct change *change,
                           struct life *life)
{
    for (size_t i = 1; i < birth->parent_count; i++)
        if (git_oid_equal(&change->ids[i + 1], &change->ids[0]) &&
            ask(birth, i, change->path, life) && life->gone == 0)
            return true;
    return false;
}

// Makes `first` the earliest day on which it came in a parent.
static bool there_in_parent(const struct birth *birth, const struct change *change, uint32_t *first)
{
    struct life life;
    bool there = false;
    for (size_t i = 0; i < birth->parent_count; i++) {
        if (!is_there(&change->ids[i + 1]) || !ask(birth, i, change->path, &life) || life.gone != 0)
            continue;
        *first = life.first < *first ? life.first : *first;
        there = true;
    }
    return there;
}

static void went(struct birth *birth, const struct change *change)
{
    struct life life;
    struct moved moved = { .path = change->path, .id = &change->ids[1], .from = NO_NUMBER };
    LIST_ADD(birth->arena, birth->moves.went, moved);
    if (!ask(birth, 0, change->path, &life))
        return;
    life.gone = trace_of(&change->ids[1]);
    note(birth, change->path, life);
}

static void look_at(struct birth *birth, const struct change *change)
{
    struct life life;
    uint32_t first = DAY_PENDING;
    struct moved moved = { .path = change->path, .id = &change->ids[0], .from = NO_NUMBER };
    if (!is_there(&change->ids[0]))
        went(birth, change);
    else if (same_in_parent(birth, change, &life))
        note(birth, change->path, life);
    else if (there_in_parent(birth, change, &first))
        note(birth, change->path, changed(birth, change->path, &change->ids[0], first));
    else
        LIST_ADD(birth->arena, birth->moves.came, moved);
}

// ---- A file that was not ----

// Takes over the lives of those that were found to have gone from `parent`, and
// leaves the others.
static void renamed(struct birth *birth, size_t parent)
{
    struct moves *moves = &birth->moves;
    size_t left = 0;
    for (size_t i = 0; i < moves->came.count; i++) {
        struct moved *came = &moves->came.at[i];
        const struct moved *from = came->from == NO_NUMBER ? NULL : &moves->went.at[came->from];
        struct life life;
        came->from = NO_NUMBER;
        if (from == NULL || !ask(birth, parent, from->path, &life))
            moves->came.at[left++] = *came;
        else if (git_oid_equal(from->id, came->id))
            note(birth, came->path, life);
        else
            note(birth, came->path, changed(birth, came->path, came->id, life.first));
    }
    moves->came.count = left;
}

// Those that went from a parent other than the first.
static void went_from(struct birth *birth, size_t parent)
{
    git_oid trees[] = { birth->trees[0], birth->trees[parent + 1] };
    struct changes changes = { .arena = birth->arena };
    trees_compare(birth->lives->past->trees, trees, 2, &changes);
    birth->moves.went.count = 0;
    for (size_t i = 0; i < changes.list.count; i++) {
        const struct change *change = &changes.list.at[i];
        struct moved moved = { .path = change->path, .id = &change->ids[1], .from = NO_NUMBER };
        if (!is_there(&change->ids[0]))
            LIST_ADD(birth->arena, birth->moves.went, moved);
    }
}

// Whether it is as it was when it went.
static bool came_back(const struct birth *birth, const struct moved *came, struct life *life)
{
    for (size_t i = 0; i < birth->parent_count; i++)
        if (ask(birth, i, came->path, life) && life->gone == trace_of(came->id)) {
            life->gone = 0;
            return true;
        }
    return false;
}

static void take_back(struct birth *birth)
{
    struct moves *moves = &birth->moves;
    struct life life;
    size_t left = 0;
    for (size_t i = 0; i < moves->came.count; i++)
        if (came_back(birth, &moves->came.at[i], &life))
            note(birth, moves->came.at[i].path, life);
        else
            moves->came.at[left++] = moves->came.at[i];
    moves->came.count = left;
}

static void came(struct birth *birth)
{
    struct moves *moves = &birth->moves;
    for (size_t parent = 0; parent < birth->parent_count && moves->came.count > 0; parent++) {
        if (parent > 0)
            went_from(birth, parent);
        renames_exact(moves);
        renamed(birth, parent);
        if (parent == 0)
            take_back(birth);
        renames_alike(moves);
        renamed(birth, parent);
    }
    for (size_t i = 0; i < moves->came.count; i++) {
        const struct moved *one = &moves->came.at[i];
        note(birth, one->path, changed(birth, one->path, one->id, DAY_PENDING));
    }
}

// ---- The face ----

static void find(struct birth *birth, git_oid *trees)
{
    struct past *past = birth->lives->past;
    struct changes changes = { .arena = birth->arena };
    trees[0] = *past_tree(past, birth->number);
    for (size_t i = 0; i < birth->parent_count; i++)
        trees[i + 1] = *past_tree(past, birth->parents[i]);
    trees_compare(past->trees, trees, birth->tree_count, &changes);
    for (size_t i = 0; i < changes.list.count; i++)
        look_at(birth, &changes.list.at[i]);
    came(birth);
}

void lives_find(struct lives *lives, uint32_t number)
{
    struct past *past = lives->past;
    const struct commit *commit = &past->commits.at[number];
    git_oid trees[COMPARE_PARENTS_MAX + 1] = { 0 };
    uint64_t before = past->trees->work;
    size_t notes = past->notes.count;
    struct birth birth = {
        .lives = lives,
        .number = number,
        .day = commit->day,
        .parents = commit->parents,
        .parent_count = commit->parent_count,
        .arena = lives->scratch,
        .trees = trees,
        .tree_count = commit->parent_count < 1 ? 2 : commit->parent_count + 1,
        .moves = { .trees = past->trees, .arena = lives->scratch },
    };
    find(&birth, trees);
    past->commits.at[number].notes = notes;
    past->commits.at[number].note_count = past->notes.count - notes;
    past_work(past, number, before);
    arena_reset(lives->scratch);
}
