// SPDX-License-Identifier: EUPL-1.2
#include "search/spellings.h"

#include "base/list.h"
#include "base/utf8.h"

#include <string.h>

// ---- Units ----

// The words of one chain so far.
struct units {
    str text;
    unit_take *take;
    void *context;
    char rooms[CHAIN_WORDS][WORD_BYTES];
    struct unit words[CHAIN_WORDS];
    size_t count;
    bool too_long;
};

// Whether a sentence or a quotation begins after what stands between two words.
static bool opens_sentence(str text, size_t from, size_t to)
{
    static const char *const quotes[] = { "“", "‘", "„" };
    if (to == from + 1)
        return text.at[from] == ':'; // as nearly always: a space
    str between = str_slice(text, from, to);
    for (size_t i = 0; i < between.len; i++)
        if (strchr(".?!:\"", between.at[i]) != NULL)
            return true;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (str_find(between, str_from_c(quotes[i]), 0) != STR_NONE)
            return true;
    return false;
}

// The index leaves out a final 's; so does what is shown.
static str without_possessive(str written)
{
    static const char *const tails[] = { "'s", "’s", "‘s", "ʼs", "'S", "’S" };
    if (written.len < 2 || (written.at[written.len - 1] | 32) != 's' ||
        ((written.at[written.len - 2] | 32) >= 'a' && (written.at[written.len - 2] | 32) <= 'z'))
        return written;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (str_ends(written, str_from_c(tails[i])))
            return str_slice(written, 0, written.len - str_from_c(tails[i]).len);
    return written;
}

static void words_give(struct units *units, bool part)
{
    for (size_t i = 0; i < units->count; i++) {
        struct unit unit = units->words[i];
        unit.part = part;
        unit.written = without_possessive(unit.written);
        units->take(units->context, &unit);
    }
}

static void whole_give(struct units *units)
{
    char whole[CHAIN_WORDS * WORD_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < units->count; i++) {
        memcpy(whole + len, units->words[i].text.at, units->words[i].text.len);
        len += units->words[i].text.len;
    }
    const struct unit *first = &units->words[0];
    const struct unit *last = &units->words[units->count - 1];
    str written = { first->written.at,
                    (size_t)(last->written.at - first->written.at) + last->written.len };
    struct unit unit = { .text = word_finished((str){ whole, len }),
                         .written = without_possessive(written),
                         .opens = first->opens };
    units->take(units->context, &unit);
}

static void chain_end(struct units *units)
{
    bool whole = units->count > 1 && !units->too_long;
    words_give(units, whole);
    if (whole)
        whole_give(units);
    units->count = 0;
    units->too_long = false;
}

static void unit_add(struct units *units, const struct word *word, bool opens)
{
    if (units->count == CHAIN_WORDS) {
        units->too_long = true;
        words_give(units, false);
        units->count = 0;
    }
    struct unit *unit = &units->words[units->count];
    char *room = units->rooms[units->count++];
    memcpy(room, word->text.at, word->text.len);
    *unit = (struct unit){ .text = { room, word->text.len },
                           .written = str_slice(units->text, word->start, word->end),
                           .opens = opens };
}

void units_each(str text, struct arena *scratch, unit_take *take, void *context)
{
    struct units units = { .text = text, .take = take, .context = context };
    struct word_reader reader = word_reader(text, scratch);
    char room[WORD_BYTES];
    struct word word;
    bool first = true;
    size_t before = 0;
    while (word_next(&reader, room, &word)) {
        if (word.text.len > 0)
            unit_add(&units, &word, first || opens_sentence(text, before, word.start));
        first = false;
        before = word.end;
        if (word.is_last)
            chain_end(&units);
    }
}

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
    struct arena *arena;
    struct arena *scratch;
    uint32_t *pages;
    uint32_t *last; // entry that was counted in `pages`, plus one
    uint32_t *first;
    LIST(struct spelling) spellings;
    uint32_t entry; // plus one
    str text;       // that is being read
};

static bool is_small(struct arena *arena, str text)
{
    size_t end = 0;
    utf8_next(text, &end);
    str character = str_slice(text, 0, end);
    return end == 1 ? text.at[0] < 'A' || text.at[0] > 'Z'
                    : str_equal(character, utf8_folded(arena, character));
}

static bool is_capitals(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return true;
}

// Whether a capital inside the text says something: not where it is all in
// capitals, or Every Word Has One.
static bool is_telling(str text)
{
    enum { LONG_ENOUGH = 5 };
    size_t run = 0;
    bool starts = true;
    for (size_t i = 0; i < text.len; i++) {
        bool letter = text.at[i] >= 'a' && text.at[i] <= 'z';
        run = letter && (starts || run > 0) ? run + 1 : 0;
        if (run == LONG_ENOUGH)
            return true;
        starts = text.at[i] == ' ';
    }
    return false;
}

static struct spelling *spelling_of(struct reading *reading, uint32_t form, str written)
{
    uint32_t *link = &reading->first[form];
    for (size_t i = 0; i < SPELLINGS_MOST; i++) {
        if (*link == 0) {
            bool small = is_small(reading->scratch, written);
            struct spelling spelling = { .text = written, .small = small };
            *link = (uint32_t)reading->spellings.count + 1;
            LIST_ADD(reading->arena, reading->spellings, spelling);
            return &reading->spellings.at[reading->spellings.count - 1];
        }
        struct spelling *spelling = &reading->spellings.at[*link - 1];
        if (str_equal(spelling->text, written))
            return spelling;
        link = &spelling->next;
    }
    return NULL;
}

// Of a chain, the parts that could stand alone count too.
static bool counts(const struct unit *unit)
{
    size_t least = is_capitals(unit->written) ? 2 : unit->part ? 4 : 3;
    return unit->text.len >= least && unit->written.len <= WORD_BYTES;
}

static void read_unit(void *context, const struct unit *unit)
{
    struct reading *reading = context;
    if (!counts(unit))
        return;
    const struct form_entry *form = lexicon_find(reading->lexicon, unit->text);
    if (form == NULL)
        return;
    if (reading->last[form->head] != reading->entry)
        reading->pages[form->head]++;
    reading->last[form->head] = reading->entry;
    struct spelling *spelling =
        spelling_of(reading, (uint32_t)(form - reading->lexicon->forms), unit->written);
    if (spelling == NULL)
        return;
    if (!unit->opens && (spelling->small || is_telling(reading->text)))
        spelling->sure++;
    else
        spelling->unsure++;
}

static void read_text(struct reading *reading, str text)
{
    reading->text = text;
    units_each(text, reading->scratch, read_unit, reading);
}

static void read_entry(struct reading *reading, struct entry entry)
{
    const struct document *document = entry_document(entry);
    reading->entry++;
    read_text(reading, entry_title(entry));
    if (document == NULL || entry_is_quiet(entry))
        return;
    for (size_t i = 0; i < document->heading_count; i++)
        read_text(reading, document->headings[i].text);
}

// In the order of the site's pages, as they lie in memory, and not in that of
// their numbers, which leads all over the place.
static void read_all(struct reading *reading, const struct entries *entries)
{
    size_t pages = entries->site->page_count;
    const struct entry **order = ARENA_ARRAY(reading->arena, const struct entry *, pages);
    for (size_t i = 0; i < entries->count; i++)
        if (entries->at[i].page != NULL)
            order[entries->at[i].page->number] = &entries->at[i];
    for (size_t i = 0; i < pages; i++)
        if (order[i] != NULL)
            read_entry(reading, *order[i]);
    for (size_t i = 0; i < entries->count; i++)
        if (entries->at[i].page == NULL)
            read_entry(reading, entries->at[i]);
}

struct spellings *spellings_of(struct arena *arena, const struct entries *entries,
                               const struct lexicon *lexicon)
{
    struct reading reading = { .lexicon = lexicon,
                               .arena = arena,
                               .scratch = arena_new(),
                               .pages = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1),
                               .last = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1),
                               .first = ARENA_ARRAY(arena, uint32_t, lexicon->count + 1) };
    read_all(&reading, entries);
    arena_free(reading.scratch);
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
