// SPDX-License-Identifier: EUPL-1.2
// Which paragraph became which: equal ones are found first; between these, those
// that have most words in common, in their order.
#include "base/list.h"
#include "difference/difference.h"
#include "difference/words.h"

#include <stdlib.h>

// Of so many thousandths of their words that two paragraphs have in common on, the
// one is taken for the other, changed.
enum { ALIKE = 400, WHOLE = 1000 };

// So many paragraphs on a side are compared each with each; of longer stretches
// the first part of the one with the first part of the other, and so on.
enum { PART_MAX = 100 };

// Of longer texts, equal paragraphs too are found within such parts alone.
enum { SOUGHT_MAX = 20000 };

// A paragraph as the sorted numbers of its words.
struct bag {
    uint32_t *at;
    size_t count;
};

struct matcher {
    struct arena *arena;   // of the result
    struct arena *scratch; // of one stretch
    const str *a;
    const str *b;
    LIST(struct edit) edits;
};

// ---- Likeness ----

static int number_compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static struct bag bag_of(struct numbering *numbering, str text)
{
    struct token_list tokens = tokens_of(numbering->arena, text);
    struct bag bag = { ARENA_ARRAY(numbering->arena, uint32_t, tokens.count), 0 };
    for (size_t i = 0; i < tokens.count; i++)
        if (tokens.at[i].word)
            bag.at[bag.count++] =
                number_of(numbering, str_slice(text, tokens.at[i].from, tokens.at[i].to));
    if (bag.count > 1)
        qsort(bag.at, bag.count, sizeof *bag.at, number_compare);
    return bag;
}

static struct bag *bags_of(struct numbering *numbering, const str *texts, size_t count)
{
    struct bag *bags = ARENA_ARRAY(numbering->arena, struct bag, count);
    for (size_t i = 0; i < count; i++)
        bags[i] = bag_of(numbering, texts[i]);
    return bags;
}

static size_t common(const struct bag *a, const struct bag *b)
{
    size_t found = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t left = a->at[i];
        uint32_t right = b->at[j];
        found += left == right;
        i += left <= right;
        j += right <= left;
    }
    return found;
}

// In thousandths; 0 where they are not alike.
static unsigned likeness(const struct bag *a, const struct bag *b)
{
    size_t all = a->count + b->count;
    size_t fewest = a->count < b->count ? a->count : b->count;
    if (all == 0 || 2 * WHOLE * fewest < ALIKE * all)
        return 0;
    size_t like = 2 * WHOLE * common(a, b) / all;
    return like < ALIKE ? 0 : (unsigned)like;
}

// ---- A part of a stretch ----

struct part {
    size_t from_a, count_a;
    size_t from_b, count_b;
    unsigned *like; // of each pair
    unsigned *best; // of all from that pair on: the sum of the likenesses
};

static unsigned *cell(const struct part *part, unsigned *of, size_t i, size_t j)
{
    return &of[i * (part->count_b + 1) + j];
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static void part_weigh(struct matcher *matcher, struct part *part)
{
    struct numbering numbering = numbering_new(matcher->scratch);
    struct bag *a = bags_of(&numbering, matcher->a + part->from_a, part->count_a);
    struct bag *b = bags_of(&numbering, matcher->b + part->from_b, part->count_b);
    size_t cells = (part->count_a + 1) * (part->count_b + 1);
    part->like = ARENA_ARRAY(matcher->scratch, unsigned, cells);
    part->best = ARENA_ARRAY(matcher->scratch, unsigned, cells);
    for (size_t i = part->count_a; i-- > 0;)
        for (size_t j = part->count_b; j-- > 0;) {
            unsigned like = likeness(&a[i], &b[j]);
            unsigned pair = like == 0 ? 0 : like + *cell(part, part->best, i + 1, j + 1);
            *cell(part, part->like, i, j) = like;
            *cell(part, part->best, i, j) = most(
                pair, most(*cell(part, part->best, i + 1, j), *cell(part, part->best, i, j + 1)));
        }
}

static void add(struct matcher *matcher, enum edit_kind kind, size_t a, size_t b)
{
    LIST_ADD(matcher->arena, matcher->edits, ((struct edit){ kind, a, b }));
}

static void part_match(struct matcher *matcher, struct part *part)
{
    size_t i = 0;
    size_t j = 0;
    part_weigh(matcher, part);
    while (i < part->count_a || j < part->count_b) {
        unsigned best = *cell(part, part->best, i, j);
        unsigned like = *cell(part, part->like, i, j);
        bool both = i < part->count_a && j < part->count_b;
        bool same = both && str_equal(matcher->a[part->from_a + i], matcher->b[part->from_b + j]);
        if (both && like > 0 && best == like + *cell(part, part->best, i + 1, j + 1))
            add(matcher, same ? EDIT_SAME : EDIT_CHANGED, part->from_a + i++, part->from_b + j++);
        else if (i < part->count_a && best == *cell(part, part->best, i + 1, j))
            add(matcher, EDIT_REMOVED, part->from_a + i++, 0);
        else
            add(matcher, EDIT_ADDED, 0, part->from_b + j++);
    }
    arena_reset(matcher->scratch);
}

static void stretch_match(struct matcher *matcher, const struct replacement *stretch)
{
    size_t longest = stretch->count_a > stretch->count_b ? stretch->count_a : stretch->count_b;
    size_t parts = (longest + PART_MAX - 1) / PART_MAX;
    for (size_t i = 0; i < parts; i++) {
        struct part part = {
            .from_a = stretch->from_a + stretch->count_a * i / parts,
            .from_b = stretch->from_b + stretch->count_b * i / parts,
        };
        part.count_a = stretch->from_a + stretch->count_a * (i + 1) / parts - part.from_a;
        part.count_b = stretch->from_b + stretch->count_b * (i + 1) / parts - part.from_b;
        part_match(matcher, &part);
    }
}

// ---- The whole ----

static uint32_t *numbers_of(struct numbering *numbering, const str *texts, size_t count)
{
    uint32_t *numbers = ARENA_ARRAY(numbering->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = number_of(numbering, texts[i]);
    return numbers;
}

struct edit_list difference_paragraphs(struct arena *arena, const str *a, size_t count_a,
                                       const str *b, size_t count_b)
{
    struct arena *own = arena_new();
    struct matcher matcher = { .arena = arena, .scratch = arena_new(), .a = a, .b = b };
    struct numbering numbering = numbering_new(own);
    const struct replacement all = { 0, count_a, 0, count_b };
    struct replacement_list list = { &all, 1 };
    if (count_a <= SOUGHT_MAX && count_b <= SOUGHT_MAX)
        list = difference_items(own, numbers_of(&numbering, a, count_a), count_a,
                                numbers_of(&numbering, b, count_b), count_b);
    size_t at_a = 0;
    size_t at_b = 0;
    for (size_t i = 0; i < list.count; i++) {
        const struct replacement *stretch = &list.at[i];
        while (at_a < stretch->from_a)
            add(&matcher, EDIT_SAME, at_a++, at_b++);
        stretch_match(&matcher, stretch);
        at_a += stretch->count_a;
        at_b += stretch->count_b;
    }
    while (at_a < count_a)
        add(&matcher, EDIT_SAME, at_a++, at_b++);
    arena_free(matcher.scratch);
    arena_free(own);
    return (struct edit_list){ matcher.edits.at, matcher.edits.count };
}
