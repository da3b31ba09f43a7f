// SPDX-License-Identifier: EUPL-1.2
#include "document/tree.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

static _Thread_local struct arena *trees;

// How much there is room for stands before it: what grows must be copied.
enum { HEAD = sizeof(size_t) };

static char *room_for(size_t size)
{
    if (size > SIZE_MAX - HEAD)
        memory_exhausted();
    char *room = arena_room(trees, HEAD + size);
    memcpy(room, &size, HEAD);
    return room + HEAD;
}

static void *take(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        memory_exhausted();
    return memset(room_for(count * size), 0, count * size);
}

static void *grow(void *memory, size_t size)
{
    size_t before = 0;
    if (memory != NULL)
        memcpy(&before, (char *)memory - HEAD, HEAD);
    if (memory != NULL && size <= before)
        return memory;
    char *grown = room_for(size);
    if (before > 0)
        memcpy(grown, memory, before);
    return grown;
}

static void let_go(void *memory)
{
    (void)memory;
}

static cmark_mem *memory_of_trees(void)
{
    static cmark_mem memory = { take, grow, let_go };
    return &memory;
}

void tree_begin(struct arena *arena)
{
    trees = arena;
}

void tree_end(void)
{
    trees = NULL;
}

cmark_node *tree_read(str text)
{
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, memory_of_trees());
    cmark_parser_feed(parser, text.at, text.len);
    return cmark_parser_finish(parser);
}

cmark_node *tree_node(cmark_node_type type)
{
    return cmark_node_new_with_mem(type, memory_of_trees());
}
