// SPDX-License-Identifier: EUPL-1.2
#include "document/passages.h"

#include "base/utf8.h"
#include "document/html_text.h"

#include <string.h>

// Of the text of a passage, in bytes: from `least` on it ends with a block, from
// `sentence` (7/5 of it) on with a sentence, from `space` (twice it) on with a
// word.  What is shorter than `rest` (2/5 of it) is not left alone.
enum { LEAST = 200 };

// Headings end passages, so that with many of them little room is left to cut
// what is between them; with more than fits, passages go on over them.
enum { MANY_HEADINGS = PASSAGES_MAX * 3 / 4, ROOM = PASSAGES_MAX - 10 };

// ---- Headings ----

static size_t next_heading(str body, size_t from)
{
    for (size_t at = from; (at = str_find(body, STR("<h"), at)) != STR_NONE; at++)
        if (html_is_heading(body, at))
            return at;
    return body.len;
}

// Just behind the end tag of the heading at `at`.
static size_t heading_end(str body, size_t at)
{
    size_t end = str_find(body, STR("</h"), at);
    return end == STR_NONE ? body.len : end + STR("</h2>").len;
}

// ---- Cutting ----

struct cutter {
    const struct document *document;
    str body;
    size_t least;
    size_t sentence;
    size_t space;
    size_t rest;
    bool over_headings;

    struct passage *passages; // room for PASSAGES_MAX
    size_t count;
    bool overflows;
    bool continues;    // no heading stands between the last passage and what follows
    size_t last_bytes; // of text, in the last passage
    uint32_t heading;  // that the text being read stands under
    uint32_t headings; // seen

    // The passage being read, when `bytes` is not 0.
    struct passage open;
    size_t bytes;  // of text
    size_t before; // of them, those before the block being read
    bool in_image; // its last text is that of an image
    bool tells;    // an image has a letter or digit in its text
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Just behind the reference at `at`; a bare `&` is not in a body.
static size_t after_reference(str body, size_t at)
{
    size_t end = str_find_char(body, ';', at);
    return end == STR_NONE ? body.len : end + 1;
}

static bool has_word(str text)
{
    for (size_t at = 0; at < text.len;)
        if (utf8_is_word(utf8_next(text, &at)))
            return true;
    return false;
}

// Whether [from, to) of the body has a letter or digit that is read.
static bool body_has_word(str body, size_t from, size_t to)
{
    for (size_t at = from; at < to;) {
        if (body.at[at] == '<')
            at = html_after_tag(body, at);
        else if (body.at[at] == '&')
            at = after_reference(body, at);
        else if (utf8_is_word(utf8_next(body, &at)))
            return true;
    }
    return false;
}

// An image stands at its slot, so that the passage must end behind it.
static uint32_t passage_end(const struct cutter *cutter)
{
    size_t end = cutter->open.to;
    if (!cutter->in_image || end >= cutter->body.len)
        return (uint32_t)end;
    return (uint32_t)(cutter->body.at[end] == '<' ? html_after_tag(cutter->body, end) : end + 1);
}

static void passage_add(struct cutter *cutter)
{
    struct passage passage = cutter->open;
    passage.to = passage_end(cutter);
    if (!cutter->tells && !body_has_word(cutter->body, passage.from, passage.to))
        return;
    cutter->overflows = cutter->count == PASSAGES_MAX;
    if (cutter->overflows)
        return;
    cutter->passages[cutter->count++] = passage;
    cutter->last_bytes = cutter->bytes;
    cutter->continues = true;
}

static void passage_close(struct cutter *cutter)
{
    if (cutter->bytes > 0 && !cutter->overflows)
        passage_add(cutter);
    cutter->bytes = 0;
    cutter->before = 0;
}

// At the end of a section a few words go with the passage before.
static void section_close(struct cutter *cutter)
{
    bool rest = cutter->continues && cutter->bytes > 0 && cutter->bytes < cutter->rest &&
                cutter->last_bytes + cutter->bytes <= cutter->space;
    if (rest) {
        cutter->passages[cutter->count - 1].to = passage_end(cutter);
        cutter->bytes = 0; // it is in there
    }
    passage_close(cutter);
}

static void passage_extend(struct cutter *cutter, size_t from, size_t to, size_t bytes)
{
    if (cutter->bytes == 0) {
        cutter->open = (struct passage){ .from = (uint32_t)from, .heading = cutter->heading };
        cutter->tells = false;
    }
    cutter->open.to = (uint32_t)to;
    cutter->bytes += bytes;
    cutter->in_image = false;
}

// ---- Sentences ----

static bool is_stop(char c)
{
    return c == '.' || c == '!' || c == '?';
}

// Length of the bracket or quote at the end of the text, or 0.
static size_t closing_length(str text)
{
    static const str closing[] = {
        { ")", 1 }, { "]", 1 },      { "'", 1 }, { "\"", 1 },
        { "”", 3 }, { "&quot;", 6 }, { "’", 3 }, { "»", 2 },
    };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (str_ends(text, closing[i]))
            return closing[i].len;
    return 0;
}

// Whether a sentence ends at the end of the text, be it in brackets and quotes.
static bool ends_sentence(str text)
{
    for (size_t closing = 1; text.len > 0 && closing > 0; text.len -= closing) {
        char last = text.at[text.len - 1];
        if (is_stop(last))
            return true;
        if (((last | 32) >= 'a' && (last | 32) <= 'z') || last == ',')
            return false; // as nearly always
        if (str_ends(text, STR("…")))
            return true;
        closing = closing_length(text);
    }
    return false;
}

// "bijv. een", "art. 3": what goes on in small letters or with a number.
static bool goes_on(str text, size_t from)
{
    while (from < text.len && is_space(text.at[from]))
        from++;
    char next = from < text.len ? text.at[from] : '\0';
    return (next >= 'a' && next <= 'z') || (next >= '0' && next <= '9');
}

// Chinese and Japanese have no white space between sentences.
static bool is_wide_stop(str text, size_t at)
{
    static const char *const stops[] = { "。", "！", "？" };
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (at + 3 <= text.len && memcmp(text.at + at, stops[i], 3) == 0)
            return true;
    return false;
}

// The next white space, or character that may be a wide stop.
static size_t next_pause(str text, size_t at)
{
    while (at < text.len && (unsigned char)(text.at[at] - '!') < 0xE3 - '!')
        at++;
    return at;
}

// Whether so little of the block is left behind `at` that it stays with it.
static bool is_rest(const struct cutter *cutter, size_t at, size_t end)
{
    return end - at < cutter->rest && end < cutter->body.len && cutter->body.at[end] == '<' &&
           html_is_block(cutter->body, end);
}

// Where in the text [from, end) the passage may end, or `end`.
static size_t find_cut(const struct cutter *cutter, size_t from, size_t end)
{
    str text = str_slice(cutter->body, 0, end);
    size_t least = from + (cutter->sentence > cutter->bytes ? cutter->sentence - cutter->bytes : 0);
    size_t most = from + (cutter->space > cutter->bytes ? cutter->space - cutter->bytes : 0);
    for (size_t at = least; (at = next_pause(text, at)) < end; at++) {
        bool wide = !is_space(text.at[at]);
        if (wide && !is_wide_stop(text, at))
            continue;
        // At the start of a text the sentence stands before a tag.
        str before = str_slice(text, 0, at > from ? at : cutter->open.to);
        if (!wide && at < most && (!ends_sentence(before) || goes_on(text, at)))
            continue;
        size_t cut = wide ? at + 3 : at;
        return is_rest(cutter, cut, end) ? end : cut;
    }
    return end;
}

// ---- Reading ----

// Text that is not to be cut, without white space at its end.
static void take_whole(struct cutter *cutter, size_t from, size_t end)
{
    size_t to = end;
    while (to > from && is_space(cutter->body.at[to - 1]))
        to--;
    if (to > from)
        passage_extend(cutter, from, to, end - from);
}

static void take_text(struct cutter *cutter, size_t from, size_t end)
{
    while (from < end) {
        while (cutter->bytes == 0 && from < end && is_space(cutter->body.at[from]))
            from++;
        bool fits = cutter->bytes + (end - from) <= cutter->sentence;
        size_t cut = fits ? end : find_cut(cutter, from, end);
        take_whole(cutter, from, cut);
        if (cut < end)
            passage_close(cutter);
        from = cut;
    }
}

static void take_image(struct cutter *cutter, const struct link *image)
{
    if (image->text.len == 0)
        return;
    passage_extend(cutter, image->offset, image->offset, image->text.len);
    cutter->in_image = true;
    cutter->tells = cutter->tells || has_word(image->text);
}

static size_t take_heading(struct cutter *cutter, size_t tag)
{
    if (!cutter->over_headings || cutter->bytes >= cutter->least)
        section_close(cutter);
    cutter->continues = false;
    cutter->heading = cutter->headings++;
    return heading_end(cutter->body, tag);
}

// A few words alone may be a label of what follows them.
static void block_end(struct cutter *cutter)
{
    bool label = cutter->bytes - cutter->before < cutter->rest && cutter->bytes < cutter->sentence;
    cutter->before = cutter->bytes;
    if (cutter->bytes >= cutter->least && !label)
        passage_close(cutter);
}

// Returns where the text goes on.
static size_t take_tag(struct cutter *cutter, size_t tag)
{
    str body = cutter->body;
    if (html_is_heading(body, tag))
        return take_heading(cutter, tag);
    if (html_is_block(body, tag))
        block_end(cutter);
    else if (cutter->bytes >= cutter->sentence && str_starts(str_after(body, tag), STR("<br")))
        passage_close(cutter);
    return html_after_tag(body, tag);
}

static void cut_body(struct cutter *cutter)
{
    const struct document *document = cutter->document;
    str body = cutter->body;
    size_t link = 0;
    for (size_t at = 0; at < body.len && !cutter->overflows;) {
        size_t tag = str_find_char(body, '<', at);
        size_t end = tag == STR_NONE ? body.len : tag;
        for (; link < document->link_count && document->links[link].offset <= end; link++) {
            const struct link *image = &document->links[link];
            if (image->kind != LINK_IMAGE || image->offset < at)
                continue;
            take_text(cutter, at, image->offset);
            take_image(cutter, image);
            at = image->offset;
        }
        take_text(cutter, at, end);
        at = tag == STR_NONE ? body.len : take_tag(cutter, tag);
    }
    section_close(cutter);
}

// Bytes of the body outside tags and headings.
static size_t body_text_size(str body)
{
    size_t size = 0;
    for (size_t at = 0; at < body.len;) {
        size_t tag = str_find_char(body, '<', at);
        if (tag == STR_NONE)
            return size + body.len - at;
        size += tag - at;
        at = html_is_heading(body, tag) ? heading_end(body, tag) : html_after_tag(body, tag);
    }
    return size;
}

static size_t image_text_size(const struct document *document)
{
    size_t size = 0;
    for (size_t i = 0; i < document->link_count; i++)
        if (document->links[i].kind == LINK_IMAGE)
            size += document->links[i].text.len;
    return size;
}

// So that no more than `room` passages of that many bytes fit in the text.
static size_t least_for(const struct document *document, size_t room)
{
    size_t images = image_text_size(document);
    if ((document->body.len + images) / room < LEAST)
        return LEAST; // as nearly always
    size_t least = (body_text_size(document->body) + images) / room + 1;
    return least < LEAST ? LEAST : least;
}

static struct cutter cutter_new(const struct document *document, struct passage *passages,
                                size_t room)
{
    size_t least = least_for(document, room);
    return (struct cutter){
        .document = document,
        .body = document->body,
        .least = least,
        .sentence = least * 7 / 5,
        .space = least * 2,
        .rest = least * 2 / 5,
        .passages = passages,
        .heading = document->heading_count,
    };
}

const struct passage *passages_find(struct arena *arena, struct document *document)
{
    struct passage passages[PASSAGES_MAX];
    if (document->body.len >= UINT32_MAX)
        return NULL;
    bool many = document->heading_count >= MANY_HEADINGS;
    struct cutter cutter = cutter_new(
        document, passages, PASSAGES_MAX - 1 - (many ? MANY_HEADINGS : document->heading_count));
    cut_body(&cutter);
    if (cutter.overflows) {
        cutter = cutter_new(document, passages, ROOM);
        cutter.over_headings = true;
        cut_body(&cutter);
    }
    document->passage_count = (uint32_t)cutter.count;
    if (cutter.count == 0)
        return NULL;
    struct passage *kept = ARENA_ARRAY(arena, struct passage, cutter.count);
    return memcpy(kept, passages, cutter.count * sizeof *kept);
}

// ---- Text of a passage ----

void document_passage_text(const struct document *document, str body, size_t passage,
                           struct buf *to)
{
    const struct passage *wanted = &document_parts(document)->passages[passage];
    struct html_stretch stretch = { body, wanted->from, wanted->to, document->links,
                                    document->link_count };
    size_t start = to->len;
    // An image at the very end belongs to what follows.
    stretch.link_count = html_link_at(&stretch, wanted->to);
    str whole = str_slice(body, 0, wanted->to);
    while (document->heading_count >= MANY_HEADINGS) {
        stretch.to = next_heading(whole, stretch.from);
        if (stretch.to == whole.len)
            break;
        html_add_plain(to, &stretch);
        buf_add_char(to, '\n');
        stretch.from = heading_end(whole, stretch.to);
    }
    html_add_plain(to, &stretch);
    // What stands behind an image may be in it.
    while (to->len > start && is_space(to->at[to->len - 1]))
        to->len--;
}
