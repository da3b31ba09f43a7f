// SPDX-License-Identifier: EUPL-1.2
// Texts that are on the website though somebody withdrew or removed them: again, because an
// editor wants it so, or because the history was put back, by one who did not think of them;
// or still, because the website could not be made.
#include "commands/hook.h"

#include "base/map.h"
#include "base/path.h"

DIAGNOSTIC(hook_withdrawn_back, WARNING, "'{1}' was ingetrokken en staat nu weer op de site",
           "'{1}' was withdrawn and is on the site again",
           "is dat niet de bedoeling? zet er weer 'status: ingetrokken' in en push",
           "is that not meant? put 'status: ingetrokken' into it again, and push");
DIAGNOSTIC(hook_removed_back, WARNING, "'{1}' was weggehaald en staat nu weer op de site",
           "'{1}' was removed and is on the site again",
           "is dat niet de bedoeling? haal het weer weg en push",
           "is that not meant? remove it again, and push");

DIAGNOSTIC(hook_withdrawn_still, WARNING,
           "'{1}' is ingetrokken of weggehaald, maar staat nog op de site",
           "'{1}' was withdrawn or removed, but is still on the site",
           "verbeter eerst wat er mis is en push opnieuw: dan gaat het van de site af",
           "first mend what is wrong and push again: then it goes from the site");

// As much as one can read.
enum { SAID_MOST = 20 };

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
    str before = hook_before(hook);
    look_at_withdrawn(hook, texts);
    look_at_removed(hook, texts, before, made->result->revision);
}

// ---- Still ----

// The value of `status: ingetrokken`, as people write it.
static bool says_withdrawn(str value)
{
    value = str_trim(value);
    if (value.len > 2 && (value.at[0] == '"' || value.at[0] == '\''))
        value = str_slice(value, 1, value.len - 1);
    return str_equal(value, STR("ingetrokken")) || str_equal(value, STR("verdwenen"));
}

static bool is_withdrawn(str text)
{
    static const str field = { "status:", 7 };
    str line;
    if (!str_cut(text, '\n', &line, &text) || !str_equal(str_trim(line), STR("---")))
        return false;
    while (str_cut(text, '\n', &line, &text) && !str_equal(str_trim(line), STR("---")))
        if (str_starts(line, field))
            return says_withdrawn(str_after(line, field.len));
    return false;
}

// Paths that differ between the website and a revision of which it was not made.
struct unmade {
    struct hook *hook;
    str before;
    str revision;
    struct push_names changed;
    struct map *hidden; // paths that were not on the website
    struct map *ids;    // of files as they are now
};

static struct unmade unmade_of(struct hook *hook, str before, str revision)
{
    str line;
    char id[PUSH_ID_SIZE];
    struct arena *arena = hook->arena;
    struct unmade unmade = { hook, before, revision, { 0 }, map_new(arena), map_new(arena) };
    str rest = hook_recall(hook, "unpublished", STR(""));
    while (str_cut(rest, '\n', &line, &rest))
        map_put(unmade.hidden, str_after(line, 1), hook);
    unmade.changed = push_changed(hook->push, arena, before, revision);
    for (size_t i = 0; i < unmade.changed.count; i++)
        if (push_file(hook->push, arena, revision, unmade.changed.at[i], id))
            map_put(unmade.ids, arena_copy(arena, str_from_c(id)), hook);
    return unmade;
}

// Whether it was on the website, and somebody withdrew or removed it: a text that has another
// path now is neither.
static bool is_still_there(const struct unmade *unmade, str path)
{
    str text;
    char id[PUSH_ID_SIZE];
    struct hook *hook = unmade->hook;
    if (!path_is_markdown(path) || map_get(unmade->hidden, path) != NULL ||
        !push_file(hook->push, hook->arena, unmade->before, path, id))
        return false;
    if (push_text(hook->push, hook->arena, unmade->revision, path, &text))
        return is_withdrawn(text);
    return map_get(unmade->ids, str_from_c(id)) == NULL;
}

// Nobody made anything of the revision: its texts are looked at as they are.
void hook_say_still_there(struct hook *hook, str revision)
{
    size_t said = 0;
    str before = hook_before(hook);
    if (before.len == 0)
        return;
    struct unmade unmade = unmade_of(hook, before, revision);
    for (size_t i = 0; i < unmade.changed.count && said < SAID_MOST; i++)
        if (is_still_there(&unmade, unmade.changed.at[i])) {
            say(hook, &hook_withdrawn_still, unmade.changed.at[i]);
            said++;
        }
}
