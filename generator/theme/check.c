// SPDX-License-Identifier: EUPL-1.2
// What a template names must exist.
#include "theme/template.h"

#include "base/list.h"
#include "base/nearest.h"

DIAGNOSTIC(theme_unknown_name, ERROR, "de naam '{1}' bestaat niet", "there is no name '{1}'",
           "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(theme_unknown_text, ERROR, "de tekst '{1}' bestaat niet", "there is no text '{1}'",
           "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(theme_missing_text, ERROR, "de tekst '{1}' bestaat niet", "there is no text '{1}'",
           "zet in texts/ een regel '{1}: ...'", "add a line '{1}: ...' in texts/");
DIAGNOSTIC(theme_unknown_partial, ERROR, "het template '{1}' bestaat niet",
           "there is no template '{1}'", "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(theme_missing_partial, ERROR, "het template '{1}' bestaat niet",
           "there is no template '{1}'", "maak het bestand templates/{1}.mustache",
           "make the file templates/{1}.mustache");
DIAGNOSTIC(theme_unknown_block, ERROR, "'{3}' heeft geen blok '{1}'", "'{3}' has no block '{1}'",
           "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(theme_missing_block, ERROR, "'{3}' heeft geen blok '{1}'", "'{3}' has no block '{1}'",
           "zet in dat template {{${1}}}{{/{1}}}, of haal het blok hier weg",
           "put {{${1}}}{{/{1}}} in that template, or take the block out here");
DIAGNOSTIC(theme_text_partial, ERROR, "in een tekst mogen geen templates of blokken staan",
           "a text may not contain templates or blocks",
           "gebruik in een tekst alleen {{namen}} en {{#delen}}",
           "use only {{names}} and {{#sections}} in a text");

struct words words_of(struct arena *arena, const str *at, size_t count)
{
    struct words words = { map_new(arena), at, count };
    for (size_t i = 0; i < count; i++)
        map_put(words.known, at[i], (void *)&at[i]);
    return words;
}

str text_key(const struct library *library, const struct node *node)
{
    bool text = library->by_key != NULL && str_starts(node->text, STR("text."));
    return text ? str_after(node->text, 5) : STR("");
}

// Two kinds of one message: with the nearest word, or with what to make.
static void complain(struct library *library, struct node *node, str name, str near, str where,
                     const struct diagnostic_kind *unknown, const struct diagnostic_kind *missing)
{
    library_complain(library, node, near.len > 0 ? unknown : missing, VALUES(name, near, where));
}

static str nearest_word(const struct words *words, str wanted)
{
    struct nearest nearest = nearest_start(wanted);
    for (size_t i = 0; i < words->count; i++)
        nearest_try(&nearest, words->at[i]);
    return nearest.found;
}

static str nearest_template(const struct template *templates, size_t count, str wanted)
{
    struct nearest nearest = nearest_start(wanted);
    for (size_t i = 0; i < count; i++)
        nearest_try(&nearest, templates[i].name);
    return nearest.found;
}

// ---- Names and texts ----

static bool has_asset(const struct library *library, struct path path, size_t part)
{
    return part == 1 && str_equal(path.parts[0], STR("asset")) &&
           map_get(library->assets.known, path.parts[part]) != NULL;
}

static void check_names(struct library *library, struct node *node)
{
    if (library->names.known == NULL)
        return;
    for (size_t i = 0; i < node->path.count; i++) {
        str part = node->path.parts[i];
        if (map_get(library->names.known, part) != NULL || has_asset(library, node->path, i))
            continue;
        bool asset = i == 1 && str_equal(node->path.parts[0], STR("asset"));
        str near = nearest_word(asset ? &library->assets : &library->names, part);
        library_complain(library, node, &theme_unknown_name, VALUES(part, near));
    }
}

static void check_value(struct library *library, struct node *node)
{
    str key = text_key(library, node);
    if (key.len == 0)
        check_names(library, node);
    else if (map_get(library->by_key, key) == NULL)
        complain(library, node, key, nearest_template(library->texts, library->text_count, key),
                 STR(""), &theme_unknown_text, &theme_missing_text);
}

// ---- Blocks ----

struct gathering {
    struct library *library;
    LIST(struct template *) templates; // to go through
    LIST(str) blocks;
    bool any;
};

static void gather_template(struct gathering *gathering, struct template *template)
{
    if (template == NULL || template->seen == gathering->library->searches)
        return;
    template->seen = gathering->library->searches;
    LIST_ADD(gathering->library->scratch, gathering->templates, template);
}

static void gather_nodes(struct gathering *gathering, const struct node *parent)
{
    struct library *library = gathering->library;
    for (const struct node *node = parent->children; node != NULL; node = node->next) {
        bool reference = node->kind == NODE_PARTIAL || node->kind == NODE_PARENT;
        gathering->any |= node->dynamic;
        if (reference && !node->dynamic)
            gather_template(gathering, map_get(library->by_name, node->text));
        if (node->kind == NODE_BLOCK)
            LIST_ADD(library->scratch, gathering->blocks, node->text);
        gather_nodes(gathering, node);
    }
}

// The blocks of `template` and of all that it takes in.
static void find_blocks(struct library *library, struct template *template)
{
    struct gathering gathering = { .library = library };
    library->searches++;
    gather_template(&gathering, template);
    for (size_t i = 0; i < gathering.templates.count; i++)
        gather_nodes(&gathering, gathering.templates.at[i]->nodes);
    template->blocks = ARENA_NEW(library->scratch, struct words);
    *template->blocks = words_of(library->scratch, gathering.blocks.at, gathering.blocks.count);
    template->any_block = gathering.any;
}

static void check_blocks(struct library *library, struct node *parent, struct template *template)
{
    if (template->blocks == NULL)
        find_blocks(library, template);
    for (struct node *node = parent->children; node != NULL; node = node->next) {
        bool known = template->any_block || map_get(template->blocks->known, node->text) != NULL;
        if (node->kind == NODE_BLOCK && !known)
            complain(library, node, node->text, nearest_word(template->blocks, node->text),
                     template->name, &theme_unknown_block, &theme_missing_block);
    }
}

// ---- Templates ----

static void check_reference(struct library *library, struct node *node)
{
    if (node->dynamic) {
        check_names(library, node);
        return;
    }
    struct template *template = map_get(library->by_name, node->text);
    if (template == NULL) {
        complain(library, node, node->text,
                 nearest_template(library->templates, library->count, node->text), STR(""),
                 &theme_unknown_partial, &theme_missing_partial);
        return;
    }
    template->used = true;
    if (node->kind == NODE_PARENT)
        check_blocks(library, node, template);
}

static void check_nodes(struct library *library, struct node *parent);

static void check_node(struct library *library, struct node *node)
{
    bool name =
        node->kind == NODE_VALUE || node->kind == NODE_SECTION || node->kind == NODE_INVERTED;
    if (name)
        check_value(library, node);
    else if (node->kind != NODE_TEXT && node->home->is_text)
        library_complain(library, node, &theme_text_partial, NULL);
    else if (node->kind == NODE_PARTIAL || node->kind == NODE_PARENT)
        check_reference(library, node);
    check_nodes(library, node);
}

// Of what stands in a parent only the blocks count.
static void check_nodes(struct library *library, struct node *parent)
{
    for (struct node *node = parent->children; node != NULL; node = node->next)
        if (parent->kind != NODE_PARENT || node->kind == NODE_BLOCK)
            check_node(library, node);
}

void library_check(struct library *library)
{
    for (size_t i = 0; i < library->count; i++)
        check_nodes(library, library->templates[i].nodes);
    for (size_t i = 0; i < library->text_count; i++)
        check_nodes(library, library->texts[i].nodes);
}
