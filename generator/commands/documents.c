// SPDX-License-Identifier: EUPL-1.2
// What a file says depends on its bytes, its path and the schema alone.  Documents
// are remembered in bundles of neighbours, by the names of what they were read from;
// so nearly all there is of a site that was built before is had with few looks.
//
// Where something in a bundle is new, it is made anew, and takes from the bundle that
// was there last what is the same.  A file that is new is packed too before it is
// used: so a document that was read and one that was remembered are the same, and
// neither takes more memory than it needs.
#include "commands/documents.h"

#include "base/hash.h"
#include "base/list.h"
#include "base/parallel.h"
#include "base/path.h"
#include "commands/bundle.h"
#include "commands/rest.h"

#include <stdlib.h>
#include <string.h>

// Of this many paths one begins a bundle, wherever it stands: a file that comes or
// goes does not move the others.  Few files are in small ones, for all cores.
enum { BUNDLE_MEAN = 64, BUNDLE_MOST = 8 * BUNDLE_MEAN, FEW_FILES = 2048, FEW_MEAN = 8 };

// What a worker keeps to itself.
struct hand {
    struct arena *arena;             // of what stays
    struct arena *scratch;           // of the document being read
    struct arena *old;               // of the bundle that something is taken from
    struct diagnostics *diagnostics; // what that document said
    struct bundle_maker maker;
    struct buf keys; // of a bundle's documents
    struct buf packed;
    struct buf parts;
    struct buf marks;
    struct buf messages;
};

// The texts from one number up to another.
struct stretch {
    struct rest rest; // its bundle is without bytes: it is not known yet
    struct reading *reading;
    size_t from; // in reading->texts
    size_t to;
};

struct reading {
    struct source *source;
    const struct source_file *files;
    size_t count;
    uint32_t *texts; // the numbers of the files that are Markdown
    size_t text_count;
    const struct settings *settings;
    struct cache *cache;
    struct diagnostics *diagnostics;
    struct fingerprint rules; // what all documents follow from
    struct resting resting;
    struct hand hands[PARALLEL_JOBS_MAX];
    struct stretch *stretches;
    size_t stretch_count;
    struct stretch **missed; // those that are to be made
    size_t missed_count;
    struct latest *latest; // of the last build
    size_t latest_count;
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

static const struct source_file *text_at(const struct reading *reading, size_t text)
{
    return &reading->files[reading->texts[text]];
}

// ---- Bundles ----

// Names all that the bundle follows from.
static struct fingerprint print_of(const struct reading *reading, const struct stretch *stretch,
                                   struct buf *room)
{
    buf_clear(room);
    buf_add(room, FINGERPRINT_VIEW(reading->rules));
    for (size_t i = stretch->from; i < stretch->to; i++) {
        const struct source_file *file = text_at(reading, i);
        const uint64_t sizes[] = { file->path.len, file->full_path.len };
        buf_add(room, (str){ (const char *)file->id, SOURCE_ID_SIZE });
        buf_add(room, (str){ (const char *)sizes, sizeof sizes });
        buf_add(room, file->full_path);
    }
    return fingerprint_of(buf_view(room));
}

// A file that could not be read is looked at again by each build, which says why.
static bool is_unreadable(const struct reading *reading, size_t file, unsigned worker)
{
    str bytes;
    return !source_bytes(reading->source, file, worker, &bytes, reading->diagnostics);
}

// Makes an entry a document.  Returns false when it cannot be one.
static bool entry_open(struct stretch *stretch, const struct bundle_entry *entry, size_t number,
                       struct arena *arena)
{
    struct reading *reading = stretch->reading;
    const struct source_file *file = &reading->files[number];
    str packed = bundle_packed(&stretch->rest.bundle, entry);
    struct document *document = document_unpack(arena, packed, file->path, file->full_path);
    if (document == NULL)
        return false;
    document->key = entry->key;
    document->bodies = &stretch->rest.bodies;
    document->place = (uint32_t)(entry - stretch->rest.bundle.entries);
    reading->documents[number] = document;
    return true;
}

// Makes the entries of a bundle documents, but for the files that could not be read.
// Returns false when one of them cannot be one, or the bundle is not what it should be.
static bool stretch_open(struct stretch *stretch, struct arena *arena)
{
    struct reading *reading = stretch->reading;
    if (stretch->rest.bundle.head.count != stretch->to - stretch->from)
        return false;
    for (size_t i = stretch->from; i < stretch->to; i++) {
        const struct bundle_entry *entry = &stretch->rest.bundle.entries[i - stretch->from];
        if (bundle_packed(&stretch->rest.bundle, entry).len > 0 &&
            !entry_open(stretch, entry, reading->texts[i], arena))
            return false;
    }
    return diagnostics_replay(reading->diagnostics, bundle_all_messages(&stretch->rest.bundle));
}

static void forget(struct stretch *stretch)
{
    for (size_t i = stretch->from; i < stretch->to; i++)
        stretch->reading->documents[stretch->reading->texts[i]] = NULL;
    stretch->rest.bundle.bytes = STR("");
}

// Whether the files of which there is no document are such that there can be none.
static bool is_complete(const struct stretch *stretch, unsigned worker)
{
    const struct reading *reading = stretch->reading;
    for (size_t i = stretch->from; i < stretch->to; i++)
        if (reading->documents[reading->texts[i]] == NULL &&
            !is_unreadable(reading, reading->texts[i], worker))
            return false;
    return true;
}

static void recall_task(void *context, size_t item, unsigned worker)
{
    struct reading *reading = context;
    struct stretch *stretch = &reading->stretches[item];
    struct hand *hand = &reading->hands[worker];
    struct fingerprint print = print_of(reading, stretch, &hand->keys);
    if (!bundle_find(&stretch->rest.bundle, reading->cache, print, hand->arena) ||
        !stretch_open(stretch, hand->arena) || !is_complete(stretch, worker))
        forget(stretch);
}

// ---- Where the last build had them ----

// The bundle that began with a path.
struct latest {
    uint64_t path;
    struct fingerprint print;
};

static int latest_compare(const void *left, const void *right)
{
    const struct latest *a = left;
    const struct latest *b = right;
    return (a->path > b->path) - (a->path < b->path);
}

static struct latest latest_of(const struct reading *reading, const struct stretch *stretch)
{
    return (struct latest){ hash_64(text_at(reading, stretch->from)->full_path),
                            stretch->rest.bundle.print };
}

static struct fingerprint latest_key(const struct reading *reading)
{
    return fingerprint_of_parts((str[]){ STR("bundles"), FINGERPRINT_VIEW(reading->rules), { 0 } });
}

static void latest_recall(struct reading *reading, struct arena *arena)
{
    str bytes;
    if (!cache_get(reading->cache, CACHE_STATE, latest_key(reading), arena, &bytes))
        return;
    reading->latest = (struct latest *)(void *)bytes.at;
    reading->latest_count = bytes.len / sizeof *reading->latest;
}

static void latest_remember(struct reading *reading, struct arena *arena)
{
    size_t count = reading->stretch_count;
    struct latest *all = ARENA_ARRAY(arena, struct latest, count);
    for (size_t i = 0; i < count; i++)
        all[i] = latest_of(reading, &reading->stretches[i]);
    qsort(all, count, sizeof *all, latest_compare);
    cache_put(reading->cache, CACHE_STATE, latest_key(reading),
              (str){ (const char *)all, count * sizeof *all });
}

// The bundle of the last build that began where the stretch does.  Returns false when
// there is none.
static bool latest_find(const struct reading *reading, const struct stretch *stretch,
                        struct arena *arena, struct bundle *bundle)
{
    struct latest wanted = latest_of(reading, stretch);
    const struct latest *found = reading->latest_count == 0
                                     ? NULL
                                     : bsearch(&wanted, reading->latest, reading->latest_count,
                                               sizeof wanted, latest_compare);
    return found != NULL && bundle_find(bundle, reading->cache, found->print, arena);
}

// ---- Making bundles ----

static void read_anew(const struct reading *reading, struct hand *hand,
                      const struct source_file *file, str bytes, struct bundle_part *part)
{
    arena_reset(hand->scratch);
    diagnostics_clear(hand->diagnostics);
    const struct document *document =
        document_read(hand->scratch, file->path, file->full_path, bytes, &reading->settings->schema,
                      hand->diagnostics);
    buf_clear(&hand->packed);
    buf_clear(&hand->parts);
    buf_clear(&hand->marks);
    buf_clear(&hand->messages);
    document_pack(document, &hand->packed);
    document_pack_parts(document, &hand->parts);
    document_pack_marks(document, &hand->marks);
    diagnostics_pack(hand->diagnostics, &hand->messages);
    part->packed = buf_view(&hand->packed);
    part->messages = buf_view(&hand->messages);
    part->body = document->body;
    part->parts = buf_view(&hand->parts);
    part->marks = buf_view(&hand->marks);
}

static void part_add(const struct reading *reading, struct hand *hand, unsigned worker, size_t file)
{
    struct bundle_part part = { .key = key_of(reading, &reading->files[file]),
                                .packed = STR(""),
                                .messages = STR(""),
                                .body = STR(""),
                                .parts = STR(""),
                                .marks = STR("") };
    str bytes;
    if (bundle_take(&hand->maker, part.key, hand->old))
        return;
    if (source_bytes(reading->source, file, worker, &bytes, reading->diagnostics))
        read_anew(reading, hand, &reading->files[file], bytes, &part);
    bundle_add(&hand->maker, &part);
}

static void make_task(void *context, size_t item, unsigned worker)
{
    struct reading *reading = context;
    struct stretch *stretch = reading->missed[item];
    struct hand *hand = &reading->hands[worker];
    struct bundle old = { .bytes = STR("") };
    arena_reset(hand->old);
    if (!latest_find(reading, stretch, hand->old, &old))
        old = (struct bundle){ .bytes = STR("") };
    bundle_begin(&hand->maker, reading->cache, stretch->rest.bundle.print, &old);
    for (size_t i = stretch->from; i < stretch->to; i++)
        part_add(reading, hand, worker, reading->texts[i]);
    bundle_finish(&hand->maker, hand->arena, &stretch->rest.bundle);
    stretch_open(stretch, hand->arena);
}

// ---- All of them ----

static void find_texts(struct reading *reading, struct arena *arena)
{
    reading->texts = ARENA_ARRAY(arena, uint32_t, reading->count);
    for (size_t i = 0; i < reading->count; i++)
        if (path_is_markdown(reading->files[i].path))
            reading->texts[reading->text_count++] = (uint32_t)i;
}

static void find_stretches(struct reading *reading, struct arena *arena)
{
    LIST(struct stretch) list = { 0 };
    uint64_t mean = reading->count < FEW_FILES ? FEW_MEAN : BUNDLE_MEAN;
    for (size_t i = 0; i < reading->text_count; i++) {
        bool begins = i == 0 || hash_64(text_at(reading, i)->path) % mean == 0 ||
                      i - list.at[list.count - 1].from == BUNDLE_MOST;
        if (begins)
            LIST_ADD(arena, list, ((struct stretch){ rest_new(&reading->resting), reading, i, i }));
        list.at[list.count - 1].to = i + 1;
    }
    reading->stretches = list.at;
    reading->stretch_count = list.count;
}

static void find_missed(struct reading *reading, struct arena *arena)
{
    reading->missed = ARENA_ARRAY(arena, struct stretch *, reading->stretch_count);
    for (size_t i = 0; i < reading->stretch_count; i++)
        if (reading->stretches[i].rest.bundle.bytes.len == 0)
            reading->missed[reading->missed_count++] = &reading->stretches[i];
}

static void read_all(struct reading *reading, unsigned jobs, struct arena *arena)
{
    struct arena *own = arena_new();
    find_texts(reading, own);
    find_stretches(reading, arena);
    parallel_each(jobs, reading->stretch_count, recall_task, reading);
    find_missed(reading, own);
    if (reading->missed_count > 0) {
        latest_recall(reading, own);
        parallel_each(jobs, reading->missed_count, make_task, reading);
        latest_remember(reading, own);
    }
    arena_free(own);
}

static struct hand hand_new(void)
{
    return (struct hand){ .arena = arena_new(),
                          .scratch = arena_new(),
                          .old = arena_new(),
                          .diagnostics = diagnostics_new() };
}

static void hand_close(struct hand *hand, struct arena *arena)
{
    arena_adopt(arena, hand->arena);
    arena_free(hand->arena);
    arena_free(hand->scratch);
    arena_free(hand->old);
    diagnostics_free(hand->diagnostics);
    bundle_release(&hand->maker);
    buf_release(&hand->keys);
    buf_release(&hand->packed);
    buf_release(&hand->parts);
    buf_release(&hand->marks);
    buf_release(&hand->messages);
}

const struct document *const *documents_read(struct arena *arena, struct source *source,
                                             const struct settings *settings, struct cache *cache,
                                             unsigned jobs, struct diagnostics *diagnostics)
{
    struct reading *reading = ARENA_NEW(arena, struct reading);
    *reading = (struct reading){
        .source = source,
        .settings = settings,
        .cache = cache,
        .diagnostics = diagnostics,
        .rules = rules_of(settings),
        .resting = {
            .source = source,
            .schema = &settings->schema,
            .cache = cache,
            .diagnostics = diagnostics,
        },
    };
    resting_begin(&reading->resting, arena);
    reading->files = source_files(source, &reading->count);
    reading->documents = ARENA_ARRAY(arena, const struct document *, reading->count);
    for (unsigned i = 0; i < jobs; i++)
        reading->hands[i] = hand_new();
    read_all(reading, jobs, arena);
    source_settle(source, (const void **)reading->documents);
    for (unsigned i = 0; i < jobs; i++)
        hand_close(&reading->hands[i], arena);
    return reading->documents;
}
