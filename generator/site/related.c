// SPDX-License-Identifier: EUPL-1.2
// Stories that are alike, and the ways between stories and guidelines.
#include "site/building.h"

#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

DIAGNOSTIC(related_unknown, WARNING, "er is geen verhaal '{1}' op de site",
           "there is no story '{1}' on the site", NULL, NULL);

// How many are shown, and how many of a term's newest stories are looked at:
// the work for a page does not grow with the site.  Terms of further taxonomies
// do not count.
enum { RELATED_MAX = 3, BEST_MAX = 2 * RELATED_MAX, LOOKED_AT = 60, CANDIDATES_MAX = 600 };
enum { TAXONOMIES_MAX = 2 };

// A page, by where it is in `ranked`.
struct candidate {
    size_t rank;
    double score;
};

// What a term has to say about the pages that carry it.
struct bearing {
    double weight;
    const uint32_t *stories; // ranks, LOOKED_AT at most
    const uint32_t *guidelines;
    unsigned story_count;
    unsigned guideline_count;
};

struct tally;

struct relating {
    struct building *building;
    struct arena **arenas;
    struct page_list ranked;   // stories and guidelines, the newest first, then by path
    uint32_t *ranks;           // for each page where it is in `ranked`
    struct bearing **bearings; // for the first taxonomies, by number of the term
    struct tally *tallies;     // one a worker
    struct page_list *linking; // for each page the stories that link to it
};

// ---- What is known beforehand ----

static int by_date(const void *left, const void *right)
{
    const struct page *a = *(const struct page *const *)left;
    const struct page *b = *(const struct page *const *)right;
    int order = date_compare(b->date, a->date);
    return order != 0 ? order : str_compare(a->document->path, b->document->path);
}

static void rank_pages(struct relating *relating)
{
    const struct building *building = relating->building;
    size_t count = building->stories.count + building->guidelines.count;
    struct page **ranked = ARENA_ARRAY(building->arena, struct page *, count);
    size_t at = 0;
    for (size_t i = 0; i < building->stories.count; i++)
        ranked[at++] = building->stories.at[i];
    for (size_t i = 0; i < building->guidelines.count; i++)
        ranked[at++] = building->guidelines.at[i];
    if (building->guidelines.count > 0)
        qsort(ranked + building->stories.count, building->guidelines.count, sizeof *ranked,
              by_date);
    relating->ranked = (struct page_list){ ranked, count };
    relating->ranks = ARENA_ARRAY(building->arena, uint32_t, building->pages.count);
    for (size_t i = 0; i < count; i++)
        relating->ranks[ranked[i]->number] = (uint32_t)i;
}

// A term says more when few pages carry it.
static double weight_of(const struct building *building, const struct term *term)
{
    double all = (double)(building->stories.count + building->guidelines.count);
    double carry = (double)(term->stories.count + term->guidelines.count);
    return log(1.0 + all / (1.0 + carry));
}

static const uint32_t *ranks_of(const struct relating *relating, struct page_list pages,
                                unsigned *count)
{
    *count = pages.count < LOOKED_AT ? (unsigned)pages.count : LOOKED_AT;
    uint32_t *ranks = ARENA_ARRAY(relating->building->arena, uint32_t, *count);
    for (size_t i = 0; i < *count; i++)
        ranks[i] = relating->ranks[pages.at[i]->number];
    return ranks;
}

static void bear_terms(struct relating *relating)
{
    const struct building *building = relating->building;
    size_t taxonomies = building->site->taxonomy_count;
    relating->bearings = ARENA_ARRAY(building->arena, struct bearing *, taxonomies);
    for (size_t i = 0; i < taxonomies && i < TAXONOMIES_MAX; i++) {
        const struct taxonomy *taxonomy = &building->site->taxonomies[i];
        struct bearing *bearings =
            ARENA_ARRAY(building->arena, struct bearing, taxonomy->term_count);
        for (size_t t = 0; t < taxonomy->term_count; t++) {
            const struct term *term = taxonomy->terms[t];
            bearings[t].weight = weight_of(building, term);
            bearings[t].stories = ranks_of(relating, term->stories, &bearings[t].story_count);
            bearings[t].guidelines =
                ranks_of(relating, term->guidelines, &bearings[t].guideline_count);
        }
        relating->bearings[i] = bearings;
    }
}

// ---- For each page ----

// What a worker adds up: a score for each page, and which pages have one.
struct tally {
    double *scores; // by rank, 0 but during `gather`
    uint32_t touched[CANDIDATES_MAX];
    size_t count;
};

static void count_term(const struct bearing *bearing, uint32_t own, bool guidelines,
                       struct tally *tally)
{
    const uint32_t *ranks = guidelines ? bearing->guidelines : bearing->stories;
    unsigned count = guidelines ? bearing->guideline_count : bearing->story_count;
    for (unsigned i = 0; i < count && tally->count < CANDIDATES_MAX; i++) {
        double *score = &tally->scores[ranks[i]];
        if (ranks[i] == own)
            continue;
        tally->touched[tally->count] = ranks[i];
        tally->count += *score == 0;
        *score += bearing->weight;
    }
}

// Whether `a` is the better candidate: by score, then by rank.
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    return a->score != b->score ? a->score > b->score : a->rank < b->rank;
}

// Puts the candidate in its place among the best ones.
static void keep_best(struct candidate *best, size_t *count, struct candidate candidate)
{
    size_t at = *count;
    while (at > 0 && is_better(&candidate, &best[at - 1]))
        at--;
    if (at == BEST_MAX)
        return;
    *count += *count < BEST_MAX;
    for (size_t i = *count - 1; i > at; i--)
        best[i] = best[i - 1];
    best[at] = candidate;
}

// The pages that share most with this one, best first; at most BEST_MAX.
static size_t gather(const struct relating *relating, const struct page *page, bool guidelines,
                     struct tally *tally, struct candidate *best)
{
    uint32_t own = relating->ranks[page->number];
    tally->count = 0;
    for (size_t i = 0; i < relating->building->site->taxonomy_count && i < TAXONOMIES_MAX; i++)
        for (size_t t = 0; t < page->terms[i].count; t++)
            count_term(&relating->bearings[i][page->terms[i].at[t]->number], own, guidelines,
                       tally);
    size_t count = 0;
    for (size_t i = 0; i < tally->count; i++) {
        struct candidate candidate = { tally->touched[i], tally->scores[tally->touched[i]] };
        tally->scores[candidate.rank] = 0;
        if (count < BEST_MAX || candidate.score >= best[BEST_MAX - 1].score)
            keep_best(best, &count, candidate);
    }
    return count;
}

static bool holds(const struct page *const *pages, size_t count, const struct page *page)
{
    for (size_t i = 0; i < count; i++)
        if (pages[i] == page)
            return true;
    return false;
}

// `first` in their order, then the best candidates, at most RELATED_MAX.
static struct page_list choose(const struct relating *relating, struct arena *arena,
                               struct page *page, struct page_list first, bool guidelines,
                               struct tally *tally)
{
    struct candidate candidates[BEST_MAX];
    size_t found = gather(relating, page, guidelines, tally, candidates);
    struct page **chosen = ARENA_ARRAY(arena, struct page *, RELATED_MAX);
    size_t count = 0;
    for (size_t i = 0; i < first.count && count < RELATED_MAX; i++)
        if (first.at[i] != page && !holds((const struct page *const *)chosen, count, first.at[i]))
            chosen[count++] = first.at[i];
    for (size_t i = 0; i < found && count < RELATED_MAX; i++) {
        struct page *candidate = relating->ranked.at[candidates[i].rank];
        if (!holds((const struct page *const *)chosen, count, candidate))
            chosen[count++] = candidate;
    }
    return (struct page_list){ chosen, count };
}

// Pages of the wanted sorts that this page links to, in the order of its links.
static struct page_list linked(const struct building *building, struct arena *arena,
                               const struct page *page, bool guidelines)
{
    struct page_list all = building->linked[page->number];
    struct page **pages = ARENA_ARRAY(arena, struct page *, all.count);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        enum base_kind base = all.at[i]->base;
        bool guideline = base == BASE_GUIDELINE || base == BASE_CHAPTER;
        if (guidelines ? guideline : base == BASE_STORY)
            pages[count++] = all.at[i];
    }
    return (struct page_list){ pages, count };
}

// What the editors put together (`koppelingen`), then the stories it links to.
static struct page_list chosen_by_hand(const struct building *building, struct arena *arena,
                                       const struct page *page)
{
    const struct field *field = document_field(page->document, FIELD_LINKS);
    LIST(struct page *) pages = { 0 };
    for (size_t i = 0; field != NULL && i < field->count; i++) {
        struct page *named = map_get(building->pages_by_name, field->values[i]);
        if (named != NULL && named->base == BASE_STORY)
            LIST_ADD(arena, pages, named);
        else if (named == NULL)
            diagnose(building->diagnostics, &related_unknown, field->value_places[i],
                     VALUES(field->values[i]));
    }
    struct page_list linked_stories = linked(building, arena, page, false);
    for (size_t i = 0; i < linked_stories.count; i++)
        LIST_ADD(arena, pages, linked_stories.at[i]);
    return (struct page_list){ pages.at, pages.count };
}

static void relate(void *context, size_t item, unsigned worker)
{
    struct relating *relating = context;
    const struct building *building = relating->building;
    struct arena *arena = relating->arenas[worker];
    struct tally *tally = &relating->tallies[worker];
    struct page *page = building->pages.at[item];
    if (page->base == BASE_STORY) {
        page->related =
            choose(relating, arena, page, chosen_by_hand(building, arena, page), false, tally);
        page->guidance =
            choose(relating, arena, page, linked(building, arena, page, true), true, tally);
    } else if (page->base == BASE_GUIDELINE) {
        page->related = choose(relating, arena, page, relating->linking[item], false, tally);
    } else if (page->base == BASE_CHAPTER) {
        struct page_list linking = relating->linking[item];
        page->related = (struct page_list){ linking.at, linking.count < RELATED_MAX ? linking.count
                                                                                    : RELATED_MAX };
    }
}

struct linking {
    LIST(struct page *) list;
};

// A story that links to a chapter goes with the chapter and with its cover.
static struct page_list *linking_stories(const struct building *building)
{
    size_t count = building->pages.count;
    struct linking *linking = ARENA_ARRAY(building->arena, struct linking, count);
    for (size_t i = 0; i < building->stories.count; i++) {
        struct page *story = building->stories.at[i];
        struct page_list targets = linked(building, building->arena, story, true);
        for (size_t t = 0; t < targets.count; t++) {
            const struct page *target = targets.at[t];
            LIST_ADD(building->arena, linking[target->number].list, story);
            if (target->guideline != NULL)
                LIST_ADD(building->arena, linking[target->guideline->number].list, story);
        }
    }
    struct page_list *lists = ARENA_ARRAY(building->arena, struct page_list, count);
    for (size_t i = 0; i < count; i++) {
        struct page **once = linking[i].list.at;
        size_t kept = 0;
        for (size_t p = 0; p < linking[i].list.count; p++)
            if (kept == 0 || once[kept - 1] != linking[i].list.at[p])
                once[kept++] = linking[i].list.at[p];
        lists[i] = (struct page_list){ once, kept };
    }
    return lists;
}

void related_find(struct building *building)
{
    struct arena *arenas[PARALLEL_JOBS_MAX];
    struct relating relating = { .building = building, .arenas = arenas };
    rank_pages(&relating);
    bear_terms(&relating);
    relating.linking = linking_stories(building);
    relating.tallies = ARENA_ARRAY(building->arena, struct tally, building->jobs);
    for (unsigned i = 0; i < building->jobs; i++) {
        arenas[i] = arena_new();
        relating.tallies[i].scores = ARENA_ARRAY(arenas[i], double, relating.ranked.count);
    }
    parallel_each(building->jobs, building->pages.count, relate, &relating);
    for (unsigned i = 0; i < building->jobs; i++) {
        arena_adopt(building->arena, arenas[i]);
        arena_free(arenas[i]);
    }
}
