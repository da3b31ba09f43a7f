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

struct hand;

struct relating {
    struct building *building;
    struct page_list ranked;   // stories and guidelines, the newest first, then by path
    uint32_t *ranks;           // for each page where it is in `ranked`
    struct bearing **bearings; // for the first taxonomies, by number of the term
    struct hand *hands;        // one a worker
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

// One more than a page needs, which may be among them itself.
enum { BEST_MAX = 2 * RELATED_MAX + 1 };

struct best {
    struct candidate at[BEST_MAX];
    size_t count;
};

// What was found for the pages that carry the same terms, which many do: the ranks of
// those that share most with them, best first.
struct recalled {
    const struct page *page; // one of them; NULL for none
    uint32_t ranks[BEST_MAX];
    uint32_t count;
};

enum { RECALLED = 4096 };

// What a worker has in its hands.
struct hand {
    struct arena *arena;
    double *scores; // by rank, 0 but during `gather`
    uint32_t touched[CANDIDATES_MAX]; // which pages have one
    size_t count;
    struct recalled *recalled[2]; // stories and guidelines, by hash of the terms
};

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
static void keep_best(struct best *best, struct candidate candidate)
{
    size_t at = best->count;
    while (at > 0 && is_better(&candidate, &best->at[at - 1]))
        at--;
    if (at == BEST_MAX)
        return;
    best->count += best->count < BEST_MAX;
    for (size_t i = best->count - 1; i > at; i--)
        best->at[i] = best->at[i - 1];
    best->at[at] = candidate;
}

enum { NO_RANK = UINT32_MAX };

// Finds the best for the terms of a page, but for the page of rank `own`.  Returns
// whether all were looked at.
static bool gather(const struct relating *relating, const struct page *page, uint32_t own,
                   bool guidelines, struct hand *hand, struct recalled *found)
{
    struct best best = { .count = 0 };
    hand->count = 0;
    for (size_t i = 0; i < relating->building->site->taxonomy_count && i < TAXONOMIES_MAX; i++)
        for (size_t t = 0; t < page->terms[i].count; t++)
            count_term(&relating->bearings[i][page->terms[i].at[t]->number], own, guidelines,
                       hand);
    for (size_t i = 0; i < hand->count; i++) {
        struct candidate candidate = { hand->touched[i], hand->scores[hand->touched[i]] };
        hand->scores[candidate.rank] = 0;
        if (best.count < BEST_MAX || candidate.score >= best.at[BEST_MAX - 1].score)
            keep_best(&best, candidate);
    }
    found->count = (uint32_t)best.count;
    for (size_t i = 0; i < best.count; i++)
        found->ranks[i] = (uint32_t)best.at[i].rank;
    return hand->count < CANDIDATES_MAX;
}

static size_t hash_of_terms(const struct relating *relating, const struct page *page)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < relating->building->site->taxonomy_count && i < TAXONOMIES_MAX; i++) {
        hash = (hash + page->terms[i].count + 1) * 0x9E3779B97F4A7C15u;
        for (size_t t = 0; t < page->terms[i].count; t++)
            hash = (hash + page->terms[i].at[t]->number + 1) * 0x9E3779B97F4A7C15u;
    }
    return (size_t)(hash >> 32) % RECALLED;
}

static bool same_terms(const struct relating *relating, const struct page *a, const struct page *b)
{
    for (size_t i = 0; i < relating->building->site->taxonomy_count && i < TAXONOMIES_MAX; i++) {
        if (a->terms[i].count != b->terms[i].count)
            return false;
        for (size_t t = 0; t < a->terms[i].count; t++)
            if (a->terms[i].at[t] != b->terms[i].at[t])
                return false;
    }
    return true;
}

// The best of those that carry what the page carries: itself may be among them, but
// where there are more than can be looked at.
static const struct recalled *best_for(const struct relating *relating, const struct page *page,
                                   bool guidelines, struct hand *hand)
{
    size_t place = hash_of_terms(relating, page);
    struct recalled *recalled = &hand->recalled[guidelines][place];
    if (recalled->page != NULL && same_terms(relating, page, recalled->page))
        return recalled;
    recalled->page = page;
    if (!gather(relating, page, NO_RANK, guidelines, hand, recalled)) {
        gather(relating, page, relating->ranks[page->number], guidelines, hand, recalled);
        recalled->page = NULL;
    }
    return recalled;
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
    const struct recalled *best = best_for(relating, page, guidelines, hand);
    struct page *chosen[RELATED_MAX];
    size_t count = 0;
    for (size_t i = 0; i < first.count && count < RELATED_MAX; i++)
        if (first.at[i] != page && !holds((const struct page *const *)chosen, count, first.at[i]))
            chosen[count++] = first.at[i];
    for (size_t i = 0; i < best->count && count < RELATED_MAX; i++) {
        struct page *candidate = relating->ranked.at[best->ranks[i]];
        if (candidate != page && !holds((const struct page *const *)chosen, count, candidate))
            chosen[count++] = candidate;
    }
    struct page **kept = ARENA_ARRAY(hand->arena, struct page *, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = chosen[i];
    return (struct page_list){ kept, count };
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
        struct page *named = page_named(building, field->values[i]);
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

static void page_relate(const struct relating *relating, struct page *page, struct hand *hand)
{
    const struct building *building = relating->building;
    struct page_list linking = relating->linking[page->number];
    if (page->base == BASE_STORY) {
        struct page_list by_hand = chosen_by_hand(building, hand->arena, page);
        struct page_list guidance = linked(building, hand->arena, page, true);
        page->related = choose(relating, page, by_hand, false, hand);
        page->guidance = choose(relating, page, guidance, true, hand);
    } else if (page->base == BASE_GUIDELINE) {
        page->related = choose(relating, page, linking, false, hand);
    } else if (page->base == BASE_CHAPTER) {
        size_t count = linking.count < RELATED_MAX ? linking.count : RELATED_MAX;
        page->related = (struct page_list){ linking.at, count };
    }
}

static void relate_task(void *context, size_t from, size_t to, unsigned worker)
{
    const struct relating *relating = context;
    for (size_t i = from; i < to; i++)
        page_relate(relating, relating->building->pages.at[i], &relating->hands[worker]);
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

static struct hand *hands_new(const struct relating *relating, struct arena *scratch)
{
    const struct building *building = relating->building;
    struct hand *hands = ARENA_ARRAY(scratch, struct hand, building->jobs);
    for (unsigned i = 0; i < building->jobs; i++) {
        hands[i].arena = arena_new();
        hands[i].scores = ARENA_ARRAY(scratch, double, relating->ranked.count);
        for (unsigned sort = 0; sort < 2; sort++)
            hands[i].recalled[sort] = ARENA_ARRAY(scratch, struct recalled, RECALLED);
    }
    return hands;
}

void related_find(struct building *building)
{
    struct relating relating = { .building = building };
    struct arena *scratch = arena_new();
    rank_pages(&relating);
    bear_terms(&relating);
    relating.linking = linking_stories(building);
    relating.hands = hands_new(&relating, scratch);
    parallel_ranges(building->jobs, building->pages.count, relate_task, &relating);
    for (unsigned i = 0; i < building->jobs; i++) {
        arena_adopt(building->arena, relating.hands[i].arena);
        arena_free(relating.hands[i].arena);
    }
    arena_free(scratch);
}
