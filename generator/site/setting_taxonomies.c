// SPDX-License-Identifier: EUPL-1.2
// Taxonomies, and the fields of documents.
#include "site/setting.h"

#include "base/path.h"

static bool taxonomy_known(const struct taxonomy_setting *rows, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(rows[i].name, name))
            return true;
    return false;
}

// Returns false, with a message, for what can be no taxonomy beside the `count` before it.
static bool taxonomy_read(const struct settings_reader *reader, const struct yaml_node *item,
                          const struct taxonomy_setting *before, size_t count,
                          struct taxonomy_setting *taxonomy)
{
    str given = setting_text_under(item, "naam", "name");
    str name = path_slug(reader->arena, given);
    str folder = setting_folder(setting_or(setting_text_under(item, "map", "folder"), name));
    bool own = !taxonomy_known(before, count, name) && !str_equal(folder, STR("theme"));
    if (name.len == 0)
        setting_refuse(reader, item->place, given, STR("taxonomieen"),
                       STR("geef elke taxonomie een naam: - naam: sector"),
                       STR("name every taxonomy: - name: sector"));
    else if (!own)
        setting_refuse(
            reader, item->place, name, STR("taxonomieen"),
            STR("geef elke taxonomie een eigen naam, en een map die niet theme heet"),
            STR("give every taxonomy a name of its own, and a folder that is not called theme"));
    *taxonomy = (struct taxonomy_setting){
        .name = name,
        .folder = folder,
        .singular = setting_or(setting_text_under(item, "enkelvoud", "singular"),
                               setting_capitalised(reader->arena, name)),
        .plural = setting_or(setting_text_under(item, "meervoud", "plural"),
                             setting_capitalised(reader->arena, folder)),
    };
    return name.len > 0 && own;
}

void settings_read_taxonomies(const struct settings_reader *reader)
{
    const struct yaml_node *node = setting_list(reader, SETTING_TAXONOMIES);
    size_t count = setting_count(node, YAML_LIST);
    struct taxonomy_setting *rows = ARENA_ARRAY(reader->arena, struct taxonomy_setting, count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used += taxonomy_read(reader, node->items[i], rows, used, &rows[used]);
    reader->settings->taxonomies = rows;
    reader->settings->taxonomy_count = used;
}

void settings_read_schema(const struct settings_reader *reader)
{
    struct settings *settings = reader->settings;
    str *names = ARENA_ARRAY(reader->arena, str, settings->taxonomy_count);
    for (size_t i = 0; i < settings->taxonomy_count; i++)
        names[i] = settings->taxonomies[i].name;

    const struct yaml_node *node = setting_find(reader, SETTING_FIELDS);
    size_t count = setting_count(node, YAML_MAP);
    str *foreign = ARENA_ARRAY(reader->arena, str, count);
    str *meanings = ARENA_ARRAY(reader->arena, str, count);
    for (size_t i = 0; i < count; i++) {
        str meaning = setting_text(node->pairs[i].value);
        bool ignored = str_equal(meaning, STR("negeer")) || str_equal(meaning, STR("ignore"));
        foreign[i] = node->pairs[i].key->text;
        meanings[i] = ignored ? STR("") : meaning;
    }
    settings->schema = (struct schema){
        .taxonomies = names,
        .taxonomy_count = settings->taxonomy_count,
        .keys = foreign,
        .meanings = meanings,
        .key_count = count,
        .strict = settings->given,
    };
}
