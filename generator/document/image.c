// SPDX-License-Identifier: EUPL-1.2
// Parts and marks of documents as bytes: a struct and all that it points to, as they are
// in memory, with places in the image for pointers.
//
//     struct document_parts | headings | recommendations | ... with texts between
//     struct marks | marks of fields | places of values | places of links | texts
//
// So what is remembered needs no reading, only its pointers set right.
// An array stands at a multiple of 8, a text anywhere, often within another: a key in
// the line of the file that it comes from.  An empty text is at 0, as is an array that
// is not there.
// Left out are the paths, which who asks for a document knows.
#include "base/fingerprint.h"
#include "document/document.h"
#include "document/keep.h"

#include <stdint.h>
#include <string.h>

// ---- To bytes ----

struct packer {
    struct buf *to;
    size_t start; // of the image in `to`
    str line;     // a text that others may be a part of, and
    size_t place; // where it stands
};

// Adds `size` bytes at a multiple of 8 and returns their place in the image.
static size_t pack_bytes(struct packer *packer, const void *from, size_t size)
{
    size_t place = packer->to->len - packer->start;
    size_t padding = -place % 8;
    memset(buf_reserve(packer->to, padding), 0, padding);
    packer->to->len += padding;
    buf_add(packer->to, (str){ from, size });
    return place + padding;
}

// The same of an array; 0 for one that is empty.
static size_t pack_array(struct packer *packer, const void *from, size_t count, size_t size)
{
    return from == NULL || count == 0 ? 0 : pack_bytes(packer, from, count * size);
}

// Where a text stands in the image.
static size_t pack_text(struct packer *packer, str text)
{
    size_t within = text.len == 0 ? STR_NONE : str_find(packer->line, text, 0);
    if (text.len == 0 || within != STR_NONE)
        return text.len == 0 ? 0 : packer->place + within;
    size_t place = packer->to->len - packer->start;
    buf_add(packer->to, text);
    return place;
}

static void *packed_at(struct packer *packer, size_t place)
{
    return packer->to->at + packer->start + place;
}

// Puts `target` where the pointer at `place` is.
static void set_pointer(struct packer *packer, size_t place, size_t target)
{
    uintptr_t pointer = target;
    memcpy(packed_at(packer, place), &pointer, sizeof pointer);
}

static void set_text(struct packer *packer, size_t place, str text)
{
    set_pointer(packer, place + offsetof(str, at), pack_text(packer, text));
}

// The same of a text that those which follow may be a part of.
static void set_line(struct packer *packer, size_t place, str line)
{
    size_t at = pack_text(packer, line);
    set_pointer(packer, place + offsetof(str, at), at);
    if (at != 0) {
        packer->line = line;
        packer->place = at;
    }
}

static void set_place(struct packer *packer, size_t place, const struct place *from)
{
    const str nothing = { 0 };
    memcpy(packed_at(packer, place + offsetof(struct place, path)), &nothing, sizeof nothing);
    set_pointer(packer, place + offsetof(struct place, later), 0);
    set_line(packer, place + offsetof(struct place, source), from->source);
}

static void set_texts(struct packer *packer, size_t pointer, const str *texts, size_t count)
{
    size_t at = pack_array(packer, texts, count, sizeof *texts);
    set_pointer(packer, pointer, at);
    for (size_t i = 0; at != 0 && i < count; i++)
        set_text(packer, at + i * sizeof *texts, texts[i]);
}

static void set_places(struct packer *packer, size_t pointer, const struct place *places,
                       size_t count)
{
    size_t at = pack_array(packer, places, count, sizeof *places);
    set_pointer(packer, pointer, at);
    for (size_t i = 0; at != 0 && i < count; i++)
        set_place(packer, at + i * sizeof *places, &places[i]);
}

#define FIELD_PLACE(at, i, type, member) ((at) + (i) * sizeof(type) + offsetof(type, member))

static void pack_headings(struct packer *packer, const struct heading *headings, size_t count)
{
    size_t at = pack_array(packer, headings, count, sizeof *headings);
    set_pointer(packer, offsetof(struct document_parts, headings), at);
    for (size_t i = 0; i < count; i++) {
        set_text(packer, FIELD_PLACE(at, i, struct heading, text), headings[i].text);
        set_text(packer, FIELD_PLACE(at, i, struct heading, anchor), headings[i].anchor);
    }
}

static void pack_recommendations(struct packer *packer, const struct document_parts *parts)
{
    const struct recommendation *all = parts->recommendations;
    size_t at = pack_array(packer, all, parts->recommendation_count, sizeof *all);
    set_pointer(packer, offsetof(struct document_parts, recommendations), at);
    for (size_t i = 0; i < parts->recommendation_count; i++) {
        set_text(packer, FIELD_PLACE(at, i, struct recommendation, anchor), all[i].anchor);
        set_text(packer, FIELD_PLACE(at, i, struct recommendation, audience), all[i].audience);
        set_text(packer, FIELD_PLACE(at, i, struct recommendation, text), all[i].text);
    }
}

void document_pack_parts(const struct document *document, struct buf *to)
{
    const struct document_parts *parts = document_parts(document);
    struct packer packer = { .to = to, .start = to->len, .line = STR("") };
    struct document_parts bare = *parts;
    bare.ids = NULL;
    buf_add(to, (str){ (const char *)&bare, sizeof bare });
    set_text(&packer, offsetof(struct document_parts, lead), parts->lead);
    pack_headings(&packer, parts->headings, document->heading_count);
    pack_recommendations(&packer, parts);
    set_texts(&packer, offsetof(struct document_parts, anchors), parts->anchors,
              parts->anchor_count);
    size_t passages =
        pack_array(&packer, parts->passages, document->passage_count, sizeof *parts->passages);
    set_pointer(&packer, offsetof(struct document_parts, passages), passages);
}

static void pack_field_marks(struct packer *packer, const struct document *document)
{
    const struct marks *all = document->marks;
    const struct field_mark *marks = all->fields;
    const struct field *fields = document_fields(document);
    size_t at = pack_array(packer, marks, document->field_count, sizeof *marks);
    set_pointer(packer, offsetof(struct marks, fields), at);
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field_mark *mark = &marks[i];
        set_place(packer, FIELD_PLACE(at, i, struct field_mark, place), &mark->place);
        set_text(packer, FIELD_PLACE(at, i, struct field_mark, key), mark->key);
        set_places(packer, FIELD_PLACE(at, i, struct field_mark, value_places), mark->value_places,
                   fields[i].count);
    }
}

void document_pack_marks(const struct document *document, struct buf *to)
{
    struct packer packer = { .to = to, .start = to->len, .line = STR("") };
    const struct marks bare = { 0 };
    buf_add(to, (str){ (const char *)&bare, sizeof bare });
    pack_field_marks(&packer, document);
    const struct marks *marks = document->marks;
    set_places(&packer, offsetof(struct marks, links), marks->links, document->link_count);
}

// ---- From bytes ----

struct unpacker {
    char *image;
    size_t size;
    size_t next; // where the next array may begin, at the earliest
    bool well;
    str path; // of all places
};

static void *refuse(struct unpacker *unpacker)
{
    unpacker->well = false;
    return NULL;
}

// The array whose place in the image stands in a pointer.  Arrays are asked for in
// the order in which they were packed, so that no two lie over each other: pointers
// that are set right in one must not be taken for places in another.
static void *array_at(struct unpacker *unpacker, const void *pointer, size_t count, size_t size)
{
    uintptr_t place = (uintptr_t)pointer;
    if (place == 0 && count == 0)
        return NULL;
    if (place < unpacker->next || place % 8 != 0 || place > unpacker->size ||
        count > (unpacker->size - place) / size)
        return refuse(unpacker);
    unpacker->next = place + count * size;
    return unpacker->image + place;
}

static void unpack_text(struct unpacker *unpacker, str *text)
{
    uintptr_t place = (uintptr_t)text->at;
    bool inside = place <= unpacker->size && text->len <= unpacker->size - place;
    if (!inside || (place == 0 && text->len > 0))
        unpacker->well = false;
    *text = place == 0 || !inside ? STR("") : (str){ unpacker->image + place, text->len };
}

static void unpack_place(struct unpacker *unpacker, struct place *place)
{
    place->path = unpacker->path;
    place->later = NULL;
    unpack_text(unpacker, &place->source);
}

static str *unpack_texts(struct unpacker *unpacker, const str *pointer, size_t count)
{
    str *texts = array_at(unpacker, pointer, count, sizeof *texts);
    for (size_t i = 0; texts != NULL && i < count; i++)
        unpack_text(unpacker, &texts[i]);
    return texts;
}

static struct place *unpack_places(struct unpacker *unpacker, const struct place *pointer,
                                   size_t count)
{
    if (pointer == NULL)
        return NULL;
    struct place *places = array_at(unpacker, pointer, count, sizeof *places);
    for (size_t i = 0; places != NULL && i < count; i++)
        unpack_place(unpacker, &places[i]);
    return places;
}

// Whether a bool is one: any other byte in it is trouble when it is read.
static bool is_bool(const bool *value)
{
    unsigned char byte;
    memcpy(&byte, value, 1);
    return byte <= 1;
}

static void unpack_headings(struct unpacker *unpacker, struct document_parts *parts, size_t count)
{
    struct heading *headings = array_at(unpacker, parts->headings, count, sizeof *headings);
    parts->headings = headings;
    for (size_t i = 0; headings != NULL && i < count; i++) {
        if (headings[i].level < 1 || headings[i].level > 6)
            unpacker->well = false;
        unpack_text(unpacker, &headings[i].text);
        unpack_text(unpacker, &headings[i].anchor);
    }
}

static void unpack_recommendations(struct unpacker *unpacker, struct document_parts *parts)
{
    struct recommendation *all =
        array_at(unpacker, parts->recommendations, parts->recommendation_count, sizeof *all);
    parts->recommendations = all;
    for (size_t i = 0; all != NULL && i < parts->recommendation_count; i++) {
        if (!is_bool(&all[i].core))
            unpacker->well = false;
        unpack_text(unpacker, &all[i].anchor);
        unpack_text(unpacker, &all[i].audience);
        unpack_text(unpacker, &all[i].text);
    }
}

static void unpack_passages(struct unpacker *unpacker, struct document_parts *parts,
                            const struct document *document)
{
    size_t count = document->passage_count;
    const struct passage *passages = array_at(unpacker, parts->passages, count, sizeof *passages);
    parts->passages = passages;
    for (size_t i = 0; passages != NULL && i < count; i++)
        if (passages[i].from > passages[i].to || passages[i].heading > document->heading_count)
            unpacker->well = false;
}

const struct document_parts *document_unpack_parts(struct arena *arena, void *packed, size_t size,
                                                   const struct document *document)
{
    struct document_parts *parts = packed;
    struct unpacker unpacker = { packed, size, sizeof *parts, true, document->full_path };
    if (size < sizeof *parts)
        return NULL;
    unpack_text(&unpacker, &parts->lead);
    unpack_headings(&unpacker, parts, document->heading_count);
    unpack_recommendations(&unpacker, parts);
    parts->anchors = unpack_texts(&unpacker, parts->anchors, parts->anchor_count);
    unpack_passages(&unpacker, parts, document);
    if (!unpacker.well)
        return NULL;
    parts->ids = anchors_index(arena, document, parts);
    return parts;
}

static void unpack_field_marks(struct unpacker *unpacker, struct marks *marks,
                               const struct document *document)
{
    const struct field *fields = document_fields(document);
    struct field_mark *all = array_at(unpacker, marks->fields, document->field_count, sizeof *all);
    marks->fields = all;
    for (size_t i = 0; all != NULL && i < document->field_count; i++) {
        unpack_place(unpacker, &all[i].place);
        unpack_text(unpacker, &all[i].key);
        all[i].value_places = unpack_places(unpacker, all[i].value_places, fields[i].count);
    }
}

const struct marks *document_unpack_marks(void *packed, size_t size,
                                          const struct document *document)
{
    struct marks *marks = packed;
    struct unpacker unpacker = { packed, size, sizeof *marks, true, document->full_path };
    if (size < sizeof *marks)
        return NULL;
    unpack_field_marks(&unpacker, marks, document);
    if (marks->links != NULL || document->link_count > 0)
        marks->links = unpack_places(&unpacker, marks->links, document->link_count);
    bool whole = document->link_count == 0 || marks->links != NULL;
    return unpacker.well && whole ? marks : NULL;
}

// ---- Schemas ----

struct fingerprint schema_fingerprint(const struct schema *schema)
{
    struct buf all = { 0 };
    const size_t numbers[] = { schema->taxonomy_count, schema->key_count, schema->strict };
    buf_add(&all, (str){ (const char *)numbers, sizeof numbers });
    for (size_t i = 0; i < schema->taxonomy_count + 2 * schema->key_count; i++) {
        size_t key = i - schema->taxonomy_count;
        str text = i < schema->taxonomy_count ? schema->taxonomies[i]
                   : key < schema->key_count  ? schema->keys[key]
                                              : schema->meanings[key - schema->key_count];
        buf_add(&all, (str){ (const char *)&text.len, sizeof text.len });
        buf_add(&all, text);
    }
    struct fingerprint fingerprint = fingerprint_of(buf_view(&all));
    buf_release(&all);
    return fingerprint;
}
