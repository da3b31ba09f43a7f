// SPDX-License-Identifier: EUPL-1.2
#include "site/site.h"

#include "base/buf.h"
#include "base/list.h"
#include "base/nearest.h"
#include "base/path.h"
#include "yaml/yaml.h"

DIAGNOSTIC(setting_unknown, WARNING, "de instelling '{1}' bestaat niet en wordt overgeslagen",
           "there is no setting '{1}'; it is ignored", "bedoelde je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(setting_wrong, ERROR, "'{1}' is hier geen goede waarde voor '{2}'",
           "'{1}' is not a good value for '{2}'", "{3}", "{4}");
DIAGNOSTIC(address_wrong, ERROR, "'{1}' is geen volledig webadres",
           "'{1}' is not a complete web address",
           "schrijf het hele adres, bijvoorbeeld: adres: https://www.voorbeeld.nl/",
           "write the whole address, such as: address: https://www.example.org/");

enum { PAGE_SIZE = 20 };
static const size_t markdown_limit = (size_t)1024 * 1024;
static const size_t asset_limit = (size_t)25 * 1024 * 1024;

// The key of every setting, in Dutch and in English.
enum setting {
    TITLE,
    TAGLINE,
    DESCRIPTION,
    ADDRESS,
    LANGUAGE,
    MENU,
    FOOTER,
    CONTACT,
    KINDS,
    TAXONOMIES,
    HELPLINES,
    FIELDS,
    LIMITS,
    PAGE_LENGTH,
    EXIT,
    NOINDEX,
    SETTING_COUNT
};
static const char *const keys[SETTING_COUNT][2] = {
    [TITLE] = { "titel", "title" },
    [TAGLINE] = { "ondertitel", "tagline" },
    [DESCRIPTION] = { "omschrijving", "description" },
    [ADDRESS] = { "adres", "address" },
    [LANGUAGE] = { "taal", "language" },
    [MENU] = { "menu", "menu" },
    [FOOTER] = { "voet", "footer" },
    [CONTACT] = { "contact", "contact" },
    [KINDS] = { "soorten", "kinds" },
    [TAXONOMIES] = { "taxonomieen", "taxonomies" },
    [HELPLINES] = { "hulplijnen", "helplines" },
    [FIELDS] = { "velden", "fields" },
    [LIMITS] = { "grenzen", "limits" },
    [PAGE_LENGTH] = { "per_pagina", "page_size" },
    [EXIT] = { "verlaat_adres", "exit_address" },
    [NOINDEX] = { "verberg_voor_zoekmachines", "noindex" },
};

// What is read, and where the readings go.
struct reader {
    struct arena *arena;
    const struct yaml_node *config; // looked at first
    const struct yaml_node *site;
    struct settings *settings;
    struct diagnostics *diagnostics;
};

static const struct yaml_node *either(const struct yaml_node *node, const char *dutch,
                                      const char *english)
{
    const struct yaml_node *found = yaml_get(node, str_from_c(dutch));
    return found != NULL ? found : yaml_get(node, str_from_c(english));
}

static str text_of(const struct yaml_node *node)
{
    return node != NULL && node->type == YAML_SCALAR ? str_trim(node->text) : STR("");
}

static str text_under(const struct yaml_node *node, const char *dutch, const char *english)
{
    return text_of(either(node, dutch, english));
}

static const struct yaml_node *setting(const struct reader *reader, enum setting which)
{
    const struct yaml_node *found = either(reader->config, keys[which][0], keys[which][1]);
    return found != NULL ? found : either(reader->site, keys[which][0], keys[which][1]);
}

static size_t count_of(const struct yaml_node *node, enum yaml_type type)
{
    return node != NULL && node->type == type ? node->count : 0;
}

static void report_unknown(const struct reader *reader, const struct yaml_node *node)
{
    for (size_t i = 0; i < count_of(node, YAML_MAP); i++) {
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

// "verhalen/", "/verhalen" and "verhalen" are the same folder.
static str folder_of(str text)
{
    while (text.len > 0 && text.at[0] == '/')
        text = str_after(text, 1);
    while (text.len > 0 && text.at[text.len - 1] == '/')
        text = str_slice(text, 0, text.len - 1);
    return text;
}

// A menu leads to pages of the site ("/verhalen/") and elsewhere ("https:...").
static str menu_address(str text)
{
    return str_starts(text, STR("/")) ? str_after(text, 1) : text;
}

static struct menu menu_read(const struct reader *reader, const struct yaml_node *node)
{
    size_t count = count_of(node, YAML_LIST);
    struct menu_item *items = ARENA_ARRAY(reader->arena, struct menu_item, count);
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *address = either(node->items[i], "adres", "address");
        items[i] = (struct menu_item){
            .name = text_under(node->items[i], "naam", "name"),
            .address = menu_address(text_of(address)),
            .place = address == NULL ? node->items[i]->place : address->place,
        };
    }
    return (struct menu){ items, count };
}

static const str *texts_read(const struct reader *reader, const struct yaml_node *node,
                             size_t *count)
{
    *count = count_of(node, YAML_LIST);
    str *texts = ARENA_ARRAY(reader->arena, str, *count);
    for (size_t i = 0; i < *count; i++)
        texts[i] = text_of(node->items[i]);
    return texts;
}

static void helplines_read(const struct reader *reader)
{
    const struct yaml_node *node = setting(reader, HELPLINES);
    size_t count = count_of(node, YAML_LIST);
    struct helpline *lines = ARENA_ARRAY(reader->arena, struct helpline, count);
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = node->items[i];
        lines[i] = (struct helpline){
            .name = text_under(item, "naam", "name"),
            .phone = text_under(item, "telefoon", "phone"),
            .text = text_under(item, "tekst", "text"),
            .hours = text_under(item, "tijden", "hours"),
        };
        lines[i].topics = texts_read(reader, either(item, "voor", "for"), &lines[i].topic_count);
    }
    reader->settings->helplines = lines;
    reader->settings->helpline_count = count;
}

// "themas" is written "Thema's" by who cares; the folder is what remains.
static str capitalised(struct arena *arena, str text)
{
    str copy = arena_copy(arena, text);
    if (copy.len > 0 && copy.at[0] >= 'a' && copy.at[0] <= 'z')
        ((char *)copy.at)[0] = (char)(copy.at[0] - 32);
    return copy;
}

static str given_or(str given, str otherwise)
{
    return given.len > 0 ? given : otherwise;
}

static bool taxonomy_known(const struct taxonomy_setting *rows, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(rows[i].name, name))
            return true;
    return false;
}

static void taxonomies_read(const struct reader *reader)
{
    const struct yaml_node *node = setting(reader, TAXONOMIES);
    size_t count = count_of(node, YAML_LIST);
    struct taxonomy_setting *rows = ARENA_ARRAY(reader->arena, struct taxonomy_setting, count);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = node->items[i];
        str name = path_slug(reader->arena, text_under(item, "naam", "name"));
        if (name.len == 0) {
            diagnose(reader->diagnostics, &setting_wrong, item->place,
                     VALUES(text_under(item, "naam", "name"), STR("taxonomieen"),
                            STR("geef elke taxonomie een naam: - naam: sector"),
                            STR("name every taxonomy: - name: sector")));
            continue;
        }
        str folder = folder_of(given_or(text_under(item, "map", "folder"), name));
        if (taxonomy_known(rows, used, name) || str_equal(folder, STR("theme"))) {
            diagnose(
                reader->diagnostics, &setting_wrong, item->place,
                VALUES(
                    name, STR("taxonomieen"),
                    STR("geef elke taxonomie een eigen naam, en een map die niet theme heet"),
                    STR("give every taxonomy a name of its own, and a folder that is not called theme")));
            continue;
        }
        rows[used++] = (struct taxonomy_setting){
            .name = name,
            .folder = folder,
            .singular = given_or(text_under(item, "enkelvoud", "singular"),
                                 capitalised(reader->arena, name)),
            .plural = given_or(text_under(item, "meervoud", "plural"),
                               capitalised(reader->arena, folder)),
        };
    }
    reader->settings->taxonomies = rows;
    reader->settings->taxonomy_count = used;
}

static const struct {
    const char *dutch;
    const char *english;
    enum base_kind base;
} bases[] = {
    { "verhaal", "story", BASE_STORY },
    { "richtlijn", "guideline", BASE_GUIDELINE },
    { "pagina", "page", BASE_PAGE },
    { "reactie", "reaction", BASE_REACTION },
};

static bool base_read(str text, enum base_kind *base)
{
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (str_equal(text, str_from_c(bases[i].dutch)) ||
            str_equal(text, str_from_c(bases[i].english))) {
            *base = bases[i].base;
            return true;
        }
    return false;
}

// "Blog & nieuws/2024" -> "blog-nieuws/2024": what can stand in an address.
static str prefix_of(struct arena *arena, str text)
{
    struct buf prefix = { 0 };
    str rest = folder_of(text);
    while (rest.len > 0) {
        str part;
        str_cut(rest, '/', &part, &rest);
        str slug = path_slug(arena, part);
        if (slug.len == 0)
            continue;
        if (prefix.len > 0)
            buf_add_char(&prefix, '/');
        buf_add(&prefix, slug);
    }
    str copy = arena_copy(arena, buf_view(&prefix));
    buf_release(&prefix);
    return copy;
}

static struct kind kind_read(const struct reader *reader, const struct yaml_node *item)
{
    str name = text_under(item, "naam", "name");
    str like = given_or(text_under(item, "als", "like"), name);
    // What nobody understands is guarded most: as a story it needs consent.
    enum base_kind base = BASE_STORY;
    if (!base_read(like, &base))
        diagnose(reader->diagnostics, &setting_wrong, item->place,
                 VALUES(like, STR("als"), STR("kies een van: verhaal, richtlijn, pagina, reactie"),
                        STR("choose one of: story, guideline, page, reaction")));
    str folder = folder_of(text_under(item, "map", "folder"));
    return (struct kind){
        .name = name,
        .plural = given_or(text_under(item, "meervoud", "plural"),
                           capitalised(reader->arena, given_or(folder, name))),
        .base = base,
        .folder = folder,
        .prefix = prefix_of(reader->arena, given_or(text_under(item, "adres", "address"), folder)),
    };
}

static const struct kind usual_kinds[] = {
    { { "verhaal", 7 }, { "Verhalen", 8 }, BASE_STORY, { "verhalen", 8 }, { "verhalen", 8 } },
    { { "richtlijn", 9 },
      { "Richtlijnen", 11 },
      BASE_GUIDELINE,
      { "richtlijnen", 11 },
      { "richtlijnen", 11 } },
    { { "reactie", 7 }, { "Reacties", 8 }, BASE_REACTION, { "reacties", 8 }, { "", 0 } },
};
static const struct kind plain_kind = {
    { "pagina", 6 }, { "Pagina's", 8 }, BASE_PAGE, { "", 0 }, { "", 0 }
};

struct kinds {
    LIST(struct kind) list;
};

static bool prefix_taken(const struct reader *reader, const struct kinds *kinds, str prefix)
{
    static const char *const own[] = { "zoeken", "trefwoorden", "sitemap",  "matrix",
                                       "assets", "search",      "bestanden" };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (str_equal(prefix, str_from_c(own[i])))
            return true;
    for (size_t i = 0; i < reader->settings->taxonomy_count; i++)
        if (str_equal(prefix, reader->settings->taxonomies[i].name))
            return true;
    for (size_t i = 0; i < kinds->list.count; i++)
        if (str_equal(prefix, kinds->list.at[i].prefix))
            return true;
    return false;
}

// A kind takes the place of the one with its name; else it is one more.  One
// without a folder of its own would catch every file and is left out.
static void kind_lay(const struct reader *reader, struct kinds *kinds, struct kind kind,
                     struct place place)
{
    for (size_t i = 0; i < kinds->list.count; i++)
        if (str_equal(kinds->list.at[i].name, kind.name)) {
            kinds->list.at[i] = kind;
            return;
        }
    if (kind.folder.len == 0 || (kind.base != BASE_REACTION && kind.prefix.len == 0)) {
        diagnose(reader->diagnostics, &setting_wrong, place,
                 VALUES(kind.name, STR("soorten"), STR("geef elke soort een map: map: verhalen"),
                        STR("give every kind a folder: folder: stories")));
        return;
    }
    if (kind.base != BASE_REACTION && prefix_taken(reader, kinds, kind.prefix)) {
        diagnose(reader->diagnostics, &setting_wrong, place,
                 VALUES(kind.prefix, STR("adres"), STR("dit adres is al bezet; kies een ander"),
                        STR("this address is taken; choose another")));
        kind.prefix = arena_join(reader->arena, (str[]){ kind.prefix, STR("-2"), { 0 } });
    }
    LIST_ADD(reader->arena, kinds->list, kind);
}

static void kinds_read(const struct reader *reader)
{
    struct kinds kinds = { 0 };
    const struct yaml_node *node = setting(reader, KINDS);
    for (size_t i = 0; reader->settings->given && i < sizeof usual_kinds / sizeof *usual_kinds; i++)
        LIST_ADD(reader->arena, kinds.list, usual_kinds[i]);
    for (size_t i = 0; i < count_of(node, YAML_LIST); i++)
        kind_lay(reader, &kinds, kind_read(reader, node->items[i]), node->items[i]->place);
    if (node != NULL && node->type != YAML_LIST) {
        diagnose(reader->diagnostics, &setting_wrong, node->place,
                 VALUES(text_of(node), STR("soorten"),
                        STR("schrijf een lijst: elke soort begint met - naam: ..."),
                        STR("write a list: every kind begins with - name: ...")));
        reader->settings->unreadable = true;
    }
    LIST_ADD(reader->arena, kinds.list, plain_kind);
    reader->settings->kinds = kinds.list.at;
    reader->settings->kind_count = kinds.list.count;
}

static void schema_read(const struct reader *reader)
{
    struct settings *settings = reader->settings;
    str *names = ARENA_ARRAY(reader->arena, str, settings->taxonomy_count);
    for (size_t i = 0; i < settings->taxonomy_count; i++)
        names[i] = settings->taxonomies[i].name;

    const struct yaml_node *node = setting(reader, FIELDS);
    size_t count = count_of(node, YAML_MAP);
    str *foreign = ARENA_ARRAY(reader->arena, str, count);
    str *meanings = ARENA_ARRAY(reader->arena, str, count);
    for (size_t i = 0; i < count; i++) {
        str meaning = text_of(node->pairs[i].value);
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

static void limit_read(const struct reader *reader, const char *dutch, const char *english,
                       size_t *limit)
{
    const struct yaml_node *node = either(setting(reader, LIMITS), dutch, english);
    if (node != NULL && !size_read(text_of(node), limit))
        diagnose(reader->diagnostics, &setting_wrong, node->place,
                 VALUES(text_of(node), str_from_c(dutch), STR("schrijf bijvoorbeeld: 25 MB"),
                        STR("write, for example: 25 MB")));
}

// A scheme, a host, and a path of plain characters: it is put before every
// address in feeds and sitemap.
static bool address_complete(str address)
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

static void address_read(const struct reader *reader)
{
    const struct yaml_node *node = setting(reader, ADDRESS);
    str address = text_of(node);
    if (address.len == 0)
        return;
    if (!address_complete(address)) {
        diagnose(reader->diagnostics, &address_wrong, node->place, VALUES(address));
        return;
    }
    reader->settings->address =
        str_ends(address, STR("/"))
            ? address
            : arena_join(reader->arena, (str[]){ address, STR("/"), { 0 } });
}

static void page_size_read(const struct reader *reader)
{
    const struct yaml_node *node = setting(reader, PAGE_LENGTH);
    unsigned size = PAGE_SIZE;
    if (node != NULL && (!str_to_number(text_of(node), &size) || size == 0 || size > 1000)) {
        diagnose(reader->diagnostics, &setting_wrong, node->place,
                 VALUES(text_of(node), STR("per_pagina"), STR("schrijf een getal van 1 tot 1000"),
                        STR("write a number from 1 to 1000")));
        size = PAGE_SIZE;
    }
    reader->settings->page_size = size;
}

static void texts_of_site_read(const struct reader *reader)
{
    struct settings *settings = reader->settings;
    const struct yaml_node *contact = setting(reader, CONTACT);
    str noindex = text_of(setting(reader, NOINDEX));
    settings->title = given_or(text_of(setting(reader, TITLE)), STR("Website"));
    settings->tagline = text_of(setting(reader, TAGLINE));
    settings->description = given_or(text_of(setting(reader, DESCRIPTION)), settings->tagline);
    settings->language = given_or(text_of(setting(reader, LANGUAGE)), STR("nl"));
    settings->contact_name = text_under(contact, "naam", "name");
    settings->contact_email = text_under(contact, "email", "e-mail");
    settings->exit_address = given_or(text_of(setting(reader, EXIT)), STR("https://www.knmi.nl/"));
    settings->noindex = str_equal(noindex, STR("ja")) || str_equal(noindex, STR("yes")) ||
                        str_equal(noindex, STR("true"));
}

const struct settings *settings_read(struct arena *arena, struct file site_yaml, struct file config,
                                     struct diagnostics *diagnostics)
{
    struct reader reader = { .arena = arena, .diagnostics = diagnostics };
    reader.settings = ARENA_NEW(arena, struct settings);
    reader.config = yaml_parse(arena, config.path, config.bytes, 1, diagnostics);
    reader.site = yaml_parse(arena, site_yaml.path, site_yaml.bytes, 1, diagnostics);
    report_unknown(&reader, reader.config);
    report_unknown(&reader, reader.site);

    struct settings *settings = reader.settings;
    settings->print = fingerprint_of_list((str[]){ site_yaml.bytes, config.bytes }, 2);
    settings->unreadable = reader.config == NULL || reader.site == NULL;
    settings->given = site_yaml.path.len > 0 || config.path.len > 0;
    settings->markdown_limit = markdown_limit;
    settings->asset_limit = asset_limit;
    texts_of_site_read(&reader);
    address_read(&reader);
    settings->menu = menu_read(&reader, setting(&reader, MENU));
    settings->footer = menu_read(&reader, setting(&reader, FOOTER));
    helplines_read(&reader);
    taxonomies_read(&reader);
    kinds_read(&reader);
    schema_read(&reader);
    limit_read(&reader, "markdown", "markdown", &settings->markdown_limit);
    limit_read(&reader, "bijlage", "attachment", &settings->asset_limit);
    page_size_read(&reader);
    return settings;
}
