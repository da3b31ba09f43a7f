// SPDX-License-Identifier: EUPL-1.2
#include "search/query.h"

#include "base/list.h"
#include "base/nearest.h"
#include "base/utf8.h"

#include <stdlib.h>

enum {
    QUERY_MOST = 1000, // characters of a query that are read
    LONG_WORD = 8,     // from here on two mistakes are forgiven
};

// ---- Words of the query ----

struct chain {
    LIST(str) parts;
    LIST(str) telling;
    str whole;
    size_t raw_count;
    size_t start;
    size_t end;
};

// The chain that begins at the reader's next word.  Returns false at the end.
static bool chain_read(struct asking *asking, struct word_reader *reader, struct chain *chain)
{
    char room[WORD_BYTES];
    struct word word = { .is_last = false };
    *chain = (struct chain){ 0 };
    while (!word.is_last && word_next(reader, room, &word)) {
        if (chain->raw_count++ == 0)
            chain->start = word.start;
        chain->end = word.end;
        if (word.text.len == 0)
            continue;
        str text = arena_copy(asking->arena, word.text);
        LIST_ADD(asking->arena, chain->parts, text);
        if (!stop_word(asking->index->stops, text))
            LIST_ADD(asking->arena, chain->telling, text);
    }
    return chain->raw_count > 0;
}

// The chain as one word: written as a word of its own, it is read as one.
static str chain_whole(struct asking *asking, const struct chain *chain)
{
    if (chain->parts.count < 2 || chain->parts.count > CHAIN_WORDS)
        return STR("");
    str parts[CHAIN_WORDS + 1] = { 0 };
    for (size_t i = 0; i < chain->parts.count; i++)
        parts[i] = chain->parts.at[i];
    return word_finished(arena_join(asking->arena, parts));
}

static void way_add(struct sought *group, const str *words, size_t count)
{
    struct way *way = &group->ways[group->way_count];
    way->count = count < CHAIN_WORDS ? count : CHAIN_WORDS;
    for (size_t i = 0; i < way->count; i++)
        way->words[i] = words[i];
    group->way_count += count > 0;
}

static struct sought group_of(struct asking *asking, const struct chain *chain)
{
    struct sought group = { .start = chain->start, .end = chain->end };
    str whole = chain_whole(asking, chain);
    bool tells = chain->telling.count > 0;
    if (whole.len > 0) {
        way_add(&group, &whole, 1);
        way_add(&group, chain->telling.at, chain->telling.count);
    } else if (tells) {
        way_add(&group, chain->telling.at, chain->telling.count);
    } else {
        way_add(&group, chain->parts.at, chain->parts.count);
    }
    group.is_stop = !tells && whole.len == 0;
    group.is_prefix = chain->end == asking->query.len;
    group.is_single = chain->raw_count == 1;
    return group;
}

static bool same_group(const struct sought *a, const struct sought *b)
{
    if (a->way_count != b->way_count)
        return false;
    for (size_t w = 0; w < a->way_count; w++) {
        if (a->ways[w].count != b->ways[w].count)
            return false;
        for (size_t i = 0; i < a->ways[w].count; i++)
            if (!str_equal(a->ways[w].words[i], b->ways[w].words[i]))
                return false;
    }
    return true;
}

static void group_keep(struct asking *asking, const struct sought *group)
{
    for (size_t i = 0; i < asking->count; i++)
        if (same_group(&asking->groups[i], group))
            return;
    if (asking->count < GROUPS_MOST)
        asking->groups[asking->count++] = *group;
}

// As many characters as reader.js reads, which counts in UTF-16.
static str query_cut(str query)
{
    size_t at = 0;
    for (size_t units = 0; at < query.len;) {
        size_t next = at;
        units += utf8_next(query, &next) > 0xFFFF ? 2 : 1;
        if (units > QUERY_MOST)
            break;
        at = next;
    }
    return str_slice(query, 0, at);
}

void query_parse(struct asking *asking)
{
    asking->query = query_cut(asking->query);
    struct arena *scratch = arena_new();
    for (int stops_too = 0; stops_too < 2 && asking->count == 0; stops_too++) {
        struct word_reader reader = word_reader(asking->query, scratch);
        struct chain chain;
        while (chain_read(asking, &reader, &chain)) {
            struct sought group = group_of(asking, &chain);
            if (group.way_count > 0 && (stops_too || !group.is_stop))
                group_keep(asking, &group);
        }
    }
    arena_free(scratch);
}

// ---- What words lead to ----

struct expansion {
    struct index_entry *entry;
    str text;
};

struct expansions {
    struct expansion *at;
    size_t count;
    size_t capacity;
};

static void expansion_add(struct asking *asking, struct expansions *to,
                          const struct index_form *form)
{
    struct index_entry *entry =
        form->entry != NULL ? form->entry : index_lookup(asking->index, form->head);
    for (size_t i = 0; i < to->count; i++)
        if (to->at[i].entry == entry)
            return;
    if (entry != NULL)
        LIST_ADD(asking->arena, *to, ((struct expansion){ entry, form->text }));
}

// The classes with a form that begins with `word`, in the stretch where it is
// and the one after.
static struct expansions expand(struct asking *asking, str word)
{
    struct expansions found = { 0 };
    struct stretch stretch = index_stretch(asking->index, word, false);
    for (int stretches = 0; stretches < 2; stretches++) {
        for (size_t i = stretch_find(&stretch, word); i < stretch.count; i++) {
            if (!str_starts(stretch.forms[i].text, word))
                return found;
            expansion_add(asking, &found, &stretch.forms[i]);
        }
        if (stretch.next.len == 0 || !str_starts(stretch.next, word))
            return found;
        stretch = index_stretch(asking->index, stretch.next, false);
    }
    return found;
}

static int expansion_order(const void *a, const void *b)
{
    const struct expansion *x = a;
    const struct expansion *y = b;
    if (x->entry->count != y->entry->count)
        return x->entry->count > y->entry->count ? -1 : 1;
    return str_compare(x->text, y->text);
}

static void matches_expand(struct asking *asking, str word, struct matches *matches)
{
    struct expansions found = expand(asking, word);
    if (found.count > 1)
        qsort(found.at, found.count, sizeof *found.at, expansion_order);
    struct index_entry *exact = matches->count > 0 ? matches->at[0].entry : NULL;
    for (size_t i = 0; i < found.count && i < EXPANSIONS_MOST; i++)
        if (found.at[i].entry != exact)
            matches->at[matches->count++] = (struct match){ found.at[i].entry, false };
}

static bool is_short(str word)
{
    size_t at = 0;
    if (word.len > 0)
        utf8_next(word, &at);
    // JavaScript counts what lies above U+FFFF as two.
    return at == word.len && at < 4;
}

static struct matches matches_of(struct asking *asking, str word, bool is_prefix)
{
    struct matches matches = { .count = 0 };
    struct index_entry *entry = index_lookup(asking->index, word);
    struct candidates candidates;
    form_candidates(word, &candidates);
    for (size_t i = 0; entry == NULL && i < candidates.count; i++)
        entry = index_lookup(asking->index, candidates.at[i]);
    if (entry != NULL)
        matches.at[matches.count++] = (struct match){ entry, true };
    if (is_prefix && !is_short(word) && asking->index->words.given)
        matches_expand(asking, word, &matches);
    return matches;
}

static bool all_letters(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

struct best {
    str text;
    unsigned far;
    size_t count;
};

static bool is_better(const struct best *candidate, const struct best *best)
{
    if (best->text.len == 0)
        return true;
    if (candidate->far != best->far)
        return candidate->far < best->far;
    if (candidate->count != best->count)
        return candidate->count > best->count;
    return str_compare(candidate->text, best->text) < 0;
}

static void correction_try(struct asking *asking, str word, struct stretch stretch,
                           struct best *best)
{
    unsigned limit = word.len < LONG_WORD ? 1 : 2;
    for (size_t i = 0; i < stretch.count; i++) {
        const struct index_form *form = &stretch.forms[i];
        if (!all_letters(form->text) || stop_word(asking->index->stops, form->text))
            continue;
        struct best candidate = { form->text, distance(word, form->text, limit),
                                  form->entry == NULL ? 0 : form->entry->count };
        if (candidate.far <= limit && is_better(&candidate, best))
            *best = candidate;
    }
}

// The word that was probably meant, looked for where the word would stand.
static str correction(struct asking *asking, str word)
{
    struct best best = { 0 };
    if (word.len < 4 || !all_letters(word) || !asking->index->words.given)
        return STR("");
    struct stretch here = index_stretch(asking->index, word, false);
    correction_try(asking, word, here, &best);
    if (here.count > 0)
        correction_try(asking, word, index_stretch(asking->index, here.forms[0].text, true), &best);
    if (here.next.len > 0)
        correction_try(asking, word, index_stretch(asking->index, here.next, false), &best);
    return best.text;
}

static bool way_find(struct asking *asking, struct way *way, bool is_prefix)
{
    bool all = true;
    for (size_t i = 0; i < way->count; i++) {
        way->found[i] = matches_of(asking, way->words[i], is_prefix && i + 1 == way->count);
        all = all && way->found[i].count > 0;
    }
    return all;
}

// Keeps the ways in which the group can be met.
static void group_resolve(struct asking *asking, struct sought *group)
{
    str word = group->ways[0].words[0];
    size_t kept = 0;
    for (size_t i = 0; i < group->way_count; i++)
        if (way_find(asking, &group->ways[i], group->is_prefix))
            group->ways[kept++] = group->ways[i];
    group->way_count = kept;
    if (kept > 0 || !group->is_single)
        return;
    group->corrected = correction(asking, word);
    if (group->corrected.len == 0)
        return;
    group->ways[0] = (struct way){ .words = { group->corrected }, .count = 1 };
    group->way_count = way_find(asking, &group->ways[0], group->is_prefix);
}

void query_resolve(struct asking *asking)
{
    for (size_t i = 0; i < asking->count; i++)
        group_resolve(asking, &asking->groups[i]);
}

str query_corrected(struct asking *asking)
{
    struct buf text = { 0 };
    size_t at = 0;
    for (size_t i = 0; i < asking->count; i++) {
        const struct sought *group = &asking->groups[i];
        if (group->corrected.len == 0 || group->way_count == 0)
            continue;
        buf_add(&text, str_slice(asking->query, at, group->start));
        buf_add(&text, group->corrected);
        at = group->end;
    }
    if (at > 0)
        buf_add(&text, str_after(asking->query, at));
    str copy = arena_copy(asking->arena, buf_view(&text));
    buf_release(&text);
    return copy;
}
