// SPDX-License-Identifier: EUPL-1.2
// What is remembered: counts of entries, of words, of bytes and of forms, then the
// arrays as they lie in memory; there a form is a number among the forms of the list,
// whose texts come last.
#include "search/written_lists.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "search/written.h"

#include <stdlib.h>
#include <string.h>

// A list while it is made, and what a worker keeps to itself.
struct lister {
    struct arena *arena;
    struct arena *scratch;
    const struct lexicon *lexicon;
    struct buf starts;
    struct buf forms;
    struct buf texts;
    struct buf bytes;
    struct buf image;
    struct buf lens;  // of the texts of all forms
    struct buf names; // these texts
    bool is_whole;    // no word was left out because it is nowhere
    uint32_t *places; // of each form: its number in the list, plus one
};

struct listing_all {
    const struct entries *entries;
    const struct lexicon *lexicon;
    struct cache *cache;
    struct lister *listers;
    struct written_list *lists;
};

static void number_add(struct buf *to, uint32_t number)
{
    buf_add(to, (str){ (const char *)&number, sizeof number });
}

static uint32_t number_count(const struct buf *numbers)
{
    return (uint32_t)(numbers->len / sizeof(uint32_t));
}

// ---- Making ----

static void take_written(void *context, const struct written *written)
{
    struct lister *lister = context;
    const struct form_entry *form = lexicon_find(lister->lexicon, written->form);
    if (form == NULL) {
        lister->is_whole = false;
        return;
    }
    uint32_t number = (uint32_t)(form - lister->lexicon->forms);
    unsigned flags = (written->sure ? WRITTEN_SURE : 0u) | (written->small ? WRITTEN_SMALL : 0u);
    number_add(&lister->forms, number << WRITTEN_FLAG_BITS | flags);
    number_add(&lister->texts, (uint32_t)lister->bytes.len);
    buf_add(&lister->bytes, written->text);
}

static const void *kept(struct arena *arena, const struct buf *buf)
{
    return arena_copy(arena, buf_view(buf)).at;
}

static struct written_list list_make(struct lister *lister, const struct entries *entries,
                                     size_t from, size_t to)
{
    buf_clear(&lister->starts);
    buf_clear(&lister->forms);
    buf_clear(&lister->texts);
    buf_clear(&lister->bytes);
    lister->is_whole = true;
    for (size_t i = from; i < to; i++) {
        number_add(&lister->starts, number_count(&lister->forms));
        arena_reset(lister->scratch);
        written_each(entries->at[i], lister->scratch, take_written, lister);
    }
    number_add(&lister->starts, number_count(&lister->forms));
    number_add(&lister->texts, (uint32_t)lister->bytes.len);
    return (struct written_list){ .starts = kept(lister->arena, &lister->starts),
                                  .forms = kept(lister->arena, &lister->forms),
                                  .texts = kept(lister->arena, &lister->texts),
                                  .bytes = kept(lister->arena, &lister->bytes) };
}

// ---- Remembering ----

struct head {
    uint32_t entries;
    uint32_t words;
    uint32_t bytes;
    uint32_t forms;
};

static struct fingerprint list_key(struct fingerprint segment)
{
    return fingerprint_of_list((str[]){ STR("written"), FINGERPRINT_VIEW(segment) }, 2);
}

// The number of a form in the list.
static uint32_t place_of(struct lister *lister, uint32_t form)
{
    str text = lister->lexicon->forms[form].text;
    if (lister->places[form] == 0) {
        buf_add_char(&lister->lens, (char)text.len);
        buf_add(&lister->names, text);
        lister->places[form] = (uint32_t)lister->lens.len;
    }
    return lister->places[form] - 1;
}

// From numbers of all forms to those in the list.  Returns false when a word is not in
// the segment: whether it counts follows from other segments then.
static bool forms_place(struct lister *lister, uint32_t segment)
{
    const struct form_entry *all = lister->lexicon->forms;
    uint32_t *forms = (uint32_t *)(void *)lister->forms.at;
    bool whole = lister->is_whole;
    buf_clear(&lister->lens);
    buf_clear(&lister->names);
    lister->places = memory_alloc((lister->lexicon->count + 1) * sizeof *lister->places);
    memset(lister->places, 0, (lister->lexicon->count + 1) * sizeof *lister->places);
    for (uint32_t i = 0; i < number_count(&lister->forms); i++) {
        uint32_t form = forms[i] >> WRITTEN_FLAG_BITS;
        unsigned flags = forms[i] & ((1u << WRITTEN_FLAG_BITS) - 1);
        whole &= (all[form].segments >> segment & 1) != 0;
        forms[i] = place_of(lister, form) << WRITTEN_FLAG_BITS | flags;
    }
    free(lister->places);
    return whole;
}

static void list_remember(struct lister *lister, struct cache *cache, uint32_t segment)
{
    if (!forms_place(lister, segment))
        return;
    struct head head = { number_count(&lister->starts) - 1, number_count(&lister->forms),
                         (uint32_t)lister->bytes.len, (uint32_t)lister->lens.len };
    buf_clear(&lister->image);
    buf_add(&lister->image, (str){ (const char *)&head, sizeof head });
    buf_add(&lister->image, buf_view(&lister->starts));
    buf_add(&lister->image, buf_view(&lister->forms));
    buf_add(&lister->image, buf_view(&lister->texts));
    buf_add(&lister->image, buf_view(&lister->bytes));
    buf_add(&lister->image, buf_view(&lister->lens));
    buf_add(&lister->image, buf_view(&lister->names));
    cache_put(cache, CACHE_INDEX, list_key(lister->lexicon->collection->keys[segment]),
              buf_view(&lister->image));
}

// The numbers of the forms of a list, or NULL.
static const uint32_t *forms_find(const struct lister *lister, const char *lens, uint32_t count,
                                  const char *end)
{
    uint32_t *numbers = ARENA_ARRAY(lister->arena, uint32_t, count + 1);
    const char *text = lens + count;
    for (uint32_t i = 0; i < count; i++) {
        size_t len = (unsigned char)lens[i];
        const struct form_entry *form =
            len <= (size_t)(end - text) ? lexicon_find(lister->lexicon, (str){ text, len }) : NULL;
        if (form == NULL)
            return NULL;
        numbers[i] = (uint32_t)(form - lister->lexicon->forms);
        text += len;
    }
    return numbers;
}

static bool list_recall(const struct lister *lister, struct cache *cache, uint32_t segment,
                        size_t entries, struct written_list *list)
{
    str image;
    struct head head;
    if (!cache_get(cache, CACHE_INDEX, list_key(lister->lexicon->collection->keys[segment]),
                   lister->arena, &image) ||
        image.len < sizeof head)
        return false;
    memcpy(&head, image.at, sizeof head);
    size_t numbers = (size_t)head.entries + 1 + head.words + head.words + 1;
    if (head.entries != entries || (uintptr_t)image.at % sizeof(uint32_t) != 0 ||
        image.len < sizeof head + numbers * sizeof(uint32_t) + head.bytes + head.forms)
        return false;
    list->starts = (const void *)(image.at + sizeof head);
    list->forms = list->starts + head.entries + 1;
    list->texts = list->forms + head.words;
    list->bytes = (const char *)(list->texts + head.words + 1);
    list->numbers = forms_find(lister, list->bytes + head.bytes, head.forms, image.at + image.len);
    return list->numbers != NULL;
}

static void list_segment(void *context, size_t item, unsigned worker)
{
    const struct listing_all *all = context;
    const struct collection *collection = all->lexicon->collection;
    struct lister *lister = &all->listers[worker];
    size_t from = entries_from(all->entries, item * collection->numbers_per_segment);
    size_t to = entries_from(all->entries, (item + 1) * collection->numbers_per_segment);
    struct cache *cache = fingerprint_empty(collection->keys[item]) ? NULL : all->cache;
    if (lister->arena == NULL) {
        lister->arena = arena_new();
        lister->scratch = arena_new();
        lister->lexicon = all->lexicon;
    }
    if (list_recall(lister, cache, (uint32_t)item, to - from, &all->lists[item]))
        return;
    all->lists[item] = list_make(lister, all->entries, from, to);
    if (cache != NULL)
        list_remember(lister, cache, (uint32_t)item);
}

static void lister_release(struct lister *lister, struct arena *into)
{
    if (lister->arena == NULL)
        return;
    arena_adopt(into, lister->arena);
    arena_free(lister->arena);
    arena_free(lister->scratch);
    buf_release(&lister->starts);
    buf_release(&lister->forms);
    buf_release(&lister->texts);
    buf_release(&lister->bytes);
    buf_release(&lister->lens);
    buf_release(&lister->names);
    buf_release(&lister->image);
}

const struct written_list *written_lists_of(struct arena *arena, const struct entries *entries,
                                            const struct lexicon *lexicon, struct cache *cache,
                                            unsigned jobs)
{
    struct lister listers[PARALLEL_JOBS_MAX] = { 0 };
    size_t segments = lexicon->collection->segment_count;
    struct listing_all all = { entries, lexicon, cache, listers,
                               ARENA_ARRAY(arena, struct written_list, segments) };
    parallel_each(jobs, segments, list_segment, &all);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        lister_release(&listers[i], arena);
    return all.lists;
}
