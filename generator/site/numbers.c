// SPDX-License-Identifier: EUPL-1.2
// Which numbers a guideline had: its field `versie`, through all states of what was
// published.
//
// From the revision back, the cover is read where its bytes changed.  The first state that is
// met under a number is the last one that had it.  What is known of a state and all before it
// is remembered, so that the next build looks at new states only.
//
//     a record: each number
//         the last state under it: id, day, seconds
//         its length (one byte) and bytes
#include "site/editions.h"

#include <string.h>

// Longer ones nobody writes; and the cover is looked for no more often where it was not.
enum { NUMBER_MAX = 100, MOVES_MAX = 10 };

struct walk {
    struct building quiet; // that nobody hears
    struct versions *versions;
    const struct comparison *comparison;
    struct arena *arena; // of what is found
    str path;            // of the cover, in the state that is looked at
    unsigned char id[SOURCE_ID_SIZE];
    str number; // that it has there, or empty
    bool there;
    size_t moves;
    struct map *seen;
    LIST(struct number) found;
};

// ---- Remembering ----

struct record {
    struct version version;
    unsigned char len;
};

// What the numbers of a state follow from.
static struct fingerprint key_of(const struct walk *walk, const struct version *version)
{
    const struct document *cover = walk->comparison->cover->document;
    struct buf all = { 0 };
    buf_add(&all, STR("numbers"));
    buf_add(&all, (str){ (const char *)version->commit, SOURCE_ID_SIZE });
    buf_add(&all, FINGERPRINT_VIEW(walk->quiet.settings->print));
    const str texts[] = { walk->path, cover->full_path };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_add(&all, texts[i]);
        buf_add_char(&all, '\0');
    }
    const struct field *aliases = document_field(cover, FIELD_ALIASES);
    for (size_t i = 0; aliases != NULL && i < aliases->count; i++) {
        buf_add(&all, aliases->values[i]);
        buf_add_char(&all, '\0');
    }
    struct fingerprint key = fingerprint_of(buf_view(&all));
    buf_release(&all);
    return key;
}

static void remember(const struct walk *walk, struct fingerprint key)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < walk->found.count; i++) {
        const struct number *number = &walk->found.at[i];
        struct record record;
        memset(&record, 0, sizeof record);
        memcpy(record.version.commit, number->version.commit, SOURCE_ID_SIZE);
        record.version.day = number->version.day;
        record.version.time = number->version.time;
        record.len = (unsigned char)number->name.len;
        buf_add(&all, (str){ (const char *)&record, sizeof record });
        buf_add(&all, number->name);
    }
    versions_remember(walk->versions, key, buf_view(&all));
    buf_release(&all);
}

static void found_add(struct walk *walk, str name, const struct version *version)
{
    if (name.len == 0 || map_get(walk->seen, name) != NULL)
        return;
    struct number number = { arena_copy(walk->arena, name), *version };
    map_put(walk->seen, number.name, walk);
    LIST_ADD(walk->arena, walk->found, number);
}

// Returns whether it was known which numbers this state and all before it had.
static bool recall(struct walk *walk, struct fingerprint key)
{
    str rest;
    if (!versions_recall(walk->versions, key, walk->arena, &rest))
        return false;
    while (rest.len >= sizeof(struct record)) {
        struct record record;
        memcpy(&record, rest.at, sizeof record);
        rest = str_after(rest, sizeof record);
        str name = str_slice(rest, 0, record.len < rest.len ? record.len : rest.len);
        rest = str_after(rest, name.len);
        found_add(walk, name, &record.version);
    }
    return true;
}

// ---- Reading ----

static str number_in_text(struct walk *walk, str bytes)
{
    struct building *quiet = &walk->quiet;
    const struct document *cover = walk->comparison->cover->document;
    const struct document *document = document_read(quiet->arena, cover->path, cover->path, bytes,
                                                    &quiet->settings->schema, quiet->diagnostics);
    if (!page_allowed(quiet, document, BASE_GUIDELINE))
        return STR("");
    str number = document_text(document, FIELD_VERSION);
    return number.len > NUMBER_MAX ? STR("") : arena_copy(walk->arena, number);
}

// The number of the cover as it was; empty for a draft, which is no version.
static str number_at(struct walk *walk, const struct version *version)
{
    struct building *quiet = &walk->quiet;
    const struct source_file *files;
    size_t count;
    str bytes;
    str number = STR("");
    quiet->arena = arena_new();
    if (versions_files(walk->versions, quiet->arena, version, walk->path,
                       quiet->settings->markdown_limit, &files, &count) &&
        versions_bytes(walk->versions, &files[0], 0, &bytes))
        number = number_in_text(walk, bytes);
    diagnostics_clear(quiet->diagnostics);
    arena_free(quiet->arena);
    return number;
}

// Where the cover was before it came to where it is.
static bool find_moved(struct walk *walk, size_t state, const struct version *version)
{
    unsigned char id[SOURCE_ID_SIZE];
    if (walk->moves == MOVES_MAX)
        return false;
    walk->moves++;
    walk->quiet.arena = arena_new();
    str path = edition_cover(&walk->quiet, walk->versions, walk->comparison, version);
    bool found = path.len > 0 && versions_blob(walk->versions, state, path, id);
    if (found)
        walk->path = arena_copy(walk->arena, path);
    arena_free(walk->quiet.arena);
    return found;
}

// Takes the number of a state, which is that of the one after it where the bytes are.
static void look_at(struct walk *walk, size_t state, const struct version *version)
{
    unsigned char id[SOURCE_ID_SIZE];
    bool was = walk->there;
    walk->there = versions_blob(walk->versions, state, walk->path, id);
    if (!walk->there && was && find_moved(walk, state, version))
        walk->there = versions_blob(walk->versions, state, walk->path, id);
    if (!walk->there) {
        walk->number = STR("");
    } else if (!was || memcmp(id, walk->id, SOURCE_ID_SIZE) != 0) {
        memcpy(walk->id, id, SOURCE_ID_SIZE);
        walk->number = number_at(walk, version);
    }
    found_add(walk, walk->number, version);
}

static void walk_back(struct walk *walk)
{
    struct version version;
    struct fingerprint first = { 0 };
    size_t state = 0;
    for (; versions_state(walk->versions, state, &version); state++) {
        struct fingerprint key = key_of(walk, &version);
        if (state == 0)
            first = key;
        if (recall(walk, key))
            break;
        look_at(walk, state, &version);
    }
    if (state > 0)
        remember(walk, first);
}

struct numbers numbers_read(struct building *building, struct versions *versions,
                            const struct comparison *comparison)
{
    struct arena *seen = arena_new();
    struct walk walk = {
        .quiet = *building,
        .versions = versions,
        .comparison = comparison,
        .arena = building->arena,
        .path = comparison->cover->document->full_path,
        .there = true,
        .seen = map_new(seen),
    };
    walk.quiet.diagnostics = diagnostics_new();
    walk.quiet.drafts = false;
    walk_back(&walk);
    diagnostics_free(walk.quiet.diagnostics);
    arena_free(seen);
    return (struct numbers){ walk.found.at, walk.found.count };
}
