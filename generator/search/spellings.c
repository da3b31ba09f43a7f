// SPDX-License-Identifier: EUPL-1.2
#include "search/spellings.h"

#include "base/bisect.h"

const struct spelling_source titles_source = { { "written ", 8 }, 128, 0, written_each };

// ---- Forms of the lexicon ----

// Where a text is in the lexicon, at or after `from`, or NO_FORM.
static uint32_t number_of(const struct lexicon *lexicon, size_t from, str text)
{
    size_t at;
    BISECT(at, from, lexicon->count, str_compare(lexicon->forms[at].text, text) < 0);
    bool found = at < lexicon->count && str_equal(lexicon->forms[at].text, text);
    return found ? (uint32_t)at : NO_FORM;
}

// The number that the form of a number of the last time has now, if that is right.
static uint32_t renumbered(const struct lexicon *lexicon, uint32_t number, str text)
{
    const struct former *former = lexicon->collection->former;
    if (former == NULL || lexicon->renumbered == NULL || number >= former->count)
        return NO_FORM;
    uint32_t now = lexicon->renumbered[number];
    bool right = now < lexicon->count && str_equal(lexicon->forms[now].text, text);
    return right ? now : NO_FORM;
}

// Both are in order, so that a form is not looked for before the last one that was
// found.  Returns whether a number is another one now.
static bool forms_number(const struct lexicon *lexicon, struct spelling_sum *sum)
{
    bool changed = false;
    size_t from = 0;
    for (size_t i = 0; i < sum->count; i++) {
        struct spelled *form = &sum->forms[i];
        uint32_t number = renumbered(lexicon, form->number, form->text);
        if (number == NO_FORM)
            number = number_of(lexicon, from, form->text);
        changed |= number != form->number;
        form->number = number;
        if (number != NO_FORM)
            from = number + 1u;
    }
    return changed;
}

// ---- Classes ----

struct spellings *spellings_of(struct arena *arena, const struct lexicon *lexicon,
                               struct spelling_sum *sum, struct cache *cache)
{
    bool renumbered_any = forms_number(lexicon, sum);
    if (cache != NULL && sum->is_named && (sum->is_changed || renumbered_any))
        spelling_sum_store(sum, cache);
    struct spellings *spellings = ARENA_NEW(arena, struct spellings);
    uint32_t *places = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    uint32_t *pages = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1);
    uint32_t *heads = ARENA_ARRAY(arena, uint32_t, sum->count + 1);
    size_t head_count = 0;
    for (uint32_t i = 0; i < sum->count; i++) {
        const struct spelled *form = &sum->forms[i];
        if (form->number == NO_FORM)
            continue;
        uint32_t head = lexicon->forms[form->number].head;
        places[form->number] = i + 1;
        if (pages[head] == 0)
            heads[head_count++] = head;
        pages[head] += form->pages;
    }
    *spellings = (struct spellings){ lexicon, sum->forms, sum->count, sum->ways,
                                     places,  pages,      heads,      head_count };
    return spellings;
}

// ---- Which one is shown ----

static const struct spelled *spelled(const struct spellings *spellings, uint32_t form)
{
    static const struct spelled nothing;
    uint32_t place = spellings->places[form];
    return place == 0 ? &nothing : &spellings->forms[place - 1];
}

bool spellings_tell(const struct spellings *spellings, uint32_t form)
{
    return spellings->places[form] > 0 && !spelled(spellings, form)->is_idle;
}

static size_t times(const struct spellings *spellings, uint32_t form)
{
    const struct spelled *found = spelled(spellings, form);
    size_t sum = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        const struct spelling *way = &spellings->ways[found->first + i];
        sum += way->sure + way->unsure;
    }
    return sum;
}

// A base is shorter than its forms, or as long and without their final e.
static bool is_rather_base(str form, str other)
{
    if (form.len != other.len)
        return form.len < other.len;
    return !str_ends(form, STR("e")) && str_ends(other, STR("e"));
}

uint32_t spellings_form(const struct spellings *spellings, uint32_t head)
{
    const struct form_entry *forms = spellings->lexicon->forms;
    uint32_t best = head;
    size_t most = times(spellings, head);
    for (uint32_t form = forms[head].next; form != NO_FORM; form = forms[form].next) {
        size_t count = times(spellings, form);
        if (count < most ||
            (count == most && (count == 0 || !is_rather_base(forms[form].text, forms[best].text))))
            continue;
        best = form;
        most = count;
    }
    return best;
}

// Adds up all ways to write it with or without a capital, and finds the best.
static const struct spelling *most_written(const struct spellings *spellings, uint32_t form,
                                           bool small, bool sure, size_t *sum)
{
    const struct spelled *found = spelled(spellings, form);
    const struct spelling *best = NULL;
    size_t most = 0;
    *sum = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        const struct spelling *spelling = &spellings->ways[found->first + i];
        size_t count = spelling->sure + (sure ? 0 : spelling->unsure);
        if (spelling->small != small || count == 0)
            continue;
        *sum += count;
        if (count > most || (count == most && str_compare(spelling->text, best->text) < 0)) {
            best = spelling;
            most = count;
        }
    }
    return best;
}

str spellings_best(const struct spellings *spellings, uint32_t form, bool *sure)
{
    // What is written small now and then is no name; a careless `wmo` is not enough.
    enum { CAPITALS_OUTWEIGH = 4 };
    size_t small_count;
    size_t capital_count;
    size_t any_count;
    const struct spelling *small = most_written(spellings, form, true, false, &small_count);
    const struct spelling *capital = most_written(spellings, form, false, true, &capital_count);
    const struct spelling *any = most_written(spellings, form, false, false, &any_count);
    bool names = small == NULL || capital_count > small_count * CAPITALS_OUTWEIGH;
    const struct spelling *best = !names ? small : capital != NULL ? capital : any;
    *sure = best == small || best == capital;
    return best == NULL ? spellings->lexicon->forms[form].text : best->text;
}
