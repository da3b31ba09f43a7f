// SPDX-License-Identifier: EUPL-1.2
#include "document/keep.h"

// ---- What the fields say ----

static const str *values_keep(struct arena *arena, const struct field *field)
{
    str *values = ARENA_ARRAY(arena, str, field->count);
    for (size_t i = 0; i < field->count; i++)
        values[i] = arena_copy(arena, field->values[i]);
    return values;
}

const struct field *fields_keep(struct arena *arena, const struct field *fields, size_t count)
{
    struct field *kept = ARENA_ARRAY(arena, struct field, count);
    for (size_t i = 0; i < count; i++) {
        kept[i] = fields[i];
        if (fields[i].id >= FIELD_TAXONOMY) // else it is in the table
            kept[i].name = arena_copy(arena, fields[i].name);
        kept[i].values = values_keep(arena, &fields[i]);
    }
    return kept;
}

// ---- Where they stand ----

// Most values stand on the line of their key: one copy of it serves all.
static str line_keep(struct arena *arena, str line, str last, str last_kept)
{
    return str_equal(line, last) ? last_kept : arena_copy(arena, line);
}

static const struct place *places_keep(struct arena *arena, const struct field_mark *mark,
                                       size_t count, str path, str kept_line)
{
    struct place *places = ARENA_ARRAY(arena, struct place, count);
    str last = mark->place.source;
    for (size_t i = 0; i < count; i++) {
        places[i] = mark->value_places[i];
        places[i].path = path;
        places[i].source = line_keep(arena, mark->value_places[i].source, last, kept_line);
        last = mark->value_places[i].source;
        kept_line = places[i].source;
    }
    return places;
}

const struct field_mark *field_marks_keep(struct arena *arena, const struct front_matter *matter,
                                          str path)
{
    struct field_mark *kept = ARENA_ARRAY(arena, struct field_mark, matter->count);
    for (size_t i = 0; i < matter->count; i++) {
        const struct field_mark *mark = &matter->marks[i];
        kept[i] = *mark;
        kept[i].key = arena_copy(arena, mark->key);
        kept[i].place.path = path;
        kept[i].place.source = arena_copy(arena, mark->place.source);
        if (mark->value_places != NULL)
            kept[i].value_places =
                places_keep(arena, mark, matter->fields[i].count, path, kept[i].place.source);
    }
    return kept;
}

// ---- Anchors ----

// With more anchors than this they are looked up by hash.
enum { FEW_ANCHORS = 64 };

static size_t anchors_total(const struct document *document, const struct document_parts *parts)
{
    return document->heading_count + parts->recommendation_count + parts->anchor_count;
}

// The headings come first, then the recommendations, then the others.
static str anchor_at(const struct document *document, const struct document_parts *parts, size_t i)
{
    if (i < document->heading_count)
        return parts->headings[i].anchor;
    i -= document->heading_count;
    if (i < parts->recommendation_count)
        return parts->recommendations[i].anchor;
    return parts->anchors[i - parts->recommendation_count];
}

const struct map *anchors_index(struct arena *arena, const struct document *document,
                                const struct document_parts *parts)
{
    size_t total = anchors_total(document, parts);
    if (total <= FEW_ANCHORS)
        return NULL;
    struct map *ids = map_new(arena);
    for (size_t i = 0; i < total; i++)
        map_put(ids, anchor_at(document, parts, i), ids);
    return ids;
}

bool document_has_anchor(const struct document *document, str anchor)
{
    const struct document_parts *parts = document_parts(document);
    if (parts->ids != NULL)
        return map_get(parts->ids, anchor) != NULL;
    for (size_t i = 0; i < anchors_total(document, parts); i++)
        if (str_equal(anchor_at(document, parts, i), anchor))
            return true;
    return false;
}
