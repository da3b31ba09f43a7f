// SPDX-License-Identifier: EUPL-1.2
#include "search/index.h"

#include "base/list.h"
#include "base/map.h"
#include "search/dictionary.h"
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

static void fail(struct index *index, const struct diagnostic_kind *kind, str first, str second)
{
    if (!index->failed)
        diagnose(index->diagnostics, kind, (struct place){ 0 }, VALUES(first, second));
    index->failed = true;
}

// ---- Shards ----

static str file_read(struct index *index, str name)
{
    str path = arena_join(index->arena, (str[]){ index->folder, STR("/search/"), name, { 0 } });
    str bytes;
    if (source_disk_file(index->arena, arena_c_string(index->arena, path), &bytes))
        return bytes;
    fail(index, str_equal(name, STR("root.json")) ? &index_missing : &index_broken, path, STR(""));
    return STR("");
}

static bool shard_is_sound(struct index *index, str bytes, enum shard_kind kind)
{
    if (bytes.len < SHARD_HEAD || !str_starts(bytes, STR("DLZ")))
        return false;
    const unsigned char *head = (const unsigned char *)bytes.at;
    if (head[3] != FORMAT_VERSION) {
        fail(index, &index_version, NUMBER(head[3]), NUMBER(FORMAT_VERSION));
        return false;
    }
    uint32_t check = 0;
    for (unsigned i = 0; i < 4; i++)
        check |= (uint32_t)head[6 + i] << 8 * i;
    return head[4] == (unsigned char)kind && head[5] == 0 &&
           check == check_value(index->check_table, str_after(bytes, SHARD_HEAD));
}

// The content of a shard, or nothing after a failure.
static struct cursor shard_read(struct index *index, enum shard_kind kind, str name)
{
    const char letter[] = { (char)kind, '-' };
    str file = arena_join(index->arena, (str[]){ { letter, 2 }, name, STR(".bin"), { 0 } });
    str *kept = map_get(index->shards, file);
    if (kept == NULL) {
        str bytes = file_read(index, file);
        if (!index->failed && !shard_is_sound(index, bytes, kind))
            fail(index, &index_broken, file, STR(""));
        kept = ARENA_NEW(index->arena, str);
        *kept = index->failed ? STR("") : str_after(bytes, SHARD_HEAD);
        map_put(index->shards, file, kept);
    }
    return (struct cursor){ .bytes = *kept };
}

static str name_read(struct index *index, struct cursor *cursor)
{
    struct shard_name name = { { 0 } };
    str bytes = cursor_bytes(cursor, SHARD_NAME);
    for (size_t i = 0; i < bytes.len; i++)
        name.bytes[i] = (unsigned char)bytes.at[i];
    char room[17];
    return arena_copy(index->arena, shard_name_text(room, name));
}

static void check(struct index *index, const struct cursor *cursor, str name)
{
    if (cursor->broken)
        fail(index, &index_broken, name, STR(""));
}

// A word that shares its beginning with the one before.
static str shared_read(struct index *index, struct cursor *cursor, str before)
{
    uint64_t shared = cursor_varint(cursor);
    str rest = cursor_text(cursor);
    if (shared > before.len) {
        cursor->broken = true;
        return STR("");
    }
    return arena_join(index->arena, (str[]){ str_slice(before, 0, (size_t)shared), rest, { 0 } });
}

// ---- Words ----

// The child of a node where `word` is, and in `next` the first word of the
// child after it, when there is one.
static str node_child(struct index *index, str name, str word, bool before, str *next)
{
    struct cursor cursor = shard_read(index, SHARD_NODE, name);
    uint64_t count = cursor_varint(&cursor);
    str first = STR("");
    str child = STR("");
    for (uint64_t i = 0; i < count && !cursor.broken; i++) {
        first = shared_read(index, &cursor, first);
        str candidate = name_read(index, &cursor);
        int order = str_compare(first, word);
        if (i > 0 && (before ? order >= 0 : order > 0)) {
            *next = first;
            break;
        }
        child = candidate;
    }
    check(index, &cursor, name);
    return child;
}

struct packs {
    struct pack {
        str name;
        size_t len;
        size_t used;
    } * at;
    size_t count;
    size_t current;
};

static struct packs packs_read(struct index *index, struct cursor *cursor)
{
    LIST(struct pack) packs = { 0 };
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->broken; left--) {
        struct pack pack = { .name = name_read(index, cursor) };
        pack.len = (size_t)cursor_varint(cursor);
        LIST_ADD(index->arena, packs, pack);
    }
    return (struct packs){ packs.at, packs.count, 0 };
}

static struct list_part packed_part(struct packs *packs, struct cursor *cursor, size_t count)
{
    size_t len = (size_t)cursor_varint(cursor);
    while (packs->current < packs->count &&
           packs->at[packs->current].used == packs->at[packs->current].len)
        packs->current++;
    if (packs->current == packs->count) {
        cursor->broken = true;
        return (struct list_part){ 0 };
    }
    struct pack *pack = &packs->at[packs->current];
    struct list_part part = { .count = count, .shard = pack->name, .kind = SHARD_PACK };
    part.at = pack->used;
    pack->used += len;
    return part;
}

// Skips an inline list; its bytes are read again when it is wanted.
static struct list_part inline_part(struct index *index, struct cursor *cursor, size_t count)
{
    size_t from = cursor->at;
    struct posting postings[8];
    if (count > 8 || !list_read(cursor, postings, count, index->pages))
        cursor->broken = true;
    return (struct list_part){ .count = count, .bytes = str_after(cursor->bytes, from) };
}

static void tiers_read(struct index *index, struct cursor *cursor, struct index_entry *entry)
{
    LIST(struct list_part) parts = { 0 };
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->broken; left--) {
        struct list_part part = { .count = (size_t)cursor_varint(cursor), .kind = SHARD_TIER };
        part.shard = name_read(index, cursor);
        LIST_ADD(index->arena, parts, part);
    }
    entry->parts = parts.at;
    entry->part_count = parts.count;
}

static void entry_read(struct index *index, struct cursor *cursor, struct packs *packs,
                       uint64_t tag, struct index_entry *entry)
{
    entry->count = (size_t)(tag >> 2);
    if ((tag & 3) == FORM_TIERED) {
        tiers_read(index, cursor, entry);
        return;
    }
    struct list_part *part = ARENA_NEW(index->arena, struct list_part);
    *part = (tag & 3) == FORM_INLINE ? inline_part(index, cursor, entry->count)
                                     : packed_part(packs, cursor, entry->count);
    entry->parts = part;
    entry->part_count = 1;
}

static struct stretch stretch_read(struct index *index, struct cursor *cursor)
{
    struct packs packs = packs_read(index, cursor);
    LIST(struct index_form) forms = { 0 };
    str before = STR("");
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->broken; left--) {
        struct index_form form = { .text = shared_read(index, cursor, before) };
        uint64_t tag = cursor_varint(cursor);
        if ((tag & 3) != FORM_OF_CLASS) {
            form.entry = ARENA_NEW(index->arena, struct index_entry);
            form.entry->head = form.text;
            entry_read(index, cursor, &packs, tag, form.entry);
        } else if (tag >> 2 == 0) {
            form.head = cursor_text(cursor);
        } else if (tag >> 2 <= forms.count) {
            form.entry = forms.at[forms.count - (size_t)(tag >> 2)].entry;
            form.head = forms.at[forms.count - (size_t)(tag >> 2)].head;
        } else {
            cursor->broken = true;
        }
        before = form.text;
        LIST_ADD(index->arena, forms, form);
    }
    return (struct stretch){ .forms = forms.at, .count = forms.count };
}

struct stretch index_stretch(struct index *index, str word, bool before)
{
    str name = index->words.top;
    str next = STR("");
    for (unsigned level = index->words.levels; level > 0 && !index->failed; level--)
        name = node_child(index, name, word, before, &next);
    str key = arena_join(index->arena, (str[]){ STR("stretch "), name, { 0 } });
    struct stretch *kept = map_get(index->shards, key);
    if (kept == NULL && !index->failed) {
        struct cursor cursor = shard_read(index, SHARD_WORDS, name);
        kept = ARENA_NEW(index->arena, struct stretch);
        *kept = stretch_read(index, &cursor);
        check(index, &cursor, name);
        map_put(index->shards, key, kept);
    }
    if (index->failed)
        return (struct stretch){ 0 };
    return (struct stretch){ kept->forms, kept->count, next };
}

size_t stretch_find(const struct stretch *stretch, str word)
{
    size_t low = 0;
    size_t high = stretch->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(stretch->forms[middle].text, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct index_entry *index_lookup(struct index *index, str word)
{
    // A form may lead to its head, and a head to nothing else.
    for (int hops = 0; hops < 2 && index->words.given; hops++) {
        struct stretch stretch = index_stretch(index, word, false);
        size_t at = stretch_find(&stretch, word);
        if (at == stretch.count || !str_equal(stretch.forms[at].text, word))
            return NULL;
        if (stretch.forms[at].entry != NULL)
            return stretch.forms[at].entry;
        word = stretch.forms[at].head;
    }
    return NULL;
}

bool index_list(struct index *index, const struct list_part *part, struct posting *postings)
{
    struct cursor cursor = { .bytes = part->bytes };
    if (part->shard.len > 0) {
        cursor = shard_read(index, part->kind, part->shard);
        cursor_text(&cursor);
        cursor_varint(&cursor);
        cursor_bytes(&cursor, part->at);
    }
    if (!index->failed && !list_read(&cursor, postings, part->count, index->pages))
        fail(index, &index_broken, part->shard, STR(""));
    return !index->failed;
}

// ---- What is found by number ----

static str numbered_name(struct index *index, const struct tree_at *tree, size_t number)
{
    static const size_t numbers_per_node = 512;
    str name = tree->top;
    for (unsigned level = tree->levels; level-- > 0 && !index->failed;) {
        size_t child = number;
        for (unsigned i = 0; i < level; i++)
            child /= numbers_per_node;
        struct cursor cursor = shard_read(index, SHARD_NUMBERS, name);
        cursor_varint(&cursor);
        cursor_bytes(&cursor, child % numbers_per_node * SHARD_NAME);
        name = name_read(index, &cursor);
        check(index, &cursor, name);
    }
    return name;
}

struct cursor index_at(struct index *index, const struct tree_at *tree, enum shard_kind kind,
                       size_t per, size_t number, skip_one *skip)
{
    str name = numbered_name(index, tree, number / per);
    if (index->failed)
        return (struct cursor){ .bytes = STR(""), .broken = true };
    struct cursor cursor = shard_read(index, kind, name);
    cursor_varint(&cursor);
    for (size_t i = 0; i < number % per && !cursor.broken; i++)
        skip(&cursor);
    check(index, &cursor, name);
    return cursor;
}

// ---- The root ----

static struct tree_at tree_read(const struct yaml_node *root, str key)
{
    const struct yaml_node *node = yaml_get(root, key);
    unsigned levels = 0;
    str_to_number(yaml_text(node, STR("levels")), &levels);
    str top = yaml_text(node, STR("top"));
    return (struct tree_at){ top, levels < 8 ? levels : 8, top.len > 0 };
}

static bool root_read(struct index *index)
{
    str bytes = file_read(index, STR("root.json"));
    if (index->failed)
        return false;
    // JSON is YAML: the parser that reads settings reads this too.
    struct yaml_node *root =
        yaml_parse(index->arena, STR("search/root.json"), bytes, 1, index->diagnostics);
    unsigned format = 0;
    unsigned pages = 0;
    if (!str_to_number(yaml_text(root, STR("format")), &format) ||
        !str_to_number(yaml_text(root, STR("pages")), &pages))
        fail(index, &index_broken, STR("search/root.json"), STR(""));
    else if (format != FORMAT_VERSION)
        fail(index, &index_version, NUMBER(format), NUMBER(FORMAT_VERSION));
    index->pages = pages;
    index->stops = yaml_text(root, STR("stop"));
    index->words = tree_read(root, STR("words"));
    index->records = tree_read(root, STR("records"));
    index->vocabulary = tree_read(root, STR("vocabulary"));
    return !index->failed;
}

struct index *index_open(struct arena *arena, const char *site_folder,
                         struct diagnostics *diagnostics)
{
    struct index *index = ARENA_NEW(arena, struct index);
    index->arena = arena;
    index->folder = arena_copy(arena, str_from_c(site_folder));
    index->diagnostics = diagnostics;
    index->shards = map_new(arena);
    check_table_fill(index->check_table);
    return root_read(index) ? index : NULL;
}
