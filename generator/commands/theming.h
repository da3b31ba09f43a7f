// SPDX-License-Identifier: EUPL-1.2
// The theme of a build.

#pragma once

#include "commands/options.h"
#include "source/source.h"
#include "theme/theme.h"

// The files of the theme, and what they say together.
struct theming {
    bool found;
    struct file_list files;
    struct fingerprint print;
};

// Those that the options name.  Where there are none, `found` is false, and a message
// says so.
struct theming theming_find(struct arena *arena, const struct options *options,
                            struct diagnostics *diagnostics);

// What files say together.
struct fingerprint theming_print(struct arena *arena, struct file_list files);

// The theme called `name`, with `overrides` of the content laid over it; NULL, with a
// message, when it cannot be used.  The caller frees it.
struct theme *theming_load(const struct theming *theming, struct arena *arena, const char *name,
                           struct file_list overrides, str language,
                           struct diagnostics *diagnostics);
