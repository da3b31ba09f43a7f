// SPDX-License-Identifier: EUPL-1.2
#include "document/keep.h"

// Most values stand on the line of their key: one copy of it serves all.
static str line_keep(struct arena *arena, str line, str last, str last_kept)
{
    return str_equal(line, last) ? last_kept : arena_copy(arena, line);
}

static const struct place *places_keep(struct arena *arena, const struct field *field, str path,
                                       str kept_line)
{
    struct place *places = ARENA_ARRAY(arena, struct place, field->count);
    str last = field->place.source;
    for (size_t i = 0; i < field->count; i++) {
        places[i] = field->value_places[i];
        places[i].path = path;
        places[i].source = line_keep(arena, field->value_places[i].source, last, kept_line);
        last = field->value_places[i].source;
        kept_line = places[i].source;
    }
    return places;
}

static const str *values_keep(struct arena *arena, const struct field *field)
{
    str *values = ARENA_ARRAY(arena, str, field->count);
    for (size_t i = 0; i < field->count; i++)
        values[i] = arena_copy(arena, field->values[i]);
    return values;
}

const struct field *fields_keep(struct arena *arena, const struct field *fields, size_t count,
                                str path)
{
    struct field *kept = ARENA_ARRAY(arena, struct field, count);
    for (size_t i = 0; i < count; i++) {
        kept[i] = fields[i];
        kept[i].key = arena_copy(arena, fields[i].key);
        if (fields[i].id >= FIELD_TAXONOMY) // else it is in the table
            kept[i].name = arena_copy(arena, fields[i].name);
        kept[i].values = values_keep(arena, &fields[i]);
        kept[i].place.path = path;
        kept[i].place.source = arena_copy(arena, fields[i].place.source);
        kept[i].value_places = fields[i].value_places == NULL
                                   ? NULL
                                   : places_keep(arena, &fields[i], path, kept[i].place.source);
    }
    return kept;
}
