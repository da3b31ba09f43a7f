// SPDX-License-Identifier: EUPL-1.2
// One value of site.yaml, or of the file that is laid over it: private to site.

#pragma once

#include "base/list.h"
#include "site/site.h"
#include "yaml/yaml.h"

// The key of every setting, in Dutch and in English.
enum setting {
    SETTING_TITLE,
    SETTING_TAGLINE,
    SETTING_DESCRIPTION,
    SETTING_ADDRESS,
    SETTING_LANGUAGE,
    SETTING_MENU,
    SETTING_FOOTER,
    SETTING_CONTACT,
    SETTING_KINDS,
    SETTING_TAXONOMIES,
    SETTING_HELPLINES,
    SETTING_FIELDS,
    SETTING_LIMITS,
    SETTING_PAGE_LENGTH,
    SETTING_EXIT,
    SETTING_NOINDEX,
    SETTING_COUNT
};

// What is read, and where the readings go.
struct settings_reader {
    struct arena *arena;
    const struct yaml_node *config; // looked at first
    const struct yaml_node *site;
    struct settings *settings;
    struct diagnostics *diagnostics;
};

// What a map has under either name, or NULL.
const struct yaml_node *setting_either(const struct yaml_node *node, const char *dutch,
                                       const char *english);

// The value of a setting, or NULL.
const struct yaml_node *setting_find(const struct settings_reader *reader, enum setting which);

// The text of a value, trimmed; empty where there is none.
str setting_text(const struct yaml_node *node);
str setting_text_under(const struct yaml_node *node, const char *dutch, const char *english);
str setting_or(str given, str otherwise);

// Whether there is a value that says something.
bool setting_given(const struct yaml_node *node);

// The list that a setting has to be; NULL for none, and, with a message, for something else.
const struct yaml_node *setting_list(const struct settings_reader *reader, enum setting which);

// Whether a setting says yes, in any of the words for it.  What is neither yes nor no gives a
// message, and counts as yes.
bool setting_yes(const struct settings_reader *reader, enum setting which);

// How many are in a list or map; 0 for what is none.
size_t setting_count(const struct yaml_node *node, enum yaml_type type);

// "verhalen/", "/verhalen" and "verhalen" are the same folder.
str setting_folder(str text);

// "themas" -> "Themas", where who cares writes "Thema's".
str setting_capitalised(struct arena *arena, str text);

// Says that a value is no good for a setting, and how it is made good.
void setting_refuse(const struct settings_reader *reader, struct place place, str value,
                    str setting, str dutch, str english);

// Says which of the keys are no settings.
void settings_report_unknown(const struct settings_reader *reader, const struct yaml_node *node);

// Read what their names say.  Taxonomies come first: kinds may not take their addresses, and
// fields are named after them.
void settings_read_taxonomies(const struct settings_reader *reader);
void settings_read_kinds(const struct settings_reader *reader);
void settings_read_schema(const struct settings_reader *reader);
