// SPDX-License-Identifier: EUPL-1.2
#include "search/distinct.h"

#include "base/utf8.h"

#include <string.h>

struct distinction {
    struct arena *scratch;
    written_take *take;
    void *context;
    bool opens; // the unit that comes next begins a sentence
};

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

// Whether a byte begins a letter beyond ASCII: no punctuation, no signs.
static bool is_accented(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte > 0xC2 && byte < 0xF0 && byte != 0xE2;
}

// What may stand in a word or between two of a chain.
static bool is_inside(char c)
{
    return (unsigned char)c >= 0x80 || is_small(c) || is_capital(c) || (c >= '0' && c <= '9') ||
           c == '\'' || c == '-' || c == '.';
}

// ---- A word ----

// What nobody sees.
static bool is_unseen(uint32_t character)
{
    return character == 0xAD || (character >= 0x200B && character <= 0x200D) ||
           character == 0x2060 || character == 0xFEFF;
}

static str without_unseen(struct arena *arena, str text)
{
    char *room = arena_alloc(arena, text.len);
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (is_unseen(utf8_next(text, &at)))
            continue;
        memcpy(room + len, text.at + from, at - from);
        len += at - from;
    }
    return (str){ room, len };
}

// GGZ, iPad: where a capital is not the first letter, all are the word's own.
static bool has_capital_inside(str text)
{
    for (size_t i = 1; i < text.len; i++)
        if (is_capital(text.at[i]))
            return true;
    return false;
}

static void take_unit(void *context, const struct unit *unit)
{
    struct distinction *distinction = context;
    struct arena *scratch = distinction->scratch;
    bool opens = unit->opens && distinction->opens;
    if (!unit->part)
        distinction->opens = false; // the whole of a chain comes after its parts
    if (unit->text.len == 0 || unit->written.len > WORD_BYTES ||
        str_equal(unit->written, unit->text))
        return;
    str text = utf8_composed(scratch, without_unseen(scratch, unit->written));
    if (opens && !has_capital_inside(text))
        text = utf8_folded(scratch, text);
    struct written written = { .form = unit->text, .text = text, .sure = true };
    if (!str_equal(text, unit->text))
        distinction->take(distinction->context, &written);
}

// ---- A text ----

// Whether it shows at `at` that a word may be written otherwise.
static bool is_shown(str text, size_t at)
{
    char c = text.at[at];
    if (c != '-')
        return is_capital(c) || is_accented(c);
    char before = at > 0 ? text.at[at - 1] : ' ';
    char after = at + 1 < text.len ? text.at[at + 1] : ' ';
    return (is_small(before) || is_capital(before) || (unsigned char)before >= 0x80) &&
           (is_small(after) || is_capital(after) || (unsigned char)after >= 0x80);
}

#define ALL(byte) (0x0101010101010101u * (byte))

// Whether one of eight bytes may be a capital, a hyphen or not ASCII.
static bool may_show(uint64_t bytes)
{
    uint64_t capitals = (bytes & ALL(0x60)) ^ ALL(0x40);
    uint64_t hyphens = bytes ^ ALL('-');
    uint64_t zeros = ((capitals - ALL(1)) & ~capitals) | ((hyphens - ALL(1)) & ~hyphens);
    return ((zeros | bytes) & ALL(0x80)) != 0;
}

// Where it shows next, or the end.
static size_t shown_find(str text, size_t at)
{
    uint64_t bytes;
    while (at < text.len) {
        size_t end = at + sizeof bytes < text.len ? at + sizeof bytes : text.len;
        if (end - at == sizeof bytes) {
            memcpy(&bytes, text.at + at, sizeof bytes);
            if (!may_show(bytes)) {
                at = end;
                continue;
            }
        }
        for (; at < end; at++)
            if (is_shown(text, at))
                return at;
    }
    return text.len;
}

// Whether a sentence begins at `at`, as far as what stands there since `from` tells.
static bool opens_at(str text, size_t from, size_t at)
{
    while (at > from && (text.at[at - 1] == ' ' || text.at[at - 1] == '\n'))
        at--;
    if (at == from)
        return from == 0 || text.at[from - 1] == '.';
    return (unsigned char)text.at[at - 1] >= 0x80 || strchr(".?!:\">", text.at[at - 1]) != NULL;
}

// The text may be HTML: what stands in tags hardly ever shows anything.
static void read_text(struct distinction *distinction, str text)
{
    size_t done = 0;
    for (size_t at = shown_find(text, 0); at < text.len; at = shown_find(text, done)) {
        size_t from = at;
        while (from > done && is_inside(text.at[from - 1]))
            from--;
        size_t to = at + 1;
        while (to < text.len && is_inside(text.at[to]))
            to++;
        str words = str_slice(text, from, to);
        bool opens = opens_at(text, done, from);
        done = to;
        // Most sentences begin with a word like any other.
        if (opens && at == from && shown_find(words, 1) == words.len)
            continue;
        distinction->opens = opens;
        arena_reset(distinction->scratch);
        units_each(words, distinction->scratch, take_unit, distinction);
    }
}

static void take_text(void *context, enum part part, unsigned passage, str text)
{
    (void)part;
    (void)passage;
    read_text(context, text);
}

void distinct_each(const struct entries *entries, size_t entry, struct arena *scratch,
                   written_take *take, void *context)
{
    struct distinction distinction = { .scratch = scratch, .take = take, .context = context };
    const struct document *document = entry_document(entries->at[entry]);
    entry_texts(entries->at[entry], entries->site->taxonomy_count, take_text, &distinction);
    if (document == NULL)
        return;
    struct arena *own = arena_new();
    read_text(&distinction, document_body_open(document, own));
    arena_free(own);
}
