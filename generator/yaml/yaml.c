// SPDX-License-Identifier: EUPL-1.2
#include "yaml/yaml.h"

#include "yaml/events.h"
#include "yaml/plain.h"
#include "yaml/reader.h"

struct yaml_node *yaml_parse(struct arena *arena, str path, str text, unsigned first_line,
                             struct diagnostics *diagnostics)
{
    struct reader reader = { .arena = arena, .path = path, .diagnostics = diagnostics };
    reader_open(&reader, text, first_line);
    struct yaml_node *root = plain_read(&reader);
    return root != NULL ? root : events_read(&reader);
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
