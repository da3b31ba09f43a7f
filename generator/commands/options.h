// SPDX-License-Identifier: EUPL-1.2
// What the user asks for on the command line: private to this folder.

#pragma once

#include "diagnostics/diagnostics.h"

enum { EXIT_DONE, EXIT_CONTENT, EXIT_USAGE, EXIT_WORLD };

enum { OPTIONS_MOST = 64 };

struct options {
    const char *revision;
    const char *content; // NULL: the default
    const char *config;  // NULL: none
    const char *theme;
    const char *output;
    const char *cache; // NULL: with the repository
    bool no_cache;
    const char *changes; // NULL: not listed
    bool changes_added;  // to lists that stand there
    unsigned jobs;
    bool worktree;
    bool drafts;
    bool compress;
    bool strict;
    bool timings;
    bool json; // what a search finds, for other programs
    bool explain;
    unsigned limit;
    const char *index_language; // NULL: that of the site
    const char *address;        // of the website on the web; NULL: that of its settings
    bool previews;
    bool background;
    bool no_status;
    const char *allow_email; // patterns with commas; NULL: all
    const char *allow_kinds; // extensions with commas; NULL: all
    const char *max_file;    // "5m"; NULL: any size
    bool help;
    enum message_form messages;
    enum language language;
    const char *const *arguments; // what is no option, in order
    int argument_count;
    const char *given[OPTIONS_MOST]; // what was named, by its row: the value as it was written
};

// Reads what stands behind the name of the command.  Returns false, with a
// message, when it makes no sense.
bool options_read(struct options *options, int argc, char **argv);

// What was written for the option `name`, "true" for one without value, or NULL.
const char *options_given(const struct options *options, const char *name);

// Sets one option as if it were written.  Returns false when that is no good value.
bool options_set(struct options *options, const char *name, const char *value);

// The commands that heed an option.
enum {
    OF_BUILD = 1,
    OF_CHECK = 2,
    OF_EXPLAIN = 4,
    OF_SEARCH = 8,
    OF_HOOK = 16,
    OF_NEW = 32,
    OF_MAKING = OF_BUILD | OF_CHECK | OF_EXPLAIN,
    OF_EACH = OF_MAKING | OF_SEARCH | OF_NEW,
};

// Prints the options that all of the commands `of` heed.
void options_print(unsigned of, enum language language, FILE *to);
