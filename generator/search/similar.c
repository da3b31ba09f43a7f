// SPDX-License-Identifier: EUPL-1.2
// The words of the site by their length and then by how they begin, and by how
// they end: those that a mistyped word may stand for are near each other.
//
// Where a file begins and what is in it says where it ends; so of the files that
// were there the last time, only those are made again in which a word came, went
// or is on many more or fewer pages, and those behind them until one begins where
// it began.
#include "base/bisect.h"
#include "base/hash.h"
#include "collection/likeness.h"
#include "search/dictionary.h"
#include "search/similar_words.h"

#include <stdlib.h>
#include <string.h>

// As for stretches of the dictionary; but many stretches share a file, which
// ends after a stretch whose hash says so.
enum { STRETCH_LEAST = 640, STRETCH_MOST = 1920, STRETCH_CHANCE = 64 };
enum { FILE_LEAST = 8192, FILE_MOST = 32768, FILE_CHANCE = 4 };

// ---- Files ----

// One that stands, or did.
struct similar_file {
    struct shard_name name;
    struct fingerprint print; // of its bytes
    size_t first;             // of its slices
    size_t count;
    bool is_dirty;
};

struct similar_slice {
    str key;        // the first one in it
    size_t length;  // in the file
    uint64_t print; // of what is deflated there
};

struct similar_files {
    struct similar_file *at;
    size_t count;
    size_t capacity;
    struct similar_slice *slices;
    size_t slice_count;
    size_t slice_capacity;
};

static void file_add(struct similar_files *files, struct arena *arena)
{
    if (files->count == files->capacity) {
        size_t capacity = files->capacity * 2 + 64;
        struct similar_file *at = ARENA_ARRAY(arena, struct similar_file, capacity);
        if (files->count > 0)
            memcpy(at, files->at, files->count * sizeof *at);
        files->at = at;
        files->capacity = capacity;
    }
    files->at[files->count++] = (struct similar_file){ .first = files->slice_count };
}

// To the last file.
static void slice_note(struct similar_files *files, struct arena *arena, struct similar_slice slice)
{
    if (files->slice_count == files->slice_capacity) {
        size_t capacity = files->slice_capacity * 2 + 512;
        struct similar_slice *at = ARENA_ARRAY(arena, struct similar_slice, capacity);
        if (files->slice_count > 0)
            memcpy(at, files->slices, files->slice_count * sizeof *at);
        files->slices = at;
        files->slice_capacity = capacity;
    }
    files->slices[files->slice_count++] = slice;
    files->at[files->count - 1].count++;
}

static str file_key(const struct similar_files *files, size_t number)
{
    return number < files->count ? files->slices[files->at[number].first].key : STR("");
}

// The file that has the key, or would.
static size_t file_of(const struct similar_files *files, str key)
{
    size_t behind;
    BISECT(behind, 1, files->count, str_compare(file_key(files, behind), key) <= 0);
    return behind - 1;
}

// ---- What is remembered: the files, and of which index they are ----

static struct fingerprint state_key(const struct shelf *shelf)
{
    return fingerprint_of_list((str[]){ STR("similar files"), FINGERPRINT_VIEW(shelf->language) },
                               2);
}

// What all forms follow from, and how many entries must have one; empty where it has
// no name.
static struct fingerprint index_print(const struct fingerprint *keys, size_t count, uint32_t least)
{
    for (size_t i = 0; i < count; i++)
        if (fingerprint_empty(keys[i]))
            return (struct fingerprint){ 0 };
    str parts[] = { { (const char *)keys, count * sizeof *keys }, FINGERPRINT_VIEW(least) };
    return fingerprint_of_list(parts, 2);
}

static void state_store(const struct shelf *shelf, struct fingerprint index,
                        const struct similar_files *files)
{
    struct buf state = { 0 };
    buf_add(&state, FINGERPRINT_VIEW(index));
    varint_add(&state, files->count);
    for (size_t i = 0; i < files->count; i++) {
        const struct similar_file *file = &files->at[i];
        shard_name_add(&state, file->name);
        buf_add(&state, FINGERPRINT_VIEW(file->print));
        varint_add(&state, file->count);
        for (size_t k = 0; k < file->count; k++) {
            text_add(&state, files->slices[file->first + k].key);
            varint_add(&state, files->slices[file->first + k].length);
            buf_add(&state, FINGERPRINT_VIEW(files->slices[file->first + k].print));
        }
    }
    cache_put(shelf->cache, CACHE_STATE, state_key(shelf), buf_view(&state));
    buf_release(&state);
}

static void read_bytes(struct cursor *cursor, void *to, size_t len)
{
    str bytes = cursor_bytes(cursor, len);
    if (!cursor->broken)
        memcpy(to, bytes.at, len);
}

static bool state_load(struct arena *arena, const struct shelf *shelf, struct fingerprint index,
                       struct similar_files *files)
{
    str value;
    struct fingerprint of = { 0 };
    if (!cache_get(shelf->cache, CACHE_STATE, state_key(shelf), arena, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    read_bytes(&cursor, &of, sizeof of);
    if (!fingerprint_equal(of, index))
        return false;
    uint64_t count = cursor_varint(&cursor);
    for (uint64_t i = 0; i < count && !cursor.broken; i++) {
        file_add(files, arena);
        read_bytes(&cursor, &files->at[i].name, SHARD_NAME);
        read_bytes(&cursor, &files->at[i].print, sizeof files->at[i].print);
        uint64_t slices = cursor_varint(&cursor);
        cursor.broken |= slices == 0;
        for (uint64_t k = 0; k < slices && !cursor.broken; k++) {
            struct similar_slice slice = { .key = cursor_text(&cursor) };
            slice.length = (size_t)cursor_varint(&cursor);
            read_bytes(&cursor, &slice.print, sizeof slice.print);
            slice_note(files, arena, slice);
        }
    }
    return !cursor.broken && count > 0;
}

// ---- What changed ----

static void files_touch(struct similar_files *files, const struct similar_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++)
        files->at[file_of(files, changes->at[i].key)].is_dirty = true;
}

// The files of the last time.  Returns false when there are none to follow.
static bool files_known(struct arena *arena, const struct shelf *shelf, const struct meant *meant,
                        struct similar_files *files)
{
    const struct former *former = meant->lexicon->collection->former;
    if (shelf->cache == NULL || former == NULL || meant->lexicon->renumbered == NULL)
        return false;
    struct fingerprint index = index_print(former->keys, former->segment_count, meant->least);
    return !fingerprint_empty(index) && state_load(arena, shelf, index, files);
}

// ---- Making them ----

// Files while they are being made.
struct filing {
    const struct shelf *shelf;
    const struct meant *meant;
    struct arena *arena;
    struct press *press;
    struct buf stretch;
    struct buf shard;
    struct similar_files before;    // none, or those of the last time
    struct similar_changes changes; // since then
    str *images;                    // of these, as far as they were asked for
    size_t next;                    // of these: all before it are in the list, kept, or gone
    struct likeness_list list;      // what the next files are made of
    size_t at;                      // in the list
    struct similar_files files;
};

static struct fingerprint image_key(struct fingerprint file)
{
    return fingerprint_of_list((str[]){ STR("similar file"), FINGERPRINT_VIEW(file) }, 2);
}

// The bytes of a file of the last time, if they are known.
static str file_image(struct filing *filing, size_t number)
{
    if (filing->images == NULL)
        filing->images = ARENA_ARRAY(filing->arena, str, filing->before.count);
    str *image = &filing->images[number];
    struct fingerprint print = filing->before.at[number].print;
    bool known = image->at != NULL || cache_get(filing->shelf->cache, CACHE_INDEX, image_key(print),
                                                filing->arena, image);
    return known ? *image : STR("");
}

// The words of a file of the last time as they are now, from those that it had then.
// Returns false when these are not known.
static bool words_follow(struct filing *filing, size_t number, str from, str to)
{
    const struct similar_file *file = &filing->before.at[number];
    struct similar_changes changes = similar_changes_within(&filing->changes, from, to);
    str image = file_image(filing, number);
    size_t count = filing->list.count;
    size_t at = SHARD_HEAD;
    for (size_t i = file->first; i < file->first + file->count; i++) {
        str slice = str_slice(image, at, at + filing->before.slices[i].length);
        if (!similar_words_add(&filing->list, filing->arena, slice, &changes)) {
            filing->list.count = count;
            return false;
        }
        at += slice.len;
    }
    similar_changes_add(&filing->list, &changes);
    return true;
}

// The words of one more file of the last time; of all, where there is none.
static void words_fetch(struct filing *filing)
{
    const struct similar_files *before = &filing->before;
    size_t number = filing->next++;
    str from = number == 0 ? STR("") : file_key(before, number);
    str to = file_key(before, number + 1);
    if (number >= before->count || !words_follow(filing, number, from, to))
        likeness_list_add(&filing->list, filing->arena, filing->meant, from, to);
}

static bool is_last_fetched(const struct filing *filing)
{
    return filing->next > 0 && filing->next >= filing->before.count;
}

static void stretch_fill(struct buf *stretch, const struct likeness *list, size_t count)
{
    buf_clear(stretch);
    varint_add(stretch, count);
    for (size_t i = 0; i < count; i++)
        shared_add(stretch, i > 0 ? list[i - 1].key : STR(""), list[i].key);
    for (size_t i = 0; i < count; i++)
        buf_add_char(stretch, (char)magnitude(list[i].entries));
}

// How long the next stretch is, if it ends within `count`; else 0.
static size_t stretch_length(const struct likeness *list, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        str before = i > 0 ? list[i - 1].key : STR("");
        bytes += list[i].key.len - shared_length(before, list[i].key) + 3;
        bool wanted = bytes >= STRETCH_LEAST && hash_64(list[i].key) % STRETCH_CHANCE == 0;
        if (wanted || bytes >= STRETCH_MOST)
            return i + 1;
    }
    return 0;
}

// The length of the next stretch, with as many words as it takes.
static size_t stretch_next(struct filing *filing)
{
    for (;;) {
        size_t count = filing->list.count - filing->at;
        size_t len = stretch_length(filing->list.at + filing->at, count);
        if (len > 0)
            return len;
        if (is_last_fetched(filing))
            return count;
        words_fetch(filing);
    }
}

static bool is_at_end(struct filing *filing)
{
    while (filing->at == filing->list.count && !is_last_fetched(filing))
        words_fetch(filing);
    return filing->at == filing->list.count;
}

// ---- Slices that were deflated before ----

// The slice of a file of the last time that begins with the key, or NULL; `offset` is
// set to where it is in the file.
static const struct similar_slice *slice_before(const struct filing *filing, size_t number, str key,
                                                size_t *offset)
{
    const struct similar_file *file = &filing->before.at[number];
    *offset = SHARD_HEAD;
    for (size_t i = 0; i < file->count; i++) {
        const struct similar_slice *slice = &filing->before.slices[file->first + i];
        if (str_equal(slice->key, key))
            return slice;
        *offset += slice->length;
    }
    return NULL;
}

// Adds the bytes that the stretch was deflated to before, and returns how many.
static size_t slice_copy(struct filing *filing, str key, uint64_t print)
{
    size_t offset;
    if (filing->before.count == 0)
        return 0;
    size_t number = file_of(&filing->before, key);
    const struct similar_slice *slice = slice_before(filing, number, key, &offset);
    if (slice == NULL || slice->print != print)
        return 0;
    str bytes = str_slice(file_image(filing, number), offset, offset + slice->length);
    if (bytes.len != slice->length)
        return 0;
    buf_add(&filing->shard, bytes);
    return bytes.len;
}

// Adds a stretch; returns whether it is the last one of the file.
static bool stretch_add(struct filing *filing)
{
    size_t len = stretch_next(filing);
    const struct likeness *list = filing->list.at + filing->at;
    stretch_fill(&filing->stretch, list, len);
    uint64_t print = hash_64(buf_view(&filing->stretch));
    size_t length = slice_copy(filing, list->key, print);
    if (length == 0)
        length = slice_add(&filing->shard, filing->press, buf_view(&filing->stretch), 1);
    slice_note(&filing->files, filing->arena, (struct similar_slice){ list->key, length, print });
    filing->at += len;
    bool wanted = filing->shard.len >= FILE_LEAST && hash_64(list->key) % FILE_CHANCE == 0;
    return wanted || filing->shard.len >= FILE_MOST;
}

static void file_make(struct filing *filing)
{
    file_add(&filing->files, filing->arena);
    shard_start(&filing->shard, SHARD_SIMILAR);
    while (!stretch_add(filing) && !is_at_end(filing))
        continue;
    struct similar_file *file = &filing->files.at[filing->files.count - 1];
    file->name = shard_finish(filing->shelf, &filing->shard);
    file->print = fingerprint_of(buf_view(&filing->shard));
    if (filing->shelf->cache != NULL)
        cache_put(filing->shelf->cache, CACHE_INDEX, image_key(file->print),
                  buf_view(&filing->shard));
}

static bool file_keep(struct filing *filing, size_t number)
{
    const struct similar_file *file = &filing->before.at[number];
    if (file->is_dirty || !shard_keep(filing->shelf, SHARD_SIMILAR, file->name, file->print))
        return false;
    file_add(&filing->files, filing->arena);
    for (size_t i = 0; i < file->count; i++)
        slice_note(&filing->files, filing->arena, filing->before.slices[file->first + i]);
    cache_knows(filing->shelf->cache, CACHE_INDEX, image_key(file->print));
    struct similar_file *kept = &filing->files.at[filing->files.count - 1];
    kept->name = file->name;
    kept->print = file->print;
    return true;
}

// Whether a file of the last time begins where the next one does.
static bool is_in_step(struct filing *filing)
{
    if (filing->at == filing->list.count)
        return true;
    size_t number = file_of(&filing->before, filing->list.at[filing->at].key);
    if (!str_equal(file_key(&filing->before, number), filing->list.at[filing->at].key))
        return false;
    filing->next = number;
    return true;
}

// Makes files until one of the last time can follow.
static void files_make(struct filing *filing)
{
    filing->list.count = 0;
    filing->at = 0;
    words_fetch(filing);
    while (!is_at_end(filing)) {
        file_make(filing);
        if (filing->before.count > 0 && is_in_step(filing))
            return;
    }
}

static void files_write(struct filing *filing)
{
    if (filing->before.count == 0) {
        files_make(filing);
        return;
    }
    while (filing->next < filing->before.count)
        if (file_keep(filing, filing->next))
            filing->next++;
        else
            files_make(filing);
}

// ---- All ----

static struct tree files_tree(const struct filing *filing)
{
    const struct similar_files *files = &filing->files;
    str *firsts = ARENA_ARRAY(filing->arena, str, files->slice_count + 1);
    struct slice_at *slices = ARENA_ARRAY(filing->arena, struct slice_at, files->slice_count + 1);
    for (size_t i = 0; i < files->count; i++) {
        size_t offset = SHARD_HEAD;
        for (size_t k = files->at[i].first; k < files->at[i].first + files->at[i].count; k++) {
            firsts[k] = files->slices[k].key;
            slices[k] = (struct slice_at){ .name = files->at[i].name,
                                           .offset = offset,
                                           .length = files->slices[k].length };
            offset += files->slices[k].length;
        }
    }
    return tree_of_words(filing->shelf, SHARD_SIMILAR_NODE, firsts, slices, files->slice_count);
}

struct tree similar_write(const struct shelf *shelf, const struct lexicon *lexicon)
{
    const struct collection *collection = lexicon->collection;
    struct arena *arena = arena_new();
    struct meant meant = meant_of(lexicon);
    struct filing filing = {
        .shelf = shelf, .meant = &meant, .arena = arena, .press = press_new()
    };
    struct similar_files before = { 0 };
    if (files_known(arena, shelf, &meant, &before)) {
        filing.changes = similar_changes_of(arena, &meant);
        files_touch(&before, &filing.changes);
        filing.before = before;
    }
    files_write(&filing);
    struct tree tree = files_tree(&filing);
    struct fingerprint index =
        index_print(collection->keys, collection->segment_count, meant.least);
    if (shelf->cache != NULL && !fingerprint_empty(index))
        state_store(shelf, index, &filing.files);
    buf_release(&filing.stretch);
    buf_release(&filing.shard);
    free(filing.list.at);
    press_free(filing.press);
    arena_free(arena);
    return tree;
}
