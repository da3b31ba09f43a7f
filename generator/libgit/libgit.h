// SPDX-License-Identifier: EUPL-1.2
// libgit2 as all of the program uses it: how it starts, and what is said when it does not
// open a repository.

#pragma once

#include "diagnostics/diagnostics.h"

// Each start wants a stop.
void libgit_start(void);
void libgit_stop(void);

// Opens the repository that `path` is in; returns what libgit2 answers.
struct git_repository;
int libgit_open(struct git_repository **git, const char *path);

// Whether the repository is there, but belongs to another user; `error` is what libgit2
// just answered.
bool libgit_foreign(int error);

// The folder that git calls the repository at `path`, and that safe.directory would name;
// `path` itself where there is none.
str libgit_folder(struct arena *arena, const char *path);

// Says why the repository at `path` was not opened.
void libgit_say_unopened(struct diagnostics *diagnostics, int error, const char *path);

// What libgit2 said last.
str libgit_reason(void);
