// SPDX-License-Identifier: EUPL-1.2
#include "difference/words.h"

#include "base/list.h"
#include "base/utf8.h"
#include "difference/difference.h"

// A stretch of more tokens that stayed the same is folded, to so many beside
// each change.
enum { FOLD_ABOVE = 60, FOLD_BESIDE = 20 };

// So few tokens that are the same amid many that are not are taken for chance.
enum { CHANCE_MAX = 3 };

// A paragraph of more tokens on either side is not compared: it is no paragraph.
enum { COMPARED_MAX = 10000 };

// ---- Tokens ----

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// What joins two letters to one word: zo'n, e-mail, 1.5.
static bool is_joint(uint32_t c)
{
    return c == '\'' || c == '-' || c == '.' || c == ',' || c == 0x2019 || c == 0x2010;
}

// Whether a word goes on behind a sign: any but `.` and `,` between letters, these
// between digits.
static bool goes_on(str text, size_t word_end, uint32_t joint, size_t at)
{
    if (!is_joint(joint) || at >= text.len)
        return false;
    char before = text.at[word_end - 1];
    char behind = text.at[at];
    if (joint == '.' || joint == ',')
        return before >= '0' && before <= '9' && behind >= '0' && behind <= '9';
    return utf8_is_word(utf8_next(text, &at));
}

static size_t word_end(str text, size_t at)
{
    size_t end = at;
    while (at < text.len) {
        uint32_t c = utf8_next(text, &at);
        if (!utf8_is_word(c) && !goes_on(text, end, c, at))
            break;
        end = at;
    }
    return end;
}

struct token_list tokens_of(struct arena *arena, str text)
{
    LIST(struct token) tokens = { 0 };
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        bool word = utf8_is_word(c);
        if (is_space(c))
            continue;
        if (word)
            at = word_end(text, from);
        LIST_ADD(arena, tokens, ((struct token){ from, at, word }));
    }
    return (struct token_list){ tokens.at, tokens.count };
}

struct numbering numbering_new(struct arena *arena)
{
    return (struct numbering){ arena, map_new(arena) };
}

uint32_t number_of(struct numbering *numbering, str text)
{
    uint32_t *number = map_get(numbering->numbers, text);
    if (number == NULL) {
        number = ARENA_NEW(numbering->arena, uint32_t);
        *number = (uint32_t)map_count(numbering->numbers);
        map_put(numbering->numbers, text, number);
    }
    return *number;
}

// ---- Phrases ----

struct side {
    str text;
    struct token_list tokens;
};

struct writer {
    struct arena *arena;
    LIST(struct phrase) phrases;
};

static uint32_t *numbers_of(struct numbering *numbering, const struct side *side)
{
    uint32_t *numbers = ARENA_ARRAY(numbering->arena, uint32_t, side->tokens.count);
    for (size_t i = 0; i < side->tokens.count; i++) {
        const struct token *token = &side->tokens.at[i];
        numbers[i] = number_of(numbering, str_slice(side->text, token->from, token->to));
    }
    return numbers;
}

static void add(struct writer *writer, enum phrase_kind kind, const struct side *side, size_t from,
                size_t count)
{
    if (count == 0)
        return;
    const struct token *tokens = side->tokens.at;
    bool spaced = from > 0 && tokens[from - 1].to < tokens[from].from;
    str text = str_slice(side->text, tokens[from].from, tokens[from + count - 1].to);
    LIST_ADD(writer->arena, writer->phrases, ((struct phrase){ kind, spaced, text }));
}

static void add_same(struct writer *writer, const struct side *side, size_t from, size_t to)
{
    if (to - from <= FOLD_ABOVE) {
        add(writer, PHRASE_SAME, side, from, to - from);
        return;
    }
    bool begins = from == 0;
    bool ends = to == side->tokens.count;
    if (!begins)
        add(writer, PHRASE_SAME, side, from, FOLD_BESIDE);
    LIST_ADD(writer->arena, writer->phrases, ((struct phrase){ PHRASE_GAP, !begins, STR("") }));
    if (!ends)
        add(writer, PHRASE_SAME, side, to - FOLD_BESIDE, FOLD_BESIDE);
}

static size_t size_of(const struct replacement *replacement)
{
    return replacement->count_a > replacement->count_b ? replacement->count_a
                                                       : replacement->count_b;
}

// Whether what is the same between the two is better read as changed with them.
static bool is_chance(const struct replacement *one, const struct replacement *next)
{
    size_t between = next->from_a - one->from_a - one->count_a;
    return between <= CHANCE_MAX && size_of(one) + size_of(next) >= 2 * between + 2;
}

// The replacement at `*number`, with those after it that belong to it.
static struct replacement take(const struct replacement_list *list, size_t *number)
{
    struct replacement taken = list->at[(*number)++];
    while (*number < list->count && is_chance(&taken, &list->at[*number])) {
        const struct replacement *next = &list->at[(*number)++];
        taken.count_a = next->from_a + next->count_a - taken.from_a;
        taken.count_b = next->from_b + next->count_b - taken.from_b;
    }
    return taken;
}

static struct replacement_list compare(struct numbering *numbering, const struct side *old,
                                       const struct side *new)
{
    size_t count_a = old->tokens.count;
    size_t count_b = new->tokens.count;
    if (count_a <= COMPARED_MAX && count_b <= COMPARED_MAX)
        return difference_items(numbering->arena, numbers_of(numbering, old), count_a,
                                numbers_of(numbering, new), count_b);
    struct replacement *all = ARENA_NEW(numbering->arena, struct replacement);
    *all = (struct replacement){ 0, count_a, 0, count_b };
    return (struct replacement_list){ all, 1 };
}

struct phrase_list difference_words(struct arena *arena, str a, str b)
{
    struct arena *scratch = arena_new();
    struct writer writer = { .arena = arena };
    struct side old = { a, tokens_of(scratch, a) };
    struct side new = { b, tokens_of(scratch, b) };
    struct numbering numbering = numbering_new(scratch);
    struct replacement_list list = compare(&numbering, &old, &new);
    size_t same = 0; // of the new text, all before it is written
    for (size_t i = 0; i < list.count;) {
        struct replacement replacement = take(&list, &i);
        add_same(&writer, &new, same, replacement.from_b);
        add(&writer, PHRASE_REMOVED, &old, replacement.from_a, replacement.count_a);
        add(&writer, PHRASE_ADDED, &new, replacement.from_b, replacement.count_b);
        same = replacement.from_b + replacement.count_b;
    }
    add_same(&writer, &new, same, new.tokens.count);
    arena_free(scratch);
    return (struct phrase_list){ writer.phrases.at, writer.phrases.count };
}
