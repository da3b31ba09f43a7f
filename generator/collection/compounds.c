// SPDX-License-Identifier: EUPL-1.2
#include "collection/compounds.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "collection/endings.h"
#include "format/forms.h"

#include <stdlib.h>
#include <string.h>

// Letters of the shortest word that can have two parts.
enum { WORD_LEAST = 2 * PART_LEAST };

// Parts within parts.
enum { DEPTH_MOST = 3 };

// A part may be on that many times fewer pages than the whole: on a site about
// ervaringskennis that word is more common than kennis.
enum { RARER_MOST = 8 };

enum { FORMS_PER_TASK = 1024 };

// Endings that may be words as well, but make no compound.
static const char ENDINGS[] =
    " achtig baar bare eerd eerde eren ering ering heden heid iteit lijk lijke loos loze matig "
    "matige schap schappen tjes etje etjes ster sters zaam zame ";

// What may stand between the parts, and what the first part then lacks
// (kinder|opvang: kinderen; schuld|hulp where only schulden occurs).
static const struct {
    str link;
    str lacking;
} LINKS[] = {
    { { "", 0 }, { "", 0 } },   { { "s", 1 }, { "", 0 } },  { { "en", 2 }, { "", 0 } },
    { { "e", 1 }, { "", 0 } },  { { "er", 2 }, { "", 0 } }, { { "er", 2 }, { "eren", 4 } },
    { { "", 0 }, { "en", 2 } },
};

struct splitting {
    const struct lexicon *lexicon;
    const uint32_t *endings; // of each form of letters: the longest other one that it ends with
    struct split *splits;
};

static bool is_ending(str word)
{
    size_t at = str_find(str_from_c(ENDINGS), word, 0);
    return at != STR_NONE && ENDINGS[at - 1] == ' ' && ENDINGS[at + word.len] == ' ';
}

enum { LINK_COUNT = sizeof LINKS / sizeof *LINKS };

// The forms that a word begins with, by their length.
struct heads {
    const struct form_entry *at[WORD_BYTES + 1];
    // What was last found to lack letters, for each link: words that begin alike stand
    // side by side, and ask the same.
    struct lacking {
        str start;
        const struct form_entry *form;
    } lacking[LINK_COUNT];
};

static void heads_set(const struct splitting *splitting, size_t number, struct heads *heads,
                      bool are_there)
{
    const struct form_entry *forms = splitting->lexicon->forms;
    const uint32_t *beginnings = splitting->lexicon->beginnings;
    for (uint32_t i = beginnings[number]; i != NO_FORM; i = beginnings[i])
        heads->at[forms[i].text.len] = are_there ? &forms[i] : NULL;
}

// Whether the form can be a part of a word that is on so many pages.
static bool is_part(const struct form_entry *form, uint32_t entries)
{
    return form != NULL && form->text.len >= PART_LEAST &&
           (uint64_t)form->entries * RARER_MOST >= entries && !form->is_stop;
}

// What is left of a word that lacks its plural must be a part by itself.
static bool too_short(str start, str link)
{
    return link.len == 0 && start.len < PART_LEAST;
}

static const struct form_entry *lacking_head(const struct splitting *splitting, str head,
                                             str lacking)
{
    char room[WORD_BYTES];
    if (head.len + lacking.len > WORD_BYTES)
        return NULL;
    memcpy(room, head.at, head.len);
    memcpy(room + head.len, lacking.at, lacking.len);
    return lexicon_find(splitting->lexicon, (str){ room, head.len + lacking.len });
}

// The form that a word begins with, without the link: without some of its letters as well,
// where the link says so.
static const struct form_entry *head_before(const struct splitting *splitting, struct heads *heads,
                                            size_t link, str start)
{
    struct lacking *last = &heads->lacking[link];
    if (LINKS[link].lacking.len == 0)
        return heads->at[start.len];
    if (last->start.at == NULL || !str_equal(last->start, start))
        *last = (struct lacking){ start, lacking_head(splitting, start, LINKS[link].lacking) };
    return last->form;
}

static const struct form_entry *head_of(const struct splitting *splitting, struct heads *heads,
                                        str before, uint32_t entries)
{
    const struct form_entry *best = NULL;
    for (size_t i = 0; i < LINK_COUNT; i++) {
        str link = LINKS[i].link;
        if (!str_ends(before, link))
            continue;
        str start = str_slice(before, 0, before.len - link.len);
        if (too_short(start, link))
            continue;
        const struct form_entry *head = head_before(splitting, heads, i, start);
        if (is_part(head, entries) && (best == NULL || head->entries > best->entries))
            best = head;
    }
    return best;
}

// Of what is as good, the longest tail.
static struct split best_split(const struct splitting *splitting, struct heads *heads,
                               uint32_t number)
{
    const struct form_entry *forms = splitting->lexicon->forms;
    const struct form_entry *form = &forms[number];
    struct split split = { NO_FORM, NO_FORM };
    uint64_t best = 0;
    for (uint32_t i = splitting->endings[number]; i != NO_FORM; i = splitting->endings[i]) {
        const struct form_entry *tail = &forms[i];
        if (tail->text.len + PART_LEAST > form->text.len || !is_part(tail, form->entries) ||
            is_ending(tail->text))
            continue;
        str before = str_slice(form->text, 0, form->text.len - tail->text.len);
        const struct form_entry *head = head_of(splitting, heads, before, form->entries);
        if (head == NULL || (uint64_t)head->entries * tail->entries <= best)
            continue;
        best = (uint64_t)head->entries * tail->entries;
        split = (struct split){ (uint32_t)(head - forms), i };
    }
    return split;
}

static struct split split_of(const struct splitting *splitting, size_t number, struct heads *heads)
{
    const struct form_entry *form = &splitting->lexicon->forms[number];
    if (form->text.len < WORD_LEAST || !all_letters(form->text))
        return (struct split){ NO_FORM, NO_FORM };
    heads_set(splitting, number, heads, true);
    struct split split = best_split(splitting, heads, (uint32_t)number);
    heads_set(splitting, number, heads, false);
    return split;
}

static void find_splits(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct splitting *splitting = context;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > splitting->lexicon->count)
        end = splitting->lexicon->count;
    struct heads heads = { .at = { NULL } };
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        splitting->splits[i] = split_of(splitting, i, &heads);
}

// ---- Splits that are known from the last time ----

struct revising {
    const struct splitting *splitting;
    const bool *doubtful; // of each form: whether its split is to be found anew
    const bool *other;    // of each form: whether more or fewer entries have it
};

// A stop word is a part of none.
static void other_mark(const struct lexicon *lexicon, bool *other)
{
    for (size_t i = 0; i < lexicon->change_count; i++) {
        uint32_t form = lexicon->changes[i].form;
        if (form != NO_FORM && lexicon->changes[i].other_entries && !lexicon->forms[form].is_stop)
            other[form] = true;
    }
}

// Those of the last time; what is gone may have been a part.
static void splits_keep(const struct lexicon *lexicon, struct split *splits, bool *doubtful)
{
    const struct former *former = lexicon->collection->former;
    for (uint32_t i = 0; i < lexicon->count; i++)
        splits[i] = (struct split){ NO_FORM, NO_FORM };
    for (size_t i = 0; i < former->split_count; i++) {
        const struct form_split *then = &former->splits[i];
        uint32_t form = lexicon->renumbered[then->form];
        if (form == NO_FORM)
            continue;
        splits[form] =
            (struct split){ lexicon->renumbered[then->head], lexicon->renumbered[then->tail] };
        if (splits[form].head == NO_FORM || splits[form].tail == NO_FORM)
            doubtful[form] = true;
    }
}

// A changed form that is written out may begin a word without some of its letters.
static void lacking_mark(const struct lexicon *lexicon, str head, bool *doubtful)
{
    char room[WORD_BYTES];
    for (size_t i = 0; i < LINK_COUNT; i++) {
        if (LINKS[i].lacking.len == 0 || !str_ends(head, LINKS[i].lacking))
            continue;
        str start = str_slice(head, 0, head.len - LINKS[i].lacking.len);
        if (too_short(start, LINKS[i].link))
            continue;
        memcpy(room, start.at, start.len);
        memcpy(room + start.len, LINKS[i].link.at, LINKS[i].link.len);
        start = (str){ room, start.len + LINKS[i].link.len };
        for (size_t f = lexicon_place(lexicon, start);
             f < lexicon->count && str_starts(lexicon->forms[f].text, start); f++)
            doubtful[f] = true;
    }
}

// Itself, and all words that begin with it.
static void beginning_mark(const struct lexicon *lexicon, uint32_t form, bool *doubtful)
{
    const struct form_entry *forms = lexicon->forms;
    doubtful[form] = true;
    for (uint32_t i = form + 1;
         i < lexicon->count && !forms[form].is_stop && str_starts(forms[i].text, forms[form].text);
         i++)
        doubtful[i] = true;
}

// Whether a form of those that a word ends with counts otherwise now.
static bool is_doubtful(const uint32_t *endings, const bool *other, uint32_t form)
{
    for (form = endings[form]; form != NO_FORM; form = endings[form])
        if (other[form])
            return true;
    return false;
}

static void revise_splits(void *context, size_t item, unsigned worker)
{
    (void)worker;
    const struct revising *revising = context;
    const struct splitting *splitting = revising->splitting;
    const struct lexicon *lexicon = splitting->lexicon;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > lexicon->count)
        end = lexicon->count;
    struct heads heads = { .at = { NULL } };
    for (uint32_t i = (uint32_t)(item * FORMS_PER_TASK); i < end; i++)
        if (revising->doubtful[i] || is_doubtful(splitting->endings, revising->other, i))
            splitting->splits[i] = split_of(splitting, i, &heads);
}

static void splits_follow(const struct splitting *splitting, unsigned jobs)
{
    const struct lexicon *lexicon = splitting->lexicon;
    bool *other = memory_alloc(2 * (lexicon->count + 1));
    bool *doubtful = other + lexicon->count + 1;
    memset(other, 0, 2 * (lexicon->count + 1));
    struct revising revising = { splitting, doubtful, other };
    other_mark(lexicon, other);
    splits_keep(lexicon, splitting->splits, doubtful);
    for (size_t i = 0; i < lexicon->change_count; i++) {
        const struct changed_form *change = &lexicon->changes[i];
        if (!change->other_entries)
            continue;
        lacking_mark(lexicon, changed_text(lexicon, i), doubtful);
        if (change->form != NO_FORM && changed_text(lexicon, i).len >= PART_LEAST)
            beginning_mark(lexicon, change->form, doubtful);
    }
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    parallel_each(jobs, tasks, revise_splits, &revising);
    free(other);
}

// ---- From parts to words ----

// The classes that a form is found by besides its own, each once.
struct parts {
    uint32_t heads[PARTS_MOST];
    size_t count;
};

static void part_add(struct parts *parts, uint32_t head)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->heads[i] == head)
            return;
    if (parts->count < PARTS_MOST)
        parts->heads[parts->count++] = head;
}

static void parts_add(const struct lexicon *lexicon, const struct split *splits, uint32_t form,
                      unsigned depth, struct parts *parts)
{
    struct split split = splits[form];
    if (split.head == NO_FORM || depth == DEPTH_MOST)
        return;
    part_add(parts, lexicon->forms[split.head].head);
    part_add(parts, lexicon->forms[split.tail].head);
    parts_add(lexicon, splits, split.head, depth + 1, parts);
    parts_add(lexicon, splits, split.tail, depth + 1, parts);
}

static struct parts parts_of(const struct lexicon *lexicon, const struct split *splits,
                             uint32_t form)
{
    struct parts parts = { .count = 0 };
    if (splits[form].head == NO_FORM)
        return parts;
    parts_add(lexicon, splits, form, 0, &parts);
    size_t kept = 0;
    for (size_t i = 0; i < parts.count; i++)
        if (parts.heads[i] != lexicon->forms[form].head)
            parts.heads[kept++] = parts.heads[i];
    parts.count = kept;
    return parts;
}

size_t compounds_parts(const struct compounds *compounds, const struct lexicon *lexicon,
                       uint32_t form, uint32_t heads[static PARTS_MOST])
{
    if (compounds->splits == NULL)
        return 0;
    struct parts parts = parts_of(lexicon, compounds->splits, form);
    for (size_t i = 0; i < parts.count; i++)
        heads[i] = parts.heads[i];
    return parts.count;
}

// What a task finds: of each form that has parts, these, and how many.
struct found_parts {
    uint32_t *forms;
    struct parts *parts;
    size_t count;
};

struct finding {
    const struct lexicon *lexicon;
    const struct split *splits;
    struct found_parts *found; // of each task
};

static void find_parts(void *context, size_t item, unsigned worker)
{
    (void)worker;
    const struct finding *finding = context;
    struct found_parts *found = &finding->found[item];
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > finding->lexicon->count)
        end = finding->lexicon->count;
    size_t count = 0;
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        count += finding->splits[i].head != NO_FORM;
    found->forms = memory_alloc((count + 1) * sizeof *found->forms);
    found->parts = memory_alloc((count + 1) * sizeof *found->parts);
    for (uint32_t i = (uint32_t)(item * FORMS_PER_TASK); i < end; i++) {
        if (finding->splits[i].head == NO_FORM)
            continue;
        found->forms[found->count] = i;
        found->parts[found->count++] = parts_of(finding->lexicon, finding->splits, i);
    }
}

// How many words each class is a part of, two places on.
static void parts_count(const struct found_parts *found, uint32_t *starts)
{
    for (size_t i = 0; i < found->count; i++)
        for (size_t p = 0; p < found->parts[i].count; p++)
            starts[found->parts[i].heads[p] + 2]++;
}

static void parts_place(const struct found_parts *found, uint32_t *starts, uint32_t *forms)
{
    for (size_t i = 0; i < found->count; i++)
        for (size_t p = 0; p < found->parts[i].count; p++)
            forms[starts[found->parts[i].heads[p] + 1]++] = found->forms[i];
}

// Turned around: from the part to the words that have it.
static struct compounds compounds_collect(struct arena *arena, const struct splitting *splitting,
                                          unsigned jobs)
{
    const struct lexicon *lexicon = splitting->lexicon;
    size_t count = lexicon->count;
    size_t tasks = (count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    struct finding finding = { lexicon, splitting->splits,
                               ARENA_ARRAY(arena, struct found_parts, tasks) };
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, count + 2);
    parallel_each(jobs, tasks, find_parts, &finding);
    for (size_t i = 0; i < tasks; i++)
        parts_count(&finding.found[i], starts);
    for (size_t i = 2; i < count + 2; i++)
        starts[i] += starts[i - 1];
    uint32_t *forms = ARENA_ARRAY(arena, uint32_t, starts[count + 1] + 1);
    for (size_t i = 0; i < tasks; i++) {
        parts_place(&finding.found[i], starts, forms);
        free(finding.found[i].forms);
        free(finding.found[i].parts);
    }
    return (struct compounds){ starts, forms, splitting->endings, splitting->splits };
}

struct compounds compounds_of(struct arena *arena, const struct lexicon *lexicon, str language,
                              unsigned jobs)
{
    if (!makes_compounds(language))
        return (struct compounds){ .starts = ARENA_ARRAY(arena, uint32_t, lexicon->count + 2) };
    const uint32_t *endings = endings_of(arena, lexicon);
    struct splitting splitting = { lexicon, endings,
                                   ARENA_ARRAY(arena, struct split, lexicon->count + 1) };
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    if (lexicon_follows(lexicon))
        splits_follow(&splitting, jobs);
    else
        parallel_each(jobs, tasks, find_splits, &splitting);
    return compounds_collect(arena, &splitting, jobs);
}
