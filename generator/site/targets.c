// SPDX-License-Identifier: EUPL-1.2
#include "site/targets.h"

#include "base/nearest.h"
#include "base/path.h"
#include "base/utf8.h"

// For all dead links of one page together, no more files than this are looked at.
enum { CANDIDATES_MAX = 5000 };

static size_t find_joined(const struct building *building, struct arena *arena, str path, str more)
{
    return file_at(building, arena_join(arena, (str[]){ path, more, { 0 } }));
}

// With what people leave out.
static size_t find_as_written(const struct building *building, struct arena *arena, str path)
{
    size_t file = file_at(building, path);
    if (file == STR_NONE && path.len > 0)
        file = find_joined(building, arena, path, STR(".md"));
    if (file == STR_NONE && str_ends(path, STR(".html")))
        file = find_joined(building, arena, str_slice(path, 0, path.len - 5), STR(".md"));
    if (file == STR_NONE)
        file =
            find_joined(building, arena, path, path.len == 0 ? STR("index.md") : STR("/index.md"));
    if (file == STR_NONE)
        file = find_joined(building, arena, path,
                           path.len == 0 ? STR("README.md") : STR("/README.md"));
    return file;
}

// A Mac writes an accent behind its letter in the names of files, where nobody types it so.
size_t target_file(const struct building *building, struct arena *arena, str path)
{
    size_t file = find_as_written(building, arena, path);
    str ways[] = { utf8_composed(arena, path), utf8_decomposed(arena, path) };
    for (size_t i = 0; i < sizeof ways / sizeof *ways && file == STR_NONE; i++)
        if (!str_equal(ways[i], path))
            file = find_as_written(building, arena, ways[i]);
    return file;
}

str target_nearest(const struct building *building, struct arena *arena, str path, size_t *looked)
{
    str folder = path_folder(path);
    str prefix = folder.len == 0 ? STR("") : arena_join(arena, (str[]){ folder, STR("/"), { 0 } });
    struct nearest nearest = nearest_start(path_name(path));
    for (size_t i = file_from(building, prefix);
         i < building->file_count && str_starts(building->files[i].path, prefix) &&
         *looked < CANDIDATES_MAX;
         i++) {
        ++*looked;
        str rest = str_after(building->files[i].path, prefix.len);
        if (str_find_char(rest, '/', 0) == STR_NONE)
            nearest_try(&nearest, rest);
    }
    return nearest.found;
}
