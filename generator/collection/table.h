// SPDX-License-Identifier: EUPL-1.2
// The forms of words that one worker has met, and how often the entry that is
// being read has each.

#pragma once

#include "collection/entries.h"
#include "format/codec.h"

// A form: one line of a processor's cache, so that a word costs one look into
// the table and one here.
enum { INLINE_TEXT = 16 };

struct form {
    const char *text;
    uint64_t start[INLINE_TEXT / 8]; // of the text, zeros behind it
    // In the segment that is being made:
    uint64_t print;
    uint32_t entries;
    uint32_t bytes;
    uint32_t last; // entry
    // In the entry that is being read:
    uint32_t note; // the last one in table.notes, plus one
    uint16_t counts[PART_COUNT];
    bool is_touched;
    bool is_stop;
    uint8_t len;
};

// That a form was seen in a passage of the entry that is being read.
struct note {
    uint32_t before; // the form's note before this one, plus one
    uint32_t passage;
};

struct slot;

// Words wait for a moment until there are some: meanwhile the memory fetches
// their slots and forms, which are all over the place.
enum { WAITING_MOST = 32 };

struct waiting {
    uint64_t start[INLINE_TEXT / 8];
    uint32_t hash;
    uint32_t len;
    char text[WORD_BYTES]; // of a longer word
};

struct table {
    struct arena *arena;
    struct arena *scratch;
    struct slot *slots; // open addressing, at most half full
    size_t capacity;    // a power of two
    struct form *forms;
    uint32_t count;
    uint32_t form_capacity;
    uint32_t *touched; // forms that the entry being read has
    size_t touched_count;
    size_t touched_capacity;
    struct note *notes;
    size_t note_count;
    size_t note_capacity;
    struct waiting waiting[WAITING_MOST];
    size_t waiting_count;
    str stops;
    enum part part;
    unsigned passage;
    uint32_t lengths[PART_COUNT]; // of the entry that is being read
};

void table_init(struct table *table, str stops);

// Leaves the texts of the forms, which are in `arena`.
void table_release(struct table *table);

// Counts the words of a text of the entry that is being read.
void table_read(struct table *table, enum part part, unsigned passage, str text);

// The number of the form with that text, which is added when it is new.
uint32_t table_form(struct table *table, str text);

// The same for `count` texts.
void table_forms(struct table *table, const str *texts, size_t count, uint32_t *forms);

// Counts as `times` times that form in a part, and notes a passage.
void table_count(struct table *table, uint32_t form, enum part part, uint16_t times);
void table_note(struct table *table, uint32_t form, unsigned passage);

// The passages that a form of that entry was seen in, the first ones.
struct told table_told(const struct table *table, const struct form *form);

// A number for a word, to look it up by; on other machines it is another one.
uint32_t table_hash(str word);
uint32_t table_form_hash(const struct form *form);

// Forgets the entry that was read.
void table_clear(struct table *table);
