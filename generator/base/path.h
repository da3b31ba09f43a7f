// SPDX-License-Identifier: EUPL-1.2
// Paths of files in the content: relative, with `/`, as git writes them.

#pragma once

#include "base/arena.h"

// verhalen/2026/v-1.md -> verhalen/2026, without slash; empty at the top.
str path_folder(str path);

// verhalen/2026/v-1.md -> v-1.md
str path_name(str path);

// v-1.md -> v-1; also without the leading dot part of `.md`.
str path_stem(str path);

// v-1.md -> .md, empty when there is none.
str path_extension(str path);

// Whether the path has that extension (".md"), in capitals or not.
bool path_has_extension(str path, const char *extension);

// Whether a file is read as Markdown: .md or .markdown.
bool path_is_markdown(str path);

// `target` as seen from a file in `folder`, with `.` and `..` taken out.
// Returns false when it climbs above the top.
bool path_resolve(struct arena *arena, str folder, str target, str *path);

// With %XX decoded; malformed ones stay as they are.
str path_decoded(struct arena *arena, str address);

// Whether path_slug leaves the text as it is; some that it does leave are not seen.
bool path_is_slug(str text);

// A name for addresses and anchors: lower case, without diacritics, every run
// of other than letters and digits one `-`, none at the ends.  Non-Latin
// letters stay.  Empty when nothing is left.
str path_slug(struct arena *arena, str text);
