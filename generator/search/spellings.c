// SPDX-License-Identifier: EUPL-1.2
#include "search/spellings.h"

#include "base/list.h"
#include "search/written_lists.h"

// ---- Spellings ----

struct spelling {
    str text;
    uint32_t sure;   // how often where a capital is its own
    uint32_t unsure; // at the start of a sentence, or where every word has one
    uint32_t next;   // of the form, plus one
    bool small;      // begins without a capital
};

// More ways to write a form than this are not told apart.
enum { SPELLINGS_MOST = 8 };

struct reading {
    const struct lexicon *lexicon;
    const struct entries *entries;
    const struct written_list *lists; // of each segment
    const size_t *firsts;             // of each segment: its first entry
    struct arena *arena;
    uint32_t *pages;
    uint32_t *last; // entry that was counted in `pages`, plus one
    uint32_t *first;
    LIST(struct spelling) spellings;
};

static struct spelling *spelling_of(struct reading *reading, uint32_t form, str text, bool small)
{
    uint32_t *link = &reading->first[form];
    for (size_t i = 0; i < SPELLINGS_MOST; i++) {
        if (*link == 0) {
            struct spelling spelling = { .text = text, .small = small };
            *link = (uint32_t)reading->spellings.count + 1;
            LIST_ADD(reading->arena, reading->spellings, spelling);
            return &reading->spellings.at[reading->spellings.count - 1];
        }
        struct spelling *spelling = &reading->spellings.at[*link - 1];
        if (str_equal(spelling->text, text))
            return spelling;
        link = &spelling->next;
    }
    return NULL;
}

static void read_written(struct reading *reading, const struct written_list *list, uint32_t number,
                         uint32_t entry)
{
    uint32_t form = list->forms[number] >> WRITTEN_FLAG_BITS;
    str text = { list->bytes + list->texts[number], list->texts[number + 1] - list->texts[number] };
    if (list->numbers != NULL)
        form = list->numbers[form];
    uint32_t head = reading->lexicon->forms[form].head;
    if (reading->last[head] != entry)
        reading->pages[head]++;
    reading->last[head] = entry;
    struct spelling *spelling =
        spelling_of(reading, form, text, (list->forms[number] & WRITTEN_SMALL) != 0);
    if (spelling == NULL)
        return;
    if ((list->forms[number] & WRITTEN_SURE) != 0)
        spelling->sure++;
    else
        spelling->unsure++;
}

static void read_entry(struct reading *reading, size_t item)
{
    size_t size = reading->lexicon->collection->numbers_per_segment;
    size_t segment = reading->entries->numbers[item] / size;
    const struct written_list *list = &reading->lists[segment];
    size_t place = item - reading->firsts[segment];
    for (uint32_t i = list->starts[place]; i < list->starts[place + 1]; i++)
        read_written(reading, list, i, (uint32_t)item + 1);
}

// In the order of the site's pages, not of their numbers: of very many ways to write
// a word, the first ones count.
static void read_all(struct reading *reading)
{
    const struct entries *entries = reading->entries;
    size_t pages = entries->site->page_count;
    uint32_t *order = ARENA_ARRAY(reading->arena, uint32_t, pages);
    for (uint32_t i = 0; i < entries->count; i++)
        if (entries->at[i].page != NULL)
            order[entries->at[i].page->number] = i + 1;
    for (size_t i = 0; i < pages; i++)
        if (order[i] > 0)
            read_entry(reading, order[i] - 1);
    for (size_t i = 0; i < entries->count; i++)
        if (entries->at[i].page == NULL)
            read_entry(reading, i);
}

static const size_t *firsts_of(struct arena *arena, const struct entries *entries,
                               const struct collection *collection)
{
    size_t *firsts = ARENA_ARRAY(arena, size_t, collection->segment_count);
    for (size_t i = 0; i < collection->segment_count; i++)
        firsts[i] = entries_from(entries, i * collection->numbers_per_segment);
    return firsts;
}

struct spellings *spellings_of(struct arena *arena, const struct entries *entries,
                               const struct lexicon *lexicon, struct cache *cache, unsigned jobs)
{
    struct reading reading = {
        .lexicon = lexicon,
        .entries = entries,
        .lists = written_lists_of(arena, entries, lexicon, cache, jobs),
        .firsts = firsts_of(arena, entries, lexicon->collection),
        .arena = arena,
        .pages = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1),
        .last = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1),
        .first = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1),
    };
    read_all(&reading);
    struct spellings *spellings = ARENA_NEW(arena, struct spellings);
    *spellings = (struct spellings){ lexicon, reading.pages, reading.first, reading.spellings.at };
    return spellings;
}

// ---- Which one is shown ----

static const struct spelling *next(const struct spellings *spellings, uint32_t number)
{
    return number == 0 ? NULL : &spellings->at[number - 1];
}

static size_t times(const struct spellings *spellings, uint32_t form)
{
    size_t sum = 0;
    for (const struct spelling *spelling = next(spellings, spellings->first[form]);
         spelling != NULL; spelling = next(spellings, spelling->next))
        sum += spelling->sure + spelling->unsure;
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
    const struct spelling *best = NULL;
    size_t most = 0;
    *sum = 0;
    for (const struct spelling *spelling = next(spellings, spellings->first[form]);
         spelling != NULL; spelling = next(spellings, spelling->next)) {
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
