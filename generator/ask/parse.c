// SPDX-License-Identifier: EUPL-1.2
#include "ask/catalog.h"
#include "ask/choice.h"
#include "ask/passage.h"
#include "base/list.h"
#include "base/utf8.h"

enum {
    QUERY_MOST = 1000, // characters of a query that are read
    PART_LEAST = 3,    // letters of a word that may be part of another
};

struct choice_list {
    struct choice **at;
    size_t count;
    size_t capacity;
};

struct parsing {
    struct query *query;
    struct arena *arena;
    struct arena *scratch;
    str text;
    bool is_cut;  // in the middle of what JavaScript counts as two characters
    size_t minus; // what stands right behind one
    struct choice_list all;
};

// ---- Names ----

// What names are compared by: their words.
static str name_key(struct arena *arena, str name)
{
    struct text_words words = text_words_of(arena, name);
    struct buf key = { 0 };
    for (size_t i = 0; i < words.count; i++) {
        buf_add(&key, i > 0 ? STR(" ") : STR(""));
        buf_add(&key, words.at[i]);
    }
    str copy = arena_copy(arena, buf_view(&key));
    buf_release(&key);
    return copy;
}

size_t group_named(struct index *index, struct arena *arena, str name)
{
    str wanted = name_key(arena, name);
    for (size_t i = 0; i < index->group_count && wanted.len > 0; i++) {
        bool is_kind = str_equal(wanted, STR("kind")) || str_equal(wanted, STR("soort"));
        if (str_equal(name_key(arena, index->groups[i].name), wanted) ||
            str_equal(name_key(arena, index->groups[i].label), wanted) || (i == 0 && is_kind))
            return i;
    }
    return STR_NONE;
}

void filter_add(struct query *query, size_t group, str name)
{
    struct chosen_list *filters = &query->filters;
    size_t at = 0;
    while (at < filters->count && filters->at[at].group != group)
        at++;
    if (at == filters->count)
        LIST_ADD(query->arena, *filters, ((struct chosen){ .group = group }));
    struct chosen *chosen = &filters->at[at];
    for (size_t i = 0; i < chosen->count; i++)
        if (str_equal(chosen->at[i], name))
            return;
    LIST_ADD(query->arena, *chosen, name);
}

// Adds what was typed as a filter.  Returns false when no value of the group is
// so called.
static bool filter_typed(struct parsing *parsing, size_t group, str value)
{
    struct index *index = parsing->query->index;
    const struct index_group *of = &index->groups[group];
    str wanted = name_key(parsing->arena, value);
    bool found = false;
    for (size_t i = 0; i < of->count && wanted.len > 0 && !index->failed; i++) {
        struct vocable vocable = vocabulary_at(index, of->first + i);
        if (!str_equal(name_key(parsing->scratch, vocable.name), wanted) &&
            !str_equal(name_key(parsing->scratch, vocable.label), wanted))
            continue;
        filter_add(parsing->query, group, vocable.name);
        found = true;
    }
    return found;
}

// ---- Choices ----

static void choice_add(struct parsing *parsing, struct choice *choice, size_t start, size_t end)
{
    for (size_t i = 0; i < choice->word_count; i++) {
        choice->words[i].start += start - choice->start;
        choice->words[i].end += start - choice->start;
    }
    choice->start = start;
    choice->end = end;
    choice->is_excluded = start == parsing->minus;
    LIST_ADD(parsing->arena, parsing->all, choice);
}

// Adds the chains of a part of the text.
static void chains_add(struct parsing *parsing, size_t from, size_t to)
{
    str stops = parsing->query->index->stops;
    struct word_reader reader = word_reader(str_slice(parsing->text, from, to), parsing->scratch);
    struct choice *choice;
    while ((choice = choice_next(parsing->arena, stops, &reader)) != NULL)
        choice_add(parsing, choice, from + choice->start, from + choice->end);
}

// The phrase between two quotes; the choice begins and ends with them.
static void phrase_add(struct parsing *parsing, size_t start, str between, size_t end)
{
    str stops = parsing->query->index->stops;
    choice_add(parsing, choice_of_phrase(parsing->arena, stops, between), start, end);
}

// ---- Tokens ----

static uint32_t character_at(str text, size_t at, size_t *end)
{
    *end = at;
    return at < text.len ? utf8_next(text, end) : 0;
}

static bool is_quote(uint32_t character)
{
    return character == '"' || (character >= 0x201C && character <= 0x201F) || character == 0xAB ||
           character == 0xBB;
}

// Where the next quote stands, at or after `at`; text.len for nowhere.
static size_t quote_find(str text, size_t at, size_t *end)
{
    while (at < text.len) {
        if (is_quote(character_at(text, at, end)))
            return at;
        at = *end;
    }
    return text.len;
}

// The end of the characters that are no blank, no quote and not `stop`.
static size_t run_end(str text, size_t at, uint32_t stop)
{
    size_t next;
    while (at < text.len) {
        uint32_t character = character_at(text, at, &next);
        if (is_blank(character) || is_quote(character) || character == stop)
            return at;
        at = next;
    }
    return at;
}

// `-` in front of a word or a phrase.
static bool minus_read(struct parsing *parsing, size_t at)
{
    str text = parsing->text;
    size_t end;
    if (character_at(text, at, &end) != '-')
        return false;
    char room[WORD_BYTES];
    struct word word;
    struct word_reader reader = word_reader(str_after(text, at + 1), parsing->scratch);
    return is_quote(character_at(text, at + 1, &end)) ||
           (word_next(&reader, room, &word) && word.start == 0);
}

struct typed_filter {
    str name;
    str value;
    size_t end;
};

// `name:value` or `name:"more values"`.
static bool filter_read(str text, size_t at, struct typed_filter *filter)
{
    size_t colon = run_end(text, at, ':');
    if (colon == at || colon == text.len || text.at[colon] != ':')
        return false;
    size_t value = colon + 1;
    size_t inside;
    filter->name = str_slice(text, at, colon);
    if (is_quote(character_at(text, value, &inside))) {
        size_t close = quote_find(text, inside, &filter->end);
        filter->value = str_slice(text, inside, close);
        return close < text.len && close > inside;
    }
    filter->end = run_end(text, value, ' ');
    filter->value = str_slice(text, value, filter->end);
    return filter->end > value;
}

// A filter that is none is words.
static void filter_take(struct parsing *parsing, size_t start, size_t group,
                        const struct typed_filter *filter)
{
    if (!filter_typed(parsing, group, filter->value)) {
        chains_add(parsing, start, filter->end);
        return;
    }
    // Nothing joins what stands on its two sides.
    struct choice *nothing = ARENA_NEW(parsing->arena, struct choice);
    *nothing = (struct choice){ .start = start, .end = filter->end, .is_stop = true };
    LIST_ADD(parsing->arena, parsing->all, nothing);
}

// Reads what stands at `at`, when that is more than words: `done` is the end of
// what was taken.  Returns where to go on.
static size_t token_read(struct parsing *parsing, size_t at, bool is_start, size_t *done)
{
    str text = parsing->text;
    struct typed_filter filter;
    size_t next;
    size_t close_end;
    uint32_t character = character_at(text, at, &next);
    if (is_start && minus_read(parsing, at)) {
        chains_add(parsing, *done, at);
        return parsing->minus = *done = at + 1;
    }
    if (is_start && filter_read(text, at, &filter)) {
        size_t group = group_named(parsing->query->index, parsing->arena, filter.name);
        if (group == STR_NONE)
            return filter.end;
        chains_add(parsing, *done, at);
        filter_take(parsing, at, group, &filter);
        return *done = filter.end;
    }
    size_t close = is_quote(character) ? quote_find(text, next, &close_end) : text.len;
    if (close == text.len)
        return next;
    chains_add(parsing, *done, at);
    phrase_add(parsing, at, str_slice(text, next, close), close_end);
    return *done = close_end;
}

static void tokens_read(struct parsing *parsing)
{
    size_t done = 0;
    bool is_start = true;
    for (size_t at = 0; at < parsing->text.len;) {
        size_t next;
        bool blank = is_blank(character_at(parsing->text, at, &next));
        at = blank ? next : token_read(parsing, at, is_start, &done);
        is_start = blank;
    }
    chains_add(parsing, done, parsing->text.len);
}

// ---- Groups ----

static bool may_join(const struct choice *choice)
{
    return !choice->is_excluded && !choice->is_stop && choice->key.len > 0;
}

static bool only_blanks(str text)
{
    for (size_t at = 0; at < text.len;)
        if (!is_blank(utf8_next(text, &at)))
            return false;
    return text.len > 0;
}

static str word_between(const struct index *index)
{
    return index_is_english(index) ? STR("or") : STR("of");
}

// Whether choice `i` is the word that joins the two around it.
static bool joins(const struct parsing *parsing, size_t i)
{
    const struct choice_list *all = &parsing->all;
    if (i == 0 || i + 1 >= all->count || !may_join(all->at[i - 1]) || !may_join(all->at[i + 1]))
        return false;
    const struct choice *choice = all->at[i];
    return str_equal(choice->key, word_between(parsing->query->index)) && !choice->is_phrase &&
           !choice->is_excluded &&
           only_blanks(str_slice(parsing->text, all->at[i - 1]->end, choice->start)) &&
           only_blanks(str_slice(parsing->text, choice->end, all->at[i + 1]->start));
}

static struct group_list groups_join(struct parsing *parsing)
{
    struct group_list groups = { 0 };
    for (size_t i = 0; i < parsing->all.count; i++) {
        struct choice *choice = parsing->all.at[i];
        if (choice->key.len == 0)
            continue;
        if (joins(parsing, i) && groups.count > 0) {
            choice = parsing->all.at[++i];
            LIST_ADD(parsing->arena, groups.at[groups.count - 1], choice);
            continue;
        }
        struct group group = { 0 };
        LIST_ADD(parsing->arena, group, choice);
        LIST_ADD(parsing->arena, groups, group);
    }
    return groups;
}

// Whether a group is a chain by itself, which occurs nowhere as a whole.
static bool comes_apart(struct query *query, const struct group *group)
{
    const struct choice *choice = group->at[0];
    if (group->count > 1 || choice->is_excluded || choice->is_single || choice->word_count == 0)
        return false;
    return choice->way_count == 1 || !query_has(query, choice, choice->ways[0].words[0]);
}

// Chains that come apart are asked as their words are.
static struct group_list groups_apart(struct parsing *parsing, struct group_list groups)
{
    struct group_list apart = { 0 };
    for (size_t i = 0; i < groups.count; i++) {
        struct choice *choice = groups.at[i].at[0];
        if (!comes_apart(parsing->query, &groups.at[i])) {
            LIST_ADD(parsing->arena, apart, groups.at[i]);
            continue;
        }
        for (size_t w = 0; w < choice->word_count; w++) {
            struct group group = { 0 };
            choice->words[w].is_prefix = choice->is_prefix && choice->words[w].end == choice->end;
            LIST_ADD(parsing->arena, group, &choice->words[w]);
            LIST_ADD(parsing->arena, apart, group);
        }
    }
    return apart;
}

static bool same_group(const struct group *a, const struct group *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!str_equal(a->at[i]->key, b->at[i]->key))
            return false;
    return true;
}

static void group_keep(struct parsing *parsing, struct group_list *groups,
                       const struct group *group)
{
    for (size_t i = 0; i < groups->count; i++)
        if (same_group(&groups->at[i], group))
            return;
    if (groups->count < GROUPS_MOST)
        LIST_ADD(parsing->arena, *groups, *group);
}

// Words that tell nothing are left out unless there is nothing else.
static void groups_choose(struct parsing *parsing, const struct group_list *groups)
{
    struct query *query = parsing->query;
    for (size_t i = 0; i < groups->count; i++)
        if (groups->at[i].at[0]->is_excluded)
            group_keep(parsing, &query->excluded, &groups->at[i]);
    for (int stops_too = 0; stops_too < 2 && query->asked.count == 0; stops_too++)
        for (size_t i = 0; i < groups->count; i++) {
            const struct choice *first = groups->at[i].at[0];
            if (!first->is_excluded && (stops_too || !first->is_stop))
                group_keep(parsing, &query->asked, &groups->at[i]);
        }
}

// Whether it may be a part of a word that was written apart.
static bool is_part(const struct group *group)
{
    const struct choice *choice = group->at[0];
    if (group->count > 1 || !choice->is_single || choice->is_phrase || choice->is_stop)
        return false;
    for (size_t i = 0; i < choice->key.len; i++)
        if (choice->key.at[i] < 'a' || choice->key.at[i] > 'z')
            return false;
    return choice->key.len >= PART_LEAST;
}

// Two words in a row may be one that was written apart.
static void neighbours_mark(struct query *query)
{
    for (size_t i = 1; i < query->asked.count; i++) {
        const struct group *before = &query->asked.at[i - 1];
        struct group *group = &query->asked.at[i];
        group->at[0]->is_behind =
            is_part(before) && is_part(group) && before->at[0]->end < group->at[0]->start &&
            only_blanks(str_slice(query->text, before->at[0]->end, group->at[0]->start));
    }
}

// As many characters as reader.js reads, which counts in UTF-16.
static str query_cut(str query, bool *is_cut)
{
    size_t at = 0;
    for (size_t units = 0; at < query.len;) {
        size_t next = at;
        units += utf8_next(query, &next) > 0xFFFF ? 2 : 1;
        *is_cut = units == QUERY_MOST + 1 && next - at == 4;
        if (units > QUERY_MOST)
            break;
        at = next;
    }
    return str_slice(query, 0, at);
}

void query_parse(struct query *query)
{
    struct parsing parsing = {
        .query = query, .arena = query->arena, .scratch = arena_new(), .minus = STR_NONE
    };
    query->text = parsing.text = query_cut(query->whole, &parsing.is_cut);
    tokens_read(&parsing);
    for (size_t i = 0; i < parsing.all.count; i++) {
        struct choice *choice = parsing.all.at[i];
        choice->is_prefix = query->prefix && !choice->is_excluded && !choice->is_phrase &&
                            !parsing.is_cut && choice->end == query->text.len;
    }
    struct group_list groups = groups_apart(&parsing, groups_join(&parsing));
    groups_choose(&parsing, &groups);
    neighbours_mark(query);
    arena_free(parsing.scratch);
}
