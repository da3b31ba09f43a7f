// SPDX-License-Identifier: EUPL-1.2
#include "search/dictionary.h"

#include "base/hash.h"
#include "base/parallel.h"
#include "search/earlier_lists.h"

#include <string.h>

// A stretch ends after a form whose hash says so, once it has the least number
// of bytes: so a new word moves the boundaries near it, not all that follow.
enum { STRETCH_LEAST = 1536, STRETCH_MOST = 4608, STRETCH_CHANCE = 128 };

// ---- Stretches ----

// What a worker writes one stretch with.
struct maker {
    struct arena *scratch;
    struct buf leaf;
    struct buf entries;
    struct buf lists; // slices
    struct buf shard;
    struct buf key;
    struct class_list list;
    struct earlier_lists earlier;
    struct buf told; // of the lists
};

struct writing {
    const struct shelf *shelf;
    const struct dictionary *dictionary;
    const size_t *starts;    // of each stretch: its first form; one more at the end
    struct slice_at *slices; // with the stretches themselves
    struct former_stretch *stretches;
    struct maker *makers;
};

static void maker_release(struct maker *maker)
{
    arena_free(maker->scratch);
    buf_release(&maker->leaf);
    buf_release(&maker->entries);
    buf_release(&maker->lists);
    buf_release(&maker->shard);
    buf_release(&maker->key);
    buf_release(&maker->told);
    class_list_release(&maker->list);
    earlier_lists_release(&maker->earlier);
}

static void tag_add(struct buf *to, size_t number, const struct synonyms *synonyms,
                    enum form_way way)
{
    unsigned flag = synonyms != NULL ? FORM_HAS_SYNONYMS : 0;
    varint_add(to, (uint64_t)number << FORM_TAG_BITS | flag | way);
    if (synonyms == NULL)
        return;
    varint_add(to, synonyms->count);
    for (size_t i = 0; i < synonyms->count; i++)
        text_add(to, synonyms->at[i]);
}

// Where the best pages of a class are wanted, or NULL.
static struct best *best_wanted(const struct dictionary *dictionary, size_t head)
{
    const struct best_list *list = &dictionary->best;
    bool wanted = list->numbers != NULL && list->numbers[head] > 0;
    return wanted ? &list->at[list->numbers[head] - 1] : NULL;
}

static void class_add(const struct writing *writing, struct maker *maker, size_t head)
{
    const struct dictionary *dictionary = writing->dictionary;
    const struct synonyms *synonyms = synonyms_find(dictionary->synonyms, (uint32_t)head);
    struct class_list *list = &maker->list;
    struct best *best = best_wanted(dictionary, head);
    class_list_make(list, &dictionary->listing, (uint32_t)head, &maker->earlier, &maker->told);
    if (best != NULL)
        *best = list->best;
    tag_add(&maker->entries, list->best.total, synonyms,
            list->is_inline ? FORM_INLINE : FORM_SLICED);
    buf_add(&maker->entries, buf_view(list->is_inline ? &list->bytes : &list->lengths));
    if (!list->is_inline)
        buf_add(&maker->lists, buf_view(&list->bytes));
}

// That the list of a form is that of its class.
static void way_add(struct buf *to, const struct form_entry *forms, size_t start, size_t number)
{
    if (forms[number].head >= start) {
        tag_add(to, number - forms[number].head, NULL, FORM_OF_CLASS);
    } else {
        tag_add(to, 0, NULL, FORM_OF_CLASS);
        text_add(to, forms[forms[number].head].text);
    }
}

static void form_add(const struct writing *writing, struct maker *maker, size_t start,
                     size_t number)
{
    const struct form_entry *forms = writing->dictionary->listing.lexicon->forms;
    const struct form_entry *form = &forms[number];
    shared_add(&maker->leaf, number > start ? forms[number - 1].text : STR(""), form->text);
    if (form->head == number)
        class_add(writing, maker, number);
    else
        way_add(&maker->entries, forms, start, number);
}

// Reads what is known of the lists of its forms.
static void earlier_read(const struct writing *writing, size_t start, size_t end,
                         struct maker *maker)
{
    const struct listing *listing = &writing->dictionary->listing;
    const struct form_entry *forms = listing->lexicon->forms;
    while (start < end && forms[start].former == NO_FORM)
        start++;
    while (end > start && forms[end - 1].former == NO_FORM)
        end--;
    if (start < end)
        earlier_lists_read(&maker->earlier, listing, forms[start].former, forms[end - 1].former);
}

static struct slice_at stretch_make(struct writing *writing, size_t start, size_t end,
                                    struct maker *maker)
{
    if (maker->list.press == NULL)
        maker->list.press = press_new();
    buf_clear(&maker->leaf);
    buf_clear(&maker->entries);
    buf_clear(&maker->lists);
    buf_clear(&maker->told);
    earlier_read(writing, start, end, maker);
    varint_add(&maker->leaf, end - start);
    for (size_t i = start; i < end; i++)
        form_add(writing, maker, start, i);
    buf_add(&maker->leaf, buf_view(&maker->entries));

    shard_start(&maker->shard, SHARD_WORDS);
    size_t len = slice_add(&maker->shard, maker->list.press, buf_view(&maker->leaf), 1);
    buf_add(&maker->shard, buf_view(&maker->lists));
    return (struct slice_at){ shard_finish(writing->shelf, &maker->shard), SHARD_HEAD, len };
}

// ---- Remembering stretches ----

// All that a stretch follows from.
static struct fingerprint stretch_key(const struct writing *writing, size_t start, size_t end,
                                      struct maker *maker)
{
    const struct dictionary *dictionary = writing->dictionary;
    const struct form_entry *forms = dictionary->listing.lexicon->forms;
    struct buf *key = &maker->key;
    buf_clear(key);
    buf_add(key, STR("stretch "));
    varint_add(key, writing->shelf->language);
    for (uint32_t i = (uint32_t)start; i < end; i++) {
        text_add(key, forms[i].text);
        if (forms[i].head != i) {
            way_add(key, forms, start, i);
            continue;
        }
        tag_add(key, best_wanted(dictionary, i) != NULL, synonyms_find(dictionary->synonyms, i),
                FORM_INLINE);
        struct fingerprint name = class_name(&dictionary->listing, i);
        buf_add(key, FINGERPRINT_VIEW(name));
    }
    return fingerprint_of(buf_view(key));
}

static void stretch_remember(struct writing *writing, size_t start, size_t end,
                             struct fingerprint key, const struct slice_at *slice,
                             struct maker *maker)
{
    struct fingerprint print = fingerprint_of(buf_view(&maker->shard));
    struct buf *value = &maker->key;
    buf_clear(value);
    shard_name_add(value, slice->name);
    buf_add(value, FINGERPRINT_VIEW(print));
    varint_add(value, slice->length);
    for (size_t i = start; i < end; i++) {
        const struct best *best = best_wanted(writing->dictionary, i);
        if (best != NULL)
            best_add(value, best);
    }
    cache_put(writing->shelf->cache, CACHE_INDEX, key, buf_view(value));
    earlier_lists_remember(writing->shelf->cache, key, buf_view(&maker->told));
}

// Whether the stretch is known and its file stands.
static bool stretch_recall(struct writing *writing, size_t start, size_t end,
                           struct fingerprint key, struct slice_at *slice, struct maker *maker)
{
    str value;
    if (maker->scratch == NULL)
        maker->scratch = arena_new();
    arena_reset(maker->scratch);
    if (!cache_get(writing->shelf->cache, CACHE_INDEX, key, maker->scratch, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    struct fingerprint print = { 0 };
    str name = cursor_bytes(&cursor, SHARD_NAME);
    str of_bytes = cursor_bytes(&cursor, sizeof print);
    *slice = (struct slice_at){ .offset = SHARD_HEAD, .length = (size_t)cursor_varint(&cursor) };
    for (size_t i = start; i < end; i++) {
        struct best *best = best_wanted(writing->dictionary, i);
        if (best != NULL)
            best_read(&cursor, best);
    }
    if (cursor.broken)
        return false;
    memcpy(slice->name.bytes, name.at, SHARD_NAME);
    memcpy(&print, of_bytes.at, sizeof print);
    return shard_keep(writing->shelf, SHARD_WORDS, slice->name, print);
}

static void stretch_write(void *context, size_t item, unsigned worker)
{
    struct writing *writing = context;
    struct maker *maker = &writing->makers[worker];
    size_t start = writing->starts[item];
    size_t end = writing->starts[item + 1];
    struct slice_at *slice = &writing->slices[item];
    if (writing->shelf->cache == NULL) {
        *slice = stretch_make(writing, start, end, maker);
        return;
    }
    struct fingerprint key = stretch_key(writing, start, end, maker);
    writing->stretches[item] = (struct former_stretch){ key, start };
    earlier_lists_keep(writing->shelf->cache, key);
    if (stretch_recall(writing, start, end, key, slice, maker))
        return;
    *slice = stretch_make(writing, start, end, maker);
    stretch_remember(writing, start, end, key, slice, maker);
}

// ---- Where stretches begin ----

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

struct tree dictionary_write(const struct shelf *shelf, struct dictionary *dictionary,
                             struct arena *arena, unsigned jobs)
{
    const struct lexicon *lexicon = dictionary->listing.lexicon;
    struct arena *own = arena_new();
    size_t *starts = ARENA_ARRAY(own, size_t, lexicon->count + 1);
    size_t count = stretches_cut(lexicon, starts);
    struct maker makers[PARALLEL_JOBS_MAX] = { 0 };
    struct writing writing = { .shelf = shelf,
                               .dictionary = dictionary,
                               .starts = starts,
                               .slices = ARENA_ARRAY(own, struct slice_at, count + 1),
                               .stretches = ARENA_ARRAY(arena, struct former_stretch, count + 1),
                               .makers = makers };
    parallel_each(jobs, count, stretch_write, &writing);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        maker_release(&makers[i]);
    struct stretches *stretches = ARENA_NEW(arena, struct stretches);
    *stretches = (struct stretches){ writing.stretches, count };
    dictionary->listing.stretches = stretches;

    str *firsts = ARENA_ARRAY(own, str, count + 1);
    for (size_t i = 0; i < count; i++)
        firsts[i] = lexicon->forms[starts[i]].text;
    struct tree tree = tree_of_words(shelf, SHARD_NODE, firsts, writing.slices, count);
    arena_free(own);
    return tree;
}
