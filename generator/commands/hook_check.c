// SPDX-License-Identifier: EUPL-1.2
// What is said of the content that is pushed: once, by who reads it first.  Of the
// branch of the website that is the build after the push, so that nobody waits until
// it was read twice; of all else it is a reading before the push is let in.
#include "commands/hook.h"

#include "base/buf.h"

#include <stdlib.h>

const struct push_line *hook_line_of_site(struct hook *hook, struct push_lines lines)
{
    str branch = push_branch(hook->push, hook->arena);
    for (size_t i = 0; i < lines.count && !hook->options->background; i++)
        if (str_equal(lines.at[i].reference, branch) && !push_id_empty(lines.at[i].after))
            return &lines.at[i];
    return NULL;
}

void hook_leave_unsaid(struct hook *hook, const struct push_line *line)
{
    hook->unsaid = (struct unsaid){ .line = line };
    if (line == NULL)
        return;
    hook->unsaid.changed = push_changed(hook->push, hook->arena, line->before, line->after);
    hook->unsaid.all = push_id_empty(line->before) || hook->unsaid.changed.cut;
}

// As much as one can read.
enum { SHOWN_MOST = 100 };

static bool is_pushed(const struct unsaid *unsaid, str path)
{
    return unsaid->all ||
           (unsaid->changed.count > 0 && bsearch(&path, unsaid->changed.at, unsaid->changed.count,
                                                 sizeof(str), str_order) != NULL);
}

// Whether one more can be read; it is counted.
static bool has_room(struct unsaid *unsaid)
{
    if (unsaid->shown >= SHOWN_MOST)
        return false;
    unsaid->shown++;
    return true;
}

static bool is_own(void *context, enum severity severity, str path)
{
    struct unsaid *unsaid = context;
    (void)severity;
    return is_pushed(unsaid, path) && has_room(unsaid);
}

// A change of one file may break others.
static bool is_of_others(void *context, enum severity severity, str path)
{
    struct unsaid *unsaid = context;
    return !is_pushed(unsaid, path) && severity >= ERROR && has_room(unsaid);
}

// What is wrong with what was pushed goes first.  Returns how many messages are not shown.
static size_t show(const struct hook *hook, struct diagnostics *said, struct unsaid *unsaid)
{
    struct buf packed = { 0 };
    struct diagnostics *others = diagnostics_new();
    diagnostics_pack(said, &packed);
    if (packed.len > 0)
        diagnostics_replay(others, buf_view(&packed));
    buf_release(&packed);
    size_t hidden = diagnostics_select(said, is_own, unsaid);
    size_t own = unsaid->shown;
    diagnostics_print(said, MESSAGES_TEXT, hook->options->language, stdout);
    diagnostics_select(others, is_of_others, unsaid);
    diagnostics_print(others, MESSAGES_TEXT, hook->options->language, stdout);
    diagnostics_free(others);
    return hidden - (unsaid->shown - own);
}

static void say_outcome(const struct hook *hook, const struct diagnostics *said, str branch,
                        size_t hidden)
{
    if (diagnostics_count(said, FAILURE) + diagnostics_count(said, ERROR) +
            diagnostics_count(said, WARNING) ==
        0)
        printf(hook_said(hook, "Gecontroleerd: in '%.*s' is niets mis.\n",
                         "Checked: nothing is wrong in '%.*s'.\n"),
               STR_ARGS(branch));
    if (hook->unsaid.shown >= SHOWN_MOST && hidden > 0)
        printf(hook_said(hook, "Nog %zu meldingen passen hier niet.\n",
                         "There is no room for %zu more messages.\n"),
               hidden);
    else if (hidden == 1)
        puts(hook_said(hook, "Nog 1 melding gaat over een ander bestand.",
                       "1 more message is about another file."));
    else if (hidden > 1)
        printf(hook_said(hook, "Nog %zu meldingen gaan over andere bestanden.\n",
                         "%zu more messages are about other files.\n"),
               hidden);
}

// For build_order.tell.  A build that is made once more finds that all was said.
static void say(void *context, struct diagnostics *said)
{
    struct hook *hook = context;
    struct unsaid *unsaid = &hook->unsaid;
    if (unsaid->line == NULL)
        return;
    size_t hidden = show(hook, said, unsaid);
    say_outcome(hook, said, hook_branch(hook, unsaid->line->reference), hidden);
    fflush(stdout);
    unsaid->line = NULL;
}

void hook_say_with(struct hook *hook, struct build_order *order)
{
    order->tell = say;
    order->changed = hook->unsaid.changed.at;
    order->changed_count = hook->unsaid.changed.count;
    order->all_changed = hook->unsaid.all;
    order->context = hook;
}

void hook_say_unsaid(struct hook *hook)
{
    if (hook->unsaid.line == NULL)
        return;
    struct options options = *hook->options;
    struct build_order order = { .reading_only = true };
    struct diagnostics *said = diagnostics_new();
    options.revision = arena_c_string(hook->arena, hook->unsaid.line->after);
    options.arguments = &hook->repository;
    options.argument_count = 1;
    hook_say_with(hook, &order);
    build_site(&options, &order, hook->arena, said);
    say(hook, said); // where not all could be read
    diagnostics_free(said);
}

void hook_check(struct hook *hook, const struct push_line *line)
{
    hook_leave_unsaid(hook, line);
    hook_say_unsaid(hook);
}
