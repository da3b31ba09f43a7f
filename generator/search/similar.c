// SPDX-License-Identifier: EUPL-1.2
// The words of the site by their length and then by how they begin, and by how
// they end: those that a mistyped word may stand for are near each other.
#include "base/hash.h"
#include "base/memory.h"
#include "search/dictionary.h"

#include <stdlib.h>
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

static int key_order(const void *a, const void *b)
{
    return str_compare(((const struct likeness *)a)->key, ((const struct likeness *)b)->key);
}

static size_t likenesses_list(struct arena *arena, const struct lexicon *lexicon,
                              struct likeness *list)
{
    uint32_t least = lexicon->count > MANY_FORMS ? 2 : 1;
    size_t count = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        const struct form_entry *form = &lexicon->forms[i];
        if (!can_be_meant(form, least))
            continue;
        list[count++] = (struct likeness){ key_by_beginning(arena, form->text), form->entries };
        list[count++] = (struct likeness){ key_by_end(arena, form->text), form->entries };
    }
    qsort(list, count, sizeof *list, key_order);
    return count;
}

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
    struct press *press;
    struct buf stretch;
    struct buf shard;
    struct slice_at *slices;
    size_t count;
    size_t filed; // of the slices: those whose file is finished
};

static void file_close(struct filing *filing)
{
    if (filing->filed == filing->count)
        return;
    struct shard_name name = shard_finish(filing->shelf, &filing->shard);
    while (filing->filed < filing->count)
        filing->slices[filing->filed++].name = name;
}

static void stretch_file(struct filing *filing, const struct likeness *list, size_t count)
{
    if (filing->filed == filing->count)
        shard_start(&filing->shard, SHARD_SIMILAR);
    stretch_fill(&filing->stretch, list, count);
    struct slice_at *slice = &filing->slices[filing->count++];
    slice->offset = filing->shard.len;
    slice->length = slice_add(&filing->shard, filing->press, buf_view(&filing->stretch), 1);
    bool wanted = filing->shard.len >= FILE_LEAST && hash_64(list[0].key) % FILE_CHANCE == 0;
    if (wanted || filing->shard.len >= FILE_MOST)
        file_close(filing);
}

struct tree similar_write(const struct shelf *shelf, const struct lexicon *lexicon)
{
    struct arena *arena = arena_new();
    struct likeness *list = ARENA_ARRAY(arena, struct likeness, 2 * lexicon->count + 1);
    size_t count = likenesses_list(arena, lexicon, list);
    str *firsts = ARENA_ARRAY(arena, str, count + 1);
    struct filing filing = { .shelf = shelf,
                             .press = press_new(),
                             .slices = ARENA_ARRAY(arena, struct slice_at, count + 1) };
    for (size_t at = 0; at < count;) {
        size_t len = stretch_length(list + at, count - at);
        firsts[filing.count] = list[at].key;
        stretch_file(&filing, list + at, len);
        at += len;
    }
    file_close(&filing);
    struct tree tree =
        tree_of_words(shelf, SHARD_SIMILAR_NODE, firsts, filing.slices, filing.count);
    buf_release(&filing.stretch);
    buf_release(&filing.shard);
    press_free(filing.press);
    arena_free(arena);
    return tree;
}
