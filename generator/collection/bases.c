// SPDX-License-Identifier: EUPL-1.2
#include "collection/bases.h"

#include "base/parallel.h"
#include "format/forms.h"

struct joining {
    const struct lexicon *lexicon;
    struct base *bases; // of each form; itself when it has none
};

enum { FORMS_PER_TASK = 1024 };

static const struct form_entry *known(const struct joining *joining, str word)
{
    return lexicon_find(joining->lexicon, word);
}

// The form with that text, which is most often what form `number` begins with.
static const struct form_entry *known_base(const struct joining *joining, size_t number, str word)
{
    const struct form_entry *forms = joining->lexicon->forms;
    if (!str_starts(forms[number].text, word))
        return known(joining, word);
    uint32_t base = joining->lexicon->beginnings[number];
    while (base != NO_FORM && forms[base].text.len > word.len)
        base = joining->lexicon->beginnings[base];
    return base != NO_FORM && forms[base].text.len == word.len ? &forms[base] : NULL;
}

static bool has_witness(const struct joining *joining, str word, str base)
{
    struct candidates witnesses;
    if (!form_needs_witness(word, base, &witnesses))
        return true;
    for (size_t i = 0; i < witnesses.count; i++)
        if (known(joining, witnesses.at[i]) != NULL)
            return true;
    return false;
}

static struct base base_from(const struct joining *joining, size_t number)
{
    const struct form_entry *form = &joining->lexicon->forms[number];
    const struct form_entry *best = NULL;
    struct candidates candidates;
    size_t fitting = 0;
    form_candidates(form->text, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        const struct form_entry *base = known_base(joining, number, candidates.at[i]);
        if (base == NULL || base->is_stop || !has_witness(joining, form->text, base->text))
            continue;
        fitting++;
        if (best == NULL || base->entries > best->entries)
            best = base;
    }
    uint32_t base = best == NULL ? (uint32_t)number : (uint32_t)(best - joining->lexicon->forms);
    return (struct base){ base, fitting > 1 };
}

// Of the possible bases that occur, the one on most pages: `dagen` belongs to
// `dag`, also where someone writes `daag`.
static struct base base_of(const struct joining *joining, size_t number)
{
    const struct form_entry *form = &joining->lexicon->forms[number];
    const struct form_entry *known_one;
    char room[CANDIDATE_BYTES];
    str irregular;
    if (form->is_fixed)
        return (struct base){ (uint32_t)number, false };
    if (form_irregular(form->text, room, &irregular) &&
        (known_one = known(joining, irregular)) != NULL)
        return (struct base){ (uint32_t)(known_one - joining->lexicon->forms), false };
    return base_from(joining, number);
}

static void find_bases(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct joining *joining = context;
    size_t end = (item + 1) * FORMS_PER_TASK;
    if (end > joining->lexicon->count)
        end = joining->lexicon->count;
    for (size_t i = item * FORMS_PER_TASK; i < end; i++)
        joining->bases[i] = base_of(joining, i);
}

// ---- Bases that are known from the last time ----

// Those that have come, gone or been seen elsewhere may be another choice.
static void bases_keep(struct joining *joining)
{
    const struct lexicon *lexicon = joining->lexicon;
    const struct former *former = lexicon->collection->former;
    for (uint32_t i = 0; i < lexicon->count; i++)
        joining->bases[i] = (struct base){ i, false };
    for (size_t i = 0; i < former->base_count; i++) {
        const struct form_base *then = &former->bases[i];
        uint32_t form = lexicon->renumbered[then->form];
        uint32_t base = lexicon->renumbered[then->base];
        if (form == NO_FORM || base == NO_FORM)
            continue;
        joining->bases[form] = (struct base){ base, then->is_contested };
        if (then->is_contested)
            joining->bases[form] = base_of(joining, form);
    }
}

// Forms whose base may be `text`, or that may ask for it as a witness, begin like it.
static void bases_ask(struct joining *joining, str text)
{
    const struct lexicon *lexicon = joining->lexicon;
    str beginning = str_slice(text, 0, form_beginning(text));
    if (beginning.len == 0)
        return;
    for (size_t i = lexicon_place(lexicon, beginning);
         i < lexicon->count && str_starts(lexicon->forms[i].text, beginning); i++) {
        size_t len = lexicon->forms[i].text.len;
        if (len <= text.len + FORM_TAIL_MOST && text.len <= len + FORM_TAIL_MOST)
            joining->bases[i] = base_of(joining, i);
    }
}

// And those that are made from it by no rule.
static void bases_ask_irregular(struct joining *joining, str text)
{
    struct candidates words;
    form_irregulars(text, &words);
    for (size_t i = 0; i < words.count; i++) {
        const struct form_entry *form = known(joining, words.at[i]);
        if (form != NULL)
            joining->bases[form - joining->lexicon->forms] =
                base_of(joining, (size_t)(form - joining->lexicon->forms));
    }
}

static void bases_follow(struct joining *joining)
{
    const struct lexicon *lexicon = joining->lexicon;
    bases_keep(joining);
    for (size_t i = 0; i < lexicon->change_count; i++) {
        const struct changed_form *change = &lexicon->changes[i];
        if (change->form != NO_FORM && change->former != NO_FORM)
            continue;
        if (change->form != NO_FORM)
            joining->bases[change->form] = base_of(joining, change->form);
        bases_ask(joining, changed_text(lexicon, i));
        bases_ask_irregular(joining, changed_text(lexicon, i));
    }
}

void bases_set(struct arena *arena, struct lexicon *lexicon, unsigned jobs)
{
    lexicon->bases = ARENA_ARRAY(arena, struct base, lexicon->count + 1);
    struct joining joining = { lexicon, lexicon->bases };
    size_t tasks = (lexicon->count + FORMS_PER_TASK - 1) / FORMS_PER_TASK;
    if (lexicon_follows(lexicon))
        bases_follow(&joining);
    else
        parallel_each(jobs, tasks, find_bases, &joining);
}
