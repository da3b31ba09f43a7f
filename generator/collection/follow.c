// SPDX-License-Identifier: EUPL-1.2
#include "collection/follow.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>

// Where a change goes in its chunk: at a form of then, or before it.
struct spot {
    uint32_t at;
    bool is_there;
    bool stays; // some entry has the form now
};

// A chunk, and the changes of its forms.
struct stretch {
    const struct chunk *chunk;
    uint32_t former; // the number of its first form then
    size_t from;     // of the changes
    size_t to;
};

struct following {
    struct lexicon *lexicon;
    const struct form_changes *changes;
    struct changed_form *changed;
    struct spot *places; // of each change
    struct stretch *parts;
    struct piece *pieces; // of each part
    uint32_t *renumbered;
};

// ---- Which changes belong to which chunk ----

static str first_text(const struct chunk *chunk)
{
    return (str){ chunk->texts, chunk->lens[0] };
}

// What comes before all chunks goes to the first one.
static void parts_find(const struct former *former, struct following *following)
{
    const struct form_changes *changes = following->changes;
    size_t next = 0;
    uint32_t number = 0;
    for (size_t i = 0; i < former->chunk_count; i++) {
        struct stretch *part = &following->parts[i];
        bool last = i + 1 == former->chunk_count;
        *part = (struct stretch){ &former->chunks[i], number, next, 0 };
        while (
            next < changes->count &&
            (last || str_compare(changes->at[next].text, first_text(&former->chunks[i + 1])) < 0))
            next++;
        part->to = next;
        number += part->chunk->count;
    }
}

// ---- Where they go in it ----

// Finds the places of a part's changes, and counts what comes and goes.
static void place_part(void *context, size_t item, unsigned worker)
{
    (void)worker;
    const struct following *following = context;
    const struct stretch *part = &following->parts[item];
    const struct chunk *chunk = part->chunk;
    struct piece *piece = &following->pieces[item];
    const char *text = chunk->texts;
    uint32_t at = 0;
    piece->count = chunk->count;
    for (size_t i = part->from; i < part->to; i++) {
        const struct form_change *change = &following->changes->at[i];
        int order = -1;
        while (at < chunk->count &&
               (order = str_compare((str){ text, chunk->lens[at] }, change->text)) < 0)
            text += chunk->lens[at++];
        bool is_there = at < chunk->count && order == 0;
        uint32_t entries = change->entries + (is_there ? chunk->entries[at] : 0);
        following->places[i] = (struct spot){ at, is_there, entries > 0 };
        piece->count += !is_there && entries > 0;
        piece->count -= is_there && entries == 0;
    }
}

static void pieces_number(const struct former *former, struct following *following)
{
    uint32_t from = 0;
    for (size_t i = 0; i < former->chunk_count; i++) {
        struct piece *piece = &following->pieces[i];
        piece->from = from;
        piece->is_same = following->parts[i].from == following->parts[i].to;
        piece->ref = former->refs[i];
        from += piece->count;
    }
    following->lexicon->count = from;
}

// ---- All forms ----

// A part while it is written.
struct writer {
    const struct following *following;
    const struct stretch *part;
    const char *text; // of the next form of then
    uint32_t number;  // of the next form now
};

static struct form_entry *form_new(struct writer *writer, str text)
{
    uint32_t number = writer->number++;
    struct form_entry *form = &writer->following->lexicon->forms[number];
    *form = (struct form_entry){ .text = text, .head = number, .next = NO_FORM, .former = NO_FORM };
    return form;
}

static void form_keep(struct writer *writer, uint32_t at)
{
    const struct chunk *chunk = writer->part->chunk;
    str text = { writer->text, chunk->lens[at] };
    uint32_t then = writer->part->former + at;
    writer->following->renumbered[then] = writer->number;
    struct form_entry *form = form_new(writer, text);
    form->former = then;
    form->entries = chunk->entries[at];
    form->segments = chunk->segments[at];
    form->plain = chunk->plains[at];
    form->print = chunk->prints[at];
    writer->text += chunk->lens[at];
}

static void form_change(struct form_entry *form, const struct form_change *change, size_t number)
{
    form->entries += change->entries;
    form->plain += change->plain;
    form->print += change->print;
    form->segments = (form->segments & ~change->goes) | change->comes;
    form->change = (uint32_t)(number + 1) & (NO_FORM >> 2);
}

static void change_known(struct writer *writer, size_t number, const struct spot *place)
{
    const struct following *following = writer->following;
    const struct chunk *chunk = writer->part->chunk;
    uint32_t then = writer->part->former + place->at;
    following->changed[number] =
        (struct changed_form){ .form = place->stays ? writer->number : NO_FORM,
                               .former = then,
                               .print = chunk->prints[place->at],
                               .plain = chunk->plains[place->at],
                               .other_entries = following->changes->at[number].entries != 0 };
    if (place->stays) {
        form_keep(writer, place->at);
        form_change(&following->lexicon->forms[writer->number - 1], &following->changes->at[number],
                    number);
    } else {
        following->renumbered[then] = NO_FORM;
        writer->text += chunk->lens[place->at];
    }
}

static void change_write(struct writer *writer, size_t number, const struct spot *place)
{
    const struct following *following = writer->following;
    const struct form_change *change = &following->changes->at[number];
    if (place->is_there) {
        change_known(writer, number, place);
        return;
    }
    following->changed[number] =
        (struct changed_form){ .form = NO_FORM, .former = NO_FORM, .other_entries = true };
    if (place->stays) {
        following->changed[number].form = writer->number;
        form_change(form_new(writer, change->text), change, number);
    }
}

static void write_part(void *context, size_t item, unsigned worker)
{
    (void)worker;
    const struct following *following = context;
    const struct stretch *part = &following->parts[item];
    struct writer writer = { following, part, part->chunk->texts, following->pieces[item].from };
    uint32_t at = 0;
    for (size_t i = part->from; i < part->to; i++) {
        const struct spot *place = &following->places[i];
        while (at < place->at)
            form_keep(&writer, at++);
        change_write(&writer, i, place);
        at += place->is_there;
    }
    while (at < part->chunk->count)
        form_keep(&writer, at++);
}

static void arrivals_count(struct lexicon *lexicon)
{
    for (size_t i = 0; i < lexicon->change_count; i++) {
        const struct changed_form *change = &lexicon->changes[i];
        lexicon->new_count += change->former == NO_FORM && change->form != NO_FORM;
        lexicon->gone_count += change->former != NO_FORM && change->form == NO_FORM;
    }
}

void forms_follow(struct arena *arena, struct lexicon *lexicon, unsigned jobs)
{
    const struct collection *collection = lexicon->collection;
    const struct former *former = collection->former;
    size_t changes = collection->changes.count;
    struct following following = {
        .lexicon = lexicon,
        .changes = &collection->changes,
        .changed = ARENA_ARRAY(arena, struct changed_form, changes + 1),
        .places = ARENA_ARRAY(arena, struct spot, changes + 1),
        .parts = ARENA_ARRAY(arena, struct stretch, former->chunk_count),
        .pieces = ARENA_ARRAY(arena, struct piece, former->chunk_count),
        .renumbered = ARENA_ARRAY(arena, uint32_t, former->count + 1),
    };
    parts_find(former, &following);
    parallel_each(jobs, former->chunk_count, place_part, &following);
    pieces_number(former, &following);
    lexicon->forms = ARENA_ARRAY(arena, struct form_entry, lexicon->count + 1);
    parallel_each(jobs, former->chunk_count, write_part, &following);
    lexicon->pieces = following.pieces;
    lexicon->piece_count = former->chunk_count;
    lexicon->renumbered = following.renumbered;
    lexicon->changes = following.changed;
    lexicon->change_count = changes;
    arrivals_count(lexicon);
}
