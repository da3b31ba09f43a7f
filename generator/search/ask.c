// SPDX-License-Identifier: EUPL-1.2
// Answers a query as reader.js does; what is done here in C stands there in the
// same order, and tests hold the two together.
#include "base/list.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "search/query.h"
#include "search/search.h"

#include <stdlib.h>

enum {
    FAINT = 4, // pages without all of the words are left out below this part of the best
    TIERS_MOST = 4,
    FACET_SHARDS_MOST = 16,
};

// ---- Scores: one number a page; 0 where a word is not ----

static uint32_t *scores_new(struct asking *asking)
{
    return ARENA_ARRAY(asking->arena, uint32_t, asking->index->pages);
}

static void match_score(struct asking *asking, struct match match, uint32_t *scores)
{
    size_t tiers = match.exact ? TIERS_MOST : 1;
    asking->more |= match.entry->part_count > tiers;
    for (size_t i = 0; i < match.entry->part_count && i < tiers; i++) {
        const struct list_part *part = &match.entry->parts[i];
        if (part->count > asking->index->pages)
            return;
        struct posting *postings = memory_alloc((part->count + 1) * sizeof *postings);
        bool read = index_list(asking->index, part, postings);
        for (size_t p = 0; read && p < part->count; p++) {
            uint32_t value = level_value(postings[p].level);
            value = match.exact ? value : value * 3 >> 2;
            if (value > scores[postings[p].page])
                scores[postings[p].page] = value;
        }
        free(postings);
    }
}

static void way_score(struct asking *asking, const struct way *way, uint32_t *best)
{
    uint32_t *sums = NULL;
    for (size_t i = 0; i < way->count; i++) {
        uint32_t *scores = scores_new(asking);
        for (size_t m = 0; m < way->found[i].count; m++)
            match_score(asking, way->found[i].at[m], scores);
        for (size_t page = 0; sums != NULL && page < asking->index->pages; page++)
            scores[page] = scores[page] > 0 && sums[page] > 0 ? scores[page] + sums[page] : 0;
        sums = scores;
    }
    for (size_t page = 0; sums != NULL && page < asking->index->pages; page++)
        if (sums[page] > best[page])
            best[page] = sums[page];
}

struct hit {
    uint64_t rank;
    size_t page;
    unsigned count; // words that are met
};

static int hit_order(const void *a, const void *b)
{
    const struct hit *x = a;
    const struct hit *y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->page < y->page ? -1 : x->page > y->page;
}

// One for each page; pages that meet nothing have count 0.
static struct hit *hits_score(struct asking *asking, unsigned *group_count)
{
    struct hit *hits = ARENA_ARRAY(asking->arena, struct hit, asking->index->pages);
    *group_count = 0;
    for (size_t i = 0; i < asking->count; i++) {
        const struct sought *group = &asking->groups[i];
        if (group->way_count == 0)
            continue;
        (*group_count)++;
        uint32_t *best = scores_new(asking);
        for (size_t w = 0; w < group->way_count; w++)
            way_score(asking, &group->ways[w], best);
        for (size_t page = 0; page < asking->index->pages; page++) {
            hits[page].page = page;
            hits[page].rank += best[page];
            hits[page].count += best[page] > 0;
        }
    }
    return hits;
}

// By how many of the words are met, and how well.  Returns how many pages are
// left, in order.
static size_t hits_rank(struct asking *asking, struct hit *hits, unsigned group_count)
{
    uint64_t best = 0;
    for (size_t i = 0; i < asking->index->pages; i++) {
        hits[i].rank *= 2 * hits[i].count + group_count;
        best = hits[i].rank > best ? hits[i].rank : best;
    }
    size_t kept = 0;
    for (size_t i = 0; i < asking->index->pages; i++)
        if (hits[i].count > 0 && (hits[i].count == group_count || hits[i].rank * FAINT >= best))
            hits[kept++] = hits[i];
    size_t shards = 0;
    for (size_t i = 0; i < kept; i++)
        shards += i == 0 || hits[i].page / FACETS_PER_SHARD != hits[i - 1].page / FACETS_PER_SHARD;
    asking->more |= shards > FACET_SHARDS_MOST;
    qsort(hits, kept, sizeof *hits, hit_order);
    return kept;
}

// ---- Results ----

static void skip_numbers(struct cursor *cursor)
{
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->broken; left--)
        cursor_varint(cursor);
}

static void skip_record(struct cursor *cursor)
{
    for (int i = 0; i < 3; i++)
        cursor_text(cursor);
    cursor_varint(cursor);
    cursor_varint(cursor);
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->broken; left--)
        cursor_text(cursor);
    skip_numbers(cursor);
}

static void skip_term(struct cursor *cursor)
{
    cursor_text(cursor);
    cursor_text(cursor);
    cursor_varint(cursor);
}

static void term_read(struct asking *asking, size_t number, str *name, str *label)
{
    struct cursor cursor = index_at(asking->index, &asking->index->vocabulary, SHARD_VOCABULARY,
                                    VOCABULARY_PER_SHARD, number, skip_term);
    *name = cursor_text(&cursor);
    *label = cursor_text(&cursor);
}

static struct date date_of(uint64_t number)
{
    return (struct date){ (unsigned)(number >> 9), (unsigned)(number >> 5 & 15),
                          (unsigned)(number & 31) };
}

static struct search_result result_read(struct asking *asking, size_t page)
{
    struct cursor cursor = index_at(asking->index, &asking->index->records, SHARD_RECORDS,
                                    RECORDS_PER_SHARD, page, skip_record);
    struct search_result result = { .address = cursor_text(&cursor) };
    result.title = cursor_text(&cursor);
    result.summary = cursor_text(&cursor);
    cursor_varint(&cursor);
    result.date = date_of(cursor_varint(&cursor));
    LIST(str) notes = { 0 };
    for (uint64_t left = cursor_varint(&cursor); left > 0 && !cursor.broken; left--)
        LIST_ADD(asking->arena, notes, cursor_text(&cursor));
    LIST(str) terms = { 0 };
    size_t number = 0;
    uint64_t count = cursor_varint(&cursor);
    for (uint64_t i = 0; i < count && !cursor.broken; i++) {
        str name;
        str label;
        number += (size_t)cursor_varint(&cursor);
        term_read(asking, number, &name, &label);
        if (i == 0)
            result.kind = name;
        else
            LIST_ADD(asking->arena, terms, label);
    }
    result.notes = notes.at;
    result.note_count = notes.count;
    result.terms = terms.at;
    result.term_count = terms.count;
    return result;
}

static void answer_fill(struct asking *asking, size_t limit, struct search_answer *answer)
{
    unsigned group_count;
    struct hit *hits = hits_score(asking, &group_count);
    answer->total = hits_rank(asking, hits, group_count);
    answer->count = answer->total < limit ? answer->total : limit;
    struct search_result *results = ARENA_ARRAY(asking->arena, struct search_result, answer->count);
    for (size_t i = 0; i < answer->count && !asking->index->failed; i++)
        results[i] = result_read(asking, hits[i].page);
    answer->results = results;
    answer->corrected = query_corrected(asking);
    answer->more = asking->more;
}

bool search_ask(struct arena *arena, const char *site_folder, str query, size_t limit,
                struct search_answer *answer, struct diagnostics *diagnostics)
{
    *answer = (struct search_answer){ .corrected = STR("") };
    struct index *index = index_open(arena, site_folder, diagnostics);
    if (index == NULL)
        return false;
    struct asking *asking = ARENA_NEW(arena, struct asking);
    asking->index = index;
    asking->arena = arena;
    asking->query = utf8_clean(arena, query);
    query_parse(asking);
    query_resolve(asking);
    if (index->pages > 0)
        answer_fill(asking, limit, answer);
    return !index->failed;
}
