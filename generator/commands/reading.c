// SPDX-License-Identifier: EUPL-1.2
#include "commands/reading.h"

#include "base/list.h"
#include "base/path.h"
#include "base/utf8.h"

#include <strings.h>
#include <unistd.h>

DIAGNOSTIC(config_unreadable, FAILURE, "het bestand met instellingen '{1}' is niet te lezen",
           "the settings file '{1}' cannot be read", NULL, NULL);
DIAGNOSTIC(theme_missing, FAILURE, "er is geen vormgeving '{1}'", "there is no theme '{1}'",
           "geef een map met een map 'templates' erin",
           "name a folder that has a folder 'templates'");

DIAGNOSTIC(settings_name, ERROR,
           "'{1}' lijkt het bestand met instellingen, maar wordt niet gelezen",
           "'{1}' looks like the settings file, but is not read",
           "noem het bestand precies site.yaml, en zet het zelf in de map",
           "name the file site.yaml exactly, and put the file itself into the folder");

DIAGNOSTIC(settings_lost, ERROR,
           "dit bestand was er eerder wel en is nu weg; zonder weet niemand wat een verhaal is, en "
           "dus komt er niets op de site",
           "this file was here before and is gone; without it nobody knows what is a story, so "
           "nothing is published",
           "zet het terug, bijvoorbeeld met 'git revert', of maak een nieuw bestand met die naam",
           "put it back, with 'git revert' for example, or make a new file of that name");

// ---- Settings ----

static struct file source_file_named(struct arena *arena, struct source *source, str path,
                                     struct diagnostics *diagnostics)
{
    size_t number = source_find(source, path);
    str bytes;
    size_t count;
    if (number == STR_NONE || !source_bytes(source, number, 0, &bytes, diagnostics))
        return (struct file){ STR(""), STR("") };
    return (struct file){ source_files(source, &count)[number].full_path,
                          arena_copy(arena, bytes) };
}

// Settings that are meant to be there but are not read: without them stories
// would be taken for plain pages, so nothing is published.
static bool settings_misnamed(struct source *source, struct diagnostics *diagnostics)
{
    static const char *const names[] = { "site.yaml", "site.yml" };
    size_t count;
    const struct source_file *files = source_files(source, &count);
    str found = source_left_out(source, STR("site.yaml")) ? STR("site.yaml") : STR("");
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < 2; n++)
            if (files[i].path.len == str_from_c(names[n]).len &&
                strncasecmp(files[i].path.at, names[n], files[i].path.len) == 0)
                found = files[i].path;
    if (found.len == 0)
        return false;
    diagnose(diagnostics, &settings_name, (struct place){ .path = found }, VALUES(found));
    return true;
}

// The same where they were there before.  Who names others needs these no more.
static bool settings_gone(struct source *source, struct file config,
                          struct diagnostics *diagnostics)
{
    str path = config.path.len > 0 ? STR("") : source_once(source, STR("site.yaml"));
    if (path.len > 0)
        diagnose(diagnostics, &settings_lost, (struct place){ .path = path }, NULL);
    return path.len > 0;
}

bool reading_config(struct arena *arena, const struct options *options, struct file *config,
                    struct diagnostics *diagnostics)
{
    *config = (struct file){ STR(""), STR("") };
    if (options->config == NULL)
        return true;
    config->path = str_from_c(options->config);
    if (source_disk_file(arena, options->config, &config->bytes))
        return true;
    diagnose(diagnostics, &config_unreadable, (struct place){ 0 }, VALUES(config->path));
    return false;
}

const struct settings *reading_settings(struct arena *arena, struct source *source,
                                        struct file config, struct diagnostics *diagnostics)
{
    struct file site_yaml = source_file_named(arena, source, STR("site.yaml"), diagnostics);
    if (site_yaml.path.len == 0 &&
        (settings_misnamed(source, diagnostics) || settings_gone(source, config, diagnostics)))
        return NULL;
    return settings_read(arena, site_yaml, config, diagnostics);
}

// ---- Theme ----

static bool folder_has_templates(struct arena *arena, str folder)
{
    str templates = arena_join(arena, (str[]){ folder, STR("/templates/layout.mustache"), { 0 } });
    return access(templates.at, R_OK) == 0;
}

// The folder `themes/<name>` beside the program, or beside a folder that it is
// in; else in the current folder.
static bool theme_beside_program(struct arena *arena, str name, str *folder)
{
    char program[4096];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program);
    str above = len < 0 ? STR("") : (str){ program, (size_t)len };
    for (int i = 0; i < 4 && above.len > 0; i++) {
        above = path_folder(above);
        *folder = arena_join(arena, (str[]){ above, STR("/themes/"), name, { 0 } });
        if (folder_has_templates(arena, *folder))
            return true;
        *folder = arena_join(arena, (str[]){ above, STR("/share/doorleefd/themes/"), name, { 0 } });
        if (folder_has_templates(arena, *folder))
            return true;
    }
    // Where the system does not tell which program this is.
    *folder = arena_join(arena, (str[]){ STR("themes/"), name, { 0 } });
    return folder_has_templates(arena, *folder);
}

bool reading_theme(struct arena *arena, const struct options *options, struct file_list *files,
                   struct diagnostics *diagnostics)
{
    str name = str_from_c(options->theme);
    str folder = name;
    bool found = folder_has_templates(arena, name) || (str_find_char(name, '/', 0) == STR_NONE &&
                                                       theme_beside_program(arena, name, &folder));
    if (found && source_folder(arena, arena_c_string(arena, folder), files))
        return true;
    diagnose(diagnostics, &theme_missing, (struct place){ 0 }, VALUES(name));
    return false;
}

struct file_list reading_overrides(struct arena *arena, struct source *source,
                                   struct diagnostics *diagnostics)
{
    static const size_t prefix = sizeof "theme/" - 1;
    LIST(struct file) files = { 0 };
    str folder = STR("");
    size_t count;
    const struct source_file *all = source_files(source, &count);
    for (size_t i = 0; i < count; i++) {
        str bytes;
        if (!str_starts(all[i].path, STR("theme/")))
            continue;
        folder = str_slice(all[i].full_path, 0, all[i].full_path.len - all[i].path.len + prefix);
        if (source_bytes(source, i, 0, &bytes, diagnostics))
            LIST_ADD(arena, files,
                     ((struct file){ str_after(all[i].path, prefix), arena_copy(arena, bytes) }));
    }
    return (struct file_list){ .at = files.at, .count = files.count, .folder = folder };
}
