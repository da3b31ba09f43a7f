// SPDX-License-Identifier: EUPL-1.2
// A preview is a website of its own, with a manifest of its own, in the folder
// preview/<name>/ of the website: builds of the website neither count nor remove
// its files.  It keeps to the same rules of consent; and what the website has
// withdrawn or removed since the branch left it is not shown by the branch either.
#include "commands/hook.h"

#include "base/hash.h"
#include "base/path.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#define PREVIEWS "preview/"

DIAGNOSTIC(hook_preview_stays, WARNING,
           "het voorbeeld van '{1}' kan niet worden weggehaald, en laat misschien zien wat is "
           "ingetrokken: {2}",
           "the preview of '{1}' cannot be removed, and may show what was withdrawn: {2}",
           "zeg het nu tegen wie de server beheert: die kan de map van het voorbeeld weghalen",
           "tell who runs the server now: the folder of the preview is to be removed");

enum { NAME_MOST = 60, PRINT_SIZE = 8 };

// ---- Names ----

// Whether the name ends as one with a fingerprint does.
static bool ends_with_print(str name)
{
    if (name.len <= PRINT_SIZE || name.at[name.len - PRINT_SIZE - 1] != '-')
        return false;
    for (size_t i = name.len - PRINT_SIZE; i < name.len; i++)
        if (!isxdigit((unsigned char)name.at[i]))
            return false;
    return true;
}

static str cut_to(str name, size_t most)
{
    size_t end = name.len < most ? name.len : most;
    while (end > 0 && end < name.len && ((unsigned char)name.at[end] & 0xC0) == 0x80)
        end--;
    return str_slice(name, 0, end);
}

str hook_preview_name(struct arena *arena, str reference)
{
    str branch = str_after(reference, STR("refs/heads/").len);
    str name = cut_to(path_slug(arena, branch), NAME_MOST);
    // "site" is what wishes call the website itself.
    if (str_equal(name, branch) && !ends_with_print(name) && !str_equal(name, STR("site")))
        return name;
    str print = str_slice(hash_name(arena, branch), 0, PRINT_SIZE);
    return arena_join(arena,
                      (str[]){ name.len > 0 ? name : STR("branch"), STR("-"), print, { 0 } });
}

// ---- Building and removing ----

static const char *joined(struct hook *hook, const char *first, const char *second, str name)
{
    bool slash = first[0] == '\0' || str_ends(str_from_c(first), STR("/"));
    return arena_join(hook->arena, (str[]){ str_from_c(first),
                                            slash ? STR("") : STR("/"),
                                            str_from_c(second),
                                            name,
                                            STR("/"),
                                            { 0 } })
        .at;
}

static const char *folder_of(struct hook *hook, str name)
{
    return joined(hook, hook->options->output, PREVIEWS, name);
}

// The address of the website is known when it was built, or set.
static const char *address_of(struct hook *hook, str name)
{
    str known = hook_recall(hook, "address", STR(""));
    const char *address = hook->options->address;
    if (address == NULL && known.len > 0)
        address = known.at;
    return address == NULL ? NULL : joined(hook, address, PREVIEWS, name);
}

static void say_of(struct hook *hook, const char *dutch, const char *english, str reference)
{
    str branch = hook_branch(hook, reference);
    printf(hook_said(hook, "Voorbeeld van '%.*s': ", "Preview of '%.*s': "), STR_ARGS(branch));
    puts(hook_said(hook, dutch, english));
}

static void say_failed(struct hook *hook, str reference)
{
    str reason = diagnostics_reason(hook->diagnostics, hook->options->language, hook->arena);
    say_of(hook, "niet gelukt. Reden:", "it failed. Reason:", reference);
    printf("  %.*s\n", STR_ARGS(reason));
}

// `hidden` is how many files the branch has that may not be seen.
static void say_built(struct hook *hook, str reference, const struct build_result *result,
                      size_t hidden)
{
    str branch = hook_branch(hook, reference);
    printf(hook_said(hook, "Voorbeeld van '%.*s': %zu pagina's bijgewerkt, %zu weggehaald\n",
                     "Preview of '%.*s': %zu pages updated, %zu removed\n"),
           STR_ARGS(branch), result->counts.pages_written, result->counts.pages_removed);
    if (hidden == 1)
        puts(hook_said(hook, "  1 bestand staat er niet in: de site laat het niet (meer) zien.",
                       "  1 file is not in it: the site does not show it (any more)."));
    else if (hidden > 1)
        printf(hook_said(hook,
                         "  %zu bestanden staan er niet in: de site laat ze niet (meer) zien.\n",
                         "  %zu files are not in it: the site does not show them (any more).\n"),
               hidden);
    if (result->address.len > 0)
        printf("  %.*s\n", STR_ARGS(result->address));
}

// Returns whether nothing of it is on the web; if something is, who pushed is told.
static bool clear(struct hook *hook, str name, str reference)
{
    const char *folder = folder_of(hook, name);
    struct diagnostics *reasons = diagnostics_new();
    hook_status_remove(folder);
    bool gone = output_remove(folder, reasons);
    if (gone)
        rmdir(folder_of(hook, STR(""))); // when it was the last
    else
        diagnose(hook->aside, &hook_preview_stays, (struct place){ 0 },
                 VALUES(hook_branch(hook, reference),
                        diagnostics_reason(reasons, hook->options->language, hook->arena)));
    diagnostics_free(reasons);
    return gone;
}

static bool take_away(struct hook *hook, str name, str reference)
{
    bool gone = clear(hook, name, reference);
    if (gone)
        hook_forget(hook, "preview-", name);
    return gone;
}

static void remove_preview(struct hook *hook, str name, str reference)
{
    if (take_away(hook, name, reference))
        say_of(hook, "weggehaald.", "removed.", reference);
}

// What stands may show what the branch does not show any more.
static void remove_earlier(struct hook *hook, str name, str reference)
{
    if (take_away(hook, name, reference))
        puts(hook_said(hook, "  Er is nu geen voorbeeld van deze branch.",
                       "  There is no preview of this branch now."));
}

static bool build(struct hook *hook, str name, str reference, const char *revision)
{
    struct options options = *hook->options;
    struct withheld hidden;
    if (hook_settings_lost(hook, str_from_c(revision))) {
        say_failed(hook, reference);
        return false;
    }
    if (!hook_withheld(hook, str_from_c(revision), &hidden)) {
        say_of(hook, "niet gemaakt: er is te veel veranderd om na te gaan wat de site verborg.",
               "not made: too much changed to see what the site hid.", reference);
        return false;
    }
    options.revision = revision;
    options.arguments = &hook->repository;
    options.argument_count = 1;
    options.output = folder_of(hook, name);
    options.changes = NULL; // of the website
    options.address = address_of(hook, name);
    struct hook own = *hook; // whose folder is that of the preview
    own.options = &options;
    struct build_order order = {
        .folder = options.output,
        .noindex = true,
        .withheld = hidden.names.at,
        .withheld_count = hidden.names.count,
        .take = hook_status_take,
        .context = &own,
    };
    struct build_result result = build_site(&options, &order, hook->arena, hook->diagnostics);
    if (result.published)
        say_built(hook, reference, &result, hidden.own);
    else
        say_failed(hook, reference);
    return result.published;
}

// Where the website was never built, nobody knows what it withdrew.
static bool withdrawals_known(struct hook *hook)
{
    char id[PUSH_ID_SIZE];
    str branch = push_branch(hook->push, hook->arena);
    return hook_published(hook).len > 0 ||
           (hook_before(hook).len == 0 &&
            !push_revision(hook->push, arena_c_string(hook->arena, branch), id));
}

// First it is remembered, so that what a killed build leaves is known.
static void remember_and_build(struct hook *hook, str name, str reference, const char *revision)
{
    hook_remember(hook, "preview-", name, reference);
    if (hook->forgetful)
        say_failed(hook, reference);
    if (hook->forgetful || !build(hook, name, reference, revision))
        remove_earlier(hook, name, reference);
}

void hook_preview_refresh(struct hook *hook, str name, str reference)
{
    char id[PUSH_ID_SIZE];
    bool stands = hook_recall(hook, "preview-", name).len > 0;
    bool wanted = hook->options->previews &&
                  !str_equal(reference, push_branch(hook->push, hook->arena)) &&
                  push_revision(hook->push, arena_c_string(hook->arena, reference), id);
    if (!wanted) {
        if (stands)
            remove_preview(hook, name, reference);
    } else if (!withdrawals_known(hook)) {
        say_of(hook, "niet gemaakt: eerst moet de site zelf gebouwd zijn.",
               "not made: first the site itself must have been built.", reference);
    } else if (!stands && !output_is_ours(folder_of(hook, name))) {
        say_of(hook, "niet gemaakt: op die plek staat al iets anders.",
               "not made: something else stands in that place.", reference);
    } else if (!stands && hook_recall_names(hook, "preview-").count >= HOOK_PREVIEWS_MOST) {
        say_of(hook, "niet gemaakt: er zijn er al te veel. Verwijder branches die klaar zijn.",
               "not made: there are too many. Remove branches that are done.", reference);
    } else {
        remember_and_build(hook, name, reference, id);
    }
    diagnostics_free(hook->diagnostics);
    hook->diagnostics = diagnostics_new();
}

void hook_previews_review(struct hook *hook, bool all)
{
    char id[PUSH_ID_SIZE];
    struct push_names standing = hook_recall_names(hook, "preview-");
    for (size_t i = 0; i < standing.count; i++) {
        str reference = hook_recall(hook, "preview-", standing.at[i]);
        bool gone = !hook->options->previews ||
                    !push_revision(hook->push, arena_c_string(hook->arena, reference), id);
        if (all || gone)
            hook_wish(hook, standing.at[i], reference);
    }
}

void hook_previews_clear(struct hook *hook)
{
    struct push_names standing = hook_recall_names(hook, "preview-");
    for (size_t i = 0; i < standing.count; i++) {
        str reference = hook_recall(hook, "preview-", standing.at[i]);
        hook_wish(hook, standing.at[i], reference);
        clear(hook, standing.at[i], reference);
    }
}
