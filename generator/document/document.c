// SPDX-License-Identifier: EUPL-1.2
#include "document/document.h"

#include "base/path.h"
#include "base/utf8.h"
#include "document/encoding.h"
#include "document/front_matter.h"
#include "document/html_text.h"
#include "document/keep.h"
#include "document/markdown.h"
#include "document/packed_fields.h"
#include "document/passages.h"
#include "document/personal.h"
#include "document/publication.h"

#include <limits.h>

// Of the lead, in characters; a word that is longer than the rest is cut.
enum { LEAD_MAX = 300, LEAD_WORD_MAX = 60 };

// ---- Places ----

// The values of a field are numbered from 1.
enum { OF_KEY = 0, OF_LINK = UINT_MAX };

static const struct marks *marks_of(const struct document *document)
{
    const struct marks *marks = document->marks;
    return marks != NULL ? marks : document->bodies->marks(document->bodies, document);
}

static struct place place_find(const struct place_finder *finder, struct place place)
{
    const struct document *document = (const struct document *)finder;
    const struct marks *marks = marks_of(document);
    struct place found = place.column == OF_LINK  ? marks->links[place.line]
                         : place.column == OF_KEY ? marks->fields[place.line].place
                         : marks->fields[place.line].value_places == NULL
                             ? marks->fields[place.line].place
                             : marks->fields[place.line].value_places[place.column - 1];
    found.path = document->full_path;
    return found;
}

static struct place place_later(const struct document *document, size_t number, size_t of)
{
    return (struct place){ .path = document->full_path,
                           .line = (unsigned)number,
                           .column = (unsigned)of,
                           .later = &document->finder };
}

struct place place_of_field(const struct document *document, size_t field)
{
    return place_later(document, field, OF_KEY);
}

struct place place_of_value(const struct document *document, size_t field, size_t value)
{
    return place_later(document, field, value + 1);
}

str key_of_field(const struct document *document, size_t field)
{
    return marks_of(document)->fields[field].key;
}

static size_t number_of(const struct document *document, const struct field *field)
{
    return (size_t)(field - document->fields);
}

struct place field_place(const struct document *document, const struct field *field)
{
    return place_of_field(document, number_of(document, field));
}

struct place value_place(const struct document *document, const struct field *field, size_t value)
{
    return place_of_value(document, number_of(document, field), value);
}

struct place document_place(const struct document *document)
{
    return document->field_count > 0 ? place_of_field(document, 0)
                                     : (struct place){ .path = document->full_path, .line = 1 };
}

struct place link_place(const struct document *document, const struct link *link)
{
    return place_later(document, (size_t)(link - document->links), OF_LINK);
}

str field_key(const struct document *document, const struct field *field)
{
    return key_of_field(document, number_of(document, field));
}

void document_place_itself(struct document *document)
{
    document->finder = (struct place_finder){ place_find };
}

// ---- Parts ----

const struct document_parts *document_parts(const struct document *document)
{
    const struct document_parts *parts = document->parts;
    return parts != NULL ? parts : document->bodies->parts(document->bodies, document);
}

str document_lead(const struct document *document)
{
    return document->lead_is_part ? document_parts(document)->lead : document->lead;
}

// ---- Reading ----

static enum language language_of(const struct document *document)
{
    str language = document_text(document, FIELD_LANGUAGE);
    return str_starts(language, STR("en")) || str_starts(language, STR("EN")) ? ENGLISH : DUTCH;
}

// The name of a term is its title.
static str title_written(const struct document *document)
{
    str title = document_text(document, FIELD_TITLE);
    return title.len > 0 ? title : document_text(document, FIELD_LABEL);
}

// `over-ons.md` reads "over ons"; an index is called after its folder.
static str title_from_path(struct arena *arena, str path)
{
    str stem = path_stem(path);
    bool index = str_equal(stem, STR("index")) || str_equal(stem, STR("_index")) ||
                 str_equal(stem, STR("README"));
    str folder = path_name(path_folder(path));
    str name = index && folder.len > 0 ? folder : stem;
    char *title = arena_alloc(arena, name.len + 1);
    for (size_t i = 0; i < name.len; i++)
        title[i] = name.at[i] == '-' || name.at[i] == '_' ? ' ' : name.at[i];
    str spaced = str_trim((str){ title, name.len });
    return spaced.len > 0 ? spaced : name;
}

// The first LEAD_MAX characters of `text`, up to the end of a word.
static str lead_of(struct arena *arena, str text)
{
    size_t end = 0;
    for (size_t count = 0; end < text.len && count < LEAD_MAX; count++)
        if ((unsigned char)text.at[end] < 0x80)
            end++;
        else
            utf8_next(text, &end);
    if (end >= text.len)
        return text;
    size_t space = str_find_last(str_slice(text, 0, end + 1), ' ');
    if (space != STR_NONE && space + LEAD_WORD_MAX > end)
        end = space;
    return arena_join(arena, (str[]){ str_trim(str_slice(text, 0, end)), STR("…"), { 0 } });
}

static str fields_packed(struct arena *arena, const struct front_matter *matter)
{
    struct buf packed = { 0 };
    fields_pack(matter->fields, matter->count, &packed);
    str kept = arena_copy(arena, buf_view(&packed));
    buf_release(&packed);
    return kept;
}

static void take_front_matter(struct arena *arena, struct document *document,
                              const struct front_matter *matter)
{
    document->fields = fields_keep(arena, matter->fields, matter->count);
    document->field_count = (uint32_t)matter->count;
    document->packed_fields = fields_packed(arena, matter);
    document->has_front_matter = matter->present;
    document->written = matter->written;
    document->title = title_written(document);
}

static const struct marks *marks_keep(struct arena *arena, const struct front_matter *matter,
                                      const struct place *links, str path)
{
    struct marks *marks = ARENA_NEW(arena, struct marks);
    *marks = (struct marks){ field_marks_keep(arena, matter, path), links };
    return marks;
}

static void take_markdown(struct document *document, struct document_parts *parts,
                          const struct markdown *markdown)
{
    document->body = markdown->html;
    document->heading_count = (uint32_t)markdown->heading_count;
    document->links = markdown->links;
    document->link_count = (uint32_t)markdown->link_count;
    if (document->title.len == 0)
        document->title = markdown->first_heading;
    parts->headings = markdown->headings;
    parts->recommendations = markdown->recommendations;
    parts->recommendation_count = markdown->recommendation_count;
    parts->anchors = markdown->anchors;
    parts->anchor_count = markdown->anchor_count;
}

const struct document *document_read(struct arena *arena, str path, str full_path, str bytes,
                                     const struct schema *schema, struct diagnostics *diagnostics)
{
    struct arena *scratch = arena_new();
    struct document *document = ARENA_NEW(arena, struct document);
    document->path = arena_copy(arena, path);
    document->full_path = arena_copy(arena, full_path);
    document_place_itself(document);

    document->withheld = document_withheld(bytes);

    str clean = text_decoded(scratch, document->full_path, bytes, diagnostics);
    struct front_matter matter =
        front_matter_read(scratch, document->full_path, clean, schema, diagnostics);
    take_front_matter(arena, document, &matter);
    document->publication_unclear = publication_unclear(
        document, str_slice(clean, 0, clean.len - matter.body.len), matter.body);
    personal_check(document, clean, diagnostics);

    struct markdown_options options = { .path = document->full_path,
                                        .first_line = matter.body_line,
                                        .language = language_of(document),
                                        .title = document->title };
    struct markdown markdown = markdown_render(arena, matter.body, &options, diagnostics);
    struct document_parts *parts = ARENA_NEW(arena, struct document_parts);
    take_markdown(document, parts, &markdown);
    document->parts = parts;
    document->marks = marks_keep(arena, &matter, markdown.link_places, document->full_path);
    parts->ids = anchors_index(arena, document, parts);

    document->title_guessed = document->title.len == 0;
    if (document->title_guessed)
        document->title = title_from_path(arena, document->path);
    document->lead = parts->lead = lead_of(arena, markdown.lead);
    struct html_stretch body = { document->body, 0, document->body.len, document->links,
                                 document->link_count };
    document->words = html_count_words(&body);
    parts->passages = passages_find(arena, document);
    arena_free(scratch);
    return document;
}

// ---- The body ----

str document_body_open(const struct document *document, struct arena *arena)
{
    return document->bodies == NULL ? document->body
                                    : document->bodies->load(document->bodies, document, arena);
}

static void add_image(str body, const struct link *image, str address, struct buf *to)
{
    if (address.len == 0) {
        buf_add(to, STR("<span class=\"beeld-ontbreekt\">"));
        html_add_text(to, image->text);
        buf_add(to, STR("</span>"));
        return;
    }
    buf_add(to, STR("<img src=\""));
    html_add_text(to, address);
    buf_add(to, STR("\" alt=\""));
    html_add_text(to, image->text);
    buf_add_char(to, '"');
    // In a figure the title is its caption.
    bool figure = str_ends(str_slice(body, 0, image->offset), STR("<figure>"));
    if (image->title.len > 0 && !figure) {
        buf_add(to, STR(" title=\""));
        html_add_text(to, image->title);
        buf_add_char(to, '"');
    }
    buf_add(to, STR(" loading=\"lazy\" />"));
}

static void add_reference(str address, struct buf *to)
{
    if (address.len == 0)
        return;
    buf_add(to, STR(" href=\""));
    html_add_text(to, address);
    buf_add_char(to, '"');
}

void document_body_places(const struct document *document, const str *addresses, struct buf *to,
                          const uint32_t *offsets, size_t count, uint32_t *found)
{
    enum { LINK_USUAL = 128 }; // bytes that a link adds
    struct arena *arena = arena_new();
    str body = document_body_open(document, arena);
    size_t start = to->len;
    buf_reserve(to, body.len + LINK_USUAL * document->link_count);
    size_t from = 0; // in the body; what comes before it is added
    size_t place = 0;
    for (size_t i = 0; i < document->link_count; i++) {
        const struct link *link = &document->links[i];
        for (; place < count && offsets[place] <= link->offset; place++)
            found[place] = (uint32_t)(to->len - start + offsets[place] - from);
        buf_add(to, str_slice(body, from, link->offset));
        if (link->kind == LINK_IMAGE)
            add_image(body, link, addresses[i], to);
        else
            add_reference(addresses[i], to);
        from = link->offset;
    }
    for (; place < count; place++)
        found[place] = (uint32_t)(to->len - start + offsets[place] - from);
    buf_add(to, str_after(body, from));
    arena_free(arena);
}

void document_body(const struct document *document, const str *addresses, struct buf *to)
{
    document_body_places(document, addresses, to, NULL, 0, NULL);
}
