// SPDX-License-Identifier: EUPL-1.2
#include "site/building.h"

void crew_gather(struct crew *crew, const struct building *building)
{
    for (unsigned i = 0; i < building->jobs; i++) {
        struct building *worker = &crew->each[i];
        *worker = *building;
        worker->arena = arena_new();
        worker->key = (struct buf){ 0 };
        worker->lookups = (struct lookups){ .paths = { 0 } };
        worker->claiming.at = NULL;
        worker->claiming.count = worker->claiming.capacity = 0;
        worker->known_sets = (struct known_sets){ 0 };
        worker->sets.at = NULL;
        worker->sets.count = worker->sets.capacity = 0;
    }
}

static void see(struct seen *seen, const struct seen *more)
{
    seen->chapters |= more->chapters;
    seen->reactions |= more->reactions;
    seen->links |= more->links;
    seen->aliases |= more->aliases;
}

static void sets_take(struct building *building, const struct building *worker)
{
    LIST_RESERVE(building->arena, building->sets, worker->sets.count);
    for (size_t i = 0; i < worker->sets.count; i++) {
        worker->sets.at[i]->number = building->sets.count;
        LIST_ADD(building->arena, building->sets, worker->sets.at[i]);
    }
}

void crew_leave(struct crew *crew, struct building *building)
{
    for (unsigned i = 0; i < building->jobs; i++) {
        struct building *worker = &crew->each[i];
        see(&building->seen, &worker->seen);
        sets_take(building, worker);
        buf_release(&worker->key);
        buf_release(&worker->lookups.paths);
        arena_adopt(building->arena, worker->arena);
        arena_free(worker->arena);
    }
}
