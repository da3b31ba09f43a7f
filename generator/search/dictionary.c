// SPDX-License-Identifier: EUPL-1.2
#include "search/dictionary.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>

// A stretch ends after a form whose hash says so, once it has the least number
// of bytes: so a new word moves the boundaries near it, not all that follow.
enum { STRETCH_LEAST = 1536, STRETCH_MOST = 4608, STRETCH_CHANCE = 128 };

// Lists up to this many bytes stand in the dictionary itself.
enum { INLINE_MOST = 16 };

// ---- Postings ----

static void postings_reserve(struct postings *postings, size_t count)
{
    if (count <= postings->capacity)
        return;
    postings->capacity = count * 2;
    postings->at = memory_realloc(postings->at, postings->capacity * sizeof *postings->at);
    postings->levels = memory_realloc(postings->levels, postings->capacity);
}

void class_postings(const struct dictionary *dictionary, size_t head, struct postings *postings)
{
    const struct lexicon *lexicon = dictionary->lexicon;
    const struct compounds *compounds = dictionary->compounds;
    struct sightings *sightings = &postings->sightings;
    sightings_clear(sightings);
    for (uint32_t i = (uint32_t)head; i != NO_FORM; i = lexicon->forms[i].next)
        sightings_add(sightings, lexicon, i, COUNT_WHOLE);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        sightings_add(sightings, lexicon, compounds->forms[i], COUNT_PART);
    sightings_read(sightings, lexicon->collection);
    postings->count = sightings->count;
    postings_reserve(postings, postings->count);
    weigh(dictionary->weights, sightings->at, sightings->count, postings->at, postings->levels);
}

void postings_release(struct postings *postings)
{
    sightings_release(&postings->sightings);
    free(postings->at);
    free(postings->levels);
    *postings = (struct postings){ .count = 0 };
}

// ---- Stretches ----

// What a worker writes one stretch with.
struct maker {
    struct press *press;
    struct buf leaf;
    struct buf entries;
    struct buf lists; // slices
    struct buf list;
    struct buf shard;
    struct postings postings;
};

struct writing {
    const struct shelf *shelf;
    const struct dictionary *dictionary;
    const size_t *starts;    // of each stretch: its first form; one more at the end
    struct slice_at *slices; // with the stretches themselves
    struct maker *makers;
};

static void maker_release(struct maker *maker)
{
    press_free(maker->press);
    buf_release(&maker->leaf);
    buf_release(&maker->entries);
    buf_release(&maker->lists);
    buf_release(&maker->list);
    buf_release(&maker->shard);
    postings_release(&maker->postings);
}

static void tag_add(struct maker *maker, size_t number, const struct synonyms *synonyms,
                    enum form_way way)
{
    unsigned flag = synonyms != NULL ? FORM_HAS_SYNONYMS : 0;
    varint_add(&maker->entries, (uint64_t)number << FORM_TAG_BITS | flag | way);
    if (synonyms == NULL)
        return;
    varint_add(&maker->entries, synonyms->count);
    for (size_t i = 0; i < synonyms->count; i++)
        text_add(&maker->entries, synonyms->at[i]);
}

static void slice_add_list(struct maker *maker)
{
    varint_add(&maker->entries, slice_add(&maker->lists, maker->press, buf_view(&maker->list), 1));
}

static void tiers_add(struct maker *maker)
{
    const struct postings *postings = &maker->postings;
    for (size_t tier = 0, at = 0; at < postings->count; tier++) {
        size_t len = tier_length(tier, postings->count - at);
        buf_clear(&maker->list);
        postings_add(&maker->list, postings->at + at, len);
        slice_add_list(maker);
        buf_clear(&maker->list);
        passages_add(&maker->list, postings->at + at, len);
        slice_add_list(maker);
        at += len;
    }
}

static void best_keep(const struct best_list *list, size_t head, const struct postings *postings)
{
    if (list->numbers == NULL || list->numbers[head] == 0)
        return;
    struct best *best = &list->at[list->numbers[head] - 1];
    best->total = postings->count;
    best->count = postings->count < BEST_MOST ? postings->count : BEST_MOST;
    for (size_t i = 0; i < best->count; i++)
        best->at[i] = postings->at[i];
}

static void class_add(const struct writing *writing, struct maker *maker, size_t head)
{
    const struct synonyms *synonyms = synonyms_find(writing->dictionary->synonyms, (uint32_t)head);
    const struct postings *postings = &maker->postings;
    class_postings(writing->dictionary, head, &maker->postings);
    best_keep(&writing->dictionary->best, head, postings);
    buf_clear(&maker->list);
    if (postings->count <= INLINE_MOST) {
        postings_add(&maker->list, postings->at, postings->count);
        passages_add(&maker->list, postings->at, postings->count);
    }
    if (postings->count <= INLINE_MOST && maker->list.len <= INLINE_MOST) {
        tag_add(maker, postings->count, synonyms, FORM_INLINE);
        buf_add(&maker->entries, buf_view(&maker->list));
    } else {
        tag_add(maker, postings->count, synonyms, FORM_SLICED);
        tiers_add(maker);
    }
}

static void form_add(const struct writing *writing, struct maker *maker, size_t start,
                     size_t number)
{
    const struct form_entry *forms = writing->dictionary->lexicon->forms;
    const struct form_entry *form = &forms[number];
    shared_add(&maker->leaf, number > start ? forms[number - 1].text : STR(""), form->text);
    if (form->head == number) {
        class_add(writing, maker, number);
    } else if (form->head >= start) {
        tag_add(maker, number - form->head, NULL, FORM_OF_CLASS);
    } else {
        tag_add(maker, 0, NULL, FORM_OF_CLASS);
        text_add(&maker->entries, forms[form->head].text);
    }
}

static void stretch_write(void *context, size_t item, unsigned worker)
{
    struct writing *writing = context;
    struct maker *maker = &writing->makers[worker];
    size_t start = writing->starts[item];
    size_t end = writing->starts[item + 1];
    if (maker->press == NULL)
        maker->press = press_new();
    buf_clear(&maker->leaf);
    buf_clear(&maker->entries);
    buf_clear(&maker->lists);
    varint_add(&maker->leaf, end - start);
    for (size_t i = start; i < end; i++)
        form_add(writing, maker, start, i);
    buf_add(&maker->leaf, buf_view(&maker->entries));

    shard_start(&maker->shard, SHARD_WORDS);
    size_t len = slice_add(&maker->shard, maker->press, buf_view(&maker->leaf), 1);
    buf_add(&maker->shard, buf_view(&maker->lists));
    writing->slices[item] =
        (struct slice_at){ shard_finish(writing->shelf, &maker->shard), SHARD_HEAD, len };
}

// About how many bytes a form and its list take in the stretch.
static size_t form_cost(const struct form_entry *forms, size_t number, size_t start)
{
    str before = number > start ? forms[number - 1].text : STR("");
    size_t list = forms[number].head == number ? 8 : 1;
    return forms[number].text.len - shared_length(before, forms[number].text) + 2 + list;
}

// Where the stretches begin.  `starts` has room for one more than all forms.
static size_t stretches_cut(const struct lexicon *lexicon, size_t *starts)
{
    size_t count = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        if (bytes == 0)
            starts[count++] = i;
        bytes += form_cost(lexicon->forms, i, starts[count - 1]);
        bool wanted =
            bytes >= STRETCH_LEAST && hash_64(lexicon->forms[i].text) % STRETCH_CHANCE == 0;
        if (wanted || bytes >= STRETCH_MOST)
            bytes = 0;
    }
    starts[count] = lexicon->count;
    return count;
}

struct tree dictionary_write(const struct shelf *shelf, const struct dictionary *dictionary,
                             unsigned jobs)
{
    const struct lexicon *lexicon = dictionary->lexicon;
    struct arena *arena = arena_new();
    size_t *starts = ARENA_ARRAY(arena, size_t, lexicon->count + 1);
    size_t count = stretches_cut(lexicon, starts);
    struct maker makers[PARALLEL_JOBS_MAX] = { 0 };
    struct writing writing = { .shelf = shelf,
                               .dictionary = dictionary,
                               .starts = starts,
                               .slices = ARENA_ARRAY(arena, struct slice_at, count + 1),
                               .makers = makers };
    parallel_each(jobs, count, stretch_write, &writing);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        maker_release(&makers[i]);

    str *firsts = ARENA_ARRAY(arena, str, count + 1);
    for (size_t i = 0; i < count; i++)
        firsts[i] = lexicon->forms[starts[i]].text;
    struct tree tree = tree_of_words(shelf, SHARD_NODE, firsts, writing.slices, count);
    arena_free(arena);
    return tree;
}
