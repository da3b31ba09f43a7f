// SPDX-License-Identifier: EUPL-1.2
#include "site/editions.h"

#include "base/nearest.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>

DIAGNOSTIC(version_unknown, WARNING,
           "'{1}' is geen eerdere versie van deze richtlijn, en geen tag, datum of commit van deze "
           "repository",
           "'{1}' is no earlier version of this guideline, and no tag, date or commit of this "
           "repository",
           "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(version_current, WARNING, "'{1}' is de versie van nu: een latere is er nog niet",
           "'{1}' is the version of now: there is no later one yet", "noem een eerdere versie",
           "name an earlier version");
PASSING_DIAGNOSTIC(
    version_absent, NOTE,
    "wat er sinds '{1}' veranderde, is niet te zien: de geschiedenis is hier niet compleet",
    "what changed since '{1}' cannot be seen: the history is not complete here",
    "haal alles op met 'git fetch --unshallow --tags', of met een 'git clone' zonder '--filter'",
    "fetch all of it with 'git fetch --unshallow --tags', or a 'git clone' without '--filter'");
DIAGNOSTIC(version_early, WARNING, "bij '{1}' stond deze richtlijn nog niet op de site",
           "at '{1}' this guideline was not on the site yet", "kies een latere versie",
           "choose a later version");
DIAGNOSTIC(versions_many, WARNING, "er staan meer dan {1} versies; de rest telt niet mee",
           "there are more than {1} versions; the rest does not count",
           "noem de versies die lezers nog kennen", "name the versions that readers still know");

// What one guideline is compared with; more nobody reads.
enum { VERSIONS_MAX = 10 };

// ---- Keys ----

str edition_key(struct arena *arena, const struct edition_text *text, int kind)
{
    bool folder = edition_is_cover(text->path) && path_folder(text->path).len > 0;
    switch (kind) {
    case 0:
        return text->path;
    case 1:
        return path_slug(arena, without_number(folder ? path_name(path_folder(text->path))
                                                      : path_stem(text->path)));
    default:
        return path_slug(arena, text->document->title);
    }
}

// ---- What there is now ----

static struct edition_text text_now(struct building *building, const struct page *page, size_t from)
{
    const struct document *document = page->document;
    const struct source_file *file =
        &building->files[source_find(building->source, document->path)];
    return (struct edition_text){
        str_after(document->path, from), NULL, file->id, document, page, false
    };
}

static void now_read(struct building *building, struct comparison *comparison)
{
    struct edition *now = &comparison->now;
    const struct page *cover = comparison->cover;
    str folder = path_folder(cover->document->path);
    size_t from = folder.len == 0 ? 0 : folder.len + 1;
    now->count = cover->chapters.count + 1;
    now->texts = ARENA_ARRAY(building->arena, struct edition_text, now->count);
    now->texts[0] = text_now(building, cover, from);
    for (size_t i = 1; i < now->count; i++)
        now->texts[i] = text_now(building, cover->chapters.at[i - 1], from);
    comparison->now_by_path = map_new(building->arena);
    for (size_t i = 0; i < now->count; i++)
        map_put(comparison->now_by_path, now->texts[i].path, &now->texts[i]);
    const struct field *authorised = document_field(cover->document, FIELD_AUTHORISED);
    now->authorised = authorised == NULL ? (struct date){ 0 } : authorised->date;
    now->name.version = document_text(cover->document, FIELD_VERSION);
}

static void withhold(struct building *building, struct comparison *comparison, size_t file,
                     size_t folder_len, struct buf *told)
{
    struct edition_text text = { .path = str_after(building->files[file].path, folder_len),
                                 .document = building->documents[file] };
    for (int kind = 0; kind < EDITION_KEYS; kind++) {
        str key = edition_key(building->arena, &text, kind);
        map_put(comparison->withheld, key, comparison);
        buf_add(told, key);
        buf_add_char(told, '\0');
    }
}

// What is in the folder but may not be published: no page may name it.
static void withheld_read(struct building *building, struct comparison *comparison)
{
    str path = comparison->cover->document->path;
    str folder = str_slice(path, 0, path.len - path_name(path).len);
    size_t from = source_find(building->source, path);
    struct buf told = { 0 };
    comparison->withheld = map_new(building->arena);
    while (from > 0 && str_starts(building->files[from - 1].path, folder))
        from--;
    for (size_t i = from; i < building->file_count; i++) {
        if (!str_starts(building->files[i].path, folder))
            break;
        if (building->entries[i].fate == FATE_WITHHELD)
            withhold(building, comparison, i, folder.len, &told);
    }
    comparison->withheld_print = fingerprint_of(buf_view(&told));
    buf_release(&told);
}

// ---- Which ----

static bool same_version(const struct edition *a, const struct edition *b)
{
    return memcmp(a->version.commit, b->version.commit, SOURCE_ID_SIZE) == 0;
}

static int newest_first(const void *left, const void *right)
{
    const struct edition *a = left;
    const struct edition *b = right;
    if (a->version.time != b->version.time)
        return a->version.time > b->version.time ? -1 : 1;
    return memcmp(a->version.commit, b->version.commit, SOURCE_ID_SIZE);
}

static void say(struct building *building, const struct diagnostic_kind *kind,
                const struct edition *edition, str nearest)
{
    diagnose(building->diagnostics, kind, edition->place, VALUES(edition->named, nearest));
}

static void say_not_there(struct building *building, const struct versions *versions,
                          const struct edition *edition)
{
    say(building, versions_whole(versions) ? &version_early : &version_absent, edition, STR(""));
}

// Returns whether the guideline had that number.
static bool number_find(struct edition_search *search, struct comparison *comparison)
{
    struct edition *edition = search->edition;
    if (comparison->numbers == NULL) {
        struct numbers *numbers = ARENA_NEW(search->building->arena, struct numbers);
        *numbers = numbers_read(search->building, search->versions, comparison);
        comparison->numbers = numbers;
    }
    for (size_t i = 0; i < comparison->numbers->count; i++)
        if (str_equal(comparison->numbers->at[i].name, edition->named)) {
            edition->version = comparison->numbers->at[i].version;
            return true;
        }
    return false;
}

static bool is_current(const struct comparison *comparison, str name)
{
    return str_equal(document_text(comparison->cover->document, FIELD_VERSION), name);
}

static str nearest_version(struct edition_search *search, str name)
{
    const struct numbers *numbers = search->comparison->numbers;
    struct nearest nearest = nearest_start(name);
    nearest_try(&nearest, versions_nearest(search->versions, name));
    for (size_t i = 0; i < numbers->count; i++)
        if (!is_current(search->comparison, numbers->at[i].name))
            nearest_try(&nearest, numbers->at[i].name);
    return nearest.found;
}

static void say_not_found(struct edition_search *search, enum version_state state)
{
    const struct edition *edition = search->edition;
    if (is_current(search->comparison, edition->named))
        say(search->building, &version_current, edition, STR(""));
    else if (state == VERSION_ABSENT || !versions_whole(search->versions))
        say(search->building, &version_absent, edition, STR(""));
    else
        say(search->building, &version_unknown, edition, nearest_version(search, edition->named));
}

// Whether it is a tag, a day or a commit, or else a number that the guideline had.
static bool version_find(struct edition_search *search, struct comparison *comparison)
{
    struct edition *edition = search->edition;
    // A day that is named is the day to show.
    bool is_day = date_read(edition->named, &edition->name.date);
    enum version_state state = versions_find(search->versions, edition->named, &edition->version);
    if (state == VERSION_FOUND)
        return true;
    if (is_day && state == VERSION_UNKNOWN) {
        say_not_there(search->building, search->versions, edition);
        return false;
    }
    if (!is_current(comparison, edition->named) && number_find(search, comparison))
        return true;
    say_not_found(search, state);
    return false;
}

static bool edition_find(struct edition_search *search, struct comparison *comparison)
{
    if (!version_find(search, comparison))
        return false;
    // Of what is not here nobody may say that it came later.
    if (edition_locate(search) && versions_whole(search->versions))
        return true;
    say_not_there(search->building, search->versions, search->edition);
    return false;
}

static bool is_known(const struct comparison *comparison, const struct edition *edition)
{
    for (size_t i = 0; i < comparison->past_count; i++)
        if (same_version(&comparison->past[i], edition))
            return true;
    return false;
}

// ---- Reading ----

// The document of a text; that of the present where it is the same.
static bool text_read(struct building *quiet, struct versions *versions, struct arena *arena,
                      const struct comparison *comparison, struct edition_text *text)
{
    const struct edition_text *same = map_get(comparison->now_by_path, text->path);
    str bytes;
    if (same != NULL && memcmp(same->id, text->id, SOURCE_ID_SIZE) == 0) {
        text->document = same->document;
        return true;
    }
    if (!versions_bytes(versions, text->file, 0, &bytes))
        return false;
    text->document = document_read(arena, text->path, text->path, bytes, &quiet->settings->schema,
                                   quiet->diagnostics);
    return true;
}

static void name_read(struct edition *edition)
{
    const struct document *cover = edition->texts[0].document;
    const struct field *authorised = document_field(cover, FIELD_AUTHORISED);
    edition->name.version = document_text(cover, FIELD_VERSION);
    edition->authorised = authorised == NULL ? (struct date){ 0 } : authorised->date;
}

// Reads the cover; returns false where the guideline was not published.
static bool edition_open(struct building *quiet, struct versions *versions,
                         const struct comparison *comparison, struct edition *edition)
{
    struct edition_text *cover = &edition->texts[0];
    if (!text_read(quiet, versions, quiet->arena, comparison, cover) ||
        !page_allowed(quiet, cover->document, BASE_GUIDELINE))
        return false;
    name_read(edition);
    return true;
}

void edition_read(struct building *quiet, struct versions *versions, struct arena *arena,
                  const struct comparison *comparison, struct edition *edition)
{
    size_t kept = 1;
    for (size_t i = 1; i < edition->count; i++) {
        struct edition_text *text = &edition->texts[i];
        if (text_read(quiet, versions, arena, comparison, text) &&
            page_allowed(quiet, text->document, BASE_CHAPTER))
            edition->texts[kept++] = *text;
    }
    edition->count = kept;
}

// ---- All of it ----

static void editions_open(struct building *building, struct building *quiet,
                          struct versions *versions, struct comparison *comparison)
{
    size_t kept = 0;
    for (size_t i = 0; i < comparison->past_count; i++) {
        struct edition *edition = &comparison->past[i];
        if (edition_open(quiet, versions, comparison, edition))
            comparison->past[kept++] = *edition;
        else
            say_not_there(building, versions, edition);
    }
    comparison->past_count = kept;
}

void editions_find(struct building *building, struct building *quiet, struct versions *versions,
                   struct comparison *comparison)
{
    const struct field *field = document_field(comparison->cover->document, FIELD_CHANGES_SINCE);
    size_t count = field->count;
    if (count > VERSIONS_MAX) {
        diagnose(building->diagnostics, &versions_many,
                 field_place(comparison->cover->document, field), VALUES(NUMBER(VERSIONS_MAX)));
        count = VERSIONS_MAX;
    }
    comparison->past = ARENA_ARRAY(building->arena, struct edition, count);
    for (size_t i = 0; i < count; i++) {
        struct edition edition = { .place = value_place(comparison->cover->document, field, i),
                                   .named = field->values[i] };
        struct edition_search search = { building, versions, comparison, &edition };
        if (edition_find(&search, comparison) && !is_known(comparison, &edition))
            comparison->past[comparison->past_count++] = edition;
    }
    if (comparison->past_count > 1)
        qsort(comparison->past, comparison->past_count, sizeof *comparison->past, newest_first);
    now_read(building, comparison);
    withheld_read(building, comparison);
    editions_open(building, quiet, versions, comparison);
}
