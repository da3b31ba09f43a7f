// SPDX-License-Identifier: EUPL-1.2
// Where a guideline was in a version: its folder, or its one file, may have had another
// name, and the content may have been elsewhere.
#include "site/editions.h"

#include "base/path.h"

#include <string.h>
#include <strings.h>

// In a version with more folders the rest is not looked at.
enum { FOLDERS_MAX = 100, ALIASES_MAX = 10 };

static bool stem_is(str path, const char *stem)
{
    str own = path_stem(path);
    return own.len == strlen(stem) && strncasecmp(own.at, stem, own.len) == 0;
}

bool edition_is_cover(str path)
{
    return stem_is(path, "index") || stem_is(path, "README");
}

static str below(struct arena *arena, str folder, str name)
{
    return arena_join(arena, (str[]){ folder, folder.len > 0 ? STR("/") : STR(""), name, { 0 } });
}

static bool list_at(struct edition_search *search, str path, const struct source_file **files,
                    size_t *count)
{
    return versions_files(search->versions, search->building->arena, &search->edition->version,
                          path, search->building->settings->markdown_limit, files, count);
}

// Whether the folder has a cover: before its files are listed, for there may be a
// great many in a folder that only has the name.
static bool has_cover(struct edition_search *search, str folder)
{
    const str names[] = { path_name(search->comparison->cover->document->path), STR("index.md"),
                          STR("README.md") };
    const struct source_file *file;
    size_t count;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (list_at(search, below(search->building->arena, folder, names[i]), &file, &count))
            return true;
    return false;
}

static bool try_path(struct edition_search *search, str path)
{
    struct edition *edition = search->edition;
    const struct source_file *files;
    size_t count;
    bool alone = !edition_is_cover(search->comparison->cover->document->path);
    if ((!alone && !has_cover(search, path)) || !list_at(search, path, &files, &count))
        return false;
    edition->texts = ARENA_ARRAY(search->building->arena, struct edition_text, count);
    for (size_t i = 0; i < count; i++)
        if (path_is_markdown(files[i].path))
            edition->texts[edition->count++] = (struct edition_text){ .path = files[i].path,
                                                                      .file = &files[i],
                                                                      .id = files[i].id };
    edition->path = path;
    return edition->count > 0;
}

// content/richtlijnen/x, richtlijnen/x, x: all with `above` before them.
static bool try_tails(struct edition_search *search, str above, str folder, str name)
{
    struct arena *arena = search->building->arena;
    for (str rest = folder;;) {
        if (try_path(search, below(arena, above, below(arena, rest, name))))
            return true;
        str first;
        if (rest.len == 0)
            return false;
        if (!str_cut(rest, '/', &first, &rest))
            rest = STR("");
    }
}

// Where it is now; below less or other folders, for the content may have been
// elsewhere.
static bool try_name(struct edition_search *search, str folder, str name)
{
    size_t count;
    if (try_tails(search, STR(""), folder, name))
        return true;
    const str *tops = versions_folders(search->versions, search->building->arena,
                                       &search->edition->version, &count);
    for (size_t i = 0; i < count && i < FOLDERS_MAX; i++)
        if (try_tails(search, tops[i], folder, name))
            return true;
    return false;
}

// An old address tells an old name.
static bool try_aliases(struct edition_search *search, str folder, str extension)
{
    struct arena *arena = search->building->arena;
    const struct document *document = search->comparison->cover->document;
    const struct field *aliases = document_field(document, FIELD_ALIASES);
    for (size_t i = 0; aliases != NULL && i < aliases->count && i < ALIASES_MAX; i++) {
        str alias = aliases->values[i];
        while (str_ends(alias, STR("/")))
            alias.len--;
        str name = arena_join(arena, (str[]){ path_name(alias), extension, { 0 } });
        if (path_name(alias).len > 0 && try_name(search, folder, name))
            return true;
    }
    return false;
}

static bool folder_find(struct edition_search *search)
{
    str path = search->comparison->cover->document->full_path;
    str extension = STR("");
    if (edition_is_cover(path))
        path = path_folder(path);
    else
        extension = path_extension(path);
    return try_name(search, path_folder(path), path_name(path)) ||
           try_aliases(search, path_folder(path), extension);
}

static bool is_first(const struct edition_text *text)
{
    return edition_is_cover(text->path) && path_folder(text->path).len == 0;
}

// The cover to the front: index.md before README.md.
static void cover_first(struct edition *edition)
{
    size_t cover = 0;
    for (size_t i = edition->count; i > 0; i--)
        if (is_first(&edition->texts[i - 1]) &&
            (!is_first(&edition->texts[cover]) || stem_is(edition->texts[i - 1].path, "index")))
            cover = i - 1;
    struct edition_text text = edition->texts[cover];
    memmove(&edition->texts[1], &edition->texts[0], cover * sizeof text);
    edition->texts[0] = text;
}

bool edition_locate(struct edition_search *search)
{
    if (!folder_find(search))
        return false;
    cover_first(search->edition);
    return true;
}

str edition_cover(struct building *building, struct versions *versions,
                  const struct comparison *comparison, const struct version *version)
{
    struct edition edition = { .version = *version };
    struct edition_search search = { building, versions, comparison, &edition };
    if (!edition_locate(&search))
        return STR("");
    if (!edition_is_cover(comparison->cover->document->path))
        return edition.path;
    return below(building->arena, edition.path, edition.texts[0].path);
}
