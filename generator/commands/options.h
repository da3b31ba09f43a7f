// SPDX-License-Identifier: EUPL-1.2
// What the user asks for on the command line: private to this folder.

#pragma once

#include "diagnostics/diagnostics.h"

enum { EXIT_DONE, EXIT_CONTENT, EXIT_USAGE, EXIT_WORLD };

struct options {
    const char *revision;
    const char *content; // NULL: the default
    const char *config;  // NULL: none
    const char *theme;
    const char *output;
    const char *cache; // NULL: with the repository
    bool no_cache;
    const char *changes; // NULL: not listed
    unsigned jobs;
    bool worktree;
    bool drafts;
    bool strict;
    bool timings;
    bool json; // what a search finds, for other programs
    bool explain;
    unsigned limit;
    const char *index_language; // NULL: that of the site
    bool help;
    enum message_form messages;
    enum language language;
    const char *const *arguments; // what is no option, in order
    int argument_count;
};

// Reads what stands behind the name of the command.  Returns false, with a
// message, when it makes no sense.
bool options_read(struct options *options, int argc, char **argv);

// Prints what can be asked.
void options_usage(enum language language, FILE *to);
