// SPDX-License-Identifier: EUPL-1.2
// Texts that the website had withdrawn or removed and that are on it again: because an
// editor wants it so, or because the history was put back, by one who did not think of them.
#include "commands/hook.h"

#include "base/path.h"

DIAGNOSTIC(hook_withdrawn_back, WARNING, "'{1}' was ingetrokken en staat nu weer op de site",
           "'{1}' was withdrawn and is on the site again",
           "is dat niet de bedoeling? zet er weer 'status: ingetrokken' in en push",
           "is that not meant? put 'status: ingetrokken' into it again, and push");
DIAGNOSTIC(hook_removed_back, WARNING, "'{1}' was weggehaald en staat nu weer op de site",
           "'{1}' was removed and is on the site again",
           "is dat niet de bedoeling? haal het weer weg en push",
           "is that not meant? remove it again, and push");

static void say(struct hook *hook, const struct diagnostic_kind *kind, str path)
{
    diagnose(hook->aside, kind, (struct place){ 0 }, VALUES(path));
}

static void look_at_withdrawn(struct hook *hook, struct texts *texts)
{
    str line;
    str rest = hook_recall(hook, "unpublished", STR(""));
    while (str_cut(rest, '\n', &line, &rest))
        if (str_starts(line, STR("!")) && texts_have_path(texts, hook->arena, str_after(line, 1)))
            say(hook, &hook_withdrawn_back, str_after(line, 1));
}

// Only where the history was put back or written anew: else who brings a text back has
// written it again.
static void look_at_removed(struct hook *hook, struct texts *texts, str before, str now)
{
    char meeting[PUSH_ID_SIZE] = "";
    if (before.len == 0 || !push_meeting(hook->push, before, now, meeting) ||
        str_equal(str_from_c(meeting), before))
        return;
    struct push_names gone = push_gone(hook->push, hook->arena, str_from_c(meeting), before);
    for (size_t i = 0; i < gone.count; i++)
        if (path_is_markdown(gone.at[i]) && texts_have_path(texts, hook->arena, gone.at[i]))
            say(hook, &hook_removed_back, gone.at[i]);
}

void hook_say_returned(struct hook *hook, const struct build_made *made, struct texts *texts)
{
    str before = str_trim(hook_recall(hook, "published", STR("")));
    look_at_withdrawn(hook, texts);
    look_at_removed(hook, texts, before, made->result->revision);
}
