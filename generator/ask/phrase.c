// SPDX-License-Identifier: EUPL-1.2
#include "ask/phrase.h"

#include "ask/passage.h"
#include "base/list.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { CHECKED_MOST = 64 };

struct phrase_list {
    struct phrase **at;
    size_t count;
    size_t capacity;
};

// A page that may have one of the phrases.
struct suspect {
    uint32_t slot;
    uint32_t page;
    bool is_close; // the words stand near each other, or in its title
    uint64_t rank;
};

struct checking {
    struct ranking *ranking;
    struct arena *arena; // of one page
    struct phrase_list included;
    struct phrase_list excluded;
};

// ---- Which pages ----

// The passages in which a phrase may begin.
struct likely {
    bool at[PASSAGES_MOST];
    bool any;
    bool in_head; // a word stands in no passage: in the title or the summary
};

static size_t entry_number(const struct choice *choice, const struct index_entry *entry)
{
    for (size_t i = 0; i < choice->entry_count; i++)
        if (choice->entries[i] == entry)
            return i;
    return STR_NONE;
}

static struct likely passages_likely(const struct ranking *ranking, const struct phrase *phrase,
                                     size_t slot)
{
    uint32_t marks[PASSAGES_ROOM + 1] = { 0 };
    uint32_t all = (1u << phrase->choice->entry_count) - 1;
    uint32_t loose = all; // words that may be anywhere
    struct likely likely = { .any = false };
    for (const struct spot *spot = ranking->lists->spots[slot]; spot != NULL; spot = spot->next) {
        size_t number = entry_number(phrase->choice, spot->use->entry);
        const struct told *told = &spot->posting->told;
        if (number == STR_NONE)
            continue;
        if (!told->more)
            loose &= ~(1u << number);
        likely.in_head |= told->count == 0 && !told->more;
        for (size_t i = 0; i < told->count; i++)
            marks[told->at[i]] |= 1u << number;
    }
    for (size_t i = 0; i < PASSAGES_MOST; i++) {
        likely.at[i] = (marks[i] | marks[i + 1] | loose) == all;
        likely.any |= likely.at[i];
    }
    return likely;
}

static int suspect_order(const void *a, const void *b)
{
    const struct suspect *x = a;
    const struct suspect *y = b;
    if (x->is_close != y->is_close)
        return x->is_close ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->page < y->page ? -1 : x->page > y->page;
}

// Returns whether the page may have one of the phrases.
static bool suspect_look(const struct checking *checking, const struct phrase_list *phrases,
                         struct suspect *suspect)
{
    bool any = false;
    for (size_t i = 0; i < phrases->count; i++) {
        if (phrases->at[i]->scores[suspect->slot] == 0)
            continue;
        struct likely likely = passages_likely(checking->ranking, phrases->at[i], suspect->slot);
        suspect->is_close |= likely.any || likely.in_head;
        any = true;
    }
    return any;
}

static void suspect_try(const struct checking *checking, uint32_t slot, struct suspect *suspects,
                        size_t *count)
{
    const struct ranking *ranking = checking->ranking;
    struct suspect *suspect = &suspects[*count];
    if (ranking->dead[slot])
        return;
    *suspect = (struct suspect){ .slot = slot,
                                 .page = ranking->lists->pages[slot],
                                 .rank = ranking->ranks[slot] };
    bool included = suspect_look(checking, &checking->included, suspect);
    bool excluded = suspect_look(checking, &checking->excluded, suspect);
    *count += included || excluded;
}

// ---- Looking ----

static bool text_has(struct checking *checking, str text, const struct text_words *run)
{
    struct text_words words = text_words_of(checking->arena, text);
    return run_find(&words, run) != STR_NONE;
}

static bool head_has(struct checking *checking, const struct record *record,
                     const struct text_words *run)
{
    if (text_has(checking, record->title, run) || text_has(checking, record->summary, run))
        return true;
    for (size_t i = 0; i < record->heading_count; i++)
        if (text_has(checking, record->headings[i].text, run))
            return true;
    return false;
}

// The words of the passages that have been read.
struct texts {
    const struct record *record;
    struct text_words *words[PASSAGES_MOST + 1];
};

static struct text_words passage_words(struct checking *checking, struct texts *texts,
                                       size_t passage)
{
    if (passage >= texts->record->passage_count || passage >= PASSAGES_MOST)
        return (struct text_words){ 0 };
    if (texts->words[passage] == NULL) {
        struct index *index = checking->ranking->lists->index;
        str text = passage_read(index, checking->arena, texts->record, passage);
        texts->words[passage] = ARENA_NEW(checking->arena, struct text_words);
        if (text.at != NULL)
            *texts->words[passage] = text_words_of(checking->arena, text);
    }
    return *texts->words[passage];
}

static bool heads(const struct record *record, size_t passage)
{
    for (size_t i = 0; i < record->heading_count; i++)
        if (record->headings[i].first == passage)
            return true;
    return false;
}

// Whether the run begins in that passage or in the next; `*passage` becomes the
// one in which it begins.  No run goes on over a heading: an empty word stands
// there, which no run has.
static bool passages_have(struct checking *checking, struct texts *texts,
                          const struct text_words *run, size_t *passage)
{
    struct text_words here = passage_words(checking, texts, *passage);
    struct text_words next = passage_words(checking, texts, *passage + 1);
    size_t border = heads(texts->record, *passage + 1) ? 1 : 0;
    size_t count = here.count + border + next.count;
    str *both = ARENA_ARRAY(checking->arena, str, count);
    for (size_t i = 0; i < here.count; i++)
        both[i] = here.at[i];
    for (size_t i = 0; i < next.count; i++)
        both[here.count + border + i] = next.at[i];
    size_t at = run_find(&(struct text_words){ both, count }, run);
    *passage += at != STR_NONE && at >= here.count;
    return at != STR_NONE;
}

// Whether the page has the phrase.
static bool page_has(struct checking *checking, struct texts *texts, const struct phrase *phrase,
                     size_t slot)
{
    const struct choice *choice = phrase->choice;
    struct text_words run = { choice->run, choice->run_count };
    if (head_has(checking, texts->record, &run))
        return true;
    struct likely likely = passages_likely(checking->ranking, phrase, slot);
    for (size_t i = 0; i < PASSAGES_MOST && i < texts->record->passage_count; i++) {
        size_t passage = i;
        if (!likely.at[i] || !passages_have(checking, texts, &run, &passage))
            continue;
        if (!choice->is_excluded && checking->ranking->verified[slot] < 0)
            checking->ranking->verified[slot] = (int)passage;
        return true;
    }
    return false;
}

static void suspect_check(struct checking *checking, const struct suspect *suspect, bool looked_at)
{
    struct ranking *ranking = checking->ranking;
    struct record record = { .address = STR("") };
    struct texts texts = { .record = &record };
    size_t slot = suspect->slot;
    if (looked_at && !record_read(ranking->lists->index, checking->arena, suspect->page, &record))
        return;
    for (size_t i = 0; i < checking->included.count; i++) {
        struct phrase *phrase = checking->included.at[i];
        if (phrase->scores[slot] > 0 && !(looked_at && page_has(checking, &texts, phrase, slot)))
            phrase->scores[slot] = 0;
    }
    for (size_t i = 0; i < checking->excluded.count; i++) {
        struct phrase *phrase = checking->excluded.at[i];
        if (phrase->scores[slot] > 0 && (!looked_at || page_has(checking, &texts, phrase, slot)))
            ranking->dead[slot] = true;
    }
}

static size_t suspects_find(const struct checking *checking, bool has_words,
                            struct suspect *suspects)
{
    const struct ranking *ranking = checking->ranking;
    size_t count = 0;
    if (has_words)
        for (size_t i = 0; i < ranking->count; i++)
            suspect_try(checking, ranking->slots[i], suspects, &count);
    else
        for (size_t slot = 0; slot < ranking->lists->slot_count; slot++)
            suspect_try(checking, (uint32_t)slot, suspects, &count);
    qsort(suspects, count, sizeof *suspects, suspect_order);
    return count;
}

bool phrases_check(struct ranking *ranking, bool has_words)
{
    struct checking checking = { .ranking = ranking, .arena = arena_new() };
    for (size_t g = 0; g < ranking->group_count; g++)
        for (size_t i = 0; i < ranking->groups[g].phrase_count; i++)
            LIST_ADD(ranking->arena, checking.included, &ranking->groups[g].phrases[i]);
    for (size_t i = 0; i < ranking->excluded_count; i++)
        LIST_ADD(ranking->arena, checking.excluded, &ranking->excluded[i]);
    struct suspect *suspects = memory_alloc((ranking->lists->slot_count + 1) * sizeof *suspects);
    size_t count = suspects_find(&checking, has_words, suspects);
    for (size_t i = 0; i < count; i++) {
        suspect_check(&checking, &suspects[i], i < CHECKED_MOST);
        arena_reset(checking.arena);
    }
    free(suspects);
    arena_free(checking.arena);
    ranking_rank(ranking);
    return count > CHECKED_MOST;
}
