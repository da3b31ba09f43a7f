// SPDX-License-Identifier: EUPL-1.2
// After a push: the branch that HEAD names becomes the website.  What is built is
// always what the branch is at when the build begins, never what a push said: so
// the last push wins whatever the order in which hooks get their turn, and a branch
// that was put back on purpose is published as it is.
#include "commands/hook.h"

#include "base/buf.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

DIAGNOSTIC(hook_settings_gone, ERROR,
           "dit bestand is er niet meer; zonder weet niemand wat op de site mag",
           "this file is no longer there; without it nobody knows what may be on the site",
           "zet het terug met 'git revert', of met de hand",
           "put it back with 'git revert', or by hand");

// The branch of the website while the repository is new: "main" and "master" are
// easily mistaken for each other, and the first push then shows what was meant.
static str adopt_branch(struct hook *hook, str branch)
{
    char id[PUSH_ID_SIZE];
    struct push_names branches = push_branches(hook->push, hook->arena);
    bool there =
        branch.len > 0 && push_revision(hook->push, arena_c_string(hook->arena, branch), id);
    if (there || branches.count != 1 || hook_recall(hook, "published", STR("")).len > 0 ||
        !push_follow(hook->push, arena_c_string(hook->arena, branches.at[0])))
        return branch;
    str name = hook_branch(hook, branches.at[0]);
    printf(hook_said(hook, "De site volgt vanaf nu de branch '%.*s'.\n",
                     "From now on the site follows the branch '%.*s'.\n"),
           STR_ARGS(name));
    return branches.at[0];
}

// ---- What is said ----

// 14:02
struct moment {
    char text[8];
};

static struct moment moment_now(void)
{
    struct moment moment = { "" };
    struct tm local;
    time_t now = time(NULL);
    if (localtime_r(&now, &local) != NULL)
        strftime(moment.text, sizeof moment.text, "%H:%M", &local);
    return moment;
}

static void say_counts(struct hook *hook, struct output_counts counts)
{
    size_t changed = counts.pages_written;
    struct moment moment = moment_now();
    if (counts.written == 0 && counts.removed == 0) {
        printf(hook_said(hook, "Gelukt: er veranderde niets op de site, nagekeken om %s\n",
                         "Done: nothing changed on the site, looked at %s\n"),
               moment.text);
        return;
    }
    printf(changed == 1
               ? hook_said(hook, "Gelukt: %zu pagina bijgewerkt", "Done: %zu page updated")
               : hook_said(hook, "Gelukt: %zu pagina's bijgewerkt", "Done: %zu pages updated"),
           changed);
    if (counts.pages_removed > 0)
        printf(hook_said(hook, ", %zu weggehaald", ", %zu removed"), counts.pages_removed);
    printf(hook_said(hook, ", live om %s\n", ", live at %s\n"), moment.text);
}

static void say_remarks(struct hook *hook, const struct build_result *result)
{
    if (result->errors + result->warnings == 0)
        return;
    printf(result->errors == 1 ? hook_said(hook, "  %zu fout", "  %zu error")
                               : hook_said(hook, "  %zu fouten", "  %zu errors"),
           result->errors);
    printf(hook_said(hook, ", %zu keer let op", ", %zu warnings"), result->warnings);
    if (!hook->options->no_status && result->address.len > 0)
        printf(hook_said(hook, "; zie %.*sbouwstatus/", "; see %.*sbouwstatus/"),
               STR_ARGS(result->address));
    puts("");
}

static void say_published(struct hook *hook, const struct build_result *result)
{
    say_counts(hook, result->counts);
    if (result->address.len > 0)
        printf("  %.*s\n", STR_ARGS(result->address));
    say_remarks(hook, result);
}

static str reason_of(struct hook *hook, const struct build_result *result)
{
    bool strict = hook->options->strict && result->pages > 0 &&
                  diagnostics_count(hook->diagnostics, FAILURE) == 0;
    if (strict)
        return str_from_c(hook_said(hook, "er zijn fouten, en deze site gaat alleen online zonder",
                                    "there are errors, and this site goes online without only"));
    return diagnostics_reason(hook->diagnostics, hook->options->language, hook->arena);
}

static void say_failed(struct hook *hook, str reason)
{
    bool theirs = diagnostics_count(hook->diagnostics, FAILURE) == 0;
    printf(hook_said(hook, "Niet gelukt, de site blijft zoals hij was. Reden: %.*s\n",
                     "It failed, the site stays as it was. Reason: %.*s\n"),
           STR_ARGS(reason));
    puts(theirs ? hook_said(hook, "  Verbeter dit en push opnieuw.", "  Mend this and push again.")
                : hook_said(hook, "  Dit ligt niet aan jou. Zeg het tegen wie de server beheert.",
                            "  This is not your fault. Tell who runs the server."));
}

// What is about files was said when they were read.
static bool is_about_none(void *context, enum severity severity, str path)
{
    (void)context;
    return severity != FAILURE && path.len == 0;
}

// ---- Building ----

// A text that the site removed or does not publish any more must go from previews
// as well.  What is remembered changes only when that is wished: a hook that was
// killed before is followed by one that finds the same.
static void review_previews(struct hook *hook, str before, str now)
{
    bool other = hook_note_removed(hook, before, now);
    other |= !str_equal(hook->unpublished, hook_recall(hook, "unpublished", STR("")));
    if (!other && hook_recall_names(hook, "preview-").count > 0) {
        struct push_names gone = push_gone(hook->push, hook->arena, before, now);
        other = gone.cut || (before.len > 0 && gone.count > 0);
    }
    hook_previews_review(hook, other);
    hook_remember(hook, "unpublished", STR(""), hook->unpublished);
    hook_remember(hook, "published", STR(""), now);
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

static void take_site(void *context, const struct build_made *made)
{
    struct arena *arena = arena_new();
    struct texts *texts = texts_shown(arena, made);
    find_unpublished(context, made, texts);
    hook_say_returned(context, made, texts);
    arena_free(arena);
    hook_status_take(context, made);
}

static void say_outcome(struct hook *hook, const struct build_result *result)
{
    hook->failed = !result->published;
    if (result->published) {
        hook_remember(hook, "address", STR(""), result->address);
        say_published(hook, result);
    } else {
        say_failed(hook, reason_of(hook, result));
        hook_status_failed(hook, result);
    }
    diagnostics_select(hook->diagnostics, is_about_none, NULL);
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
    str before = str_trim(hook_recall(hook, "published", STR("")));
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
    say_outcome(hook, &(struct build_result){ .revision = revision });
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

static bool build_branch(struct hook *hook, const char *revision)
{
    struct options options = *hook->options;
    options.revision = revision;
    options.arguments = &hook->repository;
    options.argument_count = 1;
    ask_changes(hook, &options);
    struct build_order order = { .folder = options.output, .take = take_site, .context = hook };
    // Of what somebody pushed meanwhile its own hook says what is wrong with it.
    if (hook->unsaid.line != NULL && str_equal(hook->unsaid.line->after, str_from_c(revision)))
        hook_say_with(hook, &order);
    else
        hook_say_unsaid(hook);
    struct build_result result = build_site(&options, &order, hook->arena, hook->diagnostics);
    hook_say_unsaid(hook);
    say_outcome(hook, &result);
    return result.published;
}

// Returns the commit that was published, or an empty one.
static void publish(struct hook *hook, str reference)
{
    char id[PUSH_ID_SIZE];
    str name = hook_branch(hook, reference);
    if (!push_revision(hook->push, arena_c_string(hook->arena, reference), id)) {
        printf(hook_said(hook,
                         "De branch '%.*s' is er niet (meer); de site blijft zoals hij was.\n",
                         "There is no branch '%.*s' (any more); the site stays as it was.\n"),
               STR_ARGS(name));
        return;
    }
    str before = str_trim(hook_recall(hook, "published", STR("")));
    if (hook_settings_lost(hook, str_from_c(id)))
        say_lost(hook, str_from_c(id));
    else if (build_branch(hook, id))
        review_previews(hook, before, str_from_c(id));
}

static void grant(struct hook *hook, str name, str reference)
{
    if (str_equal(name, STR("site")))
        publish(hook, reference);
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

// Builds what is wished until nothing is, unless another does.
static bool work(struct hook *hook)
{
    bool worked = false;
    for (;;) {
        int lock = hook_lock(hook);
        if (lock < 0)
            return worked;
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
    if (!worked && diagnostics_count(hook->diagnostics, FAILURE) == 0)
        puts(hook_said(hook, "Er loopt al een bouw; jouw wijziging gaat mee in de volgende.",
                       "A build is running; your change goes with the next one."));
}

// ---- What a push wishes ----

// What the website withdrew is known once it was built.
static bool wish_preview(struct hook *hook, str branch, str name, str reference)
{
    if (hook_recall(hook, "published", STR("")).len == 0)
        hook_wish(hook, STR("site"), branch);
    return hook_wish(hook, name, reference);
}

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
    return wish_preview(hook, branch, name, line->reference);
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

static void receive(struct hook *hook, struct push_lines lines)
{
    if (lines.count == 0 || !ready(hook))
        return;
    str branch = adopt_branch(hook, push_branch(hook->push, hook->arena));
    if (!wish_all(hook, branch, lines))
        return;
    fflush(stdout);
    if (!hook->options->background) {
        work_or_say(hook);
    } else if (hook_detach(hook)) {
        work(hook);
    } else {
        say_later(hook);
    }
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
    str branch = adopt_branch(hook, push_branch(hook->push, hook->arena));
    if (!hook_wish(hook, STR("site"), branch))
        return EXIT_WORLD;
    work_or_say(hook);
    return hook->failed ? EXIT_CONTENT : EXIT_DONE;
}
