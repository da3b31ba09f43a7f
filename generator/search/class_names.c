// SPDX-License-Identifier: EUPL-1.2
#include "search/class_names.h"

#include "base/parallel.h"

#include <string.h>

enum { FORMS_PER_TASK = 1024 };

// What a worker keeps to itself.
struct namer {
    struct buf room;
    struct arena *scratch;
    struct sightings sightings;
};

struct naming {
    const struct listing *listing;
    struct class_name *names;
    struct namer *namers;
    const bool *moved;    // of each number: whether its entry is longer or shorter now
    const bool *segments; // those that have one
};

// ---- Own names ----

// The print of a form now, or the last time.
static uint64_t print_of(const struct listing *listing, uint32_t number, bool is_former)
{
    const struct form_entry *form = &listing->lexicon->forms[number];
    return is_former ? listing->lexicon->collection->former->prints[form->former] : form->print;
}

static void form_add(struct buf *to, const struct listing *listing, uint32_t number, unsigned share,
                     bool is_former)
{
    uint64_t print = print_of(listing, number, is_former);
    buf_add(to, (str){ (const char *)&print, sizeof print });
    buf_add_char(to, (char)share);
}

static struct fingerprint own_name(const struct listing *listing, uint32_t head, bool is_former,
                                   struct buf *room)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    buf_clear(room);
    buf_add(room, STR("list "));
    buf_add(room, FINGERPRINT_VIEW(listing->weights->print));
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next)
        form_add(room, listing, i, COUNT_WHOLE, is_former);
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++)
        form_add(room, listing, compounds->forms[i], COUNT_PART, is_former);
    return fingerprint_of(buf_view(room));
}

// ---- Lists that stay as they are ----

enum difference { CHANGED_NOT, CHANGED_LENGTHS, CHANGED_COUNTS };

static enum difference form_change(const struct listing *listing, uint32_t number)
{
    const struct form_entry *form = &listing->lexicon->forms[number];
    const struct former *former = listing->lexicon->collection->former;
    if (form->former == NO_FORM || former->plains[form->former] != form->plain)
        return CHANGED_COUNTS;
    return former->prints[form->former] == form->print ? CHANGED_NOT : CHANGED_LENGTHS;
}

static enum difference class_change(const struct listing *listing, uint32_t head)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct compounds *compounds = listing->compounds;
    enum difference most = CHANGED_NOT;
    for (uint32_t i = head; i != NO_FORM; i = lexicon->forms[i].next) {
        enum difference change = form_change(listing, i);
        most = change > most ? change : most;
    }
    for (uint32_t i = compounds->starts[head]; i < compounds->starts[head + 1]; i++) {
        enum difference change = form_change(listing, compounds->forms[i]);
        most = change > most ? change : most;
    }
    return most;
}

// In how many entries the class is, by parts: as the list that it had tells, or else
// counted.
static void found_find(const struct listing *listing, struct namer *namer, uint32_t head,
                       struct fingerprint name, uint32_t found[PART_COUNT])
{
    if (class_list_found(listing, head, name, &namer->scratch, found))
        return;
    class_sightings(&namer->sightings, listing, head, NULL);
    found_count(namer->sightings.at, namer->sightings.count, found);
}

// Whether all entries whose lengths have changed stand in the list where they stood.
static bool levels_stay(const struct naming *naming, struct namer *namer, uint32_t head,
                        struct fingerprint name)
{
    const struct listing *listing = naming->listing;
    const struct collection *collection = listing->lexicon->collection;
    uint32_t found[PART_COUNT];
    found_find(listing, namer, head, name, found);
    struct rarity rarity = rarity_of(listing->weights, found);
    class_sightings(&namer->sightings, listing, head, naming->segments);
    for (size_t i = 0; i < namer->sightings.count; i++) {
        const struct sighting *sighting = &namer->sightings.at[i];
        if (!naming->moved[sighting->number])
            continue;
        const uint32_t *now = collection->lengths[sighting->number];
        const uint32_t *before = collection->former->lengths[sighting->number];
        if (sighting_level(listing->weights, &rarity, sighting, now) !=
            sighting_level(listing->weights, &rarity, sighting, before))
            return false;
    }
    return true;
}

static struct class_name name_of(const struct naming *naming, struct namer *namer, uint32_t head)
{
    const struct listing *listing = naming->listing;
    const struct lexicon *lexicon = listing->lexicon;
    const struct former *former = lexicon->collection->former;
    struct fingerprint own = own_name(listing, head, false, &namer->room);
    struct class_name name = { own, own };
    uint32_t before = lexicon->forms[head].former;
    if (former == NULL || before == NO_FORM)
        return name;
    name.name = former_name(former, before, own);
    if (!fingerprint_equal(name.name, own) || class_change(listing, head) != CHANGED_LENGTHS)
        return name;
    struct fingerprint earlier =
        former_name(former, before, own_name(listing, head, true, &namer->room));
    if (levels_stay(naming, namer, head, earlier))
        name.name = earlier;
    return name;
}

static void find_names(void *context, size_t item, unsigned worker)
{
    const struct naming *naming = context;
    const struct lexicon *lexicon = naming->listing->lexicon;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > lexicon->count)
        end = lexicon->count;
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        if (lexicon->forms[i].head == i)
            naming->names[i] = name_of(naming, &naming->namers[worker], (uint32_t)i);
}

static void moved_find(const struct collection *collection, bool *moved, bool *segments)
{
    const struct former *former = collection->former;
    for (size_t i = 0; former != NULL && i < collection->space; i++) {
        moved[i] = memcmp(former->lengths[i], collection->lengths[i], sizeof *former->lengths) != 0;
        segments[i / collection->numbers_per_segment] |= moved[i];
    }
}

const struct class_name *class_names_of(struct arena *arena, const struct listing *listing,
                                        unsigned jobs)
{
    const struct collection *collection = listing->lexicon->collection;
    struct namer namers[PARALLEL_JOBS_MAX] = { 0 };
    bool *moved = ARENA_ARRAY(arena, bool, collection->space);
    bool *segments = ARENA_ARRAY(arena, bool, collection->segment_count);
    size_t count = listing->lexicon->count;
    struct naming naming = { listing, ARENA_ARRAY(arena, struct class_name, count + 1), namers,
                             moved, segments };
    moved_find(collection, moved, segments);
    parallel_each(jobs, (count + FORMS_PER_TASK - 1) / FORMS_PER_TASK, find_names, &naming);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++) {
        buf_release(&namers[i].room);
        arena_free(namers[i].scratch);
        sightings_release(&namers[i].sightings);
    }
    return naming.names;
}
