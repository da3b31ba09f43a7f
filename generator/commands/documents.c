// SPDX-License-Identifier: EUPL-1.2
// What a file says depends on its bytes, its path and the schema alone.  It is kept
// in two parts under the name of these: its body, which only pages and search need,
// and a record of the rest:
//
//     size of the image (8 bytes) | image of the document | messages
//
// A file that is new is packed too before it is used: so a document that was read
// and one that was remembered are the same, and neither takes more memory than it
// needs.
#include "commands/documents.h"

#include "base/parallel.h"
#include "base/path.h"

#include <pthread.h>
#include <string.h>

// What a worker keeps to itself.
struct hand {
    struct arena *arena;             // of what stays
    struct arena *scratch;           // of the document being read
    struct diagnostics *diagnostics; // what that document said
    struct buf record;
};

struct reading {
    struct bodies bodies; // first: see body_load
    struct source *source;
    const struct source_file *files;
    const struct settings *settings;
    struct cache *cache;
    struct diagnostics *diagnostics;
    struct fingerprint rules; // what all documents follow from
    pthread_mutex_t lock;     // for reading a body anew
    struct hand hands[PARALLEL_JOBS_MAX];
    const struct document **documents; // one a file
};

// The limit counts because a file that is remembered is not weighed again.
static struct fingerprint rules_of(const struct settings *settings)
{
    struct fingerprint schema = schema_fingerprint(&settings->schema);
    return fingerprint_of_parts(
        (str[]){ FINGERPRINT_VIEW(schema), FINGERPRINT_VIEW(settings->markdown_limit), { 0 } });
}

static struct fingerprint key_of(const struct reading *reading, const struct source_file *file)
{
    return fingerprint_of_parts((str[]){ { (const char *)file->id, SOURCE_ID_SIZE },
                                         file->path,
                                         file->full_path,
                                         FINGERPRINT_VIEW(reading->rules),
                                         { 0 } });
}

// ---- Bodies ----

// One at a time: this happens when the cache is damaged while we build.
static str body_read(struct reading *reading, const struct document *document, struct arena *arena)
{
    struct diagnostics *told = diagnostics_new();
    str body = STR("");
    str bytes;
    pthread_mutex_lock(&reading->lock);
    size_t file = source_find(reading->source, document->path);
    if (file != STR_NONE &&
        source_bytes(reading->source, file, SOURCE_WORKER_ALONE, &bytes, reading->diagnostics)) {
        body = document_read(arena, document->path, document->full_path, bytes,
                             &reading->settings->schema, told)
                   ->body;
        cache_put(reading->cache, CACHE_BODY, document->key, body);
    }
    pthread_mutex_unlock(&reading->lock);
    diagnostics_free(told);
    return body;
}

static str body_load(struct bodies *bodies, const struct document *document, struct arena *arena)
{
    struct reading *reading = (struct reading *)bodies;
    str body;
    if (cache_get(reading->cache, CACHE_BODY, document->key, arena, &body))
        return body;
    return body_read(reading, document, arena);
}

// ---- Documents ----

// Makes a record a document, in its place.  The messages are told.
static struct document *record_open(struct reading *reading, const struct source_file *file,
                                    struct arena *arena, str record)
{
    uint64_t size;
    if (record.len < sizeof size)
        return NULL;
    memcpy(&size, record.at, sizeof size);
    str rest = str_after(record, sizeof size);
    if (size > rest.len)
        return NULL;
    struct document *document =
        document_unpack(arena, (void *)rest.at, (size_t)size, file->path, file->full_path);
    if (document == NULL ||
        !diagnostics_replay(reading->diagnostics, str_after(rest, (size_t)size)))
        return NULL;
    document->bodies = &reading->bodies;
    return document;
}

static struct document *recall(struct reading *reading, const struct source_file *file,
                               struct hand *hand, struct fingerprint key)
{
    str record;
    if (!cache_knows(reading->cache, CACHE_BODY, key) ||
        !cache_get(reading->cache, CACHE_DOCUMENT, key, hand->arena, &record))
        return NULL;
    return record_open(reading, file, hand->arena, record);
}

static void record_make(struct hand *hand, const struct document *document)
{
    struct buf *record = &hand->record;
    uint64_t size = 0;
    buf_clear(record);
    buf_add(record, (str){ (const char *)&size, sizeof size });
    document_pack(document, record);
    size = record->len - sizeof size;
    memcpy(record->at, &size, sizeof size);
    diagnostics_pack(hand->diagnostics, record);
}

static struct document *read_anew(struct reading *reading, const struct source_file *file,
                                  struct hand *hand, struct fingerprint key, str bytes)
{
    arena_reset(hand->scratch);
    diagnostics_clear(hand->diagnostics);
    const struct document *document =
        document_read(hand->scratch, file->path, file->full_path, bytes, &reading->settings->schema,
                      hand->diagnostics);
    record_make(hand, document);
    str record = buf_view(&hand->record);
    cache_put(reading->cache, CACHE_DOCUMENT, key, record);
    cache_put(reading->cache, CACHE_BODY, key, document->body);
    return record_open(reading, file, hand->arena, arena_copy(hand->arena, record));
}

static void document_task(void *context, size_t item, unsigned worker)
{
    struct reading *reading = context;
    const struct source_file *file = &reading->files[item];
    struct hand *hand = &reading->hands[worker];
    if (!path_is_markdown(file->path))
        return;
    struct fingerprint key = key_of(reading, file);
    struct document *document = recall(reading, file, hand, key);
    str bytes;
    if (document == NULL &&
        source_bytes(reading->source, item, worker, &bytes, reading->diagnostics))
        document = read_anew(reading, file, hand, key, bytes);
    if (document != NULL)
        document->key = key;
    reading->documents[item] = document;
}

static void hand_close(struct hand *hand, struct arena *arena)
{
    arena_adopt(arena, hand->arena);
    arena_free(hand->arena);
    arena_free(hand->scratch);
    diagnostics_free(hand->diagnostics);
    buf_release(&hand->record);
}

const struct document *const *documents_read(struct arena *arena, struct source *source,
                                             const struct settings *settings, struct cache *cache,
                                             unsigned jobs, struct diagnostics *diagnostics)
{
    size_t count;
    struct reading *reading = ARENA_NEW(arena, struct reading);
    *reading = (struct reading){
        .bodies = { body_load },
        .source = source,
        .files = source_files(source, &count),
        .settings = settings,
        .cache = cache,
        .diagnostics = diagnostics,
        .rules = rules_of(settings),
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    reading->documents = ARENA_ARRAY(arena, const struct document *, count);
    for (unsigned i = 0; i < jobs; i++)
        reading->hands[i] = (struct hand){ arena_new(), arena_new(), diagnostics_new(), { 0 } };
    parallel_each(jobs, count, document_task, reading);
    source_settle(source, (const void **)reading->documents);
    for (unsigned i = 0; i < jobs; i++)
        hand_close(&reading->hands[i], arena);
    return reading->documents;
}
