// SPDX-License-Identifier: EUPL-1.2
// The whole of what a website follows from, and what was said when it was made:
// where both are as they were, there is nothing to do.  Private to this folder.

#pragma once

#include "base/fingerprint.h"
#include "cache/cache.h"
#include "commands/options.h"
#include "source/source.h"

// Names the revision with its history and its tags, the program, the theme, the options and
// the bytes of the file options->config; empty for files on disk, which no name stands for.
struct fingerprint state_print(const struct source *source, const struct options *options,
                               str config, str program, struct fingerprint theme);

// What a build tells besides its messages.
struct state {
    uint64_t pages;
    uint64_t terms;
};

// Gives the messages of the build that had this print, in the place of those that
// are there, and what it told.  Returns false, and changes nothing, when nothing is
// remembered.
bool state_recall(struct cache *cache, struct fingerprint print, struct diagnostics *diagnostics,
                  struct state *state);

void state_remember(struct cache *cache, struct fingerprint print, struct diagnostics *diagnostics,
                    struct state state);
