// SPDX-License-Identifier: EUPL-1.2
// The value: of each list its name, how many bytes are told of it, and those: in how
// many entries it is, whether the rest follows; the best, and the list.  Leaves lie among
// them in the order in which they are made, so that all are asked for from left to right.
#include "search/earlier_lists.h"

#include "base/bisect.h"
#include "base/memory.h"
#include "search/list_slices.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_LONG, TOLD_SLICED, TOLD_INLINE };

void earlier_lists_release(struct earlier_lists *lists)
{
    arena_free(lists->arena);
    free(lists->at);
    *lists = (struct earlier_lists){ 0 };
}

static struct fingerprint lists_key(struct fingerprint stretch)
{
    return fingerprint_of_list((str[]){ STR("lists"), FINGERPRINT_VIEW(stretch) }, 2);
}

// ---- Reading ----

static void list_add(struct earlier_lists *lists, struct earlier_list list)
{
    if (lists->count == lists->capacity) {
        lists->capacity = lists->capacity * 2 + 256;
        lists->at = memory_realloc(lists->at, lists->capacity * sizeof *lists->at);
    }
    lists->at[lists->count++] = list;
}

static void lists_read(struct earlier_lists *lists, str value)
{
    struct cursor cursor = { .bytes = value };
    while (cursor.at < value.len) {
        struct earlier_list list;
        str name = cursor_bytes(&cursor, sizeof list.name);
        list.value = cursor_text(&cursor);
        if (cursor.broken)
            return;
        memcpy(&list.name, name.at, sizeof list.name);
        list_add(lists, list);
    }
}

// The last stretch that does not begin behind a form.
static size_t stretch_of(const struct former *former, uint32_t form)
{
    size_t behind;
    BISECT(behind, 1, former->stretch_count, former->stretches[behind].from <= form);
    return behind - 1;
}

void earlier_lists_read(struct earlier_lists *lists, const struct listing *listing,
                        uint32_t from_former, uint32_t to_former)
{
    const struct former *former = listing->lexicon->collection->former;
    size_t count = former == NULL ? 0 : former->stretch_count;
    size_t first = count == 0 ? 0 : stretch_of(former, from_former);
    size_t end = count == 0 ? 0 : stretch_of(former, to_former) + 1;
    if (lists->arena == NULL)
        lists->arena = arena_new();
    else if (first == lists->first && end == lists->end)
        return;
    arena_reset(lists->arena);
    lists->count = lists->likely = 0;
    lists->first = first;
    lists->end = end;
    for (size_t i = first; i < end; i++) {
        str value;
        if (cache_get(listing->cache, CACHE_INDEX, lists_key(former->stretches[i].key),
                      lists->arena, &value))
            lists_read(lists, value);
    }
}

// Lists are asked for in the order of their classes, which is the order they lie in.
static const struct earlier_list *list_find(struct earlier_lists *lists, struct fingerprint name)
{
    for (size_t i = 0; i < lists->count; i++) {
        size_t at = lists->likely + i;
        at -= at < lists->count ? 0 : lists->count;
        if (fingerprint_equal(lists->at[at].name, name)) {
            lists->likely = at + 1 < lists->count ? at + 1 : 0;
            return &lists->at[at];
        }
    }
    return NULL;
}

bool earlier_list_found(struct earlier_lists *lists, struct fingerprint name,
                        uint32_t found[PART_COUNT])
{
    const struct earlier_list *list = list_find(lists, name);
    if (list == NULL)
        return false;
    struct cursor cursor = { .bytes = list->value };
    found_read(&cursor, found);
    return !cursor.broken;
}

bool earlier_list_take(struct earlier_lists *lists, struct fingerprint name,
                       struct class_list *list, str *value)
{
    const struct earlier_list *earlier = list_find(lists, name);
    if (earlier == NULL)
        return false;
    struct cursor cursor = { .bytes = earlier->value };
    found_read(&cursor, list->found);
    uint64_t told = cursor_varint(&cursor);
    if (told == TOLD_LONG || cursor.broken)
        return false;
    list->image.is_inline = told == TOLD_INLINE;
    best_read(&cursor, &list->best);
    image_read(&cursor, &list->image);
    *value = earlier->value;
    return !cursor.broken;
}

bool earlier_leaf(struct earlier_lists *lists, struct fingerprint print, str *slice)
{
    const struct earlier_list *leaf = list_find(lists, print);
    if (leaf != NULL)
        *slice = leaf->value;
    return leaf != NULL;
}

// ---- Remembering ----

void earlier_list_keep(struct buf *to, struct fingerprint name, str value)
{
    buf_add(to, FINGERPRINT_VIEW(name));
    text_add(to, value);
}

void earlier_list_add(struct buf *to, struct fingerprint name, const struct class_list *list,
                      bool is_long, struct buf *room)
{
    buf_clear(room);
    found_add(room, list->found);
    varint_add(room, is_long ? TOLD_LONG : list->image.is_inline ? TOLD_INLINE : TOLD_SLICED);
    if (!is_long) {
        best_add(room, &list->best);
        image_add(room, &list->image);
    }
    earlier_list_keep(to, name, buf_view(room));
}

void earlier_lists_remember(struct cache *cache, struct fingerprint stretch, str lists)
{
    cache_put(cache, CACHE_INDEX, lists_key(stretch), lists);
}

void earlier_lists_keep(struct cache *cache, struct fingerprint stretch)
{
    cache_knows(cache, CACHE_INDEX, lists_key(stretch));
}
