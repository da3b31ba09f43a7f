// SPDX-License-Identifier: EUPL-1.2
#include "ask/passage.h"

#include "base/list.h"
#include "base/utf8.h"

bool is_blank(uint32_t character)
{
    return (character >= 0x09 && character <= 0x0D) || character == ' ' || character == 0xA0;
}

// ---- Notes and pictures ----

// Marks of notes, and the way back from a note: from so to so is left out.
static const str note_marks[][2] = {
    { { "<sup class=\"noot\"", 17 }, { "</sup>", 6 } },
    { { "<a class=\"noot-terug\"", 21 }, { "</a>", 4 } },
};

// The end of the mark that begins at `at`, or `at` when there is none.
static size_t note_end(str html, size_t at)
{
    for (size_t i = 0; i < sizeof note_marks / sizeof *note_marks; i++) {
        if (!str_starts(str_after(html, at), note_marks[i][0]))
            continue;
        size_t close = str_find(html, note_marks[i][1], at + note_marks[i][0].len);
        if (close != STR_NONE)
            return close + note_marks[i][1].len;
    }
    return at;
}

// The alternative text of the picture at `at`, and where its tag ends; `at`
// itself when it has none.
static size_t picture_end(str html, size_t at, str *text)
{
    str alt = STR(" alt=\"");
    size_t tag_end = str_find_char(html, '>', at);
    if (!str_starts(str_after(html, at), STR("<img")) || tag_end == STR_NONE)
        return at;
    for (size_t from = tag_end; from >= at + 4; from--) {
        if (!str_starts(str_after(html, from), alt))
            continue;
        size_t quote = str_find_char(html, '"', from + alt.len);
        size_t end = quote == STR_NONE ? STR_NONE : str_find_char(html, '>', quote);
        *text = str_slice(html, from + alt.len, quote);
        if (end != STR_NONE)
            return end + 1;
    }
    return at;
}

// Leaves marks of notes out and puts texts where pictures are.
static void notes_leave_out(struct buf *to, str html)
{
    size_t from = 0;
    for (size_t at = 0; (at = str_find_char(html, '<', at)) != STR_NONE;) {
        str text = STR("");
        size_t end = note_end(html, at);
        end = end == at ? picture_end(html, at, &text) : end;
        if (end == at) {
            at++;
            continue;
        }
        buf_add(to, str_slice(html, from, at));
        buf_add(to, text);
        from = at = end;
    }
    buf_add(to, str_after(html, from));
}

// ---- Tags ----

// Tags that stand in words; the others end one.
static bool tag_is_inline(str name)
{
    static const char *const names[] = {
        "a", "abbr", "b",     "cite", "code",   "del", "em",  "i",    "mark",
        "q", "s",    "small", "span", "strong", "sub", "sup", "time", "u",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(name, str_from_c(names[i])))
            return true;
    return false;
}

static str tag_name(str html, size_t at)
{
    at += at < html.len && html.at[at] == '/';
    size_t end = at;
    while (end < html.len && ((html.at[end] >= 'a' && html.at[end] <= 'z') ||
                              (html.at[end] >= '0' && html.at[end] <= '9')))
        end++;
    return str_slice(html, at, end);
}

static void tags_leave_out(struct buf *to, str html)
{
    size_t from = 0;
    for (size_t at = 0; (at = str_find_char(html, '<', at)) != STR_NONE;) {
        size_t end = str_find_char(html, '>', at + 1);
        if (end == STR_NONE)
            break;
        buf_add(to, str_slice(html, from, at));
        if (!tag_is_inline(tag_name(html, at + 1)))
            buf_add_char(to, ' ');
        from = at = end + 1;
    }
    buf_add(to, str_after(html, from));
}

// ---- References ----

static void references_decode(struct buf *to, str text)
{
    static const struct {
        str name;
        char stands_for;
    } known[] = {
        { { "&amp;", 5 }, '&' },  { { "&lt;", 4 }, '<' },   { { "&gt;", 4 }, '>' },
        { { "&quot;", 6 }, '"' }, { { "&#39;", 5 }, '\'' },
    };
    for (size_t at = 0; at < text.len;) {
        size_t len = 1;
        char character = text.at[at];
        for (size_t i = 0; character == '&' && len == 1 && i < sizeof known / sizeof *known; i++)
            if (str_starts(str_after(text, at), known[i].name)) {
                character = known[i].stands_for;
                len = known[i].name.len;
            }
        buf_add_char(to, character);
        at += len;
    }
}

// ---- Blanks ----

// What JavaScript takes off the ends of a text.
static bool is_trimmed(uint32_t character)
{
    return is_blank(character) || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200A) || character == 0x2028 ||
           character == 0x2029 || character == 0x202F || character == 0x205F ||
           character == 0x3000 || character == 0xFEFF;
}

static str trimmed(str text)
{
    size_t start = 0;
    size_t end = 0;
    bool begun = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (is_trimmed(utf8_next(text, &at)))
            continue;
        start = begun ? start : from;
        begun = true;
        end = at;
    }
    return str_slice(text, start, end);
}

static void blanks_join(struct buf *to, str text)
{
    bool pending = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (is_blank(utf8_next(text, &at))) {
            pending = to->len > 0;
            continue;
        }
        if (pending)
            buf_add_char(to, ' ');
        pending = false;
        buf_add(to, str_slice(text, from, at));
    }
}

str passage_plain(struct arena *arena, str html)
{
    struct buf noted = { 0 };
    struct buf bare = { 0 };
    struct buf decoded = { 0 };
    struct buf plain = { 0 };
    notes_leave_out(&noted, html);
    tags_leave_out(&bare, buf_view(&noted));
    references_decode(&decoded, buf_view(&bare));
    blanks_join(&plain, buf_view(&decoded));
    str copy = utf8_clean(arena, arena_copy(arena, trimmed(buf_view(&plain))));
    buf_release(&noted);
    buf_release(&bare);
    buf_release(&decoded);
    buf_release(&plain);
    return copy;
}

// No address leads out of the website.
static bool address_is_safe(str address)
{
    str rest = address;
    str part;
    while (str_cut(rest, '/', &part, &rest))
        if (part.len == 0 || str_equal(part, STR("..")) || str_equal(part, STR(".")))
            return false;
    return str_find_char(address, '\0', 0) == STR_NONE;
}

str passage_read(struct index *index, struct arena *arena, const struct record *record,
                 size_t passage)
{
    str page = STR("");
    str none = { NULL, 0 };
    if (passage >= record->passage_count || record->quiet || !address_is_safe(record->address))
        return none;
    str path = arena_join(arena, (str[]){ record->address, STR("index.html"), { 0 } });
    if (!index_page(index, path, &page))
        return none;
    struct passage_at at = record->passages[passage];
    if (at.start > page.len || at.len > page.len - at.start)
        return none;
    str piece = str_slice(page, at.start, at.start + at.len);
    return piece_check(piece) == at.check ? passage_plain(arena, piece) : none;
}

// ---- Words in a row ----

struct text_words text_words_of(struct arena *arena, str text)
{
    LIST(str) words = { 0 };
    struct arena *scratch = arena_new();
    struct word_reader reader = word_reader(text, scratch);
    char room[WORD_BYTES];
    struct word word;
    while (word_next(&reader, room, &word))
        if (word.text.len > 0)
            LIST_ADD(arena, words, arena_copy(arena, word.text));
    arena_free(scratch);
    return (struct text_words){ words.at, words.count };
}

size_t run_find(const struct text_words *text, const struct text_words *run)
{
    for (size_t at = 0; at + run->count <= text->count; at++) {
        size_t same = 0;
        while (same < run->count && str_equal(text->at[at + same], run->at[same]))
            same++;
        if (same == run->count)
            return at;
    }
    return STR_NONE;
}
