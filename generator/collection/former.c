// SPDX-License-Identifier: EUPL-1.2
// Numbers lie there as they do in memory: first a head, then arrays of what is
// eight bytes long, of what is four, and the texts of a chunk.
#include "collection/former.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "collection/compounds.h"

#include <stdlib.h>
#include <string.h>

struct head {
    uint64_t space;
    uint64_t numbers_per_segment;
    uint64_t segments;
    uint64_t forms;
    uint64_t endings; // as many as forms, or none
    uint64_t chunks;
    uint64_t aliases;
    uint64_t stretches;
    uint64_t bases;
    uint64_t splits;
};

struct fingerprint former_key(str language, str stops)
{
    return fingerprint_of_list((str[]){ STR("former index"), language, stops }, 3);
}

static size_t image_size(const struct head *head)
{
    return sizeof *head + head->segments * sizeof(struct fingerprint) +
           head->chunks * sizeof(struct chunk_ref) + head->aliases * sizeof(struct alias) +
           head->stretches * sizeof(struct former_stretch) +
           head->bases * sizeof(struct form_base) + head->splits * sizeof(struct form_split) +
           (head->forms + head->endings) * sizeof(uint32_t);
}

// ---- Loading ----

static const void *next(const char **at, size_t count, size_t size)
{
    const void *array = *at;
    *at += count * size;
    return array;
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
    former->keys = next(&at, head.segments, sizeof *former->keys);
    former->refs = next(&at, head.chunks, sizeof *former->refs);
    former->aliases = next(&at, head.aliases, sizeof *former->aliases);
    former->stretches = next(&at, head.stretches, sizeof *former->stretches);
    former->bases = next(&at, head.bases, sizeof *former->bases);
    former->splits = next(&at, head.splits, sizeof *former->splits);
    former->beginnings = next(&at, head.forms, sizeof *former->beginnings);
    const uint32_t *endings = next(&at, head.endings, sizeof *endings);
    former->endings = head.endings > 0 ? endings : NULL;
    former->chunks = ARENA_ARRAY(arena, struct chunk, head.chunks);
    former->space = head.space;
    former->numbers_per_segment = head.numbers_per_segment;
    former->segment_count = head.segments;
    former->count = head.forms;
    former->chunk_count = head.chunks;
    former->alias_count = head.aliases;
    former->stretch_count = head.stretches;
    former->base_count = head.bases;
    former->split_count = head.splits;
    return former;
}

// Of so many forms, without their texts.
static size_t chunk_size(size_t count)
{
    return count * (3 * sizeof(uint64_t) + sizeof(uint32_t) + 1);
}

bool former_chunk_load(struct former *former, struct cache *cache, size_t number,
                       struct arena *arena)
{
    str image;
    size_t count = former->refs[number].count;
    struct chunk *chunk = &former->chunks[number];
    if (!cache_get(cache, CACHE_INDEX, former->refs[number].key, arena, &image) ||
        image.len < chunk_size(count) || (uintptr_t)image.at % sizeof(uint64_t) != 0)
        return false;
    const char *at = image.at;
    chunk->count = (uint32_t)count;
    chunk->prints = next(&at, count, sizeof *chunk->prints);
    chunk->plains = next(&at, count, sizeof *chunk->plains);
    chunk->segments = next(&at, count, sizeof *chunk->segments);
    chunk->entries = next(&at, count, sizeof *chunk->entries);
    chunk->lens = next(&at, count, 1);
    chunk->texts = at;
    for (size_t i = 0; i < count; i++)
        at += chunk->lens[i];
    return count > 0 && at == image.at + image.len;
}

// ---- Storing chunks ----

enum { CHUNK_FORMS = 384, CHUNK_FORMS_MOST = 2 * CHUNK_FORMS };

struct storing {
    const struct lexicon *lexicon;
    struct cache *cache;
    const struct piece *pieces;
    const size_t *firsts; // of each piece: its first chunk; one more at the end
    struct chunk_ref *refs;
    struct buf *rooms; // of each worker
};

static size_t chunks_of(const struct piece *piece)
{
    if (piece->is_same || piece->count <= CHUNK_FORMS_MOST)
        return piece->count > 0;
    return (piece->count + CHUNK_FORMS - 1) / CHUNK_FORMS;
}

static void numbers_add(struct buf *to, const struct form_entry *forms, size_t count)
{
    uint64_t *prints = (uint64_t *)(void *)buf_reserve(to, chunk_size(count));
    uint32_t *entries = (uint32_t *)(void *)(prints + 3 * count);
    unsigned char *lens = (unsigned char *)(void *)(entries + count);
    for (size_t i = 0; i < count; i++) {
        prints[i] = forms[i].print;
        prints[count + i] = forms[i].plain;
        prints[2 * count + i] = forms[i].segments;
        entries[i] = forms[i].entries;
        lens[i] = (unsigned char)forms[i].text.len;
    }
    to->len += chunk_size(count);
}

static struct chunk_ref chunk_store(struct cache *cache, const struct form_entry *forms,
                                    size_t count, struct buf *room)
{
    buf_clear(room);
    numbers_add(room, forms, count);
    for (size_t i = 0; i < count; i++)
        buf_add(room, forms[i].text);
    struct chunk_ref ref = { fingerprint_of(buf_view(room)), (uint32_t)count, 0 };
    cache_put(cache, CACHE_INDEX, ref.key, buf_view(room));
    return ref;
}

static void piece_store(void *context, size_t item, unsigned worker)
{
    const struct storing *storing = context;
    const struct piece *piece = &storing->pieces[item];
    size_t first = storing->firsts[item];
    size_t chunks = storing->firsts[item + 1] - first;
    if (piece->is_same && chunks > 0)
        storing->refs[first] = piece->ref;
    for (size_t i = 0; i < chunks && !piece->is_same; i++) {
        size_t from = piece->count * i / chunks;
        size_t to = piece->count * (i + 1) / chunks;
        storing->refs[first + i] =
            chunk_store(storing->cache, &storing->lexicon->forms[piece->from + from], to - from,
                        &storing->rooms[worker]);
    }
}

struct former_chunks former_chunks_store(struct arena *arena, struct cache *cache,
                                         const struct lexicon *lexicon, unsigned jobs)
{
    struct buf rooms[PARALLEL_JOBS_MAX] = { { 0 } };
    size_t *firsts = ARENA_ARRAY(arena, size_t, lexicon->piece_count + 1);
    for (size_t i = 0; i < lexicon->piece_count; i++)
        firsts[i + 1] = firsts[i] + chunks_of(&lexicon->pieces[i]);
    size_t count = firsts[lexicon->piece_count];
    struct storing storing = {
        lexicon, cache, lexicon->pieces, firsts, ARENA_ARRAY(arena, struct chunk_ref, count + 1),
        rooms
    };
    parallel_each(jobs, lexicon->piece_count, piece_store, &storing);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        buf_release(&rooms[i]);
    return (struct former_chunks){ storing.refs, count };
}

// ---- Storing the rest ----

static void array_add(struct buf *to, const void *at, size_t count, size_t size)
{
    if (count > 0)
        buf_add(to, (str){ at, count * size });
}

static size_t bases_add(struct buf *to, const struct lexicon *lexicon)
{
    size_t count = 0;
    struct form_base *bases =
        (struct form_base *)(void *)buf_reserve(to, lexicon->count * sizeof *bases);
    for (uint32_t i = 0; i < lexicon->count && lexicon->bases != NULL; i++)
        if (lexicon->bases[i].form != i)
            bases[count++] = (struct form_base){ i, lexicon->bases[i].form & (NO_FORM >> 1),
                                                 lexicon->bases[i].is_contested };
    to->len += count * sizeof *bases;
    return count;
}

static size_t splits_add(struct buf *to, const struct index_state *state)
{
    size_t count = 0;
    const struct split *all = state->compounds->splits;
    struct form_split *splits =
        (struct form_split *)(void *)buf_reserve(to, state->lexicon->count * sizeof *splits);
    for (uint32_t i = 0; i < state->lexicon->count && all != NULL; i++)
        if (all[i].head != NO_FORM)
            splits[count++] = (struct form_split){ i, all[i].head, all[i].tail };
    to->len += count * sizeof *splits;
    return count;
}

void former_store(struct cache *cache, struct fingerprint key, const struct index_state *state)
{
    const struct lexicon *lexicon = state->lexicon;
    const struct collection *collection = lexicon->collection;
    bool endings = state->compounds->endings != NULL;
    struct head head = { .space = collection->space,
                         .numbers_per_segment = collection->numbers_per_segment,
                         .segments = collection->segment_count,
                         .forms = lexicon->count,
                         .endings = endings ? lexicon->count : 0,
                         .chunks = state->chunks.count,
                         .aliases = state->names->count,
                         .stretches = state->stretches->count };
    struct buf to = { 0 };
    buf_reserve(&to, image_size(&head));
    array_add(&to, &head, 1, sizeof head);
    array_add(&to, collection->keys, head.segments, sizeof *collection->keys);
    array_add(&to, state->chunks.at, head.chunks, sizeof *state->chunks.at);
    array_add(&to, state->names->at, head.aliases, sizeof *state->names->at);
    array_add(&to, state->stretches->at, head.stretches, sizeof *state->stretches->at);
    head.bases = bases_add(&to, lexicon);
    head.splits = splits_add(&to, state);
    array_add(&to, lexicon->beginnings, head.forms, sizeof(uint32_t));
    array_add(&to, state->compounds->endings, head.endings, sizeof(uint32_t));
    memcpy(to.at, &head, sizeof head);
    cache_put(cache, CACHE_STATE, key, buf_view(&to));
    buf_release(&to);
}
