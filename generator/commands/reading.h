// SPDX-License-Identifier: EUPL-1.2
// From the files of a revision to what the pipeline needs: private to this folder.

#pragma once

#include "base/file.h"
#include "commands/options.h"
#include "output/output.h"
#include "site/site.h"
#include "source/source.h"

// The file options->config; an empty one where none is named.  To be read once: it may be
// a pipe.  Returns false, with a message, when it cannot be read.
bool reading_config(struct arena *arena, const struct options *options, struct file *config,
                    struct diagnostics *diagnostics);

// The settings: content/site.yaml, with `config` over it.  Returns NULL, with a message,
// when they cannot be read.
const struct settings *reading_settings(struct arena *arena, struct source *source,
                                        struct file config, struct diagnostics *diagnostics);

// The files of the theme that is asked for: a folder, or the name of one in
// `themes/` beside the program.  Returns false, with a message, when there is
// none.
bool reading_theme(struct arena *arena, const struct options *options, struct file_list *files,
                   struct diagnostics *diagnostics);

// What the site itself puts over the theme: `theme/` in its content.
struct file_list reading_overrides(struct arena *arena, struct source *source,
                                   struct diagnostics *diagnostics);
