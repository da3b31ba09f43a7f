// SPDX-License-Identifier: EUPL-1.2
// Answers a query as reader.js does; what is done here in C stands there in the
// same order, and tests hold the two together.
#include "ask/ask.h"

#include "ask/filter.h"
#include "ask/phrase.h"
#include "ask/result.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <stdlib.h>

struct asking {
    struct index *index;
    struct arena *arena;
    const struct search_wish *wish;
    struct search_answer *answer;
    struct query query;
    struct lists lists;
    const struct group *groups[GROUPS_MOST]; // those that lead somewhere
    size_t group_count;
    bool has_phrases;
    struct ranking *ranking;
    struct filtering filtering;
    size_t *counts; // of the numbers of the vocabulary
};

const char *search_how_name(enum search_how how)
{
    static const char *const names[SEARCH_HOW_COUNT] = {
        [HOW_EXACT] = "exact",         [HOW_PREFIX] = "prefix",     [HOW_ALSO] = "also",
        [HOW_CORRECTED] = "corrected", [HOW_COMPOUND] = "compound", [HOW_PHRASE] = "phrase",
    };
    return names[how];
}

// ---- What is asked ----

static void wish_filters_add(struct asking *asking)
{
    struct index *index = asking->index;
    for (size_t g = 0; g < index->group_count; g++)
        for (size_t i = 0; i < asking->wish->filter_count; i++)
            if (str_equal(asking->wish->filters[i].group, index->groups[g].name))
                filter_add(&asking->query, g, asking->wish->filters[i].value);
}

static void answer_filters_fill(struct asking *asking)
{
    const struct chosen_list *chosen = &asking->query.filters;
    LIST(struct search_filter) filters = { 0 };
    for (size_t i = 0; i < chosen->count; i++)
        for (size_t k = 0; k < chosen->at[i].count; k++)
            LIST_ADD(asking->arena, filters,
                     ((struct search_filter){ asking->index->groups[chosen->at[i].group].name,
                                              chosen->at[i].at[k] }));
    asking->answer->filters = filters.at;
    asking->answer->filter_count = filters.count;
}

static bool is_chosen(const struct chosen *chosen, str name)
{
    for (size_t i = 0; i < chosen->count; i++)
        if (str_equal(chosen->at[i], name))
            return true;
    return false;
}

// The numbers in the vocabulary of what was chosen.
static struct wanted wanted_of(struct asking *asking, const struct chosen *chosen)
{
    const struct index_group *group = &asking->index->groups[chosen->group];
    LIST(size_t) numbers = { 0 };
    for (size_t i = 0; i < group->count && !asking->index->failed; i++)
        if (is_chosen(chosen, vocabulary_at(asking->index, group->first + i).name))
            LIST_ADD(asking->arena, numbers, group->first + i);
    return (struct wanted){ chosen->group, numbers.at, numbers.count };
}

static void filtering_fill(struct asking *asking)
{
    const struct chosen_list *chosen = &asking->query.filters;
    size_t count = chosen->count < FILTERS_MOST ? chosen->count : FILTERS_MOST;
    struct wanted *wanted = ARENA_ARRAY(asking->arena, struct wanted, count);
    for (size_t i = 0; i < count; i++)
        wanted[i] = wanted_of(asking, &chosen->at[i]);
    asking->filtering = (struct filtering){ .index = asking->index,
                                            .arena = asking->arena,
                                            .wanted = wanted,
                                            .wanted_count = count,
                                            .all_pages = asking->query.asked.count == 0,
                                            .facets = asking->wish->facets };
}

static bool group_is_found(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->at[i]->is_found)
            return true;
    return false;
}

static void groups_find(struct asking *asking)
{
    const struct group_list *asked = &asking->query.asked;
    const struct group_list *excluded = &asking->query.excluded;
    for (size_t i = 0; i < asked->count; i++) {
        const struct group *group = &asked->at[i];
        if (!group_is_found(group))
            continue;
        asking->groups[asking->group_count++] = group;
        for (size_t c = 0; c < group->count; c++)
            asking->has_phrases |= group->at[c]->is_phrase && group->at[c]->is_found;
    }
    for (size_t i = 0; i < excluded->count; i++)
        asking->has_phrases |= excluded->at[i].at[0]->is_phrase && excluded->at[i].at[0]->is_found;
}

static bool any_excluded(const struct asking *asking)
{
    const struct group_list *excluded = &asking->query.excluded;
    for (size_t i = 0; i < excluded->count; i++)
        if (excluded->at[i].at[0]->is_found)
            return true;
    return false;
}

// ---- What is found ----

// Of few words, the best pages tell well enough whether they are near each other.
static size_t spots_wanted(const struct asking *asking)
{
    enum { FEW_WORDS = 4 };
    if (asking->has_phrases || asking->group_count > FEW_WORDS)
        return 2;
    return asking->group_count > 1 ? 1 : 0;
}

static bool pages_rank(struct asking *asking)
{
    const struct search_wish *wish = asking->wish;
    asking->lists = (struct lists){ .index = asking->index, .arena = asking->arena };
    for (size_t i = 0; i < asking->group_count; i++)
        for (size_t c = 0; c < asking->groups[i]->count; c++)
            lists_use(&asking->lists, asking->groups[i]->at[c], 1u << i);
    struct reading_wish reading = {
        .may_be_single = asking->group_count == 1 && asking->query.filters.count == 0 &&
                         !any_excluded(asking) && !asking->has_phrases && !wish->by_date,
        .facets = wish->facets,
        .results = wish->offset + wish->limit,
        .spots = spots_wanted(asking),
    };
    if (!lists_read(&asking->lists, &asking->query, &reading))
        return false;
    asking->answer->more |= asking->lists.more;
    asking->ranking = ranking_new(asking->arena, &asking->lists, asking->groups,
                                  asking->group_count, &asking->query);
    ranking_rank(asking->ranking);
    if (asking->has_phrases)
        asking->answer->more |= phrases_check(asking->ranking, asking->query.asked.count > 0);
    ranking_drop_faint(asking->ranking);
    return !asking->index->failed;
}

static struct hits hits_of(struct asking *asking)
{
    const struct ranking *ranking = asking->ranking;
    struct hits hits = { ARENA_ARRAY(asking->arena, struct hit, ranking->count), ranking->count };
    for (size_t i = 0; i < ranking->count; i++) {
        uint32_t slot = ranking->slots[i];
        hits.at[i] = (struct hit){ ranking->ranks[slot], asking->lists.pages[slot], slot };
    }
    return hits;
}

static void dead_pages_fill(struct asking *asking)
{
    const struct lists *lists = &asking->lists;
    uint32_t *dead = ARENA_ARRAY(asking->arena, uint32_t, lists->slot_count);
    for (size_t slot = 0; slot < lists->slot_count; slot++)
        if (asking->ranking->dead[slot])
            dead[asking->filtering.dead_count++] = lists->pages[slot];
    asking->filtering.dead_pages = dead;
}

// ---- In which order ----

static int hit_order(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->page < y->page ? -1 : x->page > y->page;
}

// Puts dates where the ranks were; the pages are in order.
static void hits_date(struct asking *asking, struct hits *hits)
{
    uint32_t *dates = memory_alloc(NUMBERS_PER_BLOCK * sizeof *dates);
    size_t block = STR_NONE;
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->at[i].page / NUMBERS_PER_BLOCK != block) {
            block = hits->at[i].page / NUMBERS_PER_BLOCK;
            dates_of(asking->index, block, dates);
        }
        hits->at[i].rank = dates[hits->at[i].page % NUMBERS_PER_BLOCK];
    }
    free(dates);
}

static void results_fill(struct asking *asking, const struct hits *hits)
{
    const struct search_wish *wish = asking->wish;
    size_t from = wish->offset < hits->count ? wish->offset : hits->count;
    size_t count = hits->count - from < wish->limit ? hits->count - from : wish->limit;
    struct search_result *results = ARENA_ARRAY(asking->arena, struct search_result, count);
    uint32_t *slots = ARENA_ARRAY(asking->arena, uint32_t, count);
    size_t slot_count = 0;
    for (size_t i = 0; i < count; i++)
        if (hits->at[from + i].slot != STR_NONE)
            slots[slot_count++] = (uint32_t)hits->at[from + i].slot;
    if (!lists_place(&asking->lists, slots, slot_count))
        return;
    for (size_t i = 0; i < count; i++)
        if (!result_read(asking->ranking, asking->arena, &asking->query, wish, &hits->at[from + i],
                         &results[i]))
            return;
    asking->answer->results = results;
    asking->answer->count = count;
}

// ---- What is said about the words ----

// The query with other words in place of some; `at` is NULL where there are none.
static str query_with(const struct asking *asking, bool suggested)
{
    struct buf text = { 0 };
    size_t at = 0;
    bool any = false;
    for (size_t g = 0; g < asking->group_count; g++)
        for (size_t c = 0; c < asking->groups[g]->count; c++) {
            const struct choice *choice = asking->groups[g]->at[c];
            str meant = suggested ? choice->suggested : choice->corrected;
            if (meant.at == NULL || !choice->is_found)
                continue;
            any = true;
            buf_add(&text, str_slice(asking->query.whole, at, choice->start));
            buf_add(&text, meant);
            at = choice->end;
        }
    buf_add(&text, str_after(asking->query.whole, at));
    str copy = any ? arena_copy(asking->arena, buf_view(&text)) : (str){ NULL, 0 };
    buf_release(&text);
    return copy;
}

static void words_tell(struct asking *asking)
{
    LIST(struct search_also) also = { 0 };
    for (size_t g = 0; g < asking->group_count; g++)
        for (size_t c = 0; c < asking->groups[g]->count; c++) {
            const struct choice *choice = asking->groups[g]->at[c];
            str typed = str_slice(asking->query.whole, choice->start, choice->end);
            if (choice->also.count > 0 && choice->is_found)
                LIST_ADD(asking->arena, also,
                         ((struct search_also){ typed, choice->also.at, choice->also.count }));
        }
    asking->answer->also = also.at;
    asking->answer->also_count = also.count;
    asking->answer->corrected = query_with(asking, false);
    asking->answer->suggested = query_with(asking, true);
}

// ---- The answer ----

static void facets_fill(struct asking *asking)
{
    if (!asking->wish->facets)
        return;
    asking->answer->facets = facets_shown(&asking->filtering, asking->counts);
    asking->answer->facet_count = asking->index->group_count;
}

// All that the site has, where nothing is asked.
static void totals_fill(struct asking *asking)
{
    size_t numbers = vocabulary_size(asking->index);
    for (size_t i = 0; i < numbers && asking->wish->facets && !asking->index->failed; i++)
        asking->counts[i] = vocabulary_at(asking->index, i).count;
}

// The pages that pass the filters, in order.
static struct hits hits_find(struct asking *asking)
{
    struct hits hits = hits_of(asking);
    dead_pages_fill(asking);
    hits_filter(&asking->filtering, &hits, asking->counts);
    asking->answer->more |= asking->filtering.more;
    if (asking->filtering.all_pages || asking->wish->by_date)
        hits_date(asking, &hits);
    if (hits.count > 1)
        qsort(hits.at, hits.count, sizeof *hits.at, hit_order);
    return hits;
}

static void pages_answer(struct asking *asking)
{
    groups_find(asking);
    if (!pages_rank(asking))
        return;
    struct hits hits = hits_find(asking);
    asking->answer->total = hits.count;
    results_fill(asking, &hits);
    words_tell(asking);
    if (asking->lists.single != NULL) {
        asking->answer->total = asking->lists.single->count;
        asking->answer->more = false;
    }
}

static void asking_answer(struct asking *asking)
{
    wish_filters_add(asking);
    query_parse(&asking->query);
    query_resolve(&asking->query);
    answer_filters_fill(asking);
    filtering_fill(asking);
    if (asking->index->failed)
        return;
    asking->counts = ARENA_ARRAY(asking->arena, size_t, vocabulary_size(asking->index));
    if (asking->query.asked.count + asking->filtering.wanted_count > 0)
        pages_answer(asking);
    else
        totals_fill(asking);
    facets_fill(asking);
}

struct index *search_open(struct arena *arena, const char *site_folder, str language,
                          struct diagnostics *diagnostics)
{
    return index_open(arena, site_folder, language, diagnostics);
}

bool search_ask(struct arena *arena, struct index *index, const struct search_wish *wish,
                struct search_answer *answer)
{
    *answer = (struct search_answer){ .corrected = { NULL, 0 }, .suggested = { NULL, 0 } };
    struct asking asking = {
        .index = index,
        .arena = arena,
        .wish = wish,
        .answer = answer,
        .query = { .index = index, .arena = arena, .prefix = !wish->whole_words },
    };
    asking.query.whole = utf8_clean(arena, wish->query);
    asking_answer(&asking);
    return !index->failed;
}
