// SPDX-License-Identifier: EUPL-1.2
#include "ask/result.h"

#include "ask/passage.h"
#include "base/list.h"

#include <stdlib.h>

struct showing {
    const struct ranking *ranking;
    const struct query *query;
    struct arena *arena;
    const struct search_wish *wish;
    const struct hit *hit;
};

static void text_add_once(struct arena *arena, struct text_list *to, str text)
{
    for (size_t i = 0; i < to->count; i++)
        if (str_equal(to->at[i], text))
            return;
    LIST_ADD(arena, *to, text);
}

static const str unknown = { NULL, 0 };

struct summary_words {
    struct arena *arena;
    struct text_list list;
};

// ---- What it is ----

static str base_name(unsigned base)
{
    static const char *const names[] = {
        "page", "story", "guideline", "chapter", "term", "reaction"
    };
    return base < sizeof names / sizeof *names ? str_from_c(names[base]) : unknown;
}

static void terms_read(const struct showing *showing, const struct record *record,
                       struct search_result *result)
{
    struct index *index = showing->query->index;
    LIST(struct search_term) terms = { 0 };
    for (size_t i = 0; i < record->number_count && !index->failed; i++) {
        struct vocable vocable = vocabulary_at(index, record->numbers[i]);
        str group = index->group_count == 0
                        ? STR("")
                        : index->groups[group_of_number(index, record->numbers[i])].name;
        if (i == 0)
            result->kind = vocable.name;
        else if (!str_equal(group, STR("jaar")))
            LIST_ADD(showing->arena, terms,
                     ((struct search_term){ group, vocable.name, vocable.label }));
    }
    if (record->number_count == 0)
        index_spoiled(index, STR("search/root.json"));
    result->terms = terms.at;
    result->term_count = terms.count;
}

// ---- Where it has the words ----

static bool group_is_met(const struct showing *showing, size_t group)
{
    return showing->hit->slot != STR_NONE &&
           (showing->ranking->met[showing->hit->slot] & 1u << group) != 0;
}

static void matched_fill(const struct showing *showing, struct search_result *result)
{
    struct text_list matched = { 0 };
    for (size_t g = 0; g < showing->ranking->group_count; g++) {
        const struct group *group = showing->ranking->groups[g].group;
        for (size_t c = 0; c < group->count && group_is_met(showing, g); c++)
            for (size_t f = 0; f < group->at[c]->form_count && group->at[c]->is_found; f++)
                text_add_once(showing->arena, &matched, group->at[c]->forms[f]);
    }
    result->matched = matched.at;
    result->matched_count = matched.count;
}

// The passage in which most of the groups meet, then that in which they are
// worth most; -1 when it is not known.
static int passage_best(const struct showing *showing)
{
    const struct ranking *ranking = showing->ranking;
    uint32_t marks[PASSAGES_ROOM];
    uint64_t sums[PASSAGES_ROOM] = { 0 };
    ranking_mark(ranking, showing->hit->slot, marks);
    const struct spot *spot = ranking->lists->spots[showing->hit->slot];
    for (; spot != NULL; spot = spot->next)
        for (size_t i = 0; i < spot->posting->told.count && spot->use->groups != 0; i++)
            sums[spot->posting->told.at[i]] +=
                value_weighted(level_value(spot->posting->level), spot->use->how);
    int best = -1;
    for (int i = 0; i < PASSAGES_MOST; i++) {
        unsigned count = bit_count(marks[i]);
        unsigned before = best < 0 ? 0 : bit_count(marks[best]);
        if (count > before || (count > 0 && count == before && sums[i] > sums[best]))
            best = i;
    }
    return best;
}

static bool word_is_among(const str *forms, size_t count, str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(forms[i], word))
            return true;
    return false;
}

struct looking {
    const struct search_result *result;
    bool found;
};

static void word_look(void *context, str word, uint64_t low, uint64_t high)
{
    (void)low;
    (void)high;
    struct looking *looking = context;
    looking->found |= word_is_among(looking->result->matched, looking->result->matched_count, word);
}

// A text that has none of the words is of another moment than the index.
static bool text_has_matched(const struct search_result *result, str text)
{
    struct looking looking = { result, false };
    struct arena *scratch = arena_new();
    words_each(text, scratch, word_look, &looking);
    arena_free(scratch);
    return looking.found;
}

static void word_list(void *context, str word, uint64_t low, uint64_t high)
{
    (void)low;
    (void)high;
    struct summary_words *words = context;
    text_add_once(words->arena, &words->list, arena_copy(words->arena, word));
}

static bool choice_is_in(const struct choice *choice, const struct text_list *words)
{
    for (size_t f = 0; f < choice->form_count; f++)
        for (size_t i = 0; i < words->count; i++)
            if (str_equal(choice->forms[f], words->at[i]))
                return true;
    return false;
}

// Whether the summary has all the words: then it shows them well enough.
static bool summary_tells(const struct showing *showing, str summary)
{
    struct summary_words words = { .arena = showing->arena };
    struct arena *scratch = arena_new();
    words_each(summary, scratch, word_list, &words);
    arena_free(scratch);
    for (size_t g = 0; g < showing->ranking->group_count; g++) {
        const struct group *group = showing->ranking->groups[g].group;
        bool there = !group_is_met(showing, g);
        for (size_t c = 0; c < group->count && !there; c++)
            there = group->at[c]->is_found && choice_is_in(group->at[c], &words.list);
        if (!there)
            return false;
    }
    return true;
}

static void passage_show(const struct showing *showing, const struct record *record,
                         struct search_result *result)
{
    int passage =
        showing->hit->slot == STR_NONE ? -1 : showing->ranking->verified[showing->hit->slot];
    if (passage < 0 && showing->hit->slot != STR_NONE)
        passage = passage_best(showing);
    if (passage < 0)
        return;
    const struct heading_at *heading = NULL;
    for (size_t i = 0; i < record->heading_count; i++)
        if (record->headings[i].first <= (size_t)passage)
            heading = &record->headings[i];
    if (heading != NULL) {
        result->heading = heading->text;
        result->anchor =
            heading->anchor.len > 0 ? heading->anchor : word_slug(showing->arena, heading->text);
    }
    bool checked = showing->ranking->verified[showing->hit->slot] >= 0;
    if (!showing->wish->passages || (!checked && summary_tells(showing, record->summary)))
        return;
    str text = passage_read(showing->query->index, showing->arena, record, (size_t)passage);
    if (text.at != NULL && text_has_matched(result, text))
        result->passage = text;
}

// ---- Why it is there ----

// What a use is worth on the page, in quarters; 0 when it is not there.
static uint64_t use_worth(const struct use *use, size_t slot)
{
    for (size_t t = 0; t < use->taken; t++)
        for (size_t p = 0; p < use->entry->tiers[t].count; p++)
            if (use->slots[t][p] == slot)
                return (uint64_t)level_value(use->entry->tiers[t].postings[p].level) *
                       how_weight(use->how);
    return 0;
}

struct worth {
    const struct use *use;
    uint64_t worth;
    size_t place;
};

static int worth_order(const void *a, const void *b)
{
    const struct worth *x = a;
    const struct worth *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

// The words of a group that the page has, those that are worth most first.
static size_t worths_of(const struct showing *showing, size_t group, struct worth *worths)
{
    const struct lists *lists = showing->ranking->lists;
    size_t count = 0;
    for (size_t i = 0; i < lists->use_count; i++) {
        const struct use *use = lists->uses[i];
        uint64_t worth = (use->groups & 1u << group) != 0 ? use_worth(use, showing->hit->slot) : 0;
        if (worth > 0)
            worths[count++] = (struct worth){ use, worth, i };
    }
    if (count > 1)
        qsort(worths, count, sizeof *worths, worth_order);
    return count;
}

// The keys of the choices, with blanks between.
static str group_key(struct arena *arena, const struct group *group)
{
    str key = STR("");
    for (size_t i = 0; i < group->count; i++)
        key =
            arena_join(arena, (str[]){ key, i > 0 ? STR(" ") : STR(""), group->at[i]->key, { 0 } });
    return key;
}

static struct search_reason reason_of(const struct showing *showing, size_t number)
{
    const struct ranked_group *group = &showing->ranking->groups[number];
    const struct group *typed = group->group;
    struct worth *worths =
        ARENA_ARRAY(showing->arena, struct worth, showing->ranking->lists->use_count);
    size_t count = worths_of(showing, number, worths);
    struct text_list forms = { 0 };
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < worths[i].use->entry->form_count; f++)
            text_add_once(showing->arena, &forms, worths[i].use->entry->forms[f]);
    return (struct search_reason){
        .word = group_key(showing->arena, typed),
        .typed =
            str_slice(showing->query->text, typed->at[0]->start, typed->at[typed->count - 1]->end),
        .forms = forms.at,
        .form_count = forms.count,
        .value = group->values[showing->hit->slot],
        .how = count > 0 ? worths[0].use->how : HOW_EXACT,
    };
}

static void reasons_fill(const struct showing *showing, struct search_result *result)
{
    const struct ranking *ranking = showing->ranking;
    struct search_reason *reasons =
        ARENA_ARRAY(showing->arena, struct search_reason, ranking->group_count);
    size_t slot = showing->hit->slot;
    result->near = 1;
    if (slot == STR_NONE)
        return;
    result->rank = ranking->ranks[slot];
    result->near = ranking->near[slot];
    for (size_t i = 0; i < ranking->group_count; i++)
        if (ranking->groups[i].values[slot] > 0)
            reasons[result->reason_count++] = reason_of(showing, i);
    result->reasons = reasons;
}

bool result_read(const struct ranking *ranking, struct arena *arena, const struct query *query,
                 const struct search_wish *wish, const struct hit *hit,
                 struct search_result *result)
{
    struct showing showing = { ranking, query, arena, wish, hit };
    struct record record;
    if (!record_read(query->index, arena, hit->page, &record))
        return false;
    *result = (struct search_result){ .address = record.address,
                                      .anchor = unknown,
                                      .heading = unknown,
                                      .title = record.title,
                                      .base = base_name(record.base),
                                      .date = record.date,
                                      .summary = record.summary,
                                      .notes = record.notes,
                                      .note_count = record.note_count,
                                      .fictional = record.fictional,
                                      .quiet = record.quiet,
                                      .passage = unknown };
    terms_read(&showing, &record, result);
    matched_fill(&showing, result);
    passage_show(&showing, &record, result);
    if (wish->explain)
        reasons_fill(&showing, result);
    return !query->index->failed;
}
