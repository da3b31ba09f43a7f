// SPDX-License-Identifier: EUPL-1.2
// Before a push is let in: refuses what may never enter the history, for git
// forgets nothing; says all else that is wrong, and lets it in.
#include "commands/hook.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

DIAGNOSTIC(hook_size, FAILURE, "'{1}' is geen grootte van een bestand",
           "'{1}' is not the size of a file",
           "zeg het tegen wie de server beheert: git config doorleefd.max-file 5m",
           "tell who runs the server: git config doorleefd.max-file 5m");

// ---- Refusing ----

// "5m", "800k", "1g" or bytes.
static bool size_read(str text, size_t *size)
{
    static const char units[] = "kmg";
    unsigned number = 0;
    unsigned power = 0;
    for (unsigned i = 0; text.len > 0 && units[i] != '\0'; i++)
        if ((text.at[text.len - 1] | 0x20) == units[i])
            power = i + 1;
    if (!str_to_number(str_slice(text, 0, text.len - (power > 0)), &number) || number == 0)
        return false;
    *size = (size_t)number << (10 * power);
    return true;
}

// Returns false, with a message, when the settings make no sense.
static bool guard_read(struct hook *hook, struct guard *guard)
{
    const struct options *options = hook->options;
    *guard = (struct guard){
        .emails = options->allow_email == NULL ? STR("") : str_from_c(options->allow_email),
        .kinds = options->allow_kinds == NULL ? STR("") : str_from_c(options->allow_kinds),
    };
    if (options->max_file == NULL || size_read(str_from_c(options->max_file), &guard->file_most))
        return true;
    diagnose(hook->diagnostics, &hook_size, (struct place){ 0 },
             VALUES(str_from_c(options->max_file)));
    return false;
}

static int refuse(struct hook *hook)
{
    hook_tell(hook);
    puts(hook_said(hook, "Geweigerd: er is niets veranderd. Verbeter dit en push opnieuw.",
                   "Refused: nothing was changed. Mend this and push again."));
    fflush(stdout);
    return EXIT_CONTENT;
}

// ---- Saying ----

// Each is read as a whole, while who pushes waits.
enum { CHECKED_MOST = 10 };

// The branch of the website, or of a new repository the only one that is pushed.
static bool is_built(struct hook *hook, const struct push_line *line, struct push_lines lines)
{
    char id[PUSH_ID_SIZE];
    str branch = push_branch(hook->push, hook->arena);
    if (push_id_empty(line->after) || !str_starts(line->reference, STR("refs/heads/")))
        return false;
    if (str_equal(line->reference, branch) || hook->options->previews)
        return true;
    return lines.count == 1 && push_branches(hook->push, hook->arena).count == 0 &&
           !push_revision(hook->push, arena_c_string(hook->arena, branch), id);
}

// Of what is built at once the build itself says it, so that all is read once.
static bool is_to_be_said(struct hook *hook, const struct push_line *line, struct push_lines lines)
{
    return is_built(hook, line, lines) && line != hook_line_of_site(hook, lines);
}

static bool is_any_to_be_said(struct hook *hook, struct push_lines lines)
{
    for (size_t i = 0; i < lines.count; i++)
        if (is_to_be_said(hook, &lines.at[i], lines))
            return true;
    return false;
}

static void check(struct hook *hook, struct push_lines lines)
{
    size_t checked = 0;
    for (size_t i = 0; i < lines.count; i++)
        if (is_to_be_said(hook, &lines.at[i], lines) && ++checked <= CHECKED_MOST)
            hook_check(hook, &lines.at[i]);
    if (checked > CHECKED_MOST)
        printf(hook_said(hook,
                         "Nog %zu branches zijn niet bekeken: het zijn er veel in een keer.\n",
                         "%zu more branches were not looked at: these are many at once.\n"),
               checked - CHECKED_MOST);
    fflush(stdout);
}

// In a process of its own: whatever befalls it, the push goes on.
static void check_apart(struct hook *hook, struct push_lines lines)
{
    if (!is_any_to_be_said(hook, lines))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        check(hook, lines);
        _exit(0);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

int hook_pre_receive(struct hook *hook)
{
    struct guard guard;
    struct push_lines lines = push_lines_read(hook->arena, stdin);
    // A setting that nobody understands may be the one that keeps something out.
    if (!guard_read(hook, &guard) || !hook->trusty ||
        !guard_accepts(hook->push, &guard, lines, hook->diagnostics))
        return refuse(hook);
    check_apart(hook, lines);
    return EXIT_DONE;
}
