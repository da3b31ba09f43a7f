// SPDX-License-Identifier: EUPL-1.2
#include "search/class_list.h"

#include "base/memory.h"

#include <stdlib.h>

// Lists up to this many bytes, of no more postings, stand in the dictionary itself.
enum { INLINE_MOST = 16 };

void class_list_release(struct class_list *list)
{
    buf_release(&list->bytes);
    buf_release(&list->lengths);
    buf_release(&list->list);
    buf_release(&list->key);
    press_free(list->press);
    arena_free(list->scratch);
    sightings_release(&list->sightings);
    free(list->postings);
    free(list->levels);
    *list = (struct class_list){ .press = NULL };
}

// ---- What a list follows from ----

static void form_inputs(struct buf *to, const struct form_entry *form, unsigned share)
{
    buf_add(to, (str){ (const char *)&form->print, sizeof form->print });
    buf_add_char(to, (char)share);
}

void class_list_inputs(struct buf *to, const struct listing *listing, uint32_t head)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        form_inputs(to, &lexicon->forms[i], COUNT_WHOLE);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        form_inputs(to, &lexicon->forms[compounds->forms[i]], COUNT_PART);
    buf_add_char(to, '\0');
}

// ---- Making ----

static void sightings_of_class(struct class_list *list, const struct listing *listing,
                               uint32_t head)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    sightings_clear(&list->sightings);
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        sightings_add(&list->sightings, lexicon, i, COUNT_WHOLE);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        sightings_add(&list->sightings, lexicon, compounds->forms[i], COUNT_PART);
    sightings_read(&list->sightings, lexicon->collection);
}

// The postings, the best first.
static size_t postings_of_class(struct class_list *list, const struct listing *listing,
                                uint32_t head)
{
    sightings_of_class(list, listing, head);
    size_t count = list->sightings.count;
    if (count > list->capacity) {
        list->capacity = count * 2;
        list->postings = memory_realloc(list->postings, list->capacity * sizeof *list->postings);
        list->levels = memory_realloc(list->levels, list->capacity);
    }
    weigh(listing->weights, list->sightings.at, count, list->postings, list->levels);
    return count;
}

static void slice_add_list(struct class_list *list)
{
    if (list->press == NULL)
        list->press = press_new();
    varint_add(&list->lengths, slice_add(&list->bytes, list->press, buf_view(&list->list), 1));
    buf_clear(&list->list);
}

static void tiers_add(struct class_list *list, size_t count)
{
    buf_clear(&list->list);
    for (size_t tier = 0, at = 0; at < count; tier++) {
        size_t len = tier_length(tier, count - at);
        postings_add(&list->list, list->postings + at, len);
        slice_add_list(list);
        passages_add(&list->list, list->postings + at, len);
        slice_add_list(list);
        at += len;
    }
}

static void best_set(struct best *best, const struct posting *postings, size_t count)
{
    best->total = count;
    best->count = count < BEST_MOST ? count : BEST_MOST;
    for (size_t i = 0; i < best->count; i++)
        best->at[i] = postings[i];
}

static void list_make(struct class_list *list, const struct listing *listing, uint32_t head)
{
    size_t count = postings_of_class(list, listing, head);
    best_set(&list->best, list->postings, count);
    buf_clear(&list->bytes);
    buf_clear(&list->lengths);
    if (count <= INLINE_MOST) {
        postings_add(&list->bytes, list->postings, count);
        passages_add(&list->bytes, list->postings, count);
    }
    list->is_inline = count <= INLINE_MOST && list->bytes.len <= INLINE_MOST;
    if (list->is_inline)
        return;
    buf_clear(&list->bytes);
    tiers_add(list, count);
}

// ---- Remembering ----

void best_add(struct buf *to, const struct best *best)
{
    varint_add(to, best->total);
    varint_add(to, best->count);
    for (size_t i = 0; i < best->count; i++) {
        const struct told *told = &best->at[i].told;
        varint_add(to, best->at[i].page);
        varint_add(to, told->count * 2u + told->more);
        buf_add(to, (str){ (const char *)told->at, told->count });
    }
}

static void told_read(struct cursor *from, struct told *told)
{
    uint64_t count = cursor_varint(from);
    *told = (struct told){ .count = (uint8_t)(count / 2), .more = count % 2 > 0 };
    str at = cursor_bytes(from, count / 2);
    for (size_t i = 0; i < at.len && i < PASSAGES_TOLD; i++)
        told->at[i] = (uint8_t)at.at[i];
}

void best_read(struct cursor *from, struct best *best)
{
    best->total = (size_t)cursor_varint(from);
    best->count = (size_t)cursor_varint(from);
    from->broken |= best->count > BEST_MOST;
    for (size_t i = 0; i < best->count && !from->broken; i++) {
        best->at[i] = (struct posting){ .page = (uint32_t)cursor_varint(from) };
        told_read(from, &best->at[i].told);
    }
}

static struct fingerprint list_key(struct class_list *list, const struct listing *listing,
                                   uint32_t head)
{
    buf_clear(&list->key);
    buf_add(&list->key, STR("list "));
    buf_add(&list->key, FINGERPRINT_VIEW(listing->weights->print));
    class_list_inputs(&list->key, listing, head);
    return fingerprint_of(buf_view(&list->key));
}

static bool list_recall(struct class_list *list, struct cache *cache, struct fingerprint key)
{
    str value;
    if (list->scratch == NULL)
        list->scratch = arena_new();
    arena_reset(list->scratch);
    if (!cache_get(cache, CACHE_INDEX, key, list->scratch, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    list->is_inline = false;
    best_read(&cursor, &list->best);
    str lengths = cursor_text(&cursor);
    buf_clear(&list->bytes);
    buf_clear(&list->lengths);
    buf_add(&list->lengths, lengths);
    buf_add(&list->bytes, str_after(value, cursor.at));
    return !cursor.broken;
}

static void list_remember(struct class_list *list, struct cache *cache, struct fingerprint key)
{
    buf_clear(&list->list);
    best_add(&list->list, &list->best);
    text_add(&list->list, buf_view(&list->lengths));
    buf_add(&list->list, buf_view(&list->bytes));
    cache_put(cache, CACHE_INDEX, key, buf_view(&list->list));
}

// How many sightings there are, those of one entry counted apart.
static size_t most_postings(const struct listing *listing, uint32_t head)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    size_t sum = 0;
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        sum += lexicon->forms[i].entries;
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        sum += lexicon->forms[compounds->forms[i]].entries;
    return sum;
}

// Short lists are made as fast as they are found.
void class_list_make(struct class_list *list, const struct listing *listing, uint32_t head)
{
    enum { WORTH_REMEMBERING = 24 };
    if (listing->cache == NULL || most_postings(listing, head) < WORTH_REMEMBERING) {
        list_make(list, listing, head);
        return;
    }
    struct fingerprint key = list_key(list, listing, head);
    if (list_recall(list, listing->cache, key))
        return;
    list_make(list, listing, head);
    if (!list->is_inline)
        list_remember(list, listing->cache, key);
}
