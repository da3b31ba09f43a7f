// SPDX-License-Identifier: EUPL-1.2
// Asks the index of a built website: private to this folder.

#pragma once

#include "commands/options.h"

// The first argument is the folder of the website, the others are the query.
// Prints the answer that a browser would give.  Returns the exit code.
int search_run(const struct options *options);
