// SPDX-License-Identifier: EUPL-1.2
#include "document/encoding.h"

#include "base/utf8.h"

DIAGNOSTIC(text_encoding, WARNING,
           "dit bestand is bewaard als {1}, niet als UTF-8; kijk of letters zoals é goed op de "
           "site staan",
           "this file was saved as {1}, not as UTF-8; see whether letters such as é are right on "
           "the site",
           "bewaar het als UTF-8: in Kladblok met 'Opslaan als', bij 'Codering'",
           "save it as UTF-8: in Notepad with 'Save as', at 'Encoding'");
DIAGNOSTIC(text_unreadable, ERROR, "hier staat een teken dat niet te lezen is",
           "there is a character here that cannot be read",
           "typ het woord opnieuw, en bewaar het bestand als UTF-8",
           "type the word again, and save the file as UTF-8");

enum { REPLACEMENT = 0xFFFD };

// ---- UTF-16 ----

static bool is_big_endian(str bytes)
{
    return str_starts(bytes, STR("\xFE\xFF"));
}

bool text_is_utf16(str bytes)
{
    return is_big_endian(bytes) || str_starts(bytes, STR("\xFF\xFE"));
}

// The two bytes at `at`, or one that is alone at the end.
static uint32_t unit_at(str bytes, size_t at, bool big)
{
    uint32_t first = (unsigned char)bytes.at[at];
    if (at + 1 == bytes.len)
        return REPLACEMENT;
    uint32_t second = (unsigned char)bytes.at[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

static bool is_surrogate(uint32_t unit, uint32_t first)
{
    return unit >= first && unit < first + 0x400;
}

str text_from_utf16(struct arena *arena, str bytes)
{
    struct buf text = { 0 };
    bool big = is_big_endian(bytes);
    for (size_t at = 2; at < bytes.len; at += 2) {
        uint32_t character = unit_at(bytes, at, big);
        uint32_t next = at + 2 < bytes.len ? unit_at(bytes, at + 2, big) : 0;
        if (is_surrogate(character, 0xD800) && is_surrogate(next, 0xDC00)) {
            character = 0x10000 + ((character - 0xD800) << 10) + (next - 0xDC00);
            at += 2;
        }
        bool readable =
            character != 0 && !is_surrogate(character, 0xD800) && !is_surrogate(character, 0xDC00);
        buf_add_character(&text, readable ? character : REPLACEMENT);
    }
    str copy = arena_copy(arena, buf_view(&text));
    buf_release(&text);
    return copy;
}

// ---- Windows-1252 ----

// What 0x80 to 0x9F stand for there, 0 for nothing; all above are as in Unicode.
static uint32_t windows_character(unsigned char byte)
{
    static const uint16_t characters[] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    return byte >= 0x80 && byte < 0xA0 ? characters[byte - 0x80] : byte;
}

// Whether every byte stands for something there, and none of them are together a character
// of UTF-8: then the text is that, with something odd in it.
static bool is_windows(str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t from = at;
        utf8_next(bytes, &at);
        if (at - from > 1 || windows_character((unsigned char)bytes.at[from]) == 0)
            return false;
    }
    return true;
}

static str text_from_windows(struct arena *arena, str bytes)
{
    struct buf text = { 0 };
    for (size_t i = 0; i < bytes.len; i++)
        buf_add_character(&text, windows_character((unsigned char)bytes.at[i]));
    str copy = arena_copy(arena, buf_view(&text));
    buf_release(&text);
    return copy;
}

// ---- Any ----

// Where the first character stands that cannot be read.
static size_t first_unreadable(str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t from = at;
        uint32_t character = utf8_next(bytes, &at);
        if (character == 0 || (character == REPLACEMENT && at - from == 1))
            return from;
    }
    return bytes.len;
}

str text_decoded(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics)
{
    struct place whole = { .path = path };
    bool wide = text_is_utf16(bytes);
    if (!wide && utf8_valid(bytes) && str_find_char(bytes, '\0', 0) == STR_NONE)
        return bytes;
    if (wide || is_windows(bytes)) {
        diagnose(diagnostics, &text_encoding, whole,
                 VALUES(wide ? STR("UTF-16") : STR("Windows-1252")));
        return wide ? text_from_utf16(arena, bytes) : text_from_windows(arena, bytes);
    }
    str clean = utf8_clean(arena, bytes);
    diagnose(diagnostics, &text_unreadable, place_in(path, clean, first_unreadable(bytes)), NULL);
    return clean;
}
