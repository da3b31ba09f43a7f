// SPDX-License-Identifier: EUPL-1.2
#include "yaml/pairs.h"

// Above this, repeated keys are looked for by hash.
enum { FEW_PAIRS = 12 };

static bool is_among_few(const struct pairs *pairs, str key)
{
    for (size_t i = 0; i < pairs->list.count; i++)
        if (str_equal(pairs->list.at[i].key->text, key))
            return true;
    return false;
}

static bool seen_before(struct pairs *pairs, struct arena *arena, str key)
{
    if (pairs->list.count < FEW_PAIRS)
        return is_among_few(pairs, key);
    if (pairs->keys == NULL) {
        pairs->keys = map_new(arena);
        for (size_t i = 0; i < pairs->list.count; i++)
            map_put(pairs->keys, pairs->list.at[i].key->text, pairs);
    }
    bool before = map_get(pairs->keys, key) != NULL;
    map_put(pairs->keys, key, pairs);
    return before;
}

void pairs_add(struct pairs *pairs, struct arena *arena, struct yaml_node *key,
               struct yaml_node *value)
{
    bool repeated = seen_before(pairs, arena, key->text);
    LIST_ADD(arena, pairs->list, ((struct yaml_pair){ key, value, repeated }));
}
