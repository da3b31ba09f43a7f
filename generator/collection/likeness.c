// SPDX-License-Identifier: EUPL-1.2
#include "collection/likeness.h"

#include "base/memory.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// On a site of many words, those of a single page are likelier mistyped
// themselves than meant.
enum { MANY_FORMS = 30000 };

// Letters of a word that can be mistyped for another.
enum { LETTERS_LEAST = 3, LETTERS_MOST = 25, LETTERS = 26 };

// ---- Which ones ----

static bool is_of_letters(str text)
{
    if (text.len < LETTERS_LEAST || text.len > LETTERS_MOST)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < 'a' || text.at[i] > 'z')
            return false;
    return true;
}

struct meant meant_of(const struct lexicon *lexicon)
{
    return (struct meant){ lexicon, lexicon->count > MANY_FORMS ? 2 : 1 };
}

bool meant_would(const struct meant *meant, str text, uint32_t entries)
{
    return entries >= meant->least && is_of_letters(text);
}

bool meant_is(const struct meant *meant, uint32_t number)
{
    const struct form_entry *form = &meant->lexicon->forms[number];
    return !form->is_stop && meant_would(meant, form->text, form->entries);
}

// ---- Keys ----

str likeness_key(struct arena *arena, str text, bool by_end)
{
    char *key = arena_alloc(arena, text.len + 1);
    key[0] = (char)((by_end ? 'a' : 'A') - 1 + (int)text.len);
    for (size_t i = 0; i < text.len; i++)
        key[1 + i] = text.at[by_end ? text.len - 1 - i : i];
    return (str){ key, text.len + 1 };
}

// Some of the keys of one order, whose lengths stand in their first letters.
struct span {
    bool by_end;
    str from; // empty: from the first
    str to;   // empty: to the last
    size_t shortest;
    size_t longest;
};

static struct span span_of(bool by_end, str from, str to)
{
    char zero = (char)((by_end ? 'a' : 'A') - 1);
    struct span span = { by_end, from, to, LETTERS_LEAST, LETTERS_MOST };
    if (from.len > 0 && from.at[0] > zero)
        span.shortest = (size_t)(from.at[0] - zero);
    if (to.len > 0 && to.at[0] - zero < LETTERS_MOST)
        span.longest = to.at[0] > zero ? (size_t)(to.at[0] - zero) : 0;
    return span;
}

// How the key of a text is to one that is given.
static int key_compare(bool by_end, str text, str key)
{
    int length = (by_end ? 'a' : 'A') - 1 + (int)text.len;
    if (length != key.at[0])
        return length < key.at[0] ? -1 : 1;
    if (!by_end)
        return str_compare(text, str_after(key, 1));
    for (size_t i = 0; i < text.len && i + 1 < key.len; i++) {
        char letter = text.at[text.len - 1 - i];
        if (letter != key.at[i + 1])
            return letter < key.at[i + 1] ? -1 : 1;
    }
    return text.len + 1 < key.len ? -1 : text.len + 1 > key.len;
}

static bool is_within(const struct span *span, str text)
{
    return (span->from.len == 0 || key_compare(span->by_end, text, span->from) >= 0) &&
           (span->to.len == 0 || key_compare(span->by_end, text, span->to) < 0);
}

// ---- In order ----
//
// Forms lie in order, so those of one length are in the order of their beginnings
// already.  By their ends they are sorted letter after letter, the last letter last.

// Numbers of forms, those of one length together.
struct by_length {
    uint32_t *forms;
    size_t starts[LETTERS_MOST + 2]; // of each length; and of the one after
};

// Where to look for those of a span: of one length in the first order, only where
// its words are.
static void places_of_span(const struct lexicon *lexicon, const struct span *span, size_t *from,
                           size_t *to)
{
    *from = 0;
    *to = lexicon->count;
    if (span->by_end || span->shortest != span->longest)
        return;
    int length = 'A' - 1 + (int)span->longest;
    if (span->from.len > 0 && span->from.at[0] == length)
        *from = lexicon_place(lexicon, str_after(span->from, 1));
    if (span->to.len > 0 && span->to.at[0] == length)
        *to = lexicon_place(lexicon, str_after(span->to, 1));
}

// The numbers of those in the span.
static uint32_t *forms_within(const struct meant *meant, const struct span *span, size_t *count)
{
    uint32_t *found = NULL;
    size_t capacity = 0;
    size_t from;
    size_t to;
    places_of_span(meant->lexicon, span, &from, &to);
    *count = 0;
    for (size_t i = from; i < to; i++) {
        str text = meant->lexicon->forms[i].text;
        if (text.len < span->shortest || text.len > span->longest ||
            !meant_is(meant, (uint32_t)i) || !is_within(span, text))
            continue;
        if (*count == capacity) {
            capacity = capacity * 2 + 1024;
            found = memory_realloc(found, capacity * sizeof *found);
        }
        found[(*count)++] = (uint32_t)i;
    }
    return found;
}

static struct by_length by_length_of(const struct meant *meant, const struct span *span)
{
    const struct form_entry *forms = meant->lexicon->forms;
    struct by_length list = { NULL, { 0 } };
    size_t count;
    uint32_t *found = forms_within(meant, span, &count);
    for (size_t i = 0; i < count; i++)
        list.starts[forms[found[i]].text.len + 1]++;
    for (size_t len = 1; len <= LETTERS_MOST + 1; len++)
        list.starts[len] += list.starts[len - 1];
    size_t ends[LETTERS_MOST + 2];
    memcpy(ends, list.starts, sizeof ends);
    list.forms = memory_alloc((count + 1) * sizeof *list.forms);
    for (size_t i = 0; i < count; i++)
        list.forms[ends[forms[found[i]].text.len]++] = found[i];
    free(found);
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

static void reserve(struct likeness_list *list, size_t more)
{
    if (list->count + more <= list->capacity)
        return;
    list->capacity = list->capacity * 2 + more;
    list->at = memory_realloc(list->at, list->capacity * sizeof *list->at);
}

void likeness_add(struct likeness_list *list, struct likeness likeness)
{
    reserve(list, 1);
    list->at[list->count++] = likeness;
}

static void span_add(struct likeness_list *list, struct arena *arena, const struct meant *meant,
                     const struct span *span)
{
    if (span->shortest > span->longest)
        return;
    struct by_length forms = by_length_of(meant, span);
    size_t count = forms.starts[LETTERS_MOST + 1];
    uint32_t *room = memory_alloc((count + 1) * sizeof *room);
    for (size_t len = LETTERS_LEAST; span->by_end && len <= LETTERS_MOST; len++)
        sort_by_end(meant->lexicon, forms.forms + forms.starts[len],
                    forms.starts[len + 1] - forms.starts[len], len, room);
    reserve(list, count);
    for (size_t i = 0; i < count; i++) {
        const struct form_entry *form = &meant->lexicon->forms[forms.forms[i]];
        list->at[list->count++] =
            (struct likeness){ likeness_key(arena, form->text, span->by_end), form->entries };
    }
    free(room);
    free(forms.forms);
}

void likeness_list_add(struct likeness_list *list, struct arena *arena, const struct meant *meant,
                       str from, str to)
{
    struct span beginnings = span_of(false, from, to);
    struct span ends = span_of(true, from, to);
    if (from.len == 0 || from.at[0] <= 'Z')
        span_add(list, arena, meant, &beginnings);
    if (to.len == 0 || to.at[0] >= 'a')
        span_add(list, arena, meant, &ends);
}
