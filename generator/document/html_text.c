// SPDX-License-Identifier: EUPL-1.2
#include "document/html_text.h"

#include "base/html.h"

// Bytes that html_add_text does not copy as they are.  0xEF may start U+FFFE
// or U+FFFF, which XML does not allow; cmark writes a reference to one of these
// as the single byte 0xFE or 0xFF.
static const bool special[256] = {
    [0x00] = 1, [0x01] = 1, [0x02] = 1, [0x03] = 1, [0x04] = 1, [0x05] = 1, [0x06] = 1, [0x07] = 1,
    [0x08] = 1, [0x0B] = 1, [0x0C] = 1, [0x0E] = 1, [0x0F] = 1, [0x10] = 1, [0x11] = 1, [0x12] = 1,
    [0x13] = 1, [0x14] = 1, [0x15] = 1, [0x16] = 1, [0x17] = 1, [0x18] = 1, [0x19] = 1, [0x1A] = 1,
    [0x1B] = 1, [0x1C] = 1, [0x1D] = 1, [0x1E] = 1, [0x1F] = 1, [0x7F] = 1, ['&'] = 1,  ['<'] = 1,
    ['>'] = 1,  ['"'] = 1,  [0xEF] = 1, [0xFE] = 1, [0xFF] = 1,
};

// Length of what is at `at` and is no character, or 0.
static size_t no_character(str text, size_t at)
{
    unsigned char c = (unsigned char)text.at[at];
    bool wide = c == 0xEF && at + 2 < text.len && (unsigned char)text.at[at + 1] == 0xBF &&
                ((unsigned char)text.at[at + 2] | 1) == 0xBF;
    return wide ? 3 : c >= 0xFE ? 1 : 0;
}

void html_add_text(struct buf *to, str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (!special[c])
            continue;
        size_t bad = no_character(text, i);
        if (c == 0xEF && bad == 0)
            continue;
        buf_add(to, str_slice(text, from, i));
        if (bad > 0)
            buf_add(to, STR("\xEF\xBF\xBD"));
        else
            buf_add_escaped(to, str_slice(text, i, i + 1));
        i += bad > 1 ? bad - 1 : 0;
        from = i + 1;
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

// Where reading goes on after the tag at `at`: marks of footnotes are skipped
// with what is in them.
static size_t after_tag(str body, size_t at)
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

// The first link whose slot is at or after `offset`.
static size_t link_at(const struct html_stretch *stretch, size_t offset)
{
    size_t low = 0;
    size_t high = stretch->link_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stretch->links[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Adds the text [from, end) with the images whose slots are in it.
static void add_with_images(struct buf *to, const struct html_stretch *stretch, size_t *link,
                            size_t from, size_t end)
{
    for (; *link < stretch->link_count && stretch->links[*link].offset <= end; ++*link) {
        const struct link *image = &stretch->links[*link];
        if (image->kind != LINK_IMAGE || image->offset < from)
            continue;
        add_decoded(to, str_slice(stretch->body, from, image->offset));
        buf_add(to, image->text);
        from = image->offset;
    }
    add_decoded(to, str_slice(stretch->body, from, end));
}

void html_add_plain(struct buf *to, const struct html_stretch *stretch)
{
    str body = str_slice(stretch->body, 0, stretch->to);
    size_t link = link_at(stretch, stretch->from);
    for (size_t at = stretch->from; at < body.len;) {
        size_t tag = str_find_char(body, '<', at);
        size_t end = tag == STR_NONE ? body.len : tag;
        add_with_images(to, stretch, &link, at, end);
        if (tag != STR_NONE && tag + 2 < body.len && body.at[tag + 2] == 'r' &&
            body.at[tag + 1] == 'b')
            buf_add_char(to, ' ');
        at = tag == STR_NONE ? body.len : after_tag(body, tag);
    }
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
