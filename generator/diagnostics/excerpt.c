// SPDX-License-Identifier: EUPL-1.2
#include "diagnostics/excerpt.h"

#include "base/utf8.h"
#include "diagnostics/diagnostics.h"

// A longer line is shown from BEFORE characters before the column on.
enum { WHOLE_MAX = 160, SHOWN = 120, BEFORE = 60 };

// The byte where character `count` of `text` begins (from 0), or its length.
static size_t offset_of(str text, size_t from, size_t count)
{
    size_t at = from;
    while (count > 0 && at < text.len) {
        at++;
        while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80)
            at++;
        count--;
    }
    return at;
}

static str without_line_end(str line)
{
    while (line.len > 0 && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
        line.len--;
    return line;
}

struct excerpt excerpt_of(str line, unsigned column)
{
    line = without_line_end(line);
    struct excerpt excerpt = { .text = line, .caret = column };
    if (offset_of(line, 0, WHOLE_MAX) == line.len)
        return excerpt;

    unsigned from = column > BEFORE ? column - BEFORE : 0;
    size_t start = offset_of(line, 0, from);
    size_t end = offset_of(line, start, SHOWN);
    excerpt.text = str_slice(line, start, end);
    excerpt.cut_before = start > 0;
    excerpt.cut_after = end < line.len;
    if (excerpt.cut_before)
        excerpt.caret = column - from + 1;
    return excerpt;
}

str excerpt_copied(struct arena *arena, struct excerpt excerpt)
{
    if (excerpt.text.len == 0)
        return STR("");
    return arena_join(arena, (str[]){ excerpt.cut_before ? STR("…") : STR(""),
                                      excerpt.text,
                                      excerpt.cut_after ? STR("…") : STR(""),
                                      { 0 } });
}

struct range {
    uint32_t first;
    uint32_t last;
};

static bool is_within(const struct range *ranges, uint32_t character)
{
    for (; ranges->last != 0; ranges++)
        if (character >= ranges->first && character <= ranges->last)
            return true;
    return false;
}

bool character_hidden(uint32_t character)
{
    static const struct range hidden[] = {
        { 0x00, 0x08 },     { 0x0A, 0x1F },     { 0x7F, 0x9F },     { 0xAD, 0xAD },
        { 0x61C, 0x61C },   { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x2069 },
        { 0xFEFF, 0xFEFF }, { 0, 0 },
    };
    return character != '\t' && is_within(hidden, character);
}

uint32_t character_visible(uint32_t character)
{
    if (!character_hidden(character))
        return character;
    if (character < 0x20)
        return 0x2400 + character; // the pictures of control characters: ␀ .. ␟
    return character == 0x7F ? 0x2421 : 0xFFFD;
}

void buf_add_visible(struct buf *buf, str text)
{
    for (size_t at = 0; at < text.len;)
        buf_add_character(buf, character_visible(utf8_next(text, &at)));
}

// Columns that a terminal gives to the character.
static unsigned width_of(uint32_t character)
{
    static const struct range none[] = {
        { 0x300, 0x36F },
        { 0xFE00, 0xFE0F },
        { 0, 0 },
    };
    static const struct range wide[] = {
        { 0x1100, 0x115F },
        { 0x2E80, 0x303E },
        { 0x3041, 0xA4CF },
        { 0xAC00, 0xD7A3 },
        { 0xF900, 0xFAFF },
        { 0xFE30, 0xFE6F },
        { 0xFF00, 0xFF60 },
        { 0xFFE0, 0xFFE6 },
        { 0x1F300, 0x1F64F },
        { 0x1F680, 0x1F6FF },
        { 0x1F900, 0x1FAFF },
        { 0x20000, 0x3FFFD },
        { 0, 0 },
    };
    if (character < 0x300 || is_within(none, character))
        return character < 0x300;
    return is_within(wide, character) ? 2 : 1;
}

void buf_add_indent_below(struct buf *buf, str text, unsigned column)
{
    unsigned seen = 1;
    for (size_t at = 0; seen < column && at < text.len; seen++) {
        uint32_t character = utf8_next(text, &at);
        if (character == '\t')
            buf_add_char(buf, '\t');
        else
            buf_add(buf, str_slice(STR("  "), 0, width_of(character)));
    }
    for (; seen < column; seen++)
        buf_add_char(buf, ' ');
}
