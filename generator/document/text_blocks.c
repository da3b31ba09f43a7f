// SPDX-License-Identifier: EUPL-1.2
// A body in blocks of plain text: what two versions of it are compared by.
#include "base/list.h"
#include "document/html_text.h"

struct block_reader {
    struct arena *arena;
    const struct document *document;
    LIST(struct text_block) blocks;
    struct buf text; // of the block so far
    size_t headings; // seen
    size_t recommendations;
    size_t items;
    bool in_heading;
    bool in_row;
    bool in_notes;
};

static enum block_kind kind_now(const struct block_reader *reader)
{
    return reader->in_heading            ? BLOCK_HEADING
           : reader->recommendations > 0 ? BLOCK_RECOMMENDATION
           : reader->in_notes            ? BLOCK_NOTE
           : reader->in_row              ? BLOCK_ROW
           : reader->items > 0           ? BLOCK_ITEM
                                         : BLOCK_PARAGRAPH;
}

static void block_end(struct block_reader *reader)
{
    str text = text_on_a_line(reader->arena, buf_view(&reader->text));
    size_t heading = reader->headings == 0 ? reader->document->heading_count : reader->headings - 1;
    if (text.len > 0)
        LIST_ADD(reader->arena, reader->blocks,
                 ((struct text_block){ kind_now(reader), text, heading }));
    buf_clear(&reader->text);
}

static void count(size_t *open, bool opens)
{
    if (opens)
        ++*open;
    else if (*open > 0)
        --*open;
}

// What the tag of a block says about the text behind it.
static void take_block(struct block_reader *reader, str body, size_t tag)
{
    bool opens = str_find_char(str_slice(body, tag, tag + 2), '/', 0) == STR_NONE;
    str name = str_after(body, tag + 1 + !opens);
    if (html_is_heading(body, tag))
        reader->headings++;
    if (str_starts(name, STR("h")))
        reader->in_heading = html_is_heading(body, tag);
    else if (str_starts(name, STR("tr")))
        reader->in_row = opens;
    else if (str_starts(name, STR("li")))
        count(&reader->items, opens);
    else if (str_starts(name, STR("section class=\"noten")))
        reader->in_notes = true;
    else if (str_starts(name, STR("section")))
        count(&reader->recommendations, opens);
}

static bool is_cell(str body, size_t tag)
{
    str name = str_slice(body, tag + 1, tag + 4);
    return name.len == 3 && name.at[0] == 't' && (name.at[1] == 'd' || name.at[1] == 'h') &&
           (name.at[2] == '>' || name.at[2] == ' ');
}

static void take_tag(struct block_reader *reader, str body, size_t tag)
{
    if (html_is_block(body, tag)) {
        block_end(reader);
        take_block(reader, body, tag);
    } else if (is_cell(body, tag) && str_trim(buf_view(&reader->text)).len > 0) {
        buf_add(&reader->text, STR(" | "));
    } else if (str_starts(str_after(body, tag), STR("<br"))) {
        buf_add_char(&reader->text, ' ');
    }
}

struct block_list document_blocks(struct arena *arena, const struct document *document)
{
    struct block_reader reader = { .arena = arena, .document = document };
    str body = document_body_open(document, arena);
    struct html_stretch stretch = { body, 0, 0, document->links, document->link_count };
    for (size_t at = 0; at < body.len;) {
        size_t tag = str_find_char(body, '<', at);
        stretch.from = at;
        stretch.to = tag == STR_NONE ? body.len : tag;
        html_add_plain(&reader.text, &stretch);
        if (tag != STR_NONE)
            take_tag(&reader, body, tag);
        at = tag == STR_NONE ? body.len : html_after_tag(body, tag);
    }
    block_end(&reader);
    buf_release(&reader.text);
    return (struct block_list){ reader.blocks.at, reader.blocks.count };
}
