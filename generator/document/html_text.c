// SPDX-License-Identifier: EUPL-1.2
#include "document/html_text.h"

#include "base/bisect.h"
#include "base/html.h"

#include <stdint.h>
#include <string.h>

// Length of what is at `at` and is no character, or 0: cmark writes a
// reference to U+FFFE or U+FFFF as the single byte 0xFE or 0xFF.
static size_t no_character(str text, size_t at)
{
    if ((unsigned char)text.at[at] >= 0xFE)
        return 1;
    return html_is_noncharacter(text, at) ? 3 : 0;
}

void html_add_text(struct buf *to, str text)
{
    size_t from = 0;
    for (size_t i = html_plain_end(text, 0); i < text.len; i = html_plain_end(text, i)) {
        size_t bad = no_character(text, i);
        if (bad == 0 && ((unsigned char)text.at[i] == 0xEF || text.at[i] == '\'')) {
            i++;
            continue;
        }
        buf_add(to, str_slice(text, from, i));
        if (bad > 0)
            buf_add(to, STR("\xEF\xBF\xBD"));
        else
            buf_add_escaped(to, str_slice(text, i, i + 1));
        i += bad > 1 ? bad : 1;
        from = i;
    }
    buf_add(to, str_after(text, from));
}

static bool is_address_character(unsigned char c)
{
    if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
        return true;
    return c != '\0' && str_find_char(STR("-_.!~*()/?:@=+$,;%#"), (char)c, 0) != STR_NONE;
}

void html_add_address(struct buf *to, str address)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < address.len; i++) {
        unsigned char c = (unsigned char)address.at[i];
        if (is_address_character(c)) {
            buf_add_char(to, (char)c);
        } else if (c == '&' || c == '\'') {
            buf_add_escaped(to, str_slice(address, i, i + 1));
        } else {
            buf_add_char(to, '%');
            buf_add_char(to, digits[c >> 4]);
            buf_add_char(to, digits[c & 15]);
        }
    }
}

struct reference {
    str name;
    char character;
};

static const struct reference references[] = {
    { { "&amp;", 5 }, '&' },  { { "&lt;", 4 }, '<' },   { { "&gt;", 4 }, '>' },
    { { "&quot;", 6 }, '"' }, { { "&#39;", 5 }, '\'' },
};

// Adds text between tags with its references decoded.
static void add_decoded(struct buf *to, str text)
{
    size_t from = 0;
    for (size_t at = str_find_char(text, '&', 0); at != STR_NONE;
         at = str_find_char(text, '&', at + 1)) {
        for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
            if (!str_starts(str_after(text, at), references[i].name))
                continue;
            buf_add(to, str_slice(text, from, at));
            buf_add_char(to, references[i].character);
            from = at + references[i].name.len;
            break;
        }
    }
    buf_add(to, str_after(text, from));
}

static size_t after(str body, str mark, size_t from)
{
    size_t at = mark.len == 1 ? str_find_char(body, mark.at[0], from) : str_find(body, mark, from);
    return at == STR_NONE ? body.len : at + mark.len;
}

bool html_is_heading(str body, size_t tag)
{
    return tag + 2 < body.len && body.at[tag + 1] == 'h' && body.at[tag + 2] >= '2' &&
           body.at[tag + 2] <= '6';
}

bool html_is_block(str body, size_t tag)
{
    size_t name = tag + 1 + (tag + 1 < body.len && body.at[tag + 1] == '/');
    char second = name + 1 < body.len ? body.at[name + 1] : '\0';
    switch (name < body.len ? body.at[name] : '\0') {
    case 'p': // p, pre
    case 'l': // li
    case 'u': // ul
    case 'o': // ol
    case 'h': // hr
    case 'f': // figure, figcaption
        return true;
    case 'a': // aside; a
        return second == 's';
    case 'b': // blockquote; br
        return second == 'l';
    case 'c': // caption; code
        return second == 'a';
    case 'd': // div; del
        return second == 'i';
    case 's': // section; span, strong, sup
        return second == 'e';
    case 't': // table, tr, thead, tbody; td, th
        return second == 'a' || second == 'r' || second == 'b' ||
               str_starts(str_after(body, name), STR("thead"));
    default:
        return false;
    }
}

size_t html_after_tag(str body, size_t at)
{
    char name = at + 1 < body.len ? body.at[at + 1] : '\0';
    if (name != 's' && name != 'a')
        return after(body, STR(">"), at);
    str tag = str_after(body, at);
    if (str_starts(tag, STR("<sup class=\"noot\"")))
        return after(body, STR("</sup>"), at);
    if (str_starts(tag, STR("<a class=\"noot-terug\"")))
        return after(body, STR("</a>"), at);
    return after(body, STR(">"), at);
}

size_t html_link_at(const struct html_stretch *stretch, size_t offset)
{
    size_t at;
    BISECT(at, 0, stretch->link_count, stretch->links[at].offset < offset);
    return at;
}

// Takes a piece of a text; `html` when there may be references in it.
typedef void take_piece(void *context, str piece, bool html);

// Gives the text [from, end) with the images whose slots are in it.
static void give_with_images(const struct html_stretch *stretch, size_t *link, size_t from,
                             size_t end, take_piece *take, void *context)
{
    for (; *link < stretch->link_count && stretch->links[*link].offset <= end; ++*link) {
        const struct link *image = &stretch->links[*link];
        if (image->kind != LINK_IMAGE || image->offset < from)
            continue;
        take(context, str_slice(stretch->body, from, image->offset), true);
        take(context, image->text, false);
        from = image->offset;
    }
    take(context, str_slice(stretch->body, from, end), true);
}

static void give_pieces(const struct html_stretch *stretch, take_piece *take, void *context)
{
    str body = str_slice(stretch->body, 0, stretch->to);
    size_t link = html_link_at(stretch, stretch->from);
    for (size_t at = stretch->from; at < body.len;) {
        size_t tag = str_find_char(body, '<', at);
        size_t end = tag == STR_NONE ? body.len : tag;
        give_with_images(stretch, &link, at, end, take, context);
        if (tag != STR_NONE && tag + 2 < body.len && body.at[tag + 2] == 'r' &&
            body.at[tag + 1] == 'b')
            take(context, STR(" "), false);
        at = tag == STR_NONE ? body.len : html_after_tag(body, tag);
    }
}

static void add_piece(void *context, str piece, bool html)
{
    if (html)
        add_decoded(context, piece);
    else
        buf_add(context, piece);
}

void html_add_plain(struct buf *to, const struct html_stretch *stretch)
{
    give_pieces(stretch, add_piece, to);
}

struct word_count {
    unsigned words; // that have ended
    bool inside;
};

static bool in_word(char c)
{
    return (unsigned char)c > ' ';
}

// The highest bit of each of eight bytes that are in a word.
static uint64_t in_words(const char *at)
{
    const uint64_t ones = UINT64_MAX / 255;
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return (((bytes & ones * 0x7F) + ones * (0x7F - ' ')) | bytes) & ones * 0x80;
}

// A reference is a part of a word, as the character is.  A word ends before a byte that
// is in none, where the one before it is in one.
static void count_piece(void *context, str piece, bool html)
{
    (void)html;
    const uint64_t ones = UINT64_MAX / 255;
    struct word_count *count = context;
    uint64_t before = count->inside ? 0x80 : 0; // of the byte before: as in_words tells it
    unsigned words = 0;
    size_t i = 0;
    for (; i + 8 <= piece.len; i += 8) {
        uint64_t inside = in_words(piece.at + i);
        uint64_t ends = (inside << 8 | before) & ~inside;
        words += (unsigned)((ends >> 7) * ones >> 56);
        before = inside >> 56;
    }
    for (; i < piece.len; i++) {
        uint64_t inside = in_word(piece.at[i]) ? 0x80 : 0;
        words += (before & ~inside) != 0;
        before = inside;
    }
    count->words += words;
    count->inside = before != 0;
}

unsigned html_count_words(const struct html_stretch *stretch)
{
    struct word_count count = { 0 };
    give_pieces(stretch, count_piece, &count);
    return count.words + count.inside;
}

str text_on_a_line(struct arena *arena, str text)
{
    text = str_trim(text);
    char *line = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool space =
            text.at[i] == ' ' || text.at[i] == '\n' || text.at[i] == '\t' || text.at[i] == '\r';
        if (!space)
            line[len++] = text.at[i];
        else if (line[len - 1] != ' ')
            line[len++] = ' ';
    }
    return (str){ line, len };
}

str html_plain_line(struct arena *arena, const struct html_stretch *stretch)
{
    struct buf plain = { 0 };
    html_add_plain(&plain, stretch);
    str line = text_on_a_line(arena, buf_view(&plain));
    buf_release(&plain);
    return line;
}
