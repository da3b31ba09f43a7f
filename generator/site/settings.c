// SPDX-License-Identifier: EUPL-1.2
#include "site/setting.h"

DIAGNOSTIC(address_wrong, ERROR, "'{1}' is geen volledig webadres",
           "'{1}' is not a complete web address",
           "schrijf het hele adres, bijvoorbeeld: adres: https://www.voorbeeld.nl/",
           "write the whole address, such as: address: https://www.example.org/");

enum { PAGE_SIZE = 20 };
static const size_t markdown_limit = (size_t)1024 * 1024;
static const size_t asset_limit = (size_t)25 * 1024 * 1024;

// A menu leads to pages of the site ("/verhalen/") and elsewhere ("https:...").
static str menu_address(str text)
{
    return str_starts(text, STR("/")) ? str_after(text, 1) : text;
}

static struct menu menu_read(const struct settings_reader *reader, const struct yaml_node *node)
{
    size_t count = setting_count(node, YAML_LIST);
    struct menu_item *items = ARENA_ARRAY(reader->arena, struct menu_item, count);
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *address = setting_either(node->items[i], "adres", "address");
        items[i] = (struct menu_item){
            .name = setting_text_under(node->items[i], "naam", "name"),
            .address = menu_address(setting_text(address)),
            .place = address == NULL ? node->items[i]->place : address->place,
        };
    }
    return (struct menu){ items, count };
}

static const str *texts_read(const struct settings_reader *reader, const struct yaml_node *node,
                             size_t *count)
{
    bool one = setting_text(node).len > 0; // written without the signs of a list
    *count = one ? 1 : setting_count(node, YAML_LIST);
    str *texts = ARENA_ARRAY(reader->arena, str, *count);
    for (size_t i = 0; i < *count; i++)
        texts[i] = setting_text(one ? node : node->items[i]);
    return texts;
}

static void helplines_read(const struct settings_reader *reader)
{
    const struct yaml_node *node = setting_list(reader, SETTING_HELPLINES);
    size_t count = setting_count(node, YAML_LIST);
    struct helpline *lines = ARENA_ARRAY(reader->arena, struct helpline, count);
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = node->items[i];
        lines[i] = (struct helpline){
            .name = setting_text_under(item, "naam", "name"),
            .phone = setting_text_under(item, "telefoon", "phone"),
            .text = setting_text_under(item, "tekst", "text"),
            .hours = setting_text_under(item, "tijden", "hours"),
        };
        lines[i].topics =
            texts_read(reader, setting_either(item, "voor", "for"), &lines[i].topic_count);
    }
    reader->settings->helplines = lines;
    reader->settings->helpline_count = count;
}

// "25 MB", "500 KB", "800" (bytes).
static bool size_read(str text, size_t *bytes)
{
    unsigned number;
    size_t unit = 1;
    if (str_ends(text, STR("MB")) || str_ends(text, STR("MiB")))
        unit = (size_t)1024 * 1024;
    else if (str_ends(text, STR("KB")) || str_ends(text, STR("KiB")))
        unit = 1024;
    size_t digits = 0;
    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    str rest = str_trim(str_after(text, digits));
    if ((unit == 1 && rest.len > 0) || !str_to_number(str_slice(text, 0, digits), &number))
        return false;
    *bytes = number * unit;
    return true;
}

static void limit_read(const struct settings_reader *reader, const char *dutch, const char *english,
                       size_t *limit)
{
    const struct yaml_node *node =
        setting_either(setting_find(reader, SETTING_LIMITS), dutch, english);
    if (node != NULL && !size_read(setting_text(node), limit))
        setting_refuse(reader, node->place, setting_text(node), str_from_c(dutch),
                       STR("schrijf bijvoorbeeld: 25 MB"), STR("write, for example: 25 MB"));
}

bool settings_address_complete(str address)
{
    size_t host = str_starts(address, STR("https://"))  ? 8
                  : str_starts(address, STR("http://")) ? 7
                                                        : STR_NONE;
    if (host == STR_NONE || host >= address.len || address.at[host] == '/')
        return false;
    for (size_t i = host; i < address.len; i++) {
        char c = address.at[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' ||
                     c == '.' || c == '_' || c == '~' || c == '/' || c == ':' || c == '%';
        if (!plain)
            return false;
    }
    return true;
}

static void address_read(const struct settings_reader *reader)
{
    const struct yaml_node *node = setting_find(reader, SETTING_ADDRESS);
    str address = setting_text(node);
    if (address.len == 0)
        return;
    if (!settings_address_complete(address)) {
        diagnose(reader->diagnostics, &address_wrong, node->place, VALUES(address));
        return;
    }
    reader->settings->address =
        str_ends(address, STR("/"))
            ? address
            : arena_join(reader->arena, (str[]){ address, STR("/"), { 0 } });
}

// "nl", "en-GB", "nl_BE": letters and digits in groups of at most eight (RFC 5646).
static bool is_language(str text)
{
    size_t group = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        bool dash = (c == '-' || c == '_') && group > 0;
        if (!letter && !dash && !(c >= '0' && c <= '9'))
            return false;
        group = dash ? 0 : group + 1;
        if (group > 8 || (i < 2 && !letter))
            return false;
    }
    return group > 0 && text.len > 1;
}

static void language_read(const struct settings_reader *reader)
{
    const struct yaml_node *node = setting_find(reader, SETTING_LANGUAGE);
    reader->settings->language = STR("nl");
    if (!setting_given(node))
        return;
    str text = arena_copy(reader->arena, setting_text(node));
    if (!is_language(text)) {
        setting_refuse(reader, node->place, text, STR("taal"),
                       STR("schrijf de code van de taal: nl, en, nl-BE"),
                       STR("write the code of the language: nl, en, nl-BE"));
        return;
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '_')
            ((char *)text.at)[i] = '-';
    reader->settings->language = text;
}

static void page_size_read(const struct settings_reader *reader)
{
    const struct yaml_node *node = setting_find(reader, SETTING_PAGE_LENGTH);
    unsigned size = PAGE_SIZE;
    if (node != NULL && (!str_to_number(setting_text(node), &size) || size == 0 || size > 1000)) {
        setting_refuse(reader, node->place, setting_text(node), STR("per_pagina"),
                       STR("schrijf een getal van 1 tot 1000"),
                       STR("write a number from 1 to 1000"));
        size = PAGE_SIZE;
    }
    reader->settings->page_size = size;
}

static void texts_of_site_read(const struct settings_reader *reader)
{
    struct settings *settings = reader->settings;
    const struct yaml_node *contact = setting_find(reader, SETTING_CONTACT);
    settings->title = setting_or(setting_text(setting_find(reader, SETTING_TITLE)), STR("Website"));
    settings->tagline = setting_text(setting_find(reader, SETTING_TAGLINE));
    settings->description =
        setting_or(setting_text(setting_find(reader, SETTING_DESCRIPTION)), settings->tagline);
    settings->contact_name = setting_text_under(contact, "naam", "name");
    settings->contact_email = setting_text_under(contact, "email", "e-mail");
    settings->exit_address =
        setting_or(setting_text(setting_find(reader, SETTING_EXIT)), STR("https://www.knmi.nl/"));
    settings->noindex = setting_yes(reader, SETTING_NOINDEX);
}

const struct settings *settings_read(struct arena *arena, struct file site_yaml, struct file config,
                                     struct diagnostics *diagnostics)
{
    struct settings_reader reader = { .arena = arena, .diagnostics = diagnostics };
    reader.settings = ARENA_NEW(arena, struct settings);
    reader.config = yaml_parse(arena, config.path, config.bytes, 1, diagnostics);
    reader.site = yaml_parse(arena, site_yaml.path, site_yaml.bytes, 1, diagnostics);
    settings_report_unknown(&reader, reader.config);
    settings_report_unknown(&reader, reader.site);

    struct settings *settings = reader.settings;
    settings->print = fingerprint_of_list((str[]){ site_yaml.bytes, config.bytes }, 2);
    settings->unreadable = reader.config == NULL || reader.site == NULL;
    settings->given = site_yaml.path.len > 0 || config.path.len > 0;
    settings->markdown_limit = markdown_limit;
    settings->asset_limit = asset_limit;
    texts_of_site_read(&reader);
    language_read(&reader);
    address_read(&reader);
    settings->menu = menu_read(&reader, setting_list(&reader, SETTING_MENU));
    settings->footer = menu_read(&reader, setting_list(&reader, SETTING_FOOTER));
    helplines_read(&reader);
    settings_read_taxonomies(&reader);
    settings_read_kinds(&reader);
    settings_read_schema(&reader);
    limit_read(&reader, "markdown", "markdown", &settings->markdown_limit);
    limit_read(&reader, "bijlage", "attachment", &settings->asset_limit);
    page_size_read(&reader);
    return settings;
}
