// SPDX-License-Identifier: EUPL-1.2
// Stories that are alike, and the ways between stories and guidelines.
#include "site/building.h"

#include <math.h>
#include <stdlib.h>

DIAGNOSTIC(related_unknown, WARNING, "er is geen verhaal '{1}' op de site",
           "there is no story '{1}' on the site", NULL, NULL);

// How many are shown, and how many of a term's newest stories are looked at:
// the work for a page does not grow with the site.  Terms of further taxonomies
// do not count.
enum { RELATED_MAX = 3, LOOKED_AT = 60, CANDIDATES_MAX = 600 };
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

// What was found for the pages that carry the same terms: the ranks of those that share
// most with them, best first; one more than a page needs, which may be among them itself.
enum { BEST_MAX = 2 * RELATED_MAX + 1 };

struct best {
    uint32_t ranks[BEST_MAX];
    uint32_t count;
    bool partial; // there are more than can be looked at: this says nothing
};

struct set_best {
    struct best stories;
    struct best guidelines;
};

// What a worker has in its hands.
struct hand {
    struct arena *arena;
    double *scores;                   // by rank, 0 but during `gather`
    uint32_t touched[CANDIDATES_MAX]; // which pages have one
    size_t count;
};

struct relating {
    struct building *building;
    struct arena *scratch;
    struct page_list ranked;   // stories and guidelines, the newest first, then by path
    uint32_t *ranks;           // for each page where it is in `ranked`
    struct bearing **bearings; // for the first taxonomies, by number of the term
    struct set_best *bests;    // by number of the set of terms
    struct page_list *guides;  // for each story the guidelines and chapters it links to
    struct hand hands[PARALLEL_JOBS_MAX];
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
    size_t stories = building->stories.pages.count;
    size_t guidelines = building->guidelines.pages.count;
    struct page **ranked = ARENA_ARRAY(relating->scratch, struct page *, stories + guidelines);
    relating->ranked = (struct page_list){ ranked, stories + guidelines };
    relating->ranks = ARENA_ARRAY(relating->scratch, uint32_t, building->pages.count);
    for (size_t i = 0; i < stories; i++) {
        ranked[i] = building->stories.pages.at[i];
        relating->ranks[building->stories.numbers[i]] = (uint32_t)i;
    }
    for (size_t i = 0; i < guidelines; i++)
        ranked[stories + i] = building->guidelines.pages.at[i];
    if (guidelines > 0)
        qsort(ranked + stories, guidelines, sizeof *ranked, by_date);
    for (size_t i = stories; i < stories + guidelines; i++)
        relating->ranks[ranked[i]->number] = (uint32_t)i;
}

// A term says more when few pages carry it.
static double weight_of(const struct building *building, const struct term *term)
{
    double all = (double)(building->stories.pages.count + building->guidelines.pages.count);
    double carry = (double)(term->stories.count + term->guidelines.count);
    return log(1.0 + all / (1.0 + carry));
}

static const uint32_t *ranks_of(const struct relating *relating, struct page_list pages,
                                unsigned *count)
{
    *count = pages.count < LOOKED_AT ? (unsigned)pages.count : LOOKED_AT;
    uint32_t *ranks = ARENA_ARRAY(relating->scratch, uint32_t, *count);
    for (size_t i = 0; i < *count; i++)
        ranks[i] = relating->ranks[pages.at[i]->number];
    return ranks;
}

static void bear_terms(struct relating *relating)
{
    const struct building *building = relating->building;
    size_t taxonomies = building->site->taxonomy_count;
    relating->bearings = ARENA_ARRAY(relating->scratch, struct bearing *, taxonomies);
    for (size_t i = 0; i < taxonomies && i < TAXONOMIES_MAX; i++) {
        const struct taxonomy *taxonomy = &building->site->taxonomies[i];
        struct bearing *bearings =
            ARENA_ARRAY(relating->scratch, struct bearing, taxonomy->term_count);
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

// ---- For each set of terms ----

static void count_term(const struct bearing *bearing, uint32_t own, bool guidelines,
                       struct hand *hand)
{
    const uint32_t *ranks = guidelines ? bearing->guidelines : bearing->stories;
    unsigned count = guidelines ? bearing->guideline_count : bearing->story_count;
    for (unsigned i = 0; i < count && hand->count < CANDIDATES_MAX; i++) {
        double *score = &hand->scores[ranks[i]];
        if (ranks[i] == own)
            continue;
        hand->touched[hand->count] = ranks[i];
        hand->count += *score == 0;
        *score += bearing->weight;
    }
}

// Whether `a` is the better candidate: by score, then by rank.
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    return a->score != b->score ? a->score > b->score : a->rank < b->rank;
}

// Puts the candidate in its place among the best ones.
static size_t keep_best(struct candidate *best, size_t count, struct candidate candidate)
{
    size_t at = count;
    while (at > 0 && is_better(&candidate, &best[at - 1]))
        at--;
    if (at == BEST_MAX)
        return count;
    count += count < BEST_MAX;
    for (size_t i = count - 1; i > at; i--)
        best[i] = best[i - 1];
    best[at] = candidate;
    return count;
}

enum { NO_RANK = UINT32_MAX };

// The best for those terms, but for the page of rank `own`.
static struct best gather(const struct relating *relating, const struct term_list *terms,
                          uint32_t own, bool guidelines, struct hand *hand)
{
    struct candidate best[BEST_MAX];
    size_t count = 0;
    hand->count = 0;
    for (size_t i = 0; i < relating->building->site->taxonomy_count && i < TAXONOMIES_MAX; i++)
        for (size_t t = 0; t < terms[i].count; t++)
            count_term(&relating->bearings[i][terms[i].at[t]->number], own, guidelines, hand);
    for (size_t i = 0; i < hand->count; i++) {
        struct candidate candidate = { hand->touched[i], hand->scores[hand->touched[i]] };
        hand->scores[candidate.rank] = 0;
        if (count < BEST_MAX || is_better(&candidate, &best[BEST_MAX - 1]))
            count = keep_best(best, count, candidate);
    }
    struct best found = { .count = (uint32_t)count, .partial = hand->count == CANDIDATES_MAX };
    for (size_t i = 0; i < count; i++)
        found.ranks[i] = (uint32_t)best[i].rank;
    return found;
}

static void set_task(void *context, size_t item, unsigned worker)
{
    struct relating *relating = context;
    const struct building *building = relating->building;
    const uint32_t *counts = building->uses[item].counts;
    const struct term_list *terms = building->sets.at[item]->lists;
    struct set_best *best = &relating->bests[item];
    struct hand *hand = &relating->hands[worker];
    if (counts[SORT_STORY] + counts[SORT_GUIDELINE] > 0)
        best->stories = gather(relating, terms, NO_RANK, false, hand);
    if (counts[SORT_STORY] > 0)
        best->guidelines = gather(relating, terms, NO_RANK, true, hand);
}

// ---- For each page ----

// The best of those that carry what the page carries: itself may be among them.
static struct best best_for(const struct relating *relating, const struct page *page,
                            bool guidelines, struct hand *hand)
{
    const struct set_best *set = &relating->bests[relating->building->traits.at[page->number].set];
    const struct best *best = guidelines ? &set->guidelines : &set->stories;
    if (!best->partial)
        return *best;
    return gather(relating, page->terms, relating->ranks[page->number], guidelines, hand);
}

static bool holds(const struct page *const *pages, size_t count, const struct page *page)
{
    for (size_t i = 0; i < count; i++)
        if (pages[i] == page)
            return true;
    return false;
}

// `first` in their order, then the best candidates, at most RELATED_MAX.
static struct page_list choose(const struct relating *relating, struct page *page,
                               struct page_list first, bool guidelines, struct hand *hand)
{
    struct best best = best_for(relating, page, guidelines, hand);
    struct page *chosen[RELATED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < first.count && count < RELATED_MAX; i++)
        if (first.at[i] != page && !holds((const struct page *const *)chosen, count, first.at[i]))
            chosen[count++] = first.at[i];
    for (size_t i = 0; i < best.count && count < RELATED_MAX; i++) {
        struct page *candidate = relating->ranked.at[best.ranks[i]];
        if (candidate != page && !holds((const struct page *const *)chosen, count, candidate))
            chosen[count++] = candidate;
    }
    struct page **kept = ARENA_ARRAY(hand->arena, struct page *, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = chosen[i];
    return (struct page_list){ kept, count };
}

// The first of some, in memory that stays.
static struct page_list choose_first(struct relating *relating, struct page_list all)
{
    size_t count = all.count < RELATED_MAX ? all.count : RELATED_MAX;
    struct page **kept = ARENA_ARRAY(relating->hands[0].arena, struct page *, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = all.at[i];
    return (struct page_list){ kept, count };
}

// Pages of the wanted sorts among those that a story links to, in the order of its links.
static struct page_list those(struct arena *arena, struct page_list linked, bool guidelines)
{
    struct page **pages = ARENA_ARRAY(arena, struct page *, linked.count);
    size_t count = 0;
    for (size_t i = 0; i < linked.count; i++) {
        enum base_kind base = linked.at[i]->base;
        bool guideline = base == BASE_GUIDELINE || base == BASE_CHAPTER;
        if (guidelines ? guideline : base == BASE_STORY)
            pages[count++] = linked.at[i];
    }
    return (struct page_list){ pages, count };
}

// What the editors put together (`koppelingen`), then the stories it links to.
static struct page_list chosen_by_hand(const struct building *building, struct arena *arena,
                                       const struct page *page, struct page_list linked)
{
    struct page_list linked_stories = those(arena, linked, false);
    if (!building->seen.links || !document_writes(page->document, FIELD_LINKS))
        return linked_stories;
    LIST(struct page *) pages = { 0 };
    struct value_walk walk = { .document = page->document, .id = FIELD_LINKS };
    while (value_walk_next(&walk)) {
        struct page *named = page_named(building, walk.text);
        if (named != NULL && named->base == BASE_STORY)
            LIST_ADD(arena, pages, named);
        else if (named == NULL)
            diagnose(building->diagnostics, &related_unknown, value_walk_place(&walk),
                     VALUES(walk.text));
    }
    for (size_t i = 0; i < linked_stories.count; i++)
        LIST_ADD(arena, pages, linked_stories.at[i]);
    return (struct page_list){ pages.at, pages.count };
}

void story_relate(struct relating *relating, struct page *story, struct page_list linked,
                  unsigned worker)
{
    struct hand *hand = &relating->hands[worker];
    struct page_list by_hand = chosen_by_hand(relating->building, hand->arena, story, linked);
    struct page_list guides = those(hand->arena, linked, true);
    story->related = choose(relating, story, by_hand, false, hand);
    story->guidance = choose(relating, story, guides, true, hand);
    relating->guides[story->number] = guides;
}

// ---- Guidelines ----

struct linking {
    LIST(struct page *) list;
};

// A story that links to a chapter goes with the chapter and with its cover.
static void story_link(const struct relating *relating, struct linking *linking, size_t i)
{
    const struct building *building = relating->building;
    struct arena *scratch = relating->scratch;
    struct page *story = building->stories.pages.at[i];
    struct page_list guides = relating->guides[building->stories.numbers[i]];
    for (size_t g = 0; g < guides.count; g++) {
        const struct page *guide = guides.at[g];
        LIST_ADD(scratch, linking[guide->number].list, story);
        if (guide->guideline != NULL)
            LIST_ADD(scratch, linking[guide->guideline->number].list, story);
    }
}

// The stories that link to a page, each once.
static struct page_list stories_once(struct linking *linking)
{
    struct page **once = linking->list.at;
    size_t kept = 0;
    for (size_t i = 0; i < linking->list.count; i++)
        if (kept == 0 || once[kept - 1] != linking->list.at[i])
            once[kept++] = linking->list.at[i];
    return (struct page_list){ once, kept };
}

static void guides_relate(struct relating *relating)
{
    const struct building *building = relating->building;
    struct linking *linking = ARENA_ARRAY(relating->scratch, struct linking, building->pages.count);
    for (size_t i = 0; i < building->stories.pages.count; i++)
        story_link(relating, linking, i);
    for (size_t i = 0; i < building->pages.count; i++) {
        struct page *page = building->pages.at[i];
        struct page_list stories = stories_once(&linking[i]);
        if (building->traits.at[i].base == BASE_GUIDELINE)
            page->related = choose(relating, page, stories, false, &relating->hands[0]);
        else if (building->traits.at[i].base == BASE_CHAPTER)
            page->related = choose_first(relating, stories);
    }
}

// ---- In their order ----

struct relating *relating_start(struct building *building)
{
    struct arena *scratch = arena_new();
    struct relating *relating = ARENA_NEW(scratch, struct relating);
    relating->building = building;
    relating->scratch = scratch;
    rank_pages(relating);
    bear_terms(relating);
    for (unsigned i = 0; i < building->jobs; i++) {
        relating->hands[i].arena = arena_new();
        relating->hands[i].scores = ARENA_ARRAY(scratch, double, relating->ranked.count);
    }
    relating->bests = ARENA_ARRAY(scratch, struct set_best, building->sets.count);
    relating->guides = ARENA_ARRAY(scratch, struct page_list, building->pages.count);
    parallel_each(building->jobs, building->sets.count, set_task, relating);
    return relating;
}

void relating_finish(struct relating *relating)
{
    struct building *building = relating->building;
    if (building->guidelines.pages.count > 0)
        guides_relate(relating);
    for (unsigned i = 0; i < building->jobs; i++) {
        arena_adopt(building->arena, relating->hands[i].arena);
        arena_free(relating->hands[i].arena);
    }
    arena_free(relating->scratch);
}
