// SPDX-License-Identifier: EUPL-1.2
// What a preview may not show, though its branch would: texts that the website
// withdrew, removed or no longer publishes, by their path, and by their words where
// the branch gave them another name; and attachments that it removed, by their bytes.
#include "commands/hook.h"

#include "base/list.h"
#include "base/path.h"
#include "commands/hook_secrets.h"

#include <stdlib.h>

struct paths {
    str *at;
    size_t count;
    size_t capacity;
};

struct search {
    struct hook *hook;
    struct arena *arena;
    struct secrets *secrets;
    str published;
    str meeting;              // empty where the histories have nothing in common
    struct paths withheld;    // sorted, but for what was added last
    struct paths unpublished; // sorted: all that the website has and does not show
    size_t own;               // see struct withheld
    bool unknown;             // too much to look at
};

static void sort(struct paths *paths)
{
    if (paths->count > 1)
        qsort(paths->at, paths->count, sizeof(str), str_order);
}

static struct push_names names_of(const struct paths *paths)
{
    return (struct push_names){ .at = paths->at, .count = paths->count };
}

static void add_unpublished(struct search *search, struct push_names changed)
{
    str line;
    str rest = hook_recall(search->hook, "unpublished", STR(""));
    while (str_cut(rest, '\n', &line, &rest)) {
        str path = str_after(line, 1);
        LIST_ADD(search->arena, search->unpublished, path);
        if (!str_starts(line, STR("!")) && search->meeting.len > 0 &&
            !push_names_have(changed, path))
            continue;
        LIST_ADD(search->arena, search->withheld, path);
        secrets_keep_text(search->secrets, path, search->published, search->meeting);
    }
    sort(&search->unpublished);
}

// What was in that commit and may not be seen.
static void keep(struct search *search, str path, str commit)
{
    if (!path_is_markdown(path)) {
        secrets_keep_file(search->secrets, path, commit);
        return;
    }
    LIST_ADD(search->arena, search->withheld, path);
    secrets_keep_text(search->secrets, path, commit, STR(""));
}

static void add_gone(struct search *search, struct push_names gone)
{
    for (size_t i = 0; i < gone.count; i++)
        keep(search, gone.at[i], search->meeting);
}

// However much was removed over the years, branches have previews: of what was removed long
// ago the path alone counts.
static void add_removed(struct search *search)
{
    str line;
    str commit;
    str path;
    str rest = hook_recall(search->hook, "removed", STR(""));
    while (str_cut(rest, '\n', &line, &rest)) {
        if (!str_cut(line, ' ', &commit, &path))
            continue;
        if (!secrets_half_read(search->secrets))
            keep(search, path, commit);
        else if (path_is_markdown(path))
            LIST_ADD(search->arena, search->withheld, path);
    }
}

static bool is_shown(const struct search *search, str path)
{
    return !push_names_have(names_of(&search->withheld), path) &&
           !push_names_have(names_of(&search->unpublished), path);
}

// What the website shows among these.
static void drop_shown(struct search *search, struct push_names names)
{
    for (size_t i = 0; i < names.count; i++)
        if (!path_is_markdown(names.at[i]))
            secrets_drop_file(search->secrets, search->published, names.at[i]);
        else if (is_shown(search, names.at[i]))
            secrets_drop_text(search->secrets, search->published, names.at[i]);
}

// Of the branch only what differs from the website.
static void add_renamed(struct search *search, str revision, struct push_names own)
{
    struct secrets *secrets = search->secrets;
    for (size_t i = 0; i < own.count && !secrets_unknown(secrets); i++)
        if (path_is_markdown(own.at[i]) ? secrets_has_text(secrets, revision, own.at[i])
                                        : secrets_has_file(secrets, revision, own.at[i]))
            LIST_ADD(search->arena, search->withheld, own.at[i]);
}

// In the history that the branch shares with the website.
static struct push_names add_since_meeting(struct search *search)
{
    struct hook *hook = search->hook;
    struct push_names gone = { 0 };
    struct push_names changed = { 0 };
    if (search->meeting.len > 0) {
        gone = push_gone(hook->push, search->arena, search->meeting, search->published);
        changed = push_changed(hook->push, search->arena, search->meeting, search->published);
    }
    search->unknown |= gone.cut || changed.cut;
    add_unpublished(search, changed);
    add_gone(search, gone);
    return changed;
}

// Whoever has the same as the website knows that it is not shown.
static void count_own(struct search *search, str revision, struct push_names own)
{
    char id[PUSH_ID_SIZE];
    for (size_t i = 0; i < own.count; i++)
        search->own += push_names_have(names_of(&search->withheld), own.at[i]) &&
                       push_file(search->hook->push, search->arena, revision, own.at[i], id);
}

static void look(struct search *search, str revision)
{
    struct push_names changed = add_since_meeting(search);
    struct push_names own =
        push_changed(search->hook->push, search->arena, search->published, revision);
    add_removed(search);
    sort(&search->withheld);
    drop_shown(search, changed);
    drop_shown(search, own);
    add_renamed(search, revision, own);
    sort(&search->withheld);
    count_own(search, revision, own);
    search->unknown |= own.cut || secrets_unknown(search->secrets);
}

bool hook_withheld(struct hook *hook, str revision, struct withheld *withheld)
{
    char meeting[PUSH_ID_SIZE] = "";
    struct search search = { .hook = hook,
                             .arena = hook->arena,
                             .secrets = secrets_new(hook->arena, hook->push),
                             .published = hook_published(hook) };
    *withheld = (struct withheld){ 0 };
    if (search.published.len == 0)
        return true;
    if (push_meeting(hook->push, search.published, revision, meeting))
        search.meeting = str_from_c(meeting);
    look(&search, revision);
    *withheld = (struct withheld){ names_of(&search.withheld), search.own };
    return !search.unknown;
}
