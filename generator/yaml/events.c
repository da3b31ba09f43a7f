// SPDX-License-Identifier: EUPL-1.2
#include "yaml/events.h"

#include "base/list.h"
#include "base/memory.h"
#include "yaml/pairs.h"

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
    return reader_node(reader, type, reader_place(reader, mark));
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
    struct pairs pairs = { 0 };
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
        pairs_add(&pairs, reader->arena, key, value);
    }
    node->pairs = pairs.list.at;
    node->count = pairs.list.count;
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

struct yaml_node *events_read(struct reader *reader)
{
    if (!yaml_parser_initialize(&reader->parser))
        memory_exhausted();
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)reader->text.at,
                                 reader->text.len);
    struct yaml_node *root = document_next(reader);
    yaml_parser_delete(&reader->parser);
    return root;
}
