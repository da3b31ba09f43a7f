// SPDX-License-Identifier: EUPL-1.2
// After a push: what is wished, and who grants it.
#include "commands/hook.h"

static void grant(struct hook *hook, str name, str reference)
{
    hook_read_settings(hook);
    if (str_equal(name, STR("site")))
        hook_site_refresh(hook);
    else
        hook_preview_refresh(hook, name, reference);
    hook_tell(hook);
    hook_wish_granted(hook, name);
}

static void grant_all(struct hook *hook)
{
    str name;
    str reference;
    while (hook_wish_take(hook, &name, &reference))
        grant(hook, name, reference);
}

// What the website withdrew is known once it was built.
static void wish_site_first(struct hook *hook)
{
    if (hook_published(hook).len == 0)
        hook_wish(hook, STR("site"), push_branch(hook->push, hook->arena));
}

// Builds what is wished until nothing is, unless another does.
static bool work(struct hook *hook)
{
    bool worked = false;
    for (;;) {
        int lock = hook_lock(hook);
        if (lock < 0)
            return worked;
        wish_site_first(hook);
        grant_all(hook);
        if (hook_wish_again(hook))
            grant_all(hook);
        hook_unlock(lock);
        worked = true;
        if (hook_recall_names(hook, "wish-").count == 0)
            return true;
    }
}

static void work_or_say(struct hook *hook)
{
    bool worked = work(hook);
    hook_say_unsaid(hook);
    if (!worked && diagnostics_count(hook->diagnostics, FAILURE) > 0)
        hook_say_hindered(hook);
    else if (!worked)
        puts(hook_said(hook, "Er loopt al een bouw; jouw wijziging gaat mee in de volgende.",
                       "A build is running; your change goes with the next one."));
}

// ---- What a push wishes ----

// `room` is how many previews a push may ask for that do not stand yet.
static bool wish_line(struct hook *hook, str branch, const struct push_line *line, size_t *room)
{
    if (str_equal(line->reference, branch))
        return hook_wish(hook, STR("site"), branch);
    str name = hook_preview_name(hook->arena, line->reference);
    bool stands = hook_recall(hook, "preview-", name).len > 0;
    if (!str_starts(line->reference, STR("refs/heads/")) ||
        !(stands || (hook->options->previews && !push_id_empty(line->after))))
        return false;
    if (!stands && *room == 0)
        return false;
    *room -= !stands;
    return hook_wish(hook, name, line->reference);
}

static bool wish_all(struct hook *hook, str branch, struct push_lines lines)
{
    bool wished = false;
    size_t room = HOOK_PREVIEWS_MOST + 1; // one too many, so that it is said
    for (size_t i = 0; i < lines.count; i++)
        wished |= wish_line(hook, branch, &lines.at[i], &room);
    return wished;
}

static bool ready(struct hook *hook)
{
    if (!hook->trusty || !hook_state_make(hook))
        return false;
    if (options_given(hook->options, "output") != NULL)
        return true;
    hook_say_unsaid(hook);
    puts(hook_said(hook, "Er is niets gebouwd: de map van de website is niet ingesteld.",
                   "Nothing was built: the folder of the website is not set."));
    return false;
}

static void say_later(struct hook *hook)
{
    puts(hook_said(hook, "De bouw loopt; je wijziging staat zo op de site.",
                   "The build is running; your change will be on the site soon."));
    if (hook->options->address != NULL && !hook->options->no_status)
        printf(hook_said(hook, "  Hoe het ging: %s%sbouwstatus/\n",
                         "  How it went: %s%sbouwstatus/\n"),
               hook->options->address,
               str_ends(str_from_c(hook->options->address), STR("/")) ? "" : "/");
    fflush(stdout);
}

// Returns whether anything is to be built.
static bool wish(struct hook *hook, struct push_lines lines)
{
    str branch = hook_branch_adopt(hook, push_branch(hook->push, hook->arena));
    bool wished = wish_all(hook, branch, lines);
    if (!wished && diagnostics_count(hook->diagnostics, FAILURE) == 0)
        hook_branch_say_beside(hook, branch, lines);
    return wished;
}

static void build(struct hook *hook, bool wished)
{
    if (hook->options->background) {
        if (hook_detach(hook))
            work(hook);
        else if (wished)
            say_later(hook);
    } else if (wished) {
        work_or_say(hook);
    } else {
        work(hook);
    }
}

// What a hook that was killed did not come to, the next one does, whatever was pushed.
static void receive(struct hook *hook, struct push_lines lines)
{
    bool may = lines.count > 0 && ready(hook);
    bool wished = may && wish(hook, lines);
    if (!wished && diagnostics_count(hook->diagnostics, FAILURE) > 0)
        hook_say_hindered(hook);
    else if (wished || (may && hook_is_any_left(hook)))
        build(hook, wished);
}

int hook_post_receive(struct hook *hook)
{
    struct push_lines lines = push_lines_read(hook->arena, stdin);
    hook_leave_unsaid(hook, hook_line_of_site(hook, lines));
    receive(hook, lines);
    hook_say_unsaid(hook);
    return EXIT_DONE;
}

int hook_publish(struct hook *hook)
{
    if (!ready(hook))
        return EXIT_WORLD;
    str branch = hook_branch_adopt(hook, push_branch(hook->push, hook->arena));
    if (!hook_wish(hook, STR("site"), branch))
        return EXIT_WORLD;
    work_or_say(hook);
    if (!hook_branch_there(hook, branch))
        hook_branch_say_how(hook);
    return hook->failed ? EXIT_CONTENT : EXIT_DONE;
}
