// SPDX-License-Identifier: EUPL-1.2
// Kinds of content.
#include "site/setting.h"

#include "base/buf.h"
#include "base/path.h"

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
    str rest = setting_folder(text);
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

static struct kind *kind_named(const struct kinds *kinds, str name)
{
    for (size_t i = 0; i < kinds->list.count; i++)
        if (str_equal(kinds->list.at[i].name, name))
            return &kinds->list.at[i];
    return NULL;
}

// `same` is the kind of that name that is there, or NULL: it says what is not said anew.
static struct kind kind_read(const struct settings_reader *reader, const struct yaml_node *item,
                             str name, const struct kind *same)
{
    str like = setting_or(setting_text_under(item, "als", "like"), name);
    str folder = setting_folder(setting_text_under(item, "map", "folder"));
    str address = setting_text_under(item, "adres", "address");
    bool stays = same != NULL && folder.len == 0;
    if (stays)
        folder = same->folder;
    str plural =
        stays ? same->plural : setting_capitalised(reader->arena, setting_or(folder, name));
    // What nobody understands is guarded most: as a story it needs consent.
    enum base_kind base = BASE_STORY;
    if (!base_read(like, &base))
        setting_refuse(reader, item->place, like, STR("als"),
                       STR("kies een van: verhaal, richtlijn, pagina, reactie"),
                       STR("choose one of: story, guideline, page, reaction"));
    return (struct kind){
        .name = name,
        .plural = setting_or(setting_text_under(item, "meervoud", "plural"), plural),
        .base = base,
        .folder = folder,
        .prefix = stays && address.len == 0 ? same->prefix
                                            : prefix_of(reader->arena, setting_or(address, folder)),
    };
}

// `same` is the kind that gives way, or NULL.
static bool prefix_taken(const struct settings_reader *reader, const struct kinds *kinds,
                         const struct kind *same, str prefix)
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
        if (&kinds->list.at[i] != same && str_equal(prefix, kinds->list.at[i].prefix))
            return true;
    return false;
}

// A kind takes the place of the one with its name; else it is one more.  One
// without a folder of its own would catch every file and is left out.
static void kind_lay(const struct settings_reader *reader, struct kinds *kinds,
                     const struct yaml_node *item)
{
    str name = setting_text_under(item, "naam", "name");
    struct kind *same = kind_named(kinds, name);
    struct kind kind = kind_read(reader, item, name, same);
    bool has_address = kind.base != BASE_REACTION;
    if (kind.folder.len == 0 || (has_address && kind.prefix.len == 0)) {
        setting_refuse(reader, item->place, kind.name, STR("soorten"),
                       STR("geef elke soort een map: map: verhalen"),
                       STR("give every kind a folder: folder: stories"));
        return;
    }
    if (has_address && prefix_taken(reader, kinds, same, kind.prefix)) {
        setting_refuse(reader, item->place, kind.prefix, STR("adres"),
                       STR("dit adres is al bezet; kies een ander"),
                       STR("this address is taken; choose another"));
        kind.prefix = arena_join(reader->arena, (str[]){ kind.prefix, STR("-2"), { 0 } });
    }
    if (same != NULL)
        *same = kind;
    else
        LIST_ADD(reader->arena, kinds->list, kind);
}

void settings_read_kinds(const struct settings_reader *reader)
{
    struct kinds kinds = { 0 };
    const struct yaml_node *node = setting_list(reader, SETTING_KINDS);
    for (size_t i = 0; reader->settings->given && i < sizeof usual_kinds / sizeof *usual_kinds; i++)
        LIST_ADD(reader->arena, kinds.list, usual_kinds[i]);
    for (size_t i = 0; i < setting_count(node, YAML_LIST); i++)
        kind_lay(reader, &kinds, node->items[i]);
    // Without kinds nobody knows what may be published.
    if (node == NULL && setting_given(setting_find(reader, SETTING_KINDS)))
        reader->settings->unreadable = true;
    LIST_ADD(reader->arena, kinds.list, plain_kind);
    reader->settings->kinds = kinds.list.at;
    reader->settings->kind_count = kinds.list.count;
}
