// SPDX-License-Identifier: EUPL-1.2
#include "search/written.h"

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

// ---- Titles and headings of an entry ----

struct reading {
    struct arena *scratch;
    str text; // that is being read
    written_take *take;
    void *context;
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

// Of a chain, the parts that could stand alone count too.
static bool counts(const struct unit *unit)
{
    size_t least = is_capitals(unit->written) ? 2 : unit->part ? 4 : 3;
    return unit->text.len >= least && unit->written.len <= WORD_BYTES;
}

static void read_unit(void *context, const struct unit *unit)
{
    const struct reading *reading = context;
    if (!counts(unit))
        return;
    bool small = is_small(reading->scratch, unit->written);
    struct written written = { .form = unit->text,
                               .text = unit->written,
                               .small = small,
                               .sure = !unit->opens && (small || is_telling(reading->text)) };
    reading->take(reading->context, &written);
}

static void read_text(struct reading *reading, str text)
{
    reading->text = text;
    units_each(text, reading->scratch, read_unit, reading);
}

void written_each(const struct entries *entries, size_t entry, struct arena *scratch,
                  written_take *take, void *context)
{
    struct reading reading = { .scratch = scratch, .take = take, .context = context };
    const struct document *document = entry_document(entries->at[entry]);
    read_text(&reading, entry_title(entries->at[entry]));
    if (document == NULL || entry_is_quiet(entries->at[entry]))
        return;
    for (size_t i = 0; i < document->heading_count; i++)
        read_text(&reading, document_parts(document)->headings[i].text);
}
