// SPDX-License-Identifier: EUPL-1.2
#include "yaml/yaml.h"

#include "base/list.h"
#include "base/map.h"
#include "base/memory.h"
#include "yaml/reader.h"

#include <string.h>

DIAGNOSTIC(yaml_documents, ERROR, "hier begint een tweede document, en dat kan niet in dit bestand",
           "a second document begins here, which is not possible in this file",
           "haal de regel met '---' of '...' weg", "remove the line with '---' or '...'");
DIAGNOSTIC(yaml_deep, ERROR, "de gegevens zijn dieper genest dan {1} niveaus",
           "the values are nested deeper than {1} levels", "maak de lijst of tabel minder diep",
           "make the list or map less deep");
DIAGNOSTIC(yaml_large, ERROR, "er staan meer dan {1} gegevens in dit bestand",
           "there are more than {1} values in this file", "verdeel de gegevens over meer bestanden",
           "split the values over more files");
DIAGNOSTIC(yaml_key, ERROR, "de naam voor de dubbele punt is een lijst of een tabel",
           "the name before the colon is a list or a map", "schrijf: naam: waarde",
           "write: name: value");

// Above this, a map looks for repeated keys by hash.
enum { FEW_PAIRS = 12 };

typedef LIST(struct yaml_pair) pair_list;

static struct yaml_node *node_of(struct reader *reader, const yaml_event_t *event, unsigned depth);

static bool event_next(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    reader_problem(reader);
    return false;
}

// ---- What is refused ----

static struct yaml_node *refuse(struct reader *reader, const struct diagnostic_kind *kind,
                                yaml_mark_t mark, const str *values)
{
    reader_report(reader, kind, mark, values);
    return NULL;
}

// An anchor or alias names itself; a tag does not.
static bool is_plain_yaml(struct reader *reader, const yaml_event_t *event, const void *anchor,
                          const void *tag)
{
    if (anchor == NULL && tag == NULL)
        return true;
    if (anchor != NULL)
        reader_refuse_name(reader, event->start_mark);
    else
        reader_refuse_tag(reader, event->start_mark);
    return false;
}

static bool is_within_limits(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
    if (depth > YAML_DEPTH_MAX)
        reader_report(reader, &yaml_deep, event->start_mark, VALUES(NUMBER(YAML_DEPTH_MAX)));
    else if (reader->nodes >= YAML_NODES_MAX)
        reader_report(reader, &yaml_large, event->start_mark, VALUES(NUMBER(YAML_NODES_MAX)));
    else
        return true;
    return false;
}

// ---- Nodes ----

static struct yaml_node *node_new(struct reader *reader, enum yaml_type type, yaml_mark_t mark)
{
    struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);
    node->type = type;
    node->text = STR("");
    node->place = reader_place(reader, mark);
    reader->nodes++;
    return node;
}

static struct yaml_node *scalar_of(struct reader *reader, const yaml_event_t *event)
{
    if (!is_plain_yaml(reader, event, event->data.scalar.anchor, event->data.scalar.tag))
        return NULL;
    struct yaml_node *node = node_new(reader, YAML_SCALAR, event->start_mark);
    const char *value = (const char *)event->data.scalar.value;
    node->text = arena_copy(reader->arena, (str){ value, event->data.scalar.length });
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return node;
}

static struct yaml_node *list_of(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
    if (!is_plain_yaml(reader, event, event->data.sequence_start.anchor,
                       event->data.sequence_start.tag))
        return NULL;
    struct yaml_node *node = node_new(reader, YAML_LIST, event->start_mark);
    LIST(struct yaml_node *) items = { 0 };
    for (;;) {
        yaml_event_t next;
        if (!event_next(reader, &next))
            return NULL;
        bool end = next.type == YAML_SEQUENCE_END_EVENT;
        struct yaml_node *item = end ? NULL : node_of(reader, &next, depth + 1);
        yaml_event_delete(&next);
        if (item == NULL && !end)
            return NULL;
        if (end)
            break;
        LIST_ADD(reader->arena, items, item);
    }
    node->items = items.at;
    node->count = items.count;
    return node;
}

// Reads the value that belongs to `key`.
static struct yaml_node *value_next(struct reader *reader, unsigned depth)
{
    yaml_event_t event;
    if (!event_next(reader, &event))
        return NULL;
    struct yaml_node *value = node_of(reader, &event, depth);
    yaml_event_delete(&event);
    return value;
}

// The keys of one map, to see which come back.
struct seen {
    pair_list *pairs;
    struct map *keys; // NULL while there are few
};

static bool seen_before(struct reader *reader, struct seen *seen, str key)
{
    if (seen->pairs->count < FEW_PAIRS) {
        for (size_t i = 0; i < seen->pairs->count; i++)
            if (str_equal(seen->pairs->at[i].key->text, key))
                return true;
        return false;
    }
    if (seen->keys == NULL) {
        seen->keys = map_new(reader->arena);
        for (size_t i = 0; i < seen->pairs->count; i++)
            map_put(seen->keys, seen->pairs->at[i].key->text, reader);
    }
    bool before = map_get(seen->keys, key) != NULL;
    map_put(seen->keys, key, reader);
    return before;
}

static struct yaml_node *key_of(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
    if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
        return refuse(reader, &yaml_key, event->start_mark, NULL);
    return node_of(reader, event, depth);
}

static struct yaml_node *map_of(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
    if (!is_plain_yaml(reader, event, event->data.mapping_start.anchor,
                       event->data.mapping_start.tag))
        return NULL;
    struct yaml_node *node = node_new(reader, YAML_MAP, event->start_mark);
    pair_list pairs = { 0 };
    struct seen seen = { .pairs = &pairs };
    for (;;) {
        yaml_event_t next;
        if (!event_next(reader, &next))
            return NULL;
        bool end = next.type == YAML_MAPPING_END_EVENT;
        struct yaml_node *key = end ? NULL : key_of(reader, &next, depth + 1);
        yaml_event_delete(&next);
        if (end)
            break;
        struct yaml_node *value = key == NULL ? NULL : value_next(reader, depth + 1);
        if (value == NULL)
            return NULL;
        bool repeated = seen_before(reader, &seen, key->text);
        LIST_ADD(reader->arena, pairs, ((struct yaml_pair){ key, value, repeated }));
    }
    node->pairs = pairs.at;
    node->count = pairs.count;
    return node;
}

// Depth is bounded, so this may call itself.
static struct yaml_node *node_of(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
    if (!is_within_limits(reader, event, depth))
        return NULL;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return scalar_of(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return list_of(reader, event, depth);
    case YAML_MAPPING_START_EVENT:
        return map_of(reader, event, depth);
    default:
        reader_refuse_name(reader, event->start_mark);
        return NULL;
    }
}

// ---- The document ----

// Skips an event that says nothing new, and frees it.
static bool event_skip(struct reader *reader, yaml_event_type_t *type, yaml_mark_t *mark)
{
    yaml_event_t event;
    if (!event_next(reader, &event))
        return false;
    *type = event.type;
    *mark = event.start_mark;
    yaml_event_delete(&event);
    return true;
}

static struct yaml_node *document_next(struct reader *reader)
{
    yaml_event_type_t type;
    yaml_mark_t mark;
    if (!event_skip(reader, &type, &mark) || !event_skip(reader, &type, &mark))
        return NULL;
    if (type == YAML_STREAM_END_EVENT)
        return node_new(reader, YAML_MAP, mark);

    struct yaml_node *root = value_next(reader, 1);
    if (root == NULL || !event_skip(reader, &type, &mark) || !event_skip(reader, &type, &mark))
        return NULL;
    if (type != YAML_STREAM_END_EVENT)
        return refuse(reader, &yaml_documents, mark, NULL);
    return root;
}

struct yaml_node *yaml_parse(struct arena *arena, str path, str text, unsigned first_line,
                             struct diagnostics *diagnostics)
{
    struct reader reader = { .arena = arena, .path = path, .diagnostics = diagnostics };
    reader_open(&reader, text, first_line);
    struct yaml_node *root = document_next(&reader);
    reader_close(&reader);
    return root;
}

const struct yaml_node *yaml_get(const struct yaml_node *node, str key)
{
    if (node == NULL || node->type != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (str_equal(node->pairs[i].key->text, key))
            return node->pairs[i].value;
    return NULL;
}

str yaml_text(const struct yaml_node *node, str key)
{
    const struct yaml_node *value = yaml_get(node, key);
    return value == NULL || value->type != YAML_SCALAR ? STR("") : value->text;
}
