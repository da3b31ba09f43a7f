// SPDX-License-Identifier: EUPL-1.2
#include "document/front_matter.h"

#include "document/field_values.h"
#include "document/matter.h"
#include "document/repair.h"
#include "yaml/yaml.h"

#include <string.h>

DIAGNOSTIC(matter_value, ERROR, "de waarde van '{1}' is niet te begrijpen",
           "the value of '{1}' cannot be understood", "zet de waarde tussen aanhalingstekens: {2}",
           "put the value in quotes: {2}");
DIAGNOSTIC(matter_stray, ERROR, "deze regel hoort bij geen enkele naam",
           "this line belongs to no name", "schrijf elke regel als 'naam: waarde'",
           "write each line as 'name: value'");

typedef LIST(struct chunk) chunk_list;

struct reading {
    struct arena *arena;
    str path;
    const struct schema *schema;
    struct diagnostics *diagnostics;
    struct matter matter;
    chunk_list chunks;
    struct field_reader fields;
};

// ---- Chunks ----

static struct entry entry_of(const struct reading *reading, const struct line *line)
{
    return entry_read(reading->arena, reading->schema, line->text);
}

// Whether an indented `name: value` is a field of its own: it has a known name
// and the field above has its value already.
static bool is_field_by_mistake(const struct reading *reading, const struct line *line,
                                const struct chunk *above)
{
    struct entry entry = entry_of(reading, line);
    if (!entry_is_known(reading->arena, reading->schema, &entry))
        return false;
    str value = entry_of(reading, &above->lines[0]).value;
    return value.len > 0 && value.at[0] != '#' && !value_is_block(value) && !value_is_open(value);
}

static bool begins_chunk(const struct reading *reading, const struct line *line)
{
    if (line->kind != LINE_KEY)
        return false;
    if (reading->chunks.count == 0)
        return true;
    const struct chunk *above = &reading->chunks.at[reading->chunks.count - 1];
    return line->indent <= reading->chunks.at[0].lines[0].indent ||
           is_field_by_mistake(reading, line, above);
}

// Marks the names that stand further to the right than the leftmost.
static void chunks_align(struct reading *reading)
{
    size_t least = STR_NONE;
    for (size_t i = 0; i < reading->chunks.count; i++) {
        size_t indent = reading->chunks.at[i].lines[0].indent;
        least = indent < least ? indent : least;
    }
    for (size_t i = 0; i < reading->chunks.count; i++)
        reading->chunks.at[i].indented = reading->chunks.at[i].lines[0].indent > least;
}

static void chunks_find(struct reading *reading)
{
    for (size_t i = 0; i < reading->matter.count; i++) {
        const struct line *line = &reading->matter.lines[i];
        if (begins_chunk(reading, line))
            LIST_ADD(reading->arena, reading->chunks, ((struct chunk){ line, 1, false }));
        else if (reading->chunks.count > 0)
            reading->chunks.at[reading->chunks.count - 1].count++;
    }
    chunks_align(reading);
}

// ---- All at once ----

static struct yaml_node *parse(struct reading *reading, str text, unsigned line,
                               struct diagnostics *diagnostics)
{
    return yaml_parse(reading->arena, reading->path, text, line, diagnostics);
}

// Whether YAML sees the same fields as a person would.
static bool agrees(const struct reading *reading, const struct yaml_node *root)
{
    if (root == NULL || root->type != YAML_MAP)
        return false;
    if (reading->chunks.count == 0)
        return true;
    if (root->count != reading->chunks.count)
        return false;
    for (size_t i = 0; i < root->count; i++)
        if (root->pairs[i].key->place.line != reading->chunks.at[i].lines[0].number)
            return false;
    return true;
}

static const struct yaml_node *read_whole(struct reading *reading)
{
    for (size_t i = 0; i < reading->chunks.count; i++)
        if (chunk_is_suspicious(reading->arena, reading->schema, reading->chunks.at[i]))
            return NULL;
    unsigned line = reading->matter.count > 0 ? reading->matter.lines[0].number : 1;
    struct yaml_node *root = parse(reading, reading->matter.text, line, NULL);
    return agrees(reading, root) ? root : NULL;
}

static void add_all(struct reading *reading, const struct yaml_node *root)
{
    for (size_t i = 0; i < root->count; i++)
        field_add(&reading->fields, root->pairs[i].key, root->pairs[i].value);
}

// ---- Field by field ----

static bool is_field(const struct yaml_node *node)
{
    return node != NULL && node->type == YAML_MAP && node->count == 1;
}

static str chunk_text(struct chunk chunk)
{
    const struct line *last = &chunk.lines[chunk.count - 1];
    const char *from = chunk.lines[0].text.at;
    return (str){ from, (size_t)(last->text.at + last->text.len - from) };
}

// Places of what was repaired: the line of the file, and no column where the
// line was rewritten.
static void relocate(const struct reading *reading, struct yaml_node *node)
{
    unsigned first = reading->matter.lines[0].number;
    str source = reading->matter.lines[node->place.line - first].text;
    if (!str_equal(source, node->place.source))
        node->place.column = 0;
    node->place.source = source;
    for (size_t i = 0; i < node->count; i++) {
        if (node->type == YAML_LIST) {
            relocate(reading, node->items[i]);
        } else {
            relocate(reading, node->pairs[i].key);
            relocate(reading, node->pairs[i].value);
        }
    }
}

static void report_repairs(const struct reading *reading, struct repaired repaired)
{
    for (size_t i = 0; i < repaired.count; i++) {
        const struct repair *repair = &repaired.repairs[i];
        diagnose(reading->diagnostics, repair->kind, repair->place,
                 VALUES(repair->shown, repair->sign));
    }
}

static void report_value(const struct reading *reading, const struct line *line)
{
    struct entry entry = entry_of(reading, line);
    struct place place = {
        .path = reading->path, .line = line->number, .column = 1, .source = line->text
    };
    str shown = arena_join(
        reading->arena,
        (str[]){ entry.key, STR(": "), yaml_quoted(reading->arena, entry.value), { 0 } });
    diagnose(reading->diagnostics, &matter_value, place, VALUES(entry.key, shown));
}

static void read_repaired(struct reading *reading, struct chunk chunk)
{
    struct repaired repaired = chunk_repair(reading->arena, reading->schema, reading->path, chunk);
    struct yaml_node *root = parse(reading, repaired.text, chunk.lines[0].number, NULL);
    if (!is_field(root)) {
        report_value(reading, &chunk.lines[0]);
        return;
    }
    report_repairs(reading, repaired);
    relocate(reading, root);
    if (root->pairs[0].key->place.column == 0)
        root->pairs[0].key->place.column = 1 + (unsigned)chunk.lines[0].indent;
    add_all(reading, root);
}

static void read_chunk(struct reading *reading, struct chunk chunk)
{
    struct yaml_node *root = NULL;
    if (!chunk_is_suspicious(reading->arena, reading->schema, chunk))
        root = parse(reading, chunk_text(chunk), chunk.lines[0].number, NULL);
    if (is_field(root))
        add_all(reading, root);
    else
        read_repaired(reading, chunk);
}

// Lines above the first field.
static void report_stray(const struct reading *reading)
{
    size_t count = (size_t)(reading->chunks.at[0].lines - reading->matter.lines);
    for (size_t i = 0; i < count; i++) {
        const struct line *line = &reading->matter.lines[i];
        if (line->kind == LINE_BLANK || line->kind == LINE_COMMENT)
            continue;
        struct repair repair = line_refused(reading->arena, reading->schema, reading->path, line);
        const struct diagnostic_kind *kind = repair.shown.len > 0 ? repair.kind : &matter_stray;
        repair.place.column = 0;
        diagnose(reading->diagnostics, kind, repair.place, VALUES(repair.shown, repair.sign));
    }
}

static void read_pieces(struct reading *reading)
{
    if (reading->chunks.count == 0) {
        parse(reading, reading->matter.text, reading->matter.lines[0].number, reading->diagnostics);
        return;
    }
    report_stray(reading);
    for (size_t i = 0; i < reading->chunks.count; i++)
        read_chunk(reading, reading->chunks.at[i]);
}

static uint64_t written_by(const struct field_reader *reader)
{
    uint64_t written = 0;
    for (size_t id = 0; id < FIELD_TAXONOMY; id++)
        if (reader->seen[id] != 0)
            written |= (uint64_t)1 << id;
    return written;
}

struct front_matter front_matter_read(struct arena *arena, str full_path, str bytes,
                                      const struct schema *schema, struct diagnostics *diagnostics)
{
    struct reading reading = {
        .arena = arena,
        .path = full_path,
        .schema = schema,
        .diagnostics = diagnostics,
        .matter = matter_find(arena, full_path, bytes, schema, diagnostics),
        .fields = field_reader_new(arena, schema, diagnostics),
    };
    if (reading.matter.present) {
        chunks_find(&reading);
        const struct yaml_node *root = read_whole(&reading);
        if (root != NULL)
            add_all(&reading, root);
        else
            read_pieces(&reading);
    }
    return (struct front_matter){
        .present = reading.matter.present,
        .fields = reading.fields.fields.at,
        .marks = reading.fields.marks.at,
        .count = reading.fields.fields.count,
        .written = written_by(&reading.fields),
        .body = reading.matter.body,
        .body_line = reading.matter.body_line,
    };
}
