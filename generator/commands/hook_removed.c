// SPDX-License-Identifier: EUPL-1.2
// What the website removed is remembered, for the history does not tell it of each branch:
// the text may have come to the website by another commit than to the branch, or the history
// was written anew.
#include "commands/hook.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/path.h"
#include "commands/hook_secrets.h"

static void add_line(struct buf *to, str commit, str path)
{
    buf_add_format(to, "%.*s %.*s\n", STR_ARGS(commit), STR_ARGS(path));
}

// What went between two commits, and is not in another place of the website.
struct gone {
    struct secrets *secrets;
    struct push_names names;
    struct secret **texts; // of the same number; NULL for an attachment
};

static void keep(struct hook *hook, struct gone *gone, str before)
{
    gone->texts = ARENA_ARRAY(hook->arena, struct secret *, gone->names.count);
    for (size_t i = 0; i < gone->names.count; i++)
        if (path_is_markdown(gone->names.at[i]))
            gone->texts[i] = secrets_keep_text(gone->secrets, gone->names.at[i], before, STR(""));
        else
            secrets_keep_file(gone->secrets, gone->names.at[i], before);
}

static struct map *unpublished_of(struct hook *hook)
{
    str line;
    str rest = hook->unpublished;
    struct map *paths = map_new(hook->arena);
    while (str_cut(rest, '\n', &line, &rest))
        map_put(paths, str_after(line, 1), hook);
    return paths;
}

static void drop_moved(struct hook *hook, struct gone *gone, str now, struct push_names changed)
{
    struct map *unpublished = unpublished_of(hook);
    for (size_t i = 0; i < changed.count; i++)
        if (!path_is_markdown(changed.at[i]))
            secrets_drop_file(gone->secrets, now, changed.at[i]);
        else if (map_get(unpublished, changed.at[i]) == NULL)
            secrets_drop_text(gone->secrets, now, changed.at[i]);
}

static void add_gone(struct hook *hook, str before, str now, struct push_names changed,
                     struct buf *to)
{
    struct gone gone = { .names = push_gone(hook->push, hook->arena, before, now) };
    if (before.len == 0 || gone.names.count == 0)
        return;
    gone.secrets = secrets_new(hook->arena, hook->push);
    keep(hook, &gone, before);
    drop_moved(hook, &gone, now, changed);
    for (size_t i = 0; i < gone.names.count; i++)
        if (gone.texts[i] != NULL ? secret_is_left(gone.texts[i])
                                  : secrets_has_file(gone.secrets, before, gone.names.at[i]))
            add_line(to, before, gone.names.at[i]);
}

// Whether the website has it again is asked only where something changed.
static void add_still_gone(struct hook *hook, str now, struct push_names changed, struct buf *to)
{
    str line;
    str commit;
    str path;
    char id[PUSH_ID_SIZE];
    str rest = hook_recall(hook, "removed", STR(""));
    while (str_cut(rest, '\n', &line, &rest)) {
        bool cut = str_cut(line, ' ', &commit, &path);
        bool asked = cut && (changed.cut || push_names_have(changed, path));
        if (cut && !(asked && push_file(hook->push, hook->arena, now, path, id)))
            add_line(to, commit, path);
    }
}

static bool is_rewritten(struct hook *hook, str before, str now)
{
    char meeting[PUSH_ID_SIZE] = "";
    return before.len > 0 && !(push_meeting(hook->push, before, now, meeting) &&
                               str_equal(str_from_c(meeting), before));
}

// Where nobody has previews, nothing is compared that the history will tell later.
static bool is_needed(struct hook *hook, str before, str now)
{
    return hook->options->previews || hook_recall_names(hook, "preview-").count > 0 ||
           hook_recall(hook, "removed", STR("")).len > 0 || is_rewritten(hook, before, now);
}

bool hook_note_removed(struct hook *hook, str before, str now)
{
    struct buf all = { 0 };
    if (!is_needed(hook, before, now))
        return false;
    struct push_names changed = push_changed(hook->push, hook->arena, before, now);
    add_gone(hook, before, now, changed, &all); // first: what comes first is looked at best
    add_still_gone(hook, now, changed, &all);
    bool other = !str_equal(buf_view(&all), hook_recall(hook, "removed", STR("")));
    if (all.len > 0)
        hook_remember(hook, "removed", STR(""), buf_view(&all));
    else
        hook_forget(hook, "removed", STR(""));
    buf_release(&all);
    return other;
}
