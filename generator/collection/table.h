// SPDX-License-Identifier: EUPL-1.2
// The forms of words that one worker has met, and how often the entry that is
// being read has each.

#pragma once

#include "collection/entries.h"
#include "format/codec.h"

// A form: half a line of a processor's cache, so that a word costs one look into
// the table and one here.
struct form {
    uint64_t start[WORD_START / 8]; // of the text, zeros behind it
    const char *text;
    uint32_t met; // where in table.met it is, when what stands there is of this form
    uint8_t len;
    bool is_stop;
};

// How often the entry that is being read has a form, and in which passages.
struct met {
    uint32_t form;
    uint16_t counts[PART_COUNT];
    struct told told;
};

struct slot;

// Words wait for a moment until there are some: meanwhile the memory fetches
// their slots and forms, which are all over the place.
enum { WAITING_MOST = 32 };

struct waiting {
    uint64_t start[WORD_START / 8];
    uint32_t hash;
    uint32_t len;
    char text[WORD_BYTES]; // of a longer word
};

struct table {
    struct arena *arena; // of the worker: for what is made of the table
    struct arena *texts; // of forms
    struct arena *scratch;
    struct slot *slots; // open addressing, at most half full
    size_t capacity;    // a power of two
    struct form *forms;
    uint32_t count;
    uint32_t form_capacity;
    struct met *met; // of the entry that is being read
    size_t met_count;
    size_t met_capacity;
    struct waiting waiting[WAITING_MOST];
    size_t waiting_count;
    enum part part;
    unsigned passage;
    uint32_t lengths[PART_COUNT]; // of the entry that is being read
};

// `stops`: words that count in titles and the like only, with spaces between.
void table_init(struct table *table, str stops);

// Leaves `arena`.
void table_release(struct table *table);

// Counts the words of a text of the entry that is being read.
void table_read(struct table *table, enum part part, unsigned passage, str text);

// The numbers of the forms with those texts, which are added when they are new.
void table_forms(struct table *table, const str *texts, size_t count, uint32_t *forms);

// A number for a word, to look it up by; on other machines it is another one.
uint32_t table_hash(str word);
uint32_t table_form_hash(const struct form *form);

// Forgets the entry that was read.
void table_clear(struct table *table);
