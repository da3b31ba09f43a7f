// SPDX-License-Identifier: EUPL-1.2
#include "ask/rank.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    FAINT = 8,      // pages without all groups are left out below this part of the best
    NEAR_START = 3, // nearness counts besides this
    MET_SHARE = 8,  // how much it counts which words are met, against how many are asked
};

// ---- Scores: one number a slot, 0 where a word is not ----

static uint32_t *scores_new(const struct lists *lists)
{
    size_t size = (lists->slot_count + 1) * sizeof(uint32_t);
    uint32_t *scores = memory_alloc(size);
    memset(scores, 0, size);
    return scores;
}

struct raising {
    uint32_t *scores;
    enum search_how how;
};

static void score_raise(void *context, uint32_t slot, const struct posting *posting)
{
    const struct raising *raising = context;
    uint32_t value = value_weighted(level_value(posting->level), raising->how);
    if (value > raising->scores[slot])
        raising->scores[slot] = value;
}

static void entry_raise(const struct lists *lists, const struct index_entry *entry,
                        enum search_how how, uint32_t *scores)
{
    struct raising raising = { scores, how };
    lists_each(lists, entry, score_raise, &raising);
}

// Leaves the pages that both have, with the sum; frees `other`.
static void scores_meet(const struct lists *lists, uint32_t *scores, uint32_t *other)
{
    for (size_t i = 0; i < lists->slot_count; i++)
        scores[i] = scores[i] > 0 && other[i] > 0 ? scores[i] + other[i] : 0;
    free(other);
}

// Keeps the best of both; frees `other`.
static void scores_join(const struct lists *lists, uint32_t *scores, uint32_t *other)
{
    for (size_t i = 0; i < lists->slot_count; i++)
        if (other[i] > scores[i])
            scores[i] = other[i];
    free(other);
}

static uint32_t *entries_score(const struct lists *lists, struct index_entry *const *entries,
                               size_t count, enum search_how how)
{
    uint32_t *scores = scores_new(lists);
    if (count > 0)
        entry_raise(lists, entries[0], how, scores);
    for (size_t i = 1; i < count; i++) {
        uint32_t *other = scores_new(lists);
        entry_raise(lists, entries[i], how, other);
        scores_meet(lists, scores, other);
    }
    return scores;
}

static uint32_t *word_score(const struct lists *lists, const struct items *items)
{
    uint32_t *scores = scores_new(lists);
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        if (item->count == 1)
            entry_raise(lists, item->entries[0], item->how, scores);
        else
            scores_join(lists, scores, entries_score(lists, item->entries, item->count, item->how));
    }
    return scores;
}

static uint32_t *way_score(const struct lists *lists, const struct way *way)
{
    uint32_t *scores = word_score(lists, &way->found[0]);
    for (size_t i = 1; i < way->count; i++)
        scores_meet(lists, scores, word_score(lists, &way->found[i]));
    return scores;
}

// Raises `scores` to what a chain gives.
static void chain_score(const struct lists *lists, const struct choice *choice, uint32_t *scores)
{
    for (size_t w = 0; w < choice->way_count; w++)
        scores_join(lists, scores, way_score(lists, &choice->ways[w]));
}

static struct phrase phrase_score(struct ranking *ranking, const struct choice *choice)
{
    const struct lists *lists = ranking->lists;
    uint32_t *scores = entries_score(lists, choice->entries, choice->entry_count, HOW_PHRASE);
    struct phrase phrase = { choice, ARENA_ARRAY(ranking->arena, uint32_t, lists->slot_count) };
    memcpy(phrase.scores, scores, lists->slot_count * sizeof *scores);
    free(scores);
    return phrase;
}

// ---- Groups ----

static void group_score(struct ranking *ranking, struct ranked_group *to, const struct group *group)
{
    size_t slots = ranking->lists->slot_count;
    *to = (struct ranked_group){ .group = group,
                                 .values = ARENA_ARRAY(ranking->arena, uint32_t, slots),
                                 .phrases =
                                     ARENA_ARRAY(ranking->arena, struct phrase, group->count) };
    to->must = group->count == 1 && group->at[0]->is_phrase;
    for (size_t i = 0; i < group->count; i++) {
        const struct choice *choice = group->at[i];
        if (!choice->is_found)
            continue;
        if (choice->is_phrase) {
            to->phrases[to->phrase_count++] = phrase_score(ranking, choice);
            continue;
        }
        if (to->words == NULL)
            to->words = ARENA_ARRAY(ranking->arena, uint32_t, slots);
        chain_score(ranking->lists, choice, to->words);
    }
}

static void excluded_score(struct ranking *ranking, const struct query *query)
{
    const struct lists *lists = ranking->lists;
    ranking->excluded = ARENA_ARRAY(ranking->arena, struct phrase, query->excluded.count);
    for (size_t i = 0; i < query->excluded.count; i++) {
        const struct choice *choice = query->excluded.at[i].at[0];
        if (!choice->is_found)
            continue;
        if (choice->is_phrase) {
            ranking->excluded[ranking->excluded_count++] = phrase_score(ranking, choice);
            continue;
        }
        uint32_t *scores = scores_new(lists);
        chain_score(lists, choice, scores);
        for (size_t slot = 0; slot < lists->slot_count; slot++)
            ranking->dead[slot] |= scores[slot] > 0;
        free(scores);
    }
}

struct ranking *ranking_new(struct arena *arena, const struct lists *lists,
                            const struct group *const *groups, size_t group_count,
                            const struct query *query)
{
    size_t slots = lists->slot_count;
    struct ranking *ranking = ARENA_NEW(arena, struct ranking);
    *ranking = (struct ranking){ .lists = lists,
                                 .arena = arena,
                                 .group_count = group_count,
                                 .dead = ARENA_ARRAY(arena, bool, slots),
                                 .met = ARENA_ARRAY(arena, uint32_t, slots),
                                 .ranks = ARENA_ARRAY(arena, uint64_t, slots),
                                 .near = ARENA_ARRAY(arena, uint8_t, slots),
                                 .verified = ARENA_ARRAY(arena, int, slots),
                                 .slots = ARENA_ARRAY(arena, uint32_t, slots) };
    for (size_t i = 0; i < slots; i++)
        ranking->verified[i] = -1;
    for (size_t i = 0; i < group_count; i++)
        group_score(ranking, &ranking->groups[i], groups[i]);
    excluded_score(ranking, query);
    for (size_t i = 0; i < query->asked.count; i++) {
        const struct group *group = &query->asked.at[i];
        ranking->is_nowhere |=
            group->count == 1 && group->at[0]->is_phrase && !group->at[0]->is_found;
    }
    return ranking;
}

// ---- Ranks ----

unsigned bit_count(uint32_t bits)
{
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

void ranking_mark(const struct ranking *ranking, size_t slot, uint32_t marks[PASSAGES_ROOM])
{
    memset(marks, 0, PASSAGES_ROOM * sizeof *marks);
    for (const struct spot *spot = ranking->lists->spots[slot]; spot != NULL; spot = spot->next)
        for (size_t i = 0; i < spot->posting->told.count; i++)
            marks[spot->posting->told.at[i]] |= spot->use->groups;
}

// The most groups that meet in one passage of a page.
static unsigned near_of(const struct ranking *ranking, size_t slot)
{
    uint32_t marks[PASSAGES_ROOM];
    unsigned near = 1;
    ranking_mark(ranking, slot, marks);
    for (size_t i = 0; i < PASSAGES_MOST; i++) {
        unsigned count = bit_count(marks[i]);
        near = count > near ? count : near;
    }
    return near;
}

static void values_fill(const struct ranking *ranking, const struct ranked_group *group)
{
    for (size_t slot = 0; slot < ranking->lists->slot_count; slot++) {
        uint32_t best = group->words == NULL ? 0 : group->words[slot];
        for (size_t i = 0; i < group->phrase_count; i++)
            best = group->phrases[i].scores[slot] > best ? group->phrases[i].scores[slot] : best;
        group->values[slot] = best;
    }
}

// On how many pages the words of an item may all be.
static size_t item_common(const struct item *item)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < item->count; i++)
        if (item->entries[i]->count < least)
            least = item->entries[i]->count;
    return least;
}

static size_t way_common(const struct way *way)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < way->count; i++) {
        size_t most = 0;
        for (size_t k = 0; k < way->found[i].count; k++) {
            size_t count = item_common(&way->found[i].at[k]);
            most = count > most ? count : most;
        }
        least = most < least ? most : least;
    }
    return least;
}

// On how many pages a group is at most.
static size_t group_common(const struct group *group)
{
    size_t most = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct choice *choice = group->at[i];
        struct item phrase = { .entries = choice->entries, .count = choice->entry_count };
        size_t count = choice->is_found && choice->is_phrase ? item_common(&phrase) : 0;
        most = count > most ? count : most;
        for (size_t w = 0; w < choice->way_count && choice->is_found; w++) {
            count = way_common(&choice->ways[w]);
            most = count > most ? count : most;
        }
    }
    return most;
}

// How much it matters whether a page has a word that so many have: a rare one much.
static uint64_t weight_of(size_t pages, size_t count)
{
    uint64_t bits = 0;
    for (size_t times = 1 + pages / count; times > 0; times >>= 1)
        bits++;
    return bits * bits;
}

static void weights_fill(struct ranking *ranking)
{
    ranking->least = 0;
    for (size_t g = 0; g < ranking->group_count; g++) {
        struct ranked_group *group = &ranking->groups[g];
        group->weight = weight_of(ranking->lists->index->pages, group_common(group->group));
        ranking->least += group->weight * ranking->group_count;
    }
}

static void slot_rank(struct ranking *ranking, size_t slot, uint32_t needed)
{
    uint64_t sum = 0;
    uint64_t met = 0;
    ranking->met[slot] = 0;
    for (size_t g = 0; g < ranking->group_count && !ranking->dead[slot]; g++) {
        uint32_t value = ranking->groups[g].values[slot];
        ranking->met[slot] |= value > 0 ? 1u << g : 0;
        met += value > 0 ? ranking->groups[g].weight : 0;
        sum += value;
    }
    ranking->ranks[slot] = sum;
    ranking->near[slot] = 1;
    if (ranking->met[slot] == 0 || (ranking->met[slot] & needed) != needed)
        return;
    if (bit_count(ranking->met[slot]) > 1)
        ranking->near[slot] = (uint8_t)near_of(ranking, slot);
    ranking->ranks[slot] =
        sum * (MET_SHARE * met + ranking->least) * (NEAR_START + ranking->near[slot]);
    ranking->slots[ranking->count++] = (uint32_t)slot;
}

void ranking_rank(struct ranking *ranking)
{
    uint32_t needed = 0;
    ranking->count = 0;
    weights_fill(ranking);
    for (size_t g = 0; g < ranking->group_count; g++) {
        values_fill(ranking, &ranking->groups[g]);
        needed |= ranking->groups[g].must ? 1u << g : 0;
    }
    for (size_t slot = 0; slot < ranking->lists->slot_count; slot++)
        slot_rank(ranking, slot, needed);
    if (ranking->is_nowhere)
        ranking->count = 0;
}

void ranking_drop_faint(struct ranking *ranking)
{
    uint64_t best = 0;
    for (size_t i = 0; i < ranking->count; i++)
        if (ranking->ranks[ranking->slots[i]] > best)
            best = ranking->ranks[ranking->slots[i]];
    uint32_t all = (1u << ranking->group_count) - 1;
    size_t kept = 0;
    for (size_t i = 0; i < ranking->count; i++) {
        uint32_t slot = ranking->slots[i];
        if (ranking->met[slot] == all || ranking->ranks[slot] * FAINT >= best)
            ranking->slots[kept++] = slot;
    }
    ranking->count = kept;
}
