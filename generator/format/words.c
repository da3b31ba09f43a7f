// SPDX-License-Identifier: EUPL-1.2
#include "format/words.h"

#include "base/utf8.h"
#include "format/word_start.h"

#include <string.h>

// What a byte is: itself in lower case for letters and digits below 0x80, and 0
// for the rest.
static const unsigned char LOWER[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
    ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
    ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',
    ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
    ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

// U+00C0 .. U+00FF without their marks; a space where there is more to it.
static const char LATIN[] = "aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y";

enum sort { OTHER, LETTER, IGNORED, APOSTROPHE, HYPHEN };

static enum sort sort_of(uint32_t character)
{
    if (character < 0x80)
        return LOWER[character] != 0 ? LETTER
               : character == '\''   ? APOSTROPHE
               : character == '-'    ? HYPHEN
                                     : OTHER;
    switch (character) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
        return APOSTROPHE;
    case 0x2010:
    case 0x2011:
        return HYPHEN;
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return IGNORED;
    default:
        return utf8_is_word(character) ? LETTER : OTHER;
    }
}

// The sort of the character at `at`, and where it ends.
static enum sort sort_at(str text, size_t at, size_t *end)
{
    *end = at;
    return at < text.len ? sort_of(utf8_next(text, end)) : OTHER;
}

// Whether a word surely ends here, as most do: at what is ASCII and neither in words
// nor between them.
static bool is_plainly_other(str text, size_t at)
{
    if (at >= text.len || text.at[at] == ' ')
        return true;
    unsigned char byte = (unsigned char)text.at[at];
    return byte < 0x80 && LOWER[byte] == 0 && byte != '\'' && byte != '-';
}

struct making {
    char *room;
    size_t len;
    bool hard; // holds more than ASCII and Latin-1 letters
};

// Adds one letter of the fast alphabet, while there is room.
static void making_add(struct making *making, uint32_t character)
{
    char plain = character < 0x80                         ? (char)LOWER[character]
                 : character >= 0xC0 && character <= 0xFF ? LATIN[character - 0xC0]
                                                          : ' ';
    if (plain == ' ')
        making->hard = true;
    else if (making->len < WORD_BYTES)
        making->room[making->len++] = plain;
}

// From `at`, which is a letter, to the end of the run.
static size_t run_read(str text, size_t at, struct making *making)
{
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte < 0x80) {
            if (LOWER[byte] == 0)
                return at;
            if (making->len < WORD_BYTES)
                making->room[making->len++] = (char)LOWER[byte];
            at++;
            continue;
        }
        size_t end = at;
        uint32_t character = utf8_next(text, &end);
        enum sort sort = sort_of(character);
        if (sort != LETTER && sort != IGNORED)
            return at;
        if (sort == LETTER)
            making_add(making, character);
        at = end;
    }
    return at;
}

static size_t apostrophes_read(str text, size_t at, struct making *making)
{
    at = run_read(text, at, making);
    for (;;) {
        size_t end;
        size_t beyond;
        if (is_plainly_other(text, at) || sort_at(text, at, &end) != APOSTROPHE ||
            sort_at(text, end, &beyond) != LETTER)
            return at;
        if (making->len < WORD_BYTES)
            making->room[making->len++] = '\'';
        at = run_read(text, end, making);
    }
}

static bool is_letter(str text, size_t at, size_t *end)
{
    enum sort sort = sort_at(text, at, end);
    return sort == LETTER && !(text.at[at] >= '0' && text.at[at] <= '9');
}

// The end of single letters with dots between (`g.g.z`), or `at`.
static size_t dotted_end(str text, size_t at)
{
    size_t end;
    size_t found = at;
    if (!is_letter(text, at, &end))
        return at;
    while (end < text.len && text.at[end] == '.') {
        size_t next;
        size_t beyond;
        if (!is_letter(text, end + 1, &next))
            break;
        enum sort after = sort_at(text, next, &beyond);
        if (after == LETTER || after == IGNORED)
            break;
        found = end = next;
    }
    return found;
}

static void dotted_read(str text, size_t at, size_t end, struct making *making)
{
    while (at < end) {
        uint32_t character = utf8_next(text, &at);
        if (character != '.')
            making_add(making, character);
    }
}

// The bytes of a hard word without what is ignored and, in `g.g.z`, the dots.
static str bare(struct arena *scratch, str raw, bool dotted)
{
    char *room = arena_alloc(scratch, raw.len);
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        size_t from = at;
        uint32_t character = utf8_next(raw, &at);
        if (sort_of(character) == IGNORED || (dotted && character == '.'))
            continue;
        memcpy(room + len, raw.at + from, at - from);
        len += at - from;
    }
    return (str){ room, len };
}

// Letters that are no letter with a mark, and yet typed as one that is.
static const char *kin_of(uint32_t character)
{
    switch (character) {
    case 0x0142:
        return "l";
    case 0x00F8:
        return "o";
    case 0x0111:
    case 0x00F0:
        return "d";
    case 0x0131:
        return "i";
    case 0x00E6:
        return "ae";
    case 0x0153:
        return "oe";
    case 0x00FE:
        return "th";
    default:
        return NULL;
    }
}

// The plain form of any word, cut after so many characters that it fits.
static void hard_read(struct word_reader *reader, str raw, bool dotted, struct making *making)
{
    arena_reset(reader->scratch);
    str plain = utf8_plain(reader->scratch, bare(reader->scratch, raw, dotted));
    making->len = 0;
    for (size_t at = 0; at < plain.len;) {
        size_t from = at;
        const char *kin = kin_of(utf8_next(plain, &at));
        str letter = kin != NULL ? str_from_c(kin) : str_slice(plain, from, at);
        if (making->len + letter.len > WORD_BYTES)
            break;
        memcpy(making->room + making->len, letter.at, letter.len);
        making->len += letter.len;
    }
}

// The final 's goes first, then the word is cut.
str word_finished(str word)
{
    if (word.len >= 2 && word.at[word.len - 1] == 's' && word.at[word.len - 2] == '\'')
        word.len -= 2;
    if (word.len <= WORD_CHARACTERS)
        return word;
    size_t at = 0;
    for (unsigned count = 0; at < word.len && count < WORD_CHARACTERS; count++)
        utf8_next(word, &at);
    return str_slice(word, 0, at);
}

str word_plain(struct arena *arena, str text)
{
    struct buf bare = { 0 };
    str plain = utf8_plain(arena, text);
    for (size_t at = 0; at < plain.len;) {
        size_t from = at;
        const char *kin = kin_of(utf8_next(plain, &at));
        buf_add(&bare, kin != NULL ? str_from_c(kin) : str_slice(plain, from, at));
    }
    str copy = arena_copy(arena, buf_view(&bare));
    buf_release(&bare);
    return copy;
}

str word_slug(struct arena *arena, str text)
{
    str plain = word_plain(arena, text);
    char *slug = arena_alloc(arena, plain.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.at[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug[len++] = c;
        else if (len > 0 && slug[len - 1] != '-')
            slug[len++] = '-';
    }
    if (len > 0 && slug[len - 1] == '-')
        len--;
    return (str){ slug, len };
}

// Moves to the next letter.  Returns false at the end.
static bool find_start(struct word_reader *reader)
{
    str text = reader->text;
    for (size_t at = reader->at; at < text.len; at++) {
        reader->at = at;
        if (LOWER[(unsigned char)text.at[at]] != 0)
            return true;
        if ((unsigned char)text.at[at] < 0x80)
            continue;
        size_t end;
        if (sort_at(text, at, &end) == LETTER)
            return true;
        at = end - 1;
    }
    return false;
}

struct word_reader word_reader(str text, struct arena *scratch)
{
    return (struct word_reader){ .text = text, .scratch = scratch };
}

bool word_next(struct word_reader *reader, char room[static WORD_BYTES], struct word *word)
{
    if (!find_start(reader))
        return false;
    str text = reader->text;
    size_t from = reader->at;
    struct making making = { .room = room };
    // Only where a dot is near is a closer look worth the time.
    size_t end = from;
    if (from + 1 < text.len && (text.at[from + 1] == '.' || (unsigned char)text.at[from] >= 0x80))
        end = dotted_end(text, from);
    bool dotted = end > from;
    if (dotted)
        dotted_read(text, from, end, &making);
    else
        end = apostrophes_read(text, from, &making);
    if (making.hard)
        hard_read(reader, str_slice(text, from, end), dotted, &making);

    size_t hyphen;
    size_t beyond;
    bool more = !is_plainly_other(text, end) && sort_at(text, end, &hyphen) == HYPHEN &&
                sort_at(text, hyphen, &beyond) == LETTER;
    *word = (struct word){ .text = word_finished((str){ room, making.len }),
                           .linked = reader->linked,
                           .is_last = !more,
                           .start = from,
                           .end = end };
    reader->linked = more;
    reader->at = more ? hyphen : end;
    return true;
}

// The words of one chain so far.
struct chain {
    char whole[CHAIN_WORDS * WORD_BYTES];
    size_t len;
    unsigned words;
};

static void chain_add(struct chain *chain, str word)
{
    if (word.len == 0)
        return;
    if (chain->words < CHAIN_WORDS) {
        memcpy(chain->whole + chain->len, word.at, word.len);
        chain->len += word.len;
    }
    chain->words++;
}

// ---- Words of ASCII ----

// Reads on behind that start, to the end of the word or of what is kept of it.
static size_t rest_read(str text, char room[static WORD_BYTES])
{
    size_t most = text.len < WORD_CHARACTERS ? text.len : WORD_CHARACTERS;
    size_t len = WORD_START;
    for (unsigned char c; len < most && (c = LOWER[(unsigned char)text.at[len]]) != 0; len++)
        room[len] = (char)c;
    return len;
}

// Reads a word of ASCII letters and digits that surely ends behind them, as most
// do.  Returns false, and reads nothing, where it needs a closer look.
static bool simple_next(struct word_reader *reader, char room[static WORD_BYTES], str *word,
                        struct word_start *start)
{
    str text = { reader->text.at + reader->at, reader->text.len - reader->at };
    size_t len = word_start_read(text, start);
    memcpy(room, &start->low, sizeof start->low);
    memcpy(room + sizeof start->low, &start->high, sizeof start->high);
    if (len == WORD_START)
        len = rest_read(text, room);
    bool dotted = len == 1 && len < text.len && text.at[1] == '.';
    if (reader->linked || len == 0 || dotted || !is_plainly_other(text, len))
        return false;
    reader->at += len + (len < text.len); // no word begins with what it ends at
    *word = (str){ room, len };
    return true;
}

// Whether an ASCII letter or digit comes next: then it need not be looked for.
static bool is_letter_next(const struct word_reader *reader)
{
    return reader->at < reader->text.len && LOWER[(unsigned char)reader->text.at[reader->at]] != 0;
}

static void word_give(word_take *take, void *context, str word)
{
    struct word_start start =
        word_start_at(str_slice(word, 0, word.len < WORD_START ? word.len : WORD_START));
    take(context, word, start.low, start.high);
}

void words_each(str text, struct arena *scratch, word_take *take, void *context)
{
    struct word_reader reader = word_reader(text, scratch);
    struct chain chain;
    char room[WORD_BYTES];
    struct word word;
    struct word_start start;
    chain.len = chain.words = 0;
    while (is_letter_next(&reader) || find_start(&reader)) {
        if (simple_next(&reader, room, &word.text, &start)) {
            take(context, word.text, start.low, start.high);
            continue;
        }
        if (!word_next(&reader, room, &word))
            break;
        if (word.text.len > 0)
            word_give(take, context, word.text);
        if (!word.linked && word.is_last)
            continue;
        chain_add(&chain, word.text);
        if (!word.is_last)
            continue;
        if (chain.words >= 2 && chain.words <= CHAIN_WORDS)
            word_give(take, context, word_finished((str){ chain.whole, chain.len }));
        chain.len = chain.words = 0;
    }
}
