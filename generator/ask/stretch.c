// SPDX-License-Identifier: EUPL-1.2
#include "ask/stretch.h"

#include "base/bisect.h"
#include "base/list.h"
#include "base/map.h"
#include "format/tiers.h"

enum form_type { FORM_INLINE, FORM_SLICED, FORM_OF_CLASS, FORM_WRITTEN };

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

// Room for so many things of at least a byte each, or NULL when there cannot be
// so many.
static void *room_for(struct index *index, struct cursor *cursor, uint64_t count, size_t size)
{
    if (count > cursor->bytes.len - cursor->at) {
        cursor->broken = true;
        return NULL;
    }
    return arena_array(index->arena, (size_t)count, size);
}

// ---- Nodes ----

struct found_leaf {
    str name;
    size_t offset; // of its slice
    size_t length;
    size_t end;    // of what stands with it
    str next;      // what the leaf that follows begins behind, or empty
    bool is_first; // no leaf comes before it
    int side;      // not the leaf of the word, but one so many places further in its node
};

// Which child of the node has `word`, and the first word of the one after it.
static size_t child_find(struct index *index, struct cursor *cursor, uint64_t count, str word,
                         bool before, str *next)
{
    size_t child = 0;
    bool passed = false;
    str first = STR("");
    for (uint64_t i = 0; i < count && !cursor->broken; i++) {
        first = shared_read(index, cursor, first);
        int order = str_compare(first, word);
        if (passed || i == 0)
            continue;
        if (before ? order >= 0 : order > 0) {
            passed = true;
            *next = first;
        } else {
            child = (size_t)i;
        }
    }
    return child;
}

// Where the next slice is: right behind what stands with the one before, unless it
// says otherwise.
static void place_read(struct index *index, struct cursor *cursor, struct found_leaf *found)
{
    uint64_t tag = cursor_varint(cursor);
    if ((tag & PLACE_ELSEWHERE) != 0) {
        found->name = index_name(index, cursor);
        found->end = (size_t)cursor_varint(cursor);
    }
    found->offset = found->end;
    found->length = (size_t)(tag >> PLACE_BITS);
    size_t along = (tag & PLACE_HAS_MORE) != 0 ? (size_t)cursor_varint(cursor) : 0;
    size_t rest = (tag & PLACE_HAS_MORE) != 0 ? (size_t)cursor_varint(cursor) : 0;
    found->end = found->offset + found->length + along + rest;
}

// Finds in a node, which is read from there, the child that has the word.
static void node_read(struct index *index, struct cursor cursor, str word, bool before,
                      bool is_lowest, struct found_leaf *found)
{
    uint64_t count = cursor_varint(&cursor);
    size_t child = child_find(index, &cursor, count, word, before, &found->next);
    str node = found->name;
    found->name = STR("");
    found->is_first &= child == 0;
    if (is_lowest)
        child += (size_t)found->side;
    if (child >= count && found->side != 0)
        return;
    for (size_t i = 0; i <= child && !cursor.broken; i++)
        place_read(index, &cursor, found);
    if (cursor.broken || count == 0 || found->name.len == 0)
        index_spoiled(index, node);
}

static struct found_leaf leaf_find(struct index *index, const struct tree_at *tree,
                                   enum shard_kind kind, str word, bool before, int side)
{
    struct found_leaf found = { .name = tree->top,
                                .offset = SHARD_HEAD,
                                .length = tree->length,
                                .next = STR(""),
                                .is_first = true,
                                .side = side };
    for (unsigned level = tree->levels; level > 0 && !index->failed; level--) {
        struct cursor cursor = { .bytes = STR("") };
        if (level == tree->levels)
            cursor = index_shard(index, kind, found.name);
        else
            cursor.bytes = index_slice(index, kind, found.name, found.offset, found.length);
        node_read(index, cursor, word, before, level == 1, &found);
    }
    return found;
}

// ---- Leaves ----

struct leaf {
    struct index_form *forms;
    size_t count;
};

static void inline_read(struct index *index, struct cursor *cursor, struct index_entry *entry)
{
    struct tier *tier = ARENA_NEW(index->arena, struct tier);
    struct posting *postings = room_for(index, cursor, entry->count, sizeof *postings);
    if (postings == NULL || !postings_read(cursor, postings, entry->count, index->space) ||
        !passages_read(cursor, postings, entry->count))
        cursor->broken = true;
    *tier = (struct tier){ .count = entry->count, .postings = postings, .told = true };
    entry->tiers = tier;
    entry->tier_count = 1;
}

static void lengths_read(struct index *index, struct cursor *cursor, struct index_entry *entry)
{
    LIST(struct tier) tiers = { 0 };
    for (size_t left = entry->count; left > 0 && !cursor->broken;) {
        struct tier tier = { .count = tier_count_read(cursor, tiers.count, left) };
        tier.postings_len = (size_t)cursor_varint(cursor);
        tier.passages_len = (size_t)cursor_varint(cursor);
        left -= tier.count;
        LIST_ADD(index->arena, tiers, tier);
    }
    entry->tiers = tiers.at;
    entry->tier_count = cursor->broken ? 0 : tiers.count;
}

static void also_read(struct index *index, struct cursor *cursor, struct index_entry *entry)
{
    uint64_t count = cursor_varint(cursor);
    str *also = room_for(index, cursor, count, sizeof *also);
    for (uint64_t i = 0; i < count && !cursor->broken; i++)
        also[i] = cursor_text(cursor);
    entry->also = also;
    entry->also_count = cursor->broken ? 0 : (size_t)count;
}

static struct index_entry *entry_read(struct index *index, struct cursor *cursor, str file,
                                      str head, uint64_t tag)
{
    struct index_entry *entry = ARENA_NEW(index->arena, struct index_entry);
    *entry = (struct index_entry){ .head = head, .file = file, .count = (size_t)(tag >> 3) };
    if (tag >> 3 > index->space || entry->count == 0)
        cursor->broken = true;
    if ((tag & 4) != 0 && !cursor->broken)
        also_read(index, cursor, entry);
    if (!cursor->broken && (tag & 3) == FORM_INLINE)
        inline_read(index, cursor, entry);
    else if (!cursor->broken)
        lengths_read(index, cursor, entry);
    return entry;
}

static void form_read(struct index *index, struct cursor *cursor, str file, struct leaf *leaf,
                      size_t number)
{
    struct index_form *form = &leaf->forms[number];
    uint64_t tag = cursor_varint(cursor);
    form->written = tag == FORM_WRITTEN ? cursor_text(cursor) : form->text;
    if (tag == FORM_WRITTEN)
        tag = cursor_varint(cursor);
    uint64_t back = tag >> 3;
    if ((tag & 3) == FORM_INLINE || (tag & 3) == FORM_SLICED) {
        form->entry = entry_read(index, cursor, file, form->text, tag);
    } else if ((tag & 3) == FORM_OF_CLASS && back == 0) {
        form->head = cursor_text(cursor);
    } else if ((tag & 3) == FORM_OF_CLASS && back <= number) {
        form->entry = leaf->forms[number - back].entry;
        form->head = leaf->forms[number - back].head;
    } else {
        cursor->broken = true;
    }
}

// Tells each class which forms it has in this leaf.
static void forms_of_classes(struct index *index, const struct leaf *leaf)
{
    for (size_t i = 0; i < leaf->count; i++)
        if (leaf->forms[i].entry != NULL)
            leaf->forms[i].entry->form_count++;
    for (size_t i = 0; i < leaf->count; i++) {
        struct index_entry *entry = leaf->forms[i].entry;
        if (entry != NULL && entry->forms == NULL) {
            entry->forms = ARENA_ARRAY(index->arena, str, entry->form_count);
            entry->form_count = 0;
        }
        if (entry != NULL)
            ((str *)entry->forms)[entry->form_count++] = leaf->forms[i].text;
    }
}

static size_t tier_place(struct tier *tier, size_t at)
{
    tier->postings_at = at;
    tier->passages_at = at + tier->postings_len;
    return tier->passages_at + tier->passages_len;
}

// Behind the leaf stand the first tiers of all its lists, and then the other tiers.
static void tiers_place(const struct leaf *leaf, size_t at)
{
    for (size_t i = 0; i < leaf->count; i++) {
        const struct index_form *form = &leaf->forms[i];
        if (form->entry != NULL && form->entry->head.at == form->text.at)
            at = tier_place(form->entry->tiers, at);
    }
    for (size_t i = 0; i < leaf->count; i++) {
        const struct index_form *form = &leaf->forms[i];
        if (form->entry != NULL && form->entry->head.at == form->text.at)
            for (size_t tier = 1; tier < form->entry->tier_count; tier++)
                at = tier_place(&form->entry->tiers[tier], at);
    }
}

static struct leaf leaf_read(struct index *index, const struct found_leaf *found)
{
    struct cursor cursor = { .bytes = index_slice(index, SHARD_WORDS, found->name, found->offset,
                                                  found->length) };
    uint64_t count = index->failed ? 0 : cursor_varint(&cursor);
    struct leaf leaf = { .forms = room_for(index, &cursor, count, sizeof *leaf.forms) };
    str before = STR("");
    for (size_t i = 0; i < count && !cursor.broken; i++)
        before = leaf.forms[i].text = shared_read(index, &cursor, before);
    for (size_t i = 0; i < count && !cursor.broken; i++)
        form_read(index, &cursor, found->name, &leaf, i);
    if (cursor.broken)
        index_spoiled(index, found->name);
    leaf.count = index->failed ? 0 : (size_t)count;
    tiers_place(&leaf, found->offset + found->length);
    forms_of_classes(index, &leaf);
    return leaf;
}

// What a leaf is kept by.
static str leaf_name(struct index *index, const struct found_leaf *found)
{
    return arena_join(
        index->arena,
        (str[]){ found->name, STR(" "), arena_copy(index->arena, NUMBER(found->offset)), { 0 } });
}

static const struct leaf *leaf_kept(struct index *index, const struct found_leaf *found)
{
    str name = leaf_name(index, found);
    struct leaf *kept = map_get(index->leaves, name);
    if (kept == NULL && !index->failed) {
        kept = ARENA_NEW(index->arena, struct leaf);
        *kept = leaf_read(index, found);
        map_put(index->leaves, name, kept);
    }
    return kept;
}

struct stretch index_stretch(struct index *index, str word, bool before)
{
    if (!index->words.given || index->failed)
        return (struct stretch){ .next = STR("") };
    struct found_leaf found = leaf_find(index, &index->words, SHARD_NODE, word, before, 0);
    const struct leaf *kept = leaf_kept(index, &found);
    if (index->failed)
        return (struct stretch){ .next = STR("") };
    return (struct stretch){ kept->forms, kept->count, found.next };
}

struct stretch index_beside(struct index *index, str word, int side)
{
    struct stretch none = { .next = STR("") };
    if (!index->words.given || index->failed || (index->words.levels == 0 && side != 0))
        return none;
    struct found_leaf found = leaf_find(index, &index->words, SHARD_NODE, word, false, side);
    const struct leaf *kept = found.name.len > 0 ? leaf_kept(index, &found) : NULL;
    return kept == NULL || index->failed ? none
                                         : (struct stretch){ kept->forms, kept->count, STR("") };
}

size_t stretch_find(const struct stretch *stretch, str word)
{
    size_t at;
    BISECT(at, 0, stretch->count, str_compare(stretch->forms[at].text, word) < 0);
    return at;
}

str index_written(struct index *index, str form)
{
    struct stretch stretch = index_stretch(index, form, false);
    size_t at = stretch_find(&stretch, form);
    bool found = at < stretch.count && str_equal(stretch.forms[at].text, form);
    return found ? stretch.forms[at].written : form;
}

struct index_entry *index_lookup(struct index *index, str word)
{
    // A form may lead to its head, and a head to nothing else.
    for (int hops = 0; hops < 2; hops++) {
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

struct index_entry *form_entry_of(struct index *index, const struct index_form *form)
{
    return form->entry != NULL ? form->entry : index_lookup(index, form->head);
}

// ---- Lists ----

bool tier_read(struct index *index, const struct index_entry *entry, size_t number, bool told)
{
    struct tier *tier = &entry->tiers[number];
    if (tier->postings == NULL) {
        struct cursor cursor = { .bytes = index_slice(index, SHARD_WORDS, entry->file,
                                                      tier->postings_at, tier->postings_len) };
        struct posting *postings = ARENA_ARRAY(index->arena, struct posting, tier->count);
        if (!index->failed && !postings_read(&cursor, postings, tier->count, index->space))
            index_spoiled(index, entry->file);
        if (!index->failed)
            tier->postings = postings;
    }
    if (told && !tier->told && !index->failed) {
        struct cursor cursor = { .bytes = index_slice(index, SHARD_WORDS, entry->file,
                                                      tier->passages_at, tier->passages_len) };
        if (!index->failed && !passages_read(&cursor, tier->postings, tier->count))
            index_spoiled(index, entry->file);
        tier->told = !index->failed;
    }
    return !index->failed;
}

// ---- Words by their length ----

static struct similar_stretch similar_read(struct index *index, const struct found_leaf *found)
{
    struct cursor cursor = { .bytes = index_slice(index, SHARD_SIMILAR, found->name, found->offset,
                                                  found->length) };
    uint64_t count = index->failed ? 0 : cursor_varint(&cursor);
    struct similar_key *keys = room_for(index, &cursor, count, sizeof *keys);
    str before = STR("");
    for (size_t i = 0; i < count && !cursor.broken; i++)
        before = keys[i].text = shared_read(index, &cursor, before);
    str powers = cursor_bytes(&cursor, cursor.broken ? 0 : (size_t)count);
    for (size_t i = 0; i < powers.len; i++)
        keys[i].power = (unsigned char)powers.at[i];
    if (cursor.broken)
        index_spoiled(index, found->name);
    return (struct similar_stretch){ keys, index->failed ? 0 : (size_t)count, STR(""), false };
}

struct similar_stretch index_similar(struct index *index, str key, bool before)
{
    if (!index->similar.given || index->failed)
        return (struct similar_stretch){ .next = STR("") };
    struct found_leaf found = leaf_find(index, &index->similar, SHARD_SIMILAR_NODE, key, before, 0);
    str name = leaf_name(index, &found);
    struct similar_stretch *kept = map_get(index->leaves, name);
    if (kept == NULL && !index->failed) {
        kept = ARENA_NEW(index->arena, struct similar_stretch);
        *kept = similar_read(index, &found);
        map_put(index->leaves, name, kept);
    }
    if (index->failed)
        return (struct similar_stretch){ .next = STR("") };
    return (struct similar_stretch){ kept->keys, kept->count, found.next, found.is_first };
}
