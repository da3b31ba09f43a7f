// SPDX-License-Identifier: EUPL-1.2
// Fills one template of a theme, for who makes a theme.
//
//     fill THEME_DIR TEMPLATE DATA.json LANGUAGE > page.html
//
// Text under `body`, `intro` and names that end in `_html` is HTML.

#include "json_value.h"

#include "base/list.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef LIST(struct file) file_array;

static bool read_file(struct arena *arena, const char *path, str *bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    struct buf buf = { 0 };
    size_t got;
    while ((got = fread(buf_reserve(&buf, 65536), 1, 65536, file)) > 0)
        buf.len += got;
    fclose(file);
    *bytes = arena_copy(arena, buf_view(&buf));
    buf_release(&buf);
    return true;
}

static void add_folder(struct arena *arena, str top, str folder, file_array *files);

static void add_entry(struct arena *arena, str top, str path, file_array *files)
{
    const char *full = arena_join(arena, (str[]){ top, STR("/"), path, { 0 } }).at;
    struct stat about;
    str bytes;
    if (stat(full, &about) != 0)
        return;
    if (S_ISDIR(about.st_mode))
        add_folder(arena, top, path, files);
    else if (read_file(arena, full, &bytes))
        LIST_ADD(arena, *files, ((struct file){ path, bytes }));
}

static void add_folder(struct arena *arena, str top, str folder, file_array *files)
{
    DIR *directory = opendir(arena_join(arena, (str[]){ top, STR("/"), folder, { 0 } }).at);
    if (directory == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        str name = str_from_c(entry->d_name);
        if (name.at[0] == '.')
            continue;
        str slash = folder.len == 0 ? STR("") : STR("/");
        str path = arena_join(arena, (str[]){ folder, slash, name, { 0 } });
        add_entry(arena, top, path, files);
    }
    closedir(directory);
}

static bool is_html(str name)
{
    return str_equal(name, STR("body")) || str_equal(name, STR("intro")) ||
           str_ends(name, STR("_html"));
}

static int fill(struct arena *arena, char **arguments, struct diagnostics *diagnostics)
{
    str top = str_from_c(arguments[1]);
    str name = str_from_c(arguments[2]);
    str json;
    struct value context;
    if (!read_file(arena, arguments[3], &json) || !json_value(arena, json, is_html, &context)) {
        fprintf(stderr, "fill: %s is no JSON\n", arguments[3]);
        return 1;
    }
    file_array files = { 0 };
    add_folder(arena, top, STR(""), &files);
    struct theme *theme =
        theme_load(top, (struct file_list){ .at = files.at, .count = files.count }, (struct file_list){ 0 },
                   str_from_c(arguments[4]), NULL, 0, diagnostics);
    bool has = theme != NULL && theme_has(theme, name);
    struct buf page = { 0 };
    if (has)
        theme_render(theme, name, &context, &page);
    else if (theme != NULL)
        fprintf(stderr, "fill: the theme has no template %s\n", arguments[2]);
    fwrite(buf_view(&page).at, 1, page.len, stdout);
    buf_release(&page);
    theme_free(theme);
    return has ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: fill THEME_DIR TEMPLATE DATA.json LANGUAGE > page.html\n");
        return 2;
    }
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    int status = fill(arena, argv, diagnostics);
    diagnostics_print(diagnostics, MESSAGES_TEXT, DUTCH, stderr);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return status;
}
