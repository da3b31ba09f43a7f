// SPDX-License-Identifier: EUPL-1.2
// The website: the branch that HEAD names, as it is when the build begins, never what a push
// said: so the last push wins whatever the order in which hooks get their turn, and a branch
// that was put back on purpose is published as it is.
#include "commands/hook.h"

#include "base/buf.h"
#include "base/map.h"

DIAGNOSTIC(hook_settings_gone, ERROR,
           "dit bestand is er niet meer; zonder weet niemand wat op de site mag",
           "this file is no longer there; without it nobody knows what may be on the site",
           "zet het terug met 'git revert', of met de hand",
           "put it back with 'git revert', or by hand");

// What previews show depends on this.  Those that show what the site does not are gone
// already: see announce_site.
static void note_published(struct hook *hook, str before, str now, bool known)
{
    bool other = hook_note_removed(hook, before, now);
    other |= !str_equal(hook->unpublished, hook_recall(hook, "unpublished", STR("")));
    hook_previews_review(hook, other || !known);
    hook_remember(hook, "unpublished", STR(""), hook->unpublished);
    hook_publication_ends(hook, now);
}

static bool is_withdrawn(const struct document *document)
{
    str status = document_text(document, FIELD_STATUS);
    return str_equal(status, STR("ingetrokken")) || str_equal(status, STR("verdwenen"));
}

static void find_unpublished(struct hook *hook, const struct build_made *made,
                             const struct texts *texts)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < made->document_count; i++) {
        const struct document *document = made->documents[i];
        if (document == NULL || texts_have(texts, document))
            continue;
        buf_add(&all, is_withdrawn(document) ? STR("!") : STR(" "));
        buf_add(&all, document->full_path);
        buf_add_char(&all, '\n');
    }
    hook->unpublished = arena_copy(hook->arena, buf_view(&all));
    buf_release(&all);
}

// ---- What previews may show, and the website will not ----

struct coming {
    struct hook *hook;
    str before;
    struct push_names changed;
    struct map *unpublished; // by path: how it was marked until now
};

static struct map *marks_of(struct hook *hook)
{
    str line;
    str rest = hook_recall(hook, "unpublished", STR(""));
    struct map *marks = map_new(hook->arena);
    while (str_cut(rest, '\n', &line, &rest))
        map_put(marks, str_after(line, 1), (char *)line.at);
    return marks;
}

// Whether a branch with a preview has another text than the website had.
static bool is_other_in_preview(const struct coming *coming, str path, const char *before)
{
    struct hook *hook = coming->hook;
    struct push_names standing = hook_recall_names(hook, "preview-");
    char commit[PUSH_ID_SIZE];
    char id[PUSH_ID_SIZE];
    for (size_t i = 0; i < standing.count; i++) {
        str reference = hook_recall(hook, "preview-", standing.at[i]);
        if (push_revision(hook->push, arena_c_string(hook->arena, reference), commit) &&
            push_file(hook->push, hook->arena, str_from_c(commit), path, id) &&
            !str_equal(str_from_c(id), str_from_c(before)))
            return true;
    }
    return false;
}

// A text that is not on the website: withdrawn now, or no longer published, or kept back as
// before and changed, which counts for branches that have it otherwise.
static bool hides_text(const struct coming *coming, str line)
{
    char id[PUSH_ID_SIZE];
    str path = str_after(line, 1);
    const char *mark = map_get(coming->unpublished, path);
    if (str_starts(line, STR("!")))
        return mark == NULL || *mark != '!';
    return (mark == NULL || push_names_have(coming->changed, path)) &&
           push_file(coming->hook->push, coming->hook->arena, coming->before, path, id) &&
           (mark == NULL || is_other_in_preview(coming, path, id));
}

static bool hides_any_text(const struct coming *coming)
{
    str line;
    str rest = coming->hook->unpublished;
    while (str_cut(rest, '\n', &line, &rest))
        if (hides_text(coming, line))
            return true;
    return false;
}

static bool is_any_gone(struct hook *hook, str before, str now)
{
    struct push_names gone = push_gone(hook->push, hook->arena, before, now);
    return gone.cut || gone.count > 0;
}

static bool may_show_more(struct hook *hook, str before, str now)
{
    if (hook_recall_names(hook, "preview-").count == 0)
        return false;
    struct coming coming = {
        .hook = hook,
        .before = before,
        .changed = push_changed(hook->push, hook->arena, before, now),
        .unpublished = marks_of(hook),
    };
    return before.len == 0 || coming.changed.cut || is_any_gone(hook, before, now) ||
           hides_any_text(&coming);
}

// ---- Publishing ----

// A text that the site withdraws goes from previews first: whenever this ends, nobody
// finds there what is no longer on the site.
static void announce_site(void *context, const struct build_made *made)
{
    struct hook *hook = context;
    bool again = hook->shown != NULL; // a website that somebody had changed
    str before = hook_published(hook);
    hook->shown = texts_shown(hook->arena, made);
    find_unpublished(hook, made, hook->shown);
    if (again)
        return;
    hook_publication_begins(hook);
    if (may_show_more(hook, before, made->result->revision))
        hook_previews_clear(hook);
}

static void take_site(void *context, const struct build_made *made)
{
    struct hook *hook = context;
    hook_say_returned(hook, made, hook->shown);
    hook_status_take(hook, made);
}

// Where the commit has its settings, or empty.
static str settings_path(struct hook *hook, str commit)
{
    char id[PUSH_ID_SIZE];
    const char *content = hook->options->content;
    const char *folders[] = { content == NULL ? "content" : content, content == NULL ? "" : NULL };
    for (size_t i = 0; i < 2 && folders[i] != NULL; i++) {
        str folder = str_from_c(folders[i]);
        bool slash = folder.len == 0 || str_ends(folder, STR("/"));
        str path = arena_join(
            hook->arena, (str[]){ folder, slash ? STR("") : STR("/"), STR("site.yaml"), { 0 } });
        if (push_file(hook->push, hook->arena, commit, path, id))
            return path;
    }
    return STR("");
}

bool hook_settings_lost(struct hook *hook, str revision)
{
    str before = hook_before(hook);
    if (before.len == 0 || hook->options->config != NULL)
        return false;
    str path = settings_path(hook, before);
    if (path.len == 0 || settings_path(hook, revision).len > 0)
        return false;
    diagnose(hook->diagnostics, &hook_settings_gone, (struct place){ .path = path }, NULL);
    return true;
}

static void say_lost(struct hook *hook, str revision)
{
    diagnostics_print(hook->diagnostics, MESSAGES_TEXT, hook->options->language, stdout);
    hook->unsaid.line = NULL;
    hook_say_outcome(hook, &(struct build_result){ .revision = revision });
    hook_say_still_there(hook, revision);
}

// The lists are in the repository, where no other place is named.  They go on until somebody
// takes them away: a build may be followed by another before they are looked at.
static void ask_changes(struct hook *hook, struct options *options)
{
    options->changes_added = true;
    if (options->changes == NULL || options->changes[0] == '/')
        return;
    str folder = push_folder(hook->push);
    options->changes =
        arena_join(hook->arena, (str[]){ folder, STR("/"), str_from_c(options->changes), { 0 } })
            .at;
}

static bool is_any_below(struct push_names names, str folder)
{
    for (size_t i = 0; i < names.count; i++)
        if (str_starts(names.at[i], folder))
            return true;
    return false;
}

// A story in a folder beside that of the content is on no page and in no message: who wrote
// it waits for it in vain.
static void say_outside(struct hook *hook, str revision, struct output_counts counts)
{
    str path = settings_path(hook, revision);
    if (counts.written > 0 || counts.removed > 0 || hook->unsaid.all ||
        hook->unsaid.changed.count == 0 || !str_ends(path, STR("/site.yaml")))
        return;
    str folder = str_slice(path, 0, path.len - (sizeof "site.yaml" - 1));
    if (is_any_below(hook->unsaid.changed, folder))
        return;
    printf(hook_said(hook,
                     "  Wat je pushte, staat niet in '%.*s'. Alleen wat daar staat, komt op de "
                     "site.\n",
                     "  What you pushed is not in '%.*s'. Only what is there goes to the site.\n"),
           STR_ARGS(folder));
}

static bool build_branch(struct hook *hook, const char *revision)
{
    struct options options = *hook->options;
    const struct push_line *line = hook->unsaid.line;
    hook->shown = NULL;
    options.revision = revision;
    options.arguments = &hook->repository;
    options.argument_count = 1;
    ask_changes(hook, &options);
    struct build_order order = {
        .folder = options.output, .announce = announce_site, .take = take_site, .context = hook
    };
    // Of what somebody pushed meanwhile its own hook says what is wrong with it.
    bool own = line != NULL && str_equal(line->after, str_from_c(revision));
    if (own)
        hook_say_with(hook, &order);
    else
        hook_say_unsaid(hook);
    struct build_result result = build_site(&options, &order, hook->arena, hook->diagnostics);
    hook_say_unsaid(hook);
    hook_say_outcome(hook, &result);
    if (own && result.published)
        say_outside(hook, str_from_c(revision), result.counts);
    if (!result.published)
        hook_say_still_there(hook, str_from_c(revision));
    return result.published;
}

void hook_site_refresh(struct hook *hook)
{
    str reference = push_branch(hook->push, hook->arena);
    char id[PUSH_ID_SIZE];
    if (!push_revision(hook->push, arena_c_string(hook->arena, reference), id)) {
        hook->failed = true;
        hook_branch_say_missing(hook, reference);
        return;
    }
    str before = hook_before(hook);
    bool known = hook_published(hook).len > 0;
    if (hook_settings_lost(hook, str_from_c(id)))
        say_lost(hook, str_from_c(id));
    else if (build_branch(hook, id))
        note_published(hook, before, str_from_c(id), known);
}
