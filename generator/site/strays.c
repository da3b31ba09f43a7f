// SPDX-License-Identifier: EUPL-1.2
// Texts that somebody handed in, but that are no page because of how their file is called.
#include "site/building.h"

#include "base/map.h"
#include "base/path.h"

DIAGNOSTIC(text_not_read, WARNING,
           "dit bestand komt niet op de site: alleen wat op .md eindigt, wordt een bladzijde",
           "this file is not put on the site: only what ends in .md becomes a page",
           "geef het deze naam: {1}", "name it: {1}");
DIAGNOSTIC(document_not_read, WARNING,
           "dit bestand komt niet op de site: een tekst uit een tekstverwerker is niet te lezen",
           "this file is not put on the site: a word processor's text cannot be read",
           "zet de tekst zelf in een nieuw bestand: {1}",
           "put the text itself into a new file: {1}");

static bool has_one_of(str path, const char *const *extensions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (path_has_extension(path, extensions[i]))
            return true;
    return false;
}

// Without an extension, or with one that is added where somebody types "verhaal.md".
static bool is_plain_text(str path)
{
    static const char *const extensions[] = { ".txt", ".text", ".mdown", ".mkd", ".mdx", ".m" };
    return path_extension(path).len == 0 ||
           has_one_of(path, extensions, sizeof extensions / sizeof *extensions);
}

static bool is_processed_text(str path)
{
    static const char *const extensions[] = { ".doc", ".docx", ".odt", ".rtf", ".pages" };
    return has_one_of(path, extensions, sizeof extensions / sizeof *extensions);
}

// verhaal.txt, verhaal.md.txt -> verhaal.md
static str name_wanted(struct arena *arena, str path)
{
    str stem = path_stem(path_name(path));
    if (path_is_markdown(stem))
        stem = path_stem(stem);
    return arena_join(arena, (str[]){ stem, STR(".md"), { 0 } });
}

static bool is_stray(const struct building *building, size_t file)
{
    str path = building->files[file].path;
    const struct kind *kind = kind_of(building->settings, path);
    return kind->base == BASE_STORY && kind->folder.len > 0 && path_name(path).at[0] != '.' &&
           (is_plain_text(path) || is_processed_text(path));
}

// The names of files that texts lead to, also texts that are not published.
static struct map *names_linked(const struct building *building)
{
    struct map *names = map_new(building->arena);
    for (size_t i = 0; i < building->file_count; i++) {
        const struct document *document = building->documents[i];
        for (size_t n = 0; document != NULL && n < document->link_count; n++) {
            str target = document->links[n].target;
            size_t end = str_find_char(target, '#', 0);
            target = str_slice(target, 0, end == STR_NONE ? target.len : end);
            map_put(names, path_name(target), building->site);
        }
    }
    return names;
}

static void say_stray(struct building *building, size_t file)
{
    const struct source_file *stray = &building->files[file];
    diagnose(building->diagnostics,
             is_processed_text(stray->path) ? &document_not_read : &text_not_read,
             (struct place){ .path = stray->full_path },
             VALUES(name_wanted(building->arena, stray->path)));
}

void strays_check(struct building *building)
{
    struct map *linked = NULL;
    for (size_t i = 0; i < building->file_count && building->settings->given; i++) {
        if (building->documents[i] != NULL || path_is_markdown(building->files[i].path) ||
            !is_stray(building, i))
            continue;
        linked = linked != NULL ? linked : names_linked(building);
        if (map_get(linked, path_name(building->files[i].path)) == NULL)
            say_stray(building, i);
    }
}
