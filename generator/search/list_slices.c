// SPDX-License-Identifier: EUPL-1.2
#include "search/list_slices.h"

#include "base/list.h"
#include "format/tiers.h"

// ---- Writing ----

void list_slices_start(struct class_list *list, size_t total)
{
    buf_clear(&list->bytes);
    buf_clear(&list->lengths);
    buf_clear(&list->firsts);
    list->tier = 0;
    list->left = total;
}

void list_slices_end(struct class_list *list)
{
    list->image = (struct list_image){ .bytes = buf_view(&list->bytes),
                                       .lengths = buf_view(&list->lengths),
                                       .firsts = buf_view(&list->firsts) };
}

// What is told of the next tier besides its bytes.
static void tier_begin(struct class_list *list, const struct posting *first, size_t count)
{
    tier_count_add(&list->lengths, list->tier, count, list->left);
    if (list->tier > 0) {
        varint_add(&list->firsts, first->level);
        varint_add(&list->firsts, first->page);
    }
    list->tier++;
    list->left -= count;
}

static void slice_make(struct class_list *list, str data, bool is_worth)
{
    if (list->press == NULL)
        list->press = press_new();
    varint_add(&list->lengths, slice_add(&list->bytes, is_worth ? list->press : NULL, data, 1));
}

// In the postings of few pages hardly anything comes again: to deflate them is to no end.
void list_tier_add(struct class_list *list, const struct posting *postings, size_t count,
                   str passages)
{
    enum { POSTINGS_WORTH = 512 };
    tier_begin(list, postings, count);
    buf_clear(&list->list);
    postings_add(&list->list, postings, count);
    slice_make(list, buf_view(&list->list), list->list.len >= POSTINGS_WORTH);
    slice_make(list, passages, true);
}

void list_tier_copy(struct class_list *list, const struct list_tier *tier)
{
    tier_begin(list, &tier->first, tier->count);
    varint_add(&list->lengths, tier->postings.len);
    varint_add(&list->lengths, tier->passages.len);
    buf_add(&list->bytes, tier->postings);
    buf_add(&list->bytes, tier->passages);
}

// ---- Reading ----

static void first_read(struct cursor *from, struct posting *first)
{
    uint64_t level = cursor_varint(from);
    uint64_t page = cursor_varint(from);
    from->broken |= level >= LEVEL_COUNT || page > UINT32_MAX;
    *first = (struct posting){ .page = (uint32_t)page, .level = (uint8_t)level };
}

struct list_tier *list_tiers(struct class_list *list, size_t *count)
{
    struct cursor lengths = { .bytes = list->image.lengths };
    struct cursor firsts = { .bytes = list->image.firsts };
    struct cursor bytes = { .bytes = list->image.bytes };
    LIST(struct list_tier) tiers = { 0 };
    for (size_t left = list->best.total; left > 0 && !lengths.broken;) {
        struct list_tier tier = { .count = tier_count_read(&lengths, tiers.count, left) };
        if (tiers.count > 0)
            first_read(&firsts, &tier.first);
        tier.postings = cursor_bytes(&bytes, (size_t)cursor_varint(&lengths));
        tier.passages = cursor_bytes(&bytes, (size_t)cursor_varint(&lengths));
        left -= tier.count;
        LIST_ADD(list->scratch, tiers, tier);
    }
    *count = tiers.count;
    return lengths.broken || firsts.broken || bytes.broken ? NULL : tiers.at;
}

size_t list_first_tier(const struct class_list *list)
{
    struct cursor lengths = { .bytes = list->image.lengths };
    tier_count_read(&lengths, 0, list->best.total);
    size_t postings = (size_t)cursor_varint(&lengths);
    return postings + (size_t)cursor_varint(&lengths);
}

// ---- Remembering ----

void image_add(struct buf *to, const struct list_image *image)
{
    text_add(to, image->lengths);
    text_add(to, image->firsts);
    buf_add(to, image->bytes);
}

void image_read(struct cursor *from, struct list_image *image)
{
    image->lengths = cursor_text(from);
    image->firsts = cursor_text(from);
    image->bytes = str_after(from->bytes, from->at);
}
