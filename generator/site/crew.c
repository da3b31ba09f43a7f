// SPDX-License-Identifier: EUPL-1.2
#include "site/building.h"

void crew_gather(struct crew *crew, const struct building *building)
{
    for (unsigned i = 0; i < building->jobs; i++) {
        crew->each[i] = *building;
        crew->each[i].arena = arena_new();
    }
}

static void see(struct seen *seen, const struct seen *more)
{
    seen->chapters |= more->chapters;
    seen->reactions |= more->reactions;
    seen->links |= more->links;
    seen->aliases |= more->aliases;
}

void crew_leave(struct crew *crew, struct building *building)
{
    for (unsigned i = 0; i < building->jobs; i++) {
        see(&building->seen, &crew->each[i].seen);
        arena_adopt(building->arena, crew->each[i].arena);
        arena_free(crew->each[i].arena);
    }
}
