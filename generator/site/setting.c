// SPDX-License-Identifier: EUPL-1.2
#include "site/setting.h"

#include "base/nearest.h"

#include <string.h>
#include <strings.h>

DIAGNOSTIC(setting_unknown, WARNING, "de instelling '{1}' bestaat niet en wordt overgeslagen",
           "there is no setting '{1}'; it is ignored", "bedoelde je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(setting_wrong, ERROR, "'{1}' is hier geen goede waarde voor '{2}'",
           "'{1}' is not a good value for '{2}'", "{3}", "{4}");

static const char *const keys[SETTING_COUNT][2] = {
    [SETTING_TITLE] = { "titel", "title" },
    [SETTING_TAGLINE] = { "ondertitel", "tagline" },
    [SETTING_DESCRIPTION] = { "omschrijving", "description" },
    [SETTING_ADDRESS] = { "adres", "address" },
    [SETTING_LANGUAGE] = { "taal", "language" },
    [SETTING_MENU] = { "menu", "menu" },
    [SETTING_FOOTER] = { "voet", "footer" },
    [SETTING_CONTACT] = { "contact", "contact" },
    [SETTING_KINDS] = { "soorten", "kinds" },
    [SETTING_TAXONOMIES] = { "taxonomieen", "taxonomies" },
    [SETTING_HELPLINES] = { "hulplijnen", "helplines" },
    [SETTING_FIELDS] = { "velden", "fields" },
    [SETTING_LIMITS] = { "grenzen", "limits" },
    [SETTING_PAGE_LENGTH] = { "per_pagina", "page_size" },
    [SETTING_EXIT] = { "verlaat_adres", "exit_address" },
    [SETTING_NOINDEX] = { "verberg_voor_zoekmachines", "noindex" },
};

const struct yaml_node *setting_either(const struct yaml_node *node, const char *dutch,
                                       const char *english)
{
    const struct yaml_node *found = yaml_get(node, str_from_c(dutch));
    return found != NULL ? found : yaml_get(node, str_from_c(english));
}

str setting_text(const struct yaml_node *node)
{
    return node != NULL && node->type == YAML_SCALAR ? str_trim(node->text) : STR("");
}

str setting_text_under(const struct yaml_node *node, const char *dutch, const char *english)
{
    return setting_text(setting_either(node, dutch, english));
}

const struct yaml_node *setting_find(const struct settings_reader *reader, enum setting which)
{
    const struct yaml_node *found = setting_either(reader->config, keys[which][0], keys[which][1]);
    return found != NULL ? found : setting_either(reader->site, keys[which][0], keys[which][1]);
}

bool setting_given(const struct yaml_node *node)
{
    return node != NULL && (node->type != YAML_SCALAR || setting_text(node).len > 0);
}

const struct yaml_node *setting_list(const struct settings_reader *reader, enum setting which)
{
    const struct yaml_node *node = setting_find(reader, which);
    if (setting_given(node) && node->type != YAML_LIST)
        setting_refuse(reader, node->place, setting_text(node), str_from_c(keys[which][0]),
                       STR("schrijf een lijst: elk deel begint met - naam: ..."),
                       STR("write a list: every item begins with - name: ..."));
    return setting_count(node, YAML_LIST) > 0 ? node : NULL;
}

static bool is_one_of(str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (text.len == strlen(*words) && strncasecmp(text.at, *words, text.len) == 0)
            return true;
    return false;
}

bool setting_yes(const struct settings_reader *reader, enum setting which)
{
    static const char *const yes[] = { "ja", "yes", "true", "aan", "on", NULL };
    static const char *const no[] = { "nee", "no", "false", "uit", "off", NULL };
    const struct yaml_node *node = setting_find(reader, which);
    str text = setting_text(node);
    if (!setting_given(node) || is_one_of(text, no))
        return false;
    if (!is_one_of(text, yes))
        setting_refuse(reader, node->place, text, str_from_c(keys[which][0]),
                       STR("schrijf ja of nee"), STR("write yes or no"));
    return true;
}

size_t setting_count(const struct yaml_node *node, enum yaml_type type)
{
    return node != NULL && node->type == type ? node->count : 0;
}

str setting_folder(str text)
{
    while (text.len > 0 && text.at[0] == '/')
        text = str_after(text, 1);
    while (text.len > 0 && text.at[text.len - 1] == '/')
        text = str_slice(text, 0, text.len - 1);
    return text;
}

str setting_capitalised(struct arena *arena, str text)
{
    str copy = arena_copy(arena, text);
    if (copy.len > 0 && copy.at[0] >= 'a' && copy.at[0] <= 'z')
        ((char *)copy.at)[0] = (char)(copy.at[0] - 32);
    return copy;
}

str setting_or(str given, str otherwise)
{
    return given.len > 0 ? given : otherwise;
}

void setting_refuse(const struct settings_reader *reader, struct place place, str value,
                    str setting, str dutch, str english)
{
    diagnose(reader->diagnostics, &setting_wrong, place, VALUES(value, setting, dutch, english));
}

void settings_report_unknown(const struct settings_reader *reader, const struct yaml_node *node)
{
    for (size_t i = 0; i < setting_count(node, YAML_MAP); i++) {
        str key = node->pairs[i].key->text;
        struct nearest nearest = nearest_start(key);
        for (size_t k = 0; k < SETTING_COUNT; k++) {
            nearest_try(&nearest, str_from_c(keys[k][0]));
            nearest_try(&nearest, str_from_c(keys[k][1]));
        }
        if (nearest.distance > 0)
            diagnose(reader->diagnostics, &setting_unknown, node->pairs[i].key->place,
                     VALUES(key, nearest.found));
    }
}
