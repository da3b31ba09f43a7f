// SPDX-License-Identifier: EUPL-1.2
#include "document/packed_fields.h"

#include "document/packing.h"

#include <string.h>

// What a field has besides values.
enum { HAS_YES = 1, HAS_DATE = 2, HAS_NUMBER = 4, HAS_NAME = 8 };

enum { END_SIZE = sizeof(uint32_t) };

// ---- To bytes ----

static unsigned what_has(const struct field *field)
{
    return (field->yes ? HAS_YES : 0u) | (date_given(field->date) ? HAS_DATE : 0u) |
           (field->number != 0 ? HAS_NUMBER : 0u) | (field->id >= FIELD_TAXONOMY ? HAS_NAME : 0u);
}

static void date_pack(struct buf *to, struct date date)
{
    number_pack(to, date.year);
    number_pack(to, date.month);
    number_pack(to, date.day);
}

static void field_pack(const struct field *field, struct buf *to)
{
    unsigned has = what_has(field);
    buf_add_char(to, (char)has);
    if ((has & HAS_NAME) != 0)
        text_pack(to, field->name);
    if ((has & HAS_DATE) != 0)
        date_pack(to, field->date);
    if ((has & HAS_NUMBER) != 0)
        number_pack(to, field->number);
    number_pack(to, field->count);
    for (size_t i = 0; i < field->count; i++)
        text_pack(to, field->values[i]);
}

void fields_pack(const struct field *fields, size_t count, struct buf *to)
{
    if (count == 0)
        return;
    size_t ends = to->len + count;
    for (size_t i = 0; i < count; i++)
        buf_add_char(to, (char)fields[i].id);
    memset(buf_reserve(to, count * END_SIZE), 0, count * END_SIZE);
    size_t start = to->len += count * END_SIZE;
    for (size_t i = 0; i < count; i++) {
        field_pack(&fields[i], to);
        uint32_t end = (uint32_t)(to->len - start);
        memcpy(to->at + ends + i * END_SIZE, &end, END_SIZE);
    }
}

// ---- From bytes ----

static unsigned char id_at(const struct document *document, size_t i)
{
    return (unsigned char)document->packed_fields.at[i];
}

static uint32_t end_at(str packed, size_t count, size_t i)
{
    uint32_t end;
    memcpy(&end, packed.at + count + i * END_SIZE, END_SIZE);
    return end;
}

bool fields_are_whole(str packed, size_t count)
{
    if (count > packed.len / (1 + END_SIZE))
        return false;
    size_t size = packed.len - count * (1 + END_SIZE);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t end = end_at(packed, count, i);
        if (end < last || (unsigned char)packed.at[i] > FIELD_UNKNOWN)
            return false;
        last = end;
    }
    return last == size;
}

static str bytes_at(const struct document *document, size_t i)
{
    size_t count = document->field_count;
    size_t start = count * (1 + END_SIZE);
    size_t from = i == 0 ? 0 : end_at(document->packed_fields, count, i - 1);
    return str_slice(document->packed_fields, start + from,
                     start + end_at(document->packed_fields, count, i));
}

// A field whose values are still to be read.
struct packed_field {
    struct field field;
    struct unpacking rest;
};

static struct date date_unpack(struct unpacking *from)
{
    unsigned year = number_32_unpack(from);
    unsigned month = number_32_unpack(from);
    unsigned day = number_32_unpack(from);
    return date_of(year, month, day);
}

// Looks at what stands before the values.
static struct packed_field field_at(const struct document *document, size_t i)
{
    struct packed_field packed = { .field = { .id = id_at(document, i) },
                                   .rest = { bytes_at(document, i), true } };
    struct field *field = &packed.field;
    unsigned has = byte_unpack(&packed.rest);
    field->yes = (has & HAS_YES) != 0;
    if ((has & HAS_NAME) != 0)
        field->name = text_unpack(&packed.rest);
    else
        field->name = field->id < FIELD_TAXONOMY ? field_name(field->id, DUTCH) : STR("");
    if ((has & HAS_DATE) != 0)
        field->date = date_unpack(&packed.rest);
    if ((has & HAS_NUMBER) != 0)
        field->number = number_32_unpack(&packed.rest);
    field->count = count_unpack(&packed.rest);
    return packed;
}

// The number of the first field of that sort from `from` on, or STR_NONE.
static size_t field_find(const struct document *document, enum field_id id, size_t from)
{
    // Of all that can be asked for, most is not there.
    if (from >= document->field_count || (id < FIELD_TAXONOMY && !document_writes(document, id)))
        return STR_NONE;
    const char *ids = document->packed_fields.at;
    const char *found = memchr(ids + from, id, document->field_count - from);
    return found == NULL ? STR_NONE : (size_t)(found - ids);
}

static struct field values_unpack(struct arena *arena, struct packed_field *packed)
{
    str *values = ARENA_ARRAY(arena, str, packed->field.count);
    for (size_t i = 0; i < packed->field.count; i++)
        values[i] = text_unpack(&packed->rest);
    packed->field.values = values;
    return packed->field;
}

const struct field *document_unpack_fields(struct arena *arena, const struct document *document)
{
    struct field *fields = ARENA_ARRAY(arena, struct field, document->field_count);
    for (size_t i = 0; i < document->field_count; i++) {
        struct packed_field packed = field_at(document, i);
        fields[i] = values_unpack(arena, &packed);
    }
    return fields;
}

// ---- Answers ----

bool document_writes(const struct document *document, enum field_id id)
{
    return (document->written >> id & 1) != 0;
}

bool document_has(const struct document *document, enum field_id id)
{
    return field_find(document, id, 0) != STR_NONE;
}

str document_text(const struct document *document, enum field_id id)
{
    size_t found = field_find(document, id, 0);
    if (found == STR_NONE)
        return STR("");
    struct packed_field packed = field_at(document, found);
    return packed.field.count > 0 ? text_unpack(&packed.rest) : STR("");
}

struct date document_date(const struct document *document, enum field_id id)
{
    size_t found = field_find(document, id, 0);
    return found == STR_NONE ? (struct date){ 0 } : field_at(document, found).field.date;
}

bool document_answer(const struct document *document, enum field_id id, bool otherwise)
{
    size_t found = field_find(document, id, 0);
    return found == STR_NONE ? otherwise : field_at(document, found).field.yes;
}

const struct field *document_fields(const struct document *document)
{
    const struct field *fields = document->fields;
    if (fields != NULL || document->field_count == 0)
        return fields;
    return document->bodies->fields(document->bodies, document);
}

const struct field *document_field(const struct document *document, enum field_id id)
{
    size_t found = field_find(document, id, 0);
    return found == STR_NONE ? NULL : &document_fields(document)[found];
}

// ---- Values ----

void document_taxonomies(const struct document *document, struct buf *to)
{
    size_t i = field_find(document, FIELD_TAXONOMY, 0);
    for (; i != STR_NONE; i = field_find(document, FIELD_TAXONOMY, i + 1))
        text_pack(to, bytes_at(document, i));
}

// Goes to the next field of that sort that has values.
static bool walk_next_field(struct value_walk *walk)
{
    const struct document *document = walk->document;
    size_t found;
    while ((found = field_find(document, walk->id, walk->next)) != STR_NONE) {
        struct packed_field packed = field_at(document, found);
        walk->next = found + 1;
        if (packed.field.count == 0 ||
            (walk->id == FIELD_TAXONOMY && !str_equal(packed.field.name, walk->name)))
            continue;
        walk->field = found;
        walk->count = walk->left = packed.field.count;
        walk->values = packed.rest.rest;
        return true;
    }
    return false;
}

bool value_walk_next(struct value_walk *walk)
{
    if (walk->left == 0 && !walk_next_field(walk))
        return false;
    struct unpacking from = { walk->values, true };
    walk->text = text_unpack(&from);
    walk->values = from.rest;
    walk->value = walk->count - walk->left--;
    return true;
}

struct place value_walk_place(const struct value_walk *walk)
{
    return place_of_value(walk->document, walk->field, walk->value);
}

struct place value_walk_field_place(const struct value_walk *walk)
{
    return place_of_field(walk->document, walk->field);
}

str value_walk_key(const struct value_walk *walk)
{
    return key_of_field(walk->document, walk->field);
}
