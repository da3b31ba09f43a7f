// SPDX-License-Identifier: EUPL-1.2
#include "document/survey.h"

#include <stdint.h>
#include <string.h>

// What cmark may spend on either trap, in steps of a few nanoseconds, all
// over the file.  A file with 5,000 images in one paragraph, or 100,000 blank
// lines in a list five deep, stays below both.
enum { IMAGE_STEPS_MAX = 30000000, BLANK_STEPS_MAX = 5000000 };

enum signal { NOTHING, LINE_END, OPENER, CLOSER, PIPE, TILDE, AT_SIGN, COLON, DOT, BACKSLASH };

static const unsigned char signals[256] = {
    ['\n'] = LINE_END, ['\r'] = LINE_END, ['['] = OPENER, [']'] = CLOSER, ['|'] = PIPE,
    ['~'] = TILDE,     ['@'] = AT_SIGN,   [':'] = COLON,  ['.'] = DOT,    ['\\'] = BACKSLASH,
};

struct surveyor {
    struct survey found;
    struct arena *scratch;
    str text;
    unsigned line;      // the one being read
    bool after_blank;   // whether the line before it is blank
    size_t depth;       // at most so many lists and quotes are open
    unsigned run_first; // first line of the run of lines without a blank one
    size_t images;      // `![` in this run
    size_t closers;     // `]` in this run
    size_t image_steps; // of all runs that are not traps
    size_t blank_steps;
};

static char byte_at(str text, size_t at)
{
    return at < text.len ? text.at[at] : '\0';
}

static bool is_line_end(str text, size_t at)
{
    return at >= text.len || text.at[at] == '\n' || text.at[at] == '\r';
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t';
}

static void range_add(struct surveyor *s, struct line_ranges *ranges, unsigned first, unsigned last)
{
    if (ranges->count > 0 && ranges->at[ranges->count - 1].last + 1 == first)
        ranges->at[ranges->count - 1].last = last;
    else
        LIST_ADD(s->scratch, *ranges, ((struct line_range){ first, last }));
}

// The lines from run_first up to the one being read are over: no bracket of
// them can have to do with what follows.
static void run_end(struct surveyor *s)
{
    size_t steps = s->images * s->closers;
    if (s->image_steps + steps > IMAGE_STEPS_MAX)
        range_add(s, &s->found.images, s->run_first, s->line - 1);
    else
        s->image_steps += steps;
    s->images = 0;
    s->closers = 0;
    s->run_first = s->line;
}

// What stands before the text of a line.
struct prefix {
    size_t columns; // of white space
    size_t markers; // of quotes and list items
    bool bullet;    // it starts with a bullet that ends any paragraph
};

static size_t marker_length(str text, size_t at)
{
    size_t end = at;
    while (end - at < 9 && byte_at(text, end) >= '0' && byte_at(text, end) <= '9')
        end++;
    char c = byte_at(text, end);
    bool ends = end > at ? c == '.' || c == ')' : c == '-' || c == '*' || c == '+';
    return ends && (is_gap(byte_at(text, end + 1)) || is_line_end(text, end + 1)) ? end + 1 - at
                                                                                  : 0;
}

static struct prefix prefix_read(str text, size_t at)
{
    struct prefix prefix = { 0 };
    for (;;) {
        size_t length = byte_at(text, at) == '>' ? 1 : marker_length(text, at);
        if (is_gap(byte_at(text, at))) {
            prefix.columns += text.at[at] == '\t' ? 4 : 1;
            at++;
        } else if (length > 0) {
            bool plus = text.at[at] == '-' || text.at[at] == '*' || text.at[at] == '+';
            if (prefix.markers == 0 && prefix.columns < 4 && plus)
                prefix.bullet = true;
            prefix.markers++;
            at += length;
        } else {
            prefix.bullet = prefix.bullet && !is_line_end(text, at);
            return prefix;
        }
    }
}

static void line_blank(struct surveyor *s)
{
    if (!s->after_blank)
        run_end(s);
    s->run_first = s->line + 1;
    s->blank_steps += s->depth;
    if (s->after_blank && s->blank_steps > BLANK_STEPS_MAX)
        range_add(s, &s->found.blanks, s->line, s->line);
    s->after_blank = true;
}

// A container that is open after this line has its marker in the line, or two
// columns of white space, or the line carries on a paragraph inside it.
static void line_filled(struct surveyor *s, size_t at)
{
    struct prefix prefix = prefix_read(s->text, at);
    size_t kept = prefix.columns / 2 < s->depth ? prefix.columns / 2 : s->depth;
    size_t depth = prefix.markers + kept;
    if (s->after_blank || depth > s->depth)
        s->depth = depth;
    if (prefix.bullet && !s->after_blank)
        run_end(s);
    s->after_blank = false;
}

static void line_start(struct surveyor *s, size_t at)
{
    s->line++;
    if (byte_at(s->text, at) == '<' && s->found.conflict == 0 &&
        str_starts(str_after(s->text, at), STR("<<<<<<< ")))
        s->found.conflict = s->line;
    size_t text = at;
    while (is_gap(byte_at(s->text, text)))
        text++;
    if (is_line_end(s->text, text))
        line_blank(s);
    else
        line_filled(s, at);
}

static void opener(struct surveyor *s, size_t at)
{
    char next = byte_at(s->text, at + 1);
    if (next == '^')
        s->found.notes = true;
    else if (next == '!')
        s->found.alerts = true;
    else if (byte_at(s->text, at + 2) == ']' && (is_gap(next) || (next | 32) == 'x'))
        s->found.tasks = true;
    if (at > 0 && s->text.at[at - 1] == '!')
        s->images++;
}

enum { NAME_MOST = 200 };

static bool is_after_backtick(str text, size_t at)
{
    for (size_t i = at; i > 0 && at - i < NAME_MOST && !is_line_end(text, i - 1); i--)
        if (text.at[i - 1] == '`')
            return true;
    return false;
}

// `](IMG 2034.jpg)`: for cmark that is no link, and all of it is text.
static void closer(struct surveyor *s, size_t at)
{
    size_t from = at + 2;
    size_t end = from;
    bool spaced = false;
    s->closers++;
    if (byte_at(s->text, at + 1) != '(' || s->found.spaced_line > 0)
        return;
    for (; end - from < NAME_MOST && !is_line_end(s->text, end) &&
           strchr("()<>\"'", s->text.at[end]) == NULL;
         end++)
        spaced |= s->text.at[end] == ' ';
    str name = str_slice(s->text, from, end < s->text.len ? end : s->text.len);
    size_t dot = str_find_last(name, '.');
    bool file = dot != STR_NONE && name.len - dot > 2 && name.len - dot <= 6 &&
                str_find_char(str_after(name, dot), ' ', 0) == STR_NONE;
    if (!spaced || !file || byte_at(s->text, end) != ')' || is_after_backtick(s->text, at))
        return;
    s->found.spaced_line = s->line;
    s->found.spaced = name;
}

static void take_signal(struct surveyor *s, size_t at)
{
    char next;
    switch (signals[(unsigned char)s->text.at[at]]) {
    case LINE_END:
        if (s->text.at[at] == '\n' || byte_at(s->text, at + 1) != '\n')
            line_start(s, at + 1);
        break;
    case OPENER:
        opener(s, at);
        break;
    case CLOSER:
        closer(s, at);
        break;
    case PIPE:
        s->found.pipes = true;
        break;
    case TILDE:
        s->found.tildes = true;
        break;
    case AT_SIGN:
        s->found.bare_links = true;
        break;
    case COLON:
        s->found.bare_links |= byte_at(s->text, at + 1) == '/' && byte_at(s->text, at + 2) == '/';
        break;
    case DOT:
        s->found.bare_links |= at >= 3 && str_equal(str_slice(s->text, at - 3, at), STR("www"));
        break;
    case BACKSLASH:
        next = byte_at(s->text, at + 1);
        s->found.escapes |= next == '[' || next == '~' || next == '{';
        break;
    default:
        break;
    }
}

enum { BLOCK = 16 };

// Where signals stand in a block: the highest bit of each byte, the first lowest.
struct sighted {
    uint64_t halves[2];
};

// Compares all bytes of a block at once; what is no signal may be among them.
static struct sighted look_at(const char *at)
{
    unsigned char __attribute__((vector_size(BLOCK))) c;
    struct sighted sighted;
    memcpy(&c, at, sizeof c);
    signed char __attribute__((vector_size(BLOCK))) found =
        ((c & 0xF8) == 8) | (c == '.') | (c == ':') | (c == '@') | (c == '[') | (c == '\\') |
        (c == ']') | ((c | 2) == '~');
    memcpy(&sighted, &found, sizeof sighted);
    for (size_t i = 0; i < 2; i++) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        sighted.halves[i] = __builtin_bswap64(sighted.halves[i]);
#endif
        sighted.halves[i] &= UINT64_MAX / 255 * 0x80;
    }
    return sighted;
}

static void take_block(struct surveyor *s, size_t at)
{
    struct sighted sighted = look_at(s->text.at + at);
    for (size_t i = 0; i < 2; i++, at += sizeof sighted.halves[i])
        for (uint64_t left = sighted.halves[i]; left != 0; left &= left - 1)
            take_signal(s, at + (size_t)__builtin_ctzll(left) / 8);
}

struct survey survey_text(struct arena *scratch, str text)
{
    struct surveyor s = { .scratch = scratch, .text = text, .after_blank = true };
    size_t at = 0;
    line_start(&s, 0);
    for (; text.len - at >= BLOCK; at += BLOCK)
        take_block(&s, at);
    for (; at < text.len; at++)
        take_signal(&s, at);
    s.line++;
    run_end(&s);
    return s.found;
}
