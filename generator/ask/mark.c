// SPDX-License-Identifier: EUPL-1.2
// Marks the words of a text that were searched for, as reader.js does.
#include "ask/ask.h"
#include "base/list.h"
#include "format/words.h"

enum { PART_LEAST = 4 }; // letters of a form that a longer word may begin or end with

struct marking {
    struct arena *arena;
    str text;
    const str *forms;
    size_t form_count;
    bool parts_too;
    size_t at;
    LIST(struct search_piece) pieces;
    bool any;
};

static bool is_met(const struct marking *marking, str word)
{
    for (size_t i = 0; i < marking->form_count; i++) {
        str form = marking->forms[i];
        if (str_equal(word, form))
            return true;
        if (marking->parts_too && form.len >= PART_LEAST &&
            (str_starts(word, form) || str_ends(word, form)))
            return true;
    }
    return false;
}

static void piece_add(struct marking *marking, size_t end, bool marked)
{
    if (end > marking->at)
        LIST_ADD(marking->arena, marking->pieces,
                 ((struct search_piece){ str_slice(marking->text, marking->at, end), marked }));
    marking->at = end;
    marking->any |= marked;
}

static void span_mark(struct marking *marking, size_t start, size_t end)
{
    piece_add(marking, start, false);
    piece_add(marking, end, true);
}

// The words of one chain, and where they stand.
struct chain {
    LIST(struct word) words;
    size_t kept; // that are not empty
    str whole;
};

static bool chain_read(struct marking *marking, struct word_reader *reader, struct chain *chain)
{
    char room[WORD_BYTES];
    struct word word = { .is_last = false };
    str parts[CHAIN_WORDS + 1] = { 0 };
    *chain = (struct chain){ .whole = STR("") };
    while (!word.is_last && word_next(reader, room, &word)) {
        word.text = arena_copy(marking->arena, word.text);
        LIST_ADD(marking->arena, chain->words, word);
        if (word.text.len > 0 && chain->kept++ < CHAIN_WORDS)
            parts[chain->kept - 1] = word.text;
    }
    if (chain->kept >= 2 && chain->kept <= CHAIN_WORDS)
        chain->whole = word_finished(arena_join(marking->arena, parts));
    return chain->words.count > 0;
}

static void chain_mark(struct marking *marking, const struct chain *chain)
{
    const struct word *words = chain->words.at;
    if (chain->whole.len > 0 && is_met(marking, chain->whole)) {
        span_mark(marking, words[0].start, words[chain->words.count - 1].end);
        return;
    }
    for (size_t i = 0; i < chain->words.count; i++)
        if (is_met(marking, words[i].text))
            span_mark(marking, words[i].start, words[i].end);
}

static void text_mark(struct marking *marking)
{
    struct arena *scratch = arena_new();
    struct word_reader reader = word_reader(marking->text, scratch);
    struct chain chain;
    marking->at = 0;
    marking->pieces.count = 0;
    while (chain_read(marking, &reader, &chain))
        chain_mark(marking, &chain);
    piece_add(marking, marking->text.len, false);
    arena_free(scratch);
}

const struct search_piece *search_marks(struct arena *arena, str text, const str *forms,
                                        size_t form_count, size_t *count)
{
    struct marking marking = {
        .arena = arena, .text = text, .forms = forms, .form_count = form_count
    };
    text_mark(&marking);
    if (!marking.any) {
        marking.parts_too = true;
        text_mark(&marking);
    }
    *count = marking.pieces.count;
    return marking.pieces.at;
}
