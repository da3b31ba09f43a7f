// SPDX-License-Identifier: EUPL-1.2
#include "search/similar_words.h"

#include "base/bisect.h"
#include "format/codec.h"
#include "format/slices.h"

#include <stdlib.h>
#include <string.h>

unsigned char magnitude(uint32_t number)
{
    unsigned char bits = 0;
    for (; number > 1; number >>= 1)
        bits++;
    return bits;
}

// ---- What changed ----

static int key_order(const void *a, const void *b)
{
    return str_compare(((const struct similar_change *)a)->key,
                       ((const struct similar_change *)b)->key);
}

// Whether a file is another one for it.
static bool is_of_account(const struct meant *meant, size_t number, str text)
{
    const struct lexicon *lexicon = meant->lexicon;
    const struct changed_form *change = &lexicon->changes[number];
    uint32_t now = change->form == NO_FORM ? 0 : lexicon->forms[change->form].entries;
    uint32_t before = now - lexicon->collection->changes.at[number].entries;
    bool is = meant_would(meant, text, now);
    bool was = meant_would(meant, text, before);
    return is != was || (is && magnitude(now) != magnitude(before));
}

struct similar_changes similar_changes_of(struct arena *arena, const struct meant *meant)
{
    const struct lexicon *lexicon = meant->lexicon;
    size_t count = 0;
    struct similar_change *at =
        ARENA_ARRAY(arena, struct similar_change, 2 * lexicon->change_count + 1);
    for (size_t i = 0; i < lexicon->change_count; i++) {
        uint32_t form = lexicon->changes[i].form;
        str text = changed_text(lexicon, i);
        if (!is_of_account(meant, i, text))
            continue;
        bool is = form != NO_FORM && meant_is(meant, form);
        uint32_t entries = is ? lexicon->forms[form].entries : 0;
        at[count++] = (struct similar_change){ likeness_key(arena, text, false), entries };
        at[count++] = (struct similar_change){ likeness_key(arena, text, true), entries };
    }
    qsort(at, count, sizeof *at, key_order);
    return (struct similar_changes){ at, count };
}

static size_t place_of(const struct similar_changes *changes, str key)
{
    size_t at;
    BISECT(at, 0, changes->count, str_compare(changes->at[at].key, key) < 0);
    return at;
}

struct similar_changes similar_changes_within(const struct similar_changes *changes, str from,
                                              str to)
{
    size_t first = from.len == 0 ? 0 : place_of(changes, from);
    size_t end = to.len == 0 ? changes->count : place_of(changes, to);
    return (struct similar_changes){ changes->at + first, end - first };
}

// ---- Words ----

static void change_add(struct likeness_list *list, struct similar_changes *changes)
{
    const struct similar_change *change = changes->at++;
    changes->count--;
    if (change->entries > 0)
        likeness_add(list, (struct likeness){ change->key, change->entries });
}

void similar_changes_add(struct likeness_list *list, const struct similar_changes *changes)
{
    for (struct similar_changes left = *changes; left.count > 0;)
        change_add(list, &left);
}

// A word that the file had, and what has changed before it.
static void word_add(struct likeness_list *list, struct likeness word,
                     struct similar_changes *changes)
{
    int order = 1;
    while (changes->count > 0 && (order = str_compare(changes->at->key, word.key)) < 0)
        change_add(list, changes);
    if (changes->count > 0 && order == 0)
        change_add(list, changes);
    else
        likeness_add(list, word);
}

static str key_read(struct arena *arena, struct cursor *cursor, str before)
{
    uint64_t shared = cursor_varint(cursor);
    str rest = cursor_text(cursor);
    cursor->broken |= shared > before.len;
    return cursor->broken
               ? STR("")
               : arena_join(arena, (str[]){ str_slice(before, 0, (size_t)shared), rest, { 0 } });
}

bool similar_words_add(struct likeness_list *list, struct arena *arena, str slice,
                       struct similar_changes *changes)
{
    str data;
    if (!slice_open(arena, slice, &data))
        return false;
    struct cursor cursor = { .bytes = data };
    uint64_t count = cursor_varint(&cursor);
    if (count > data.len)
        return false;
    str *keys = ARENA_ARRAY(arena, str, count + 1);
    for (size_t i = 0; i < count; i++)
        keys[i] = key_read(arena, &cursor, i > 0 ? keys[i - 1] : STR(""));
    str magnitudes = cursor_bytes(&cursor, count);
    for (size_t i = 0; i < count && !cursor.broken; i++)
        word_add(list, (struct likeness){ keys[i], 1u << (magnitudes.at[i] & 31) }, changes);
    return !cursor.broken;
}
