// SPDX-License-Identifier: EUPL-1.2
// What who pushed reads of how the building of the website went.
#include "commands/hook.h"

#include <time.h>

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

void hook_say_outcome(struct hook *hook, const struct build_result *result)
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

void hook_say_hindered(struct hook *hook)
{
    hook->failed = true;
    hook_say_unsaid(hook);
    say_failed(hook, reason_of(hook, &(struct build_result){ 0 }));
}
