// SPDX-License-Identifier: EUPL-1.2
// A query, taken apart: groups of words, of which each page should have one, as
// reader.js reads it; and what the words lead to in the dictionary.

#pragma once

#include "ask/ask.h"
#include "ask/stretch.h"
#include "format/forms.h"

enum {
    GROUPS_MOST = 30,
    FILTERS_MOST = 30,   // groups of which a value is chosen
    EXPANSIONS_MOST = 8, // words that a half-typed one may stand for
    EXPANDED_MOST = 8,   // stretches that these are sought in
    COMMON = 32,         // pages that a word is on when it is surely typed in full
    PHRASE_WORDS = 16,
    WAYS_MOST = 3, // of a chain: written as one word, or its words; of a word, with those beside it
};

struct text_list {
    str *at;
    size_t count;
    size_t capacity;
};

// One thing that a word is met by: a class, or classes that must all be there.
struct item {
    struct index_entry *const *entries;
    size_t count;
    enum search_how how;
    str text;
};

struct items {
    struct item *at;
    size_t count;
    size_t capacity;
};

// Words that must all be there, and what each leads to.
struct way {
    str words[CHAIN_WORDS];
    struct items found[CHAIN_WORDS];
    size_t count;
};

// A word, words with hyphens between, or a phrase: one way to meet a group.
struct choice {
    size_t start; // in the query
    size_t end;
    str key; // tells choices apart; empty for what is no word
    bool is_phrase;
    bool is_excluded;
    bool is_stop;         // only words that tell nothing
    bool is_prefix;       // may be the beginning of a longer word
    bool is_single;       // one word, no hyphens
    bool is_alone;        // nothing else is asked
    bool is_behind;       // right behind the group before this one, and both are single words
    struct choice *words; // of a chain: those of its words that tell something, each by itself
    size_t word_count;
    struct way ways[WAYS_MOST];
    size_t way_count; // once looked up, of those that lead somewhere

    const str *run; // the words of a phrase, one after the other
    size_t run_count;
    const str *telling; // those of them that lead to pages
    size_t telling_count;
    struct index_entry *const *entries; // theirs
    size_t entry_count;

    bool is_found;         // it leads somewhere
    str corrected;         // the word that was looked up instead, or `at` is NULL
    str suggested;         // a word that was perhaps meant
    struct text_list also; // what is searched for besides
    const str *forms;
    size_t form_count;
};

// Choices with `of` between; any of them will do.
struct group {
    struct choice **at;
    size_t count;
    size_t capacity;
};

struct group_list {
    struct group *at;
    size_t count;
    size_t capacity;
};

// The values of a group of which a page must have one, by their names.
struct chosen {
    size_t group;
    str *at;
    size_t count;
    size_t capacity;
};

struct chosen_list {
    struct chosen *at;
    size_t count;
    size_t capacity;
};

struct query {
    struct index *index;
    struct arena *arena;
    str whole; // as it was asked
    str text;  // what is read of it
    bool prefix;
    struct group_list asked;
    struct group_list excluded; // of one choice each
    struct chosen_list filters;
};

// Fills in the groups and adds the filters that stand in the query.
void query_parse(struct query *query);

// Whether a word leads somewhere as it is; `choice` says how it is meant.
bool query_has(struct query *query, const struct choice *choice, str word);

// Finds out what the words lead to.
void query_resolve(struct query *query);

// Adds a value to the filters, once.
void filter_add(struct query *query, size_t group, str name);

// The group of that name or label, or STR_NONE.
size_t group_named(struct index *index, struct arena *arena, str name);
