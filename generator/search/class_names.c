// SPDX-License-Identifier: EUPL-1.2
#include "search/class_names.h"

#include "base/parallel.h"
#include "search/earlier_lists.h"

#include <stdlib.h>
#include <string.h>

// What a worker keeps to itself.
struct namer {
    struct earlier_lists earlier;
    struct sightings sightings;
};

struct naming {
    const struct listing *listing;
    const uint32_t *heads; // of the classes that are not what they were
    struct alias *names;   // of these
    const struct class_names *before;
    struct namer *namers;
    const bool *moved; // of each number: whether its entry is longer or shorter now
    uint64_t segments; // those that have one, a bit for each
};

// ---- Lists that stay as they are ----

enum difference { CHANGED_NOT, CHANGED_LENGTHS, CHANGED_COUNTS };

static enum difference form_change(const struct listing *listing, uint32_t number)
{
    const struct form_entry *form = &listing->lexicon->forms[number];
    if (form->change == 0)
        return CHANGED_NOT;
    const struct changed_form *then = &listing->lexicon->changes[form->change - 1];
    if (then->former == NO_FORM || then->plain != form->plain)
        return CHANGED_COUNTS;
    return then->print == form->print ? CHANGED_NOT : CHANGED_LENGTHS;
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
    uint32_t former = listing->lexicon->forms[head].former;
    earlier_lists_read(&namer->earlier, listing, former, former);
    if (earlier_list_found(&namer->earlier, name, found))
        return;
    class_sightings(&namer->sightings, listing, head, ALL_SEGMENTS);
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
        const uint32_t *before = lengths_before(collection, sighting->number);
        if (sighting_level(listing->weights, &rarity, sighting, now) !=
            sighting_level(listing->weights, &rarity, sighting, before))
            return false;
    }
    return true;
}

static struct alias name_of(const struct naming *naming, struct namer *namer, uint32_t head)
{
    const struct listing *listing = naming->listing;
    struct fingerprint own = class_own_name(listing, head, false);
    struct alias alias = { head, own, alias_find(naming->before, head, own) };
    if (listing->lexicon->forms[head].former == NO_FORM || !fingerprint_equal(alias.name, own) ||
        class_change(listing, head) != CHANGED_LENGTHS)
        return alias;
    struct fingerprint earlier =
        alias_find(naming->before, head, class_own_name(listing, head, true));
    if (levels_stay(naming, namer, head, earlier))
        alias.name = earlier;
    return alias;
}

static void find_name(void *context, size_t item, unsigned worker)
{
    const struct naming *naming = context;
    naming->names[item] = name_of(naming, &naming->namers[worker], naming->heads[item]);
}

static uint64_t moved_find(const struct collection *collection, bool *moved)
{
    uint64_t segments = 0;
    for (size_t i = 0; i < collection->segment_count; i++) {
        if (collection->before[i].lengths == NULL)
            continue;
        size_t first = i * collection->numbers_per_segment;
        for (size_t n = 0; n < segment_size(collection, i); n++) {
            moved[first + n] =
                memcmp(collection->before[i].lengths[n], collection->lengths[first + n],
                       sizeof *collection->lengths) != 0;
            segments |= (uint64_t)moved[first + n] << i;
        }
    }
    return segments;
}

// ---- Which classes may have another name ----

static int number_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

// Those with a form that changed, or a compound that did; in order.
static uint32_t *heads_find(struct arena *arena, const struct listing *listing, size_t *count)
{
    const struct lexicon *lexicon = listing->lexicon;
    uint32_t *heads = ARENA_ARRAY(arena, uint32_t, lexicon->change_count * (PARTS_MOST + 1) + 1);
    size_t found = 0;
    for (size_t i = 0; i < lexicon->change_count; i++) {
        uint32_t form = lexicon->changes[i].form;
        if (form == NO_FORM)
            continue;
        heads[found++] = lexicon->forms[form].head;
        found += compounds_parts(listing->compounds, lexicon, form, heads + found);
    }
    qsort(heads, found, sizeof *heads, number_order);
    *count = 0;
    for (size_t i = 0; i < found; i++)
        if (i == 0 || heads[i] != heads[i - 1])
            heads[(*count)++] = heads[i];
    return heads;
}

// ---- All ----

// The names of the last time, by the forms of now.
static const struct class_names *names_before(struct arena *arena, const struct lexicon *lexicon)
{
    const struct former *former = lexicon->collection->former;
    struct alias *aliases = ARENA_ARRAY(arena, struct alias, former->alias_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < former->alias_count; i++) {
        struct alias alias = former->aliases[i];
        alias.form = lexicon->renumbered[alias.form];
        if (alias.form != NO_FORM)
            aliases[count++] = alias;
    }
    struct class_names *names = ARENA_NEW(arena, struct class_names);
    *names = (struct class_names){ .at = aliases, .count = count };
    return names;
}

// Those of classes that were looked at take the place of the earlier ones.
static struct class_names names_join(struct arena *arena, const struct class_names *before,
                                     const struct alias *looked, size_t count, size_t forms)
{
    struct alias *all = ARENA_ARRAY(arena, struct alias, before->count + count + 1);
    uint64_t *bits = ARENA_ARRAY(arena, uint64_t, forms / 64 + 1);
    size_t kept = 0;
    for (size_t b = 0, i = 0; b < before->count || i < count;) {
        if (i == count || (b < before->count && before->at[b].form < looked[i].form)) {
            all[kept++] = before->at[b++];
            continue;
        }
        b += b < before->count && before->at[b].form == looked[i].form;
        if (!fingerprint_equal(looked[i].own, looked[i].name))
            all[kept++] = looked[i];
        i++;
    }
    for (size_t i = 0; i < kept; i++)
        bits[all[i].form / 64] |= 1ull << all[i].form % 64;
    return (struct class_names){ all, kept, bits, before };
}

const struct class_names *class_names_of(struct arena *arena, const struct listing *listing,
                                         unsigned jobs)
{
    const struct collection *collection = listing->lexicon->collection;
    struct class_names *names = ARENA_NEW(arena, struct class_names);
    if (collection->former == NULL)
        return names;
    struct namer namers[PARALLEL_JOBS_MAX] = { 0 };
    bool *moved = ARENA_ARRAY(arena, bool, collection->space);
    size_t count;
    const uint32_t *heads = heads_find(arena, listing, &count);
    struct naming naming = { listing,
                             heads,
                             ARENA_ARRAY(arena, struct alias, count + 1),
                             names_before(arena, listing->lexicon),
                             namers,
                             moved,
                             moved_find(collection, moved) };
    parallel_each(jobs, count, find_name, &naming);
    *names = names_join(arena, naming.before, naming.names, count, listing->lexicon->count);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++) {
        earlier_lists_release(&namers[i].earlier);
        sightings_release(&namers[i].sightings);
    }
    return names;
}
