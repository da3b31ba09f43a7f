// SPDX-License-Identifier: EUPL-1.2
#include "search/dictionary.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "search/earlier_lists.h"
#include "search/list_slices.h"

#include <stdlib.h>
#include <string.h>

// A stretch ends after a form whose hash says so, once it has the least number
// of bytes: so a new word moves the boundaries near it, not all that follow.
enum { STRETCH_LEAST = 2048, STRETCH_MOST = 6144, STRETCH_CHANCE = 128 };

// A leaf ends before the form that would make it longer than this, or what is read
// along with it: one that has a long list soon stands by itself.
enum { LEAF_MOST = 800, ALONG_MOST = 1024 };

// ---- Leaves ----

// A part of a stretch, and what of its lists stands behind it.
struct leaf {
    uint32_t from; // its first form
    uint32_t length;
    uint32_t along;
    uint32_t rest;
};

// The file of a stretch: its leaves are among those that a worker wrote.
struct stretch_file {
    struct shard_name name;
    uint32_t first;
    uint32_t count;
    unsigned worker;
};

// What a worker writes one stretch with.
struct maker {
    struct arena *scratch;
    struct buf texts; // of the leaf at hand
    struct buf entries;
    struct buf along; // slices: the first tiers of its lists
    struct buf rest;  // the other tiers
    struct buf entry; // of the form at hand
    struct buf data;
    struct buf shard;
    size_t from; // where the leaf at hand begins
    struct leaf *leaves;
    size_t count;
    size_t capacity;
    struct buf key;
    struct class_list list;
    struct earlier_lists earlier;
    struct buf told; // of the lists
    size_t start;    // the first form of the stretch
    str *written;    // of its forms
    size_t written_capacity;
};

struct writing {
    const struct shelf *shelf;
    const struct dictionary *dictionary;
    const size_t *starts; // of each stretch: its first form; one more at the end
    struct stretch_file *files;
    struct former_stretch *stretches;
    struct maker *makers;
};

static void maker_release(struct maker *maker)
{
    arena_free(maker->scratch);
    buf_release(&maker->texts);
    buf_release(&maker->entries);
    buf_release(&maker->along);
    buf_release(&maker->rest);
    buf_release(&maker->entry);
    buf_release(&maker->data);
    buf_release(&maker->shard);
    free(maker->leaves);
    free(maker->written);
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

// The entry of a class.  Returns the length of the first tier, where it is no part of that.
static size_t class_entry(const struct writing *writing, struct maker *maker, size_t head)
{
    const struct dictionary *dictionary = writing->dictionary;
    const struct synonyms *synonyms = synonyms_find(dictionary->synonyms, (uint32_t)head);
    struct class_list *list = &maker->list;
    struct best *best = best_wanted(dictionary, head);
    class_list_make(list, &dictionary->listing, (uint32_t)head, &maker->earlier, &maker->told);
    bool is_inline = list->image.is_inline;
    if (best != NULL)
        *best = list->best;
    tag_add(&maker->entry, list->best.total, synonyms, is_inline ? FORM_INLINE : FORM_SLICED);
    buf_add(&maker->entry, is_inline ? list->image.bytes : list->image.lengths);
    return is_inline ? 0 : list_first_tier(list);
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

static struct leaf *leaf_new(struct maker *maker)
{
    if (maker->count == maker->capacity) {
        maker->capacity = maker->capacity * 2 + 64;
        maker->leaves = memory_realloc(maker->leaves, maker->capacity * sizeof *maker->leaves);
    }
    return &maker->leaves[maker->count++];
}

// Adds the slice of the leaf at hand: the same as an earlier one with the same in it, for to
// deflate few bytes takes long.  Returns its length.
static size_t leaf_add(struct maker *maker)
{
    str slice;
    size_t start = maker->shard.len;
    struct fingerprint print = fingerprint_of(buf_view(&maker->data));
    if (earlier_leaf(&maker->earlier, print, &slice))
        buf_add(&maker->shard, slice);
    else
        slice_add(&maker->shard, maker->list.press, buf_view(&maker->data), 1);
    slice = str_after(buf_view(&maker->shard), start);
    earlier_list_keep(&maker->told, print, slice);
    return slice.len;
}

// Writes the leaf at hand, of the forms up to `end`, and begins the next.
static void leaf_end(struct maker *maker, size_t end)
{
    buf_clear(&maker->data);
    varint_add(&maker->data, end - maker->from);
    buf_add(&maker->data, buf_view(&maker->texts));
    buf_add(&maker->data, buf_view(&maker->entries));
    size_t len = leaf_add(maker);
    *leaf_new(maker) = (struct leaf){ (uint32_t)maker->from, (uint32_t)len,
                                      (uint32_t)maker->along.len, (uint32_t)maker->rest.len };
    buf_add(&maker->shard, buf_view(&maker->along));
    buf_add(&maker->shard, buf_view(&maker->rest));
    buf_clear(&maker->texts);
    buf_clear(&maker->entries);
    buf_clear(&maker->along);
    buf_clear(&maker->rest);
    maker->from = end;
}

// Whether the leaf at hand must end before a form with that text and entry.
static bool leaf_is_full(const struct maker *maker, str text, size_t first)
{
    size_t len = maker->texts.len + maker->entries.len + text.len + maker->entry.len;
    return len > LEAF_MOST || (first > 0 && maker->along.len + first > ALONG_MOST);
}

static void written_add(struct maker *maker, size_t number)
{
    str written = maker->written[number - maker->start];
    if (written.len == 0)
        return;
    varint_add(&maker->entry, FORM_WRITTEN);
    text_add(&maker->entry, written);
}

static void form_add(const struct writing *writing, struct maker *maker, size_t number)
{
    const struct form_entry *forms = writing->dictionary->listing.lexicon->forms;
    bool is_head = forms[number].head == number;
    buf_clear(&maker->entry);
    written_add(maker, number);
    size_t first = is_head ? class_entry(writing, maker, number) : 0;
    if (number > maker->from && leaf_is_full(maker, forms[number].text, first))
        leaf_end(maker, number);
    shared_add(&maker->texts, number > maker->from ? forms[number - 1].text : STR(""),
               forms[number].text);
    if (!is_head)
        way_add(&maker->entry, forms, maker->from, number);
    buf_add(&maker->entries, buf_view(&maker->entry));
    if (first > 0) {
        buf_add(&maker->along, str_slice(maker->list.image.bytes, 0, first));
        buf_add(&maker->rest, str_after(maker->list.image.bytes, first));
    }
}

// ---- Stretches ----

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

static void stretch_make(struct writing *writing, size_t start, size_t end, struct maker *maker)
{
    enum { SOON = 2 };
    if (maker->list.press == NULL)
        maker->list.press = press_new();
    buf_clear(&maker->told);
    earlier_read(writing, start, end, maker);
    shard_start(&maker->shard, SHARD_WORDS);
    maker->from = start;
    for (size_t i = start; i < end; i++) {
        if (i + SOON < end)
            sightings_fetch(writing->dictionary->listing.lexicon, i + SOON);
        form_add(writing, maker, i);
    }
    leaf_end(maker, end);
}

// ---- Remembering stretches ----

// All that a stretch follows from.  Who keeps it keeps the lists of its classes.
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
        text_add(key, maker->written[i - start]);
        if (forms[i].head != i) {
            way_add(key, forms, start, i);
            continue;
        }
        tag_add(key, best_wanted(dictionary, i) != NULL, synonyms_find(dictionary->synonyms, i),
                FORM_INLINE);
        struct fingerprint name = class_name(&dictionary->listing, i);
        class_list_keep(&dictionary->listing, i, name);
        buf_add(key, FINGERPRINT_VIEW(name));
    }
    return fingerprint_of(buf_view(key));
}

static void stretch_remember(struct writing *writing, size_t start, size_t end,
                             struct fingerprint key, const struct stretch_file *file,
                             struct maker *maker)
{
    struct fingerprint print = fingerprint_of(buf_view(&maker->shard));
    struct buf *value = &maker->key;
    buf_clear(value);
    shard_name_add(value, file->name);
    buf_add(value, FINGERPRINT_VIEW(print));
    varint_add(value, file->count);
    for (size_t i = file->first; i < file->first + file->count; i++) {
        varint_add(value, maker->leaves[i].from - start);
        varint_add(value, maker->leaves[i].length);
        varint_add(value, maker->leaves[i].along);
        varint_add(value, maker->leaves[i].rest);
    }
    for (size_t i = start; i < end; i++) {
        const struct best *best = best_wanted(writing->dictionary, i);
        if (best != NULL)
            best_add(value, best);
    }
    cache_put(writing->shelf->cache, CACHE_INDEX, key, buf_view(value));
    earlier_lists_remember(writing->shelf->cache, key, buf_view(&maker->told));
}

static void leaves_read(struct cursor *cursor, size_t start, size_t end, struct maker *maker)
{
    for (uint64_t count = cursor_varint(cursor); count > 0 && !cursor->broken; count--) {
        struct leaf *leaf = leaf_new(maker);
        leaf->from = (uint32_t)(start + cursor_varint(cursor));
        leaf->length = (uint32_t)cursor_varint(cursor);
        leaf->along = (uint32_t)cursor_varint(cursor);
        leaf->rest = (uint32_t)cursor_varint(cursor);
        cursor->broken |= leaf->from >= end;
    }
}

// Whether the stretch is known and its file stands.
static bool stretch_recall(struct writing *writing, size_t start, size_t end,
                           struct fingerprint key, struct stretch_file *file, struct maker *maker)
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
    leaves_read(&cursor, start, end, maker);
    for (size_t i = start; i < end; i++) {
        struct best *best = best_wanted(writing->dictionary, i);
        if (best != NULL)
            best_read(&cursor, best);
    }
    if (cursor.broken)
        return false;
    memcpy(file->name.bytes, name.at, SHARD_NAME);
    memcpy(&print, of_bytes.at, sizeof print);
    return shard_keep(writing->shelf, SHARD_WORDS, file->name, print);
}

static void written_find(const struct writing *writing, size_t start, size_t end,
                         struct maker *maker)
{
    if (end - start > maker->written_capacity) {
        maker->written_capacity = 2 * (end - start);
        maker->written =
            memory_realloc(maker->written, maker->written_capacity * sizeof *maker->written);
    }
    maker->start = start;
    const struct dictionary *dictionary = writing->dictionary;
    written_list(dictionary->distinct, dictionary->listing.lexicon, start, end - start,
                 maker->written);
}

static void stretch_write(void *context, size_t item, unsigned worker)
{
    struct writing *writing = context;
    struct maker *maker = &writing->makers[worker];
    size_t start = writing->starts[item];
    size_t end = writing->starts[item + 1];
    struct stretch_file *file = &writing->files[item];
    struct fingerprint key = { 0 };
    *file = (struct stretch_file){ .first = (uint32_t)maker->count, .worker = worker };
    bool remembers = writing->shelf->cache != NULL;
    written_find(writing, start, end, maker);
    if (remembers) {
        key = stretch_key(writing, start, end, maker);
        writing->stretches[item] = (struct former_stretch){ key, start };
        earlier_lists_keep(writing->shelf->cache, key);
    }
    if (!remembers || !stretch_recall(writing, start, end, key, file, maker)) {
        maker->count = file->first;
        stretch_make(writing, start, end, maker);
        file->name = shard_finish(writing->shelf, &maker->shard);
        file->count = (uint32_t)maker->count - file->first;
        if (remembers)
            stretch_remember(writing, start, end, key, file, maker);
    }
    file->count = (uint32_t)maker->count - file->first;
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

// ---- All ----

// The shortest beginning of a word that comes behind the word before it.
static str beginning(str before, str word)
{
    size_t len = shared_length(before, word) + 1;
    while (len < word.len && ((unsigned char)word.at[len] & 0xC0) == 0x80)
        len++;
    return str_slice(word, 0, len < word.len ? len : word.len);
}

struct dictionary_files {
    struct writing writing;
    struct maker makers[PARALLEL_JOBS_MAX];
    size_t count;
    struct arena *own;
};

static struct tree leaves_tree(const struct writing *writing, struct arena *own, size_t files)
{
    const struct form_entry *forms = writing->dictionary->listing.lexicon->forms;
    size_t count = 0;
    for (size_t i = 0; i < files; i++)
        count += writing->files[i].count;
    str *firsts = ARENA_ARRAY(own, str, count + 1);
    struct slice_at *slices = ARENA_ARRAY(own, struct slice_at, count + 1);
    count = 0;
    for (size_t i = 0; i < files; i++) {
        const struct stretch_file *file = &writing->files[i];
        const struct leaf *leaves = writing->makers[file->worker].leaves + file->first;
        size_t offset = SHARD_HEAD;
        for (size_t k = 0; k < file->count; k++, count++) {
            const struct leaf *leaf = &leaves[k];
            str before = leaf->from > 0 ? forms[leaf->from - 1].text : STR("");
            firsts[count] = beginning(before, forms[leaf->from].text);
            slices[count] =
                (struct slice_at){ file->name, offset, leaf->length, leaf->along, leaf->rest };
            offset += leaf->length + leaf->along + leaf->rest;
        }
    }
    return tree_of_words(writing->shelf, SHARD_NODE, firsts, slices, count);
}

struct stretch_starts dictionary_cut(struct arena *arena, const struct lexicon *lexicon)
{
    size_t *starts = ARENA_ARRAY(arena, size_t, lexicon->count + 1);
    size_t count = stretches_cut(lexicon, starts);
    return (struct stretch_starts){ starts, count };
}

struct dictionary_files *dictionary_write(const struct shelf *shelf, struct dictionary *dictionary,
                                          struct arena *arena, unsigned jobs)
{
    struct dictionary_files *files = ARENA_NEW(arena, struct dictionary_files);
    size_t count = dictionary->starts.count;
    files->own = arena_new();
    files->count = count;
    files->writing =
        (struct writing){ .shelf = shelf,
                          .dictionary = dictionary,
                          .starts = dictionary->starts.at,
                          .files = ARENA_ARRAY(files->own, struct stretch_file, count + 1),
                          .stretches = ARENA_ARRAY(arena, struct former_stretch, count + 1),
                          .makers = files->makers };
    parallel_each(jobs, count, stretch_write, &files->writing);
    struct stretches *stretches = ARENA_NEW(arena, struct stretches);
    *stretches = (struct stretches){ files->writing.stretches, count };
    dictionary->listing.stretches = stretches;
    return files;
}

struct tree dictionary_tree(struct dictionary_files *files)
{
    struct tree tree = leaves_tree(&files->writing, files->own, files->count);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        maker_release(&files->makers[i]);
    arena_free(files->own);
    return tree;
}
