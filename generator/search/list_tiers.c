// SPDX-License-Identifier: EUPL-1.2
// A tier in which nothing comes or goes is taken over as it lies, as long as those before
// it end where they ended.  Of the others, the postings are read and written; what is told
// of their passages is the same wherever they stand, and only moved.
#include "search/list_tiers.h"

#include "base/bisect.h"

#include <string.h>

// A tier that the list had.
struct former_tier {
    str postings; // their slice
    str passages;
    str opened; // what is in the slice of postings
    size_t count;
    struct posting first;
};

struct flow {
    struct class_list *list;
    size_t space;
    const struct list_edit *edits; // that are left
    size_t edit_count;
    struct former_tier *tiers;
    size_t tier_count;
    size_t tier; // that is written
    // The tier that is read:
    struct posting *old;
    size_t old_count;
    size_t old_at;
    str told; // of the postings from old_at on
    // What is not written yet: fewer postings than the next tier has.  Their passages are
    // in list->told.
    struct posting *next;
    size_t next_count;
    size_t total; // of the new list
};

static size_t tier_most(size_t tier)
{
    return tier_length(tier, SIZE_MAX);
}

// ---- The tiers that it had ----

static bool tiers_cut(struct flow *flow, str lengths, str bytes, size_t total)
{
    struct cursor length = { .bytes = lengths };
    struct cursor at = { .bytes = bytes };
    flow->tier_count = tier_count(total);
    flow->tiers = ARENA_ARRAY(flow->list->scratch, struct former_tier, flow->tier_count);
    for (size_t i = 0; i < flow->tier_count; i++) {
        struct former_tier *tier = &flow->tiers[i];
        tier->count = tier_length(i, total);
        tier->postings = cursor_bytes(&at, (size_t)cursor_varint(&length));
        tier->passages = cursor_bytes(&at, (size_t)cursor_varint(&length));
        total -= tier->count;
    }
    return !length.broken && !at.broken;
}

// What is in the slice of postings, and the first of them.
static bool tier_open(struct flow *flow, struct former_tier *tier)
{
    if (tier->opened.at != NULL)
        return true;
    if (!slice_open(flow->list->scratch, tier->postings, &tier->opened))
        return false;
    return postings_first(tier->opened, &tier->first);
}

// A drop of a level that is as deep as it can be may have been deeper.
static bool levels_are_told(const struct posting *postings, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (postings[i - 1].level - postings[i].level >= LEVEL_DROP_MOST)
            return false;
    return true;
}

static bool tier_read(struct flow *flow, struct former_tier *tier)
{
    struct cursor cursor = { .bytes = tier->opened };
    buf_clear(&flow->list->room);
    flow->old_at = 0;
    flow->old_count = tier->count;
    bool well = postings_read(&cursor, flow->old, tier->count, flow->space) &&
                levels_are_told(flow->old, tier->count) &&
                slice_append(&flow->list->room, tier->passages);
    flow->told = buf_view(&flow->list->room);
    return well;
}

// ---- The tiers that it gets ----

static void slices_add(struct class_list *list, str postings, str passages)
{
    varint_add(&list->lengths, postings.len);
    varint_add(&list->lengths, passages.len);
    buf_add(&list->bytes, postings);
    buf_add(&list->bytes, passages);
}

static bool best_note(struct class_list *list, const struct posting *postings, size_t count)
{
    struct cursor cursor = { .bytes = buf_view(&list->told) };
    list->best.count = count < BEST_MOST ? count : BEST_MOST;
    for (size_t i = 0; i < list->best.count; i++)
        list->best.at[i] = postings[i];
    return passages_read(&cursor, list->best.at, list->best.count);
}

static bool tier_write(struct flow *flow)
{
    struct class_list *list = flow->list;
    if (flow->tier == 0 && !best_note(list, flow->next, flow->next_count))
        return false;
    list_tier_add(list, flow->next, flow->next_count, buf_view(&list->told));
    buf_clear(&list->told);
    flow->total += flow->next_count;
    flow->next_count = 0;
    flow->tier++;
    return true;
}

static bool written_if_full(struct flow *flow)
{
    return flow->next_count < tier_most(flow->tier) || tier_write(flow);
}

// Takes over the postings of the tier that is read, up to a place.
static bool postings_move(struct flow *flow, size_t to)
{
    while (flow->old_at < to) {
        size_t room = tier_most(flow->tier) - flow->next_count;
        size_t count = to - flow->old_at < room ? to - flow->old_at : room;
        size_t len = passages_length(flow->told, count);
        if (len > flow->told.len)
            return false;
        memcpy(flow->next + flow->next_count, flow->old + flow->old_at, count * sizeof *flow->next);
        buf_add(&flow->list->told, str_slice(flow->told, 0, len));
        flow->told = str_after(flow->told, len);
        flow->next_count += count;
        flow->old_at += count;
        if (!written_if_full(flow))
            return false;
    }
    return true;
}

// Leaves out the posting that is next.
static bool posting_drop(struct flow *flow, const struct posting *posting)
{
    size_t len = passages_length(flow->told, 1);
    if (flow->old_at == flow->old_count || flow->old[flow->old_at].page != posting->page ||
        len > flow->told.len)
        return false;
    flow->told = str_after(flow->told, len);
    flow->old_at++;
    return true;
}

static bool posting_put(struct flow *flow, const struct posting *posting)
{
    flow->next[flow->next_count++] = *posting;
    passages_add(&flow->list->told, posting, 1);
    return written_if_full(flow);
}

static bool edit_apply(struct flow *flow, const struct list_edit *edit)
{
    size_t place;
    BISECT(place, flow->old_at, flow->old_count,
           posting_is_before(&flow->old[place], &edit->posting));
    return postings_move(flow, place) &&
           (edit->goes ? posting_drop(flow, &edit->posting) : posting_put(flow, &edit->posting));
}

// ---- All ----

// Whether the next edit is behind the tier.  Those behind all postings are in the last.
static bool is_behind(struct flow *flow, size_t tier)
{
    return flow->edit_count == 0 ||
           (tier + 1 < flow->tier_count &&
            !posting_is_before(&flow->edits->posting, &flow->tiers[tier + 1].first));
}

static bool tier_follow(struct flow *flow, size_t tier)
{
    struct former_tier *former = &flow->tiers[tier];
    if (flow->edit_count > 0 && tier + 1 < flow->tier_count && !tier_open(flow, former + 1))
        return false;
    if (flow->next_count == 0 && flow->tier == tier && is_behind(flow, tier)) {
        slices_add(flow->list, former->postings, former->passages);
        flow->total += former->count;
        flow->tier++;
        return true;
    }
    if (!tier_open(flow, former) || !tier_read(flow, former))
        return false;
    for (; !is_behind(flow, tier); flow->edits++, flow->edit_count--)
        if (!edit_apply(flow, flow->edits))
            return false;
    return postings_move(flow, flow->old_count);
}

bool list_tiers_follow(struct class_list *list, size_t space, const struct list_edit *edits,
                       size_t edit_count)
{
    enum { LAST_TIER = 2 };
    struct buf bytes = list->former_bytes;
    list->former_bytes = list->bytes;
    list->bytes = bytes;
    str lengths = arena_copy(list->scratch, buf_view(&list->lengths));
    buf_clear(&list->bytes);
    buf_clear(&list->lengths);
    buf_clear(&list->told);
    list_reserve(list, 2 * tier_most(LAST_TIER));
    struct flow flow = { .list = list,
                         .space = space,
                         .edits = edits,
                         .edit_count = edit_count,
                         .old = list->postings,
                         .next = list->postings + tier_most(LAST_TIER) };
    if (!tiers_cut(&flow, lengths, buf_view(&list->former_bytes), list->best.total))
        return false;
    for (size_t i = 0; i < flow.tier_count; i++)
        if (!tier_follow(&flow, i))
            return false;
    if (flow.next_count > 0 && !tier_write(&flow))
        return false;
    list->best.total = flow.total;
    return true;
}
