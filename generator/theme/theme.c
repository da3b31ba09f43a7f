// SPDX-License-Identifier: EUPL-1.2
#include "theme/theme.h"

#include "base/hash.h"
#include "base/list.h"
#include "base/path.h"
#include "base/utf8.h"
#include "theme/template.h"
#include "yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

DIAGNOSTIC(theme_no_language, WARNING, "het thema heeft geen teksten in de taal '{1}'",
           "the theme has no texts in the language '{1}'",
           "maak texts/{1}.yaml; nu zijn de Nederlandse teksten gebruikt",
           "make texts/{1}.yaml; the Dutch texts are used now");
DIAGNOSTIC(theme_no_templates, ERROR, "het thema '{1}' heeft geen templates",
           "the theme '{1}' has no templates", "zet ze in templates/, met namen op .mustache",
           "put them in templates/, with names that end in .mustache");
DIAGNOSTIC(theme_text_kind, ERROR, "'{1}' is geen tekst", "'{1}' is not a text",
           "schrijf op een regel: {1}: de tekst", "write on one line: {1}: the text");
DIAGNOSTIC(theme_texts_kind, ERROR, "dit bestand is geen lijst van teksten",
           "this file is no list of texts",
           "schrijf op elke regel een naam en een tekst: menu: Menu",
           "write a name and a text on each line: menu: Menu");
DIAGNOSTIC(theme_encoding, ERROR, "dit bestand is geen goede UTF-8",
           "this file is not proper UTF-8", "sla het op als UTF-8", "save it as UTF-8");

enum { ASSET_PRINT_SIZE = 8 };

struct theme {
    struct arena *arena;
    struct map *programs; // name of a template -> struct program
    struct map *texts;    // key -> str
    struct file_list assets;
    const str *asset_prints; // one an asset
};

// What is read, while the theme is loaded.
struct loading {
    struct theme *theme;
    struct library library;
    str folder;          // of the theme, for messages
    str override_folder; // of what the site puts over it
    struct file_list files;
    struct file_list overrides;
    struct diagnostics *diagnostics;
    bool failed;
};

// ---- Files ----

struct found {
    struct file file;
    str path; // for messages
    bool override;
};

static int found_compare(const void *left, const void *right)
{
    const struct found *a = left;
    const struct found *b = right;
    int order = str_compare(a->file.path, b->file.path);
    return order != 0 ? order : (int)b->override - (int)a->override;
}

static void add_found(struct loading *loading, struct found *found, size_t *count, str start,
                      str end, bool override)
{
    struct file_list files = override ? loading->overrides : loading->files;
    str folder = override ? loading->override_folder : loading->folder;
    for (size_t i = 0; i < files.count; i++) {
        struct file file = files.at[i];
        if (!str_starts(file.path, start) || !str_ends(file.path, end))
            continue;
        str parts[] = { folder, file.path, { 0 } };
        found[(*count)++] =
            (struct found){ file, arena_join(loading->library.scratch, parts), override };
    }
}

// The files whose paths begin and end so, sorted; overrides in the place of
// the theme's own.
static struct found *find_files(struct loading *loading, str start, str end, size_t *count)
{
    size_t all = loading->files.count + loading->overrides.count;
    struct found *found = ARENA_ARRAY(loading->library.scratch, struct found, all + 1);
    size_t many = 0;
    add_found(loading, found, &many, start, end, false);
    add_found(loading, found, &many, start, end, true);
    qsort(found, many, sizeof *found, found_compare);
    *count = 0;
    for (size_t i = 0; i < many; i++)
        if (i == 0 || !str_equal(found[i].file.path, found[*count - 1].file.path))
            found[(*count)++] = found[i];
    return found;
}

static void complain(struct loading *loading, const struct diagnostic_kind *kind,
                     struct place place, str value)
{
    diagnose(loading->diagnostics, kind, place, VALUES(value));
    loading->failed |= kind->severity >= ERROR;
}

static bool check_encoding(struct loading *loading, str path, str bytes)
{
    if (utf8_valid(bytes))
        return true;
    complain(loading, &theme_encoding, (struct place){ .path = path }, STR(""));
    return false;
}

// ---- Templates ----

static void read_template(struct loading *loading, struct template *template,
                          const struct found *found)
{
    str start = STR("templates/");
    str end = STR(".mustache");
    str name = str_slice(found->file.path, start.len, found->file.path.len - end.len);
    struct library *library = &loading->library;
    *template = (struct template){ .name = name, .path = found->path, .source = found->file.bytes };
    if (!check_encoding(loading, found->path, found->file.bytes))
        template->source = STR("");
    if (!template_parse(library->scratch, template, loading->diagnostics))
        loading->failed = true;
    map_put(library->by_name, name, template);
}

static void read_templates(struct loading *loading)
{
    struct library *library = &loading->library;
    size_t count;
    struct found *found = find_files(loading, STR("templates/"), STR(".mustache"), &count);
    library->templates = ARENA_ARRAY(library->scratch, struct template, count + 1);
    library->count = count;
    for (size_t i = 0; i < count; i++)
        read_template(loading, &library->templates[i], &found[i]);
    if (count == 0)
        complain(loading, &theme_no_templates, (struct place){ .path = loading->folder },
                 loading->folder);
}

// ---- Texts ----

static void read_text(struct loading *loading, const struct yaml_pair *pair)
{
    struct library *library = &loading->library;
    str key = pair->key->text;
    if (pair->value->type != YAML_SCALAR) {
        complain(loading, &theme_text_kind, pair->key->place, key);
        return;
    }
    struct template *text = map_get(library->by_key, key);
    if (text == NULL)
        text = &library->texts[library->text_count++];
    *text = (struct template){ .name = key,
                               .path = pair->value->place.path,
                               .source = pair->value->text,
                               .place = pair->value->place,
                               .is_text = true };
    map_put(library->by_key, key, text);
}

static const struct file *find_file(struct file_list files, str path)
{
    for (size_t i = 0; i < files.count; i++)
        if (str_equal(files.at[i].path, path))
            return &files.at[i];
    return NULL;
}

// The texts of one file; NULL when it is not there or no list of texts.
static const struct yaml_node *texts_in(struct loading *loading, str language, bool override)
{
    struct arena *scratch = loading->library.scratch;
    str path = arena_join(scratch, (str[]){ STR("texts/"), language, STR(".yaml"), { 0 } });
    const struct file *file = find_file(override ? loading->overrides : loading->files, path);
    if (file == NULL)
        return NULL;
    str folder = override ? loading->override_folder : loading->folder;
    path = arena_join(scratch, (str[]){ folder, path, { 0 } });
    if (!check_encoding(loading, path, file->bytes))
        return NULL;
    const struct yaml_node *root = yaml_parse(scratch, path, file->bytes, 1, loading->diagnostics);
    if (root != NULL && root->type != YAML_MAP)
        complain(loading, &theme_texts_kind, root->place, STR(""));
    loading->failed |= root == NULL;
    return root != NULL && root->type == YAML_MAP ? root : NULL;
}

static bool has_texts(const struct loading *loading, str language)
{
    str parts[] = { STR("texts/"), language, STR(".yaml"), { 0 } };
    return find_file(loading->files, arena_join(loading->library.scratch, parts)) != NULL;
}

// What comes later takes the place of what came before.
static void read_texts(struct loading *loading, str language)
{
    struct library *library = &loading->library;
    const struct yaml_node *roots[4] = { 0 };
    str dutch = STR("nl");
    bool other = !str_equal(language, dutch);
    if (other && !has_texts(loading, language)) {
        str folder = arena_join(library->scratch, (str[]){ loading->folder, STR("texts"), { 0 } });
        complain(loading, &theme_no_language, (struct place){ .path = folder }, language);
        roots[0] = texts_in(loading, dutch, false);
        roots[1] = texts_in(loading, dutch, true);
    }
    roots[2] = texts_in(loading, language, false);
    roots[3] = texts_in(loading, language, true);
    size_t count = 0;
    for (size_t i = 0; i < 4; i++)
        count += roots[i] == NULL ? 0 : roots[i]->count;
    library->texts = ARENA_ARRAY(library->scratch, struct template, count + 1);
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; roots[i] != NULL && j < roots[i]->count; j++)
            read_text(loading, &roots[i]->pairs[j]);
}

static void keep_texts(struct loading *loading)
{
    struct library *library = &loading->library;
    struct arena *arena = loading->theme->arena;
    for (size_t i = 0; i < library->text_count; i++) {
        struct template *text = &library->texts[i];
        if (!template_parse(library->scratch, text, loading->diagnostics))
            loading->failed = true;
        str *kept = ARENA_NEW(arena, str);
        *kept = arena_copy(arena, text->source);
        map_put(loading->theme->texts, arena_copy(arena, text->name), kept);
    }
}

// ---- Assets ----

// style.css -> style_css, as templates name it.
static str asset_name(struct arena *arena, str path)
{
    str copy = arena_copy(arena, str_after(path, sizeof "assets/" - 1));
    char *name = (char *)copy.at;
    for (size_t i = 0; i < copy.len; i++)
        if (name[i] == '.' || name[i] == '/')
            name[i] = '_';
    return copy;
}

static void read_assets(struct loading *loading)
{
    struct arena *arena = loading->theme->arena;
    struct arena *scratch = loading->library.scratch;
    size_t count;
    struct found *found = find_files(loading, STR("assets/"), STR(""), &count);
    struct file *files = ARENA_ARRAY(arena, struct file, count + 1);
    str *names = ARENA_ARRAY(scratch, str, count + 1);
    str *prints = ARENA_ARRAY(arena, str, count + 1);
    for (size_t i = 0; i < count; i++) {
        str path = found[i].file.path;
        files[i] = (struct file){ arena_copy(arena, path), arena_copy(arena, found[i].file.bytes) };
        names[i] = asset_name(scratch, path);
        prints[i] = str_slice(hash_name(arena, files[i].bytes), 0, ASSET_PRINT_SIZE);
    }
    loading->theme->assets = (struct file_list){ .at = files, .count = count };
    loading->theme->asset_prints = prints;
    loading->library.assets = words_of(scratch, names, count);
}

// ---- Programs ----

static void compile_template(struct loading *loading, struct template *template, bool quiet)
{
    struct theme *theme = loading->theme;
    const struct program *program = program_compile(&loading->library, template, quiet);
    struct markup text = { 0 };
    if (!program->failed && markup_equal(&program->end, &text))
        map_put(theme->programs, arena_copy(theme->arena, template->name), (void *)program);
}

// A part of others may make sense there alone, so that it must not be refused
// by itself; unless nothing but itself comes to it.
static void compile_templates(struct loading *loading)
{
    struct library *library = &loading->library;
    for (size_t i = 0; i < library->count; i++)
        if (!library->templates[i].used)
            compile_template(loading, &library->templates[i], false);
    for (size_t i = 0; i < library->count; i++) {
        struct template *template = &library->templates[i];
        if (template->used)
            compile_template(loading, template, template->reached);
    }
}

static str theme_folder(struct arena *arena, str name)
{
    bool path = str_find_char(name, '/', 0) != STR_NONE;
    return arena_join(arena, (str[]){ path ? STR("") : STR("themes/"),
                                      name,
                                      str_ends(name, STR("/")) ? STR("") : STR("/"),
                                      { 0 } });
}

static struct theme *theme_new(void)
{
    struct arena *arena = arena_new();
    struct theme *theme = ARENA_NEW(arena, struct theme);
    *theme = (struct theme){ .arena = arena, .programs = map_new(arena), .texts = map_new(arena) };
    return theme;
}

static void load(struct loading *loading, str language)
{
    struct library *library = &loading->library;
    read_templates(loading);
    read_texts(loading, language);
    keep_texts(loading);
    read_assets(loading);
    if (loading->failed)
        return;
    library_check(library);
    compile_templates(loading);
    loading->failed = library->failures > 0;
}

struct theme *theme_load(str name, struct file_list files, struct file_list overrides, str language,
                         const str *names, size_t name_count, struct diagnostics *diagnostics)
{
    struct arena *scratch = arena_new();
    struct theme *theme = theme_new();
    struct loading loading = { .theme = theme,
                               .folder = theme_folder(scratch, name),
                               .override_folder =
                                   overrides.folder.len > 0 ? overrides.folder : STR("theme/"),
                               .files = files,
                               .overrides = overrides,
                               .diagnostics = diagnostics };
    loading.library = (struct library){ .scratch = scratch,
                                        .arena = theme->arena,
                                        .by_name = map_new(scratch),
                                        .by_key = map_new(scratch),
                                        .checked = true,
                                        .diagnostics = diagnostics,
                                        .programs = map_new(scratch),
                                        .envs = map_new(scratch) };
    if (name_count > 0)
        loading.library.names = words_of(scratch, names, name_count);
    load(&loading, language);
    arena_free(scratch);
    if (!loading.failed)
        return theme;
    theme_free(theme);
    return NULL;
}

void theme_free(struct theme *theme)
{
    if (theme != NULL)
        arena_free(theme->arena);
}

bool theme_has(const struct theme *theme, str template_name)
{
    return map_get(theme->programs, template_name) != NULL;
}

void theme_render(const struct theme *theme, str template_name, const struct value *context,
                  struct buf *to)
{
    const struct program *program = map_get(theme->programs, template_name);
    if (program != NULL)
        program_fill(program, context, to);
}

str theme_text(const struct theme *theme, str key)
{
    const str *text = map_get(theme->texts, key);
    return text == NULL ? STR("") : *text;
}

struct file_list theme_assets(const struct theme *theme)
{
    return theme->assets;
}

str theme_asset_print(const struct theme *theme, size_t asset)
{
    return theme->asset_prints[asset];
}
