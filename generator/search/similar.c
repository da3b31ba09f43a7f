// SPDX-License-Identifier: EUPL-1.2
// The words of the site by their length and then by how they begin, and by how
// they end: those that a mistyped word may stand for are near each other.
#include "base/hash.h"
#include "search/dictionary.h"

#include <string.h>

// As for stretches of the dictionary; but many stretches share a file, which
// ends after a stretch whose hash says so.
enum { STRETCH_LEAST = 640, STRETCH_MOST = 1920, STRETCH_CHANCE = 64 };
enum { FILE_LEAST = 8192, FILE_MOST = 32768, FILE_CHANCE = 4 };

// On a site of many words, those of a single page are likelier mistyped
// themselves than meant.
enum { MANY_FORMS = 30000 };

// Letters of a word that can be mistyped for another.
enum { LETTERS_LEAST = 3, LETTERS_MOST = 25 };

struct likeness {
    str key;
    uint32_t entries;
};

static bool can_be_meant(const struct form_entry *form, uint32_t least)
{
    if (form->entries < least || form->text.len < LETTERS_LEAST || form->text.len > LETTERS_MOST)
        return false;
    for (size_t i = 0; i < form->text.len; i++)
        if (form->text.at[i] < 'a' || form->text.at[i] > 'z')
            return false;
    return !form->is_stop;
}

// ---- In order ----
//
// Forms lie in order, so those of one length are in the order of their beginnings
// already.  By their ends they are sorted letter after letter, the last letter last.

enum { LETTERS = 26 };

// Numbers of forms, those of one length together.
struct by_length {
    uint32_t *forms;
    size_t starts[LETTERS_MOST + 2]; // of each length; and of the one after
};

static struct by_length by_length_of(struct arena *arena, const struct lexicon *lexicon)
{
    uint32_t least = lexicon->count > MANY_FORMS ? 2 : 1;
    struct by_length list = { ARENA_ARRAY(arena, uint32_t, lexicon->count + 1), { 0 } };
    uint32_t *meant = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < lexicon->count; i++)
        if (can_be_meant(&lexicon->forms[i], least)) {
            list.starts[lexicon->forms[i].text.len + 1]++;
            meant[count++] = i;
        }
    for (size_t len = 1; len <= LETTERS_MOST + 1; len++)
        list.starts[len] += list.starts[len - 1];
    size_t ends[LETTERS_MOST + 2];
    memcpy(ends, list.starts, sizeof ends);
    for (size_t i = 0; i < count; i++)
        list.forms[ends[lexicon->forms[meant[i]].text.len]++] = meant[i];
    return list;
}

static void sort_by_letter(const struct lexicon *lexicon, const uint32_t *from, size_t count,
                           size_t letter, uint32_t *to)
{
    size_t starts[LETTERS + 1] = { 0 };
    for (size_t i = 0; i < count; i++)
        starts[lexicon->forms[from[i]].text.at[letter] - 'a' + 1]++;
    for (size_t i = 1; i < LETTERS; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[lexicon->forms[from[i]].text.at[letter] - 'a']++] = from[i];
}

// Sorts forms of one length; `room` is as long.
static void sort_by_end(const struct lexicon *lexicon, uint32_t *forms, size_t count, size_t len,
                        uint32_t *room)
{
    uint32_t *from = forms;
    uint32_t *to = room;
    for (size_t letter = 0; letter < len; letter++) {
        sort_by_letter(lexicon, from, count, letter, to);
        uint32_t *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != forms)
        memcpy(forms, from, count * sizeof *forms);
}

// The length as a capital, then the word.
static str key_by_beginning(struct arena *arena, str word)
{
    char *key = arena_alloc(arena, word.len + 1);
    key[0] = (char)('A' - 1 + (int)word.len);
    memcpy(key + 1, word.at, word.len);
    return (str){ key, word.len + 1 };
}

// The length as a small letter, then the word backwards.
static str key_by_end(struct arena *arena, str word)
{
    char *key = arena_alloc(arena, word.len + 1);
    key[0] = (char)('a' - 1 + (int)word.len);
    for (size_t i = 0; i < word.len; i++)
        key[1 + i] = word.at[word.len - 1 - i];
    return (str){ key, word.len + 1 };
}

static size_t likenesses_list(struct arena *arena, const struct lexicon *lexicon,
                              struct likeness *list)
{
    struct by_length forms = by_length_of(arena, lexicon);
    size_t count = forms.starts[LETTERS_MOST + 1];
    uint32_t *room = ARENA_ARRAY(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        const struct form_entry *form = &lexicon->forms[forms.forms[i]];
        list[i] = (struct likeness){ key_by_beginning(arena, form->text), form->entries };
    }
    for (size_t len = LETTERS_LEAST; len <= LETTERS_MOST; len++)
        sort_by_end(lexicon, forms.forms + forms.starts[len],
                    forms.starts[len + 1] - forms.starts[len], len, room);
    for (size_t i = 0; i < count; i++) {
        const struct form_entry *form = &lexicon->forms[forms.forms[i]];
        list[count + i] = (struct likeness){ key_by_end(arena, form->text), form->entries };
    }
    return 2 * count;
}

// ---- Stretches and files ----

static unsigned char magnitude(uint32_t number)
{
    unsigned char bits = 0;
    for (; number > 1; number >>= 1)
        bits++;
    return bits;
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
    return count;
}

// Files while they are being filled.
struct filing {
    const struct shelf *shelf;
    const struct likeness *list;
    size_t count;
    size_t at; // the next one of the list
    struct press *press;
    struct arena *scratch;
    struct buf stretch;
    struct buf shard;
    struct buf value;
    str *firsts; // of each slice
    struct slice_at *slices;
    size_t slice_count;
};

// The next stretch, and where the one after it begins.
static size_t stretch_next(struct filing *filing, size_t at)
{
    size_t len = stretch_length(filing->list + at, filing->count - at);
    stretch_fill(&filing->stretch, filing->list + at, len);
    return at + len;
}

// Stretch after stretch, so that all of them have one print.
static struct fingerprint stretch_print(const struct filing *filing, struct fingerprint before)
{
    str parts[] = { STR("similar"), FINGERPRINT_VIEW(filing->shelf->language),
                    FINGERPRINT_VIEW(before), buf_view(&filing->stretch) };
    return fingerprint_of_list(parts, sizeof parts / sizeof *parts);
}

static void slice_next(struct filing *filing, size_t offset, size_t length)
{
    filing->firsts[filing->slice_count] = filing->list[filing->at].key;
    filing->slices[filing->slice_count++] = (struct slice_at){ .offset = offset, .length = length };
}

static void slices_name(struct filing *filing, size_t from, struct shard_name name)
{
    for (size_t i = from; i < filing->slice_count; i++)
        filing->slices[i].name = name;
}

// ---- Files that are remembered, by the first stretch ----

static void file_remember(struct filing *filing, struct fingerprint key, size_t from,
                          struct fingerprint print)
{
    struct buf *value = &filing->value;
    struct fingerprint of_file = fingerprint_of(buf_view(&filing->shard));
    buf_clear(value);
    buf_add(value, FINGERPRINT_VIEW(print));
    buf_add(value, FINGERPRINT_VIEW(of_file));
    shard_name_add(value, filing->slices[from].name);
    varint_add(value, filing->at == filing->count); // nothing came after it
    varint_add(value, filing->slice_count - from);
    for (size_t i = from; i < filing->slice_count; i++)
        varint_add(value, filing->slices[i].length);
    cache_put(filing->shelf->cache, CACHE_INDEX, key, buf_view(value));
}

static void read_bytes(struct cursor *cursor, void *to, size_t len)
{
    str bytes = cursor_bytes(cursor, len);
    if (!cursor->broken)
        memcpy(to, bytes.at, len);
}

// Whether `count` stretches from the present one have that print; `end` is set to
// where the one after them begins.
static bool stretches_are(struct filing *filing, size_t count, struct fingerprint print,
                          size_t *end)
{
    struct fingerprint found = { 0 };
    *end = filing->at;
    for (size_t i = 0; i < count && *end < filing->count; i++) {
        *end = stretch_next(filing, *end);
        found = stretch_print(filing, found);
    }
    return fingerprint_equal(found, print);
}

// The file that begins here, where it stands; the first stretch is filled.
static bool file_recall(struct filing *filing, struct fingerprint key)
{
    str value;
    struct fingerprint print = { 0 };
    struct fingerprint of_file = { 0 };
    struct shard_name name = { 0 };
    size_t end;
    arena_reset(filing->scratch);
    if (!cache_get(filing->shelf->cache, CACHE_INDEX, key, filing->scratch, &value))
        return false;
    struct cursor cursor = { .bytes = value };
    read_bytes(&cursor, &print, sizeof print);
    read_bytes(&cursor, &of_file, sizeof of_file);
    read_bytes(&cursor, &name, sizeof name);
    bool was_last = cursor_varint(&cursor) > 0;
    size_t count = (size_t)cursor_varint(&cursor);
    if (cursor.broken || !stretches_are(filing, count, print, &end) ||
        (was_last && end != filing->count) ||
        !shard_keep(filing->shelf, SHARD_SIMILAR, name, of_file))
        return false;
    size_t from = filing->slice_count;
    size_t offset = SHARD_HEAD;
    while (filing->at < end) {
        size_t length = (size_t)cursor_varint(&cursor);
        slice_next(filing, offset, length);
        offset += length;
        filing->at += stretch_length(filing->list + filing->at, filing->count - filing->at);
    }
    slices_name(filing, from, name);
    return true;
}

// ---- Files that are made ----

// Adds a stretch; returns whether it is the last one of the file.
static bool stretch_add(struct filing *filing)
{
    str key = filing->list[filing->at].key;
    size_t offset = filing->shard.len;
    size_t next = stretch_next(filing, filing->at);
    size_t length = slice_add(&filing->shard, filing->press, buf_view(&filing->stretch), 1);
    slice_next(filing, offset, length);
    filing->at = next;
    bool wanted = filing->shard.len >= FILE_LEAST && hash_64(key) % FILE_CHANCE == 0;
    return wanted || filing->shard.len >= FILE_MOST || next == filing->count;
}

static struct fingerprint file_make(struct filing *filing)
{
    struct fingerprint print = { 0 };
    size_t from = filing->slice_count;
    shard_start(&filing->shard, SHARD_SIMILAR);
    for (bool is_last = false; !is_last;) {
        is_last = stretch_add(filing);
        print = stretch_print(filing, print);
    }
    slices_name(filing, from, shard_finish(filing->shelf, &filing->shard));
    return print;
}

static void file_write(struct filing *filing)
{
    size_t from = filing->slice_count;
    if (filing->shelf->cache == NULL) {
        file_make(filing);
        return;
    }
    stretch_next(filing, filing->at);
    struct fingerprint key = stretch_print(filing, (struct fingerprint){ 0 });
    if (file_recall(filing, key))
        return;
    struct fingerprint print = file_make(filing);
    file_remember(filing, key, from, print);
}

static void filing_release(struct filing *filing)
{
    buf_release(&filing->stretch);
    buf_release(&filing->shard);
    buf_release(&filing->value);
    press_free(filing->press);
    arena_free(filing->scratch);
}

struct tree similar_write(const struct shelf *shelf, const struct lexicon *lexicon)
{
    struct arena *arena = arena_new();
    struct likeness *list = ARENA_ARRAY(arena, struct likeness, 2 * lexicon->count + 1);
    size_t count = likenesses_list(arena, lexicon, list);
    struct filing filing = { .shelf = shelf,
                             .list = list,
                             .count = count,
                             .press = press_new(),
                             .scratch = arena_new(),
                             .firsts = ARENA_ARRAY(arena, str, count + 1),
                             .slices = ARENA_ARRAY(arena, struct slice_at, count + 1) };
    while (filing.at < count)
        file_write(&filing);
    struct tree tree =
        tree_of_words(shelf, SHARD_SIMILAR_NODE, filing.firsts, filing.slices, filing.slice_count);
    filing_release(&filing);
    arena_free(arena);
    return tree;
}
