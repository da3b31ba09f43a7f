// SPDX-License-Identifier: EUPL-1.2
#include "search/root.h"

// ---- What grows with the site's settings ----

static void json_groups(struct buf *to, const struct groups *groups)
{
    buf_add(to, STR(",\n  \"groups\": ["));
    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->at[i];
        buf_add(to, i > 0 ? STR(",\n    { \"name\": ") : STR("\n    { \"name\": "));
        buf_add_json(to, group->name);
        buf_add(to, STR(", \"label\": "));
        buf_add_json(to, group->label);
        buf_add_format(to, ", \"first\": %zu, \"count\": %zu }", group->first, group->count);
    }
    buf_add(to, STR("\n  ]"));
}

static void json_languages(struct buf *to, const struct languages *languages, struct arena *arena)
{
    if (languages->count == 1)
        return;
    buf_add(to, STR(",\n  \"languages\": ["));
    for (size_t i = 0; i < languages->count; i++) {
        buf_add(to, i > 0 ? STR(",\n    { \"code\": ") : STR("\n    { \"code\": "));
        buf_add_json(to, languages->codes[i]);
        buf_add(to, STR(", \"label\": "));
        buf_add_json(to, language_label(languages->codes[i]));
        buf_add(to, STR(", \"root\": "));
        buf_add_json(to, language_root(arena, languages, i));
        buf_add(to, STR(" }"));
    }
    buf_add(to, STR("\n  ]"));
}

static void json_settings(struct buf *to, const struct root *root, struct arena *arena)
{
    json_languages(to, root->languages, arena);
    json_groups(to, root->groups);
    buf_add(to, STR(",\n  \"stop\": "));
    buf_add_json(to, root->stops);
}

// ---- What does not ----

static void json_tree(struct buf *to, const char *name, struct tree tree)
{
    char digits[SHARD_NAME_TEXT];
    buf_add_format(to, ",\n  \"%s\": ", name);
    if (tree.count == 0) {
        buf_add(to, STR("null"));
        return;
    }
    buf_add_format(to, "{ \"top\": \"%s\", \"levels\": %u, \"length\": %zu }",
                   shard_name_text(digits, tree.top).at, tree.levels, tree.length);
}

static void json_trees(struct buf *to, const struct root *root)
{
    buf_add_format(to, "{\n  \"format\": %d,\n  \"pages\": %zu,\n  \"space\": %zu,\n",
                   FORMAT_VERSION, root->entries->count, root->entries->space);
    buf_add(to, STR("  \"language\": "));
    buf_add_json(to, root->languages->codes[root->language]);
    json_tree(to, "words", root->trees.words);
    json_tree(to, "similar", root->trees.similar);
    json_tree(to, "records", root->trees.records);
    json_tree(to, "facets", root->trees.facets);
    json_tree(to, "dates", root->trees.dates);
    json_tree(to, "vocabulary", root->trees.vocabulary);
}

// ---- All ----

// What is too long for the root stands in a file of its own.
static struct shard_name settings_write(const struct shelf *shelf, const struct buf *settings)
{
    struct press *press = press_new();
    struct buf data = { 0 };
    buf_add(&data, STR("{"));
    buf_add(&data, str_after(buf_view(settings), 1)); // but for the comma
    buf_add(&data, STR("\n}\n"));
    struct shard_name name = shard_write(shelf, press, SHARD_SETTINGS, &data);
    buf_release(&data);
    press_free(press);
    return name;
}

void root_write(const struct shelf *shelf, const struct root *root)
{
    struct arena *own = arena_new();
    struct buf bytes = { 0 };
    struct buf settings = { 0 };
    json_trees(&bytes, root);
    json_settings(&settings, root, own);
    if (bytes.len + settings.len + ROOT_SEAL > ROOT_MOST) {
        char digits[SHARD_NAME_TEXT];
        struct shard_name name = settings_write(shelf, &settings);
        buf_add_format(&bytes, ",\n  \"settings\": \"%s\"", shard_name_text(digits, name).at);
    } else {
        buf_add(&bytes, buf_view(&settings));
    }
    root_seal(&bytes);
    str file = language_root(own, root->languages, root->language);
    output_add(shelf->output, arena_join(own, (str[]){ STR("search/"), file, { 0 } }),
               buf_view(&bytes));
    buf_release(&settings);
    buf_release(&bytes);
    arena_free(own);
}
