// SPDX-License-Identifier: EUPL-1.2
#include "document/anchors.h"

// How many times a name was asked for.  A name that was given as `x-2` is also
// a name of its own.
struct uses {
    size_t count;
};

static struct uses *uses_of(struct anchors *anchors, struct arena *scratch, str name)
{
    if (anchors->taken == NULL)
        anchors->taken = map_new(scratch);
    return map_get(anchors->taken, name);
}

static void take(struct anchors *anchors, struct arena *scratch, str name)
{
    struct uses *uses = ARENA_NEW(scratch, struct uses);
    uses->count = 1;
    map_put(anchors->taken, name, uses);
}

str anchors_take(struct anchors *anchors, struct arena *scratch, str text)
{
    str name = text;
    struct uses *uses = uses_of(anchors, scratch, name);
    while (uses != NULL && map_get(anchors->taken, name) != NULL) {
        uses->count++;
        name = arena_join(scratch, (str[]){ text, STR("-"), NUMBER(uses->count), { 0 } });
    }
    str kept = arena_copy(anchors->arena, name);
    take(anchors, scratch, kept);
    return kept;
}

str anchors_take_number(struct anchors *anchors, struct arena *scratch, str stem, size_t number)
{
    return anchors_take(anchors, scratch,
                        arena_join(scratch, (str[]){ stem, STR("-"), NUMBER(number), { 0 } }));
}
