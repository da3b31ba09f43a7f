// SPDX-License-Identifier: EUPL-1.2
// A tier in which nothing comes or goes is taken over as it lies, wherever it ends where it
// ended.  Of the others, the postings are read and written; what is told of their passages is
// the same wherever they stand, and only moved.
#include "search/list_tiers.h"

#include "base/bisect.h"
#include "format/tiers.h"
#include "search/list_slices.h"

#include <string.h>

struct flow {
    struct class_list *list;
    size_t space;
    const struct list_edit *edits; // that are left
    size_t edit_count;
    size_t former_count;           // of the tiers that it had
    const struct list_tier *tiers; // those of them that are left
    size_t tier_count;
    // The tier that is read:
    struct posting *old;
    size_t old_count;
    size_t old_at;
    str told; // of the postings from old_at on
    // What was read and is not written; what is told of its passages is in list->told.
    struct posting *next;
    size_t next_from;
    size_t next_end;
    size_t told_from;
};

// ---- The tiers that it had ----

// A drop of a level that is as deep as it can be may have been deeper.
static bool levels_are_told(const struct posting *postings, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (postings[i - 1].level - postings[i].level >= LEVEL_DROP_MOST)
            return false;
    return true;
}

static bool tier_read(struct flow *flow, const struct list_tier *tier)
{
    struct cursor cursor = { .bytes = STR("") };
    flow->old_at = 0;
    flow->old_count = tier->count;
    buf_clear(&flow->list->room);
    bool well = slice_open(flow->list->scratch, tier->postings, &cursor.bytes) &&
                postings_read(&cursor, flow->old, tier->count, flow->space) &&
                levels_are_told(flow->old, tier->count) &&
                slice_append(&flow->list->room, tier->passages);
    flow->told = buf_view(&flow->list->room);
    return well;
}

// Whether the next edit, if there is one, is behind the first of the next tier, which then
// stays what it is.
static bool first_stays(const struct flow *flow, const struct list_tier *tier)
{
    return flow->edit_count == 0 || posting_is_before(&tier->first, &flow->edits->posting);
}

// ---- What goes from the old tiers to the new ----

// Takes over the postings of the tier that is read, up to a place.
static bool postings_move(struct flow *flow, size_t to)
{
    size_t count = to - flow->old_at;
    size_t len = passages_length(flow->told, count);
    if (len > flow->told.len)
        return false;
    memcpy(flow->next + flow->next_end, flow->old + flow->old_at, count * sizeof *flow->next);
    buf_add(&flow->list->told, str_slice(flow->told, 0, len));
    flow->told = str_after(flow->told, len);
    flow->next_end += count;
    flow->old_at = to;
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
    flow->next[flow->next_end++] = *posting;
    passages_add(&flow->list->told, posting, 1);
    return true;
}

static bool edit_apply(struct flow *flow, const struct list_edit *edit)
{
    size_t place;
    BISECT(place, flow->old_at, flow->old_count,
           posting_is_before(&flow->old[place], &edit->posting));
    return postings_move(flow, place) &&
           (edit->goes ? posting_drop(flow, &edit->posting) : posting_put(flow, &edit->posting));
}

// What waits begins where its room begins.
static void next_align(struct flow *flow)
{
    struct buf *told = &flow->list->told;
    if (flow->next_from == 0)
        return;
    flow->next_end -= flow->next_from;
    told->len -= flow->told_from;
    memmove(flow->next, flow->next + flow->next_from, flow->next_end * sizeof *flow->next);
    memmove(told->at, told->at + flow->told_from, told->len);
    flow->next_from = flow->told_from = 0;
}

// Reads the next of the tiers that it had; edits behind all postings belong to the last.
static bool tier_take(struct flow *flow)
{
    if (flow->tier_count == 0 || !tier_read(flow, flow->tiers))
        return false;
    next_align(flow);
    flow->tiers++;
    flow->tier_count--;
    for (; flow->edit_count > 0 &&
           (flow->tier_count == 0 || posting_is_before(&flow->edits->posting, &flow->tiers->first));
         flow->edits++, flow->edit_count--)
        if (!edit_apply(flow, flow->edits))
            return false;
    return postings_move(flow, flow->old_count);
}

// ---- The tiers that it gets ----

// How many of what waits is the next tier; 0 while that is not known.
static size_t next_end(struct flow *flow)
{
    size_t count = flow->next_end - flow->next_from;
    size_t known = count;
    if (flow->tier_count > 0 && known > 0 && first_stays(flow, flow->tiers)) {
        flow->next[flow->next_end] = flow->tiers->first;
        known++;
    }
    size_t end = tier_end(flow->list->tier, flow->next + flow->next_from, known, flow->list->left);
    return end <= count ? end : 0;
}

static bool best_note(struct class_list *list, const struct posting *postings, size_t count,
                      str told)
{
    struct cursor cursor = { .bytes = told };
    list->best.count = count < BEST_MOST ? count : BEST_MOST;
    for (size_t i = 0; i < list->best.count; i++)
        list->best.at[i] = postings[i];
    return passages_read(&cursor, list->best.at, list->best.count);
}

static bool tier_write(struct flow *flow, size_t count)
{
    struct class_list *list = flow->list;
    const struct posting *postings = flow->next + flow->next_from;
    str told = str_after(buf_view(&list->told), flow->told_from);
    size_t len = passages_length(told, count);
    if (len > told.len || (list->tier == 0 && !best_note(list, postings, count, told)))
        return false;
    list_tier_add(list, postings, count, str_slice(told, 0, len));
    flow->next_from += count;
    flow->told_from += len;
    return true;
}

// Whether the next tier is the next of those that it had.
static bool tier_stays(const struct flow *flow)
{
    const struct class_list *list = flow->list;
    if (flow->next_end > flow->next_from || flow->tier_count == 0 ||
        tier_usual(list->tier) != tier_usual(flow->former_count - flow->tier_count))
        return false;
    if (flow->tier_count == 1)
        return flow->edit_count == 0;
    return first_stays(flow, flow->tiers + 1) && list->left > tier_usual(list->tier);
}

// Makes the next tier, or takes more of what it had.
static bool flow_step(struct flow *flow)
{
    if (tier_stays(flow)) {
        list_tier_copy(flow->list, flow->tiers++);
        flow->tier_count--;
        return true;
    }
    size_t end = next_end(flow);
    return end > 0 ? tier_write(flow, end) : tier_take(flow);
}

bool list_tiers_follow(struct class_list *list, size_t space, const struct list_edit *edits,
                       size_t edit_count, size_t total)
{
    enum { LAST_TIER = 2 };
    size_t most = tier_most(LAST_TIER);
    struct flow flow = { .list = list, .space = space, .edits = edits, .edit_count = edit_count };
    flow.tiers = list_tiers(list, &flow.tier_count);
    if (flow.tiers == NULL)
        return false;
    flow.former_count = flow.tier_count;
    list_reserve(list, most + (most + most + edit_count + 1));
    flow.old = list->postings;
    flow.next = list->postings + most;
    buf_clear(&list->told);
    list_slices_start(list, total);
    while (list->left > 0 || flow.tier_count > 0)
        if (!flow_step(&flow))
            return false;
    list_slices_end(list);
    list->best.total = total;
    return flow.tier_count == 0 && flow.edit_count == 0 && flow.next_from == flow.next_end;
}
