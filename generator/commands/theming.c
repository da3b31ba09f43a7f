// SPDX-License-Identifier: EUPL-1.2
#include "commands/theming.h"

#include "commands/reading.h"
#include "render/render.h"

struct fingerprint theming_print(struct arena *arena, struct file_list files)
{
    str *parts = ARENA_ARRAY(arena, str, 2 * files.count);
    for (size_t i = 0; i < files.count; i++) {
        parts[2 * i] = files.at[i].path;
        parts[2 * i + 1] = files.at[i].bytes;
    }
    return fingerprint_of_list(parts, 2 * files.count);
}

struct theming theming_find(struct arena *arena, const struct options *options,
                            struct diagnostics *diagnostics)
{
    struct theming theming = { .found = false };
    theming.found = reading_theme(arena, options, &theming.files, diagnostics);
    if (theming.found)
        theming.print = theming_print(arena, theming.files);
    return theming;
}

struct theme *theming_load(const struct theming *theming, struct arena *arena, const char *name,
                           struct file_list overrides, str language,
                           struct diagnostics *diagnostics)
{
    size_t name_count;
    const str *names = render_names(arena, theming->files, overrides, &name_count);
    struct theme *theme = theme_load(str_from_c(name), theming->files, overrides, language, names,
                                     name_count, diagnostics);
    if (theme == NULL || render_accepts(theme, diagnostics))
        return theme;
    theme_free(theme);
    return NULL;
}
