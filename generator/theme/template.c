// SPDX-License-Identifier: EUPL-1.2
#include "theme/template.h"

static bool read_partials(struct library *library, struct file_list partials)
{
    bool good = true;
    library->count = partials.count;
    library->templates = ARENA_ARRAY(library->scratch, struct template, partials.count + 1);
    for (size_t i = 0; i < partials.count; i++) {
        struct template *template = &library->templates[i];
        str name = partials.at[i].path;
        *template = (struct template){ .name = name, .path = name, .source = partials.at[i].bytes };
        good = template_parse(library->scratch, template, library->diagnostics) && good;
        map_put(library->by_name, name, template);
    }
    return good;
}

const struct program *template_compile(struct arena *arena, str source, struct file_list partials,
                                       struct diagnostics *diagnostics)
{
    struct library library = { .scratch = arena,
                               .arena = arena,
                               .by_name = map_new(arena),
                               .diagnostics = diagnostics,
                               .programs = map_new(arena),
                               .envs = map_new(arena) };
    struct template template = { .path = STR("template"), .source = source };
    bool good = read_partials(&library, partials);
    if (!template_parse(arena, &template, diagnostics) || !good)
        return NULL;
    const struct program *program = program_compile(&library, &template, false);
    return library.failures == 0 ? program : NULL;
}
