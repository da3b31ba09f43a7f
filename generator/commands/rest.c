// SPDX-License-Identifier: EUPL-1.2
#include "commands/rest.h"

// What of a document is not in memory, read anew: this happens when the cache is
// damaged while we build.
static const struct document *document_anew(struct resting *resting,
                                            const struct document *document, struct arena *arena)
{
    struct diagnostics *told = diagnostics_new();
    size_t file = source_find(resting->source, document->path);
    str bytes = STR("");
    pthread_mutex_lock(&resting->lock);
    if (file != STR_NONE)
        source_bytes(resting->source, file, SOURCE_WORKER_ALONE, &bytes, resting->diagnostics);
    const struct document *anew =
        document_read(arena, document->path, document->full_path, bytes, resting->schema, told);
    pthread_mutex_unlock(&resting->lock);
    diagnostics_free(told);
    return anew;
}

static str body_read(struct resting *resting, const struct document *document, struct arena *arena)
{
    str body = document_anew(resting, document, arena)->body;
    cache_put(resting->cache, CACHE_BODY, document->key, body);
    return body;
}

static str body_load(struct bodies *bodies, const struct document *document, struct arena *arena)
{
    struct rest *rest = (struct rest *)bodies;
    struct cache *cache = rest->from->cache;
    const struct bundle_entry *entry = bundle_entry(&rest->bundle, document->key, document->place);
    str body;
    if ((entry != NULL && bundle_body(cache, &rest->bundle, entry, arena, &body)) ||
        cache_get(cache, CACHE_BODY, document->key, arena, &body))
        return body;
    return body_read(rest->from, document, arena);
}

// Of a file that cannot be read any more.
static const struct marks *marks_unknown(struct arena *arena, const struct document *document)
{
    struct marks *marks = ARENA_NEW(arena, struct marks);
    *marks = (struct marks){ ARENA_ARRAY(arena, struct field_mark, document->field_count),
                             ARENA_ARRAY(arena, struct place, document->link_count) };
    return marks;
}

static const struct marks *marks_read(struct rest *rest, const struct document *document,
                                      struct arena *arena)
{
    struct resting *resting = rest->from;
    const struct bundle_entry *entry = bundle_entry(&rest->bundle, document->key, document->place);
    const struct marks *marks = NULL;
    str bytes;
    if (entry != NULL && bundle_marks(resting->cache, &rest->bundle, entry, arena, &bytes))
        marks = document_unpack_marks((void *)bytes.at, bytes.len, document);
    if (marks == NULL) {
        const struct document *anew = document_anew(resting, document, arena);
        bool fits =
            anew->field_count == document->field_count && anew->link_count == document->link_count;
        marks = fits ? anew->marks : marks_unknown(arena, document);
    }
    return marks;
}

static const struct document_parts *parts_unknown(struct arena *arena,
                                                  const struct document *document)
{
    struct document_parts *parts = ARENA_NEW(arena, struct document_parts);
    parts->lead = STR("");
    parts->headings = ARENA_ARRAY(arena, struct heading, document->heading_count);
    parts->passages = ARENA_ARRAY(arena, struct passage, document->passage_count);
    return parts;
}

static const struct document_parts *parts_read(struct rest *rest, const struct document *document,
                                               struct arena *arena)
{
    struct resting *resting = rest->from;
    const struct bundle_entry *entry = bundle_entry(&rest->bundle, document->key, document->place);
    const struct document_parts *parts = NULL;
    str bytes;
    if (entry != NULL && bundle_parts(resting->cache, &rest->bundle, entry, arena, &bytes))
        parts = document_unpack_parts(arena, (void *)bytes.at, bytes.len, document);
    if (parts == NULL) {
        const struct document *anew = document_anew(resting, document, arena);
        bool fits = anew->heading_count == document->heading_count &&
                    anew->passage_count == document->passage_count;
        parts = fits ? anew->parts : parts_unknown(arena, document);
    }
    return parts;
}

// All documents that are remembered are ours to change.
static struct document *ours(const struct document *document)
{
    return (struct document *)(uintptr_t)document;
}

static struct shelf *shelf_take(struct bodies *bodies, const struct document *document)
{
    struct resting *resting = ((struct rest *)bodies)->from;
    struct shelf *shelf = &resting->shelves[document->key.low % SHELVES];
    pthread_mutex_lock(&shelf->lock);
    return shelf;
}

static void shelf_give(struct shelf *shelf)
{
    pthread_mutex_unlock(&shelf->lock);
}

static const struct marks *marks_load(struct bodies *bodies, const struct document *document)
{
    document_fields(document); // before the lock, which takes it too
    struct shelf *shelf = shelf_take(bodies, document);
    if (document->marks == NULL)
        ours(document)->marks = marks_read((struct rest *)bodies, document, shelf->arena);
    shelf_give(shelf);
    return document->marks;
}

static const struct document_parts *parts_load(struct bodies *bodies,
                                               const struct document *document)
{
    struct shelf *shelf = shelf_take(bodies, document);
    if (document->parts == NULL)
        ours(document)->parts = parts_read((struct rest *)bodies, document, shelf->arena);
    shelf_give(shelf);
    return document->parts;
}

static const struct field *fields_load(struct bodies *bodies, const struct document *document)
{
    struct shelf *shelf = shelf_take(bodies, document);
    if (document->fields == NULL)
        ours(document)->fields = document_unpack_fields(shelf->arena, document);
    shelf_give(shelf);
    return document->fields;
}

void resting_begin(struct resting *resting, struct arena *arena)
{
    pthread_mutex_init(&resting->lock, NULL);
    for (size_t i = 0; i < SHELVES; i++) {
        pthread_mutex_init(&resting->shelves[i].lock, NULL);
        resting->shelves[i].arena = arena_under(arena);
    }
}

struct rest rest_new(struct resting *from)
{
    return (struct rest){
        .bodies = { body_load, marks_load, parts_load, fields_load },
        .from = from,
    };
}
