// SPDX-License-Identifier: EUPL-1.2
#include "ask/index.h"

#include "base/list.h"
#include "base/map.h"
#include "base/path.h"
#include "source/source.h"
#include "yaml/yaml.h"

DIAGNOSTIC(index_missing, FAILURE, "er is geen zoekindex in '{1}'",
           "there is no search index in '{1}'", "bouw de site eerst: doorleefd build",
           "build the site first: doorleefd build");
DIAGNOSTIC(index_broken, FAILURE, "een deel van de zoekindex is beschadigd: '{1}'",
           "a part of the search index is damaged: '{1}'", "bouw de site opnieuw: doorleefd build",
           "build the site again: doorleefd build");
DIAGNOSTIC(index_version, FAILURE,
           "de zoekindex is gemaakt door een andere versie: vorm {1}, niet {2}",
           "the search index was made by another version: format {1}, not {2}",
           "bouw de site opnieuw met deze versie", "build the site again with this version");
DIAGNOSTIC(index_unspoken, FAILURE, "op deze site staan geen pagina's in de taal '{1}'",
           "this site has no pages in the language '{1}'", "kies een van deze talen: {2}",
           "choose one of these languages: {2}");

static void fail(struct index *index, const struct diagnostic_kind *kind, str first, str second)
{
    if (!index->failed)
        diagnose(index->diagnostics, kind, (struct place){ 0 }, VALUES(first, second));
    index->failed = true;
}

void index_spoiled(struct index *index, str what)
{
    fail(index, &index_broken, what, STR(""));
}

// ---- Files ----

static str path_of(struct index *index, str folder, str name)
{
    return arena_join(index->arena, (str[]){ index->folder, folder, name, { 0 } });
}

// The index names the pages: one that somebody else made does not lead out of the website.
bool index_page(struct index *index, str path, str *bytes)
{
    str full = path_of(index, STR("/"), path);
    str *kept = map_get(index->files, full);
    if (kept == NULL) {
        str inside;
        kept = ARENA_NEW(index->arena, str);
        if (!path_resolve(index->arena, STR(""), path, &inside) ||
            !source_disk_file(index->arena, arena_c_string(index->arena, full), kept))
            kept->at = NULL;
        map_put(index->files, full, kept);
    }
    *bytes = *kept;
    return kept->at != NULL;
}

static str shard_path(struct index *index, enum shard_kind kind, str name)
{
    const char letter[] = { (char)kind, '-' };
    return arena_join(index->arena,
                      (str[]){ STR("search/"), { letter, 2 }, name, STR(".bin"), { 0 } });
}

static bool head_is_sound(struct index *index, str bytes, enum shard_kind kind)
{
    if (bytes.len < SHARD_HEAD || !str_starts(bytes, STR("DLZ")))
        return false;
    unsigned char format = (unsigned char)bytes.at[3];
    if (format != FORMAT_VERSION)
        fail(index, &index_version, NUMBER(format), NUMBER(FORMAT_VERSION));
    return format == FORMAT_VERSION && bytes.at[4] == (char)kind;
}

// The bytes of a file of the index; empty after a failure.
static str file_read(struct index *index, enum shard_kind kind, str path)
{
    str bytes = STR("");
    if (!index_page(index, path, &bytes) || !head_is_sound(index, bytes, kind))
        index_spoiled(index, path);
    return index->failed ? STR("") : bytes;
}

// ---- Slices ----

str index_slice(struct index *index, enum shard_kind kind, str name, size_t at, size_t len)
{
    str path = shard_path(index, kind, name);
    str bytes = file_read(index, kind, path);
    str data = STR("");
    if (index->failed)
        return data;
    bool inside = at >= SHARD_HEAD && at <= bytes.len && len <= bytes.len - at;
    if (!inside || !slice_open(index->arena, str_slice(bytes, at, at + len), &data))
        index_spoiled(index, path);
    return index->failed ? STR("") : data;
}

struct cursor index_shard(struct index *index, enum shard_kind kind, str name)
{
    str path = shard_path(index, kind, name);
    str *kept = map_get(index->shards, path);
    if (kept == NULL && !index->failed) {
        size_t len = file_read(index, kind, path).len;
        kept = ARENA_NEW(index->arena, str);
        *kept = index_slice(index, kind, name, SHARD_HEAD, len < SHARD_HEAD ? 0 : len - SHARD_HEAD);
        map_put(index->shards, path, kept);
    }
    return (struct cursor){ .bytes = kept == NULL ? STR("") : *kept };
}

str index_name(struct index *index, struct cursor *cursor)
{
    struct shard_name name = { { 0 } };
    str bytes = cursor_bytes(cursor, SHARD_NAME);
    for (size_t i = 0; i < bytes.len; i++)
        name.bytes[i] = (unsigned char)bytes.at[i];
    char room[SHARD_NAME_TEXT];
    return shard_is_none(name) ? STR("") : arena_copy(index->arena, shard_name_text(room, name));
}

str index_numbered(struct index *index, const struct tree_at *tree, size_t number)
{
    str name = tree->top;
    for (unsigned level = tree->levels; level-- > 0 && name.len > 0 && !index->failed;) {
        size_t child = number;
        for (unsigned i = 0; i < level; i++)
            child /= NAMES_PER_NODE;
        struct cursor cursor = index_shard(index, SHARD_NAMES, name);
        cursor_bytes(&cursor, child % NAMES_PER_NODE * SHARD_NAME);
        str found = index_name(index, &cursor);
        if (cursor.broken)
            index_spoiled(index, name);
        name = found;
    }
    return index->failed ? STR("") : name;
}

// ---- The root ----

static size_t number_under(const struct yaml_node *node, str key)
{
    unsigned number = 0;
    str_to_number(yaml_text(node, key), &number);
    return number;
}

static bool is_name(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!((text.at[i] >= '0' && text.at[i] <= '9') || (text.at[i] >= 'a' && text.at[i] <= 'f')))
            return false;
    return text.len == SHARD_NAME_TEXT - 1;
}

// More than any site has: what a hostile root says must not fill the memory.
enum {
    LEVELS_MOST = 8,
    GROUP_COUNT_MOST = 1 << 12,
    SPACE_MOST = 1 << 24,
    VOCABULARY_MOST = 1 << 22
};

static struct tree_at tree_read(const struct yaml_node *root, str key)
{
    const struct yaml_node *node = yaml_get(root, key);
    size_t levels = number_under(node, STR("levels"));
    struct tree_at tree = { .top = yaml_text(node, STR("top")),
                            .levels = (unsigned)(levels < LEVELS_MOST ? levels : LEVELS_MOST),
                            .length = number_under(node, STR("length")) };
    tree.given = is_name(tree.top);
    if (!tree.given)
        tree.top = STR("");
    return tree;
}

static void groups_read(struct index *index, const struct yaml_node *node)
{
    LIST(struct index_group) groups = { 0 };
    for (size_t i = 0; node != NULL && node->type == YAML_LIST && i < node->count; i++) {
        const struct yaml_node *item = node->items[i];
        struct index_group group = { yaml_text(item, STR("name")), yaml_text(item, STR("label")),
                                     number_under(item, STR("first")),
                                     number_under(item, STR("count")) };
        if (group.first + group.count <= VOCABULARY_MOST && i < GROUP_COUNT_MOST)
            LIST_ADD(index->arena, groups, group);
    }
    index->groups = groups.at;
    index->group_count = groups.count;
}

// No root leads out of its folder.
static bool is_root_name(str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '-' && c != '_' && c != '.')
            return false;
    }
    return str_ends(name, STR(".json")) && str_find(name, STR(".."), 0) == STR_NONE;
}

static void languages_read(struct index *index, const struct yaml_node *node)
{
    LIST(struct index_language) languages = { 0 };
    for (size_t i = 0; node != NULL && node->type == YAML_LIST && i < node->count; i++) {
        const struct yaml_node *item = node->items[i];
        struct index_language language = { yaml_text(item, STR("code")),
                                           yaml_text(item, STR("label")),
                                           yaml_text(item, STR("root")) };
        if (is_root_name(language.root))
            LIST_ADD(index->arena, languages, language);
    }
    index->languages = languages.at;
    index->language_count = languages.count;
}

// Where there are pages, there is all that tells of them.
static bool root_has_all(const struct index *index)
{
    return index->space <= SPACE_MOST &&
           (index->pages == 0 || (index->records.given && index->facets.given &&
                                  index->dates.given && index->vocabulary.given));
}

// What of the root is too long for it stands in a file of its own.
static const struct yaml_node *settings_read(struct index *index, const struct yaml_node *root)
{
    str name = yaml_text(root, STR("settings"));
    if (!is_name(name))
        return root;
    str json = index_shard(index, SHARD_SETTINGS, name).bytes;
    return index->failed ? NULL : yaml_parse(index->arena, name, json, 1, NULL);
}

static void root_fill(struct index *index, const struct yaml_node *root)
{
    index->pages = number_under(root, STR("pages"));
    index->space = number_under(root, STR("space"));
    index->language = yaml_text(root, STR("language"));
    index->words = tree_read(root, STR("words"));
    index->similar = tree_read(root, STR("similar"));
    index->records = tree_read(root, STR("records"));
    index->facets = tree_read(root, STR("facets"));
    index->dates = tree_read(root, STR("dates"));
    index->vocabulary = tree_read(root, STR("vocabulary"));
    const struct yaml_node *settings = settings_read(index, root);
    index->stops = yaml_text(settings, STR("stop"));
    groups_read(index, yaml_get(settings, STR("groups")));
    languages_read(index, yaml_get(settings, STR("languages")));
}

// The root of another version may be sealed in another way.
static void root_check(struct index *index, const struct yaml_node *root, bool is_whole, str path)
{
    unsigned format = 0;
    bool has_format = str_to_number(yaml_text(root, STR("format")), &format);
    if (has_format && format != FORMAT_VERSION)
        fail(index, &index_version, NUMBER(format), NUMBER(FORMAT_VERSION));
    else if (!has_format || !is_whole)
        index_spoiled(index, path);
}

static bool root_read(struct index *index, str file)
{
    str path = arena_join(index->arena, (str[]){ STR("search/"), file, { 0 } });
    str bytes;
    if (!index_page(index, path, &bytes)) {
        fail(index, &index_missing, path_of(index, STR("/"), path), STR(""));
        return false;
    }
    // JSON is YAML: the parser that reads settings reads this too.
    const struct yaml_node *root = yaml_parse(index->arena, path, bytes, 1, NULL);
    root_check(index, root, root_is_whole(bytes), path);
    if (index->failed)
        return false;
    root_fill(index, root);
    if (!root_has_all(index))
        index_spoiled(index, path);
    return !index->failed;
}

// Whether `wanted` is of that language: nl-BE of nl.
static bool is_of(str wanted, str code)
{
    return wanted.len > code.len && str_starts(wanted, code) && wanted.at[code.len] == '-';
}

static const struct index_language *language_find(const struct index *index, str wanted, bool exact)
{
    for (size_t i = 0; i < index->language_count; i++) {
        str code = index->languages[i].code;
        if (exact ? str_equal(code, wanted) : is_of(wanted, code))
            return &index->languages[i];
    }
    return NULL;
}

static str codes_of(const struct index *index)
{
    str codes = index->language;
    for (size_t i = 0; i < index->language_count; i++)
        if (!str_equal(index->languages[i].code, index->language))
            codes = arena_join(index->arena,
                               (str[]){ codes, STR(", "), index->languages[i].code, { 0 } });
    return codes;
}

// Goes on to the root of that language, when it is another one.
static bool language_choose(struct index *index, str language)
{
    const struct index_language *found = language_find(index, language, true);
    if (found == NULL)
        found = language_find(index, language, false);
    if (found != NULL && !str_equal(found->code, index->language))
        return root_read(index, found->root);
    bool own = language.len == 0 || str_equal(language, index->language);
    if (found == NULL && !own && !is_of(language, index->language))
        fail(index, &index_unspoken, language, codes_of(index));
    return !index->failed;
}

bool index_is_english(const struct index *index)
{
    str language = index->language;
    return str_starts(language, STR("en")) && (language.len == 2 || language.at[2] == '-');
}

struct index *index_open(struct arena *arena, const char *site_folder, str language,
                         struct diagnostics *diagnostics)
{
    struct index *index = ARENA_NEW(arena, struct index);
    index->arena = arena;
    index->folder = arena_copy(arena, str_from_c(site_folder));
    index->diagnostics = diagnostics;
    index->files = map_new(arena);
    index->shards = map_new(arena);
    index->leaves = map_new(arena);
    return root_read(index, STR("root.json")) && language_choose(index, language) ? index : NULL;
}
