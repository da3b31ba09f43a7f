// SPDX-License-Identifier: EUPL-1.2
// What is asked of every document, as few bytes as can be: a site of very many is read
// as fast as memory is had for it.
//
//     what it is | told | numbers | title | lead | links | fields
//
// Texts and fields stay where they are.  A title that is the value of its field is not
// there twice, and a lead that no list of pages shows (there is a summary) is not here.
#include "document/document.h"
#include "document/keep.h"
#include "document/packed_fields.h"
#include "document/packing.h"

#include <string.h>

enum {
    HAS_FRONT_MATTER = 1,
    IS_WITHHELD = 2,
    IS_UNCLEAR = 4,
    TITLE_IS_GUESSED = 8,
    TITLE_IS_FIELD = 16,
    LEAD_IS_PART = 32,
    ALL_KNOWN = 63,
};

// ---- To bytes ----

static unsigned what_is(const struct document *document)
{
    str title = document_text(document, FIELD_TITLE);
    bool summed_up = document_text(document, FIELD_SUMMARY).len > 0;
    bool same = title.len > 0 && str_equal(title, document->title);
    return (document->has_front_matter ? HAS_FRONT_MATTER : 0u) |
           (document->withheld ? IS_WITHHELD : 0u) |
           (document->publication_unclear ? IS_UNCLEAR : 0u) |
           (document->title_guessed ? TITLE_IS_GUESSED : 0u) | (same ? TITLE_IS_FIELD : 0u) |
           (summed_up ? LEAD_IS_PART : 0u);
}

static void links_pack(const struct document *document, struct buf *to)
{
    number_pack(to, document->link_count);
    for (size_t i = 0; i < document->link_count; i++) {
        const struct link *link = &document->links[i];
        number_pack(to, link->kind);
        number_pack(to, link->offset);
        text_pack(to, link->target);
        text_pack(to, link->text);
        text_pack(to, link->title);
    }
}

static struct fingerprint told_of(const struct document *document, unsigned is)
{
    str lead = (is & LEAD_IS_PART) != 0 ? STR("") : document->lead;
    return fingerprint_of_list((str[]){ document->title, lead, document->packed_fields }, 3);
}

void document_pack(const struct document *document, struct buf *to)
{
    unsigned is = what_is(document);
    struct fingerprint told = told_of(document, is);
    buf_add_char(to, (char)is);
    buf_add(to, FINGERPRINT_VIEW(told));
    number_pack(to, document->written);
    number_pack(to, document->words);
    number_pack(to, document->heading_count);
    number_pack(to, document->passage_count);
    if ((is & TITLE_IS_FIELD) == 0)
        text_pack(to, document->title);
    if ((is & LEAD_IS_PART) == 0)
        text_pack(to, document->lead);
    links_pack(document, to);
    number_pack(to, document->field_count);
    buf_add(to, document->packed_fields);
}

// ---- From bytes ----

static void links_unpack(struct arena *arena, struct unpacking *from, struct document *document)
{
    document->link_count = count_unpack(from);
    struct link *links = ARENA_ARRAY(arena, struct link, document->link_count);
    for (size_t i = 0; i < document->link_count && from->well; i++) {
        unsigned char kind = byte_unpack(from);
        if (kind > LINK_IMAGE)
            unpacking_refuse(from);
        links[i].kind = kind == LINK_IMAGE ? LINK_IMAGE : LINK_PAGE;
        links[i].offset = number_32_unpack(from);
        links[i].target = text_unpack(from);
        links[i].text = text_unpack(from);
        links[i].title = text_unpack(from);
    }
    document->links = links;
}

// All that is left is fields.
static void fields_take(struct unpacking *from, struct document *document)
{
    uint32_t count = count_unpack(from);
    if (!fields_are_whole(from->rest, count))
        unpacking_refuse(from);
    document->packed_fields = from->rest;
    document->field_count = from->well ? count : 0;
}

static void take_what_is(struct document *document, unsigned is)
{
    document->has_front_matter = (is & HAS_FRONT_MATTER) != 0;
    document->withheld = (is & IS_WITHHELD) != 0;
    document->publication_unclear = (is & IS_UNCLEAR) != 0;
    document->title_guessed = (is & TITLE_IS_GUESSED) != 0;
    document->lead_is_part = (is & LEAD_IS_PART) != 0;
}

static void unpack(struct arena *arena, struct unpacking *from, struct document *document)
{
    unsigned is = byte_unpack(from);
    if (is > ALL_KNOWN)
        unpacking_refuse(from);
    take_what_is(document, is);
    str told = bytes_unpack(from, sizeof document->told);
    memcpy(&document->told, told.at, told.len);
    document->written = number_unpack(from);
    document->words = number_32_unpack(from);
    document->heading_count = number_32_unpack(from);
    document->passage_count = number_32_unpack(from);
    if ((is & TITLE_IS_FIELD) == 0)
        document->title = text_unpack(from);
    document->lead = (is & LEAD_IS_PART) == 0 ? text_unpack(from) : STR("");
    links_unpack(arena, from, document);
    fields_take(from, document);
    if ((is & TITLE_IS_FIELD) != 0)
        document->title = document_text(document, FIELD_TITLE);
}

struct document *document_unpack(struct arena *arena, str packed, str path, str full_path)
{
    struct unpacking from = { packed, true };
    struct document *document = ARENA_NEW(arena, struct document);
    document->path = path;
    document->full_path = full_path;
    document->body = STR("");
    document_place_itself(document);
    unpack(arena, &from, document);
    return from.well && document->passage_count <= PASSAGES_MAX ? document : NULL;
}
