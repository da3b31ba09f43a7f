// SPDX-License-Identifier: EUPL-1.2
// Numbers lie there as they do in memory: first a head, then arrays of what is
// eight bytes long, of what is four, and the texts.
#include "search/former.h"

#include "search/class_list.h"

#include <string.h>

struct head {
    uint64_t space;
    uint64_t numbers_per_segment;
    uint64_t segments;
    uint64_t seen; // forms of all segments
    uint64_t forms;
    uint64_t endings; // as many as forms, or none
    uint64_t aliases;
    uint64_t texts;
};

struct fingerprint former_key(str language, str stops)
{
    return fingerprint_of_list((str[]){ STR("former index"), language, stops }, 3);
}

static size_t image_size(const struct head *head)
{
    size_t eights = sizeof *head + head->segments * sizeof(struct fingerprint) +
                    head->aliases * sizeof(struct alias) + head->forms * 2 * sizeof(uint64_t);
    size_t fours =
        head->segments + head->seen + head->space * PART_COUNT + head->forms + head->endings;
    return eights + fours * sizeof(uint32_t) + head->forms + head->texts;
}

// ---- Loading ----

static const void *next(const char **at, size_t count, size_t size)
{
    const void *array = *at;
    *at += count * size;
    return array;
}

static const struct former_segment *segments_load(struct arena *arena, size_t count,
                                                  const struct fingerprint *keys,
                                                  const uint32_t *counts, const uint32_t *seen)
{
    struct former_segment *segments = ARENA_ARRAY(arena, struct former_segment, count);
    for (size_t i = 0; i < count; i++) {
        segments[i] = (struct former_segment){ keys[i], seen, counts[i] };
        seen += counts[i];
    }
    return segments;
}

static struct form_seen *forms_load(struct arena *arena, size_t count, const char *at)
{
    struct form_seen *forms = ARENA_ARRAY(arena, struct form_seen, count);
    const unsigned char *lens = (const unsigned char *)at;
    at += count;
    for (uint32_t i = 0; i < count; i++) {
        forms[i] = (struct form_seen){ { at, lens[i] }, i, 0 };
        at += lens[i];
    }
    return forms;
}

struct former *former_load(struct arena *arena, struct cache *cache, struct fingerprint key)
{
    str image;
    struct head head;
    if (!cache_get(cache, CACHE_STATE, key, arena, &image) || image.len < sizeof head)
        return NULL;
    memcpy(&head, image.at, sizeof head);
    if (image.len != image_size(&head) || (uintptr_t)image.at % sizeof(uint64_t) != 0)
        return NULL;
    const char *at = image.at + sizeof head;
    struct former *former = ARENA_NEW(arena, struct former);
    const struct fingerprint *keys = next(&at, head.segments, sizeof *keys);
    former->aliases = next(&at, head.aliases, sizeof *former->aliases);
    former->prints = next(&at, head.forms, sizeof *former->prints);
    former->plains = next(&at, head.forms, sizeof *former->plains);
    former->lengths = (const uint32_t(*)[PART_COUNT])next(&at, head.space, sizeof *former->lengths);
    former->entries = next(&at, head.forms, sizeof *former->entries);
    const uint32_t *endings = next(&at, head.endings, sizeof *endings);
    former->endings = head.endings > 0 ? endings : NULL;
    const uint32_t *counts = next(&at, head.segments, sizeof *counts);
    const uint32_t *seen = next(&at, head.seen, sizeof *seen);
    former->segments = segments_load(arena, head.segments, keys, counts, seen);
    former->forms = forms_load(arena, head.forms, at);
    former->space = head.space;
    former->numbers_per_segment = head.numbers_per_segment;
    former->segment_count = head.segments;
    former->count = head.forms;
    former->alias_count = head.aliases;
    return former;
}

// ---- Storing ----

static void array_add(struct buf *to, const void *at, size_t count, size_t size)
{
    if (count > 0)
        buf_add(to, (str){ at, count * size });
}

static size_t aliases_add(struct buf *to, const struct listing *listing)
{
    size_t count = 0;
    for (uint32_t i = 0; i < listing->lexicon->count; i++) {
        const struct class_name *name = &listing->names[i];
        if (listing->lexicon->forms[i].head != i || fingerprint_equal(name->own, name->name))
            continue;
        struct alias alias = { i, name->own, name->name };
        array_add(to, &alias, 1, sizeof alias);
        count++;
    }
    return count;
}

static void forms_add(struct buf *to, const struct lexicon *lexicon)
{
    size_t count = lexicon->count;
    uint64_t *prints = (uint64_t *)(void *)buf_reserve(to, 2 * count * sizeof *prints);
    for (size_t i = 0; i < count; i++) {
        prints[i] = lexicon->forms[i].print;
        prints[count + i] = lexicon->forms[i].plain;
    }
    to->len += 2 * count * sizeof *prints;
}

static void entries_add(struct buf *to, const struct lexicon *lexicon)
{
    uint32_t *entries = (uint32_t *)(void *)buf_reserve(to, lexicon->count * sizeof *entries);
    for (size_t i = 0; i < lexicon->count; i++)
        entries[i] = lexicon->forms[i].entries;
    to->len += lexicon->count * sizeof *entries;
}

static void segments_add(struct buf *to, const struct lexicon *lexicon)
{
    const struct collection *collection = lexicon->collection;
    for (size_t i = 0; i < collection->segment_count; i++)
        array_add(to, &collection->segments[i].count, 1, sizeof(uint32_t));
    for (size_t i = 0; i < collection->segment_count; i++)
        array_add(to, lexicon->numbers[i], collection->segments[i].count, sizeof(uint32_t));
}

static void texts_add(struct buf *to, const struct lexicon *lexicon, size_t len)
{
    char *lens = buf_reserve(to, lexicon->count + len);
    char *texts = lens + lexicon->count;
    for (size_t i = 0; i < lexicon->count; i++) {
        str text = lexicon->forms[i].text;
        lens[i] = (char)text.len;
        memcpy(texts, text.at, text.len);
        texts += text.len;
    }
    to->len += lexicon->count + len;
}

static struct head head_of(const struct listing *listing)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct collection *collection = lexicon->collection;
    struct head head = { .space = collection->space,
                         .numbers_per_segment = collection->numbers_per_segment,
                         .segments = collection->segment_count,
                         .forms = lexicon->count,
                         .endings = listing->compounds->endings == NULL ? 0 : lexicon->count };
    for (size_t i = 0; i < collection->segment_count; i++)
        head.seen += collection->segments[i].count;
    for (size_t i = 0; i < lexicon->count; i++)
        head.texts += lexicon->forms[i].text.len;
    return head;
}

void former_store(struct cache *cache, struct fingerprint key, const struct listing *listing)
{
    const struct lexicon *lexicon = listing->lexicon;
    const struct collection *collection = lexicon->collection;
    struct head head = head_of(listing);
    struct buf to = { 0 };
    buf_reserve(&to, image_size(&head)); // but for aliases
    array_add(&to, &head, 1, sizeof head);
    array_add(&to, collection->keys, head.segments, sizeof *collection->keys);
    head.aliases = aliases_add(&to, listing);
    forms_add(&to, lexicon);
    array_add(&to, collection->lengths, head.space, sizeof *collection->lengths);
    entries_add(&to, lexicon);
    array_add(&to, listing->compounds->endings, head.endings, sizeof(uint32_t));
    segments_add(&to, lexicon);
    texts_add(&to, lexicon, head.texts);
    memcpy(to.at, &head, sizeof head);
    cache_put(cache, CACHE_STATE, key, buf_view(&to));
    buf_release(&to);
}

// ---- Names of lists ----

struct fingerprint former_name(const struct former *former, uint32_t form, struct fingerprint own)
{
    size_t low = 0;
    size_t high = former->alias_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (former->aliases[middle].form < form)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < former->alias_count && former->aliases[low].form == form &&
                 fingerprint_equal(former->aliases[low].own, own);
    return found ? former->aliases[low].name : own;
}
