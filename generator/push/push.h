// SPDX-License-Identifier: EUPL-1.2
// A repository as its hooks see it: its settings, its branches, and what
// someone pushes to it.  Settings live in git's configuration, section
// `doorleefd`, where nobody who pushes can change them.

#pragma once

#include "base/arena.h"
#include "base/list.h"
#include "diagnostics/diagnostics.h"

struct push;

// Opens the repository; "." inside a hook, where git's environment names it and
// the quarantine.  Returns NULL, with a message, when that is impossible.
struct push *push_open(const char *repository, struct diagnostics *diagnostics);
void push_free(struct push *push);

// Makes a bare repository, whose branch is `main`, where nothing stands or an
// empty folder.  Returns whether it made one.
bool push_make(const char *folder);

// git's own folder, complete, without slash at the end.
str push_folder(const struct push *push);
bool push_bare(const struct push *push);

// What each who pushes may do with what another's push made, as a umask: see
// core.sharedRepository.
unsigned push_umask(const struct push *push, unsigned umask);

// ---- Settings ----

// The value of `doorleefd.<key>`; of one that is given more often all values,
// with commas between them.  Empty when it is not set.
str push_setting(struct push *push, struct arena *arena, const char *key);

// The value of any setting of git.
str push_setting_of_git(struct push *push, struct arena *arena, const char *name);

// Returns false, with a message, when it cannot be written.
bool push_set(struct push *push, const char *key, const char *value,
              struct diagnostics *diagnostics);

// ---- Branches ----

enum { PUSH_ID_SIZE = 41 }; // in hexadecimal, with its end

// "refs/heads/main": what HEAD names, be it there or not; empty when it names a
// commit.
str push_branch(struct push *push, struct arena *arena);

// The commit that a branch or a tag is at.  Returns false when there is none.
bool push_revision(struct push *push, const char *reference, char id[static PUSH_ID_SIZE]);

// The names of all branches, "refs/heads/...", sorted.
struct push_names {
    const str *at;
    size_t count;
    bool cut; // there are more than anyone looks at
};
struct push_names push_branches(struct push *push, struct arena *arena);

bool push_names_have(struct push_names names, str name);

// Lets HEAD name this branch.
bool push_follow(struct push *push, const char *branch);

// ---- What is pushed ----

struct push_line {
    str before; // ids in hexadecimal; all zeros for a branch that is new ..
    str after;  // .. or goes
    str reference;
};

struct push_lines {
    const struct push_line *at;
    size_t count;
};

// What git tells a hook on its standard input.
struct push_lines push_lines_read(struct arena *arena, FILE *from);

// Whether an id names nothing.
bool push_id_empty(str id);

// The paths that differ between the commits `before` and `after`, sorted; all of
// `after` when `before` is empty or unknown.
struct push_names push_changed(struct push *push, struct arena *arena, str before, str after);

// The paths that are in the commit `before`, but not in `after`, sorted.
struct push_names push_gone(struct push *push, struct arena *arena, str before, str after);

// The text of a file in a commit.  Returns false when there is none, or one that is
// larger than anyone writes.
bool push_text(struct push *push, struct arena *arena, str commit, str path, str *text);

// The id of a file in a commit.  Returns false when there is none.
bool push_file(struct push *push, struct arena *arena, str commit, str path,
               char id[static PUSH_ID_SIZE]);

// The commit where the histories of two commits meet.
bool push_meeting(struct push *push, str one, str other, char id[static PUSH_ID_SIZE]);

// ---- What must never enter the history ----

struct guard {
    str emails;       // patterns such as `*@voorbeeld.nl`, with commas; empty: all
    str kinds;        // `md, yaml, jpg`; empty: all
    size_t file_most; // bytes; 0: any size
};

// Looks at the commits, tags and files that are new in these lines, and reports
// what the guard refuses.  Returns whether all may come in.
bool guard_accepts(struct push *push, const struct guard *guard, struct push_lines lines,
                   struct diagnostics *diagnostics);
