// SPDX-License-Identifier: EUPL-1.2
// The branch that the website follows: the one that HEAD names.
#include "commands/hook.h"

#include <stdio.h>

bool hook_branch_there(struct hook *hook, str branch)
{
    char id[PUSH_ID_SIZE];
    return branch.len > 0 && push_revision(hook->push, arena_c_string(hook->arena, branch), id);
}

void hook_branch_say_missing(struct hook *hook, str branch)
{
    str name = hook_branch(hook, branch);
    if (branch.len == 0)
        puts(hook_said(hook, "De server volgt geen branch; de site blijft zoals hij was.",
                       "The server follows no branch; the site stays as it was."));
    else
        printf(hook_said(hook,
                         "De branch '%.*s' is er niet (meer); de site blijft zoals hij was.\n",
                         "There is no branch '%.*s' (any more); the site stays as it was.\n"),
               STR_ARGS(name));
}

void hook_branch_say_how(struct hook *hook)
{
    puts(hook_said(hook,
                   "  Wie de server beheert, kiest een branch: git symbolic-ref HEAD "
                   "refs/heads/NAAM",
                   "  Who runs the server chooses a branch: git symbolic-ref HEAD "
                   "refs/heads/NAME"));
}

str hook_branch_adopt(struct hook *hook, str branch)
{
    struct push_names branches = push_branches(hook->push, hook->arena);
    if (hook_branch_there(hook, branch) || branches.count != 1 || hook_before(hook).len > 0 ||
        !push_follow(hook->push, arena_c_string(hook->arena, branches.at[0])))
        return branch;
    str name = hook_branch(hook, branches.at[0]);
    printf(hook_said(hook, "De site volgt vanaf nu de branch '%.*s'.\n",
                     "From now on the site follows the branch '%.*s'.\n"),
           STR_ARGS(name));
    return branches.at[0];
}

void hook_branch_say_beside(struct hook *hook, str branch, struct push_lines lines)
{
    bool any = false;
    for (size_t i = 0; i < lines.count; i++)
        any |= str_starts(lines.at[i].reference, STR("refs/heads/")) &&
               !push_id_empty(lines.at[i].after);
    if (!any)
        return;
    if (!hook_branch_there(hook, branch)) {
        hook_branch_say_missing(hook, branch);
        hook_branch_say_how(hook);
        return;
    }
    str name = hook_branch(hook, branch);
    printf(hook_said(hook, "De site volgt de branch '%.*s'; deze push verandert er niets aan.\n",
                     "The site follows the branch '%.*s'; this push changes nothing there.\n"),
           STR_ARGS(name));
}
