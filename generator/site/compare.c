// SPDX-License-Identifier: EUPL-1.2
// What changed in a guideline from one edition to the next.
#include "site/editions.h"

#include <string.h>

// A shorter text that is removed here and added there need not be the same.
enum { MOVED_MIN = 30 };

// What a page shows of a chapter: so many changes, until there are so many bytes; of
// one paragraph so many phrases and, of each, so many bytes.  Beyond that nobody
// reads, and strangers could make a page of any size.
enum { SHOWN_MAX = 200, SHOWN_BYTES_MAX = 60000, PHRASES_MAX = 300, TEXT_MAX = 4000 };

struct found_changes {
    LIST(struct change) list;
};

// From one edition to the next, while it is found.
struct step {
    struct arena *arena;   // of what is found
    struct arena *scratch; // of this step
    const struct comparison *comparison;
    struct edition *old;
    struct edition *new;
    struct edition_text **old_of; // of each new text: the old one, or NULL
    LIST(struct chapter_changes) chapters;
    struct map *removed; // text -> struct removed
};

// A paragraph that was removed, and may stand elsewhere.
struct removed {
    struct change *change;
    const struct edition_text *from;
};

// ---- Which text became which ----

static void match_by(struct step *step, int kind)
{
    struct map *texts = map_new(step->scratch);
    for (size_t i = step->old->count; i-- > 1;)
        if (!step->old->texts[i].taken)
            map_put(texts, edition_key(step->scratch, &step->old->texts[i], kind),
                    &step->old->texts[i]);
    for (size_t i = 1; i < step->new->count; i++) {
        if (step->old_of[i] != NULL)
            continue;
        struct edition_text *old =
            map_get(texts, edition_key(step->scratch, &step->new->texts[i], kind));
        if (old == NULL || old->taken)
            continue;
        old->taken = true;
        old->page = step->new->texts[i].page;
        step->old_of[i] = old;
    }
}

// The cover is the cover, whatever it is called.
static void match(struct step *step)
{
    step->old_of = ARENA_ARRAY(step->scratch, struct edition_text *, step->new->count);
    step->old_of[0] = &step->old->texts[0];
    step->old->texts[0].taken = true;
    step->old->texts[0].page = step->new->texts[0].page;
    for (int kind = 0; kind < EDITION_KEYS; kind++)
        match_by(step, kind);
}

// ---- One chapter ----

// A chapter while its paragraphs are compared.
struct pair {
    struct step *step;
    const struct edition_text *old;
    const struct edition_text *new;
    struct block_list a;
    struct block_list b;
    size_t heading; // of the new text, that is being read
    size_t bytes;   // shown so far
    size_t more[CHANGE_KIND_COUNT];
    struct found_changes found;
};

static const str *texts_of(struct arena *arena, struct block_list blocks)
{
    str *texts = ARENA_ARRAY(arena, str, blocks.count);
    for (size_t i = 0; i < blocks.count; i++)
        texts[i] = blocks.at[i].text;
    return texts;
}

static str cut(struct arena *arena, str text)
{
    if (text.len <= TEXT_MAX)
        return arena_copy(arena, text);
    size_t space = str_find_last(str_slice(text, 0, TEXT_MAX), ' ');
    text.len = space == STR_NONE ? TEXT_MAX : space;
    while (space == STR_NONE && ((unsigned char)text.at[text.len] & 0xC0) == 0x80)
        text.len--;
    return arena_join(arena, (str[]){ text, STR(" …"), { 0 } });
}

static struct change change_new(const struct pair *pair, enum change_kind kind,
                                const struct text_block *block)
{
    struct arena *arena = pair->step->arena;
    const struct document *document = pair->new->document;
    struct change change = { .kind = kind, .block = block->kind, .text = cut(arena, block->text) };
    if (pair->heading < document->heading_count) {
        const struct heading *heading = &document_parts(document)->headings[pair->heading];
        change.heading = arena_copy(arena, heading->text);
        change.anchor = arena_copy(arena, heading->anchor);
    }
    return change;
}

// Of a paragraph that is hardly the same, the whole as it was and as it is.
static struct phrase_list phrases_of(const struct step *step, str old, str new)
{
    struct arena *arena = step->arena;
    struct phrase_list list = difference_words(step->scratch, old, new);
    struct phrase *phrases = ARENA_ARRAY(arena, struct phrase, list.count < 2 ? 2 : list.count);
    bool whole = list.count > PHRASES_MAX;
    if (whole) {
        phrases[0] = (struct phrase){ PHRASE_REMOVED, false, cut(arena, old) };
        phrases[1] = (struct phrase){ PHRASE_ADDED, true, cut(arena, new) };
        return (struct phrase_list){ phrases, 2 };
    }
    for (size_t i = 0; i < list.count; i++) {
        phrases[i] = list.at[i];
        phrases[i].text = cut(arena, phrases[i].text);
    }
    return (struct phrase_list){ phrases, list.count };
}

static void take_edit(struct pair *pair, const struct edit *edit)
{
    struct arena *arena = pair->step->arena;
    if (edit->kind != EDIT_REMOVED)
        pair->heading = pair->b.at[edit->b].heading;
    if (edit->kind == EDIT_SAME)
        return;
    enum change_kind kind = edit->kind == EDIT_ADDED     ? CHANGE_ADDED
                            : edit->kind == EDIT_REMOVED ? CHANGE_REMOVED
                                                         : CHANGE_CHANGED;
    if (pair->found.list.count >= SHOWN_MAX || pair->bytes >= SHOWN_BYTES_MAX) {
        pair->more[kind]++;
        return;
    }
    const struct text_block *block =
        kind == CHANGE_REMOVED ? &pair->a.at[edit->a] : &pair->b.at[edit->b];
    struct change change = change_new(pair, kind, block);
    if (kind == CHANGE_CHANGED)
        change.phrases = phrases_of(pair->step, pair->a.at[edit->a].text, block->text);
    pair->bytes += change.text.len;
    LIST_ADD(arena, pair->found.list, change);
}

static void compare_titles(struct pair *pair)
{
    str old = pair->old->document->title;
    str new = pair->new->document->title;
    if (str_equal(old, new))
        return;
    struct change change = { .kind = CHANGE_CHANGED,
                             .block = BLOCK_HEADING,
                             .title = true,
                             .text = cut(pair->step->arena, new),
                             .phrases = phrases_of(pair->step, old, new) };
    LIST_ADD(pair->step->arena, pair->found.list, change);
}

static void remember_removed(struct pair *pair)
{
    for (size_t i = 0; i < pair->found.list.count; i++) {
        struct change *change = &pair->found.list.at[i];
        if (change->kind != CHANGE_REMOVED || change->text.len < MOVED_MIN)
            continue;
        struct removed *removed = ARENA_NEW(pair->step->scratch, struct removed);
        *removed = (struct removed){ change, pair->new };
        map_put(pair->step->removed, change->text, removed);
    }
}

static void compare_texts(struct step *step, const struct edition_text *old,
                          const struct edition_text *new)
{
    struct arena *scratch = step->scratch;
    struct pair pair = { .step = step,
                         .old = old,
                         .new = new,
                         .a = document_blocks(scratch, old->document),
                         .b = document_blocks(scratch, new->document),
                         .heading = new->document->heading_count };
    struct edit_list edits = difference_paragraphs(scratch, texts_of(scratch, pair.a), pair.a.count,
                                                   texts_of(scratch, pair.b), pair.b.count);
    compare_titles(&pair);
    for (size_t i = 0; i < edits.count; i++)
        take_edit(&pair, &edits.at[i]);
    if (pair.found.list.count == 0)
        return;
    remember_removed(&pair);
    struct chapter_changes chapter = { CHANGE_CHANGED,        new->page,
                                       new->page->title,      pair.found.list.at,
                                       pair.found.list.count, { 0 } };
    memcpy(chapter.more, pair.more, sizeof chapter.more);
    LIST_ADD(step->arena, step->chapters, chapter);
}

// ---- What moved ----

static void move(struct step *step, struct chapter_changes *chapter, struct change *change)
{
    struct removed *removed =
        change->kind == CHANGE_ADDED ? map_get(step->removed, change->text) : NULL;
    if (removed == NULL || removed->change == NULL)
        return;
    change->kind = CHANGE_MOVED;
    if (removed->from->page != chapter->page)
        change->from = removed->from->page->title;
    removed->change->kind = CHANGE_MOVED;
    removed->change->text = STR(""); // it is shown where it is now
    removed->change = NULL;
}

static void find_moved(struct step *step)
{
    for (size_t i = 0; i < step->chapters.count; i++)
        for (size_t c = 0; c < step->chapters.at[i].change_count; c++)
            move(step, &step->chapters.at[i], (struct change *)&step->chapters.at[i].changes[c]);
}

// Without the places that paragraphs moved away from, and without chapters that
// have nothing else.
static void sweep(struct step *step)
{
    size_t chapters = 0;
    for (size_t i = 0; i < step->chapters.count; i++) {
        struct chapter_changes chapter = step->chapters.at[i];
        struct change *changes = (struct change *)chapter.changes;
        size_t kept = 0;
        for (size_t c = 0; c < chapter.change_count; c++)
            if (changes[c].text.len > 0)
                changes[kept++] = changes[c];
        chapter.change_count = kept;
        if (kept > 0 || chapter.kind != CHANGE_CHANGED)
            step->chapters.at[chapters++] = chapter;
    }
    step->chapters.count = chapters;
}

// ---- One step ----

static void compare_new(struct step *step, size_t number)
{
    const struct edition_text *new = &step->new->texts[number];
    const struct edition_text *old = step->old_of[number];
    if (new->page == NULL)
        return; // it is gone since: that stands where it went
    if (old == NULL)
        LIST_ADD(step->arena, step->chapters,
                 ((struct chapter_changes){
                     CHANGE_ADDED, new->page, new->page->title, NULL, 0, { 0 } }));
    else if (old->document != new->document)
        compare_texts(step, old, new);
}

static bool is_withheld(const struct step *step, const struct edition_text *text)
{
    for (int key = 0; key < EDITION_KEYS; key++)
        if (map_get(step->comparison->withheld, edition_key(step->scratch, text, key)) != NULL)
            return true;
    return false;
}

static void list_removed(struct step *step)
{
    for (size_t i = 1; i < step->old->count; i++) {
        const struct edition_text *old = &step->old->texts[i];
        if (!old->taken && !is_withheld(step, old))
            LIST_ADD(step->arena, step->chapters,
                     ((struct chapter_changes){
                         .kind = CHANGE_REMOVED,
                         .title = arena_copy(step->arena, old->document->title) }));
    }
}

static void count(struct version_changes *changes)
{
    for (size_t i = 0; i < changes->chapter_count; i++) {
        const struct chapter_changes *chapter = &changes->chapters[i];
        changes->touched += chapter->kind == CHANGE_CHANGED;
        changes->chapters_added += chapter->kind == CHANGE_ADDED;
        changes->chapters_removed += chapter->kind == CHANGE_REMOVED;
        for (size_t c = 0; c < chapter->change_count; c++)
            changes->counts[chapter->changes[c].kind]++;
        for (int kind = 0; kind < CHANGE_KIND_COUNT; kind++)
            changes->counts[kind] += chapter->more[kind];
    }
}

static struct edition_name name_kept(struct arena *arena, const struct edition *edition)
{
    return (struct edition_name){ arena_copy(arena, edition->name.version), edition->name.date };
}

static void compare(struct step *step)
{
    match(step);
    for (size_t i = 0; i < step->new->count; i++)
        compare_new(step, i);
    find_moved(step);
    list_removed(step);
    sweep(step);
}

struct version_changes editions_compare(struct arena *arena, const struct comparison *comparison,
                                        struct edition *old, struct edition *new)
{
    struct arena *scratch = arena_new();
    struct step step = { .arena = arena,
                         .scratch = scratch,
                         .comparison = comparison,
                         .old = old,
                         .new = new,
                         .removed = map_new(scratch) };
    compare(&step);
    struct version_changes changes = { .since = name_kept(arena, old),
                                       .until = name_kept(arena, new),
                                       .chapters = step.chapters.at,
                                       .chapter_count = step.chapters.count };
    count(&changes);
    arena_free(scratch);
    return changes;
}
