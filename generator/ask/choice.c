// SPDX-License-Identifier: EUPL-1.2
#include "ask/choice.h"

#include "ask/passage.h"
#include "base/list.h"

// ---- Chains ----

struct chain {
    struct text_list parts;
    struct text_list telling;
    LIST(struct choice) words; // of those that tell
    size_t raw_count;          // words, also those of which nothing is left
    size_t start;
    size_t end;
};

static struct choice choice_of_word(str text, size_t start, size_t end)
{
    return (struct choice){ .start = start,
                            .end = end,
                            .key = text,
                            .is_single = true,
                            .ways = { { .words = { text }, .count = 1 } },
                            .way_count = 1 };
}

// Returns false at the end.
static bool chain_read(struct arena *arena, str stops, struct word_reader *reader,
                       struct chain *chain)
{
    char room[WORD_BYTES];
    struct word word = { .is_last = false };
    *chain = (struct chain){ 0 };
    while (!word.is_last && word_next(reader, room, &word)) {
        if (chain->raw_count++ == 0)
            chain->start = word.start;
        chain->end = word.end;
        if (word.text.len == 0)
            continue;
        str text = arena_copy(arena, word.text);
        LIST_ADD(arena, chain->parts, text);
        if (stop_word(stops, text))
            continue;
        LIST_ADD(arena, chain->telling, text);
        LIST_ADD(arena, chain->words, choice_of_word(text, word.start, word.end));
    }
    return chain->raw_count > 0;
}

// The chain as one word: written as a word of its own, it is read as one.
static str chain_whole(struct arena *arena, const struct chain *chain)
{
    if (chain->parts.count < 2 || chain->parts.count > CHAIN_WORDS)
        return STR("");
    str parts[CHAIN_WORDS + 1] = { 0 };
    for (size_t i = 0; i < chain->parts.count; i++)
        parts[i] = chain->parts.at[i];
    return word_finished(arena_join(arena, parts));
}

static void way_add(struct choice *choice, const str *words, size_t count)
{
    struct way *way = &choice->ways[choice->way_count];
    way->count = count < CHAIN_WORDS ? count : CHAIN_WORDS;
    for (size_t i = 0; i < way->count; i++)
        way->words[i] = words[i];
    choice->way_count += count > 0;
}

// A copy of the text, which is emptied.
static str text_taken(struct arena *arena, struct buf *text)
{
    str copy = arena_copy(arena, buf_view(text));
    buf_release(text);
    return copy;
}

static str key_of_ways(struct arena *arena, const struct choice *choice)
{
    struct buf key = { 0 };
    for (size_t w = 0; w < choice->way_count; w++)
        for (size_t i = 0; i < choice->ways[w].count; i++) {
            buf_add(&key, i > 0 ? STR(",") : w > 0 ? STR("|") : STR(""));
            buf_add(&key, choice->ways[w].words[i]);
        }
    return text_taken(arena, &key);
}

struct choice *choice_next(struct arena *arena, str stops, struct word_reader *reader)
{
    struct chain chain;
    if (!chain_read(arena, stops, reader, &chain))
        return NULL;
    struct choice *choice = ARENA_NEW(arena, struct choice);
    str whole = chain_whole(arena, &chain);
    bool tells = chain.telling.count > 0;
    *choice = (struct choice){ .start = chain.start,
                               .end = chain.end,
                               .is_stop = !tells && whole.len == 0,
                               .is_single = chain.raw_count == 1,
                               .words = chain.words.at,
                               .word_count = chain.words.count };
    if (whole.len > 0)
        way_add(choice, &whole, 1);
    if (tells)
        way_add(choice, chain.telling.at, chain.telling.count);
    else if (whole.len == 0)
        way_add(choice, chain.parts.at, chain.parts.count);
    choice->key = key_of_ways(arena, choice);
    return choice;
}

// ---- Phrases ----

static str key_of_run(struct arena *arena, const struct choice *choice)
{
    struct buf key = { 0 };
    for (size_t i = 0; i < choice->run_count; i++) {
        buf_add_char(&key, i > 0 ? ' ' : '"');
        buf_add(&key, choice->run[i]);
    }
    buf_add(&key, choice->run_count > 0 ? STR("\"") : STR(""));
    return text_taken(arena, &key);
}

static bool is_among(const str *words, size_t count, str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(words[i], word))
            return true;
    return false;
}

static void telling_fill(struct arena *arena, str stops, struct choice *choice)
{
    str *telling = ARENA_ARRAY(arena, str, choice->run_count);
    for (int stops_too = 0; stops_too < 2 && choice->telling_count == 0; stops_too++)
        for (size_t i = 0; i < choice->run_count; i++)
            if ((stops_too || !stop_word(stops, choice->run[i])) &&
                !is_among(telling, choice->telling_count, choice->run[i]))
                telling[choice->telling_count++] = choice->run[i];
    choice->telling = telling;
}

struct choice *choice_of_phrase(struct arena *arena, str stops, str phrase)
{
    struct text_words run = text_words_of(arena, phrase);
    struct choice *choice = ARENA_NEW(arena, struct choice);
    *choice = (struct choice){ .is_phrase = true, .run = run.at };
    choice->run_count = run.count < PHRASE_WORDS ? run.count : PHRASE_WORDS;
    choice->key = key_of_run(arena, choice);
    telling_fill(arena, stops, choice);
    return choice;
}
