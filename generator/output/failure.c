// SPDX-License-Identifier: EUPL-1.2
#include "output/failure.h"

#include "output/opened.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

DIAGNOSTIC(output_full, FAILURE, "de schijf is vol: '{1}' kan niet worden geschreven",
           "the disk is full: '{1}' cannot be written",
           "maak ruimte en bouw opnieuw; er is nog niets weggehaald",
           "make room and build again; nothing was removed yet");
DIAGNOSTIC(output_denied, FAILURE, "je mag hier niet schrijven: '{1}'",
           "you may not write here: '{1}'", "kies met --output een map die van jou is",
           "choose a folder of yours with --output");
DIAGNOSTIC(output_failed, FAILURE, "'{1}' kan niet worden geschreven: {2}",
           "'{1}' cannot be written: {2}",
           "kijk wat daar staat, of kies een andere map met --output",
           "see what stands there, or choose another folder with --output");
DIAGNOSTIC(output_blocked, FAILURE,
           "op de plaats van '{1}' staat een map met bestanden van iemand anders",
           "in the place of '{1}' is a folder with files of someone else",
           "zet die map ergens anders neer", "move that folder elsewhere");

DIAGNOSTIC(output_changes, FAILURE,
           "de lijst van wat veranderde, '{1}', kan niet worden geschreven: {2}",
           "the list of what changed, '{1}', cannot be written: {2}",
           "kies met --changes een bestand in een map die er is en die van jou is",
           "choose with --changes a file in a folder that is there and that is yours");

static const struct diagnostic_kind *kind_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return &output_full;
    case EACCES:
    case EPERM:
    case EROFS:
        return &output_denied;
    default:
        return &output_failed;
    }
}

static void say(struct diagnostics *diagnostics, const struct diagnostic_kind *kind, str folder,
                str path, int error)
{
    char reason[128] = "";
    if (strerror_r(error, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "%d", error);
    struct arena *arena = arena_new();
    str whole = arena_join(arena, (str[]){ folder, STR("/"), path, { 0 } });
    if (folder.len == 0 || path.len == 0)
        whole = folder.len == 0 ? path : folder;
    diagnose(diagnostics, kind, (struct place){ 0 }, VALUES(whole, str_from_c(reason)));
    arena_free(arena);
}

void failure_say(struct diagnostics *diagnostics, str folder, str path, int error)
{
    say(diagnostics, kind_of(error), folder, path, error);
}

void output_fail(struct output *output, str path, int error)
{
    if (!atomic_exchange(&output->failed, true))
        say(output->diagnostics, kind_of(error), output->folder, path, error);
}

void output_fail_changes(struct output *output, int error)
{
    if (!atomic_exchange(&output->failed, true))
        say(output->diagnostics, &output_changes, STR(""), str_from_c(output->changes.file), error);
}

void output_fail_blocked(struct output *output, str path)
{
    if (!atomic_exchange(&output->failed, true))
        say(output->diagnostics, &output_blocked, output->folder, path, 0);
}
