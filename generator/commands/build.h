// SPDX-License-Identifier: EUPL-1.2
// Builds a site: private to this folder.

#pragma once

#include "commands/options.h"

// Reads the repository that the options name, and writes the website to
// `folder`; with NULL everything is done but the writing.  Messages go to
// standard output, progress to standard error.  Returns the exit code.
int build_run(const struct options *options, const char *folder);
