// SPDX-License-Identifier: EUPL-1.2
#include "collection/likeness.h"

#include "base/memory.h"
#include "format/forms.h"
#include "format/likeness_key.h"

#include <stdlib.h>
#include <string.h>

// On a site of many words, those of a single page are likelier mistyped
// themselves than meant.
enum { MANY_FORMS = 30000 };

enum { LETTERS = 26 };

// ---- Which ones ----

static bool is_of_letters(str text)
{
    if (text.len < LIKENESS_LEAST || text.len > LIKENESS_MOST)
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
    char room[LIKENESS_KEY_MOST];
    return arena_copy(arena, likeness_key_fill(room, text, text.len, by_end));
}

// Some of the keys of one order.
struct span {
    bool by_end;
    str from; // empty: from the first
    str to;   // empty: to the last
};

static bool is_within(const struct span *span, str text)
{
    char room[LIKENESS_KEY_MOST];
    if (span->from.len + span->to.len == 0)
        return true;
    str key = likeness_key_fill(room, text, text.len, span->by_end);
    return (span->from.len == 0 || str_compare(key, span->from) >= 0) &&
           (span->to.len == 0 || str_compare(key, span->to) < 0);
}

// ---- In order ----
//
// Forms lie in order, so those of one length are in the order of their beginnings
// already.  By their ends they are sorted letter after letter, the last letter last.
// Then all are sorted by the letters before the sign of their length.

// Numbers of forms, those of one length together.
struct by_length {
    uint32_t *forms;
    size_t starts[LIKENESS_MOST + 2]; // of each length; and of the one after
};

// Where to look for those of a span: in the first order, where its first letters are.
static void places_of_span(const struct lexicon *lexicon, const struct span *span, size_t *from,
                           size_t *to)
{
    *from = 0;
    *to = lexicon->count;
    if (span->by_end)
        return;
    char first[] = { span->from.len > 0 ? (char)(span->from.at[0] - 'A' + 'a') : 'a' };
    *from = lexicon_place(lexicon, (str){ first, 1 });
    char behind[] = { span->to.len > 0 && span->to.at[0] <= 'Z' ? (char)(span->to.at[0] - 'A' + 'b')
                                                                : 'z' + 1 };
    *to = lexicon_place(lexicon, (str){ behind, 1 });
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
        if (!meant_is(meant, (uint32_t)i) || !is_within(span, text))
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
    for (size_t len = 1; len <= LIKENESS_MOST + 1; len++)
        list.starts[len] += list.starts[len - 1];
    size_t ends[LIKENESS_MOST + 2];
    memcpy(ends, list.starts, sizeof ends);
    list.forms = memory_alloc((count + 1) * sizeof *list.forms);
    for (size_t i = 0; i < count; i++)
        list.forms[ends[forms[found[i]].text.len]++] = found[i];
    free(found);
    return list;
}

// The letters of a text from the first or the last on.
static size_t letter_of(const struct lexicon *lexicon, uint32_t form, size_t number, bool by_end)
{
    str text = lexicon->forms[form].text;
    return (size_t)(text.at[by_end ? text.len - 1 - number : number] - 'a');
}

// Sorts by the letter of that number, and leaves those with the same one as they are.
static void sort_by_letter(const struct lexicon *lexicon, uint32_t *forms, size_t count,
                           size_t number, bool by_end, uint32_t *room)
{
    size_t starts[LETTERS + 1] = { 0 };
    for (size_t i = 0; i < count; i++)
        starts[letter_of(lexicon, forms[i], number, by_end) + 1]++;
    for (size_t i = 1; i < LETTERS; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        room[starts[letter_of(lexicon, forms[i], number, by_end)]++] = forms[i];
    memcpy(forms, room, count * sizeof *forms);
}

// Sorts by keys; `room` is as long.
static void sort_by_key(const struct lexicon *lexicon, const struct by_length *list, bool by_end,
                        uint32_t *room)
{
    const size_t *starts = list->starts;
    for (size_t len = LIKENESS_LEAST; by_end && len <= LIKENESS_MOST; len++)
        for (size_t number = len; number-- > 0;)
            sort_by_letter(lexicon, list->forms + starts[len], starts[len + 1] - starts[len],
                           number, true, room);
    size_t count = starts[LIKENESS_MOST + 1];
    size_t longer = starts[LIKENESS_SHORT + 1];
    for (size_t number = LIKENESS_HEAD_LONG; --number > 0;)
        sort_by_letter(lexicon, list->forms + longer, count - longer, number, by_end, room);
    sort_by_letter(lexicon, list->forms, count, 0, by_end, room);
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
    struct by_length forms = by_length_of(meant, span);
    size_t count = forms.starts[LIKENESS_MOST + 1];
    uint32_t *room = memory_alloc((count + 1) * sizeof *room);
    sort_by_key(meant->lexicon, &forms, span->by_end, room);
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
    struct span beginnings = { false, from, to };
    struct span ends = { true, from, to };
    if (from.len == 0 || from.at[0] <= 'Z')
        span_add(list, arena, meant, &beginnings);
    if (to.len == 0 || to.at[0] >= 'a')
        span_add(list, arena, meant, &ends);
}
